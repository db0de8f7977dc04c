"""Planned lots: planned with their reason, filled with lines of needs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.planning.models import PlannedLot, PlannedLotLine, PreStudy
from samkop.planning.queries.pre_studies import lines_in
from samkop.planning.usecases.pre_studies import running_study
from samkop.planning.vocabulary import Outsourcing
from samkop.platform.actors import Actor
from samkop.platform.records import change, create, create_all, note, remove
from samkop.platform.refusals import Refused, not_found

MOST_LOTS = 100


@dataclass(frozen=True)
class NewLot:
    """A lot with its reasons; ``titles`` by language, ``line_ids`` of needs taken in."""

    titles: dict[str, str]
    unit: str
    division: str
    reason: str = ""
    description: str = ""
    outsourcing: str = Outsourcing.UNDECIDED
    outsourcing_reason: str = ""
    line_ids: Collection[int] = ()


def plan_lot(*, actor: Actor, now: datetime, study_id: int, lot: NewLot) -> PlannedLot:
    """Plan one more lot.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``,
    ``too-many-lots``, ``line-not-to-put-in``.
    """
    study = running_study(actor, study_id)
    before = PlannedLot.objects.filter(study=study).count()
    if before >= MOST_LOTS:
        raise Refused("too-many-lots", _("Join lots before you plan another."))
    made = create(
        PlannedLot(study=study, owner_id=study.owner_id, position=before + 1, **_fields(lot))
    )
    _fill(study, made, lot.line_ids)
    return made


def change_lot(
    *, actor: Actor, now: datetime, study_id: int, lot_id: int, lot: NewLot
) -> PlannedLot:
    """Change a lot; its lines are those given.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``,
    ``line-not-to-put-in``.
    """
    study = running_study(actor, study_id)
    found = _lot(study, lot_id)
    change(found, **_fields(lot))
    PlannedLotLine.objects.filter(lot=found).delete()
    _fill(study, found, lot.line_ids)
    note(lines=len(lot.line_ids))
    return found


def remove_lot(*, actor: Actor, now: datetime, study_id: int, lot_id: int) -> None:
    """Remove a lot; what it holds is in none then.

    Raises Refused: ``not-found``, ``not-allowed``, ``pre-study-not-under-way``.
    """
    study = running_study(actor, study_id)
    found = _lot(study, lot_id)
    PlannedLotLine.objects.filter(lot=found).delete()
    remove(found)


def _lot(study: PreStudy, lot_id: int) -> PlannedLot:
    found = PlannedLot.objects.select_for_update().filter(study=study, id=lot_id).first()
    if found is None:
        raise not_found()
    return found


def _fields(lot: NewLot) -> dict[str, Any]:
    fields = asdict(lot)
    titles = fields.pop("titles")
    del fields["line_ids"]
    return {**fields, **{f"title_{language}": titles[language] for language in ("sv", "fi", "en")}}


def _fill(study: PreStudy, lot: PlannedLot, line_ids: Collection[int]) -> None:
    """Only lines that count, and that no other lot holds."""
    if not line_ids:
        return
    wanted = set(line_ids)
    lines = {line.pk: line for line in lines_in(study.pk) if line.pk in wanted}
    taken = PlannedLotLine.objects.filter(line_id__in=wanted).exists()
    if taken or lines.keys() != wanted:
        raise Refused(
            "line-not-to-put-in",
            _("Choose lines of needs that the pre-study counts and that are in no other lot."),
            status=422,
        )
    create_all(
        (
            PlannedLotLine(
                lot=lot, study=study, owner_id=study.owner_id, need_id=line.need_id, line=line
            )
            for _id, line in sorted(lines.items())
        ),
        under=lot,
    )
