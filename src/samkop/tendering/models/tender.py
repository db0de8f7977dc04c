"""A tender, its lots, its buyers with their volumes, and who is invited."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import translation

from samkop.planning.vocabulary import Category
from samkop.tendering.vocabulary import (
    MOST_SUPPLIERS,
    CallOffMethod,
    ContractNature,
    Procedure,
    Regime,
    TenderState,
    TurnBy,
)


class Tender(models.Model):
    """A procurement procedure of one contracting authority (``owner``), for itself and others.

    ``number`` is the owner's own, ``register_number`` that of its register. ``bids_until`` is
    the time limit for bids to the millisecond; a bid that came at that very millisecond is in
    time. The agreement lasts ``term_months``, with ``option_months`` more at the buyer's choice.
    ``division_reason`` says why the tender is not divided in lots (art. 46(1) of directive
    2014/24/EU), where it has one lot; ``term_reason`` why the agreement lasts longer than four
    years (art. 33(1)). ``pre_study``: whose lots it took over. ``prior_information_on``: when such
    a notice was sent; ``urgency_reason``: why the least times are shortened (art. 27(2) and (3)).
    Money is in cents of ``currency`` without VAT.
    """

    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="tenders")
    number = models.CharField(max_length=40)
    register_number = models.CharField(max_length=60)
    title_sv = models.CharField(max_length=200)
    title_fi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    description = models.TextField()
    category = models.CharField(max_length=20, choices=Category)
    procedure = models.CharField(max_length=20, choices=Procedure)
    by_invitation = models.BooleanField(default=False)
    nature = models.CharField(max_length=10, choices=ContractNature)
    cpv = models.CharField(max_length=8)
    currency = models.CharField(max_length=3)
    estimated_value_cents = models.BigIntegerField()
    term_months = models.PositiveSmallIntegerField()
    option_months = models.PositiveSmallIntegerField(default=0)
    division_reason = models.TextField(blank=True)
    term_reason = models.TextField(blank=True)
    regime = models.CharField(max_length=10, choices=Regime, default=Regime.UNION)
    prior_information_on = models.DateField(null=True, blank=True)
    urgency_reason = models.TextField(blank=True)
    questions_until = models.DateTimeField(null=True, blank=True)
    bids_until = models.DateTimeField(null=True, blank=True)
    bids_valid_until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=TenderState, default=TenderState.IN_PREPARATION)
    responsible = models.ForeignKey(
        "parties.Person", on_delete=models.PROTECT, related_name="tenders"
    )
    pre_study = models.ForeignKey(
        "planning.PreStudy", on_delete=models.PROTECT, related_name="tenders", null=True, blank=True
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "number"], name="tender_number_unique"),
            # Whatever belongs to a tender references both, so that none has another's rows.
            models.UniqueConstraint(fields=["id", "owner"], name="tender_of_owner"),
            models.CheckConstraint(
                condition=Q(state__in=TenderState.values), name="tender_state_known"
            ),
            models.CheckConstraint(
                condition=Q(procedure__in=Procedure.values), name="tender_procedure_known"
            ),
            models.CheckConstraint(
                condition=Q(category__in=Category.values), name="tender_category_known"
            ),
            models.CheckConstraint(
                condition=Q(nature__in=ContractNature.values), name="tender_nature_known"
            ),
            models.CheckConstraint(
                condition=Q(regime__in=Regime.values), name="tender_regime_known"
            ),
            models.CheckConstraint(condition=Q(cpv__regex="^[0-9]{8}$"), name="tender_cpv_code"),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="tender_currency_is_iso_4217"
            ),
            models.CheckConstraint(
                condition=Q(estimated_value_cents__gt=0), name="tender_has_an_estimated_value"
            ),
            models.CheckConstraint(condition=Q(term_months__gt=0), name="tender_has_a_term"),
            models.CheckConstraint(
                condition=Q(state__in=[TenderState.IN_PREPARATION, TenderState.CANCELLED])
                | Q(bids_until__isnull=False, bids_valid_until__isnull=False),
                name="tender_announced_with_its_dates",
            ),
            models.CheckConstraint(
                condition=Q(questions_until__isnull=True) | Q(questions_until__lte=F("bids_until")),
                name="tender_questions_before_bids",
            ),
        ]
        indexes = [models.Index(fields=["owner", "-created_at", "id"], name="tender_newest")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return str(getattr(self, f"title_{translation.get_language()}", self.title_en))


class TenderStateChange(models.Model):
    """A step that moved the tender from one state to another; never changed."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="state_changes")
    from_state = models.CharField(max_length=20, choices=TenderState)
    to_state = models.CharField(max_length=20, choices=TenderState)
    reason = models.TextField(blank=True)
    register_number = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()


class Lot(models.Model):
    """A part of a tender that is bid for and awarded by itself (art. 46).

    ``code`` is its name in bids, keys and notices (``LOT-0001``, eForms BT-137). ``maximum``
    is the highest value of its framework agreement (eForms BT-271), in cents without VAT. Where
    the notice lets it have several suppliers (``most_suppliers``, BT-113), it says how they are
    called off; from ``mini_competition_from_cents`` on, where that is set, they compete.
    """

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="lots")
    code = models.CharField(max_length=8)
    title_sv = models.CharField(max_length=200)
    title_fi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    cpv = models.CharField(max_length=8)
    estimated_value_cents = models.BigIntegerField()
    maximum_value_cents = models.BigIntegerField()
    reason = models.TextField(blank=True)
    most_suppliers = models.PositiveSmallIntegerField(default=1)
    call_off_method = models.CharField(max_length=20, choices=CallOffMethod, blank=True)
    turn_by = models.CharField(max_length=10, choices=TurnBy, default=TurnBy.VALUE)
    mini_competition_from_cents = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tender", "code"], name="lot_code_unique"),
            models.UniqueConstraint(fields=["id", "tender"], name="lot_of_tender"),
            models.CheckConstraint(
                condition=Q(code__regex="^LOT-[0-9]{4}$"), name="lot_code_of_eforms"
            ),
            models.CheckConstraint(condition=Q(cpv__regex="^[0-9]{8}$"), name="lot_cpv_code"),
            models.CheckConstraint(
                condition=Q(estimated_value_cents__gt=0)
                & Q(maximum_value_cents__gte=F("estimated_value_cents")),
                name="lot_maximum_holds_its_estimate",
            ),
            models.CheckConstraint(
                condition=Q(
                    most_suppliers=1, call_off_method="", mini_competition_from_cents__isnull=True
                )
                | Q(
                    most_suppliers__range=(2, MOST_SUPPLIERS),
                    call_off_method__in=CallOffMethod.values,
                ),
                name="lot_call_off_where_it_has_several_suppliers",
            ),
            models.CheckConstraint(
                condition=Q(turn_by__in=TurnBy.values), name="lot_call_off_turn_known"
            ),
            models.CheckConstraint(
                condition=Q(mini_competition_from_cents__isnull=True)
                | Q(
                    mini_competition_from_cents__gt=0,
                    mini_competition_from_cents__lte=F("maximum_value_cents"),
                ),
                name="lot_competition_from_an_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return str(getattr(self, f"title_{translation.get_language()}", self.title_en))


class TenderBuyer(models.Model):
    """A buyer that a lot is procured for, with the volume it expects (C-23/20, C-216/17)."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="buyers")
    # The composite foreign key (lot_id, tender_id) stands in the wall.
    lot = models.ForeignKey(
        Lot, on_delete=models.PROTECT, related_name="buyers", db_constraint=False
    )
    buyer = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="tenders_bought_by"
    )
    expected_quantity = models.PositiveIntegerField()
    unit = models.CharField(max_length=40)
    expected_value_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lot", "buyer"], name="tender_buyer_once_a_lot"),
            models.CheckConstraint(
                condition=Q(expected_quantity__gt=0, expected_value_cents__gt=0),
                name="tender_buyer_expects_something",
            ),
        ]


class Invitation(models.Model):
    """A supplier that may see a tender by invitation, and bid."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="invitations")
    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="invitations"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tender", "supplier"], name="invitation_once")
        ]
