"""Telling both sides of what a buyer asks of its order, and of the answer."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from samkop.agreements.policies import SELLS
from samkop.core.period import day_of
from samkop.ordering.models import Order, OrderChange, OrderResponse
from samkop.ordering.vocabulary import ChangeKind, ChangeState, ResponseCode
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify
from samkop.platform.records import subject_of

ASKED = {
    ChangeKind.CANCELLATION: "order-cancellation-asked",
    ChangeKind.CHANGE: "order-change-asked",
}


def tell_supplier_of_change(*, actor: Actor, now: datetime, change_id: int) -> None:
    """Tell the supplier's people who sell what a customer asks of its order.

    ``actor`` is a job of the supplier's: the buyer cannot write to another's people.
    """
    asked = OrderChange.objects.select_related("order").get(id=change_id)
    supplier = party_of(asked.supplier_id)
    notify(
        party_id=supplier.pk, person_ids=_sellers(supplier.pk, now, supplier.time_zone),
        kind=ASKED[ChangeKind(asked.kind)], subject=subject_of(asked.order),
        facts={
            "number": asked.order.number, "buyer": party_of(asked.party_id).legal_name,
            "reason": asked.reason,
        },
        url=reverse("answer-order", args=[asked.order_id]),
    )  # fmt: skip


def tell_of_change_answer(order: Order, response: OrderResponse, asked: OrderChange) -> None:
    """Tell who asked, and whose order it is, what the supplier said.

    A receipt is no news, and neither is that a decision on substitutes is kept.
    """
    if response.response_code == ResponseCode.ACKNOWLEDGED:
        return
    refused = response.response_code == ResponseCode.REFUSED
    if asked.kind == ChangeKind.SUBSTITUTION:
        if asked.state not in {ChangeState.REFUSED, ChangeState.PARTLY_AGREED}:
            return
        kind = "substitute-not-kept"
    else:
        kind = "order-change-refused" if refused else "order-change-agreed"
    notify(
        party_id=order.buyer_id,
        person_ids=sorted({order.requester_id, asked.person_id}),
        kind=kind,
        subject=subject_of(order),
        facts={
            "number": order.number, "supplier": order.supplier.legal_name,
            "reason": response.note or None,
        },
        url=reverse("order", args=[order.pk]),
    )  # fmt: skip


def _sellers(supplier_id: int, now: datetime, time_zone: str) -> list[int]:
    today = day_of(now, time_zone)
    return ids_with_any_role(supplier_id, SELLS, today)
