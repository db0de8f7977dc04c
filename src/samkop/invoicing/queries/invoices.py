"""Reads of invoices and of what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from samkop.exchange.models import Message
from samkop.invoicing.models import (
    Invoice,
    InvoiceComment,
    InvoiceDiscrepancy,
    InvoiceLine,
    InvoiceResponse,
    MatchedPart,
    MatchResult,
)
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.vocabulary import HANDLES, PENDING
from samkop.ordering.models import Order, OrderLine
from samkop.parties.models import Party
from samkop.parties.queries import people_with_role
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.refusals import not_found

PAGE = 50


def invoice_sides(party_id: int) -> list[QuerySet[MatchResult]]:
    """What became of invoices to the party and of those that it sent; none of them twice."""
    rows = MatchResult.objects.select_related("invoice", "buyer", "supplier")
    return [
        rows.filter(buyer_id=party_id),
        rows.filter(supplier_id=party_id).exclude(buyer_id=party_id),
    ]


def invoices_of(
    party_id: int, *, before: int | None = None, state: str = "", number: str = ""
) -> list[MatchResult]:
    """The party's invoices a page at a time, the newest first, one row more than a page."""
    found: dict[int, MatchResult] = {}
    for side in invoice_sides(party_id):
        rows = side if before is None else side.filter(invoice_id__lt=before)
        rows = rows.filter(state=state) if state else rows
        rows = rows.filter(invoice__number=number) if number else rows
        found |= {one.invoice_id: one for one in rows.order_by("-invoice_id")[: PAGE + 1]}
    return [found[key] for key in sorted(found, reverse=True)][: PAGE + 1]


def result_of(invoice_id: int) -> MatchResult:
    """An invoice with what its page shows. Raises Refused ``not-found``."""
    found = (
        MatchResult.objects.filter(invoice_id=invoice_id)
        .select_related("invoice", "buyer", "supplier", "assignee")
        .prefetch_related(
            Prefetch("invoice__lines", InvoiceLine.objects.order_by("place")),
            Prefetch("responses", InvoiceResponse.objects.order_by("id")),
        )
        .first()
    )
    if found is None:
        raise not_found()
    return found


def parts_of(result: MatchResult) -> list[MatchedPart]:
    """What it was matched with in the newest round, line by line."""
    rows = in_force(MatchedPart).filter(result=result)
    return list(rows.select_related("order_line__order", "credited", "rent").order_by("id"))


def discrepancies_of(result: MatchResult) -> list[InvoiceDiscrepancy]:
    """What is in exception in the newest round."""
    rows = in_force(InvoiceDiscrepancy).filter(result=result)
    return list(rows.select_related("order_line__order", "settled_by").order_by("line_id", "id"))


def comments_of(result: MatchResult) -> list[InvoiceComment]:
    """What was said about it, the oldest first."""
    return list(result.comments.select_related("person").order_by("id"))


def work_list(party_id: int) -> QuerySet[InvoiceDiscrepancy]:
    """The discrepancies of a buyer's invoices that are in force."""
    return (
        in_force(InvoiceDiscrepancy)
        .filter(buyer_id=party_id)
        .select_related("result__invoice", "result__assignee", "supplier", "order_line__order")
    )


def choosable_lines(result: MatchResult, most: int = 200) -> list[OrderLine]:
    """The lines of the supplier's newest orders that an invoice line may be assigned to."""
    rows = OrderLine.objects.filter(
        order__buyer_id=result.buyer_id, order__supplier_id=result.supplier_id
    )
    return list(rows.select_related("order").order_by("-order_id", "line_number")[:most])


def invoices_of_order(order: Order) -> list[MatchResult]:
    """The invoices and credit notes that name an order or were matched with it, oldest first."""
    matched = in_force(MatchedPart).filter(order_line__order=order).values("result_id")
    lines = InvoiceLine.objects.filter(order_reference=order.number).values("invoice_id")
    named = Q(invoice__order_reference=order.number) | Q(invoice_id__in=lines)
    rows = MatchResult.objects.filter(
        named | Q(id__in=matched), buyer_id=order.buyer_id, supplier_id=order.supplier_id
    )
    return list(rows.select_related("invoice").order_by("invoice_id"))


def orders_in(result: MatchResult) -> list[Order]:
    """The orders that it was matched with, or that something in exception is of."""
    matched = [one.order_line for one in parts_of(result)]
    held = [one.order_line for one in discrepancies_of(result)]
    return [line.order for line in (*matched, *held) if line]


def is_orderer(actor: Actor, orders: Iterable[Order]) -> bool:
    """Whether the person asked for, or gets, something that the invoice is about."""
    return any(actor.person_id in {one.requester_id, one.recipient_id} for one in orders)


def suppliers_in(party_id: int) -> list[Party]:
    """The suppliers that have invoiced the party."""
    senders = MatchResult.objects.filter(buyer_id=party_id).order_by().values("supplier_id")
    return list(Party.objects.filter(id__in=senders).order_by("legal_name"))


def colleagues_for(party_id: int, today: date) -> list[tuple[int, str]]:
    """Whom an invoice may be given to: those who settle invoices, by name."""
    found = {
        one.pk: one.name
        for role in (*HANDLES, RoleName.APPROVER)
        for one in people_with_role(party_id, role, today)
    }
    return sorted(found.items(), key=lambda one: (one[1], one[0]))


def discrepancy_page(party_id: int, *, before: int | None = None) -> list[InvoiceDiscrepancy]:
    """What is pending of a buyer's invoices, the newest first, one row more than a page."""
    rows = work_list(party_id).filter(state__in=PENDING).order_by("-id")
    return list((rows if before is None else rows.filter(id__lt=before))[: PAGE + 1])


def invoice_in(message: Message) -> int | None:
    """The id of the invoice or credit note that a message brought, as far as one may see it."""
    return Invoice.objects.filter(message_id=message.pk).values_list("id", flat=True).first()
