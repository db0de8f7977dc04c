"""What a buyer needs, in which years, and what it expects it to cost."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from samkop.planning.vocabulary import Category, NeedSource, NeedState


class Need(models.Model):
    """What one buyer (``owner``) needs between two days, reported to who sources it.

    ``reported_to`` is a purchasing body, or the owner itself; None until it is reported.
    ``source_reference`` names what a need that nobody typed comes from
    (``fleet.renewalplan:17``): one need a category of each.
    """

    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="needs")
    reported_to = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="needs_reported", null=True,
        blank=True,
    )  # fmt: skip
    category = models.CharField(max_length=20, choices=Category)
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    wanted_from = models.DateField()
    wanted_until = models.DateField()
    currency = models.CharField(max_length=3)
    source = models.CharField(max_length=20, choices=NeedSource, default=NeedSource.ENTERED)
    source_reference = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=NeedState, default=NeedState.DRAFT)
    created_at = models.DateTimeField()
    reported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "owner"], name="need_of_owner"),
            # A pre-study references both: it takes in nothing that was not reported to its party.
            models.UniqueConstraint(fields=["id", "reported_to"], name="need_reported_to"),
            models.UniqueConstraint(
                fields=["owner", "source_reference", "category"],
                condition=~Q(source=NeedSource.ENTERED), name="need_once_a_source",
            ),
            models.CheckConstraint(
                condition=Q(state__in=NeedState.values), name="need_state_known"
            ),
            models.CheckConstraint(
                condition=Q(category__in=Category.values), name="need_category_known"
            ),
            models.CheckConstraint(
                condition=Q(source=NeedSource.ENTERED)
                | Q(source__in=NeedSource.values) & ~Q(source_reference=""),
                name="need_names_its_source",
            ),
            models.CheckConstraint(
                condition=Q(wanted_until__gte=F("wanted_from")), name="need_ends_after_its_start"
            ),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="need_currency_is_iso_4217"
            ),
            models.CheckConstraint(
                condition=~Q(state=NeedState.REPORTED)
                | Q(reported_to__isnull=False, reported_at__isnull=False),
                name="need_reported_to_somebody",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["owner", "-id"], name="need_newest"),
            models.Index(fields=["reported_to", "-id"], name="need_reported_newest"),
        ]

    def __str__(self) -> str:
        return self.title


class NeedLine(models.Model):
    """So many of something in a year; what they cost together, in cents without VAT.

    At the least, likely, at the most. ``text`` and ``unit`` of a renewal plan are English words,
    which ``name`` and ``unit_name`` give in the reader's language.
    """

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="lines")
    # The composite foreign key (need_id, owner_id) stands in the wall.
    owner = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    text = models.CharField(max_length=200)
    unit = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    quantity = models.PositiveIntegerField()
    low_cents = models.BigIntegerField()
    likely_cents = models.BigIntegerField()
    high_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["need", "text", "unit", "year"], name="need_line_once_a_year"
            ),
            # A lot references both: it holds no line of another need.
            models.UniqueConstraint(fields=["id", "need"], name="need_line_of_need"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(unit=""), name="need_line_says_what"),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2200), name="need_line_year"
            ),
            models.CheckConstraint(
                condition=Q(low_cents__gte=0)
                & Q(likely_cents__gte=F("low_cents"))
                & Q(high_cents__gte=F("likely_cents")),
                name="need_line_values_rise",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.year}"

    @property
    def name(self) -> str:
        """What is needed, in the reader's language where it is a word of ours."""
        return gettext(self.text)

    @property
    def unit_name(self) -> str:
        """Its unit, likewise."""
        return gettext(self.unit)
