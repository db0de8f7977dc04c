"""Motions, their amendments, and what was said against the decision."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.governance.models.meeting import AgendaItem, Meeting
from samkop.governance.models.steering_group import SteeringGroup, SteeringSeat
from samkop.governance.vocabulary.steering import AmendmentKind, AmendmentState, MotionState


class Motion(models.Model):
    """What the group is asked to recommend; a member's own decision alone binds it.

    ``text`` is the wording as proposed, ``final_text`` the one that was voted on in the end.
    ``subject_reference`` names what it is about (``governance.project:12``); empty for others.
    ``proposed_by`` is a member or the purchasing body.
    """

    group = models.ForeignKey(SteeringGroup, on_delete=models.PROTECT, related_name="motions")
    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="+")
    agenda_item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="motions", null=True, blank=True
    )
    title = models.CharField(max_length=200)
    text = models.TextField()
    reasons = models.TextField(blank=True)
    subject_reference = models.CharField(max_length=80, blank=True)
    proposed_by = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=MotionState, default=MotionState.PROPOSED)
    final_text = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "group"], name="motion_of_group"),
            models.CheckConstraint(
                condition=Q(state__in=MotionState.values), name="motion_state_known"
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="motion_says_what"),
            models.CheckConstraint(
                condition=Q(state__in=[MotionState.PROPOSED, MotionState.LAPSED])
                | Q(agenda_item__isnull=False),
                name="motion_stands_on_an_agenda",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[MotionState.PROPOSED, MotionState.ON_AGENDA],
                    decided_at__isnull=True,
                )
                | Q(
                    state__in=[MotionState.CARRIED, MotionState.REJECTED, MotionState.LAPSED],
                    decided_at__isnull=False,
                ),
                name="motion_decided_at",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "-id"], name="motion_newest"),
            models.Index(
                fields=["subject_reference"], condition=~Q(subject_reference=""),
                name="motion_by_subject",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class MotionAmendment(models.Model):
    """Another wording, moved in the meeting by a seat that is there; voted on first."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="amendments")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(
        SteeringGroup, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(
        SteeringSeat, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12, choices=AmendmentKind)
    passage = models.TextField(blank=True)
    text = models.TextField(blank=True)
    turn = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, choices=AmendmentState, default=AmendmentState.MOVED)
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "motion"], name="amendment_of_motion"),
            models.CheckConstraint(
                condition=Q(state__in=AmendmentState.values), name="amendment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=AmendmentKind.REPLACE) & ~Q(passage="")
                | Q(kind__in=[AmendmentKind.ADD, AmendmentKind.REWRITE], passage="") & ~Q(text=""),
                name="amendment_says_what",
            ),
        ]


class Dissent(models.Model):
    """A seat's reservation against a decision, with its text, recorded in the meeting."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="dissents")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(
        SteeringGroup, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(
        SteeringSeat, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    text = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["motion", "seat"], name="dissent_once_a_seat"),
            models.CheckConstraint(condition=~Q(text=""), name="dissent_says_why"),
        ]
