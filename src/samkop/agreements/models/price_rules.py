"""The rule of each price group, the evidence behind purchase prices, and the index clause."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.agreements.vocabulary import RuleKind


class PriceRule(models.Model):
    """How the prices of one group come about; a group without a row has fixed prices.

    ``permille`` is the tendered discount on the public list price, or the tendered margin
    on the purchase price. Part of what was tendered: set in preparation only.
    """

    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, related_name="price_rules",
        db_index=False,
    )  # fmt: skip
    price_group = models.CharField(max_length=60)
    kind = models.CharField(max_length=15, choices=RuleKind)
    permille = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "price_group"], name="price_rule_once"),
            models.CheckConstraint(
                condition=Q(kind__in=RuleKind.values), name="price_rule_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind=RuleKind.FIXED) | Q(permille=0),
                name="price_rule_fixed_has_no_rate",
            ),
            models.CheckConstraint(
                condition=Q(permille__lte=1000), name="price_rule_rate_at_most_the_price"
            ),
        ]


class PriceEvidence(models.Model):
    """The purchase price that a supplier won in its own competition among makers.

    ``purchase_price_cents`` per unit without VAT, in the agreement's currency;
    ``competitors`` is how many makers took part; ``document_reference`` names the document
    that shows it. Valid on both days and between. Never changed: a new price is a new row.
    """

    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, related_name="price_evidence",
        db_index=False,
    )  # fmt: skip
    seller_item_id = models.CharField(max_length=120)
    maker = models.CharField(max_length=120)
    purchase_price_cents = models.BigIntegerField()
    decided_on = models.DateField()
    document_reference = models.CharField(max_length=120)
    competitors = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # A list price references all four, so that it is the price of its evidence.
            models.UniqueConstraint(
                fields=["id", "agreement", "seller_item_id", "purchase_price_cents"],
                name="price_evidence_of_item",
            ),
            models.CheckConstraint(
                condition=Q(purchase_price_cents__gte=0), name="price_evidence_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(competitors__gte=1), name="price_evidence_of_a_competition"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="price_evidence_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__gte=F("decided_on")),
                name="price_evidence_valid_after_it_was_won",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agreement", "seller_item_id", "-id"], name="price_evidence_newest"
            )
        ]


class IndexSeries(models.Model):
    """A published index, as a purchasing body keeps its values (UBL, eForms: none names it)."""

    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    publisher = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purchasing_body", "code"], name="index_series_code_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class IndexValue(models.Model):
    """The value of an index for a month (its first day), as published on a day.

    Never changed: a revised value is a new row, and the newest row holds.
    """

    series = models.ForeignKey(
        IndexSeries, on_delete=models.PROTECT, related_name="values", db_index=False
    )
    month = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=4)
    published_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value__gt=0), name="index_value_positive"),
            models.CheckConstraint(condition=Q(month__day=1), name="index_value_of_a_month"),
            models.CheckConstraint(
                condition=Q(published_on__gte=F("month")), name="index_value_published_after"
            ),
        ]
        indexes = [models.Index(fields=["series", "month", "-id"], name="index_value_newest")]


class IndexClause(models.Model):
    """When the prices of a group are reviewed by an index, and within which bounds.

    Fields as of ``rules.index_clauses.Clause``; ``base_value`` is the index's value of
    ``base_month`` as the agreement names it. Set in preparation only.
    """

    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, related_name="index_clauses",
        db_index=False,
    )  # fmt: skip
    price_group = models.CharField(max_length=60)
    series = models.ForeignKey(IndexSeries, on_delete=models.PROTECT)
    base_month = models.DateField()
    base_value = models.DecimalField(max_digits=12, decimal_places=4)
    first_review_on = models.DateField()
    interval_months = models.PositiveSmallIntegerField(default=12)
    lag_months = models.PositiveSmallIntegerField(default=0)
    cap_permille = models.PositiveSmallIntegerField(null=True, blank=True)
    floor_permille = models.PositiveSmallIntegerField(null=True, blank=True)
    threshold_permille = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "price_group"], name="index_clause_once"),
            models.CheckConstraint(
                condition=Q(interval_months__gte=1), name="index_clause_has_an_interval"
            ),
            models.CheckConstraint(
                condition=Q(base_value__gt=0), name="index_clause_base_positive"
            ),
            models.CheckConstraint(
                condition=Q(floor_permille__isnull=True) | Q(floor_permille__lt=1000),
                name="index_clause_floor_leaves_a_price",
            ),
        ]


class IndexAdjustment(models.Model):
    """A decided index step of a price group; never changed.

    ``review_on`` is the clause's day; ``applies_from`` the first day with the new prices
    (later where it was decided late). ``held_permille`` is the change that the clause's cap
    or floor allows, where it holds the exact one.
    """

    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT,
        related_name="index_adjustments", db_index=False,
    )  # fmt: skip
    price_group = models.CharField(max_length=60)
    series_code = models.CharField(max_length=40)
    review_on = models.DateField()
    applies_from = models.DateField()
    base_month = models.DateField()
    base_value = models.DecimalField(max_digits=12, decimal_places=4)
    month = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=4)
    held_permille = models.SmallIntegerField(null=True, blank=True)
    register_number = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "price_group", "review_on"], name="index_adjustment_once"
            ),
            models.CheckConstraint(
                condition=Q(applies_from__gte=F("review_on")),
                name="index_adjustment_not_before_its_review",
            ),
            models.CheckConstraint(
                condition=Q(base_value__gt=0, value__gt=0), name="index_adjustment_positive"
            ),
            models.CheckConstraint(
                condition=Q(held_permille__isnull=True) | Q(held_permille__gt=-1000),
                name="index_adjustment_leaves_a_price",
            ),
        ]
