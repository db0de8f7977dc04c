"""Who may buy: the buyers named in the procurement, and each one's own decision."""

from __future__ import annotations

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
    """A named buyer's own decision to join; from its day on the buyer may order.

    ``organ`` and ``section`` say who decided and under which paragraph of the minutes.
    Written by the buyer itself, ``at`` that time. ``orders_until`` is the last day, where it
    has left.
    """

    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, related_name="participations"
    )
    buyer = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    decided_on = models.DateField()
    organ = models.CharField(max_length=120)
    section = models.CharField(max_length=40, blank=True)
    register_number = models.CharField(max_length=60)
    orders_from = models.DateField()
    orders_until = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "buyer"], name="participation_once"),
            # An order references both: only who joined can call off.
            models.UniqueConstraint(fields=["id", "buyer"], name="participation_of_buyer"),
            models.CheckConstraint(
                condition=Q(orders_from__gte=F("decided_on")),
                name="participation_orders_after_the_decision",
            ),
            models.CheckConstraint(
                condition=Q(orders_until__isnull=True) | Q(orders_until__gte=F("orders_from")),
                name="participation_ends_after_its_start",
            ),
        ]
