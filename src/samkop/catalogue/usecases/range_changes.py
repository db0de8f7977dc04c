"""Deciding on proposals for the joint range, and writing the change with its day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import RangeChange, RangeDecision, RangeProposal
from samkop.catalogue.policies import may_keep_range_of, may_move_proposal
from samkop.catalogue.queries import item_of
from samkop.catalogue.queries.range_proposals import (
    proposal_of,
    serves_several_regions,
    steering_group_of,
)
from samkop.catalogue.usecases.availability import name_successor
from samkop.catalogue.usecases.configurations import WantedPart, add_configuration_version
from samkop.catalogue.usecases.joint_range import add_to_range, end_range
from samkop.catalogue.usecases.range_proposals import (
    GOES,
    locked_proposal,
    require_fitting,
    require_state,
    require_to_come,
)
from samkop.catalogue.vocabulary import ProposalState, RangeStep
from samkop.core.period import day_of
from samkop.governance.queries.motions import was_amended
from samkop.governance.usecases.motions import propose_motion
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_date
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

LONGEST_REASON, LONGEST_TITLE = 500, 200
CARRIED, LAPSED = "carried", "lapsed"
DAY = timedelta(days=1)


def bring_to_table(*, actor: Actor, now: datetime, proposal_id: int) -> RangeProposal:
    """Bring a proposal before its region's steering group, as a motion.

    By whose it is, or by who keeps the range. Its outcome comes back as a fact
    (``take_up_motion``). Raises Refused: ``not-found``, ``not-allowed``,
    ``proposal-in-another-state``, ``no-steering-group``, and as ``propose_motion``.
    """
    found = locked_proposal(proposal_id)
    keeps = may_keep_range_of(actor, found.purchasing_body_id)
    require(keeps or may_move_proposal(actor, found))
    require_state(found, ProposalState.ON_TABLE)
    group = steering_group_of(found)
    if group is None:
        sentence = _("This region has no steering group. Who keeps the range decides.")
        raise Refused("no-steering-group", sentence)
    title = proposal_of(proposal_id).title
    motion = propose_motion(
        actor=actor, now=now, group_id=group.pk, title=title[:LONGEST_TITLE],
        text=gettext("%(what)s, from %(day)s on.") % {
            "what": title, "day": format_date(found.wanted_from),
        },
        subject_reference=subject_of(found), reasons=found.reason,
    )  # fmt: skip
    return change(found, state=ProposalState.ON_TABLE, motion_id=motion.pk)


def decide_range_proposal(
    *, actor: Actor, now: datetime, proposal_id: int, carried: bool, reason: str
) -> RangeProposal:
    """Decide on a proposal as who keeps the range, with the reason: where no steering group does.

    What is carried is written with a day of its own (``write_range_change``). Raises Refused:
    ``not-found``, ``not-allowed``, ``proposal-in-another-state``, ``reason-missing``,
    ``group-decides``.
    """
    found = locked_proposal(proposal_id)
    require(may_keep_range_of(actor, found.purchasing_body_id))
    if steering_group_of(found) is not None:
        sentence = _("This region's steering group decides. Bring the proposal before it.")
        raise Refused("group-decides", sentence)
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        sentence = _("Say why, in 500 characters at most.")
        raise Refused("reason-missing", sentence, status=422, fields={"reason": sentence})
    today = day_of(now, found.purchasing_body.time_zone)
    return decided(found, now, carried=carried, decided_on=today, reason=reason)


def decided(
    proposal: RangeProposal, now: datetime, *, carried: bool, decided_on: date, reason: str,
    motion_id: int | None = None,
) -> RangeProposal:  # fmt: skip
    """A locked proposal that is decided on now; told as ``range-proposal-decided``.

    Raises Refused ``proposal-in-another-state``.
    """
    state = ProposalState.CARRIED if carried else ProposalState.REJECTED
    require_state(proposal, state)
    create(
        RangeDecision(
            proposal=proposal, purchasing_body_id=proposal.purchasing_body_id, carried=carried,
            decided_on=decided_on, reason=reason, motion_id=motion_id, at=now,
        )
    )  # fmt: skip
    tell(
        "range-proposal-decided", proposal_id=proposal.pk, carried=carried,
        body_id=proposal.purchasing_body_id, proposed_by_id=proposal.proposed_by_id,
        motion_id=motion_id,
    )  # fmt: skip
    return change(proposal, state=state)


def take_up_motion(
    *, actor: Actor, now: datetime, proposal_id: int, motion_id: int, outcome: str, decided_on: str
) -> RangeProposal:
    """What became of a proposal's motion: ``carried``, ``rejected``; ``lapsed`` gives it back.

    A motion that is not the proposal's own changes nothing. ``decided_on`` is ISO 8601. Raises
    Refused: ``not-found``, ``not-allowed``.
    """
    found = locked_proposal(proposal_id)
    require(may_keep_range_of(actor, found.purchasing_body_id))
    if found.state != ProposalState.ON_TABLE or found.motion_id != motion_id:
        return found
    if outcome == LAPSED:
        return change(found, state=ProposalState.PROPOSED, motion_id=None)
    return decided(
        found, now, carried=outcome == CARRIED, decided_on=date.fromisoformat(decided_on),
        reason="", motion_id=motion_id,
    )  # fmt: skip


def waits_for_keeper(proposal: RangeProposal) -> Refused | None:
    """Why what a group carried is not written by itself: others order from the same range, or
    the group carried other words than were proposed. None where nothing stands in the way.
    """
    if serves_several_regions(proposal.purchasing_body_id):
        sentence = _("Other regions order from the same range: ask them before you do.")
        return Refused("several-regions", sentence)
    if was_amended(proposal.motion_id or 0):
        sentence = _("The motion was amended: read what was carried before you do.")
        return Refused("motion-amended", sentence)
    return None


def write_range_change(
    *, actor: Actor, now: datetime, proposal_id: int, effective_on: date | None = None
) -> RangeChange:
    """Write what was carried into the range, from a day (else the one wanted) on.

    Nothing that stands there is rewritten: what goes gets its last day, what comes its first,
    a configuration its next version. Until the day the range is as it was. Told as
    ``range-change-written``. Raises Refused: ``not-found``, ``not-allowed``,
    ``proposal-not-carried``, ``change-written``, ``change-in-the-past``, ``item-in-range``,
    ``item-not-in-range``, and as the use cases that it calls.
    """
    locked = locked_proposal(proposal_id)
    require(may_keep_range_of(actor, locked.purchasing_body_id))
    found = proposal_of(proposal_id)
    if found.state != ProposalState.CARRIED:
        raise Refused("proposal-not-carried", _("Only what was carried is written."))
    if RangeChange.objects.filter(proposal=found).exists():
        raise Refused("change-written", _("This change is written already."))
    day = effective_on or found.wanted_from
    require_to_come(day, day_of(now, found.purchasing_body.time_zone))
    require_fitting(found, day)
    agreement_id = _write(actor, now, found, day)
    made = create(
        RangeChange(
            proposal=found, purchasing_body_id=found.purchasing_body_id,
            agreement_id=agreement_id, step=found.step, item=found.item,
            successor=found.successor, configuration=found.configuration, effective_on=day,
            sold_until=found.sold_until, at=now,
        )
    )  # fmt: skip
    tell("range-change-written", change_id=made.pk, body_id=made.purchasing_body_id)
    return made


def put_in_effect(*, actor: Actor, now: datetime, proposal_id: int) -> RangeProposal:
    """The day of a written change has come: by the clock. The range itself knows by its dates.

    Raises Refused: ``not-found``, ``not-allowed``, ``proposal-in-another-state``,
    ``change-not-due``.
    """
    found = locked_proposal(proposal_id)
    require(may_keep_range_of(actor, found.purchasing_body_id))
    require_state(found, ProposalState.IN_EFFECT)
    today = day_of(now, found.purchasing_body.time_zone)
    if not RangeChange.objects.filter(proposal=found, effective_on__lte=today).exists():
        raise Refused("change-not-due", _("The day of this change has not come yet."))
    return change(found, state=ProposalState.IN_EFFECT)


def _write(actor: Actor, now: datetime, found: RangeProposal, day: date) -> int:
    """The range's own rows; returns the agreement on whose shelf it changes."""
    if found.step == RangeStep.CONFIGURATION:
        parts = list(found.parts.all())
        add_configuration_version(
            actor=actor, now=now, configuration_id=found.configuration_id or 0,
            parts=[WantedPart(part.item_id, part.quantity) for part in parts], valid_from=day,
            image=found.image, mdm_profile=found.mdm_profile,
        )  # fmt: skip
        return parts[0].item.agreement_id
    item = item_of(found.item_id or 0)
    if found.step in GOES:
        end_range(actor=actor, now=now, item_id=item.pk, last_day=day - DAY)
    comes = found.successor_id if found.step == RangeStep.REPLACE else found.item_id
    if found.step != RangeStep.TAKE_OUT and comes is not None:
        _comes(actor, now, comes, day)
    if found.step in GOES:
        _goes(actor, now, found)
    return item.agreement_id


def _comes(actor: Actor, now: datetime, item_id: int, day: date) -> None:
    """A successor may stand in the range before what it replaces goes."""
    try:
        add_to_range(actor=actor, now=now, item_id=item_id, valid_from=day)
    except Refused as refused:
        if refused.code != "item-in-range":
            raise


def _goes(actor: Actor, now: datetime, found: RangeProposal) -> None:
    """Until when what goes is sold, and what follows it on its own shelf."""
    item = item_of(found.item_id or 0)
    follows = item.replaced_by_id
    if found.successor_id and item_of(found.successor_id).agreement_id == item.agreement_id:
        follows = found.successor_id
    sold_until = found.sold_until or item.sold_until
    if (follows, sold_until) != (item.replaced_by_id, item.sold_until):
        name_successor(
            actor=actor, now=now, item_id=item.pk, successor_id=follows, sold_until=sold_until
        )
