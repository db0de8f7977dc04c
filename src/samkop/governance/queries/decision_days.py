"""Reads: what comes near of projects and of a member's decisions, to be told once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from samkop.governance.models import MemberDecision, Project
from samkop.governance.vocabulary import DecisionKind, DecisionState, ProjectState
from samkop.parties.models import RegionMember
from samkop.parties.queries import valid_on

# Days before; a last day of ordering needs a new decision, which takes a meeting or two.
BEFORE_DECIDING, BEFORE_ORDERING_ENDS = 14, 60


@dataclass(frozen=True)
class DueDay:
    """What is due: the notice's kind, the row by its id, and the day that comes near."""

    kind: str
    thing_id: int
    day: date

    @property
    def key(self) -> str:
        """Told once under it: another day is another reminder."""
        return f"{self.kind}/{self.thing_id}/{self.day.isoformat()}"


def due_days_of(party_id: int, today: date) -> list[DueDay]:
    """All that comes near for a party on a day."""
    soon = today + timedelta(days=BEFORE_DECIDING)
    newest = MemberDecision.objects.filter(party_id=party_id, replaced_by__isnull=True)
    waits = newest.filter(kind=DecisionKind.WAIT, waits_until__lte=soon)
    own = MemberDecision.objects.filter(
        party_id=party_id, state=DecisionState.APPEALABLE, appeal_until__lt=today
    )
    return [
        *(DueDay("project-decides", one.pk, one.decide_by)
          for one in undecided_projects(party_id, today).filter(decide_by__lte=soon)),
        *(DueDay("wait-ends", one.pk, one.waits_until) for one in waits if one.waits_until),
        *(DueDay("appeal-time-over", one.pk, one.appeal_until) for one in own if one.appeal_until),
        *_endings(newest, today),
    ]  # fmt: skip


def undecided_projects(party_id: int, today: date) -> QuerySet[Project]:
    """The open projects of a member's region about which it can decide and has not."""
    regions = RegionMember.objects.filter(valid_on(today), party_id=party_id)
    decided = MemberDecision.objects.filter(project=OuterRef("pk"), party_id=party_id)
    return Project.objects.filter(
        ~Exists(decided), region_id__in=regions.values("region_id"), state=ProjectState.OPEN,
        decide_by__gte=today,
    )  # fmt: skip


def _endings(newest: QuerySet[MemberDecision], today: date) -> list[DueDay]:
    joined = newest.filter(kind__in=(DecisionKind.JOIN, DecisionKind.LEAVE))
    latest = today + timedelta(days=BEFORE_ORDERING_ENDS)
    found = []
    for one in joined.select_related("replaces"):
        last = one.ordering_days[1]
        if last is not None and today <= last <= latest:
            found.append(DueDay("ordering-ends", one.pk, last))
    return found
