"""Open votes: a question, one ballot a seat, the result with its figures."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.governance.models.meeting import AgendaItem, Attendance, Meeting
from samkop.governance.models.motion import Motion, MotionAmendment
from samkop.governance.models.steering_group import GroupRules, SteeringGroup, SteeringSeat
from samkop.governance.vocabulary.steering import BallotChoice, QuestionKind, VoteOutcome


class Vote(models.Model):
    """One question put to the meeting by its chair, by the rules of the day; open until closed.

    ``text`` is the wording that is voted on. ``voters`` have a vote that day; ``base`` of them
    count, of whom ``needed`` carry it (``core.ballots.Result``). Nothing of it changes once it
    is closed.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="votes")
    group = models.ForeignKey(
        SteeringGroup, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="+")
    rules = models.ForeignKey(
        GroupRules, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12, choices=QuestionKind)
    motion = models.ForeignKey(
        Motion, on_delete=models.PROTECT, related_name="votes", null=True, blank=True
    )
    amendment = models.ForeignKey(
        MotionAmendment, on_delete=models.PROTECT, related_name="votes", null=True, blank=True
    )
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="votes", null=True, blank=True
    )
    text = models.TextField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=VoteOutcome, blank=True)
    yes = models.PositiveSmallIntegerField(null=True, blank=True)
    no = models.PositiveSmallIntegerField(null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(null=True, blank=True)
    voters = models.PositiveSmallIntegerField(null=True, blank=True)
    present = models.PositiveSmallIntegerField(null=True, blank=True)
    quorum = models.PositiveSmallIntegerField(null=True, blank=True)
    base = models.PositiveSmallIntegerField(null=True, blank=True)
    needed = models.PositiveSmallIntegerField(null=True, blank=True)
    tie = models.BooleanField(default=False)
    by_chair = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "meeting"], name="vote_of_meeting"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(closed_at__isnull=True), name="vote_one_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["motion"],
                condition=Q(kind=QuestionKind.MOTION) & ~Q(outcome=VoteOutcome.VOID),
                name="vote_once_on_a_motion",
            ),
            models.UniqueConstraint(
                fields=["amendment"],
                condition=Q(kind=QuestionKind.AMENDMENT) & ~Q(outcome=VoteOutcome.VOID),
                name="vote_once_on_an_amendment",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=QuestionKind.MOTION, motion__isnull=False, amendment__isnull=True,
                    item__isnull=True,
                )
                | Q(
                    kind=QuestionKind.AMENDMENT, motion__isnull=False, amendment__isnull=False,
                    item__isnull=True,
                )
                | Q(
                    kind=QuestionKind.LATE_ITEM, motion__isnull=True, amendment__isnull=True,
                    item__isnull=False,
                ),
                name="vote_asks_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | Q(
                    closed_at__isnull=False, outcome__in=VoteOutcome.values, yes__isnull=False,
                    no__isnull=False, abstained__isnull=False, voters__isnull=False,
                    base__isnull=False, needed__isnull=False,
                ),
                name="vote_closed_with_its_count",
            ),
        ]  # fmt: skip


class Ballot(models.Model):
    """What a seat says in a vote. One counts for each seat: that which is not replaced.

    A changed vote is another row. ``cast_by`` is whose representative cast it, by the attendance
    that gives the right to; ``name`` is who did.
    """

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="ballots")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+", db_index=False)
    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(
        SteeringSeat, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    attendance = models.ForeignKey(
        Attendance, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    cast_by = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField(max_length=200)
    choice = models.CharField(max_length=8, choices=BallotChoice)
    cast_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vote", "seat"], condition=Q(replaced_at__isnull=True),
                name="ballot_one_a_seat",
            ),
            models.CheckConstraint(
                condition=Q(choice__in=BallotChoice.values), name="ballot_choice_known"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["vote", "seat", "id"], name="ballot_of_vote")]
