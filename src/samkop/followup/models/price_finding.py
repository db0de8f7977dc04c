"""Prices that drift: what was found, what the supplier answered, and how it ended."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samkop.followup.vocabulary.prices import (
    ENDS,
    FindingKind,
    PriceAnswerKind,
    PriceCause,
    PriceFindingState,
)


class PriceFinding(models.Model):
    """A price beyond what its rule or its index allows, found by the job of who runs the agreement.

    Purchases of one buyer that differ for the same cause stand in one finding until the supplier
    is asked (``key`` is theirs); a finding about a list price is about one price (``key`` names it)
    and has no buyer. ``price_cents`` and ``expected_cents`` are of one piece, of the newest
    purchase; ``quantity`` and ``total_cents`` of all of them (0 for a list price: nothing was
    bought by it yet). ``facts`` is what a reader needs to recompute it.
    """

    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey("agreements.FrameworkAgreement", on_delete=models.PROTECT)
    buyer = models.ForeignKey(
        "parties.Party", null=True, on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey("parties.Region", null=True, on_delete=models.PROTECT)
    item = models.ForeignKey("catalogue.CatalogueItem", null=True, on_delete=models.PROTECT)
    seller_item_id = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=FindingKind)
    cause = models.CharField(max_length=20, choices=PriceCause)
    key = models.CharField(max_length=200)
    currency = models.CharField(max_length=3)
    price_cents = models.BigIntegerField()
    expected_cents = models.BigIntegerField()
    quantity = models.PositiveIntegerField(default=0)
    total_cents = models.BigIntegerField(default=0)
    seen_from = models.DateField()
    seen_until = models.DateField()
    facts = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=PriceFindingState, default=PriceFindingState.FOUND
    )
    found_at = models.DateTimeField()
    question = models.CharField(max_length=1000, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    answer_due_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    conclusion = models.CharField(max_length=1000, blank=True)
    credit_reference = models.CharField(max_length=120, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "parties.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PriceFindingState.values), name="price_finding_state_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=FindingKind.values), name="price_finding_kind_known"
            ),
            # Until it is asked a finding gathers purchases: one of each kind.
            models.UniqueConstraint(
                fields=["purchasing_body", "key"], condition=Q(state=PriceFindingState.FOUND),
                name="price_finding_open_once",
            ),
            # A list price is found once for good.
            models.UniqueConstraint(
                fields=["purchasing_body", "key"],
                condition=Q(
                    kind__in=[FindingKind.LIST, FindingKind.COMPARABLE, FindingKind.SUCCESSOR]
                ),
                name="price_finding_of_a_list_price_once",
            ),
            # An answer and a purchase reference both parties too.
            models.UniqueConstraint(
                fields=["id", "purchasing_body", "supplier"], name="price_finding_of_both"
            ),
            models.CheckConstraint(
                condition=Q(state=PriceFindingState.FOUND, asked_at__isnull=True)
                | ~Q(state=PriceFindingState.FOUND)
                & Q(asked_at__isnull=False, answer_due_on__isnull=False),
                name="price_finding_asked_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(ENDS), settled_at__isnull=False) & ~Q(conclusion="")
                | ~Q(state__in=sorted(ENDS)) & Q(settled_at__isnull=True),
                name="price_finding_ends_with_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=PriceFindingState.CREDITED) | ~Q(credit_reference=""),
                name="price_finding_credited_by_a_note",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["purchasing_body", "-id"], name="price_finding_by_body"),
            models.Index(fields=["supplier", "-id"], name="price_finding_by_supplier"),
            models.Index(fields=["buyer", "-id"], name="price_finding_by_buyer"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.seller_item_id})"

    @property
    def difference_cents(self) -> int:
        """What one piece costs too much."""
        return self.price_cents - self.expected_cents


class PriceFindingPurchase(models.Model):
    """A purchase that stands in a finding; each stands in one at most, for good."""

    finding = models.ForeignKey(PriceFinding, on_delete=models.PROTECT, related_name="purchases")
    check_made = models.OneToOneField(
        "followup.PriceCheck", on_delete=models.PROTECT, related_name="found_in"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "check_made"], name="price_finding_purchase_once"
            )
        ]


class PriceAnswer(models.Model):
    """What a supplier answers about a finding; never changed, and the newest counts.

    ``credit_reference`` is the number of its credit note, where it credits.
    """

    # The composite foreign key (finding_id, purchasing_body_id, supplier_id) is in the migration.
    finding = models.ForeignKey(PriceFinding, on_delete=models.PROTECT, related_name="answers")
    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=PriceAnswerKind)
    text = models.CharField(max_length=1000)
    credit_reference = models.CharField(max_length=120, blank=True)
    person = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=PriceAnswerKind.values), name="price_answer_kind_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="price_answer_says_something"),
        ]


class PriceTolerance(models.Model):
    """What passes without a question, from a day on, in one region or (None) everywhere else.

    Fields as of ``rules.price_drift.Tolerance``. Never changed: the newest of a day holds.
    """

    purchasing_body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey("parties.Region", null=True, blank=True, on_delete=models.PROTECT)
    valid_from = models.DateField()
    permille = models.PositiveSmallIntegerField()
    cents = models.PositiveIntegerField()
    rise_permille = models.PositiveSmallIntegerField()
    answer_days = models.PositiveSmallIntegerField()
    set_by = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(permille__lte=1000, rise_permille__lte=1000),
                name="price_tolerance_within_the_price",
            ),
            models.CheckConstraint(
                condition=Q(answer_days__gte=1, answer_days__lte=365),
                name="price_tolerance_answer_days",
            ),
        ]
        indexes = [models.Index(fields=["purchasing_body", "-id"], name="price_tolerance_newest")]


class PriceSharing(models.Model):
    """Whether a member shows the prices it paid to the other members, from a day on.

    Who has decided nothing shows them (domain.md, Parties and rights). Never changed: the
    newest of a day holds.
    """

    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    shared = models.BooleanField()
    valid_from = models.DateField()
    decided_by = models.CharField(max_length=120)
    register_number = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(decided_by="") & ~Q(register_number=""),
                name="price_sharing_registered",
            ),
        ]
        indexes = [models.Index(fields=["owner", "-id"], name="price_sharing_newest")]
