"""Who may buy: the buyers named in the procurement, and each one's own decision."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q


class NamedBuyer(models.Model):
    """A buyer identified in the procurement (art. 33(2) of directive 2014/24/EU).

    ``expected_share_cents`` is what the notice said that the buyer would buy (C-23/20);
    ``maximum_share_cents``, where the agreement limits a buyer, what it may buy at most.
    Both without VAT, in the agreement's currency. Written by the purchasing body.
    """

    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, related_name="named_buyers"
    )
    buyer = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    expected_share_cents = models.BigIntegerField()
    maximum_share_cents = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            # A participation references both: only who was named can join.
            models.UniqueConstraint(fields=["agreement", "buyer"], name="named_buyer_once"),
            models.CheckConstraint(
                condition=Q(expected_share_cents__gte=0), name="named_buyer_share_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(maximum_share_cents__isnull=True)
                | Q(maximum_share_cents__gte=F("expected_share_cents")),
                name="named_buyer_may_buy_what_is_expected",
            ),
        ]
        indexes = [models.Index(fields=["buyer", "agreement"], name="named_buyer_by_buyer")]


class Participation(models.Model):
    """A named buyer's standing in an agreement: it rests on the buyer's own decision.

    ``decision`` is what the buyer has decided last when it recorded it; whether that gives the
    right to order on a day the database says (``samkop_decision_right``), and no other place.
    Written by the buyer itself, ``at`` the first time.
    """

    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, related_name="participations"
    )
    buyer = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    # The composite foreign key (decision_id, buyer_id) stands in the wall: its own decision.
    decision = models.ForeignKey(
        "governance.MemberDecision", on_delete=models.PROTECT, related_name="participations",
        db_constraint=False,
    )  # fmt: skip
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "buyer"], name="participation_once"),
            # An order references both: only who joined can call off.
            models.UniqueConstraint(fields=["id", "buyer"], name="participation_of_buyer"),
        ]

    @property
    def orders_from(self) -> date | None:
        """The first day of ordering by what was decided; None where it has not joined."""
        return self.decision.ordering_days[0]

    @property
    def orders_until(self) -> date | None:
        """The last day of ordering by what was decided, where there is one."""
        return self.decision.ordering_days[1]
