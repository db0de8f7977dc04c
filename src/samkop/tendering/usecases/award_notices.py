"""Telling bidders of the decision, and of what is asked of them."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from samkop.core.period import day_of
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify
from samkop.platform.records import subject_of
from samkop.tendering.models import ValidityExtension
from samkop.tendering.policies import SELLS
from samkop.tendering.queries.tenders import tender_of


def tell_of_award(*, actor: Actor, now: datetime, tender_id: int) -> None:
    """Tell a bidder's people that the tender is decided; the actor acts for the bidder."""
    tender = tender_of(tender_id)
    notify(
        party_id=actor.own_party_id, person_ids=_sellers(actor.own_party_id, now),
        kind="award-decided", subject=subject_of(tender),
        facts={"number": tender.number, "owner": tender.owner.name},
        url=reverse("tender-award", args=[tender.pk]),
    )  # fmt: skip


def tell_of_extension(*, actor: Actor, now: datetime, extension_id: int) -> None:
    """Tell a bidder's people that they are asked to be bound longer."""
    extension = ValidityExtension.objects.get(id=extension_id)
    tender = tender_of(extension.tender_id)
    notify(
        party_id=actor.own_party_id, person_ids=_sellers(actor.own_party_id, now),
        kind="validity-asked", subject=subject_of(tender),
        facts={
            "number": tender.number, "owner": tender.owner.name,
            "until_on": extension.bound_until.isoformat(),
            "answer_on": extension.answer_by.isoformat(),
        },
        url=reverse("tender-award", args=[tender.pk]),
    )  # fmt: skip


def _sellers(party_id: int, now: datetime) -> list[int]:
    return ids_with_any_role(party_id, sorted(SELLS), day_of(now, party_of(party_id).time_zone))
