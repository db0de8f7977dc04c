"""The homework of a pre-study: points given to people, answered, shown by evidence, accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from samkop.parties.queries import colleagues_of, own_today
from samkop.planning.models import HomeworkEvidence, HomeworkPoint
from samkop.planning.usecases.pre_studies import running_study
from samkop.planning.vocabulary import EvidenceKind, HomeworkState
from samkop.platform.actors import Actor
from samkop.platform.records import change, create, remove
from samkop.platform.refusals import Refused, not_found

LARGEST_FILE = 10 * 1024 * 1024
MOST_POINTS = 200


@dataclass(frozen=True)
class NewEvidence:
    """A file (``name`` and ``content``), or a page of the system (``address``)."""

    title: str
    address: str = ""
    name: str = ""
    content: bytes | None = None


def add_point(
    *, actor: Actor, now: datetime, study_id: int, area: str, question: str
) -> HomeworkPoint:
    """Add a point of one's own.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``,
    ``too-many-points``.
    """
    study = running_study(actor, study_id)
    before = HomeworkPoint.objects.filter(study=study)
    if before.count() >= MOST_POINTS:
        raise Refused("too-many-points", _("Remove points that nobody needs before."))
    return create(
        HomeworkPoint(
            study=study, owner_id=study.owner_id, area=area, question=question,
            position=before.count() + 1,
        )
    )  # fmt: skip


def remove_point(*, actor: Actor, now: datetime, study_id: int, point_id: int) -> None:
    """Remove an open point of one's own; the usual ones are answered, even if by "does not apply".

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``,
    ``homework-point-stays``.
    """
    point = _point(actor, study_id, point_id)
    if point.code or point.state != HomeworkState.OPEN or point.evidence.exists():
        raise Refused(
            "homework-point-stays",
            _("Only an open point of your own, without evidence, is removed. Answer others, even"
              " if with \u201cdoes not apply\u201d and why."),
        )  # fmt: skip
    remove(point)


def plan_point(
    *, actor: Actor, now: datetime, study_id: int, point_id: int,
    responsible_id: int | None, due_on: date | None,
) -> HomeworkPoint:  # fmt: skip
    """Say who answers for a point, and by when.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``,
    ``not-a-colleague``.
    """
    point = _point(actor, study_id, point_id)
    people = colleagues_of(point.owner_id, own_today())
    if responsible_id is not None and not people.filter(id=responsible_id).exists():
        sentence = _("Choose somebody of your own organisation.")
        raise Refused("not-a-colleague", sentence, status=422, fields={"responsible": sentence})
    return change(point, responsible_id=responsible_id, due_on=due_on)


def answer_point(
    *, actor: Actor, now: datetime, study_id: int, point_id: int, answer: str
) -> HomeworkPoint:
    """Answer a point, or better the answer before it is accepted.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``,
    ``homework-answer-empty``, ``homework-in-another-state``.
    """
    point = _point(actor, study_id, point_id)
    _require_state(point, HomeworkState.OPEN, HomeworkState.ANSWERED)
    if not answer.strip():
        sentence = _("Write the answer first.")
        raise Refused("homework-answer-empty", sentence, status=422, fields={"answer": sentence})
    return change(
        point, answer=answer.strip(), state=HomeworkState.ANSWERED,
        answered_by_id=actor.own_person_id, answered_at=now,
    )  # fmt: skip


def accept_point(*, actor: Actor, now: datetime, study_id: int, point_id: int) -> HomeworkPoint:
    """Accept an answer with its evidence; another person than who gave it.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``,
    ``homework-in-another-state``, ``homework-without-evidence``, ``homework-own-answer``.
    """
    point = _point(actor, study_id, point_id)
    _require_state(point, HomeworkState.ANSWERED)
    if point.answered_by_id == actor.own_person_id:
        raise Refused(
            "homework-own-answer",
            _("You have answered this yourself: let somebody else accept it."),
        )
    if not point.evidence.exists():
        raise Refused(
            "homework-without-evidence",
            _("Add what the answer rests on before it is accepted: a file, or a page of the"
              " system."),
        )  # fmt: skip
    return change(
        point, state=HomeworkState.ACCEPTED, accepted_by_id=actor.own_person_id, accepted_at=now
    )


def reopen_point(*, actor: Actor, now: datetime, study_id: int, point_id: int) -> HomeworkPoint:
    """Take a point up again; its answer stays to be bettered.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``,
    ``homework-in-another-state``.
    """
    point = _point(actor, study_id, point_id)
    _require_state(point, HomeworkState.ANSWERED, HomeworkState.ACCEPTED)
    return change(point, state=HomeworkState.OPEN, accepted_by_id=None, accepted_at=None)


def add_evidence(
    *, actor: Actor, now: datetime, study_id: int, point_id: int, evidence: NewEvidence
) -> HomeworkEvidence:
    """Add what an answer rests on.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``,
    ``homework-in-another-state``, ``evidence-missing``, ``evidence-too-large``.
    """
    point = _point(actor, study_id, point_id)
    _require_state(point, HomeworkState.OPEN, HomeworkState.ANSWERED)
    content = evidence.content
    is_page = evidence.address.startswith("/") and not evidence.address.startswith("//")
    if (content is None) != is_page or (content is not None and not evidence.name):
        sentence = _("Give either a file, or the address of a page of this system, from its first"
                     " slash on.")  # fmt: skip
        raise Refused("evidence-missing", sentence, status=422, fields={"address": sentence})
    if content is not None and len(content) > LARGEST_FILE:
        sentence = _("The file is larger than 10 MB. Divide it, or give a page instead.")
        raise Refused("evidence-too-large", sentence, status=422, fields={"file": sentence})
    return create(
        HomeworkEvidence(
            point=point, owner_id=point.owner_id, title=evidence.title, address=evidence.address,
            kind=EvidenceKind.LINK if content is None else EvidenceKind.FILE,
            name=evidence.name, content=content, at=now, added_by_id=actor.own_person_id,
            sha256="" if content is None else sha256(content).hexdigest(),
        )
    )  # fmt: skip


def remove_evidence(*, actor: Actor, now: datetime, study_id: int, evidence_id: int) -> None:
    """Remove it, while the answer is not accepted.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``,
    ``homework-in-another-state``.
    """
    study = running_study(actor, study_id)
    rows = HomeworkEvidence.objects.select_related("point").defer("content")
    found = rows.filter(id=evidence_id, point__study=study).first()
    if found is None:
        raise not_found()
    _require_state(found.point, HomeworkState.OPEN, HomeworkState.ANSWERED)
    remove(found)


def _point(actor: Actor, study_id: int, point_id: int) -> HomeworkPoint:
    study = running_study(actor, study_id)
    found = HomeworkPoint.objects.select_for_update().filter(study=study, id=point_id).first()
    if found is None:
        raise not_found()
    return found


def _require_state(point: HomeworkPoint, *states: HomeworkState) -> None:
    if point.state not in states:
        raise Refused(
            "homework-in-another-state",
            _("This point is in the state \u201c%(state)s\u201d. Take it up again first."),
            state=HomeworkState(point.state).label,
        )
