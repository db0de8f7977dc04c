"""What a person has asked for."""

from __future__ import annotations

from django.db import models

from samkop.ordering.vocabulary import RequisitionState


class Requisition(models.Model):
    """A request by one person (UBL Requisition), for that person or a colleague, paid by one
    cost centre.

    Its lines may fall under several agreements; once approved it becomes one order for
    each. Amounts without VAT, in cents; prices are those of the day it was sent in.
    """

    # It begins several indexes below: one of its own would only slow a requisition down.
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, db_index=False, db_constraint=False
    )
    requester = models.ForeignKey("parties.Person", on_delete=models.PROTECT, db_index=False)
    # The composite foreign key (recipient_id, party_id) to the membership stands in 0004.
    recipient = models.ForeignKey(
        "parties.Person",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    number = models.CharField(max_length=20)
    cost_centre = models.ForeignKey(
        "parties.CostCentre", on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    project = models.ForeignKey(
        "ordering.BudgetProject",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        db_constraint=False,
        db_index=False,
    )
    delivery_location = models.ForeignKey(
        "parties.DeliveryLocation", on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    state = models.CharField(max_length=10, choices=RequisitionState)
    currency = models.CharField(max_length=3)
    total_cents = models.BigIntegerField()
    note = models.CharField(max_length=500, blank=True)
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "number"], name="requisition_number_unique"),
            models.CheckConstraint(
                condition=models.Q(state__in=RequisitionState.values),
                name="requisition_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["party", "state", "-id"], name="requisition_by_state"),
            models.Index(fields=["party", "requester", "-id"], name="requisition_by_requester"),
            models.Index(fields=["party", "recipient", "-id"], name="requisition_by_recipient"),
            models.Index(fields=["party", "submitted_at", "id"], name="requisition_by_time"),
            models.Index(fields=["party", "total_cents", "id"], name="requisition_by_sum"),
        ]

    def __str__(self) -> str:
        return self.number


class RequisitionLine(models.Model):
    """One item of a requisition, with its price and where it goes.

    ``recipient`` where the line is for somebody else than the whole requisition;
    ``reference`` says what it is for, such as a class.
    ``configuration`` is that of which the item is a part; ``properties`` travel with the
    order as they stand here (name to value). ``term_months`` over which it is paid, a part
    each month; None: at once.
    """

    requisition = models.ForeignKey(
        Requisition,
        on_delete=models.PROTECT,
        related_name="lines",
        db_constraint=False,
        db_index=False,
    )
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    line_number = models.PositiveSmallIntegerField()
    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, db_index=False
    )
    item = models.ForeignKey("catalogue.CatalogueItem", on_delete=models.PROTECT)
    delivery_location = models.ForeignKey(
        "parties.DeliveryLocation", on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    recipient = models.ForeignKey(
        "parties.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    reference = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=200)
    configuration = models.ForeignKey(
        "catalogue.Configuration", null=True, blank=True, on_delete=models.PROTECT, db_index=False
    )
    properties = models.JSONField(default=dict)
    quantity = models.PositiveIntegerField()
    unit_price_cents = models.BigIntegerField()
    net_cents = models.BigIntegerField()
    term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    # The steps of the price on that day (``PriceOrigin.as_json``).
    origin = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["requisition", "line_number"], name="requisition_line_number_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(net_cents=models.F("quantity") * models.F("unit_price_cents")),
                name="requisition_line_adds_up",
            ),
        ]
        indexes = [
            models.Index(
                fields=["party", "recipient"], name="requisition_line_by_recipient",
                condition=models.Q(recipient__isnull=False),
            )
        ]  # fmt: skip

    @property
    def shown_name(self) -> str:
        """What the shop calls it in the reader's language; else the name that was ordered."""
        return self.item.shown_as(self.name)
