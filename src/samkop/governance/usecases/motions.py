"""Motions: proposed by a member or the purchasing body, put on an agenda, taken back."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.governance.models import Motion, SteeringGroup
from samkop.governance.policies import may_propose
from samkop.governance.queries.steering import group_of, require_seat
from samkop.governance.usecases.meeting_steps import spread
from samkop.governance.usecases.steering_groups import require_texts, written
from samkop.governance.vocabulary.steering import MotionState
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

DECIDED = "motion-decided"


def propose_motion(
    *,
    actor: Actor,
    now: datetime,
    group_id: int,
    title: str,
    text: str,
    subject_reference: str = "",
    reasons: str = "",
) -> Motion:
    """Bring something before the steering group, for one's member or the purchasing body.

    ``subject_reference`` names the thing that it is about (``governance.project:12``); whoever
    owns that hears ``motion-decided``. Other parts call it inside a use case of theirs. Raises
    Refused ``not-found``, ``not-allowed``, ``no-seat``, ``text-missing``.
    """
    require(may_propose(actor))
    group = group_of(group_id)
    if actor.own_party_id != group.region.purchasing_body_id:
        require_seat(group_id, actor.own_party_id, group_day(group, now))
    made = create(
        Motion(
            group=group, region_id=group.region_id, proposed_by_id=actor.own_party_id,
            proposed_at=now, subject_reference=subject_reference,
            reasons=written(reasons), **require_texts(title=title, text=text),
        )
    )  # fmt: skip
    if made.proposed_by_id != group.lead_id:
        spread(
            group, "motion-proposed", [group.lead_id], "motion", made.pk, title=made.title,
            by=made.proposed_by.legal_name,
        )  # fmt: skip
    return made


def withdraw_motion(*, actor: Actor, now: datetime, motion_id: int) -> Motion:
    """Take back what one's own organisation has proposed, before it is voted on: it lapses.

    Raises Refused ``not-found``, ``not-allowed``, ``motion-in-another-state``, ``vote-open``.
    """
    found = locked_motion(motion_id)
    require(may_propose(actor) and found.proposed_by_id == actor.own_party_id)
    require_state(found, MotionState.PROPOSED, MotionState.ON_AGENDA)
    if found.votes.filter(closed_at__isnull=True).exists():
        raise Refused("vote-open", _("It is being voted on. The chair closes the vote first."))
    change(found, state=MotionState.LAPSED, decided_at=now)
    tell_decided(found, now)
    return found


def locked_motion(motion_id: int) -> Motion:
    """A motion, locked until the unit of work ends. Raises Refused ``not-found``."""
    rows = Motion.objects.select_related("group__lead", "agenda_item__meeting")
    found = rows.select_for_update(of=("self",)).filter(id=motion_id).first()
    if found is None:
        raise not_found()
    return found


def require_state(motion: Motion, *states: MotionState) -> None:
    """Raises Refused ``motion-in-another-state`` unless it is in one of them."""
    if motion.state not in states:
        raise Refused(
            "motion-in-another-state",
            _("This motion is in the state \u201c%(state)s\u201d: this is done in another."),
            state=MotionState(motion.state).label,
        )


def tell_decided(motion: Motion, now: datetime) -> None:
    """The group has recommended, or will not: whoever owns the subject hears it."""
    tell(
        DECIDED, motion_id=motion.pk, group_id=motion.group_id, region_id=motion.region_id,
        outcome=motion.state, subject_reference=motion.subject_reference,
        decided_on=group_day(motion.group, now).isoformat(),
    )  # fmt: skip


def group_day(group: SteeringGroup, moment: datetime) -> date:
    """The day that it is at a moment where the group is led."""
    return day_of(moment, group.lead.time_zone)
