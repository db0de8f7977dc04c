"""What a supplier's people see of their invoices on an order's page, and what they do there."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from samkop.invoicing.models import Invoice
from samkop.invoicing.policies import may_bill, may_credit
from samkop.invoicing.queries.own_bills import own_bills_on
from samkop.ordering.models import Order
from samkop.ordering.pages.parts import Action, Part
from samkop.ordering.queries.line_progress import progress_in
from samkop.platform.actors import Actor


@dataclass(frozen=True)
class Row:
    """An invoice or credit note, and where it is credited; empty where it cannot be."""

    invoice: Invoice
    credit_url: str


def bills_of_order(actor: Actor, order: Order) -> Part | None:
    """The supplier's invoices on the order, and the button that writes the next one.

    Where goods are gone that were not invoiced, that is what comes next. One query.
    """
    if not may_bill(actor, order):
        return None
    rows = [
        Row(
            one,
            ""
            if one.is_credit or not may_credit(actor, one)
            else reverse("credit-invoice", args=[one.pk]),
        )
        for one in own_bills_on(order)
    ]
    lines = progress_in(order).values()
    if not rows and not any(line.standing for line in lines):
        return None
    gone = sum(line.gone for line in lines)
    action = Action(
        pgettext_lazy("do it", "Invoice"), reverse("invoice-order", args=[order.pk]),
        main=bool(gone) and not rows,
    )  # fmt: skip
    template = "invoicing/order_bills.html" if rows else ""
    return Part(template, {"rows": rows}, (action,))
