"""Reminding a member of the days of its decisions; the clock's own, once each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from samkop.core import period
from samkop.governance.models import MemberDecision, Project
from samkop.governance.policies import JOINS
from samkop.governance.queries import decision_of, project_of
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.platform.actors import Actor
from samkop.platform.notifications import in_each_language, notify
from samkop.platform.records import subject_of


def remind_of_decision_day(
    *, actor: Actor, now: datetime, kind: str, thing_id: int, day: date
) -> None:
    """Tell those who record a party's decisions of a day that comes near, or is over.

    ``kind`` is the notice's; ``thing_id`` a project for ``project-decides``, else a decision.
    A job's: the party is who it acts for. Raises Refused ``not-found``.
    """
    thing: Project | MemberDecision
    facts: dict[str, Any] = {"until_on": day.isoformat()}
    if kind == "project-decides":
        project = project_of(thing_id)
        thing, page = project, reverse("joint-project", args=[thing_id])
        facts["title"] = in_each_language(lambda: project.title)
    else:
        decision = decision_of(thing_id)
        thing, page = decision, reverse("decision", args=[thing_id])
        facts |= {
            "title": in_each_language(lambda: title_of(decision)),
            "number": decision.register_number, "reason": decision.reason.rstrip(". "),
        }  # fmt: skip
    tell_deciders(actor.own_party_id, now, kind, subject_of(thing), facts, page)


def tell_deciders(
    party_id: int, now: datetime, kind: str, subject: str, facts: Mapping[str, Any], page: str
) -> None:
    """Tell whoever records a party's decisions, in the open unit of work."""
    today = period.day_of(now, party_of(party_id).time_zone)
    notify(
        party_id=party_id, person_ids=ids_with_any_role(party_id, JOINS, today), kind=kind,
        subject=subject, facts=facts, url=page,
    )  # fmt: skip


def title_of(decision: MemberDecision) -> str:
    """What a decision is about, as far as this floor knows: its project, or its number."""
    return decision.project.title if decision.project else decision.register_number
