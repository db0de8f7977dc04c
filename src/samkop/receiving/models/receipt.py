"""What came, piece by piece."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.receiving.vocabulary import ReceiptState, SerialState


class Receipt(models.Model):
    """The goods of a consignment that came together (UBL ReceiptAdvice).

    Open while people scan, several at once; what it counted moves the orders' lines when it
    is finished. Of a consignment that comes in parts there are several, one after another.
    """

    consignment = models.ForeignKey(
        "receiving.Consignment", on_delete=models.PROTECT, related_name="receipts"
    )
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ReceiptState, default=ReceiptState.OPEN)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        "parties.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_constraint=False,
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consignment", "number"], name="receipt_number_once"),
            models.UniqueConstraint(
                fields=["consignment"], condition=Q(state=ReceiptState.OPEN),
                name="receipt_open_once",
            ),
            models.UniqueConstraint(fields=["id", "buyer", "supplier"], name="receipt_of_both"),
            models.CheckConstraint(
                condition=Q(state=ReceiptState.OPEN, finished_at__isnull=True,
                            finished_by__isnull=True)
                | Q(state=ReceiptState.FINISHED, finished_at__isnull=False,
                    finished_by__isnull=False),
                name="receipt_finished_by_somebody",
            ),
        ]  # fmt: skip


class ReceiptLine(models.Model):
    """How many of a consignment's line came with a receipt; ``rejected`` of them damaged."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(
        "receiving.ConsignmentLine", on_delete=models.PROTECT, related_name="receipt_lines"
    )
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    counted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receipt", "line"], name="receipt_line_once"),
            models.UniqueConstraint(
                fields=["id", "buyer", "supplier"], name="receipt_line_of_both"
            ),
            models.CheckConstraint(
                condition=Q(rejected__lte=F("counted")), name="receipt_line_rejects_what_came"
            ),
        ]


class ReceivedSerial(models.Model):
    """A serial number that was scanned: here at most once for a supplier's item.

    ``announced`` says whether a despatch advice had named it.
    """

    receipt_line = models.ForeignKey(ReceiptLine, on_delete=models.PROTECT, related_name="serials")
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    seller_item_id = models.CharField(max_length=80)
    serial_number = models.CharField(max_length=100)
    announced = models.BooleanField()
    state = models.CharField(max_length=10, choices=SerialState, default=SerialState.RECEIVED)
    at = models.DateTimeField()
    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "seller_item_id", "serial_number"],
                condition=Q(state=SerialState.RECEIVED),
                name="serial_received_once",
            ),
            models.UniqueConstraint(
                fields=["id", "buyer", "supplier"], name="received_serial_of_both"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SerialState.values), name="serial_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "serial_number"], name="received_serial_of_buyer"),
        ]
