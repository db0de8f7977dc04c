"""Telling the supplier's people of goods that come back."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from samkop.agreements.policies import SELLS
from samkop.core.period import day_of
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.platform.actors import Actor
from samkop.platform.notifications import in_each_language, notify
from samkop.platform.records import subject_of
from samkop.receiving.models import GoodsReturn
from samkop.receiving.vocabulary import ReturnRemedy, ReturnState


def tell_supplier_of_return(*, actor: Actor, now: datetime, return_id: int) -> None:
    """Tell the supplier's people who sell what goes back; what stays after all is no news.

    ``actor`` is a job of the supplier's: the buyer cannot write to another's people.
    """
    found = GoodsReturn.objects.select_related("order").get(id=return_id)
    if found.state == ReturnState.CANCELLED:
        return
    supplier = party_of(found.supplier_id)
    today = day_of(now, supplier.time_zone)
    notify(
        party_id=supplier.pk,
        person_ids=ids_with_any_role(supplier.pk, SELLS, today),
        kind="return-announced",
        subject=subject_of(found),
        facts={
            "number": found.order.number, "buyer": party_of(found.buyer_id).legal_name,
            "return_number": found.number,
            "remedy": in_each_language(lambda: str(ReturnRemedy(found.remedy).label)),
        },
        url=reverse("return", args=[found.pk]),
    )  # fmt: skip
