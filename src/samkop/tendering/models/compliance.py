"""Whether a bid meets what was asked, and which bids are rejected."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.tendering.vocabulary import CheckedThing, CheckOutcome, RejectionGround


class ComplianceCheck(models.Model):
    """What somebody found of one requirement or answer of a bid; never changed.

    The newest of a bid's ``thing`` and ``code`` counts.
    """

    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    # The composite foreign key (bid_id, tender_id) stands in the wall.
    bid = models.ForeignKey(
        "tendering.OpenedBid", on_delete=models.PROTECT, related_name="checks",
        db_constraint=False,
    )  # fmt: skip
    thing = models.CharField(max_length=20, choices=CheckedThing)
    code = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10, choices=CheckOutcome)
    reason = models.TextField(blank=True)
    checked_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(thing__in=CheckedThing.values), name="compliance_check_thing_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=CheckOutcome.values), name="compliance_check_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome=CheckOutcome.MET) | ~Q(reason=""),
                name="compliance_check_reasoned_where_not_met",
            ),
        ]
        indexes = [models.Index(fields=["bid", "thing", "code"], name="compliance_check_of_bid")]


class BidRejection(models.Model):
    """A bid is out, with its ground and reason; never changed. ``code``: of what was not met."""

    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    # The composite foreign key (bid_id, tender_id) stands in the wall.
    bid = models.ForeignKey(
        "tendering.OpenedBid", on_delete=models.PROTECT, related_name="rejections",
        db_constraint=False,
    )  # fmt: skip
    ground = models.CharField(max_length=20, choices=RejectionGround)
    code = models.CharField(max_length=60, blank=True)
    reason = models.TextField()
    rejected_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "tender"], name="bid_rejection_of_tender"),
            models.CheckConstraint(
                condition=Q(ground__in=RejectionGround.values), name="bid_rejection_ground_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="bid_rejection_has_its_reason"),
        ]


class BidReinstatement(models.Model):
    """A rejection is taken back, by the authority itself or after a judgment; never changed."""

    rejection = models.OneToOneField(
        BidRejection, on_delete=models.PROTECT, related_name="reinstatement", db_constraint=False
    )
    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    reinstated_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="bid_reinstatement_has_its_reason")
        ]
