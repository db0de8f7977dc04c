"""A supplier's invoices and credit notes from plain values, for programs without e-documents."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from samkop.core.billing.vat import Vat
from samkop.exchange.models import Message
from samkop.invoicing.rules.by_hand import Credited, Invoiced
from samkop.invoicing.usecases.billing import invoice_order
from samkop.invoicing.usecases.crediting import credit_invoice
from samkop.invoicing.usecases.writing import LONGEST_NUMBER
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, writes
from samkop.platform.unit_of_work import perform

router = Router(tags=["Invoicing"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
MOST_LINES = 1000


class LineToInvoice(Schema):
    """So many pieces of an order's line, at the order's price."""

    line_number: int = Field(ge=1, le=32_767)
    quantity: int = Field(ge=0, le=1_000_000)
    vat_category: str = Field(
        min_length=1, max_length=3, description="A code of UNCL 5305: S, AE or K"
    )
    vat_percent: Decimal = Field(ge=0, le=100, max_digits=5, decimal_places=2)


class InvoiceByHand(Schema):
    """An invoice on an order; its sums are computed."""

    number: str = Field(min_length=1, max_length=LONGEST_NUMBER)
    due_on: date
    account: str = Field(min_length=1, max_length=40, description="An IBAN or a bankgiro")
    reference: str = Field(
        default="", max_length=40, description="Left empty, it is made from the number"
    )
    delivered_on: date | None = None
    tax_number: str = Field(default="", max_length=20)
    note: str = Field(default="", max_length=500)
    lines: list[LineToInvoice] = Field(min_length=1, max_length=MOST_LINES)


class LineToCredit(Schema):
    """So many pieces of the invoice's line at this place, counted from 1."""

    place: int = Field(ge=1, le=100_000)
    quantity: Decimal = Field(ge=0, le=1_000_000, max_digits=13, decimal_places=6)


class CreditNoteByHand(Schema):
    """A credit note to an invoice of one's own, at its prices."""

    number: str = Field(min_length=1, max_length=LONGEST_NUMBER)
    reason: str = Field(min_length=1, max_length=500)
    tax_number: str = Field(default="", max_length=20)
    lines: list[LineToCredit] = Field(min_length=1, max_length=MOST_LINES)


class WrittenOut(Schema):
    """The message that carries the document to the buyer."""

    message_id: int
    number: str
    issue_date: date


@router.post(
    "/orders/{order_id}/invoices", response={201: WrittenOut, **PROBLEMS},
    operation_id="invoice_order",
)  # fmt: skip
@writes("orders:write")
def invoice_by_hand(
    request: HttpRequest, order_id: Id, key: IdempotencyKey, body: InvoiceByHand
) -> Status[WrittenOut]:
    """Invoice an order of one's own customers; the buyer gets a Peppol invoice."""
    message = perform(
        caller(request), invoice_order, key=key, order_id=order_id, number=body.number,
        invoiced=[
            Invoiced(line.line_number, line.quantity, Vat(line.vat_category, line.vat_percent))
            for line in body.lines
        ],
        due_on=body.due_on, account=body.account, reference=body.reference,
        delivered_on=body.delivered_on, tax_number=body.tax_number, note_text=body.note,
    )  # fmt: skip
    return Status(201, _written(message))


@router.post(
    "/invoices/{invoice_id}/credit-notes", response={201: WrittenOut, **PROBLEMS},
    operation_id="credit_invoice",
)  # fmt: skip
@writes("orders:write")
def credit_by_hand(
    request: HttpRequest, invoice_id: Id, key: IdempotencyKey, body: CreditNoteByHand
) -> Status[WrittenOut]:
    """Credit an invoice of one's own; the buyer gets a Peppol credit note."""
    message = perform(
        caller(request), credit_invoice, key=key, invoice_id=invoice_id, number=body.number,
        credited=[Credited(line.place, line.quantity) for line in body.lines],
        reason=body.reason, tax_number=body.tax_number,
    )  # fmt: skip
    return Status(201, _written(message))


def _written(message: Message) -> WrittenOut:
    issued = message.issue_date
    assert issued is not None  # noqa: S101 - what was written by hand has its day
    return WrittenOut(message_id=message.pk, number=message.number, issue_date=issued)
