"""Invoices for programs: the finance system reads the match, settles, and says what was paid."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from samkop.core.matching import Remedy
from samkop.core.money import amount_text
from samkop.invoicing.models import InvoiceDiscrepancy, MatchedPart, MatchResult
from samkop.invoicing.policies import (
    may_see_discrepancies,
    may_see_invoice,
    may_see_invoices,
)
from samkop.invoicing.queries.basis import PAGE as BASIS_PAGE
from samkop.invoicing.queries.basis import Basis, basis_page
from samkop.invoicing.queries.invoices import (
    PAGE,
    discrepancies_of,
    discrepancy_page,
    invoices_of,
    parts_of,
    result_of,
)
from samkop.invoicing.usecases.settling import (
    accept_discrepancy,
    ask_supplier,
    mark_paid,
    reject_invoice,
    wait_for_more,
)
from samkop.invoicing.vocabulary import InvoiceKind, InvoiceState
from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform, reading, require

router = Router(tags=["Invoicing"])

READ, WRITE = "invoices:read", "invoices:write"
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Cursor = Annotated[int | None, Query(ge=1, le=2**63 - 1, description="Ids below this one")]
AMOUNT = "An amount in the invoice's currency, as a decimal string with two decimals"
SETTLES = {
    Remedy.ACCEPT.value: accept_discrepancy,
    Remedy.ASK_FOR_CREDIT.value: ask_supplier,
    Remedy.ASK.value: ask_supplier,
    Remedy.WAIT.value: wait_for_more,
}


class InvoiceOut(Schema):
    """An invoice or a credit note, and how far the buyer is with it."""

    id: int
    kind: InvoiceKind
    number: str
    issue_date: date
    due_date: date | None
    state: InvoiceState
    buyer: str
    supplier: str
    currency: str
    net: str = Field(description=f"{AMOUNT}, without VAT (BT-109)")
    vat: str = Field(description=f"{AMOUNT} (BT-110)")
    gross: str = Field(description=f"{AMOUNT}, with VAT (BT-112)")
    received_at: datetime
    paid_on: date | None


class MatchedPartOut(Schema):
    """So much of a line is an order line's, or takes back what was invoiced before."""

    line_id: str = Field(description="The line's place in the invoice; `charge-1`: a charge's")
    target: str
    order_number: str | None
    order_line_number: int | None
    credited_number: str | None
    rent_schedule: str | None = Field(description="A financier's schedule, where it is a rent")
    serial_number: str | None
    first_month: date | None = Field(description="The first month of rent; `quantity` of them")
    quantity: int
    net: str = Field(description=f"{AMOUNT}, without VAT")
    vat: str = Field(description=AMOUNT)
    certainty: int = Field(description="Per cent; 100: by references alone")
    references: list[str] = Field(description="The grounds of the match")


class InvoiceDiscrepancyOut(Schema):
    """So much is in exception, and why."""

    id: int
    invoice_id: int
    line_id: str
    reason: str = Field(description="A stable code, e.g. `price-over`")
    state: str
    net: str = Field(description=f"{AMOUNT}, without VAT")
    vat: str = Field(description=AMOUNT)
    expected: int | None = Field(description="Cents or units, as the reason has it")
    actual: int | None
    about: str
    since: datetime


class InvoiceWithMatch(InvoiceOut):
    """An invoice with its match; what is the buyer's own is empty for others."""

    matched: str | None = Field(description=f"{AMOUNT}, with VAT; null for the supplier")
    discrepant: str | None = Field(description=f"{AMOUNT}, with VAT; null for the supplier")
    parts: list[MatchedPartOut]
    discrepancies: list[InvoiceDiscrepancyOut]
    told: list[str] = Field(description="What the supplier was told (UNCL 4343), in its order")


class InvoicePage(Schema):
    """Up to 50 invoices, newest first; ``next_before`` asks for the next page."""

    invoices: list[InvoiceOut]
    next_before: int | None


class DiscrepancyPage(Schema):
    """Up to 50 discrepancies, newest first; ``next_before`` asks for the next page."""

    discrepancies: list[InvoiceDiscrepancyOut]
    next_before: int | None


class MatchingBasisOut(Schema):
    """An order line, its price, and what came of it."""

    id: int
    order_number: str
    line_number: int
    supplier: str
    supplier_identifier: str
    agreement: str
    cost_centre: str
    placed_at: datetime
    seller_item_id: str
    name: str
    unit_code: str
    currency: str
    unit_price: str = Field(description=f"{AMOUNT}, without VAT")
    ordered: int
    standing: int
    released: int = Field(description="Of them not to be replaced: a credit note is agreed on")
    received: int
    returned: int
    invoiced: int
    credited: int


class BasisPage(Schema):
    """Up to 200 order lines, newest first; ``next_before`` asks for the next page."""

    lines: list[MatchingBasisOut]
    next_before: int | None


class Settling(Schema):
    """What is done about a discrepancy."""

    remedy: Literal["accept", "ask-for-credit", "ask", "wait"]
    note: str = Field(default="", max_length=500)


class Rejecting(Schema):
    """Why; the supplier reads it."""

    note: str = Field(min_length=1, max_length=500)


class Paying(Schema):
    """When the finance system has paid it."""

    paid_on: date


@router.get("/invoices", response={200: InvoicePage, **PROBLEMS}, operation_id="list_invoices")
@reads(READ)
def invoices(
    request: HttpRequest,
    before: Cursor = None,
    state: InvoiceState | None = None,
    number: Annotated[str, Query(max_length=200)] = "",
) -> InvoicePage:
    """The organisation's invoices: those it got, or those it sent."""
    actor = caller(request)
    require(may_see_invoices(actor))
    found = invoices_of(actor.own_party_id, before=before, state=state or "", number=number)
    following = found[PAGE - 1].invoice_id if len(found) > PAGE else None
    return InvoicePage(
        invoices=[InvoiceOut(**_invoice(one)) for one in found[:PAGE]], next_before=following
    )


@router.get(
    "/invoices/{invoice_id}", response={200: InvoiceWithMatch, **PROBLEMS},
    operation_id="get_invoice",
)  # fmt: skip
@reads(READ)
def invoice(request: HttpRequest, invoice_id: Id) -> InvoiceWithMatch:
    """One invoice with what it was matched with, and what is in exception."""
    return _whole(caller(request), invoice_id)


@router.get(
    "/invoice-discrepancies", response={200: DiscrepancyPage, **PROBLEMS},
    operation_id="list_invoice_discrepancies",
)  # fmt: skip
@reads(READ)
def discrepancies(request: HttpRequest, before: Cursor = None) -> DiscrepancyPage:
    """What waits for somebody, of all invoices."""
    actor = caller(request)
    require(may_see_discrepancies(actor))
    found = discrepancy_page(actor.own_party_id, before=before)
    following = found[PAGE - 1].pk if len(found) > PAGE else None
    return DiscrepancyPage(
        discrepancies=[_discrepancy(one) for one in found[:PAGE]], next_before=following
    )


@router.post(
    "/invoices/{invoice_id}/discrepancies/{discrepancy_id}",
    response={200: InvoiceWithMatch, **PROBLEMS},
    operation_id="settle_invoice_discrepancy",
)
@writes(WRITE)
def settle(
    request: HttpRequest, invoice_id: Id, discrepancy_id: Id, key: IdempotencyKey, body: Settling
) -> InvoiceWithMatch:
    """Accept a discrepancy, ask the supplier about it, or let it wait."""
    actor = caller(request)
    with reading(actor):
        result_of(invoice_id)
    use_case = SETTLES[body.remedy]
    perform(
        actor, use_case, key=key, discrepancy_id=discrepancy_id, note=body.note,
        invoice_id=invoice_id,
    )  # fmt: skip
    with reading(actor):
        return _whole(actor, invoice_id)


@router.post(
    "/invoices/{invoice_id}/rejection", response={200: InvoiceWithMatch, **PROBLEMS},
    operation_id="reject_invoice",
)  # fmt: skip
@writes(WRITE)
def reject(
    request: HttpRequest, invoice_id: Id, key: IdempotencyKey, body: Rejecting
) -> InvoiceWithMatch:
    """Reject an invoice as a whole."""
    actor = caller(request)
    with reading(actor):
        result = result_of(invoice_id)
    perform(actor, reject_invoice, key=key, result_id=result.pk, note=body.note)
    with reading(actor):
        return _whole(actor, invoice_id)


@router.post(
    "/invoices/{invoice_id}/payment", response={200: InvoiceWithMatch, **PROBLEMS},
    operation_id="mark_invoice_paid",
)  # fmt: skip
@writes(WRITE)
def paid(
    request: HttpRequest, invoice_id: Id, key: IdempotencyKey, body: Paying
) -> InvoiceWithMatch:
    """The finance system has paid it; the supplier is told."""
    actor = caller(request)
    perform(actor, mark_paid, key=key, invoice_id=invoice_id, paid_on=body.paid_on)
    with reading(actor):
        return _whole(actor, invoice_id)


@router.get(
    "/matching-basis", response={200: BasisPage, **PROBLEMS}, operation_id="list_matching_basis"
)
@reads(READ)
def basis(request: HttpRequest, before: Cursor = None) -> BasisPage:
    """Orders, prices and receipts, for a finance system that matches by itself."""
    actor = caller(request)
    require(may_see_discrepancies(actor))
    found = basis_page(actor.own_party_id, before=before)
    following = found[BASIS_PAGE - 1].line.pk if len(found) > BASIS_PAGE else None
    return BasisPage(lines=[_basis(one) for one in found[:BASIS_PAGE]], next_before=following)


def _whole(actor: Actor, invoice_id: int) -> InvoiceWithMatch:
    result = result_of(invoice_id)
    require(may_see_invoice(actor, result.invoice))
    own = result.buyer_id == actor.party_id
    return InvoiceWithMatch(
        **_invoice(result), matched=amount_text(result.matched_cents) if own else None,
        discrepant=amount_text(result.discrepant_cents) if own else None,
        parts=[_part(one) for one in parts_of(result)] if own else [],
        discrepancies=[_discrepancy(one) for one in discrepancies_of(result)] if own else [],
        told=[one.status for one in result.responses.all()],
    )  # fmt: skip


def _invoice(result: MatchResult) -> dict[str, Any]:
    found = result.invoice
    return {
        "id": found.pk, "kind": found.kind, "number": found.number,
        "issue_date": found.issue_date, "due_date": found.due_date, "state": result.state,
        "buyer": result.buyer.legal_name, "supplier": result.supplier.legal_name,
        "currency": found.currency, "net": amount_text(found.net_cents),
        "vat": amount_text(found.vat_cents), "gross": amount_text(found.gross_cents),
        "received_at": found.received_at, "paid_on": result.paid_on,
    }  # fmt: skip


def _part(one: MatchedPart) -> MatchedPartOut:
    line = one.order_line
    return MatchedPartOut(
        line_id=one.line_id, target=one.target, order_number=line.order.number if line else None,
        order_line_number=line.line_number if line else None,
        credited_number=one.credited.number if one.credited else None, quantity=one.quantity,
        rent_schedule=one.rent.schedule if one.rent else None,
        serial_number=one.rent.serial_number if one.rent else None, first_month=one.month,
        net=amount_text(one.cents), vat=amount_text(one.vat_cents), certainty=one.certainty,
        references=one.references,
    )  # fmt: skip


def _discrepancy(one: InvoiceDiscrepancy) -> InvoiceDiscrepancyOut:
    return InvoiceDiscrepancyOut(
        id=one.pk, invoice_id=one.result.invoice_id, line_id=one.line_id, reason=one.reason,
        state=one.state, net=amount_text(one.cents), vat=amount_text(one.vat_cents),
        expected=one.expected, actual=one.actual, about=one.about, since=one.since,
    )  # fmt: skip


def _basis(one: Basis) -> MatchingBasisOut:
    line, order, came = one.line, one.line.order, one.progress
    return MatchingBasisOut(
        id=line.pk, order_number=order.number, line_number=line.line_number,
        supplier=order.supplier.legal_name, supplier_identifier=order.supplier.identifier,
        agreement=order.agreement.number, cost_centre=order.cost_centre_code,
        placed_at=order.placed_at, seller_item_id=line.seller_item_id, name=line.name,
        unit_code=line.unit_code, currency=order.currency,
        unit_price=amount_text(came.unit_price_cents), ordered=came.ordered,
        standing=came.standing, released=came.released, received=came.received,
        returned=came.returned, invoiced=came.invoiced, credited=came.credited,
    )  # fmt: skip
