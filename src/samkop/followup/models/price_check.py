"""Each purchase held against what its rule gave on its day."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from samkop.followup.vocabulary.prices import PriceCause, PriceOutcome, PurchaseSource


class PriceCheck(models.Model):
    """One purchase's price against its rule; never changed, and each purchase has one.

    *Ordered* is an order line, *invoiced* what an invoice line bills of an order line (``invoice``
    and the ``invoice_line``'s place in it), *outside* an order outside the shop, which has no
    price by item. ``reference`` is the number of the order, invoice or document.
    Cents without VAT in ``currency``: the price of one, what the rule gives (empty where
    nothing is known: ``outcome`` *no-rule*), their difference, and that of all ``quantity``.
    ``causes`` are [[cause, cents of one]], adding up to the difference; ``cause`` is the main one.
    ``expected`` is the price by the rule (``PriceOrigin.as_json``) at ``volume``, the joint volume
    in the agreement's ledger before the order; ``tier_permille`` and ``markup_permille`` what was
    paid with.
    """

    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, db_index=False
    )
    item = models.ForeignKey("catalogue.CatalogueItem", null=True, on_delete=models.PROTECT)
    source = models.CharField(max_length=10, choices=PurchaseSource)
    order_line = models.ForeignKey("ordering.OrderLine", null=True, on_delete=models.PROTECT)
    invoice = models.ForeignKey(
        "invoicing.Invoice", null=True, on_delete=models.PROTECT, db_index=False
    )
    invoice_line = models.CharField(max_length=20, blank=True)
    outside_order = models.ForeignKey(
        "agreements.OutsideOrder", null=True, on_delete=models.PROTECT, db_index=False
    )
    reference = models.CharField(max_length=200)
    seller_item_id = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=200, blank=True)
    price_group = models.CharField(max_length=60, blank=True)
    bought_on = models.DateField()
    quantity = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    price_cents = models.BigIntegerField(null=True)
    expected_cents = models.BigIntegerField(null=True)
    difference_cents = models.BigIntegerField(default=0)
    total_difference_cents = models.BigIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=PriceOutcome)
    cause = models.CharField(max_length=20, choices=PriceCause, blank=True)
    causes = models.JSONField(default=list)
    expected = models.JSONField(default=dict)
    volume = models.BigIntegerField(null=True)
    tier_permille = models.PositiveSmallIntegerField(default=0)
    markup_permille = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=PurchaseSource.values), name="price_check_source_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=PriceOutcome.values), name="price_check_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    source=PurchaseSource.ORDERED, order_line__isnull=False, invoice__isnull=True,
                    outside_order__isnull=True,
                )
                | Q(
                    source=PurchaseSource.INVOICED, order_line__isnull=False,
                    invoice__isnull=False, outside_order__isnull=True,
                )
                & ~Q(invoice_line="")
                | Q(
                    source=PurchaseSource.OUTSIDE, outside_order__isnull=False,
                    order_line__isnull=True, invoice__isnull=True,
                ),
                name="price_check_of_one_purchase",
            ),
            # No rule, no expected price, no difference; and the other way round.
            models.CheckConstraint(
                condition=Q(
                    outcome=PriceOutcome.NO_RULE, expected_cents__isnull=True, difference_cents=0
                )
                | ~Q(outcome=PriceOutcome.NO_RULE)
                & Q(
                    price_cents__isnull=False, expected_cents__isnull=False,
                    difference_cents=F("price_cents") - F("expected_cents"),
                ),
                name="price_check_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(total_difference_cents=F("difference_cents") * F("quantity")),
                name="price_check_total_adds_up",
            ),
            models.UniqueConstraint(
                fields=["order_line"], condition=Q(source=PurchaseSource.ORDERED),
                name="price_check_once_an_order_line",
            ),
            models.UniqueConstraint(
                fields=["invoice", "invoice_line", "order_line"],
                condition=Q(source=PurchaseSource.INVOICED),
                name="price_check_once_an_invoice_line",
            ),
            models.UniqueConstraint(
                fields=["outside_order"], condition=Q(source=PurchaseSource.OUTSIDE),
                name="price_check_once_an_outside_order",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["purchasing_body", "-id"], name="price_check_by_body"),
            models.Index(fields=["buyer", "-id"], name="price_check_by_buyer"),
            models.Index(fields=["agreement", "item", "bought_on"], name="price_check_by_item"),
            *(
                models.Index(fields=[side, field, "id"], name=f"price_check_{short}_{name}")
                for side, short in (("purchasing_body", "body"), ("buyer", "buyer"))
                for field, name in (("bought_on", "on"), ("total_difference_cents", "sum"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}".strip()

    @property
    def ruled_cents(self) -> int:
        """What the rule gives, of a check that has one."""
        return self.expected_cents or 0

    @property
    def shares(self) -> list[dict[str, Any]]:
        """Each cause with its label and its cents of one."""
        return [
            {"cause": PriceCause(cause), "label": PriceCause(cause).label, "cents": cents}
            for cause, cents in self.causes
        ]
