"""A voucher: what one invoice or credit note does to the accounts, debit equal to credit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


class UnbalancedVoucherError(ValueError):
    """Debit and credit differ: ``number`` of the voucher, ``cents`` of debit over credit."""

    def __init__(self, number: str, cents: int) -> None:
        super().__init__(f"voucher {number}: debit less credit is {cents} cents")
        self.number, self.cents = number, cents


class UnfitVoucherError(ValueError):
    """The format cannot hold the voucher. ``code``: account-not-numeric, currencies-differ."""

    def __init__(self, code: str, number: str) -> None:
        super().__init__(f"voucher {number}: {code}")
        self.code, self.number = code, number


@dataclass(frozen=True, slots=True)
class Coding:
    """Where an amount belongs: account, cost centre, project, object, and VAT code.

    All are the codes of the municipality's own chart; empty where the entry has none.
    """

    account: str
    cost_centre: str = ""
    project: str = ""
    object_code: str = ""
    vat_code: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a voucher: cents above zero are debit, below zero credit."""

    coding: Coding
    cents: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Voucher:
    """The entries of one invoice or credit note, and what a finance system pays it by.

    ``number`` counts within the series of the municipality's vouchers; ``day`` is the day
    that it is booked on. ``currency`` (ISO 4217) is that of every entry. The rest is the
    document's: number (BT-1), days of issue and payment (BT-2, BT-9), payment reference
    (BT-83), the supplier's name and identifier. Raises UnbalancedVoucherError.
    """

    number: int
    day: date
    currency: str
    entries: tuple[Entry, ...]
    text: str = ""
    invoice_number: str = ""
    invoice_day: date | None = None
    due_day: date | None = None
    payment_reference: str = ""
    supplier: str = ""
    supplier_id: str = ""

    def __post_init__(self) -> None:
        difference = sum(entry.cents for entry in self.entries)
        if difference:
            raise UnbalancedVoucherError(str(self.number), difference)
