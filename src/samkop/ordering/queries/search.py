"""Orders and requisitions by number, or by what they are for."""

from __future__ import annotations

import re
from typing import TypeVar

from django.db import connection
from django.db.models import Model, Q, QuerySet

from samkop.ordering.models import Order, Requisition

Found = TypeVar("Found", bound=Model)
_NUMBER = re.compile(r"(?:(\d{4})-)?(\d{1,7})", re.ASCII)
YEARS_BACK = 10


def numbers_meant(text: str, year: int) -> list[str]:
    """The numbers that somebody may mean who types ``2026-0000017`` or just ``17``.

    Without a year: that of ``year`` and of the ten before. Anything else is no number.
    """
    typed = _NUMBER.fullmatch(text.strip())
    if typed is None:
        return []
    years = [typed[1]] if typed[1] else [str(year - back) for back in range(YEARS_BACK + 1)]
    return [f"{one}-{int(typed[2]):07d}" for one in years]


def orders_numbered(party_id: int, numbers: list[str], asked_by: int | None) -> QuerySet[Order]:
    """The party's orders with one of these numbers; ``asked_by`` limits to one requester's."""
    side = Q(buyer_id=party_id) | Q(supplier_id=party_id) | Q(purchasing_body_id=party_id)
    found = Order.objects.filter(side, number__in=numbers).select_related("buyer", "supplier")
    return found if asked_by is None else found.filter(requester_id=asked_by)


def requisitions_numbered(
    party_id: int, numbers: list[str], asked_by: int | None
) -> QuerySet[Requisition]:
    """The party's requisitions with one of these numbers, as above."""
    found = Requisition.objects.filter(party_id=party_id, number__in=numbers)
    found = found.select_related("requester")
    return found if asked_by is None else found.filter(requester_id=asked_by)


def search_orders(text: str, asked_by: int | None, limit: int) -> list[Order]:
    """The newest orders of something so called."""
    ids = _ids("ordering_search_orders", text, asked_by, limit)
    return _in_order(Order.objects.select_related("buyer", "supplier"), ids)


def search_requisitions(text: str, asked_by: int | None, limit: int) -> list[Requisition]:
    """The newest requisitions of something so called."""
    ids = _ids("ordering_search_requisitions", text, asked_by, limit)
    return _in_order(Requisition.objects.select_related("requester"), ids)


def _ids(function: str, text: str, asked_by: int | None, limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {function}(%s, %s::bigint, %s)",  # noqa: S608 - one of our two
            [text, asked_by, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def _in_order(rows: QuerySet[Found], ids: list[int]) -> list[Found]:
    """The rows in the order of their ids, joined back under the policies."""
    found = rows.in_bulk(ids)
    return [found[identity] for identity in ids if identity in found]
