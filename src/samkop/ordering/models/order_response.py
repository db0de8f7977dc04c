"""What suppliers answered."""

from __future__ import annotations

from django.db import models

from samkop.ordering.vocabulary import ResponseCode


class OrderResponse(models.Model):
    """An answer to an order (Peppol T76, T116, T110): a row of the supplier's, beside the order.

    ``change`` is what of the buyer's asking it answers; None: the order as it was placed.
    """

    order = models.ForeignKey("ordering.Order", on_delete=models.PROTECT, related_name="responses")
    buyer = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=200)
    response_code = models.CharField(max_length=2, choices=ResponseCode)
    promised_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    # The composite foreign key (change_id, order_id) stands in the wall's migration.
    change = models.ForeignKey(
        "ordering.OrderChange", on_delete=models.PROTECT, null=True, related_name="answers",
        db_constraint=False,
    )  # fmt: skip
    message_id = models.BigIntegerField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "number", "order"], name="order_response_number_unique"
            )
        ]

    @property
    def refuses_change(self) -> bool:
        """Whether it says no to what the buyer has asked: then it promises nothing new."""
        return self.change_id is not None and self.response_code == ResponseCode.REFUSED

    @property
    def is_about_change_alone(self) -> bool:
        """Whether it only says yes, no or "received" to what the buyer has asked.

        Of the order's lines it then says nothing that they were not said to be before.
        """
        conditional = self.response_code == ResponseCode.CONDITIONALLY_ACCEPTED
        return self.change_id is not None and not conditional


class OrderResponseLine(models.Model):
    """What became of one line; ``quantity`` is what the supplier will deliver.

    ``parts`` are [quantity, day] where it comes in several; ``promised_on`` is the last day.

    A substitute is an offer: it needs the buyer's consent (``SubstituteDecision``).
    ``unit_price_cents`` is the price of one that the supplier writes for what it delivers,
    without VAT in the order's currency; None where it writes none. The order's price holds.
    """

    response = models.ForeignKey(OrderResponse, on_delete=models.PROTECT, related_name="lines")
    line_number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=3)
    quantity = models.PositiveIntegerField()
    promised_on = models.DateField(null=True, blank=True)
    parts = models.JSONField(default=list)
    substitute_item_id = models.CharField(max_length=80, blank=True)
    substitute_name = models.CharField(max_length=200, blank=True)
    unit_price_cents = models.BigIntegerField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["response", "line_number"], name="order_response_line_once"
            ),
            models.CheckConstraint(
                condition=models.Q(unit_price_cents__gte=0),
                name="order_response_line_price_not_negative",
            ),
        ]

    @property
    def is_offer(self) -> bool:
        """Whether the supplier offers another item instead."""
        return bool(self.substitute_item_id or self.substitute_name)


class SubstituteDecision(models.Model):
    """The buyer's yes or no to an offered substitute."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    response_line = models.OneToOneField(OrderResponseLine, on_delete=models.PROTECT)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT)
    accepted = models.BooleanField()
    at = models.DateTimeField()


class OrderSettlement(models.Model):
    """What stands of an order after an answer, a decision or a cancellation.

    A row is added at each step; the newest one is in force. ``standing`` maps line number
    to the quantity still coming, ``prices`` to the price of one in cents where less than the
    order's is to be paid; what it fell by was given back to budget and ceiling.
    ``taken_back`` maps line number to how many of it the buyer itself has taken back so far.
    ``payments_by_year`` is what stands of the order's.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT)
    order = models.ForeignKey(
        "ordering.Order", on_delete=models.PROTECT, related_name="settlements"
    )
    cause = models.CharField(max_length=60)
    standing = models.JSONField(default=dict)
    payments_by_year = models.JSONField(default=dict)
    prices = models.JSONField(default=dict)
    taken_back = models.JSONField(default=dict)
    released_cents = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "cause"], name="order_settlement_once"),
            models.CheckConstraint(
                condition=models.Q(released_cents__gte=0), name="order_settlement_gives_back"
            ),
        ]
