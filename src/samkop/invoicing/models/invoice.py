"""What suppliers invoice and credit."""

from __future__ import annotations

from django.db import models

from samkop.invoicing.vocabulary import InvoiceKind


class Invoice(models.Model):
    """An invoice or a credit note (EN 16931) as its sender wrote it; never changed.

    Number (BT-1), days of issue and payment (BT-2, BT-9), code of the kind (BT-3), currency
    (BT-5, ISO 4217). Amounts in cents of it, positive on a credit note too: ``net_cents``
    without VAT (BT-109), ``vat_cents`` (BT-110), ``gross_cents`` (BT-112), ``payable_cents``
    (BT-115). ``preceding``: [{id, issue_date}] of the invoices that it is about (BG-3).
    ``vat_breakdown``: [{category, percent, taxable_cents, vat_cents}] (BG-23).
    ``allowances``: [{charge, cents, reason, category, percent}] of the whole (BG-20, BG-21).
    ``payment``: [{code, reference, account}] (BG-16). ``content_hash`` is the same for
    what bills the same under another number or day (core.matching, ``content_of``).
    """

    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12, choices=InvoiceKind)
    number = models.CharField(max_length=200)
    issue_date = models.DateField()
    due_date = models.DateField(null=True, blank=True)
    type_code = models.CharField(max_length=3)
    currency = models.CharField(max_length=3)
    net_cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    gross_cents = models.BigIntegerField()
    payable_cents = models.BigIntegerField()
    order_reference = models.CharField(max_length=200, blank=True)
    contract_reference = models.CharField(max_length=200, blank=True)
    despatch_reference = models.CharField(max_length=200, blank=True)
    buyer_reference = models.CharField(max_length=200, blank=True)
    accounting_cost = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    preceding = models.JSONField(default=list)
    vat_breakdown = models.JSONField(default=list)
    allowances = models.JSONField(default=list)
    payment = models.JSONField(default=list)
    content_hash = models.CharField(max_length=64)
    message_id = models.BigIntegerField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=InvoiceKind.values), name="invoice_kind_known"
            ),
            # The same number on another day is a discrepancy, and kept.
            models.UniqueConstraint(
                fields=["buyer", "supplier", "kind", "number", "issue_date"],
                name="invoice_number_once_a_day",
            ),
            models.UniqueConstraint(fields=["message_id"], name="invoice_of_one_message"),
            # What hangs on an invoice names its parties too, for row security.
            models.UniqueConstraint(
                fields=["id", "buyer", "supplier"], name="invoice_of_both_parties"
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "received_at", "id"], name="invoice_buyer_at"),
            models.Index(fields=["supplier", "received_at", "id"], name="invoice_supplier_at"),
            models.Index(fields=["buyer", "supplier", "number"], name="invoice_numbers"),
            models.Index(fields=["buyer", "supplier", "content_hash"], name="invoice_contents"),
            models.Index(fields=["buyer", "order_reference"], name="invoice_order_reference"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_credit(self) -> bool:
        """Whether it takes money back."""
        return self.kind == InvoiceKind.CREDIT_NOTE


class InvoiceLine(models.Model):
    """One line (BG-25), at its ``place`` in the document, counted from 1.

    Its own id (BT-126), quantity and unit (BT-129, BT-130), net amount (BT-131) in cents of
    the invoice's currency, price of ``base_quantity`` units (BT-146, BT-149), the invoiced
    thing's names and numbers (BT-153, BT-155 to BT-157), the order's line (BT-132) and, where
    one invoice is about several, that order's number (BT-128 with UNTDID 1153 code ``ON``),
    VAT (BT-151, BT-152 in per cent), period (BT-134, BT-135), buyer's coding (BT-133).
    ``serials`` are the serial numbers that the line names, ``classifications`` [{code,
    list}] (BT-158), ``allowances`` [{charge, cents, reason}] (BG-27, BG-28).
    """

    invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    place = models.PositiveIntegerField()
    line_id = models.CharField(max_length=200)
    quantity = models.DecimalField(max_digits=24, decimal_places=6)
    unit_code = models.CharField(max_length=10, blank=True)
    net_cents = models.BigIntegerField()
    unit_price = models.DecimalField(max_digits=28, decimal_places=10)
    base_quantity = models.DecimalField(max_digits=24, decimal_places=6, default=1)
    name = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True)
    seller_item_id = models.CharField(max_length=200, blank=True)
    buyer_item_id = models.CharField(max_length=200, blank=True)
    gtin = models.CharField(max_length=14, blank=True)
    order_reference = models.CharField(max_length=200, blank=True)
    order_line_reference = models.CharField(max_length=200, blank=True)
    object_id = models.CharField(max_length=200, blank=True)
    object_scheme = models.CharField(max_length=10, blank=True)
    vat_category = models.CharField(max_length=3, blank=True)
    vat_percent = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    accounting_cost = models.CharField(max_length=200, blank=True)
    serials = models.JSONField(default=list)
    classifications = models.JSONField(default=list)
    allowances = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "place"], name="invoice_line_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.name}".strip()
