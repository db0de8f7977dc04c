"""Telling people in time that something of theirs will soon not be sold any more."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from samkop.catalogue.models import CatalogueItem
from samkop.ordering.models import EndingNotice
from samkop.ordering.policies import may_tell_of_endings
from samkop.ordering.queries.endings import endings_near, people_naming
from samkop.parties.models import Membership
from samkop.parties.queries import own_today, valid_on
from samkop.platform.actors import Actor
from samkop.platform.notifications import in_each_language, notify
from samkop.platform.records import create_new, subject_of
from samkop.platform.unit_of_work import require


def tell_of_endings(*, actor: Actor, now: datetime) -> int:
    """Tell each person of the acting party, once, until when an item is sold that stands in a
    saved basket, a standing order or a waiting requisition of theirs; by the clock.

    Returns how many were told. Raises Refused ``not-allowed``.
    """
    party_id, today = actor.own_party_id, own_today()
    require(may_tell_of_endings(actor, party_id))
    ending = {item.pk: (item, day) for item, day in endings_near(party_id, today)}
    naming = people_naming(party_id, ending) if ending else []
    members = set(
        Membership.objects.filter(
            valid_on(today), party_id=party_id, person_id__in={one[0] for one in naming}
        ).values_list("person_id", flat=True)
    )
    told = 0
    for person_id, item_id, things in naming:
        item, day = ending[item_id]
        if person_id not in members or not create_new(
            EndingNotice(party_id=party_id, person_id=person_id, item=item, last_day=day, at=now)
        ):
            continue
        notify(
            party_id=party_id, person_ids=[person_id], kind="sale-ends",
            subject=subject_of(item), url=reverse("my-endings"),
            facts={
                "item": _called(item), "last_on": day.isoformat(), "things": things,
                "successor": _called(item.replaced_by) if item.replaced_by else None,
            },
        )  # fmt: skip
        told += 1
    return told


def _called(item: CatalogueItem) -> str | dict[str, str]:
    return in_each_language(lambda: item.shown_name)
