"""Orders to suppliers."""

from __future__ import annotations

from django.db import models

from samkop.catalogue.vocabulary import PromiseBasis
from samkop.ordering.vocabulary import OrderState
from samkop.parties.vocabulary import Criticality


class Order(models.Model):
    """A call-off from a framework agreement (UBL Order, Peppol BIS Ordering 3).

    The database ties ``(participation, buyer)`` to the buyer's participation in the
    agreement: only who joined can call off. Seen by buyer, supplier and purchasing body.
    ``payments_by_year`` are the cents that each year's budget carries, where something is
    paid over a term; empty: ``budget``, the first year's, carries all of it.
    """

    # Each begins an index below: one of its own would only slow an order down.
    buyer = models.ForeignKey(
        "parties.Party",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    purchasing_body = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    # The composite foreign key (participation_id, buyer_id) stands in the wall's migration.
    participation = models.ForeignKey(
        "agreements.Participation", on_delete=models.PROTECT, db_constraint=False
    )
    requisition = models.ForeignKey(
        "ordering.Requisition", on_delete=models.PROTECT, related_name="orders", db_constraint=False
    )
    # These stand here too, since a supplier may read the order but not the requisition.
    requester = models.ForeignKey("parties.Person", on_delete=models.PROTECT, db_index=False)
    recipient = models.ForeignKey(
        "parties.Person",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    # One order goes to one place. No join: a supplier does not see the buyer's sites.
    delivery_location = models.ForeignKey(
        "parties.DeliveryLocation", on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    number = models.CharField(max_length=20)
    cost_centre_code = models.CharField(max_length=40)
    # How critical the place is: the supplier and who runs the agreement see it here alone.
    criticality = models.CharField(max_length=10, choices=Criticality, default=Criticality.ORDINARY)
    state = models.CharField(max_length=20, choices=OrderState, default=OrderState.PLACED)
    currency = models.CharField(max_length=3)
    total_cents = models.BigIntegerField()
    # None for an order from a purchasing system whose cost centre has no budget here.
    budget = models.ForeignKey(
        "ordering.Budget", null=True, on_delete=models.PROTECT, db_constraint=False,
        db_index=False,
    )  # fmt: skip
    payments_by_year = models.JSONField(default=dict)
    message_id = models.BigIntegerField(null=True)
    placed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["buyer", "number"], name="order_number_unique"),
            models.CheckConstraint(
                condition=models.Q(state__in=OrderState.values), name="order_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(total_cents__gte=0), name="order_total_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "-id"], name="order_by_buyer"),
            models.Index(fields=["supplier", "-id"], name="order_by_supplier"),
            models.Index(fields=["purchasing_body", "-id"], name="order_by_purchasing_body"),
            *(
                models.Index(fields=[side, field, "id"], name=f"order_{side}_{name}")
                for side in ("buyer", "supplier", "purchasing_body")
                for field, name in (("placed_at", "at"), ("total_cents", "sum"))
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """What was ordered, at which price and by which rule; never changed afterwards.

    ``reference`` is what the supplier writes on the parcel: a class, a person's name.
    ``origin`` holds the steps that led to the unit price (``PriceOrigin.as_json``).
    ``term_months`` over which it is paid, a part each month; None: at once.
    ``properties`` tell the supplier what belongs to this line (enrolment, subscription).
    ``expected_on`` is the day of delivery that the shop promised when it was ordered, by
    ``promise_basis``; the supplier's own answer stands in its response.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines", db_index=False)
    line_number = models.PositiveSmallIntegerField()
    item = models.ForeignKey("catalogue.CatalogueItem", on_delete=models.PROTECT)
    seller_item_id = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    reference = models.CharField(max_length=300, blank=True)
    unit_code = models.CharField(max_length=3)
    price_group = models.CharField(max_length=60)
    quantity = models.PositiveIntegerField()
    unit_price_cents = models.BigIntegerField()
    net_cents = models.BigIntegerField()
    term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    origin = models.JSONField(default=dict)
    properties = models.JSONField(default=dict)
    expected_on = models.DateField(null=True, blank=True)
    promise_basis = models.CharField(max_length=15, choices=PromiseBasis, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "line_number"], name="order_line_number_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(net_cents=models.F("quantity") * models.F("unit_price_cents")),
                name="order_line_adds_up",
            ),
        ]

    @property
    def shown_name(self) -> str:
        """What the shop calls it in the reader's language; else the name that was ordered."""
        return self.item.shown_as(self.name)
