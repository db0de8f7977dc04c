"""The agreement itself, its changes of state and its modifications."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q
from django.utils import translation

from samkop.agreements.vocabulary import (
    LONGEST_LEAD_MONTHS,
    USUAL_LEAD_MONTHS,
    ActsAs,
    Ground,
    State,
)
from samkop.planning.vocabulary import Category

FOUR_YEARS_ON = Func(
    F("valid_from"),
    template="((%(expressions)s + interval '4 years')::date)",
    output_field=models.DateField(),
)


class FrameworkAgreement(models.Model):
    """A framework agreement (art. 33 of directive 2014/24/EU) with one supplier.

    ``valid_from`` and ``valid_until`` are its first and last day; orders are placed within
    them. ``maximum_value_cents`` (without VAT) is the value published with the procurement
    (eForms BT-709) and never changes; what holds today, modifications included, is the
    ``Ceiling``. ``markup_permille`` is a wholesaler's, on the price after the tier;
    ``fee_permille`` an intermediary's, paid by the supplier, and in no price.
    ``interim_until`` is the last day of ordering while a review runs, if it has one.
    ``call_off_rule`` and ``call_off_rank`` where several suppliers of one procurement have an
    agreement each (ADR 0009).
    ``project`` is the joint project that it came of, where there is one: members decide about
    that, and so about every agreement of it.
    ``tender_lead_months`` is how long the next tender takes from its start to the agreement.
    """

    number = models.CharField(max_length=40)
    register_number = models.CharField(max_length=60)
    title_sv = models.CharField(max_length=200)
    title_fi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    category = models.CharField(max_length=20, choices=Category)
    purchasing_body = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="agreements_run"
    )
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="agreements_supplied"
    )
    valid_from = models.DateField()
    valid_until = models.DateField()
    term_justification = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.IN_PREPARATION)
    interim_until = models.DateField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    maximum_value_cents = models.BigIntegerField()
    purchasing_body_acts_as = models.CharField(max_length=12, choices=ActsAs)
    markup_permille = models.PositiveSmallIntegerField(default=0)
    fee_permille = models.PositiveSmallIntegerField(default=0)
    # The composite foreign key (call_off_rule_id, purchasing_body_id) stands in the wall.
    call_off_rule = models.ForeignKey(
        "agreements.CallOffRule", on_delete=models.PROTECT, null=True, blank=True,
        related_name="agreements", db_constraint=False,
    )  # fmt: skip
    call_off_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    project = models.ForeignKey(
        "governance.Project", on_delete=models.PROTECT, null=True, blank=True,
        related_name="agreements",
    )  # fmt: skip
    tender_lead_months = models.PositiveSmallIntegerField(default=USUAL_LEAD_MONTHS)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purchasing_body", "number"], name="framework_agreement_number_unique"
            ),
            # A catalogue references both, so that no supplier writes another's shelf.
            models.UniqueConstraint(
                fields=["id", "supplier"], name="framework_agreement_of_supplier"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="framework_agreement_state_known"
            ),
            models.CheckConstraint(
                condition=Q(category__in=Category.values), name="framework_agreement_category_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="framework_agreement_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__lt=FOUR_YEARS_ON) | ~Q(term_justification=""),
                name="framework_agreement_four_years_or_justified",
            ),
            models.CheckConstraint(
                condition=Q(maximum_value_cents__gt=0), name="framework_agreement_has_a_maximum"
            ),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"),
                name="framework_agreement_currency_is_iso_4217",
            ),
            models.CheckConstraint(
                condition=Q(purchasing_body_acts_as=ActsAs.WHOLESALER, fee_permille=0)
                | Q(purchasing_body_acts_as=ActsAs.INTERMEDIARY, markup_permille=0),
                name="framework_agreement_markup_or_fee",
            ),
            # Offers and turns reference both: only suppliers of the rule have them.
            models.UniqueConstraint(
                fields=["id", "call_off_rule"], name="framework_agreement_of_call_off_rule"
            ),
            models.UniqueConstraint(
                fields=["call_off_rule", "call_off_rank"], name="framework_agreement_rank_once"
            ),
            models.CheckConstraint(
                condition=Q(call_off_rule__isnull=True, call_off_rank__isnull=True)
                | Q(call_off_rule__isnull=False, call_off_rank__gte=1),
                name="framework_agreement_ranked_where_called_off",
            ),
            models.CheckConstraint(
                condition=Q(tender_lead_months__lte=LONGEST_LEAD_MONTHS),
                name="framework_agreement_tender_lead_bounded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return str(getattr(self, f"title_{translation.get_language()}", self.title_en))


class StateChange(models.Model):
    """A decision that moved the agreement from one state to another; never changed."""

    agreement = models.ForeignKey(
        FrameworkAgreement, on_delete=models.PROTECT, related_name="state_changes"
    )
    from_state = models.CharField(max_length=20, choices=State)
    to_state = models.CharField(max_length=20, choices=State)
    reason = models.TextField(blank=True)
    register_number = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()


class Modification(models.Model):
    """A recorded modification of the maximum value, with its ground; never changed."""

    agreement = models.ForeignKey(
        FrameworkAgreement, on_delete=models.PROTECT, related_name="modifications"
    )
    ground = models.CharField(max_length=20, choices=Ground)
    value_change_cents = models.BigIntegerField()
    description = models.TextField()
    decided_on = models.DateField()
    register_number = models.CharField(max_length=60)
    notice_number = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ground__in=Ground.values), name="modification_ground_known"
            ),
            models.CheckConstraint(
                condition=Q(value_change_cents__gt=0), name="modification_raises"
            ),
            models.CheckConstraint(
                condition=~Q(ground__in=[Ground.ADDITIONAL, Ground.UNFORESEEN])
                | ~Q(notice_number=""),
                name="modification_published_where_required",
            ),
        ]
