"""Above what sum receiver and approver differ, and whom that keeps from receiving."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from samkop.ordering.models import Approval, Order
from samkop.ordering.vocabulary import Decision
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import once
from samkop.receiving.models import SegregationLimit


def limits_of(party_id: int) -> QuerySet[SegregationLimit]:
    """What the party has decided, the latest day first."""
    rows = SegregationLimit.objects.filter(party_id=party_id).select_related("decided_by")
    return rows.order_by("-valid_from", "-id")


def limit_on(party_id: int, day: date) -> SegregationLimit | None:
    """The line in force on a day; None where nothing was decided for it."""
    return limits_of(party_id).filter(valid_from__lte=day).first()


def approved_above_limit(
    order_ids: Iterable[int], party_id: int, person_id: int, day: date
) -> str | None:
    """The number of one of the orders that the person may not receive; None where there is none.

    It is one that the person approved, at any step, and that is above the limit: by its own
    sum, or by that of the requisition which the person looked at. One in another currency
    counts as above. Two queries.
    """
    limit = once(limit_on, party_id, day)
    if limit is None or limit.limit_cents is None:
        return None
    approved = Approval.objects.filter(
        requisition_id=OuterRef("requisition_id"), person_id=person_id,
        decision=Decision.APPROVED,
    )  # fmt: skip
    within = Q(
        currency=limit.currency, total_cents__lte=limit.limit_cents,
        requisition__total_cents__lte=limit.limit_cents,
    )  # fmt: skip
    orders = Order.objects.filter(Exists(approved), id__in=sorted(set(order_ids)))
    return orders.exclude(within).order_by("id").values_list("number", flat=True).first()


def kept_from_receiving(actor: Actor, order_ids: Iterable[int]) -> str | None:
    """The order for whose sake the reader leaves the receiving to somebody else today, if any."""
    return approved_above_limit(order_ids, actor.own_party_id, actor.own_person_id, own_today())
