"""Letting a new model into an agreement, within what was tendered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.agreements.pages.decisions import NO_FORM, without_form
from samkop.agreements.pages.price_rules import trail_of
from samkop.agreements.policies import may_run_agreement
from samkop.agreements.queries import agreement_of, kind_of, scopes_of
from samkop.agreements.rules import known_properties
from samkop.agreements.usecases.price_rules import NewEvidence
from samkop.agreements.usecases.scope import ModelPrice, NewModel, admit_model
from samkop.agreements.vocabulary import ItemCategory, RuleKind
from samkop.parties.pages.forms import checked, day, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.choices import offer
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

CENTS = 100


def money(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DecimalField:
    """An amount without VAT in whole cents."""
    return forms.DecimalField(
        label=label, required=required, help_text=help_text, min_value=0, max_digits=12,
        decimal_places=2,
    )  # fmt: skip


class NewModelForm(forms.Form):
    """A model, what shows that it was tendered, and its price by the group's rule."""

    seller_item_id = forms.CharField(label=_("Supplier's item number"), max_length=80)
    name = forms.CharField(label=_("Name"), max_length=200)
    maker = forms.CharField(label=_("Maker"), max_length=120)
    price_group = forms.ChoiceField(label=_("Price group"))
    category = forms.ChoiceField(label=_("Category"), choices=ItemCategory.choices)
    screen_size = forms.CharField(
        label=_("Screen size"), max_length=40, required=False, help_text=_("In inches or cm.")
    )
    memory = forms.CharField(
        label=_("Memory"), max_length=40, required=False, help_text=_("In GB.")
    )
    storage = forms.CharField(
        label=_("Storage"), max_length=40, required=False, help_text=_("In GB or TB.")
    )
    weight = forms.CharField(
        label=_("Weight"), max_length=40, required=False, help_text=_("In kg or g.")
    )
    price = money(
        _("Price that the rule builds on"),
        help_text=_("The fixed price, the public list price, or the purchase price; no VAT."),
    )
    reference = forms.CharField(
        label=_("Public list"), max_length=200, required=False,
        help_text=_("Name and day of the list in which the price stands."),
    )  # fmt: skip
    valid_from = day(_("First day"), required=True)
    decided_on = day(_("Day on which the purchase price was won"))
    competitors = forms.IntegerField(
        label=_("Makers that took part"), min_value=1, max_value=999, required=False
    )
    document_reference = forms.CharField(
        label=_("Document that shows the purchase price"), max_length=120, required=False
    )
    valid_until = day(_("Last day of the purchase price"))
    register_number = forms.CharField(label=_("Register number"), max_length=60)

    def __init__(self, *arguments: Any, groups: list[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, price_group=[(group, group) for group in groups])


@page()
def new_model(request: HttpRequest, actor: Actor, agreement_id: int) -> tuple[str, dict[str, Any]]:
    """The form for a new model."""
    return shown_new_model(request, actor, agreement_id)


def shown_new_model(
    request: HttpRequest, actor: Actor, agreement_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The form, after a refusal with what was typed."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    found = agreement_of(agreement_id)
    allow(may_run_agreement(actor, found))
    groups = list(scopes_of(agreement_id))
    form = NewModelForm(request.POST if refused else None, groups=groups)
    return "agreements/new_model.html", {
        "agreement": found,
        "groups": groups,
        "form": with_refusal(form, refused),
        "trail": [
            *trail_of(found),
            (_("Price rules"), reverse("agreement-price-rules", args=[found.pk])),
        ],
    }


@act(again=shown_new_model)
def send_new_model(request: HttpRequest, actor: Actor, agreement_id: int) -> Answer:
    """Let the model in, if it lies within what was tendered."""
    with reading(actor):
        groups = list(scopes_of(agreement_id))
        group = request.POST.get("price_group", "")
        cost_plus = kind_of(agreement_id, group) == RuleKind.COST_PLUS
    values = checked(NewModelForm(request.POST, groups=groups))
    admitted = perform(
        actor, admit_model, agreement_id=agreement_id, model=_model(values),
        price=_price(values, cost_plus=cost_plus), register_number=values["register_number"],
    )  # fmt: skip
    return Answer(
        to=reverse("agreement-price-rules", args=[agreement_id]),
        message=_("%(name)s has entered. It stands on the shelf with the next catalogue.")
        % {"name": admitted.name},
    )


def _model(values: dict[str, Any]) -> NewModel:
    told = {code: values[code.replace("-", "_")] for code in known_properties()}
    return NewModel(
        values["seller_item_id"], values["price_group"], values["name"], values["maker"],
        values["category"], {code: text for code, text in told.items() if text},
    )  # fmt: skip


def _price(values: dict[str, Any], *, cost_plus: bool) -> ModelPrice:
    cents = int(values["price"] * CENTS)
    first = values["valid_from"]
    evidence = NewEvidence(
        values["seller_item_id"], values["price_group"], values["maker"], cents,
        values["decided_on"] or first, values["document_reference"], values["competitors"] or 0,
        first, values["valid_until"] or first,
    )  # fmt: skip
    return ModelPrice(cents, first, values["reference"], evidence if cost_plus else None)
