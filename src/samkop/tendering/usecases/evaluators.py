"""Evaluators: appointed lot by lot, their declarations, and that they are done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.parties.queries import membership_of
from samkop.platform.actors import Actor
from samkop.platform.records import change, create, create_each
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require
from samkop.tendering.models import (
    EvaluatorAppointment,
    InterestDeclaration,
    Lot,
    MarkHandIn,
)
from samkop.tendering.policies import may_mark
from samkop.tendering.queries.evaluation import (
    appointment_of,
    bids_on,
    has_handed_in,
    is_declared,
    marks_by,
    rejections_of,
)
from samkop.tendering.queries.schemes import scheme_of
from samkop.tendering.usecases.states import locked_tender, require_state
from samkop.tendering.vocabulary import TenderState

APPOINTED_IN = (
    TenderState.IN_PREPARATION, TenderState.ANNOUNCED, TenderState.OPEN, TenderState.OPENED,
)  # fmt: skip


def appoint_evaluator(
    *, actor: Actor, now: datetime, tender_id: int, lot_ids: Sequence[int], evaluator_id: int
) -> list[EvaluatorAppointment]:
    """Appoint a person of the authority to mark the bids on these lots.

    Raises Refused: ``not-found`` (also for a person who is no member), ``not-allowed``,
    ``tender-in-another-state``, ``no-lot-chosen``, ``already-appointed``.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, *APPOINTED_IN)
    membership_of(evaluator_id, tender.owner_id)
    lots = list(Lot.objects.filter(tender=tender, id__in=lot_ids).order_by("code"))
    if not lots:
        raise Refused("no-lot-chosen", _("Choose the lots that the person marks."), status=422)
    if len(lots) != len(set(lot_ids)):
        raise not_found()
    taken = EvaluatorAppointment.objects.filter(lot__in=lots, evaluator_id=evaluator_id)
    if taken.exists():
        raise Refused(
            "already-appointed",
            _("The person is or was appointed to one of these lots. Leave that lot out."),
        )
    made = [
        EvaluatorAppointment(
            tender=tender, owner=tender.owner, lot=lot, evaluator_id=evaluator_id,
            appointed_at=now,
        )
        for lot in lots
    ]  # fmt: skip
    create_each(made)
    return made


def end_appointment(
    *, actor: Actor, now: datetime, appointment_id: int, reason: str
) -> EvaluatorAppointment:
    """The person marks no more; marks that were given are kept and do not count.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``appointment-ended``, ``reason-missing``.
    """
    appointment = appointment_of(appointment_id)
    tender = locked_tender(actor, appointment.tender_id)
    require_state(tender, *APPOINTED_IN)
    if appointment.ended_at is not None:
        raise Refused("appointment-ended", _("This appointment has ended already."))
    require_reason(reason)
    return change(appointment, ended_at=now, end_reason=reason.strip())


def declare_interest(
    *, actor: Actor, now: datetime, appointment_id: int, conflict: bool, note: str = ""
) -> InterestDeclaration:
    """Declare, as the evaluator, whether there is a conflict of interest (art. 24).

    Raises Refused: ``not-found``, ``not-allowed``, ``declared-already``, ``conflict-not-told``.
    """
    appointment = appointment_of(appointment_id)
    require(may_mark(actor, appointment))
    if getattr(appointment, "declaration", None) is not None:
        raise Refused(
            "declared-already",
            _("You have declared this already. Tell who runs the tender if it has changed."),
        )
    if conflict and not note.strip():
        raise Refused("conflict-not-told", _("Say what the conflict of interest is."), status=422)
    return create(
        InterestDeclaration(
            appointment=appointment, evaluator_id=appointment.evaluator_id, conflict=conflict,
            note=note.strip(), at=now,
        )
    )  # fmt: skip


def hand_in_marks(*, actor: Actor, now: datetime, appointment_id: int) -> MarkHandIn:
    """The evaluator is done with a lot: the marks are fixed, and are seen by the others.

    Raises Refused: as ``require_marking``, and ``marks-missing``.
    """
    appointment = locked_appointment(appointment_id)
    require_marking(actor, appointment)
    out = rejections_of(appointment.tender_id)
    given = marks_by(appointment.pk)
    missing = [
        (bid, leaf.id)
        for bid in bids_on(appointment.lot_id)
        for leaf in scheme_of(appointment.lot).model.leaves
        if bid.pk not in out and (bid.pk, leaf.id) not in given
    ]
    if missing:
        raise Refused(
            "marks-missing",
            _("Marks missing on %(lot)s: %(count)s, the first of %(bidder)s in"
              " \u201c%(criterion)s\u201d. Give them, then hand in."),
            count=len(missing), lot=appointment.lot.code, bidder=missing[0][0].bidder.name,
            criterion=missing[0][1],
        )  # fmt: skip
    return create(
        MarkHandIn(appointment=appointment, evaluator_id=appointment.evaluator_id, at=now)
    )


def locked_appointment(appointment_id: int) -> EvaluatorAppointment:
    """The appointment, locked before what hangs on it is read: a mark and its handing in wait for
    each other. Raises Refused ``not-found``.
    """
    list(EvaluatorAppointment.objects.select_for_update().filter(id=appointment_id))
    return appointment_of(appointment_id)


def require_marking(actor: Actor, appointment: EvaluatorAppointment) -> None:
    """Raises Refused unless the actor marks the lot and has not handed in: ``not-allowed``,
    ``declaration-missing``, ``conflict-of-interest``, ``marks-handed-in``,
    ``tender-in-another-state``.
    """
    require(may_mark(actor, appointment))
    require_state(appointment.tender, TenderState.OPENED)
    if getattr(appointment, "declaration", None) is None:
        raise Refused(
            "declaration-missing",
            _("Declare first whether you have a conflict of interest on %(lot)s."),
            lot=appointment.lot.code,
        )
    if not is_declared(appointment):
        raise Refused(
            "conflict-of-interest",
            _("You have declared a conflict of interest on %(lot)s: others mark it."),
            lot=appointment.lot.code,
        )
    if has_handed_in(appointment):
        raise Refused(
            "marks-handed-in",
            _("You have handed in your marks on %(lot)s: they stand. What changes is agreed on"
              " together."),
            lot=appointment.lot.code,
        )  # fmt: skip


def require_reason(reason: str) -> None:
    """Raises Refused ``reason-missing`` where there is none."""
    if not reason.strip():
        raise Refused("reason-missing", _("Give the reason."), status=422)
