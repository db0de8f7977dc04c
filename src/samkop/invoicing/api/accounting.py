"""Vouchers and accounting files for programs: a finance system fetches them by itself."""

import base64
import hashlib
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from samkop.core.money import amount_text
from samkop.exchange.queries import message_of
from samkop.exchange.vocabulary import MessageState, TransportName
from samkop.invoicing.documents.coded import coded_file
from samkop.invoicing.models import ExportBatch, Voucher, VoucherEntry
from samkop.invoicing.policies import may_keep_accounting
from samkop.invoicing.queries.accounting import (
    PAGE,
    batch_of,
    batches_of,
    coded_voucher,
    entries_of_voucher,
    vouchers_of,
)
from samkop.invoicing.usecases.batches import export_vouchers
from samkop.invoicing.usecases.forwarding import forward_by_hand
from samkop.invoicing.vocabulary import FileForm
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform, reading, require

router = Router(tags=["Invoicing"])

READ, WRITE = "invoices:read", "invoices:write"
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Cursor = Annotated[int | None, Query(ge=1, le=2**63 - 1, description="Ids below this one")]
AMOUNT = "Decimal string with two decimals"


class VoucherEntryOut(Schema):
    """One entry: above zero debit, below zero credit."""

    line_id: str = Field(description="The invoice line's place; empty for the whole's")
    account: str
    account_name: str
    cost_centre: str
    project: str
    object_code: str
    vat_code: str
    amount: str = Field(description=AMOUNT)
    text: str


class VoucherOut(Schema):
    """The voucher of an invoice or a credit note; debit and credit are equal."""

    id: int
    number: int
    day: date
    currency: str
    invoice_id: int
    invoice_number: str
    supplier: str
    debit: str = Field(description=AMOUNT)
    batch_id: int | None = Field(description="The file that it went in")
    entries: list[VoucherEntryOut]


class VoucherPage(Schema):
    """Up to 50 vouchers, newest first; ``next_before`` asks for the next page."""

    vouchers: list[VoucherOut]
    next_before: int | None


class AccountingBatchOut(Schema):
    """A file as it was made; it never changes."""

    id: int
    number: int
    form: FileForm
    file_name: str
    sha256: str
    currency: str
    voucher_count: int
    debit: str = Field(description=AMOUNT)
    at: datetime


class AccountingBatchFile(AccountingBatchOut):
    """A file with its bytes."""

    content: str = Field(description="The file's bytes, in Base64 (RFC 4648)")


class AccountingBatchPage(Schema):
    """Up to 50 files, newest first; ``next_before`` asks for the next page."""

    batches: list[AccountingBatchOut]
    next_before: int | None


class CodedInvoiceOut(Schema):
    """An invoice with its coding: BT-133 of each line, BT-19 where all are coded alike."""

    invoice_id: int
    number: str
    voucher_number: int
    syntax: str
    sha256: str
    content: str = Field(description="The document's bytes, in Base64 (RFC 4648)")
    left_out: list[str] = Field(
        description="Sentences: what Finvoice has no room for, and tells in its free text"
    )


class ForwardedInvoiceOut(Schema):
    """The message in which a coded invoice goes to the finance system."""

    invoice_id: int
    message_id: int
    number: str = Field(description="The voucher's")
    state: MessageState
    transport: TransportName
    sha256: str


class NewAccountingBatch(Schema):
    """Up to which day vouchers go in the file."""

    until: date


@router.get("/vouchers", response={200: VoucherPage, **PROBLEMS}, operation_id="list_vouchers")
@reads(READ)
def voucher_page(
    request: HttpRequest, before: Cursor = None, since: date | None = None,
    until: date | None = None,
) -> VoucherPage:  # fmt: skip
    """The organisation's vouchers, of a period if its days are given."""
    actor = caller(request)
    require(may_keep_accounting(actor))
    rows = vouchers_of(actor.own_party_id).prefetch_related("entries").order_by("-id")
    for name, value in (("id__lt", before), ("day__gte", since), ("day__lte", until)):
        rows = rows if value is None else rows.filter(**{name: value})
    found = list(rows[: PAGE + 1])
    following = found[PAGE - 1].pk if len(found) > PAGE else None
    return VoucherPage(vouchers=[_voucher(one) for one in found[:PAGE]], next_before=following)


@router.get(
    "/accounting-batches", response={200: AccountingBatchPage, **PROBLEMS},
    operation_id="list_accounting_batches",
)  # fmt: skip
@reads(READ)
def accounting_batches(request: HttpRequest, before: Cursor = None) -> AccountingBatchPage:
    """The accounting files that were made."""
    actor = caller(request)
    require(may_keep_accounting(actor))
    rows = batches_of(actor.own_party_id)
    found = list((rows if before is None else rows.filter(id__lt=before))[: PAGE + 1])
    following = found[PAGE - 1].pk if len(found) > PAGE else None
    return AccountingBatchPage(
        batches=[AccountingBatchOut(**_batch(one)) for one in found[:PAGE]], next_before=following
    )


@router.post(
    "/accounting-batches", response={200: AccountingBatchFile, **PROBLEMS},
    operation_id="make_accounting_batch",
)  # fmt: skip
@writes(WRITE)
def make_accounting_batch(
    request: HttpRequest, key: IdempotencyKey, body: NewAccountingBatch
) -> AccountingBatchFile:
    """Make a file of the vouchers that are in none; the same key gives the same file."""
    actor = caller(request)
    made = perform(actor, export_vouchers, key=key, until=body.until)
    with reading(actor):
        return _file(batch_of(actor.own_party_id, made.pk))


@router.get(
    "/accounting-batches/{batch_id}", response={200: AccountingBatchFile, **PROBLEMS},
    operation_id="get_accounting_batch",
)  # fmt: skip
@reads(READ)
def accounting_batch(request: HttpRequest, batch_id: Id) -> AccountingBatchFile:
    """One file with its bytes, the same every time."""
    actor = caller(request)
    require(may_keep_accounting(actor))
    return _file(batch_of(actor.own_party_id, batch_id))


@router.get(
    "/invoices/{invoice_id}/coded", response={200: CodedInvoiceOut, **PROBLEMS},
    operation_id="get_coded_invoice",
)  # fmt: skip
@reads(READ)
def coded_invoice(
    request: HttpRequest, invoice_id: Id, syntax: Literal["ubl", "finvoice"] = "ubl"
) -> CodedInvoiceOut:
    """An accepted invoice as it came, with the coding of each line; the same every time."""
    actor = caller(request)
    require(may_keep_accounting(actor))
    voucher = coded_voucher(actor.own_party_id, invoice_id)
    coded = coded_file(voucher.invoice, entries_of_voucher(voucher), syntax)
    return CodedInvoiceOut(
        invoice_id=invoice_id, number=voucher.invoice.number, voucher_number=voucher.number,
        syntax=syntax, sha256=hashlib.sha256(coded.content).hexdigest(),
        content=base64.b64encode(coded.content).decode(), left_out=list(coded.left_out),
    )  # fmt: skip


@router.post(
    "/invoices/{invoice_id}/forward", response={200: ForwardedInvoiceOut, **PROBLEMS},
    operation_id="forward_coded_invoice",
)  # fmt: skip
@writes(WRITE)
def forward_coded_invoice(
    request: HttpRequest, invoice_id: Id, key: IdempotencyKey
) -> ForwardedInvoiceOut:
    """Send a coded invoice to the finance system; what has gone already is answered as it is."""
    actor = caller(request)
    message = perform(actor, forward_by_hand, key=key, invoice_id=invoice_id)
    with reading(actor):
        sent = message_of(message.pk)
    return ForwardedInvoiceOut(
        invoice_id=invoice_id, message_id=sent.pk, number=sent.number,
        state=MessageState(sent.state), transport=TransportName(sent.transport),
        sha256=sent.sha256,
    )  # fmt: skip


def _voucher(one: Voucher) -> VoucherOut:
    exported = getattr(one, "exported", None)
    return VoucherOut(
        id=one.pk, number=one.number, day=one.day, currency=one.currency,
        invoice_id=one.invoice_id, invoice_number=one.invoice.number,
        supplier=one.supplier.legal_name, debit=amount_text(one.debit_cents),
        batch_id=exported.batch_id if exported else None,
        entries=[_entry(row) for row in sorted(one.entries.all(), key=lambda row: row.place)],
    )  # fmt: skip


def _entry(one: VoucherEntry) -> VoucherEntryOut:
    return VoucherEntryOut(
        line_id=one.line_id, account=one.account, account_name=one.account_name,
        cost_centre=one.cost_centre, project=one.project, object_code=one.object_code,
        vat_code=one.vat_code, amount=amount_text(one.cents), text=one.text,
    )  # fmt: skip


def _batch(one: ExportBatch) -> dict[str, Any]:
    names = ("number", "form", "file_name", "sha256", "currency", "voucher_count", "at")
    return {
        "id": one.pk, "debit": amount_text(one.debit_cents),
        **{name: getattr(one, name) for name in names},
    }  # fmt: skip


def _file(one: ExportBatch) -> AccountingBatchFile:
    content = base64.b64encode(bytes(one.content)).decode()
    return AccountingBatchFile(content=content, **_batch(one))
