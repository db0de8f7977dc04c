"""Vouchers for the tests of accounting files; the accounts are examples."""

from __future__ import annotations

from datetime import date

from samkop.core.accounting import Coding, Entry, Voucher


def voucher(**given) -> Voucher:
    """A purchase of 1,000.00 and 250.00 VAT of 25 %, on the accounts of an example chart."""
    return Voucher(
        **{
            "number": 1,
            "day": date(2026, 11, 28),
            "currency": "SEK",
            "text": "Datorbolaget i Växjö AB, faktura F-1",
            "entries": (
                Entry(Coding("6560", "4100", "P-12", "IT", "I25"), 100_000, "Bärbar dator"),
                Entry(Coding("1681"), 25_000),
                Entry(Coding("2510"), -125_000),
            ),
            "invoice_number": "F-1",
            "invoice_day": date(2026, 11, 20),
            "due_day": date(2026, 12, 20),
            "payment_reference": "12344",
            "supplier": "Datorbolaget i Växjö AB",
            "supplier_id": "5566778899",
            **given,
        }
    )
