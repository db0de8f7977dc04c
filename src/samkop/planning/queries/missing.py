"""What a pre-study still lacks: computed from what it has, with where to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.planning.homework_points import USUAL
from samkop.planning.models import (
    HomeworkEvidence,
    HomeworkPoint,
    PlannedLot,
    PlannedLotLine,
    PreStudy,
)
from samkop.planning.queries.pre_studies import included_in, lines_in, not_reported
from samkop.planning.vocabulary import HomeworkState, NeedState, Outsourcing

# What may be missing, by its code, and where on the pre-study's pages it is mended.
WORDS: dict[str, tuple[str | Promise, str]] = {
    "no-answer": (_("No answer"), "homework"),
    "no-evidence": (_("No evidence"), "homework"),
    "nobody-responsible": (_("Nobody answers for it"), "homework"),
    "not-accepted": (_("Not accepted by anybody yet"), "homework"),
    "overdue": (pgettext_lazy("homework", "Overdue"), "homework"),
    "no-needs": (_("No need is taken in"), "needs"),
    "not-reported": (_("Has reported no need that was taken in"), "needs"),
    "need-without-volumes": (_("A need without quantities or values"), "needs"),
    "need-withdrawn": (_("Withdrawn since it was taken in"), "needs"),
    "no-lots": (_("No lot is planned"), "lots"),
    "line-in-no-lot": (_("Needed, but in no lot"), "lots"),
    "lot-without-reason": (_("No reason for dividing or joining"), "lots"),
    "lot-without-volumes": (_("A lot without volumes"), "lots"),
    "outsourcing-undecided": (_("Not decided whether it suits outsourcing"), "lots"),
}


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: what, of what, and the number of the thing (None: of none)."""

    code: str
    subject: str
    thing_id: int | None = None

    @property
    def word(self) -> str | Promise:
        """What is missing, for a reader."""
        return WORDS[self.code][0]

    @property
    def part(self) -> str:
        """The part of the pre-study in which it is mended."""
        return WORDS[self.code][1]


def missing_in(study: PreStudy, today: date) -> list[Lack]:
    """Everything that the pre-study lacks on that day; homework, needs, lots. Six queries."""
    return [*_in_homework(study, today), *_in_needs(study), *_in_lots(study)]


def homework_of(study_id: int) -> list[HomeworkPoint]:
    """The points in their order, with who is named, and whether they have evidence."""
    evidence = HomeworkEvidence.objects.filter(point_id=OuterRef("id"))
    rows = HomeworkPoint.objects.filter(study_id=study_id).annotate(rests=Exists(evidence))
    named = rows.select_related("responsible", "answered_by", "accepted_by")
    return list(named.order_by("position", "id"))


def question_of(point: HomeworkPoint) -> str:
    """What the point asks, in the reader's language where it is a usual one."""
    return str(USUAL[point.code].question) if point.code in USUAL else point.question


def missing_of_point(point: HomeworkPoint, today: date) -> list[str]:
    """Codes of what a point from ``homework_of`` lacks."""
    if point.state == HomeworkState.ACCEPTED:
        return []
    found = []
    if not point.answer:
        found.append("no-answer")
    if not point.rests:  # type: ignore[attr-defined]  # an annotation
        found.append("no-evidence")
    if point.responsible_id is None:
        found.append("nobody-responsible")
    if point.state == HomeworkState.ANSWERED:
        found.append("not-accepted")
    if point.due_on is not None and point.due_on < today:
        found.append("overdue")
    return found


def _in_homework(study: PreStudy, today: date) -> Iterable[Lack]:
    for point in homework_of(study.pk):
        for code in missing_of_point(point, today):
            yield Lack(code, question_of(point), point.pk)


def _in_needs(study: PreStudy) -> Iterable[Lack]:
    needs = included_in(study.pk)
    if not needs:
        yield Lack("no-needs", study.title)
    for buyer in not_reported(study.pk):
        yield Lack("not-reported", buyer.name, buyer.pk)
    counted = {line.need_id for line in lines_in(study.pk) if line.quantity and line.likely_cents}
    for need in needs:
        if need.state == NeedState.WITHDRAWN:
            yield Lack("need-withdrawn", f"{need.owner}: {need.title}", need.pk)
        elif need.pk not in counted:
            yield Lack("need-without-volumes", f"{need.owner}: {need.title}", need.pk)


def _in_lots(study: PreStudy) -> Iterable[Lack]:
    lots = list(PlannedLot.objects.filter(study=study).order_by("position", "id"))
    if not lots:
        yield Lack("no-lots", study.title)
        return
    placed = dict(PlannedLotLine.objects.filter(study=study).values_list("line_id", "lot_id"))
    lines = lines_in(study.pk)
    for line in lines:
        if line.pk not in placed:
            yield Lack("line-in-no-lot", f"{line.need.owner}: {line}", line.pk)
    filled = {placed[line.pk] for line in lines if line.pk in placed and line.quantity}
    for lot in lots:
        if not lot.reason:
            yield Lack("lot-without-reason", lot.title, lot.pk)
        if lot.pk not in filled:
            yield Lack("lot-without-volumes", lot.title, lot.pk)
        if lot.outsourcing == Outsourcing.UNDECIDED:
            yield Lack("outsourcing-undecided", lot.title, lot.pk)
