"""What became of an invoice: matched with what was ordered and received, or in exception."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from samkop.core.matching import Reason, Target, first_of_month
from samkop.invoicing.vocabulary import DiscrepancyState, InvoiceState


class MatchResult(models.Model):
    """Where each cent of an invoice has its home; the buyer's, one for each invoice.

    ``gross_cents`` (BT-112, with VAT) are ``matched_cents`` and ``discrepant_cents`` together:
    the database holds it. ``round`` counts how often it was matched; parts and
    discrepancies of that round are in force. ``open_count`` is of discrepancies that wait for
    a person. ``orders`` are the numbers of the orders that it was matched with.
    """

    invoice = models.OneToOneField(
        "invoicing.Invoice", on_delete=models.PROTECT, related_name="result"
    )
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=24, choices=InvoiceState, default=InvoiceState.RECEIVED)
    round = models.PositiveIntegerField(default=0)
    gross_cents = models.BigIntegerField()
    matched_cents = models.BigIntegerField(default=0)
    discrepant_cents = models.BigIntegerField()
    open_count = models.PositiveIntegerField(default=0)
    certainty = models.PositiveSmallIntegerField(default=100)
    assignee = models.ForeignKey(
        "parties.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    created_at = models.DateTimeField()
    matched_at = models.DateTimeField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=InvoiceState.values), name="match_result_state_known"
            ),
            # The law of this house: money invoiced is matched or in exception, to the cent.
            models.CheckConstraint(
                condition=Q(gross_cents=F("matched_cents") + F("discrepant_cents")),
                name="match_result_adds_up",
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "created_at", "id"], name="match_result_buyer_at"),
            models.Index(fields=["supplier", "created_at", "id"], name="match_result_supplier_at"),
            models.Index(
                fields=["buyer", "id"], name="match_result_unsettled",
                condition=Q(state__in=["received", "in-process", "under-query"]),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.invoice_id} ({self.round})"


class MatchedPart(models.Model):
    """So much of an invoice line is an order line's, in one round; never changed.

    ``line_id`` is the line's place in the invoice (``charge-1``: a charge's or allowance's).
    ``target`` says what it was matched with (core.matching): ``order_line``, ``rent`` by the
    month from ``first_month`` on (a month's number), or what a credit note takes
    back of ``credited`` and its line ``credited_line``. ``cents`` without VAT, ``vat_cents``
    the VAT on them; ``quantity`` units or months, below zero where it takes back.
    ``references`` are the grounds and ``certainty`` (per cent) how sure they are.
    """

    result = models.ForeignKey(
        MatchResult, on_delete=models.PROTECT, related_name="parts", db_index=False
    )
    round = models.PositiveIntegerField()
    line_id = models.CharField(max_length=20)
    target = models.CharField(max_length=12)
    order_line = models.ForeignKey(
        "ordering.OrderLine", null=True, on_delete=models.PROTECT, related_name="+"
    )
    rent = models.ForeignKey(
        "invoicing.RentSchedule", null=True, on_delete=models.PROTECT, related_name="parts"
    )
    credited = models.ForeignKey(
        "invoicing.Invoice", null=True, on_delete=models.PROTECT, related_name="credits"
    )
    credited_line = models.CharField(max_length=20, blank=True)
    quantity = models.IntegerField()
    cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    first_month = models.PositiveIntegerField(null=True)
    certainty = models.PositiveSmallIntegerField(default=100)
    references = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(target__in=[one.value for one in Target]),
                name="matched_part_target_known",
            ),
        ]
        indexes = [models.Index(fields=["result", "round"], name="matched_part_of_round")]

    @property
    def month(self) -> date | None:
        """The first day of the first month of rent that it is for."""
        return None if self.first_month is None else first_of_month(self.first_month)


class InvoiceDiscrepancy(models.Model):
    """So much of an invoice is not matched, why, and what a person did about it.

    ``reason`` is a code of core.matching; ``line_id`` as of a part, empty for the whole
    document. ``cents`` without VAT and ``vat_cents`` on them; 0 where another discrepancy
    holds the same money. ``expected`` and ``actual`` are cents or units as the reason has it,
    ``about`` what was not found or differs, ``candidates`` ids of order lines to choose from.
    ``pieces`` of ``order_line`` are invoiced with it, should it be accepted; ``rent`` is the one
    that is not owed.
    """

    result = models.ForeignKey(
        MatchResult, on_delete=models.PROTECT, related_name="discrepancies", db_index=False
    )
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    round = models.PositiveIntegerField()
    line_id = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=30)
    cents = models.BigIntegerField()
    vat_cents = models.BigIntegerField()
    # What the work list sorts by: both together.
    total_cents = models.BigIntegerField()
    order_line = models.ForeignKey(
        "ordering.OrderLine", null=True, on_delete=models.PROTECT, related_name="+"
    )
    rent = models.ForeignKey(
        "invoicing.RentSchedule", null=True, on_delete=models.PROTECT, related_name="+"
    )
    pieces = models.PositiveIntegerField(default=0)
    expected = models.BigIntegerField(null=True)
    actual = models.BigIntegerField(null=True)
    about = models.CharField(max_length=200, blank=True)
    candidates = models.JSONField(default=list)
    state = models.CharField(max_length=14, choices=DiscrepancyState, default=DiscrepancyState.OPEN)
    since = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "parties.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DiscrepancyState.values),
                name="invoice_discrepancy_state_known",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=[one.value for one in Reason]),
                name="invoice_discrepancy_reason_known",
            ),
            models.CheckConstraint(
                condition=Q(total_cents=F("cents") + F("vat_cents")),
                name="invoice_discrepancy_adds_up",
            ),
        ]
        indexes = [
            models.Index(fields=["result", "round"], name="invoice_discrepancy_of_round"),
            models.Index(fields=["buyer", "since", "id"], name="invoice_discrepancy_since"),
            models.Index(fields=["buyer", "total_cents", "id"], name="invoice_discrepancy_sum"),
        ]


class LineAssignment(models.Model):
    """By hand: which order line an invoice line is for; the newest of a line holds."""

    result = models.ForeignKey(MatchResult, on_delete=models.PROTECT, related_name="assignments")
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    line_id = models.CharField(max_length=20)
    order_line = models.ForeignKey("ordering.OrderLine", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class InvoiceComment(models.Model):
    """What the buyer's people say to each other about an invoice."""

    result = models.ForeignKey(MatchResult, on_delete=models.PROTECT, related_name="comments")
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=1000)
    at = models.DateTimeField()


class InvoiceResponse(models.Model):
    """What the buyer told the supplier of an invoice (Peppol T111); never changed.

    ``status`` is a UNCL 4343 code, ``clarifications`` [{list, code, text, terms}] as they
    were sent; ``terms`` [[BT number, what it should be]], where there are any.
    ``message_id`` is None where one of the two has no electronic address: it was not sent.
    """

    result = models.ForeignKey(MatchResult, on_delete=models.PROTECT, related_name="responses")
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.CharField(max_length=60)
    status = models.CharField(max_length=2)
    clarifications = models.JSONField(default=list)
    message_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # The same answer is given once.
            models.UniqueConstraint(
                fields=["result", "status", "clarifications"], name="invoice_response_once"
            ),
            models.UniqueConstraint(fields=["buyer", "number"], name="invoice_response_number"),
        ]
