"""Marks by each evaluator alone, then what they agree on; all of it is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from samkop.core.award.scoring.model import Criterion
from samkop.core.award.scoring.showing import plain
from samkop.platform.actors import Actor
from samkop.platform.records import create_under
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require
from samkop.tendering.models import ConsensusMark, Lot, Mark
from samkop.tendering.policies import may_mark, may_run_tender
from samkop.tendering.queries.evaluation import (
    bids_on,
    consensus_on,
    has_handed_in,
    marking_on,
    marks_by,
    marks_on,
    rejections_of,
)
from samkop.tendering.queries.schemes import require_frozen, scheme_of
from samkop.tendering.queries.tenders import tender_of
from samkop.tendering.usecases.evaluators import locked_appointment, require_marking
from samkop.tendering.usecases.states import lock_tender, require_state
from samkop.tendering.vocabulary import TenderState

MOST_WORDS = 4000  # characters of a reason


@dataclass(frozen=True)
class GivenMark:
    """A mark as it is given; ``field`` names the place of a form where it stands."""

    bid_id: int
    criterion: str
    value: Decimal
    reason: str = ""

    @property
    def at(self) -> tuple[int, str]:
        """The bid and the criterion."""
        return self.bid_id, self.criterion

    @property
    def field(self) -> str:
        """Its place in a form."""
        return f"mark-{self.bid_id}-{self.criterion}"


def give_marks(
    *, actor: Actor, now: datetime, appointment_id: int, marks: Sequence[GivenMark]
) -> int:
    """Give or change one's own marks on a lot, each with its reason; answers how many changed.

    Raises Refused: as ``require_marking``; ``model-not-as-published``, ``not-found`` (a bid of
    another lot, a criterion that is not marked), ``bid-rejected``, ``mark-outside-scale``,
    ``mark-without-reason``.
    """
    appointment = locked_appointment(appointment_id)
    require_marking(actor, appointment)
    require_frozen(appointment.tender)
    _check(appointment.lot, marks, reasoned=True)
    before = marks_by(appointment_id)
    changed = [one for one in marks if _differs(one, before.get(one.at))]
    rows = [
        Mark(
            tender_id=appointment.tender_id, lot_id=appointment.lot_id, bid_id=one.bid_id,
            appointment=appointment, evaluator_id=appointment.evaluator_id,
            criterion=one.criterion, value=one.value, reason=one.reason.strip(), at=now,
        )
        for one in changed
    ]  # fmt: skip
    create_under([(appointment, rows)])
    return len(rows)


def agree_on_marks(*, actor: Actor, now: datetime, lot_id: int, marks: Sequence[GivenMark]) -> int:
    """Record the marks that count; answers how many changed.

    By who runs the tender, or an evaluator of the lot, once all of them have handed in. A mark
    that differs from any evaluator's has a reason. Raises Refused: ``not-found``,
    ``not-allowed``, ``tender-in-another-state``, ``model-not-as-published``,
    ``no-evaluator``, ``marks-outstanding``, ``bid-rejected``, ``mark-outside-scale``,
    ``consensus-without-reason``.
    """
    lot = Lot.objects.filter(id=lot_id).first()
    if lot is None:
        raise not_found()
    tender = tender_of(lot.tender_id)
    evaluators = marking_on(lot_id)
    require(
        may_run_tender(actor, tender) or any(may_mark(actor, appointed) for appointed in evaluators)
    )
    require_state(lock_tender(tender.pk), TenderState.OPENED)
    require_frozen(tender)
    _require_handed_in([one for one in evaluators if not has_handed_in(one)], bool(evaluators))
    _check(lot, marks, reasoned=False)
    own, before = marks_on(lot_id), consensus_on(lot_id)
    _require_reasons(marks, own)
    rows = [
        ConsensusMark(
            tender=tender, lot=lot, bid_id=one.bid_id, criterion=one.criterion, value=one.value,
            reason=one.reason.strip(), recorded_by_id=actor.own_person_id, at=now,
        )
        for one in marks
        if _differs(one, before.get(one.at))
    ]  # fmt: skip
    create_under([(lot, rows)])
    return len(rows)


def _differs(given: GivenMark, before: Mark | ConsensusMark | None) -> bool:
    return before is None or (before.value, before.reason) != (given.value, given.reason.strip())


def _check(lot: Lot, marks: Sequence[GivenMark], *, reasoned: bool) -> None:
    """Raises Refused where a mark is none of its scale, or of a bid that is not marked."""
    leaves = {leaf.id: leaf for leaf in scheme_of(lot).model.leaves}
    bids = {bid.pk for bid in bids_on(lot.pk)}
    if any(one.bid_id not in bids or one.criterion not in leaves for one in marks):
        raise not_found()
    _require_in({one.bid_id for one in marks}, rejections_of(lot.tender_id).keys())
    outside = {
        one.field: _outside(leaves[one.criterion])
        for one in marks
        if one.value not in leaves[one.criterion].marks
    }
    if outside:
        raise Refused(
            "mark-outside-scale",
            _("A mark is none of the scale that was announced."),
            status=422, fields=outside,
        )  # fmt: skip
    bare = {
        one.field: _("Give the reason for this mark.")
        for one in marks
        if reasoned and not one.reason.strip()
    }
    if bare:
        raise Refused(
            "mark-without-reason", _("Each mark needs its reason."), status=422, fields=bare
        )


def _require_in(bid_ids: Collection[int], out: Collection[int]) -> None:
    if not set(bid_ids).isdisjoint(out):
        raise Refused("bid-rejected", _("A bid that is rejected is not marked."))


def _outside(leaf: Criterion) -> str:
    words = _("Marks go from %(first)s to %(last)s in steps of %(step)s.")
    shown = {
        "first": plain(leaf.marks[0]), "last": plain(leaf.top),
        "step": plain(leaf.marks[1] - leaf.marks[0]),
    }  # fmt: skip
    return str(words) % shown


def _require_handed_in(waiting: Sequence[object], anybody: bool) -> None:  # noqa: FBT001
    if not anybody:
        raise Refused("no-evaluator", _("Nobody marks this lot. Appoint its evaluators first."))
    if waiting:
        raise Refused(
            "marks-outstanding",
            _("Evaluators who have still to hand in their marks on this lot: %(count)s."),
            count=len(waiting),
        )


def _require_reasons(
    marks: Sequence[GivenMark], own: Mapping[tuple[int, str], Sequence[Mark]]
) -> None:
    bare = {
        one.field: _("An evaluator marked otherwise: give the reason.")
        for one in marks
        if not one.reason.strip() and any(mark.value != one.value for mark in own.get(one.at, ()))
    }
    if bare:
        raise Refused(
            "consensus-without-reason",
            _("Where the consensus differs from an evaluator's mark, it needs its reason."),
            status=422, fields=bare,
        )  # fmt: skip
