"""The list of orders: of whoever placed, received or runs them."""

from __future__ import annotations

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


def _prepare(rows: list[Order]) -> None:
    """What stands of each order's sum; one query."""
    released = released_of(order.pk for order in rows)
    for order in rows:
        order.standing = order.total_cents - released.get(order.pk, 0)  # type: ignore[attr-defined]


def _standing(order: Order) -> Cell:
    return money(order.standing, order.currency)  # type: ignore[attr-defined]


def _of_ordered(order: Order) -> str:
    if order.standing == order.total_cents:  # type: ignore[attr-defined]
        return ""
    ordered = money(order.total_cents, order.currency).value
    return _("of %(ordered)s ordered") % {"ordered": format_money(ordered, order.currency)}  # type: ignore[arg-type]


def _agreements() -> Options:
    agreements = agreements_of(current_unit().actor.own_party_id)
    return [(str(one.pk), f"{one.number} {one.title}") for one in agreements]


ORDERS: Listing[Order] = Listing(
    name="orders",
    title=gettext_lazy("Orders"),
    address="orders",
    order="-placed",
    columns=(
        Column(
            "number", gettext_lazy("Order"), lambda order: code(order.number),
            link=lambda order: reverse("order", args=[order.pk]),
        ),
        Column("buyer", pgettext_lazy("organisation", "Buyer"), lambda one: text(str(one.buyer))),
        Column("supplier", gettext_lazy("Supplier"), lambda one: text(str(one.supplier))),
        Column(
            "agreement", gettext_lazy("Agreement"), lambda one: code(one.agreement.number),
            usual=False,
        ),
        Column(
            "state", gettext_lazy("State"),
            lambda one: pill(ORDER_TONES[OrderState(one.state)], one.get_state_display()),
        ),
        Column(
            "placed", gettext_lazy("Placed"), lambda one: day(one.placed_at), sort="placed_at",
            down=True,
        ),
        Column(
            "cost_centre", gettext_lazy("Cost centre"), lambda one: text(one.cost_centre_code),
            usual=False,
        ),
        Column(
            "ordered", gettext_lazy("Ordered, without VAT"),
            lambda one: money(one.total_cents, one.currency), sort="total_cents", down=True,
            numeric=True, usual=False,
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
