"""Forms of rules of call-off. What is allowed is decided by the use cases, not here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.pages.forms import money
from samkop.agreements.vocabulary import LAST_RANK
from samkop.platform.pages.choices import offer
from samkop.tendering.vocabulary import CallOffMethod, TurnBy


class CallOffForm(forms.Form):
    """A rule of call-off, as the procurement published it."""

    number = forms.CharField(label=_("Number"), max_length=40)
    title = forms.CharField(label=_("What is called off"), max_length=200)
    method = forms.ChoiceField(
        label=_("How the supplier is found"), choices=CallOffMethod.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    turn_by = forms.ChoiceField(
        label=_("By rotation, what is equally divided"), choices=TurnBy.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    competition_from = money(
        _("Mini-competition from"), required=False,
        help_text=_("Only where the procurement said that larger call-offs are competed for."),
    )  # fmt: skip
    maximum_value = money(
        _("Maximum value of all agreements without VAT"), help_text=_("As published, together.")
    )
    shares_maximum = forms.BooleanField(
        label=_("The suppliers share the maximum value"), required=False,
        help_text=_("Each delivers up to its agreement's own maximum, and all together up to this"
            " one. Otherwise it is divided among their agreements."),
    )  # fmt: skip
    currency = forms.RegexField(
        label=_("Currency"), regex="^[A-Z]{3}$", max_length=3,
        help_text=_("Three capital letters, ISO 4217."),
    )  # fmt: skip
    register_number = forms.CharField(label=_("Register number"), max_length=60)


def _chosen(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int)


def _supplies(form: forms.Form, name: str, agreements: Iterable[FrameworkAgreement]) -> None:
    offer(form, **{name: [(one.pk, f"{one.supplier}, {one.number}") for one in agreements]})


class RankForm(forms.Form):
    """An agreement in preparation, and its supplier's rank."""

    agreement = _chosen(_("Supplier's agreement, in preparation"))
    rank = forms.IntegerField(label=_("Rank"), min_value=1, max_value=LAST_RANK)

    def __init__(
        self, *arguments: Any, agreements: Iterable[FrameworkAgreement] = (), **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        _supplies(self, "agreement", agreements)


class OfferForm(forms.Form):
    """The item with which a supplier answered a position."""

    position = forms.CharField(
        label=_("Position"), max_length=80, help_text=_("As it is called in the price sheet.")
    )
    supplied = _chosen(_("Supplier"))
    item_number = forms.CharField(label=_("Supplier's item number"), max_length=120)

    def __init__(
        self, *arguments: Any, agreements: Iterable[FrameworkAgreement] = (), **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        _supplies(self, "supplied", agreements)
