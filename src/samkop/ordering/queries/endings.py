"""What ends that somebody has in a saved basket, a standing order or a waiting requisition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries import open_agreements
from samkop.catalogue.queries.availability import stated_of
from samkop.catalogue.queries.successors import ending_between
from samkop.catalogue.rules.promises import Stated
from samkop.ordering.models import RequisitionLine, SavedBasketLine, StandingOrderLine
from samkop.ordering.vocabulary import RequisitionState, StandingOrderState
from samkop.parties.models import Party

# How long before the last day of sale people hear of it.
TOLD_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class Naming:
    """A thing of somebody's that names an item: what it is, how it is called, and its page."""

    kind: str | Promise
    name: str
    url: str


@dataclass(frozen=True)
class EndingNamed:
    """An item that is sold until a day, what is left of it, and what of one's own names it."""

    item: CatalogueItem
    last_day: date
    left: Stated | None
    named: tuple[Naming, ...]


def endings_near(party_id: int, today: date) -> list[tuple[CatalogueItem, date]]:
    """What of the shelves open to a party is sold for 30 days more at most, the soonest first."""
    agreements = [one.pk for one in open_agreements(party_id, today)]
    return ending_between(agreements, today, today + TOLD_BEFORE)


def people_naming(party_id: int, item_ids: Iterable[int]) -> list[tuple[int, int, int]]:
    """Who of a party has these items in how many things: person, item, count.

    For the clock's job alone, which may not read what is in a person's own basket.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, item_id, things FROM ordering_people_naming(%s, %s)",
            [party_id, list(item_ids)],
        )
        return list(cursor.fetchall())


def own_endings(party: Party, person_id: int, today: date) -> list[EndingNamed]:
    """What ends soon of what a person has saved, orders by itself or waits for."""
    near = endings_near(party.pk, today)
    named = _named(party.pk, person_id, [item.pk for item, _day in near])
    left = stated_of(named, party.time_zone)
    return [
        EndingNamed(item, day, left.get(item.pk), tuple(named[item.pk]))
        for item, day in near
        if item.pk in named
    ]


def _named(party_id: int, person_id: int, item_ids: list[int]) -> dict[int, list[Naming]]:
    found: dict[int, list[Naming]] = defaultdict(list)
    saved = SavedBasketLine.objects.filter(
        item_id__in=item_ids, saved_basket__party_id=party_id, saved_basket__person_id=person_id
    )
    for basket in saved.select_related("saved_basket").order_by("saved_basket__name", "id"):
        naming = Naming(_("Saved basket"), basket.saved_basket.name, reverse("saved-baskets"))
        found[basket.item_id].append(naming)
    standing = StandingOrderLine.objects.filter(
        item_id__in=item_ids, standing_order__party_id=party_id,
        standing_order__person_id=person_id,
    ).exclude(standing_order__state=StandingOrderState.ENDED)  # fmt: skip
    for order in standing.select_related("standing_order").order_by("standing_order__name", "id"):
        url = reverse("standing-order", args=[order.standing_order_id])
        naming = Naming(_("Standing order"), order.standing_order.name, url)
        found[order.item_id or 0].append(naming)
    waiting = RequisitionLine.objects.filter(
        item_id__in=item_ids, requisition__party_id=party_id,
        requisition__requester_id=person_id, requisition__state=RequisitionState.SUBMITTED,
    )  # fmt: skip
    for line in waiting.select_related("requisition").order_by("requisition_id", "id"):
        url = reverse("requisition", args=[line.requisition_id])
        found[line.item_id].append(Naming(_("Requisition"), line.requisition.number, url))
    return {item_id: list(dict.fromkeys(all_of)) for item_id, all_of in found.items()}
