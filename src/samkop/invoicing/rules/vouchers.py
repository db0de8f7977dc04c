"""The entries of an invoice's voucher: pure arithmetic, balanced to the cent.

EN 16931: BT-109 net, BT-110 VAT, BT-112 gross, BT-114 rounding, BT-115 payable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from samkop.core.accounting import Coding, Entry
from samkop.invoicing.rules.coding import spread

# A difference of less than one unit of the currency is rounding (BT-114), else a prepayment.
ROUNDING_BELOW = 100


@dataclass(frozen=True)
class Sums:
    """Cents of an invoice, positive on a credit note too; ``vat`` by rate: (per cent, cents)."""

    net: int
    gross: int
    payable: int
    vat: tuple[tuple[str, int], ...] = ()
    credit: bool = False


@dataclass(frozen=True)
class Piece:
    """So much of an invoice line, with its coding and its VAT rate; cents without VAT."""

    line_id: str
    cents: int
    coding: Coding
    text: str = ""
    rate: str = ""


@dataclass(frozen=True)
class Accounts:
    """Those that every voucher has: what is owed, VAT on purchases, rounding."""

    payable: str
    vat: str
    rounding: str


@dataclass(frozen=True)
class Made:
    """An entry and the invoice line that it is of; empty for those of the whole."""

    entry: Entry
    line_id: str = ""


def entries_of(
    pieces: Sequence[Piece], sums: Sums, accounts: Accounts, text: str
) -> list[Made]:  # fmt: skip
    """Debit the coded pieces and the VAT, credit what is owed; a credit note the other way.

    Charges and allowances of the whole are spread over the pieces in proportion. What does
    not add up, by rounding or because the document's own sums differ, is on the account of
    rounding, so that what is owed is always what the invoice asks for. Nothing is at zero.
    """
    rest = spread(sums.net - sum(one.cents for one in pieces), [one.cents for one in pieces])
    made = [
        Made(Entry(one.coding, one.cents + more, one.text), one.line_id)
        for one, more in zip(pieces, rest, strict=True)
    ]
    for rate, cents in sums.vat:
        codes = {one.coding.vat_code for one in pieces if one.rate == rate}
        code = next(iter(codes)) if len(codes) == 1 else ""
        made.append(Made(Entry(Coding(accounts.vat, vat_code=code), cents, text)))
    rounded = abs(sums.payable - sums.gross) < ROUNDING_BELOW
    owed = sums.payable if rounded else sums.gross
    made.append(Made(Entry(Coding(accounts.payable), -owed, text)))
    left = -sum(one.entry.cents for one in made)
    made.append(Made(Entry(Coding(accounts.rounding), left, text)))
    sign = -1 if sums.credit else 1
    return [
        replace(one, entry=replace(one.entry, cents=sign * one.entry.cents))
        for one in made
        if one.entry.cents
    ]
