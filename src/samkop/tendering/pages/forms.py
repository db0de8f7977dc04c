"""Forms of a tender. What is allowed is decided by the use cases, not here."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.parties.models import Party
from samkop.parties.pages.forms import day
from samkop.planning.models import PreStudy
from samkop.planning.vocabulary import Category
from samkop.platform.pages.amounts import amount, cents_of
from samkop.platform.pages.choices import offer
from samkop.platform.pages.times import MOMENT_LIMITS
from samkop.tendering.models import Lot, Tender
from samkop.tendering.usecases.announcing import NoticeGiven
from samkop.tendering.usecases.lots import LotTerms, Volume
from samkop.tendering.usecases.tender import TenderTerms
from samkop.tendering.vocabulary import (
    MOST_SUPPLIERS,
    RUN_HERE,
    CallOffMethod,
    ContractNature,
    Regime,
    TurnBy,
)

WRITTEN = "%Y-%m-%dT%H:%M"


def words(
    label: Any, *, required: bool = True, rows: int = 3, help_text: Any = ""
) -> forms.CharField:
    """A longer text."""
    return forms.CharField(
        label=label, required=required, max_length=20_000, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def clock_time(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateTimeField:
    """A day and a time of day by the browser's picker."""
    return forms.DateTimeField(
        label=label, required=required, help_text=help_text,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WRITTEN),
        input_formats=[WRITTEN, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        validators=MOMENT_LIMITS,
    )  # fmt: skip


def _cpv() -> forms.RegexField:
    return forms.RegexField(
        label=_("CPV code"), regex="^[0-9]{8}$", max_length=8,
        help_text=_("Eight digits of the common procurement vocabulary, such as 30213100."),
    )  # fmt: skip


class TenderForm(forms.Form):
    """The terms of a tender."""

    number = forms.CharField(label=_("Number"), max_length=40)
    register_number = forms.CharField(label=_("Register number"), max_length=60)
    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=200)
    title_fi = forms.CharField(label=_("Title in Finnish"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    description = words(_("What is procured"))
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    nature = forms.ChoiceField(
        label=_("Supplies or services"), choices=ContractNature.choices, widget=forms.RadioSelect
    )
    cpv = _cpv()
    procedure = forms.ChoiceField(
        label=_("Kind of procedure"), choices=[(one.value, one.label) for one in RUN_HERE]
    )
    regime = forms.ChoiceField(
        label=_("Rules that apply"), choices=Regime.choices, widget=forms.RadioSelect,
        help_text=_("By the estimated value without VAT, options included (art. 5)."),
    )  # fmt: skip
    currency = forms.RegexField(
        label=_("Currency"), regex="^[A-Z]{3}$", max_length=3,
        help_text=_("Three capital letters, ISO 4217."),
    )  # fmt: skip
    estimated_value = amount(_("Estimated value without VAT"))
    term_months = forms.IntegerField(label=_("Term, months"), min_value=1, max_value=600)
    option_months = forms.IntegerField(
        label=_("Option, months"), min_value=0, max_value=600, required=False
    )
    term_reason = words(
        _("Why longer than four years"), required=False, rows=2,
        help_text=_("Only where term and options are longer than four years (art. 33(1))."),
    )  # fmt: skip
    division_reason = words(
        _("Why it is not divided in lots"), required=False, rows=2,
        help_text=_("Only where there is one lot (art. 46(1))."),
    )  # fmt: skip
    prior_information_on = day(_("Prior information notice sent on"))
    urgency_reason = words(
        _("Why the times are shortened for urgency"), required=False, rows=2,
        help_text=_("Only where a state of urgency is duly substantiated (art. 27(3))."),
    )  # fmt: skip

    def terms(self) -> TenderTerms:
        """What was entered, for the use case; the form has been checked."""
        given = dict(self.cleaned_data)
        estimated = cents_of(given.pop("estimated_value")) or 0
        given["option_months"] = given["option_months"] or 0
        return TenderTerms(**given, estimated_value_cents=estimated)

    @staticmethod
    def filled(tender: Tender) -> dict[str, Any]:
        """The form's values of a tender."""
        names = [name for name in TenderForm.base_fields if name != "estimated_value"]
        return {
            **{name: getattr(tender, name) for name in names},
            "estimated_value": Decimal(tender.estimated_value_cents) / 100,
        }


class LotForm(forms.Form):
    """The terms of a lot."""

    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=200)
    title_fi = forms.CharField(label=_("Title in Finnish"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    description = words(_("What is procured"), required=False)
    cpv = _cpv()
    estimated_value = amount(_("Estimated value without VAT"))
    maximum_value = amount(
        _("Maximum value without VAT"),
        help_text=_("The highest value of the framework agreement: nothing is ordered beyond it."),
    )
    reason = words(_("Reason for the lot"), required=False, rows=2)
    most_suppliers = forms.IntegerField(
        label=_("Suppliers at most"), required=False, min_value=1, max_value=MOST_SUPPLIERS,
        help_text=_("More than one only with a rule of call-off below (art. 33(4))."),
    )  # fmt: skip
    call_off_method = forms.ChoiceField(
        label=_("Call-off among several suppliers"), required=False,
        choices=[("", _("One supplier: direct")), *CallOffMethod.choices],
    )  # fmt: skip
    turn_by = forms.ChoiceField(
        label=_("Rotation divides equally"), required=False, choices=TurnBy.choices,
        initial=TurnBy.VALUE,
    )  # fmt: skip
    mini_competition_from = amount(
        _("Mini-competition from"), required=False,
        help_text=_("Without VAT; smaller call-offs go by the rule. Empty: none."),
    )  # fmt: skip

    def terms(self) -> LotTerms:
        """What was entered, for the use case; the form has been checked."""
        given = dict(self.cleaned_data)
        return LotTerms(
            estimated_value_cents=cents_of(given.pop("estimated_value")) or 0,
            maximum_value_cents=cents_of(given.pop("maximum_value")) or 0,
            most_suppliers=given.pop("most_suppliers") or 1,
            turn_by=given.pop("turn_by") or TurnBy.VALUE,
            mini_competition_from_cents=cents_of(given.pop("mini_competition_from")),
            **given,
        )

    @staticmethod
    def filled(lot: Lot) -> dict[str, Any]:
        """The form's values of a lot."""
        money = ("estimated_value", "maximum_value", "mini_competition_from")
        worth = {name: getattr(lot, f"{name}_cents") for name in money}
        return {
            **{name: getattr(lot, name) for name in LotForm.base_fields if name not in money},
            **{name: Decimal(cents) / 100 for name, cents in worth.items() if cents is not None},
        }


class PreStudyForm(forms.Form):
    """A finished pre-study whose lots are taken over."""

    pre_study = forms.TypedChoiceField(label=_("Pre-study"), coerce=int)

    def __init__(self, *arguments: Any, studies: Iterable[PreStudy] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, pre_study=[(study.pk, str(study)) for study in studies])


class VolumeForm(forms.Form):
    """A buyer of a lot and what it expects to buy."""

    buyer = forms.TypedChoiceField(label=pgettext_lazy("organisation", "Buyer"), coerce=int)
    quantity = forms.IntegerField(label=_("Expected quantity"), min_value=1, max_value=2**31 - 1)
    unit = forms.CharField(label=_("Unit"), max_length=40)
    value = amount(_("Expected value without VAT"))

    def __init__(self, *arguments: Any, buyers: Iterable[Party] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, buyer=[(party.pk, party.name) for party in buyers])

    def volume(self) -> Volume:
        """What was entered, for the use case; the form has been checked."""
        given = self.cleaned_data
        return Volume(
            given["buyer"], given["quantity"], given["unit"], cents_of(given["value"]) or 0
        )


class InviteForm(forms.Form):
    """A supplier to be invited."""

    supplier = forms.TypedChoiceField(label=_("Supplier"), coerce=int)

    def __init__(self, *arguments: Any, suppliers: Iterable[Party] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, supplier=[(party.pk, party.name) for party in suppliers])


class DatesForm(forms.Form):
    """The dates of a tender."""

    questions_until = clock_time(_("Questions until"), required=False)
    bids_until = clock_time(
        _("Bids until"), help_text=_("Bids are taken until this very moment, to the millisecond.")
    )
    bids_valid_until = day(_("Bids valid until"), required=True)


class AnnounceForm(forms.Form):
    """The decision to announce."""

    register_number = forms.CharField(
        label=_("Register number of the decision"), max_length=60, required=False
    )


class NoticeForm(forms.Form):
    """The notice as the portal took it."""

    portal = forms.CharField(
        label=_("Portal"), max_length=120, required=False,
        help_text=_("Where it was published, such as Hilma."),
    )  # fmt: skip
    number = forms.CharField(label=_("Number of the notice"), max_length=60, required=False)
    ted_number = forms.CharField(label=_("Number in TED"), max_length=60, required=False)
    dispatched_on = day(_("Day of dispatch"), required=True)

    def notice(self) -> NoticeGiven:
        """What was entered, for the use case; the form has been checked."""
        return NoticeGiven(**self.cleaned_data)
