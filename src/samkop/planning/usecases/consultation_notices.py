"""Telling people of a consultation, each party by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from samkop.core.period import day_of
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.planning.policies import PLANS, SELLS
from samkop.planning.queries import consultation_of
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify
from samkop.platform.records import subject_of


def tell_of_consultation(
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    kind: str,
    page: str,
    thing_id: int,
    facts: Mapping[str, Any],
) -> None:
    """Tell those of the acting party who run the consultation, or sell. Raises ``not-found``."""
    found = consultation_of(consultation_id)
    party = party_of(actor.own_party_id)
    roles = PLANS if party.pk == found.owner_id else SELLS
    notify(
        party_id=party.pk,
        person_ids=ids_with_any_role(party.pk, roles, day_of(now, party.time_zone)),
        kind=kind,
        subject=subject_of(found),
        facts=facts,
        url=reverse(page, args=[thing_id]),
    )  # fmt: skip
