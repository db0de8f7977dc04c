"""The list of orders: of whoever placed, received or runs them."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samkop.agreements.queries import agreements_of
from samkop.ordering.models import Order
from samkop.ordering.pages.progress import ORDER_TONES
from samkop.ordering.queries import released_of
from samkop.ordering.vocabulary import OrderState
from samkop.platform.formatting import format_money
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Days,
    Empty,
    Listing,
    code,
    day,
    money,
    pill,
    text,
)
from samkop.platform.lists.days import from_day, to_day
from samkop.platform.lists.declared import Options
from samkop.platform.unit_of_work import current_unit


class Listed(NamedTuple):
    """An order, and the cents that still stand of it."""

    order: Order
    standing: int


def _prepare(rows: list[Order]) -> list[Listed]:
    """What stands of each order's sum; one query."""
    released = released_of(order.pk for order in rows)
    return [Listed(order, order.total_cents - released.get(order.pk, 0)) for order in rows]


def _standing(one: Listed) -> Cell:
    return money(one.standing, one.order.currency)


def _of_ordered(one: Listed) -> str:
    order = one.order
    if one.standing == order.total_cents:
        return ""
    ordered = format_money(Decimal(order.total_cents) / 100, order.currency)
    return _("of %(ordered)s ordered") % {"ordered": ordered}


def _agreements() -> Options:
    agreements = agreements_of(current_unit().actor.own_party_id)
    return [(str(one.pk), f"{one.number} {one.title}") for one in agreements]


ORDERS: Listing[Listed] = Listing(
    name="orders",
    title=gettext_lazy("Orders"),
    address="orders",
    order="-placed",
    columns=(
        Column(
            "number", gettext_lazy("Order"), lambda one: code(one.order.number),
            link=lambda one: reverse("order", args=[one.order.pk]),
        ),
        Column(
            "buyer", pgettext_lazy("organisation", "Buyer"),
            lambda one: text(str(one.order.buyer)),
        ),
        Column("supplier", gettext_lazy("Supplier"), lambda one: text(str(one.order.supplier))),
        Column(
            "agreement", gettext_lazy("Agreement"), lambda one: code(one.order.agreement.number),
            usual=False,
        ),
        Column(
            "state", gettext_lazy("State"),
            lambda one: pill(
                ORDER_TONES[OrderState(one.order.state)], one.order.get_state_display()
            ),
        ),
        Column(
            "placed", gettext_lazy("Placed"), lambda one: day(one.order.placed_at),
            sort="placed_at", down=True,
        ),
        Column(
            "cost_centre", gettext_lazy("Cost centre"),
            lambda one: text(one.order.cost_centre_code), usual=False,
        ),
        Column(
            "ordered", gettext_lazy("Ordered, without VAT"),
            lambda one: money(one.order.total_cents, one.order.currency), sort="total_cents",
            down=True, numeric=True, usual=False,
        ),
        Column(
            "sum", gettext_lazy("Sum without VAT"), _standing, numeric=True, second=_of_ordered
        ),
    ),
    filters=(
        Choice(
            "state", gettext_lazy("State"), OrderState.choices,
            lambda rows, state: rows.filter(state=state),
        ),
        Choice(
            "agreement", gettext_lazy("Agreement"), _agreements,
            lambda rows, agreement: rows.filter(agreement_id=int(agreement)),
        ),
        Days("since", gettext_lazy("Placed from"), from_day("placed_at")),
        Days("until", gettext_lazy("until"), to_day("placed_at")),
    ),
    empty=Empty(
        gettext_lazy("No orders here"),
        gettext_lazy("Orders show here as soon as a requisition is approved."),
    ),
    prepare=_prepare,
)  # fmt: skip
