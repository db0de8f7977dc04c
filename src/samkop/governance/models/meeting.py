"""Meetings of the steering group: agenda, papers, who is there for which seat."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.governance.models.steering_group import SeatHolder, SteeringGroup, SteeringSeat
from samkop.governance.vocabulary.steering import MeetingState, Presence


class Meeting(models.Model):
    """A meeting of the group, prepared by its lead.

    ``chair_seat`` is set when it is opened: the lead's, or who was chosen where the lead was
    not there.
    """

    group = models.ForeignKey(SteeringGroup, on_delete=models.PROTECT, related_name="meetings")
    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    venue = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=300, blank=True)
    starts_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=MeetingState, default=MeetingState.PLANNED)
    called_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    chair_seat = models.ForeignKey(
        SteeringSeat, on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        db_index=False,
    )  # fmt: skip
    cancelled_because = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="meeting_number_once"),
            models.UniqueConstraint(fields=["id", "group"], name="meeting_of_group"),
            models.CheckConstraint(
                condition=Q(state__in=MeetingState.values), name="meeting_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(venue="") | ~Q(link=""), name="meeting_is_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[MeetingState.PLANNED, MeetingState.CANCELLED])
                | Q(called_at__isnull=False),
                name="meeting_was_called",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[MeetingState.OPEN, MeetingState.CLOSED, MeetingState.APPROVED]
                )
                | Q(opened_at__isnull=False, chair_seat__isnull=False),
                name="meeting_has_a_chair",
            ),
        ]
        indexes = [models.Index(fields=["region", "-starts_at", "-id"], name="meeting_newest")]

    def __str__(self) -> str:
        return self.number


class AgendaItem(models.Model):
    """A point of a meeting's agenda. ``late``: it came after the call; it is taken up once all
    who are there have agreed (``admitted_at``).
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    group = models.ForeignKey(
        SteeringGroup, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="+")
    point = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    late = models.BooleanField(default=False)
    admitted_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "point"], name="agenda_item_point_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["id", "meeting"], name="agenda_item_of_meeting"),
            models.CheckConstraint(condition=~Q(title=""), name="agenda_item_says_what"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.point}. {self.title}"


class AgendaPaper(models.Model):
    """A file to a point of the agenda, as it was uploaded; never changed."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(
        SteeringGroup, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="agenda_paper_hashed"
            )
        ]

    def __str__(self) -> str:
        return self.name


class MeetingDelegation(models.Model):
    """A member lets another seat's representative speak and vote for it in one meeting.

    Recorded by the delegating member itself before the meeting opens; it ends with the meeting.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="delegations")
    group = models.ForeignKey(
        SteeringGroup, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(
        SteeringSeat, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    holder_seat = models.ForeignKey(
        SteeringSeat, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"], condition=Q(withdrawn_at__isnull=True),
                name="meeting_delegation_once",
            ),
            models.CheckConstraint(
                condition=~Q(seat=F("holder_seat")), name="meeting_delegation_to_another"
            ),
        ]  # fmt: skip


class Attendance(models.Model):
    """By whom a seat is represented from a time on; one at a time for each seat.

    ``party`` is the seat's member, ``represented_by`` whose representative speaks for it: the
    same, or the holder of its delegation. ``holder`` is the appointment of who is there.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    group = models.ForeignKey(
        SteeringGroup, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(
        SteeringSeat, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    represented_by = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    presence = models.CharField(max_length=12, choices=Presence)
    holder = models.ForeignKey(
        SeatHolder, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"], condition=Q(left_at__isnull=True),
                name="attendance_one_at_a_time",
            ),
            # A ballot references it: cast in the meeting, for the seat, by who represents it.
            models.UniqueConstraint(
                fields=["id", "meeting", "seat", "represented_by"], name="attendance_of_seat"
            ),
            models.CheckConstraint(
                condition=Q(presence=Presence.DELEGATION) & ~Q(represented_by=F("party"))
                | Q(presence__in=[Presence.MEMBER, Presence.DEPUTY])
                & Q(represented_by=F("party")),
                name="attendance_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")),
                name="attendance_left_after_arriving",
            ),
        ]  # fmt: skip
