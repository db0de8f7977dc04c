"""The decision on the award: what each lot goes to, why, and the letters to the bidders."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.tendering.vocabulary import AwardCase, LetterWay


class AwardDecision(models.Model):
    """A decision on one proposal of the evaluation; never changed, and the newest counts.

    ``decided_by`` is the organ or official of the owner, ``case`` the rule of standstill. What
    others than the owner see of it begins with its sending (``Standstill``).
    """

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="award_decisions"
    )
    # Composite foreign keys with tender_id stand in the wall, here and below.
    proposal = models.ForeignKey(
        "tendering.AwardProposal", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    register_number = models.CharField(max_length=60)
    decided_by = models.CharField(max_length=120)
    decided_on = models.DateField()
    case = models.CharField(max_length=20, choices=AwardCase)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "tender"], name="award_decision_of_tender"),
            models.UniqueConstraint(fields=["proposal"], name="award_decision_once_a_proposal"),
            models.CheckConstraint(
                condition=Q(case__in=AwardCase.values), name="award_decision_case_known"
            ),
            models.CheckConstraint(
                condition=~Q(register_number="") & ~Q(decided_by=""),
                name="award_decision_registered",
            ),
        ]


class AwardedLot(models.Model):
    """To whom one lot goes, a row each where it has several suppliers, or why to nobody; never
    changed.

    Figures as in ``ProposedAward``. ``supplier`` is the bid's bidder, named here because others
    do not see the bid. ``reason`` says why: the advantages of the winner (art. 55(2)(c)), or why
    the lot is not awarded (art. 55(1)).
    """

    decision = models.ForeignKey(
        AwardDecision, on_delete=models.PROTECT, related_name="lots", db_constraint=False
    )
    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(
        "tendering.Lot", on_delete=models.PROTECT, related_name="awards", db_constraint=False
    )
    bid = models.ForeignKey(
        "tendering.OpenedBid", on_delete=models.PROTECT, related_name="awards", null=True,
        blank=True, db_constraint=False,
    )  # fmt: skip
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="lots_won", null=True, blank=True
    )
    place = models.PositiveSmallIntegerField(default=1)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    price_cents = models.BigIntegerField(null=True, blank=True)
    evaluated_cost_cents = models.BigIntegerField(null=True, blank=True)
    score = models.BigIntegerField(null=True, blank=True)
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "lot", "place"], name="awarded_lot_once_a_place"
            ),
            models.UniqueConstraint(fields=["decision", "bid"], name="awarded_lot_once_a_bid"),
            models.UniqueConstraint(fields=["id", "tender"], name="awarded_lot_of_tender"),
            models.CheckConstraint(
                condition=Q(bid__isnull=True, supplier__isnull=True, price_cents__isnull=True)
                | Q(bid__isnull=False, supplier__isnull=False, price_cents__isnull=False),
                name="awarded_lot_to_a_bid_with_its_price",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="awarded_lot_reasoned"),
        ]


class BidReason(models.Model):
    """Why a bid did not win its lot (art. 55(2)(a) to (c)); for its bidder, never changed."""

    decision = models.ForeignKey(
        AwardDecision, on_delete=models.PROTECT, related_name="bid_reasons", db_constraint=False
    )
    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    bid = models.ForeignKey(
        "tendering.OpenedBid", on_delete=models.PROTECT, related_name="reasons",
        db_constraint=False,
    )  # fmt: skip
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "bid"], name="bid_reason_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="bid_reason_said"),
        ]


class DecisionLetter(models.Model):
    """The letter that told one bidder of the decision, as it was sent; never changed.

    ``content`` is the PDF in ``language``.
    """

    decision = models.ForeignKey(
        AwardDecision, on_delete=models.PROTECT, related_name="letters", db_constraint=False
    )
    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    bidder = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    way = models.CharField(max_length=10, choices=LetterWay)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "bidder"], name="decision_letter_once"),
            models.CheckConstraint(
                condition=Q(way__in=LetterWay.values), name="decision_letter_way_known"
            ),
        ]
