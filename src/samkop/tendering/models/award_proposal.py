"""What the evaluation proposes: who should win each lot."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.tendering.vocabulary import AwardMethod


class AwardProposal(models.Model):
    """The outcome of one evaluation, for the decision; never changed.

    ``problem`` and ``outcome`` are what the optimiser was asked and answered (schemas
    ``award-problem``, ``award-solve``) where lots were compared together, else the scores.
    The newest counts.
    """

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="award_proposals"
    )
    method = models.CharField(max_length=20, choices=AwardMethod)
    problem = models.JSONField()
    outcome = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "tender"], name="award_proposal_of_tender"),
            models.CheckConstraint(
                condition=Q(method__in=AwardMethod.values), name="award_proposal_method_known"
            ),
        ]


class ProposedAward(models.Model):
    """One lot of a proposal: a bid that should win it, or none.

    ``evaluated_cost_cents`` is the price with quality priced in where the model has one, ``score``
    in thousandths of a point where it has points; ``price_cents`` what the bid costs.
    ``place`` is its place among the suppliers of a lot that may have several, from 1 on.
    ``rank`` is the bid's on its lot alone: a winner of a lower rank needs the ``reason``.
    """

    proposal = models.ForeignKey(AwardProposal, on_delete=models.PROTECT, related_name="awards")
    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="+")
    # Composite foreign keys with tender_id stand in the wall.
    lot = models.ForeignKey(
        "tendering.Lot", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    bid = models.ForeignKey(
        "tendering.OpenedBid", on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        db_constraint=False,
    )  # fmt: skip
    place = models.PositiveSmallIntegerField(default=1)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    price_cents = models.BigIntegerField(null=True, blank=True)
    evaluated_cost_cents = models.BigIntegerField(null=True, blank=True)
    score = models.BigIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "lot", "place"], name="proposed_award_once_a_place"
            ),
            models.UniqueConstraint(fields=["proposal", "bid"], name="proposed_award_once_a_bid"),
            models.CheckConstraint(
                condition=Q(place=1) | Q(place__gt=1, bid__isnull=False),
                name="proposed_award_of_a_place",
            ),
            models.CheckConstraint(
                condition=Q(bid__isnull=True) | Q(price_cents__isnull=False),
                name="proposed_award_has_its_price",
            ),
            models.CheckConstraint(
                condition=(Q(bid__isnull=False) & Q(rank__lte=F("place"))) | ~Q(reason=""),
                name="proposed_award_reasoned_where_not_the_best",
            ),
        ]
