"""Recording what a supplier has shown of its purchase prices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.agreements.pages.decisions import NO_FORM, without_form
from samkop.agreements.pages.new_models import CENTS, money
from samkop.agreements.pages.price_rules import trail_of
from samkop.agreements.policies import may_run_agreement
from samkop.agreements.queries import agreement_of, rules_of
from samkop.agreements.usecases.price_rules import NewEvidence, record_evidence
from samkop.agreements.vocabulary import RuleKind
from samkop.parties.pages.forms import checked, day, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.choices import offer
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading


class EvidenceForm(forms.Form):
    """A purchase price that the supplier won in a competition of its own."""

    seller_item_id = forms.CharField(label=_("Supplier's item number"), max_length=80)
    price_group = forms.ChoiceField(label=_("Price group"))
    maker = forms.CharField(label=_("Maker that won"), max_length=120)
    purchase_price = money(_("Purchase price of one"), help_text=_("Without VAT."))
    decided_on = day(_("Day on which the purchase price was won"), required=True)
    competitors = forms.IntegerField(label=_("Makers that took part"), min_value=1, max_value=999)
    document_reference = forms.CharField(
        label=_("Document that shows the purchase price"), max_length=120
    )
    valid_from = day(_("First day"), required=True)
    valid_until = day(_("Last day"), required=True)

    def __init__(self, *arguments: Any, groups: list[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, price_group=[(group, group) for group in groups])


@page()
def evidence(request: HttpRequest, actor: Actor, agreement_id: int) -> tuple[str, dict[str, Any]]:
    """The form for a purchase price."""
    return shown_evidence(request, actor, agreement_id)


def shown_evidence(
    request: HttpRequest, actor: Actor, agreement_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The form, after a refusal with what was typed."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    found = agreement_of(agreement_id)
    allow(may_run_agreement(actor, found))
    form = EvidenceForm(request.POST if refused else None, groups=_groups(agreement_id))
    return "agreements/evidence.html", {
        "agreement": found,
        "form": with_refusal(form, refused),
        "trail": [
            *trail_of(found),
            (_("Price rules"), reverse("agreement-price-rules", args=[found.pk])),
        ],
    }


@act(again=shown_evidence)
def send_evidence(request: HttpRequest, actor: Actor, agreement_id: int) -> Answer:
    """Record it: the item's price builds on it from its first day."""
    with reading(actor):
        groups = _groups(agreement_id)
    values = checked(EvidenceForm(request.POST, groups=groups))
    cents = int(values.pop("purchase_price") * CENTS)
    shown = NewEvidence(purchase_price_cents=cents, **values)
    perform(actor, record_evidence, agreement_id=agreement_id, evidence=[shown])
    return Answer(
        to=reverse("agreement-price-rules", args=[agreement_id]),
        message=_("The evidence is recorded. The price builds on it from its first day."),
    )


def _groups(agreement_id: int) -> list[str]:
    return [
        group for group, rule in rules_of(agreement_id).items() if rule.kind == RuleKind.COST_PLUS
    ]
