"""Reads: what was ordered outside the shop."""

from __future__ import annotations

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from samkop.agreements.models import NamedBuyer, OutsideOrder
from samkop.agreements.queries.agreements import agreements_of
from samkop.platform.refusals import not_found


def outside_orders_of(agreement_id: int) -> QuerySet[OutsideOrder]:
    """The agreement's outside orders, the newest first, with ``corrected_cents``."""
    return (
        OutsideOrder.objects.filter(agreement_id=agreement_id)
        .select_related("buyer")
        .annotate(corrected_cents=Coalesce(Sum("corrections__cents"), 0))
        .order_by("-id")
    )


def outside_orders_seen_by(party_id: int) -> QuerySet[OutsideOrder]:
    """Those of all agreements that a party runs, supplies or is named in; as far as it may see."""
    agreements = agreements_of(party_id).order_by().values("id")
    return (
        OutsideOrder.objects.filter(agreement_id__in=agreements)
        .select_related("agreement", "buyer", "supplier")
        .annotate(corrected_cents=Coalesce(Sum("corrections__cents"), 0))
    )


def outside_order_of(outside_order_id: int) -> OutsideOrder:
    """One outside order with its agreement and corrections. Raises Refused ``not-found``."""
    found = (
        OutsideOrder.objects.select_related("agreement__purchasing_body", "buyer", "supplier")
        .prefetch_related("corrections")
        .filter(id=outside_order_id)
        .first()
    )
    if found is None:
        raise not_found()
    return found


def named_buyers_of(agreement_id: int) -> QuerySet[NamedBuyer]:
    """The agreement's named buyers with their parties, by name."""
    named = NamedBuyer.objects.filter(agreement_id=agreement_id).select_related("buyer")
    return named.order_by("buyer__legal_name", "buyer_id")
