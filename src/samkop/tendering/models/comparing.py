"""How bids are priced and compared: price sheet, criteria, model, rules over several lots."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.tendering.vocabulary import AwardMethod, AwardRuleKind, ModelKind


class PriceLine(models.Model):
    """A line of a lot's price sheet: a bid gives the price of one ``unit``.

    It counts with its price times ``quantity``. ``item`` and ``years`` (from 0) say where it
    counts when life cycles are compared. Cents without VAT.
    """

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="price_lines"
    )
    lot = models.ForeignKey(
        "tendering.Lot", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    code = models.CharField(max_length=20)
    text = models.CharField(max_length=500)
    unit = models.CharField(max_length=40)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    price_max_cents = models.BigIntegerField(null=True, blank=True)
    item = models.CharField(max_length=60, blank=True)
    years = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lot", "code"], name="price_line_code_unique"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0)
                & (Q(price_max_cents__isnull=True) | Q(price_max_cents__gt=0)),
                name="price_line_counts",
            ),
        ]


class AwardCriterion(models.Model):
    """What is marked, from 0 to ``scale_top`` in steps of ``scale_step``.

    ``weight`` is in permille, together with the price's 1,000; ``deduction_cents`` what the
    highest mark takes off the price where quality is priced in money without points. A bid that
    is marked below ``minimum_mark`` is out. ``text`` says what is marked, and for what.
    """

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="criteria"
    )
    lot = models.ForeignKey(
        "tendering.Lot", on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        db_constraint=False,
    )  # fmt: skip
    code = models.CharField(max_length=20)
    text = models.TextField()
    weight = models.PositiveSmallIntegerField(null=True, blank=True)
    deduction_cents = models.BigIntegerField(null=True, blank=True)
    scale_top = models.PositiveSmallIntegerField()
    scale_step = models.DecimalField(max_digits=7, decimal_places=3, default=1)
    minimum_mark = models.DecimalField(max_digits=7, decimal_places=3, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tender", "code"], name="award_criterion_code_unique"),
            models.CheckConstraint(
                condition=Q(weight__isnull=True) | Q(weight__gt=0, weight__lte=1000),
                name="award_criterion_weight_in_permille",
            ),
            models.CheckConstraint(
                condition=Q(scale_top__gt=0, scale_step__gt=0)
                & (Q(deduction_cents__isnull=True) | Q(deduction_cents__gte=0)),
                name="award_criterion_has_a_scale",
            ),
        ]


class EvaluationModel(models.Model):
    """The model by which the bids are compared; one for all lots, or a lot's own.

    ``price_weight`` is in permille where points are given. ``parameters`` are the model's others
    as ``core.award.scoring`` reads them (schema ``award-laboratory-problem``, ``model``).
    ``method``: by lot or together; together only in money. ``discounts``: whether money off for
    several lots may be offered.
    """

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="evaluation_models"
    )
    lot = models.ForeignKey(
        "tendering.Lot", on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        db_constraint=False,
    )  # fmt: skip
    kind = models.CharField(max_length=20, choices=ModelKind)
    price_weight = models.PositiveSmallIntegerField(null=True, blank=True)
    parameters = models.JSONField(default=dict, blank=True)
    method = models.CharField(max_length=20, choices=AwardMethod, default=AwardMethod.PER_LOT)
    discounts = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tender", "lot"], name="evaluation_model_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ModelKind.values), name="evaluation_model_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(price_weight__isnull=True)
                | Q(price_weight__gt=0, price_weight__lte=1000),
                name="evaluation_model_price_weight_in_permille",
            ),
            models.CheckConstraint(
                condition=Q(method=AwardMethod.PER_LOT, discounts=False)
                | Q(
                    lot__isnull=True, method=AwardMethod.COMBINATION,
                    kind__in=["lowest-price", "life-cycle-cost", "priced-quality"],
                ),
                name="evaluation_model_combines_money_alone",
            ),
        ]  # fmt: skip


class AwardRule(models.Model):
    """A rule over several lots, as the notice has it: ``clause`` is where, in its words.

    ``value`` is a number of lots or suppliers, or cents; ``lots`` are codes of lots.
    """

    tender = models.ForeignKey(
        "tendering.Tender", on_delete=models.PROTECT, related_name="award_rules"
    )
    kind = models.CharField(max_length=30, choices=AwardRuleKind)
    value = models.BigIntegerField(null=True, blank=True)
    lots = models.JSONField(default=list, blank=True)
    clause = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AwardRuleKind.values), name="award_rule_kind_known"
            ),
            models.CheckConstraint(condition=~Q(clause=""), name="award_rule_is_quoted"),
            models.UniqueConstraint(fields=["tender", "kind", "lots"], name="award_rule_once"),
        ]


class Freeze(models.Model):
    """All that was published of a tender at a moment, and its hash; never changed.

    ``content`` is the canonical JSON of which ``sha256`` is the hash; ``edition`` counts from 1,
    at the announcement, and each correction makes a further one. The newest counts.
    """

    tender = models.ForeignKey("tendering.Tender", on_delete=models.PROTECT, related_name="freezes")
    edition = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tender", "edition"], name="freeze_edition_once"),
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="freeze_has_its_hash"
            ),
        ]
