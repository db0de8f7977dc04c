"""The list of deliveries: what is expected, what is late, and what came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from samkop.parties.models import DeliveryLocation
from samkop.parties.queries import own_today
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Days,
    Empty,
    Listing,
    Search,
    code,
    day,
    pill,
    text,
)
from samkop.platform.lists.declared import Options
from samkop.platform.unit_of_work import current_unit
from samkop.receiving.models import Consignment, ConsignmentLine
from samkop.receiving.pages.shown import state_of
from samkop.receiving.queries.consignments import lines_of_consignments, places_of
from samkop.receiving.queries.discrepancies import open_in
from samkop.receiving.vocabulary import ConsignmentState

AWAITED = (ConsignmentState.EXPECTED, ConsignmentState.IN_PART)


class Listed(NamedTuple):
    """A consignment with its lines, its place where one may see it, and its open differences."""

    consignment: Consignment
    lines: Sequence[ConsignmentLine]
    place: str
    differences: int


def _prepare(rows: list[Consignment]) -> list[Listed]:
    """Three queries, however many there are."""
    ids = [row.pk for row in rows]
    lines, places, differences = lines_of_consignments(ids), places_of(rows), open_in(ids)
    return [
        Listed(
            row, lines.get(row.pk, []), places.get(row.delivery_location_id, ""),
            differences[row.pk],
        )
        for row in rows
    ]  # fmt: skip


def _pieces(one: Listed) -> Cell:
    came = sum(line.received + line.came_before for line in one.lines)
    expected = sum(line.quantity for line in one.lines)
    return text(_("%(came)s of %(expected)s") % {"came": came, "expected": expected})


def _orders(one: Listed) -> Cell:
    return text(", ".join(dict.fromkeys(line.order.number for line in one.lines)))


def _differences(one: Listed) -> Cell:
    if not one.differences:
        return text("")
    said = ngettext("%(count)s open", "%(count)s open", one.differences)
    return pill("warn", said % {"count": one.differences})


def _when(rows: QuerySet[Consignment], value: str) -> QuerySet[Consignment]:
    today = own_today()
    awaited = rows.filter(state__in=AWAITED)
    return {
        "today": awaited.filter(due_on=today),
        "late": awaited.filter(due_on__lt=today),
        "later": awaited.filter(due_on__gt=today),
        "came": rows.filter(state=ConsignmentState.RECEIVED),
    }[value]


def _sites() -> Options:
    own = DeliveryLocation.objects.filter(party_id=current_unit().actor.own_party_id)
    return [(str(site.pk), site.name) for site in own.order_by("name", "id")[:500]]


def _marked(rows: QuerySet[Consignment], number: str) -> QuerySet[Consignment]:
    return rows.filter(number=number)


CONSIGNMENTS: Listing[Listed] = Listing(
    name="consignments",
    title=gettext_lazy("Deliveries"),
    address="consignments",
    order="due",
    columns=(
        Column(
            "number", gettext_lazy("Delivery"), lambda one: code(one.consignment.number),
            sort="number", link=lambda one: reverse("consignment", args=[one.consignment.pk]),
        ),
        Column("orders", gettext_lazy("Orders"), _orders),
        Column(
            "supplier", gettext_lazy("Supplier"),
            lambda one: text(str(one.consignment.supplier)),
        ),
        Column(
            "buyer", pgettext_lazy("organisation", "Buyer"),
            lambda one: text(str(one.consignment.buyer)), usual=False,
        ),
        Column("site", gettext_lazy("Site"), lambda one: text(one.place)),
        Column(
            "due", gettext_lazy("Expected on"), lambda one: day(one.consignment.due_on),
            sort="due_on",
        ),
        Column(
            "state", gettext_lazy("State"),
            lambda one: pill(*state_of(one.consignment, own_today())),
        ),
        Column("pieces", gettext_lazy("Received"), _pieces, numeric=True),
        Column("differences", gettext_lazy("Differences"), _differences),
    ),
    filters=(
        Choice(
            "when", gettext_lazy("When"),
            (
                ("today", gettext_lazy("Expected today")), ("late", gettext_lazy("Late")),
                ("later", gettext_lazy("Expected later")), ("came", gettext_lazy("Came")),
            ),
            _when,
        ),
        Choice(
            "site", gettext_lazy("Site"), _sites,
            lambda rows, site: rows.filter(delivery_location_id=int(site)),
        ),
        Days("from", gettext_lazy("Expected from"), lambda rows, on: rows.filter(due_on__gte=on)),
        Days("to", gettext_lazy("until"), lambda rows, on: rows.filter(due_on__lte=on)),
        Search("number", gettext_lazy("Delivery number"), _marked),
    ),
    empty=Empty(
        gettext_lazy("No deliveries here"),
        gettext_lazy("What suppliers announce shows here, with its serial numbers."),
        sign="truck",
    ),
    prepare=_prepare,
)  # fmt: skip
