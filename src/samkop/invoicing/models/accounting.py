"""Vouchers of coded invoices, and the files in which they went to the finance system."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.invoicing.vocabulary import FileForm


class LineCoding(models.Model):
    """By hand: how a line of an invoice is coded; the newest of a line holds.

    ``line_id`` is the line's place in the invoice; empty: the whole of one without lines.
    """

    invoice = models.ForeignKey(
        "invoicing.Invoice", on_delete=models.PROTECT, related_name="codings"
    )
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    line_id = models.CharField(max_length=20, blank=True)
    account = models.CharField(max_length=20)
    account_name = models.CharField(max_length=80, blank=True)
    cost_centre = models.CharField(max_length=40)
    project = models.CharField(max_length=40, blank=True)
    object_code = models.CharField(max_length=40, blank=True)
    vat_code = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Voucher(models.Model):
    """What one accepted invoice or credit note does to the buyer's accounts; never changed.

    ``number`` counts the buyer's vouchers; ``day`` is the day of issue (BT-2).
    ``debit_cents`` and the credit are equal: core.accounting makes no other.
    """

    invoice = models.OneToOneField(
        "invoicing.Invoice", on_delete=models.PROTECT, related_name="voucher"
    )
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.PositiveIntegerField()
    day = models.DateField()
    currency = models.CharField(max_length=3)
    text = models.CharField(max_length=200)
    debit_cents = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["buyer", "number"], name="voucher_number_once"),
            models.UniqueConstraint(fields=["id", "buyer"], name="voucher_of_buyer"),
        ]
        indexes = [models.Index(fields=["buyer", "day", "id"], name="voucher_buyer_day")]

    def __str__(self) -> str:
        return str(self.number)


class VoucherEntry(models.Model):
    """One line of a voucher, in its place: cents above zero are debit, below zero credit.

    ``line_id`` is the invoice line's place; empty for VAT, rounding and what is owed.
    """

    voucher = models.ForeignKey(
        Voucher, on_delete=models.PROTECT, related_name="entries", db_index=False
    )
    place = models.PositiveIntegerField()
    line_id = models.CharField(max_length=20, blank=True)
    account = models.CharField(max_length=20)
    account_name = models.CharField(max_length=80, blank=True)
    cost_centre = models.CharField(max_length=40, blank=True)
    project = models.CharField(max_length=40, blank=True)
    object_code = models.CharField(max_length=40, blank=True)
    vat_code = models.CharField(max_length=20, blank=True)
    cents = models.BigIntegerField()
    text = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voucher", "place"], name="voucher_entry_place_once"),
        ]

    @property
    def credit(self) -> int:
        """The cents of credit, without sign; below zero where they are debit."""
        return -self.cents


class ExportBatch(models.Model):
    """An accounting file as it was made: the same bytes whenever it is fetched."""

    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.PositiveIntegerField()
    form = models.CharField(max_length=4, choices=FileForm)
    file_name = models.CharField(max_length=80)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    voucher_count = models.PositiveIntegerField()
    debit_cents = models.BigIntegerField()
    made_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(form__in=FileForm.values), name="export_batch_form_known"
            ),
            models.UniqueConstraint(fields=["buyer", "number"], name="export_batch_number_once"),
            models.UniqueConstraint(fields=["id", "buyer"], name="export_batch_of_buyer"),
        ]

    def __str__(self) -> str:
        return self.file_name


class ExportedVoucher(models.Model):
    """In which file a voucher went: the database lets it go in one, once."""

    voucher = models.OneToOneField(Voucher, on_delete=models.PROTECT, related_name="exported")
    batch = models.ForeignKey(ExportBatch, on_delete=models.PROTECT, related_name="exported")
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
