"""Reads of devices: an owner's, one of them, and what a text finds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, F, Lookup, Q, QuerySet, Value

from samkop.catalogue.models.folding import Folded
from samkop.fleet.models import Asset, Custody, DeviceModel, Holder
from samkop.platform.database.prepared import Among, prepared
from samkop.platform.refusals import not_found

# One more than a list counts: "more than 10,000".
MOST_FOUND = 10_001
LONGEST_TERM = 100
MOST_ALIKE = 20
API_PAGE = 100
# The index of texts has them by three letters or digits that follow one another.
INDEXED = re.compile(r"[^\W_]{3}")


class EqualsAny(Lookup):  # type: ignore[type-arg]
    """``column = ANY (array)``: one parameter, however many values."""

    lookup_name = "equals_any"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """The condition and its parameters."""
        column, of_column = self.process_lhs(compiler, connection)
        values, of_values = self.process_rhs(compiler, connection)
        return f"{column} = ANY ({values})", [*of_column, *of_values]


def assets_of(owner_id: int) -> QuerySet[Asset]:
    """An owner's devices with who has each, and where."""
    rows = Asset.objects.filter(owner_id=owner_id)
    return rows.select_related("holder", "location", "cost_centre")


def asset_of(owner_id: int, asset_id: int) -> Asset:
    """One device of an owner's. Raises Refused ``not-found``."""
    found = (
        assets_of(owner_id).select_related("owner", "model", "supplier").filter(id=asset_id).first()
    )
    if found is None:
        raise not_found()
    return found


def assets_of_order(owner_id: int, order_id: int, most: int) -> list[Asset]:
    """The devices that came by an owner's order, by asset number, at most so many; one query."""
    return list(assets_of(owner_id).filter(order_id=order_id).order_by("asset_number")[:most])


def asset_page(
    owner_id: int, *, after: str = "", serial_number: str = "", state: str = ""
) -> list[Asset]:
    """The owner's next devices by asset number, at most API_PAGE."""
    rows = assets_of(owner_id).order_by("asset_number")
    rows = rows.filter(asset_number__gt=after) if after else rows
    rows = rows.filter(serial_number=serial_number) if serial_number else rows
    rows = rows.filter(state=state) if state else rows
    return list(rows[:API_PAGE])


def assets_numbered(owner_id: int, text: str) -> list[Asset]:
    """The owner's devices with just this serial or asset number; living ones first.

    Without who has them, or where: what somebody types into the search is asked most often.
    """
    found = _numbered(owner_id, sorted({text, text.upper()}))
    return sorted(found, key=lambda asset: asset.ended_on is not None)


@prepared
def _numbered(owner_id: int, texts: list[str]) -> QuerySet[Asset]:
    called = Q(Among(F("serial_number"), texts)) | Q(Among(F("asset_number"), texts))
    return Asset.objects.filter(called, owner_id=owner_id).order_by("-id")[:MOST_ALIKE]


def asset_ids_called(owner_id: int, text: str, at_most: int = MOST_FOUND) -> list[int]:
    """Ids of devices with this part of their number, serial number or model, in any order.

    What is just somebody's serial or asset number finds that device alone.
    """
    term = text.strip()[:LONGEST_TERM]
    if exact := assets_numbered(owner_id, term):
        return [asset.pk for asset in exact]
    if not INDEXED.search(term):
        return _ids_with_few_characters(owner_id, term, at_most)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM fleet_search_assets(%s, %s, %s)", [owner_id, term, at_most])
        return [identity for (identity,) in cursor.fetchall()]


def _ids_with_few_characters(owner_id: int, term: str, at_most: int) -> list[int]:
    """As ``asset_ids_called``, by reading the owner's devices until there are so many.

    The index would be read from end to end, with the devices of all owners in it.
    """
    rows = Asset.objects.filter(owner_id=owner_id, search_text__contains=Folded(Value(term)))
    return list(rows.values_list("id", flat=True)[:at_most])


def with_ids(rows: QuerySet[Asset], ids: Sequence[int]) -> QuerySet[Asset]:
    """Those of the rows, as one array: ten thousand parameters would cost more than the rows."""
    return rows.filter(_one_of("id", ids))


def of_models(rows: QuerySet[Asset], models: Iterable[DeviceModel]) -> QuerySet[Asset]:
    """Those of some models: an index has their names, not which of two models so called."""
    found = list(models)
    if not found:
        return rows.none()
    return rows.filter(model_name__in={one.name for one in found}, model__in=found)


def held_by_kind(rows: QuerySet[Asset], owner_id: int, kind: str, few: int) -> QuerySet[Asset]:
    """Those that holders of a kind have; of few holders by their ids, which an index has."""
    holders = Holder.objects.filter(owner_id=owner_id, kind=kind)
    ids = list(holders.values_list("id", flat=True)[: few + 1])
    if len(ids) > few:
        return rows.filter(holder__kind=kind)
    return rows.filter(_one_of("holder_id", ids))


def models_of(owner_id: int) -> list[DeviceModel]:
    """The owner's models by name."""
    return list(DeviceModel.objects.filter(owner_id=owner_id).order_by("name", "id"))


def renewed_between(rows: QuerySet[Asset], first: date | None, last: date) -> QuerySet[Asset]:
    """Those to be renewed from the first day, or whenever, to the last."""
    within = Q(renew_on__lte=last)
    return rows.filter(within if first is None else within & Q(renew_on__gte=first))


def custody_of(asset: Asset) -> list[Custody]:
    """Each step of who had it, the newest first, with the person who did it.

    Who had it before it passed to another organisation is that one's to know: such a step has
    no holder in Django's cache but only its id.
    """
    steps = list(Custody.objects.filter(asset=asset).order_by("-step"))
    holders = Holder.objects.in_bulk({step.holder_id for step in steps})
    for step in steps:
        if (holder := holders.get(step.holder_id)) is not None:
            step.holder = holder
    return steps


def _one_of(column: str, ids: Sequence[int]) -> EqualsAny:
    listed = Value(list(ids), output_field=ArrayField(BigIntegerField()))
    return EqualsAny(F(column), listed)
