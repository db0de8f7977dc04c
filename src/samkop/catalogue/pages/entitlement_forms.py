"""Forms of entitlement: whom, what, how often, how dear."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import CatalogueItem, Configuration
from samkop.catalogue.usecases.entitlements import Subject
from samkop.catalogue.vocabulary import Category, Entitled, Target
from samkop.parties.models import PersonGroup
from samkop.parties.pages.forms import day
from samkop.parties.vocabulary import RoleName
from samkop.platform.pages.choices import offer

ROLE_CHOICES = [(f"{Entitled.ROLE}:{role.value}", role.label) for role in RoleName]
CATEGORY_CHOICES = [(f"{Target.CATEGORY}:{kind.value}", kind.label) for kind in Category]


def _whom(groups: Sequence[PersonGroup]) -> list[Any]:
    named = [(f"{Entitled.GROUP}:{group.pk:d}", group.name) for group in groups]
    return [
        (Entitled.EVERYBODY.value, Entitled.EVERYBODY.label),
        *([(_("Groups"), named)] if named else []),
        (_("Roles"), ROLE_CHOICES),
    ]


def _what(price_groups: Sequence[str], configurations: Sequence[Configuration]) -> list[Any]:
    bundles = [(f"{Target.CONFIGURATION}:{found.pk:d}", found.name) for found in configurations]
    named = [(f"{Target.PRICE_GROUP}:{name}", name) for name in price_groups]
    return [
        (Target.EVERYTHING.value, Target.EVERYTHING.label),
        (_("Categories"), CATEGORY_CHOICES),
        *([(_("Price groups"), named)] if named else []),
        *([(_("Configurations"), bundles)] if bundles else []),
    ]


class SubjectForm(forms.Form):
    """What a rule or an exception is about."""

    target = forms.ChoiceField(label=_("What"))
    item = forms.CharField(
        label=_("Or one item only"), required=False, max_length=80,
        help_text=_("The supplier's item number, as on the item's page."),
    )  # fmt: skip

    def __init__(
        self, *arguments: Any, price_groups: Sequence[str],
        configurations: Sequence[Configuration], **named: Any,
    ) -> None:  # fmt: skip
        super().__init__(*arguments, **named)
        offer(self, target=_what(price_groups, configurations))

    @property
    def subject(self) -> Subject:
        """What was chosen; an unknown item number leaves it incomplete. Inside a reading."""
        number = self.cleaned_data["item"].strip()
        if number:
            found = CatalogueItem.objects.filter(seller_item_id=number, active=True)
            return Subject(Target.ITEM, item_id=found.values_list("id", flat=True).first())
        target, _colon, what = self.cleaned_data["target"].partition(":")
        if target == Target.CONFIGURATION:
            return Subject(target, configuration_id=int(what))
        return Subject(target, what)


class RuleForm(SubjectForm):
    """A rule of entitlement."""

    entitled = forms.ChoiceField(label=_("Who"))
    quantity = forms.IntegerField(
        label=_("How many"), required=False, min_value=1, max_value=10_000,
        help_text=_("Empty: as many as wanted."),
    )  # fmt: skip
    months = forms.IntegerField(
        label=_("in how many months"), required=False, min_value=1, max_value=240
    )
    highest = forms.DecimalField(
        label=_("Highest price of one, without VAT"), required=False, min_value=Decimal("0.01"),
        max_digits=12, decimal_places=2,
    )  # fmt: skip
    valid_from = day(_("First day"))
    field_order = (
        "entitled", "target", "item", "quantity", "months", "highest", "valid_from",
    )  # fmt: skip

    def __init__(self, *arguments: Any, groups: Sequence[PersonGroup], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, entitled=_whom(groups))

    @property
    def said(self) -> dict[str, Any]:
        """The rule as its use case takes it, without what it is about."""
        values = self.cleaned_data
        entitled, _colon, which = values["entitled"].partition(":")
        highest = values["highest"]
        return {
            "entitled": entitled,
            "role": which if entitled == Entitled.ROLE else "",
            "group_id": int(which) if entitled == Entitled.GROUP else None,
            "quantity": values["quantity"],
            "months": values["months"],
            "highest_cents": None if highest is None else int(highest * 100),
            "valid_from": values["valid_from"],
        }


class ExceptionForm(SubjectForm):
    """An exception for one person."""

    email = forms.EmailField(label=_("Whose e-mail address"))
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=1000, initial=1)
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    valid_until = day(_("Last day"), required=True)
    field_order = ("email", "target", "item", "quantity", "reason", "valid_until")
