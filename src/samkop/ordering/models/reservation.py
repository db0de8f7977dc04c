"""What a basket that went to another purchasing system holds, until its order comes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.ordering.vocabulary import ReservationState


class Reservation(models.Model):
    """Ceiling and prices that are held for one agreement's part of a returned basket.

    Its id and ``number`` are drawn as a requisition's: the order that comes for it becomes the
    requisition of that id and number. Its sum stands in the ceiling's ledger under the number
    until then, and is given back where none comes by ``expires_at``. Amounts without VAT.
    Seen by the buyer and by whoever runs the agreement.
    """

    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False,
        db_constraint=False,
    )  # fmt: skip
    purchasing_body = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    # The composite foreign keys stand in the wall's migration.
    participation = models.ForeignKey(
        "agreements.Participation", on_delete=models.PROTECT, db_constraint=False
    )
    session = models.ForeignKey(
        "ordering.PunchOutSession", on_delete=models.PROTECT, related_name="reservations",
        db_constraint=False,
    )  # fmt: skip
    connection = models.ForeignKey("ordering.PunchOutConnection", on_delete=models.PROTECT)
    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=ReservationState, default=ReservationState.HELD)
    currency = models.CharField(max_length=3)
    total_cents = models.BigIntegerField()
    reserved_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # No constraint: whoever holds the order's number need not read the order.
    order = models.OneToOneField(
        "ordering.Order", null=True, blank=True, on_delete=models.PROTECT, db_constraint=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["buyer", "number"], name="reservation_number_unique"),
            models.CheckConstraint(
                condition=Q(state__in=ReservationState.values), name="reservation_state_known"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("reserved_at")), name="reservation_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(state="held", ended_at__isnull=True)
                | (~Q(state="held") & Q(ended_at__isnull=False)),
                name="reservation_ended_unless_held",
            ),
            models.CheckConstraint(
                condition=Q(state="consumed", order__isnull=False)
                | (~Q(state="consumed") & Q(order__isnull=True)),
                name="reservation_consumed_by_an_order",
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "reserved_at", "id"], name="reservation_by_time"),
            models.Index(
                fields=["expires_at", "id"], name="reservation_running_out",
                condition=Q(state="held"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class ReservationLine(models.Model):
    """One item of a reservation, at the price that is held for it; never changed afterwards.

    Fields as of ``RequisitionLine``.
    """

    reservation = models.ForeignKey(
        Reservation, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    line_number = models.PositiveSmallIntegerField()
    item = models.ForeignKey("catalogue.CatalogueItem", on_delete=models.PROTECT)
    seller_item_id = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    unit_code = models.CharField(max_length=3)
    price_group = models.CharField(max_length=60)
    configuration = models.ForeignKey(
        "catalogue.Configuration", null=True, blank=True, on_delete=models.PROTECT, db_index=False
    )
    properties = models.JSONField(default=dict)
    quantity = models.PositiveIntegerField()
    unit_price_cents = models.BigIntegerField()
    net_cents = models.BigIntegerField()
    term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    origin = models.JSONField(default=dict)
    expected_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reservation", "line_number"], name="reservation_line_number_unique"
            ),
            models.CheckConstraint(
                condition=Q(net_cents=F("quantity") * F("unit_price_cents")),
                name="reservation_line_adds_up",
            ),
        ]

    @property
    def shown_name(self) -> str:
        """What the shop calls it in the reader's language; else the name that was reserved."""
        return self.item.shown_as(self.name)
