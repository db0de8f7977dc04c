"""What buying together is worth against tendering alone: what is assumed, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samkop.followup.vocabulary.benefit import Assumed


class BenefitAssumption(models.Model):
    """What is assumed from a day on: at the least, likely, at the most; never changed.

    The newest row of a key counts. ``regional``: it holds for every member that has none of its
    own; its owner is the region's purchasing body. Without values: nothing is assumed any more,
    and what hangs on it is *no data*. In hours, months, tenders, per cent, or ``currency``
    (vocabulary.unit_of). ``source`` says whence.
    """

    region = models.ForeignKey(
        "parties.Region", on_delete=models.PROTECT, related_name="benefit_assumptions",
        db_index=False,
    )  # fmt: skip
    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    regional = models.BooleanField()
    key = models.CharField(max_length=20, choices=Assumed)
    currency = models.CharField(max_length=3, blank=True)
    low = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    likely = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    high = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    source = models.CharField(max_length=300)
    valid_from = models.DateField()
    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(key__in=Assumed.values), name="benefit_assumption_known"
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True, likely__isnull=True, high__isnull=True)
                | Q(low__lte=F("likely"), likely__lte=F("high")),
                name="benefit_assumption_rises",
            ),
            models.CheckConstraint(
                condition=~Q(source=""), name="benefit_assumption_has_a_source"
            ),
            models.CheckConstraint(
                condition=Q(key=Assumed.HOUR_COST, currency__regex="^[A-Z]{3}$")
                | ~Q(key=Assumed.HOUR_COST) & Q(currency=""),
                name="benefit_assumption_money_has_a_currency",
            ),
            models.CheckConstraint(
                condition=Q(regional=True) | ~Q(key__startswith="joint-"),
                name="benefit_assumption_of_the_procedure",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["region", "owner", "key", "-id"], name="benefit_assumption_newest")
        ]


class BenefitSharing(models.Model):
    """Whether a member lets the region see its own assumptions and figures, and since when."""

    region = models.ForeignKey(
        "parties.Region", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    shares = models.BooleanField()
    decided_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "owner"], name="benefit_sharing_once")
        ]


class Benefit(models.Model):
    """What buying together was worth in a year, computed once; never changed.

    ``regional``: for all members, by the region's assumptions and those that members share; its
    owner is the region's purchasing body. Else the owner's own, by its own assumptions.
    ``result`` holds the figures (``rules.benefit``), ``assumptions`` by what they came about,
    ``way`` the times from need to desk. ``inputs_sha256`` tells whether anything was new.
    """

    region = models.ForeignKey(
        "parties.Region", on_delete=models.PROTECT, related_name="benefits", db_index=False
    )
    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    regional = models.BooleanField()
    year = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3)
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    inputs_sha256 = models.CharField(max_length=64)
    assumptions = models.JSONField()
    way = models.JSONField()
    result = models.JSONField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="benefit_currency_is_iso_4217"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2200), name="benefit_of_a_year"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "owner", "year", "-id"], name="benefit_newest")
        ]  # fmt: skip


class BenefitPurchase(models.Model):
    """So many of an item that a member bought at one price: what a benefit was computed from.

    Cents are of one, without VAT: ``unit_cents`` as ordered, ``rule_cents`` by the agreement's
    rule before tier and markup, None where the order line keeps no origin. The tiers are
    permille: the joint one as ordered, and what the member's own units alone would have reached
    (``own_permille``, None where the ledger does not know). ``tiers``: its group has any.
    """

    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="purchases")
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    price_group = models.CharField(max_length=60)
    seller_item_id = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    quantity = models.BigIntegerField()
    orders = models.PositiveIntegerField()
    unit_cents = models.BigIntegerField()
    rule_cents = models.BigIntegerField(null=True)
    tiers = models.BooleanField()
    joint_permille = models.PositiveSmallIntegerField()
    own_permille = models.PositiveSmallIntegerField(null=True)
    markup_permille = models.PositiveSmallIntegerField()
    fee_permille = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="benefit_purchase_is_something"
            )
        ]


class BenefitProcedure(models.Model):
    """A member's part in the joint procedure behind an agreement, as a benefit counted it.

    ``share_cents`` of ``total_cents`` is what the member has committed of what everybody has:
    its share of the procedure's hours. ``year_days`` of ``term_days``: the year's part of the
    term. ``paid``: a markup or fee pays for the purchasing body's hours. ``events`` are the
    system's own dates (``ProcedureEvent`` to day).
    """

    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="procedures")
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    share_cents = models.BigIntegerField()
    total_cents = models.BigIntegerField()
    year_days = models.PositiveIntegerField()
    term_days = models.PositiveIntegerField()
    paid = models.BooleanField()
    events = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["benefit", "buyer", "agreement"], name="benefit_procedure_once"
            ),
            models.CheckConstraint(
                condition=Q(share_cents__gte=0, share_cents__lte=F("total_cents")),
                name="benefit_procedure_share_of_the_whole",
            ),
            models.CheckConstraint(
                condition=Q(year_days__lte=F("term_days"), term_days__gt=0),
                name="benefit_procedure_part_of_the_term",
            ),
        ]


class BenefitLeaving(models.Model):
    """What a member's purchases of a group would have cost, had ``leaver`` not bought with them.

    A row for each pair of tiers: ``with_permille`` as ordered, ``without_permille`` at the joint
    volume less the leaver's units. ``None``: units whose order line keeps no origin.
    """

    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="leavings")
    leaver = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    agreement = models.ForeignKey(
        "agreements.FrameworkAgreement", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    price_group = models.CharField(max_length=60)
    quantity = models.BigIntegerField()
    with_permille = models.PositiveSmallIntegerField()
    without_permille = models.PositiveSmallIntegerField(null=True)
    with_cents = models.BigIntegerField()
    without_cents = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="benefit_leaving_is_something")
        ]
