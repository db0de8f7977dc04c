"""The steering group of a region: its rules, its seats, and who sits on them."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import translation

from samkop.governance.vocabulary.steering import Abstentions, MajorityBasis, MajorityKind, TieRule


class DateRange(Func):
    """``daterange(from, until, '[]')``: both days included, open where ``until`` is null."""

    function = "daterange"
    output_field = DateRangeField()


class SteeringGroup(models.Model):
    """A region's steering group, led by one member, which prepares and chairs; it recommends."""

    region = models.OneToOneField(
        "parties.Region", on_delete=models.PROTECT, related_name="steering_group"
    )
    lead = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    name_sv = models.CharField(max_length=120)
    name_fi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    established_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Whatever belongs to the group references both: its region is the group's.
            models.UniqueConstraint(fields=["id", "region"], name="steering_group_of_region")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return str(getattr(self, f"name_{translation.get_language()}", self.name_en))


class GroupRules(models.Model):
    """By which rules the group meets and votes from a day on, and the decision that says so.

    The newest that begin on a meeting's day or before hold; none is ever changed. ``numerator``
    / ``denominator`` is the share of a qualified majority, else 0 / 1. ``notice_days`` lie
    between the day of the call and that of the meeting. ``delegations_a_holder`` is how many
    other seats one representative may speak for.
    """

    group = models.ForeignKey(SteeringGroup, on_delete=models.PROTECT, related_name="rules")
    region = models.ForeignKey(
        "parties.Region", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    valid_from = models.DateField()
    decided_on = models.DateField()
    organ = models.CharField(max_length=120)
    section = models.CharField(max_length=40, blank=True)
    register_number = models.CharField(max_length=60)
    majority = models.CharField(max_length=12, choices=MajorityKind)
    basis = models.CharField(max_length=12, choices=MajorityBasis)
    abstentions = models.CharField(max_length=12, choices=Abstentions)
    tie = models.CharField(max_length=12, choices=TieRule)
    numerator = models.PositiveSmallIntegerField(default=0)
    denominator = models.PositiveSmallIntegerField(default=1)
    quorum_numerator = models.PositiveSmallIntegerField(default=1)
    quorum_denominator = models.PositiveSmallIntegerField(default=2)
    quorum_more_than = models.BooleanField(default=True)
    notice_days = models.PositiveSmallIntegerField(default=7)
    delegations_a_holder = models.PositiveSmallIntegerField(default=1)
    body_takes_part = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "valid_from"], name="group_rules_once_a_day"),
            models.UniqueConstraint(fields=["id", "group"], name="group_rules_of_group"),
            models.CheckConstraint(
                condition=Q(majority__in=MajorityKind.values, basis__in=MajorityBasis.values)
                & Q(abstentions__in=Abstentions.values, tie__in=TieRule.values),
                name="group_rules_known",
            ),
            models.CheckConstraint(
                condition=~Q(majority=MajorityKind.QUALIFIED)
                | Q(denominator__lt=2 * F("numerator"), denominator__gte=F("numerator")),
                name="group_rules_majority_is_one",
            ),
            models.CheckConstraint(
                condition=Q(quorum_numerator__gte=1, quorum_denominator__gte=1)
                & Q(quorum_numerator__lte=F("quorum_denominator")),
                name="group_rules_quorum_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__gte=F("decided_on")) & ~Q(register_number=""),
                name="group_rules_rest_on_a_decision",
            ),
        ]


class SteeringSeat(models.Model):
    """The one seat of a member, with one vote whatever the member's size."""

    group = models.ForeignKey(SteeringGroup, on_delete=models.PROTECT, related_name="seats")
    region = models.ForeignKey(
        "parties.Region", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # (region, party) is a member of the region: the foreign key stands in the wall.
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="steering_seats"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "party"], name="steering_seat_once_a_member"),
            models.UniqueConstraint(fields=["id", "group", "party"], name="steering_seat_of_party"),
        ]

    def __str__(self) -> str:
        return str(self.party)


class SeatHolder(models.Model):
    """Whom a member has appointed to its seat by its own decision, for these days.

    ``rank`` 0 is the member, 1 the first deputy and so on, one at a time in each. The name
    stands here because no other organisation reads the member's register of people.
    """

    seat = models.ForeignKey(SteeringSeat, on_delete=models.PROTECT, related_name="holders")
    group = models.ForeignKey(
        SteeringGroup, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    region = models.ForeignKey("parties.Region", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="seats_held"
    )
    name = models.CharField(max_length=200)
    rank = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    decided_on = models.DateField()
    organ = models.CharField(max_length=120)
    section = models.CharField(max_length=40, blank=True)
    register_number = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "seat"], name="seat_holder_of_seat"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="seat_holder_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__gte=F("decided_on"))
                & ~Q(register_number="") & ~Q(organ="") & ~Q(name=""),
                name="seat_holder_rests_on_a_decision",
            ),
            models.CheckConstraint(condition=Q(rank__lte=9), name="seat_holder_rank"),
            ExclusionConstraint(
                name="seat_holder_one_at_a_time",
                expressions=[
                    ("seat", RangeOperators.EQUAL),
                    ("rank", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "valid_from", "valid_until",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
