"""Reads: what members have decided, and what has happened to it since."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, F, Func, Q, QuerySet, TextField, Value

from samkop.governance.models import DecisionDocument, DecisionEvent, MemberDecision, Project
from samkop.governance.vocabulary import DecisionEventKind
from samkop.parties.models import Party, RegionMember
from samkop.parties.queries import valid_on
from samkop.platform.refusals import not_found

ENDS_AN_APPEAL = {DecisionEventKind.APPEAL_REJECTED, DecisionEventKind.APPEAL_WITHDRAWN}


def decision_of(decision_id: int) -> MemberDecision:
    """The decision with its member and project. Raises Refused ``not-found``."""
    found = MemberDecision.objects.select_related("party", "project", "replaces")
    one = found.filter(id=decision_id).first()
    if one is None:
        raise not_found()
    return one


def decisions_about(
    *, project_id: int | None = None, agreement_id: int | None = None, party_id: int | None = None
) -> QuerySet[MemberDecision]:
    """All decisions about a project or an agreement outside any, the newest first."""
    about = Q(project_id=project_id) if project_id else Q(about_agreement=agreement_id)
    if party_id is not None:
        about &= Q(party_id=party_id)
    return MemberDecision.objects.filter(about).select_related("party").order_by("-id")


def newest_about(
    party_id: int, *, project_id: int | None = None, agreement_id: int | None = None
) -> MemberDecision | None:
    """What a party has decided last about a project, or about an agreement outside any."""
    found = decisions_about(
        project_id=project_id, agreement_id=agreement_id, party_id=party_id
    )  # fmt: skip
    return found.filter(replaced_by__isnull=True).first()


def events_of(decision_id: int) -> list[DecisionEvent]:
    """What has happened to a decision, in its order."""
    return list(DecisionEvent.objects.filter(decision_id=decision_id).order_by("id"))


def open_appeals(events: list[DecisionEvent]) -> list[tuple[str, str]]:
    """Court and case number of each appeal that is neither rejected nor withdrawn."""
    count: Counter[tuple[str, str]] = Counter()
    for event in events:
        case = (event.court, event.case_number)
        if event.kind == DecisionEventKind.APPEALED:
            count[case] = 1
        elif event.kind in ENDS_AN_APPEAL:
            count[case] = 0
    return [case for case, still in count.items() if still]


def document_of(decision_id: int) -> DecisionDocument | None:
    """The decision's document, if it is filed."""
    return DecisionDocument.objects.filter(decision_id=decision_id).first()


@dataclass(frozen=True)
class MemberStanding:
    """A member of a region, and what it has decided last about a project.

    ``code`` is why that gives no right on the day; None where it does.
    """

    member: Party
    decision: MemberDecision | None
    code: str | None = None


def standings_in(project: Project, today: date) -> list[MemberStanding]:
    """Each member of the project's region with its decision, the largest member first.

    Whoever has decided and left the region since stands last.
    """
    newest = decisions_about(project_id=project.pk).filter(replaced_by__isnull=True)
    rows = newest.select_related("party", "replaces").annotate(code=right_code(today))
    decided = {one.party_id: one for one in rows}
    members = RegionMember.objects.filter(valid_on(today), region_id=project.region_id)
    largest = members.order_by(F("population").desc(nulls_last=True), "party__legal_name", "id")
    parties = [one.party for one in largest.select_related("party")]
    present = {party.pk for party in parties}
    parties += [one.party for one in decided.values() if one.party_id not in present]
    return [
        MemberStanding(party, decided.get(party.pk), getattr(decided.get(party.pk), "code", None))
        for party in parties
    ]


def right_code(today: date) -> Func:
    """Of a decision that is the newest: why it gives no right on a day; null where it does."""
    return Func(
        F("id"), Value(today, output_field=DateField()), function="samkop_decision_right",
        template="(SELECT r.code FROM %(function)s(%(expressions)s) r)",
        output_field=TextField(null=True),
    )  # fmt: skip


def decisions_seen(party_id: int | None = None) -> QuerySet[MemberDecision]:
    """A party's own decisions, or all that the reader may see, the newest first."""
    found = MemberDecision.objects.select_related("party").order_by("-id")
    return found if party_id is None else found.filter(party_id=party_id)
