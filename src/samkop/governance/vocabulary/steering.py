"""The words of the steering group: meetings, motions, votes."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.core import ballots


class MeetingState(TextChoices):
    """Where a meeting of the steering group stands."""

    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    CALLED = "called", pgettext_lazy("meeting", "Called")
    OPEN = "open", pgettext_lazy("meeting", "Open")
    CLOSED = "closed", pgettext_lazy("meeting", "Closed")
    APPROVED = "minutes-approved", _("Minutes approved")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


# What may follow (the database's trigger holds the same).
MEETING_TRANSITIONS: Mapping[MeetingState, frozenset[MeetingState]] = {
    MeetingState.PLANNED: frozenset({MeetingState.CALLED, MeetingState.CANCELLED}),
    MeetingState.CALLED: frozenset({MeetingState.OPEN, MeetingState.CANCELLED}),
    MeetingState.OPEN: frozenset({MeetingState.CLOSED}),
    MeetingState.CLOSED: frozenset({MeetingState.APPROVED}),
    MeetingState.APPROVED: frozenset(),
    MeetingState.CANCELLED: frozenset(),
}


class MotionState(TextChoices):
    """Where a motion stands."""

    PROPOSED = "proposed", pgettext_lazy("motion", "Proposed")
    ON_AGENDA = "on-agenda", pgettext_lazy("motion", "On an agenda")
    CARRIED = "carried", pgettext_lazy("motion", "Carried")
    REJECTED = "rejected", pgettext_lazy("motion", "Rejected")
    LAPSED = "lapsed", pgettext_lazy("motion", "Lapsed")


MOTION_TRANSITIONS: Mapping[MotionState, frozenset[MotionState]] = {
    MotionState.PROPOSED: frozenset({MotionState.ON_AGENDA, MotionState.LAPSED}),
    MotionState.ON_AGENDA: frozenset(
        {MotionState.PROPOSED, MotionState.CARRIED, MotionState.REJECTED, MotionState.LAPSED}
    ),
    MotionState.CARRIED: frozenset(),
    MotionState.REJECTED: frozenset(),
    MotionState.LAPSED: frozenset(),
}


class AmendmentState(TextChoices):
    """Where an amendment stands; fallen: its passage was gone when its turn came."""

    MOVED = "moved", pgettext_lazy("amendment", "Moved")
    CARRIED = "carried", pgettext_lazy("amendment", "Carried")
    REJECTED = "rejected", pgettext_lazy("amendment", "Rejected")
    FALLEN = "fallen", pgettext_lazy("amendment", "Fallen")


class AmendmentKind(TextChoices):
    """What an amendment does to the text (``core.ballots``)."""

    REPLACE = ballots.AmendmentKind.REPLACE.value, _("Replace a passage")
    ADD = ballots.AmendmentKind.ADD.value, _("Add to the end")
    REWRITE = ballots.AmendmentKind.REWRITE.value, _("Another text instead of the whole")


class BallotChoice(TextChoices):
    """What a seat says in a vote."""

    YES = ballots.Choice.YES.value, pgettext_lazy("vote", "Yes")
    NO = ballots.Choice.NO.value, pgettext_lazy("vote", "No")
    ABSTAIN = ballots.Choice.ABSTAIN.value, pgettext_lazy("vote", "Abstain")


class VoteOutcome(TextChoices):
    """What became of a question; void: too few were left when it was closed."""

    CARRIED = ballots.Outcome.CARRIED.value, pgettext_lazy("vote", "Carried")
    REJECTED = ballots.Outcome.REJECTED.value, pgettext_lazy("vote", "Rejected")
    VOID = "void", pgettext_lazy("vote", "Void: no quorum")


class QuestionKind(TextChoices):
    """What is voted on."""

    MOTION = "motion", _("Motion")
    AMENDMENT = "amendment", _("Amendment")
    LATE_ITEM = "late-item", _("Whether a late item is taken up")


class MajorityKind(TextChoices):
    """How many have to be in favour (``core.ballots``)."""

    SIMPLE = ballots.MajorityKind.SIMPLE.value, _("More than half")
    QUALIFIED = ballots.MajorityKind.QUALIFIED.value, _("A share of its own")
    UNANIMITY = ballots.MajorityKind.UNANIMITY.value, _("All")


class MajorityBasis(TextChoices):
    """What the majority is taken of (``core.ballots``)."""

    VOTES_CAST = ballots.Basis.VOTES_CAST.value, _("Of the votes cast")
    MEMBERS = ballots.Basis.MEMBERS.value, _("Of all members")


class Abstentions(TextChoices):
    """How who abstains is counted (``core.ballots``)."""

    NOT_COUNTED = ballots.Abstentions.NOT_COUNTED.value, _("Not counted")
    COUNTED = ballots.Abstentions.COUNTED.value, _("Counted among the votes cast")


class TieRule(TextChoices):
    """What decides an even vote (``core.ballots``)."""

    CHAIR = ballots.Tie.CHAIR.value, _("The chair's vote decides")
    REJECTED = ballots.Tie.REJECTED.value, _("It is rejected")


class Presence(TextChoices):
    """By whom a seat is represented in a meeting."""

    MEMBER = "member", pgettext_lazy("steering group", "Member")
    DEPUTY = "deputy", pgettext_lazy("steering group", "Deputy")
    DELEGATION = "delegation", pgettext_lazy("steering group", "By delegation")


# What the history says of each use case.
STEERING_DONE: dict[str, str | Promise] = {
    "add_agenda_item": _("Point added to the agenda"),
    "add_paper": _("Paper added"),
    "adopt_rules": _("Rules adopted"),
    "appoint": _("Appointed to the seat"),
    "approve_minutes": _("Minutes approved"),
    "arrive": _("Came to the meeting"),
    "attach_motion": _("Motion put on an agenda"),
    "call_meeting": _("Meeting called"),
    "cancel_meeting": _("Meeting cancelled"),
    "cast_ballot": _("Voted"),
    "change_agenda_item": _("Point of the agenda changed"),
    "change_meeting": _("Meeting changed"),
    "choose_adjusters": _("Who approves the minutes chosen"),
    "close_meeting": _("Meeting closed"),
    "close_vote": _("Vote closed"),
    "delegate_seat": _("Vote given to another member"),
    "end_appointment": _("Appointment ended"),
    "establish_group": _("Steering group established"),
    "give_seat": _("Seat given"),
    "leave": _("Left the meeting"),
    "move_amendment": _("Amendment moved"),
    "open_meeting": _("Meeting opened"),
    "order_amendment": _("Turn of an amendment set"),
    "pass_chair": _("Chair passed on"),
    "put_on_next_agenda": _("Put on the next agenda"),
    "plan_meeting": _("Meeting planned"),
    "propose_motion": _("Motion proposed"),
    "put_late_item": _("Vote opened on a late point"),
    "put_to_vote": _("Vote opened"),
    "record_dissent": _("Reservation recorded"),
    "remove_agenda_item": _("Point taken off the agenda"),
    "remind_of_call": _("Reminded of calling the meeting"),
    "remind_of_meeting": _("Reminded of the meeting"),
    "tell_of_steering": _("People told of the steering group's work"),
    "withdraw_delegation": _("Vote given to another taken back"),
    "withdraw_motion": _("Motion taken back"),
    "write_minutes": _("Minutes written"),
}
