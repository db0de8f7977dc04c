"""Starting a mini-competition from the rule of call-off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samkop.agreements.models import NamedBuyer
from samkop.agreements.pages.decisions import NO_FORM, without_form
from samkop.agreements.pages.forms import cents_of, money
from samkop.agreements.policies import may_run_call_off
from samkop.agreements.queries import call_off_of
from samkop.agreements.usecases.mini_competition import Wanted, start_mini_competition
from samkop.parties.models import Party
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.choices import offer
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading


class CompetitionForm(forms.Form):
    """What is to be called off."""

    number = forms.CharField(label=gettext_lazy("Number"), max_length=40)
    register_number = forms.CharField(label=gettext_lazy("Register number"), max_length=60)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    description = forms.CharField(
        label=gettext_lazy("What is procured"), max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    buyer = forms.TypedChoiceField(label=pgettext_lazy("organisation", "Buyer"), coerce=int)
    quantity = forms.IntegerField(label=gettext_lazy("Quantity"), min_value=1)
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=40)
    value = money(gettext_lazy("Value without VAT, at most"))
    term_months = forms.IntegerField(label=gettext_lazy("Term, months"), min_value=1)
    cpv = forms.RegexField(label=gettext_lazy("CPV code"), regex="^[0-9]{8}$", max_length=8)

    def __init__(self, *arguments: Any, buyers: Iterable[Party], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, buyer=[(party.pk, party.name) for party in buyers])

    def wanted(self) -> Wanted:
        """What was entered, for the use case; the form has been checked."""
        given = dict(self.cleaned_data)
        return Wanted(
            buyer_id=given.pop("buyer"), value_cents=cents_of(given.pop("value")), **given
        )


def _competition(
    request: HttpRequest, actor: Actor, call_off_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    rule = call_off_of(call_off_id)
    allow(may_run_call_off(actor, rule))
    form = CompetitionForm(request.POST if refused else None, buyers=_buyers(call_off_id))
    return "agreements/mini_competition.html", {
        "rule": rule,
        "form": with_refusal(form, refused),
        "trail": [
            (_("Agreements"), reverse("agreements")),
            (_("Call-off"), reverse("call-offs")),
            (rule.number, reverse("call-off", args=[call_off_id])),
        ],
    }


competition = page()(_competition)


@act(again=_competition)
def start(request: HttpRequest, actor: Actor, call_off_id: int) -> Answer:
    """Prepare the tender by invitation; it goes on its own pages."""
    with reading(actor):
        form = CompetitionForm(request.POST, buyers=_buyers(call_off_id))
    checked(form)
    made = perform(actor, start_mini_competition, rule_id=call_off_id, wanted=form.wanted())
    return Answer(
        to=reverse("tender", args=[made.tender_id]),
        message=_("The mini-competition is prepared, and everybody who can perform is invited."),
    )


def _buyers(rule_id: int) -> list[Party]:
    named = NamedBuyer.objects.filter(agreement__call_off_rule_id=rule_id)
    return sorted(Party.objects.filter(id__in=named.values("buyer_id")), key=lambda one: one.name)
