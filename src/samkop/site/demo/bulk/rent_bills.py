"""What financiers invoice of the leases that run: the newest month, device by device.

One collective invoice a lease, matched to the cent with the rents that are expected of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

from samkop.core.billing.vat import STANDARD
from samkop.core.matching import Reference, Target, month_number
from samkop.core.matching.shares import divided
from samkop.core.period import months_after
from samkop.fleet.models import LeasedAsset
from samkop.invoicing.models import Invoice, InvoiceLine, MatchedPart
from samkop.invoicing.vocabulary import InvoiceKind
from samkop.site.demo.bulk.bills import (
    COMMERCIAL_INVOICE,
    TERM,
    result_of,
    standard_rate,
    tax_of,
)
from samkop.site.demo.bulk.leases import Leasing
from samkop.site.demo.bulk.loading import Loader, Row
from samkop.site.demo.dates import at

A_MONTH = "MON"  # UN/ECE Recommendation 20
SERIAL_NUMBER = "SE"  # UNTDID 1153
GROUNDS = json.dumps(
    [one.value for one in (Reference.SCHEDULE, Reference.SERIAL, Reference.PERIOD)]
)


@dataclass
class Bill:
    """One invoice: of a lease, with its devices and the ids of their expected rents."""

    invoice: Invoice
    devices: list[tuple[LeasedAsset, int]]
    result_id: int = 0


def bill_rents(
    loader: Loader, running: Sequence[tuple[Leasing, Sequence[int]]], founded: date
) -> None:
    """Write the invoices of the founding's month; with each lease the ids of its rents."""
    month = founded.replace(day=1)
    bills = [
        _bill(one, rents, month) for one, rents in running
        if one.living and one.lease.starts_on <= month < one.lease.ends_on
    ]  # fmt: skip
    invoices = [bill.invoice for bill in bills]
    loader.number(invoices)
    for invoice in invoices:
        # From before documents were kept here.
        invoice.message_id = -invoice.pk
    loader.write(invoices)
    results = [result_of(invoice) for invoice in invoices]
    loader.number(results)
    loader.write(results)
    for bill, result in zip(bills, results, strict=True):
        bill.result_id = result.pk
    loader.copy(
        InvoiceLine,
        "invoice_id, place, line_id, quantity, unit_code, net_cents, unit_price, base_quantity,"
        " name, note, seller_item_id, buyer_item_id, gtin, order_reference, order_line_reference,"
        " object_id, object_scheme, vat_category, vat_percent, period_start, period_end,"
        " accounting_cost, serials, classifications, allowances",
        (row for bill in bills for row in _lines(bill)),
    )
    loader.copy(
        MatchedPart,
        "result_id, round, line_id, target, rent_id, credited_line, quantity, cents, vat_cents,"
        ' first_month, certainty, "references"',
        (row for bill in bills for row in _parts(bill, month)),
    )


def _bill(one: Leasing, rents: Sequence[int], month: date) -> Bill:
    lease, percent = one.lease, standard_rate(month)
    devices = list(zip(one.devices, rents, strict=True))
    net = sum(device.monthly_cents for device, _rent in devices)
    tax, number = tax_of(net, percent), f"H-{lease.schedule_number}-{month:%Y%m}"
    invoice = Invoice(
        buyer_id=lease.owner_id, supplier_id=lease.financier_id, kind=InvoiceKind.INVOICE,
        number=number, issue_date=month, due_date=month + TERM, type_code=COMMERCIAL_INVOICE,
        currency=lease.currency, net_cents=net, vat_cents=tax, gross_cents=net + tax,
        payable_cents=net + tax, contract_reference=lease.schedule_number, period_start=month,
        period_end=months_after(month, 1) - timedelta(days=1),
        vat_breakdown=[
            {"category": STANDARD, "percent": str(percent), "taxable_cents": net,
             "vat_cents": tax}
        ],
        content_hash=sha256(f"demo:{number}".encode()).hexdigest(), received_at=at(month, 8),
    )  # fmt: skip
    return Bill(invoice, devices)


def _lines(bill: Bill) -> Iterator[Row]:
    invoice, percent = bill.invoice, standard_rate(bill.invoice.issue_date)
    for place, (device, _rent) in enumerate(bill.devices, 1):
        yield (
            invoice.pk, place, str(place), 1, A_MONTH, device.monthly_cents,
            Decimal(device.monthly_cents).scaleb(-2), 1, device.model_name, "", "", "", "", "", "",
            device.serial_number, SERIAL_NUMBER, STANDARD, percent, invoice.period_start,
            invoice.period_end, "", json.dumps([device.serial_number]), "[]", "[]",
        )  # fmt: skip


def _parts(bill: Bill, month: date) -> Iterator[Row]:
    nets = [device.monthly_cents for device, _rent in bill.devices]
    taxes = divided(bill.invoice.vat_cents, nets)
    for place, ((device, rent), tax) in enumerate(zip(bill.devices, taxes, strict=True), 1):
        yield (
            bill.result_id, 1, str(place), str(Target.RENT), rent, "", 1, device.monthly_cents,
            tax, month_number(month), 100, GROUNDS,
        )  # fmt: skip
