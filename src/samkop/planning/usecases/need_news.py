"""Telling people of needs that were reported to them, and of pre-studies that ask for theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.urls import reverse

from samkop.core.period import day_of
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.planning.policies import PLANS
from samkop.planning.queries import need_of, study_of
from samkop.platform.actors import Actor
from samkop.platform.notifications import in_each_language, notify
from samkop.platform.records import subject_of


def tell_of_need(*, actor: Actor, now: datetime, need_id: int) -> None:
    """Tell those who plan for the acting party, which it was reported to. Raises ``not-found``."""
    need = need_of(need_id)
    facts = {"buyer": need.owner.legal_name, "title": need.title}
    _tell(actor, now, "need-reported", need, facts, reverse("need", args=[need_id]))


def tell_of_study(*, actor: Actor, now: datetime, study_id: int) -> None:
    """Tell those who plan for the acting buyer that it is waited for. Raises ``not-found``."""
    study = study_of(study_id)
    facts = {
        "owner": study.owner.legal_name, "number": study.number,
        "title": in_each_language(lambda: study.title),
    }  # fmt: skip
    _tell(actor, now, "pre-study-started", study, facts, reverse("needs"))


def _tell(
    actor: Actor, now: datetime, kind: str, subject: Model, facts: dict[str, Any], url: str
) -> None:
    party = party_of(actor.own_party_id)
    notify(
        party_id=party.pk,
        person_ids=ids_with_any_role(party.pk, sorted(PLANS), day_of(now, party.time_zone)),
        kind=kind, subject=subject_of(subject), facts=facts, url=url,
    )  # fmt: skip
