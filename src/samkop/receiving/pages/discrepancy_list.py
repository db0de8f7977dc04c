"""The list of discrepancies: of the buyer's, and of the supplier's own."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from samkop.platform.lists import (
    Choice,
    Column,
    Days,
    Empty,
    Listing,
    code,
    moment,
    number,
    pill,
    text,
)
from samkop.platform.lists.days import from_day, to_day
from samkop.receiving.models import Discrepancy
from samkop.receiving.pages.shown import DISCREPANCY_TONES
from samkop.receiving.vocabulary import DiscrepancyKind, DiscrepancyState

DIFFERENCES: Listing[Discrepancy] = Listing(
    name="differences",
    title=gettext_lazy("Differences"),
    address="discrepancies",
    order="-found",
    columns=(
        Column(
            "kind", gettext_lazy("What"), lambda one: text(one.get_kind_display()),
            link=lambda one: reverse("discrepancy", args=[one.pk]),
        ),
        Column("item", gettext_lazy("Item"), lambda one: text(one.line.name)),
        Column(
            "quantity", gettext_lazy("Quantity"), lambda one: number(one.quantity), numeric=True
        ),
        Column(
            "serial", gettext_lazy("Serial number"), lambda one: text(one.serial_number),
            usual=False,
        ),
        Column(
            "delivery", gettext_lazy("Delivery"), lambda one: code(one.consignment.number),
        ),
        Column(
            "order", pgettext_lazy("document", "Order"), lambda one: code(one.line.order.number)
        ),
        Column("supplier", gettext_lazy("Supplier"), lambda one: text(str(one.supplier))),
        Column(
            "buyer", pgettext_lazy("organisation", "Buyer"), lambda one: text(str(one.buyer)),
            usual=False,
        ),
        Column(
            "found", gettext_lazy("Found"), lambda one: moment(one.opened_at), sort="opened_at",
            down=True,
        ),
        Column(
            "state", gettext_lazy("State"),
            lambda one: pill(
                DISCREPANCY_TONES[DiscrepancyState(one.state)], one.get_state_display()
            ),
            second=lambda one: one.get_settlement_display(),
        ),
    ),
    filters=(
        Choice(
            "state", gettext_lazy("State"), DiscrepancyState.choices,
            lambda rows, state: rows.filter(state=state),
        ),
        Choice(
            "kind", gettext_lazy("What"), DiscrepancyKind.choices,
            lambda rows, kind: rows.filter(kind=kind),
        ),
        Days("since", gettext_lazy("Found from"), from_day("opened_at")),
        Days("until", gettext_lazy("until"), to_day("opened_at")),
    ),
    empty=Empty(
        gettext_lazy("No differences here"),
        gettext_lazy("What is missing, damaged, wrong or too much in a delivery shows here."),
        sign="check",
    ),
)  # fmt: skip
