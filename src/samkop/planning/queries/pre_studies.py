"""Reads: pre-studies, whose needs they count, and volumes by category and year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import QuerySet

from samkop.parties.models import Party
from samkop.planning.models import IncludedNeed, Need, NeedLine, PreStudy, StudyBuyer
from samkop.planning.vocabulary import NeedState, PreStudyState
from samkop.platform.refusals import not_found


@dataclass
class Volume:
    """What is needed of a kind: quantities by unit, cents at the least, likely, at the most."""

    quantities: dict[str, int] = field(default_factory=dict)
    low_cents: int = 0
    likely_cents: int = 0
    high_cents: int = 0

    def add(self, line: NeedLine) -> None:
        """Count a line."""
        before = self.quantities.get(line.unit_name, 0)
        self.quantities[line.unit_name] = before + line.quantity
        self.low_cents += line.low_cents
        self.likely_cents += line.likely_cents
        self.high_cents += line.high_cents


def study_of(study_id: int) -> PreStudy:
    """The pre-study, as far as who acts may see it. Raises Refused ``not-found``."""
    # Its people are seen by their own party alone: no join to them here.
    found = PreStudy.objects.select_related("owner").filter(id=study_id).first()
    if found is None:
        raise not_found()
    return found


def own_study_of(party_id: int, study_id: int) -> PreStudy:
    """A pre-study of the party's own. Raises Refused ``not-found``."""
    found = study_of(study_id)
    if found.owner_id != party_id:
        raise not_found()
    return found


def studies_of(party_id: int) -> QuerySet[PreStudy]:
    """The party's pre-studies."""
    return PreStudy.objects.filter(owner_id=party_id).select_related("owner", "responsible")


def included_in(study_id: int) -> list[Need]:
    """The needs that it has taken in, by buyer; withdrawn ones too."""
    rows = IncludedNeed.objects.filter(study_id=study_id).select_related("need__owner")
    return sorted((one.need for one in rows), key=lambda need: (need.owner.legal_name, need.pk))


def lines_in(study_id: int) -> list[NeedLine]:
    """The lines that count: of needs taken in and not withdrawn since; with need and buyer."""
    rows = NeedLine.objects.filter(
        need__inclusion__study_id=study_id, need__state=NeedState.REPORTED
    ).select_related("need__owner")
    return list(rows.order_by("need_id", "text", "unit", "year", "id"))


def could_include(study: PreStudy) -> list[Need]:
    """Needs reported to its owner that no pre-study has taken in, those of its category first."""
    rows = Need.objects.filter(
        reported_to_id=study.owner_id, state=NeedState.REPORTED, inclusion__isnull=True,
        currency=study.currency,
    ).select_related("owner")  # fmt: skip
    return sorted(
        rows, key=lambda need: (need.category != study.category, need.owner.legal_name, need.pk)
    )


def volumes_by_year(lines: list[NeedLine]) -> dict[str, dict[int, Volume]]:
    """By category and year what is needed of it."""
    found: dict[str, dict[int, Volume]] = defaultdict(lambda: defaultdict(Volume))
    for line in lines:
        found[line.need.category][line.year].add(line)
    return found


def buyers_of(study_id: int) -> list[Party]:
    """Whose needs it waits for, by name."""
    rows = StudyBuyer.objects.filter(study_id=study_id).select_related("buyer")
    return sorted((one.buyer for one in rows), key=lambda party: party.legal_name)


def not_reported(study_id: int) -> list[Party]:
    """Buyers that it waits for, of whom it has taken in no need that still counts."""
    have = {line.owner_id for line in lines_in(study_id)}
    return [one for one in buyers_of(study_id) if one.pk not in have]


def asked_of(party_id: int) -> list[PreStudy]:
    """Pre-studies of others, under way, that wait for a need of the party's."""
    rows = PreStudy.objects.filter(buyers__buyer_id=party_id, state=PreStudyState.RUNNING).exclude(
        owner_id=party_id
    )
    answered = IncludedNeed.objects.filter(buyer_id=party_id).values("study_id")
    return list(rows.exclude(id__in=answered).select_related("owner").order_by("-id"))
