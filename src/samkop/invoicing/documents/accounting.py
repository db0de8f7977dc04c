"""Vouchers <-> the values of core.accounting, and the bytes of an accounting file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import samkop
from samkop.core.accounting import (
    Coding,
    Column,
    CsvForm,
    DateForm,
    Dimension,
    Dimensions,
    Encoding,
    Entry,
    Field,
    SieFile,
    Voucher,
    write_csv,
    write_sie,
)
from samkop.invoicing.models import AccountingSetup
from samkop.invoicing.models import Voucher as VoucherRow
from samkop.invoicing.vocabulary import FileForm
from samkop.parties.models import CostCentre, Party


def accounting_file(
    setup: AccountingSetup, buyer: Party, rows: Sequence[VoucherRow], centres: Iterable[CostCentre],
    on: date,
) -> bytes:  # fmt: skip
    """The file of vouchers, whose entries and invoices are loaded, in the form of the setup.

    Raises UnfitVoucherError where an account of an earlier setup does not fit SIE.
    """
    vouchers = [_voucher(row) for row in rows]
    if setup.form == FileForm.CSV:
        return write_csv(_csv(setup), vouchers)
    names = {entry.account: entry.account_name for row in rows for entry in row.entries.all()}
    file = SieFile(
        "Samköp", samkop.__version__, on, buyer.legal_name, buyer.identifier, series=setup.series,
        dimensions=_dimensions(setup), accounts=names,
        objects={(1, centre.code): centre.name for centre in centres},
    )  # fmt: skip
    return write_sie(file, vouchers)


def _voucher(row: VoucherRow) -> Voucher:
    invoice = row.invoice
    references = [one["reference"] for one in invoice.payment if one.get("reference")]
    return Voucher(
        row.number, row.day, row.currency,
        tuple(
            Entry(
                Coding(one.account, one.cost_centre, one.project, one.object_code, one.vat_code),
                one.cents, one.text,
            )
            for one in row.entries.all()
        ),
        row.text, invoice_number=invoice.number, invoice_day=invoice.issue_date,
        due_day=invoice.due_date, payment_reference=(references or [""])[0],
        supplier=row.supplier.legal_name, supplier_id=row.supplier.identifier,
    )  # fmt: skip


def _dimensions(setup: AccountingSetup) -> Dimensions:
    held = setup.object_dimension, setup.vat_dimension
    thing, vat = (number and Dimension(number, name) for number, name in
                  zip(held, ("Objekt", "Momskod"), strict=True))  # fmt: skip
    return Dimensions(object_code=thing or None, vat_code=vat or None)


def _csv(setup: AccountingSetup) -> CsvForm:
    columns = tuple(Column(heading, Field(field), value) for heading, field, value in setup.columns)
    return CsvForm(
        columns, setup.separator, setup.decimal, DateForm(setup.dates), Encoding(setup.encoding),
        heading=setup.heading,
    )  # fmt: skip
