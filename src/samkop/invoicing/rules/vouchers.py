"""The entries of an invoice's voucher: pure arithmetic, balanced to the cent.

EN 16931: BT-109 net, BT-110 VAT, BT-112 gross, BT-114 rounding, BT-115 payable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from samkop.core.accounting import Coding, Entry
from samkop.invoicing.rules.coding import spread
from samkop.invoicing.rules.vat import VatAccount, booked_share, shared, vat_account_for

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
    """Those of every voucher: what is owed, the usual one of VAT, rounding; others of VAT."""

    payable: str
    vat: str
    rounding: str
    of_vat: tuple[VatAccount, ...] = ()


@dataclass(frozen=True)
class Made:
    """An entry and the invoice line that it is of; empty for those of the whole."""

    entry: Entry
    line_id: str = ""


def entries_of(
    pieces: Sequence[Piece], sums: Sums, accounts: Accounts, text: str
) -> list[Made]:  # fmt: skip
    """Debit the coded pieces and the VAT, credit what is owed; a credit note the other way.

    Charges and allowances of the whole are spread over the pieces in proportion. VAT is on the
    accounts of its codes and rates; what of it is not booked there is on the line's own account.
    What does not add up, by rounding or because the document's own sums differ, is on the account
    of rounding, so that what is owed is always what the invoice asks for. Nothing is at zero.
    """
    rest = spread(sums.net - sum(one.cents for one in pieces), [one.cents for one in pieces])
    borne = [one.cents + more for one, more in zip(pieces, rest, strict=True)]
    taxes: list[Made] = []
    for rate, cents in sums.vat:
        booked = _booked(rate, cents, pieces, borne, accounts)
        taxes += [
            Made(Entry(Coding(account, vat_code=code), part, text))
            for (account, code), part in booked.items()
        ]
    made = [
        Made(Entry(one.coding, cents, one.text), one.line_id)
        for one, cents in zip(pieces, borne, strict=True)
    ]
    made += taxes
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


def _booked(
    rate: str, cents: int, pieces: Sequence[Piece], borne: list[int], accounts: Accounts
) -> dict[tuple[str, str], int]:
    """The VAT of a rate by account and VAT code; what is not booked so is added to ``borne``.

    VAT that no line is under is on the account for no code.
    """
    percent = rate.partition(" ")[2]
    under = [at for at, one in enumerate(pieces) if one.rate == rate]
    if not under:
        account = vat_account_for(accounts.of_vat, accounts.vat, "", percent)
        return {(account.account or accounts.vat, ""): cents}
    booked: dict[tuple[str, str], int] = {}
    for at, part in zip(under, shared(cents, [borne[at] for at in under]), strict=True):
        code = pieces[at].coding.vat_code
        found = vat_account_for(accounts.of_vat, accounts.vat, code, percent)
        kept = booked_share(part, found.permille)
        booked[found.account, code] = booked.get((found.account, code), 0) + kept
        borne[at] += part - kept
    return booked
