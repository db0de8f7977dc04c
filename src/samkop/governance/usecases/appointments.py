"""Members appoint to their own seats: a member, and deputies in their order."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.governance.models import SeatHolder
from samkop.governance.policies import COOPERATES, may_appoint
from samkop.governance.queries.steering import group_of, require_seat
from samkop.governance.usecases.steering_groups import Decision, require_decision
from samkop.parties.queries import meets, own_today, person_of, roles_of
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

LAST_RANK = 9


def appoint(
    *,
    actor: Actor,
    now: datetime,
    group_id: int,
    person_id: int,
    rank: int,
    valid_from: date,
    decision: Decision,
    valid_until: date | None = None,
) -> SeatHolder:
    """Record whom one's own organisation has appointed to its seat, by its own decision.

    ``rank`` 0 is the member, 1 to 9 the deputies in their order. Raises Refused ``not-found``,
    ``not-allowed``, ``no-seat``, ``rank-unknown``, ``ends-before-it-starts``,
    ``before-its-decision``, ``role-missing``, ``appointed-already``, ``text-missing``.
    """
    require(may_appoint(actor))
    group = group_of(group_id)
    seat = require_seat(group_id, actor.own_party_id, own_today())
    if not 0 <= rank <= LAST_RANK:
        raise Refused("rank-unknown", _("Choose the member or a deputy."), status=422)
    if valid_until is not None and valid_until < valid_from:
        words = _("The last day lies before the first.")
        raise Refused("ends-before-it-starts", words, status=422, fields={"valid_until": words})
    rests_on = require_decision(decision, valid_from)
    person = person_of(person_id)
    held = roles_of([person_id], seat.party_id, own_today())[person_id]
    if COOPERATES.isdisjoint(held):
        words = _("Give this person the role \u201cSteering group member\u201d first: without it"
                  " nobody sees the meetings.")  # fmt: skip
        raise Refused("role-missing", words, status=422, fields={"person_id": words})
    hold("steering-seat", seat.pk)
    _require_free(seat.pk, rank, person_id, valid_from, valid_until)
    return create(
        SeatHolder(
            seat=seat, group=group, region_id=group.region_id, party_id=seat.party_id,
            person=person, name=person.name, rank=rank, valid_from=valid_from,
            valid_until=valid_until, recorded_at=now, **rests_on,
        )
    )  # fmt: skip


def end_appointment(
    *, actor: Actor, now: datetime, holder_id: int, valid_until: date
) -> SeatHolder:
    """Set the last day of an appointment of one's own, today or later, never later than it was.

    Raises Refused ``not-found``, ``not-allowed``, ``ends-before-it-starts``,
    ``ends-in-the-past``, ``ended-already``.
    """
    require(may_appoint(actor))
    found = SeatHolder.objects.select_for_update().filter(
        id=holder_id, party_id=actor.own_party_id
    ).first()  # fmt: skip
    if found is None:
        raise not_found()
    if valid_until < found.valid_from:
        words = _("The last day lies before the first.")
        raise Refused("ends-before-it-starts", words, status=422, fields={"valid_until": words})
    if valid_until < own_today():
        words = _("Choose today or a later day: who was there until now was there.")
        raise Refused("ends-in-the-past", words, status=422, fields={"valid_until": words})
    if found.valid_until is not None and found.valid_until <= valid_until:
        raise Refused(
            "ended-already", _("It ends by then already. Appoint anew to make it longer.")
        )
    return change(found, valid_until=valid_until)


def _require_free(seat_id: int, rank: int, person_id: int, first: date, last: date | None) -> None:
    """The place is free on these days, and the person sits on no other of the same seat."""
    held = SeatHolder.objects.filter(meets(first, last), seat_id=seat_id)
    if held.filter(rank=rank).exists():
        words = _("Somebody else is appointed for these days. End that appointment first.")
        raise Refused("appointed-already", words, status=422, fields={"rank": words})
    if held.filter(person_id=person_id).exists():
        words = _("This person is appointed to the seat for these days already.")
        raise Refused("appointed-already", words, status=422, fields={"person_id": words})
