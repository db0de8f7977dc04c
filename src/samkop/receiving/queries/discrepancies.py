"""Reads of discrepancies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, QuerySet

from samkop.platform.refusals import not_found
from samkop.receiving.models import Discrepancy
from samkop.receiving.vocabulary import DiscrepancyState

PAGE = 50


def open_in(consignment_ids: Iterable[int]) -> Counter[int]:
    """How many discrepancies of each consignment are open; one query."""
    found = Discrepancy.objects.filter(
        consignment_id__in=list(consignment_ids), state=DiscrepancyState.OPEN
    )
    counted = found.order_by().values("consignment_id").annotate(count=Count("id"))
    return Counter({row["consignment_id"]: row["count"] for row in counted})


def discrepancies_in(consignment_id: int) -> list[Discrepancy]:
    """The discrepancies of a consignment with their lines, open ones first."""
    found = Discrepancy.objects.filter(consignment_id=consignment_id).select_related("line__order")
    return list(found.order_by("state", "id"))


def discrepancies_of(party_id: int) -> list[QuerySet[Discrepancy]]:
    """What differed for the party as buyer, and as supplier; none of it twice."""
    found = Discrepancy.objects.select_related("buyer", "supplier", "consignment", "line__order")
    return [
        found.filter(buyer_id=party_id),
        found.filter(supplier_id=party_id).exclude(buyer_id=party_id),
    ]


def discrepancy_of(discrepancy_id: int) -> Discrepancy:
    """A discrepancy with what its page shows. Raises Refused ``not-found``."""
    found = Discrepancy.objects.select_related("buyer", "supplier", "consignment", "line__order")
    one = found.filter(id=discrepancy_id).first()
    if one is None:
        raise not_found()
    return one


def reported_in(receipt_id: int) -> list[Discrepancy]:
    """What was reported while a receipt was open, and found when it was finished."""
    found = Discrepancy.objects.filter(receipt_id=receipt_id).select_related("line")
    return list(found.order_by("id"))


def newest_discrepancies(party_id: int, before: int | None, state: str) -> list[Discrepancy]:
    """What differed for the party, the newest first, at most a page of it."""
    sides = []
    for side in discrepancies_of(party_id):
        found = side.filter(state=state) if state else side
        found = found.filter(id__lt=before) if before is not None else found
        sides += list(found.order_by("-id")[:PAGE])
    return sorted(sides, key=lambda one: -one.pk)[:PAGE]
