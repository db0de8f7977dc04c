"""What the finance office types about approvals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.queries import agreements_of
from samkop.catalogue.vocabulary import Category
from samkop.ordering.models import BudgetProject
from samkop.ordering.usecases.approval_rules import NewRule
from samkop.ordering.vocabulary import APPROVAL_ROLES, CURRENCIES, Outcome
from samkop.parties.models import CostCentre, Person, PersonGroup
from samkop.parties.pages.forms import day
from samkop.parties.vocabulary import RoleName
from samkop.platform.pages.amounts import amount, cents_of
from samkop.platform.pages.choices import offer


def centres_of(party_id: int) -> Any:
    """The organisation's cost centres in use, by code."""
    return CostCentre.objects.filter(party_id=party_id, active=True).order_by("code")


class AuthorityForm(forms.Form):
    """A new entry of the register. Built inside the open reading."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Approver"))
    cost_centre = forms.ModelChoiceField(
        CostCentre.objects.none(), label=_("Cost centre"), required=False,
        empty_label=_("All cost centres"),
    )  # fmt: skip
    limit = amount(_("Up to, without VAT"))
    currency = forms.ChoiceField(label=_("Currency"), choices=[(c, c) for c in CURRENCIES])
    valid_from = day(_("First day"), required=True)
    valid_until = day(_("Last day"))

    def __init__(self, *arguments: Any, party_id: int, people: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, person=people, cost_centre=centres_of(party_id))


class DraftForm(forms.Form):
    """A new version of the rules."""

    title = forms.CharField(label=_("Title"), max_length=120)


class AdoptForm(forms.Form):
    """The day from which a version holds."""

    valid_from = day(_("First day"), required=True)


RANGE_CHOICES = [("", _("In or outside it")), ("no", _("In it")), ("yes", _("Outside it"))]


class RuleForm(forms.Form):
    """A row of the rules; what is left empty asks for nothing. Built inside the open reading."""

    amount_from = amount(_("From, without VAT"), required=False)
    amount_to = amount(_("Below, without VAT"), required=False)
    cost_centre = forms.ModelChoiceField(
        CostCentre.objects.none(), label=_("Cost centre"), required=False, empty_label=_("Any")
    )
    category = forms.ChoiceField(label=_("Goods"), required=False)
    agreement = forms.ModelChoiceField(
        FrameworkAgreement.objects.none(), label=_("Agreement"), required=False,
        empty_label=_("Any"),
    )  # fmt: skip
    requester_role = forms.ChoiceField(label=_("Asked for by"), required=False)
    requester_group = forms.ModelChoiceField(
        PersonGroup.objects.none(), label=_("Asked for by a member of"), required=False,
        empty_label=_("Any"),
    )  # fmt: skip
    outside_range = forms.ChoiceField(label=_("Joint range"), required=False, choices=RANGE_CHOICES)
    outcome = forms.ChoiceField(label=_("Then"), choices=Outcome.choices)
    role = forms.ChoiceField(label=_("Role that looks at it first"), required=False)

    def __init__(self, *arguments: Any, party_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(
            self, cost_centre=centres_of(party_id), agreement=agreements_of(party_id),
            requester_group=PersonGroup.objects.filter(party_id=party_id).order_by("code"),
            category=[("", _("Any")), *Category.choices],
            requester_role=[("", _("Any")), *RoleName.choices],
            role=[("", _("None")), *((role.value, role.label) for role in APPROVAL_ROLES)],
        )  # fmt: skip


def new_rule(values: dict[str, Any]) -> NewRule:
    """What the use case takes of a checked ``RuleForm``."""
    return NewRule(
        outcome=values["outcome"],
        role=values["role"],
        amount_from_cents=cents_of(values["amount_from"]),
        amount_to_cents=cents_of(values["amount_to"]),
        cost_centre_id=values["cost_centre"] and values["cost_centre"].pk,
        category=values["category"],
        agreement_id=values["agreement"] and values["agreement"].pk,
        requester_role=values["requester_role"],
        requester_group_id=values["requester_group"] and values["requester_group"].pk,
        outside_range={"": None, "no": False, "yes": True}[values["outside_range"]],
    )


class DelegationForm(forms.Form):
    """Who stands in, and when; for whom, where one may say so for others."""

    approver = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who is away"), required=False, empty_label=_("I myself")
    )
    delegate = forms.ModelChoiceField(Person.objects.none(), label=_("Who stands in"))
    valid_from = day(_("First day"), required=True)
    valid_until = day(_("Last day"), required=True)

    def __init__(
        self, *arguments: Any, people: Any, own: bool, others: bool, me: int, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        offer(self, delegate=people.exclude(id=me))
        if not others:
            del self.fields["approver"]
            return
        offer(self, approver=people.exclude(id=me))
        approver = self.fields["approver"]
        if not own and isinstance(approver, forms.ModelChoiceField):
            approver.required = True
            approver.empty_label = None


class BudgetForm(forms.Form):
    """What a cost centre, or a project in it, may spend in a year."""

    cost_centre = forms.ModelChoiceField(CostCentre.objects.none(), label=_("Cost centre"))
    project = forms.ModelChoiceField(
        BudgetProject.objects.none(), label=_("Project"), required=False,
        empty_label=_("No project"),
    )  # fmt: skip
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    amount = amount(_("Amount, without VAT"))
    currency = forms.ChoiceField(label=_("Currency"), choices=[(c, c) for c in CURRENCIES])

    def __init__(self, *arguments: Any, party_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        projects = BudgetProject.objects.filter(party_id=party_id, active=True).order_by("code")
        offer(self, cost_centre=centres_of(party_id), project=projects)


class ProjectForm(forms.Form):
    """A new project."""

    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("As in your ledger."))
    name = forms.CharField(label=_("Name"), max_length=120)
