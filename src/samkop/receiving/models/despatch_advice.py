"""What suppliers announced."""

from __future__ import annotations

from django.db import models


class DespatchAdvice(models.Model):
    """What a supplier has sent to a buyer (Peppol T16): a row of the supplier's.

    It may name several orders of the buyer, to one place. ``expected_on`` is the day on which
    it is to arrive, None if unsaid; ``package_marks`` are the marks on its packages (SSCC or
    the supplier's own), in their order.
    """

    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.CharField(max_length=200)
    issue_date = models.DateField()
    shipment_id = models.CharField(max_length=200, blank=True)
    consignment_id = models.CharField(max_length=200, blank=True)
    tracking_id = models.CharField(max_length=200, blank=True)
    carrier = models.CharField(max_length=200, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    package_marks = models.JSONField(default=list)
    note = models.CharField(max_length=500, blank=True)
    message_id = models.BigIntegerField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "buyer", "number"], name="despatch_advice_number_unique"
            ),
            models.UniqueConstraint(
                fields=["id", "buyer", "supplier"], name="despatch_advice_of_both"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class DespatchLine(models.Model):
    """So many pieces of an order's line; ``outstanding`` of it come later, None if unsaid.

    ``position`` counts the document's lines: several may send of one order line.
    """

    advice = models.ForeignKey(DespatchAdvice, on_delete=models.PROTECT, related_name="lines")
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    order = models.ForeignKey("ordering.Order", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    line_number = models.PositiveSmallIntegerField()
    quantity = models.PositiveIntegerField()
    outstanding = models.PositiveIntegerField(null=True, blank=True)
    outstanding_reason = models.CharField(max_length=500, blank=True)
    seller_item_id = models.CharField(max_length=80)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["advice", "position"], name="despatch_line_once"),
            models.UniqueConstraint(
                fields=["id", "buyer", "supplier"], name="despatch_line_of_both"
            ),
        ]


class DespatchedSerial(models.Model):
    """A serial number that a supplier announced: once, until it has come and gone back.

    ``sending`` counts how often it was sent: 1, and one more for each time that it went back.
    """

    line = models.ForeignKey(DespatchLine, on_delete=models.PROTECT, related_name="serials")
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    seller_item_id = models.CharField(max_length=80)
    serial_number = models.CharField(max_length=100)
    sending = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "seller_item_id", "serial_number", "sending"],
                name="serial_despatched_once",
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "serial_number"], name="despatched_serial_of_buyer"),
        ]
