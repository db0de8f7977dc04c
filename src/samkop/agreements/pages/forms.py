"""Forms of decisions on agreements. What is allowed is decided by the use cases, not here."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.agreements.usecases.legal_basis import Basis
from samkop.agreements.vocabulary import ActsAs, BasisKind, Ground, ReviewOutcome
from samkop.parties.models import Party
from samkop.parties.pages.forms import day
from samkop.planning.vocabulary import Category
from samkop.platform.pages.choices import offer


class LeaveForm(forms.Form):
    """The last day on which an organisation orders, by its decision to leave."""

    orders_until = day(_("Last day of ordering"), required=True)
    decided_on = day(_("Day of the decision"))
    organ = forms.CharField(
        label=_("Who decided"), max_length=120, required=False,
        help_text=_("Empty: as of the decision to join."),
    )  # fmt: skip
    section = forms.CharField(label=_("Section of the minutes"), max_length=40, required=False)
    register_number = forms.CharField(
        label=_("Register number"), max_length=60, required=False,
        help_text=_("Empty: as of the decision to join."),
    )  # fmt: skip


def money(label: Any, *, required: bool = True, **named: Any) -> forms.DecimalField:
    """An amount without VAT, with at most two decimals."""
    return forms.DecimalField(
        label=label, required=required, min_value=0, max_digits=15, decimal_places=2, **named
    )


def percent(label: Any, **named: Any) -> forms.DecimalField:
    """A rate in per cent with one decimal, 0 where it is left out."""
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_value=100, decimal_places=1, **named
    )


def cents_of(amount: Decimal | None) -> int:
    """A form's amount in cents; nothing is 0."""
    return int((amount or 0) * 100)


class AgreementForm(forms.Form):
    """The terms of an agreement, as they were published and will be signed."""

    number = forms.CharField(label=_("Number"), max_length=40)
    register_number = forms.CharField(label=_("Register number"), max_length=60)
    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=200)
    title_fi = forms.CharField(label=_("Title in Finnish"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    supplier = forms.TypedChoiceField(label=_("Supplier"), coerce=int)
    valid_from = day(_("First day"), required=True)
    valid_until = day(_("Last day"), required=True)
    term_justification = forms.CharField(
        label=_("Why longer than four years"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only where the term is longer than four years (art. 33(1))."),
    )  # fmt: skip
    currency = forms.RegexField(
        label=_("Currency"), regex="^[A-Z]{3}$", max_length=3, initial="EUR",
        help_text=_("Three capital letters, ISO 4217."),
    )  # fmt: skip
    maximum_value = money(
        _("Maximum value without VAT"), help_text=_("As published: it changes only by art. 72.")
    )
    acts_as = forms.ChoiceField(
        label=_("Purchasing body acts as"), choices=ActsAs.choices, widget=forms.RadioSelect
    )
    fee = percent(_("Fee of an intermediary, per cent of turnover"))
    markup = percent(_("Markup of a wholesaler, per cent"))

    def __init__(self, *arguments: Any, suppliers: Iterable[Party] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, supplier=[(party.pk, party.name) for party in suppliers])


class NameBuyerForm(forms.Form):
    """A buyer of the procurement, its shares and its legal basis."""

    buyer = forms.TypedChoiceField(label=pgettext_lazy("organisation", "Buyer"), coerce=int)
    expected_share = money(_("Expected purchases without VAT"))
    maximum_share = money(
        _("At most"), required=False,
        help_text=_("Only where the agreement limits what this buyer may buy."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, buyers: Iterable[Party] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, buyer=[(party.pk, party.name) for party in buyers])


class BasisForm(forms.Form):
    """A legal basis with its document and days."""

    kind = forms.ChoiceField(label=_("Legal basis"), choices=BasisKind.choices)
    basis_from = day(_("Holds from"), required=True)
    basis_until = day(_("Holds until"))
    document = forms.CharField(
        label=_("Document"), max_length=200,
        help_text=_("The statute, contract or decision on which it rests."),
    )  # fmt: skip
    basis_register_number = forms.CharField(label=_("Register number"), max_length=60)
    control_holds = forms.BooleanField(
        label=_("In-house: the buyer controls the body as its own department"), required=False
    )
    activities_hold = forms.BooleanField(
        label=_("In-house: over 80 per cent of the body's activities are for its owners"),
        required=False,
    )
    no_private_capital = forms.BooleanField(
        label=_("In-house: there is no direct private capital"), required=False
    )

    def basis(self) -> Basis:
        """What was entered, for the use case."""
        given = self.cleaned_data
        return Basis(
            kind=given["kind"], valid_from=given["basis_from"], valid_until=given["basis_until"],
            document=given["document"], register_number=given["basis_register_number"],
            control_holds=given["control_holds"], activities_hold=given["activities_hold"],
            no_private_capital=given["no_private_capital"],
        )  # fmt: skip


class NamedBuyerForm(NameBuyerForm, BasisForm):
    """Both at once: a buyer is named with the basis on which it may order."""


class EndBasisForm(forms.Form):
    """The last day of a legal basis."""

    basis_until = day(_("Holds until"), required=True)


class DecisionForm(forms.Form):
    """A decision that is entered in the register, with its reason."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    register_number = forms.CharField(label=_("Register number"), max_length=60)


class InterimForm(DecisionForm):
    """The review during which the agreement is interim."""

    court = forms.CharField(label=_("Court"), max_length=120)
    case_number = forms.CharField(label=_("Case number"), max_length=60)
    started_on = day(_("Review started on"), required=True)
    interim_until = day(_("Last day of ordering meanwhile"))
    field_order = ("court", "case_number", "started_on", "interim_until")


class JudgmentForm(DecisionForm):
    """How the review ended."""

    outcome = forms.ChoiceField(
        label=_("Judgment"), choices=ReviewOutcome.choices, widget=forms.RadioSelect
    )
    decided_on = day(_("Day of the judgment"), required=True)
    field_order = ("outcome", "decided_on")


class ModificationForm(forms.Form):
    """A modification of the maximum value."""

    ground = forms.ChoiceField(label=_("Ground"), choices=Ground.choices, widget=forms.RadioSelect)
    by = money(_("Raise the maximum value by"))
    description = forms.CharField(
        label=_("Clause or need"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which clause or need the modification rests on."),
    )  # fmt: skip
    decided_on = day(_("Day of the decision"), required=True)
    register_number = forms.CharField(label=_("Register number"), max_length=60)
    notice_number = forms.CharField(
        label=_("Number of the modification notice"), max_length=60, required=False,
        help_text=_("Additional needs and unforeseen circumstances are published."),
    )  # fmt: skip
