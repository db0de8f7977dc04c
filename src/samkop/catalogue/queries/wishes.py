"""Reads of what people wish of the range and complain of: their own, counts, and lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from samkop.agreements.queries import agreements_open_to
from samkop.catalogue.models import CatalogueItem, Wish
from samkop.catalogue.vocabulary import WishKind
from samkop.governance.queries import regions_of
from samkop.parties.models import Party, Region
from samkop.platform.refusals import not_found

MOST_LINES = 500


@dataclass(frozen=True)
class Keeper:
    """Who keeps a range from which one orders, and in which region (None: in no one)."""

    body: Party
    region: Region | None

    def __str__(self) -> str:
        return f"{self.body}, {self.region}" if self.region else str(self.body)


@dataclass
class Tally:
    """How many people wish something of an item (None: of its kind), how many complain; and
    of which organisations, by their ids.
    """

    item_id: int | None
    category: str
    wishes: int = 0
    complaints: int = 0
    by_party: dict[int, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """What somebody said and lets be read, without saying who."""

    item_id: int | None
    category: str
    kind: WishKind
    line: str


def keepers_of(party_id: int, today: date) -> list[Keeper]:
    """Who keeps the ranges from which a party orders or that it keeps, its regions' first."""
    found = [Keeper(one.purchasing_body, one) for one in regions_of(party_id, today)]
    known = {one.body.pk for one in found}
    for agreement in agreements_open_to(party_id, today):
        if agreement.purchasing_body_id not in known:
            known.add(agreement.purchasing_body_id)
            found.append(Keeper(agreement.purchasing_body, None))
    return found


def tallies_of(body_id: int) -> list[Tally]:
    """What people say of a range: items and kinds of which anybody does, the most first.

    Nothing for whoever takes no part in a region that the body serves, save of one's own.
    """
    found: dict[tuple[int | None, str], Tally] = {}
    for item_id, category, kind, party_id, people in _counted(body_id):
        tally = found.setdefault((item_id, category), Tally(item_id, category))
        wishes, complaints = tally.by_party.get(party_id, (0, 0))
        if kind == WishKind.WISH:
            tally.wishes, wishes = tally.wishes + people, people
        else:
            tally.complaints, complaints = tally.complaints + people, people
        tally.by_party[party_id] = (wishes, complaints)
    return sorted(found.values(), key=lambda one: (-(one.wishes + one.complaints),
                                                   one.category, one.item_id or 0))  # fmt: skip


def tallies_by_item(body_ids: Iterable[int]) -> dict[int, Tally]:
    """The same of items, by their ids; one query a purchasing body."""
    return {
        one.item_id: one
        for body_id in set(body_ids) for one in tallies_of(body_id) if one.item_id is not None
    }  # fmt: skip


def _counted(body_id: int) -> list[tuple[int | None, str, str, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item_id, category, kind, party_id, people FROM catalogue_wish_counts(%s)",
            [body_id],
        )
        return list(cursor.fetchall())


def lines_said(body_id: int) -> dict[tuple[int | None, str], list[Line]]:
    """What people let be read without their names, for who keeps the range alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item_id, category, kind, line FROM catalogue_wish_lines(%s, %s)",
            [body_id, MOST_LINES],
        )
        rows = cursor.fetchall()
    found: dict[tuple[int | None, str], list[Line]] = defaultdict(list)
    for item_id, category, kind, line in rows:
        found[item_id, category].append(Line(item_id, category, WishKind(kind), line))
    return found


def wishes_of(party_id: int) -> QuerySet[Wish]:
    """What a party's own people say now."""
    rows = Wish.objects.filter(party_id=party_id, taken_back_at__isnull=True)
    return rows.select_related("person", "item")


def own_wishes(person_id: int) -> list[Wish]:
    """What a person says now, the newest first."""
    rows = Wish.objects.filter(person_id=person_id, taken_back_at__isnull=True)
    return list(rows.select_related("item").order_by("-id"))


def wish_of(wish_id: int) -> Wish:
    """A wish. Raises Refused ``not-found``."""
    found = Wish.objects.select_related("item").filter(pk=wish_id).first()
    if found is None:
        raise not_found()
    return found


def known_wish(person_id: int, body_id: int, kind: str, category: str,
               item: CatalogueItem | None) -> Wish | None:  # fmt: skip
    """What a person says already of an item, or of a kind."""
    rows = Wish.objects.filter(person_id=person_id, kind=kind, taken_back_at__isnull=True)
    if item is not None:
        return rows.filter(item=item).first()
    return rows.filter(item=None, purchasing_body_id=body_id, category=category).first()
