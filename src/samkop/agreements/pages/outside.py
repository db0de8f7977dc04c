"""Orders placed outside the shop: recording one, correcting one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.agreements.models import FrameworkAgreement, NamedBuyer
from samkop.agreements.pages.decisions import NO_FORM, trail, without_form
from samkop.agreements.pages.forms import cents_of, money
from samkop.agreements.policies import (
    may_record_outside_order,
    may_run_agreement,
    may_see_agreements,
)
from samkop.agreements.queries import (
    agreement_of,
    named_buyers_of,
    outside_order_of,
    price_groups_of,
)
from samkop.agreements.usecases.outside_order import correct_outside_order, record_outside_order
from samkop.parties.pages.forms import checked, day, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.choices import offer
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

MOST_UNITS = 1_000_000
# What a report said of an order, where it leads here.
REPORTED = ("buyer", "document", "ordered_on", "amount")


class UnitsForm(forms.Form):
    """An amount, and the units of each price group that it was for."""

    amount = money(_("Value without VAT"))

    def __init__(self, *arguments: Any, groups: list[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.groups = groups
        for number, group in enumerate(groups):
            self.fields[f"units_{number}"] = forms.IntegerField(
                label=_("Units of %(group)s") % {"group": group}, required=False, min_value=0,
                max_value=MOST_UNITS,
            )  # fmt: skip

    def units(self) -> dict[str, int]:
        """The units that were entered, by price group."""
        entered = {
            group: self.cleaned_data[f"units_{number}"] for number, group in enumerate(self.groups)
        }
        return {group: number for group, number in entered.items() if number}


class OutsideOrderForm(UnitsForm):
    """An order that was placed outside the shop."""

    buyer = forms.TypedChoiceField(label=pgettext_lazy("organisation", "Buyer"), coerce=int)
    document = forms.CharField(
        label=_("Order number"), max_length=80,
        help_text=_("Under which the supplier knows the order."),
    )  # fmt: skip
    ordered_on = day(_("Day of the order"), required=True)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    field_order = ("buyer", "document", "ordered_on", "amount")

    def __init__(self, *arguments: Any, buyers: list[NamedBuyer], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, buyer=[(one.buyer_id, one.buyer.name) for one in buyers])
        self.order_fields([*self.field_order, *(f for f in self.fields if f.startswith("units_"))])


class CorrectionForm(UnitsForm):
    """By how much an outside order was recorded too high."""

    amount = money(_("Too much by, without VAT"))
    reason = forms.CharField(label=_("What was recorded wrongly"), max_length=500)


@page()
def recording(request: HttpRequest, actor: Actor, agreement_id: int) -> tuple[str, dict[str, Any]]:
    """The form for one more; the address may bring what a report said of it."""
    return shown_recording(request, actor, agreement_id)


def shown_recording(
    request: HttpRequest, actor: Actor, agreement_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The form, after a refusal with what was typed."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    found = agreement_of(agreement_id)
    buyers = buyers_to_record(actor, found)
    allow(bool(buyers))
    form = OutsideOrderForm(
        request.POST if refused else None, buyers=buyers, groups=price_groups_of(agreement_id),
        initial={name: request.GET.get(name) for name in REPORTED},
    )  # fmt: skip
    return "agreements/outside_order_form.html", {
        "agreement": found,
        "form": with_refusal(form, refused),
        "trail": _trail(found),
    }


@act(again=shown_recording)
def send_outside(request: HttpRequest, actor: Actor, agreement_id: int) -> Answer:
    """Record the order: ceiling, share and tiers count it."""
    with reading(actor):
        buyers = buyers_to_record(actor, agreement_of(agreement_id))
        groups = price_groups_of(agreement_id)
    allow(bool(buyers))
    form = OutsideOrderForm(request.POST, buyers=buyers, groups=groups)
    values = checked(form)
    perform(
        actor, record_outside_order, agreement_id=agreement_id, buyer_id=values["buyer"],
        document=values["document"], ordered_on=values["ordered_on"],
        cents=cents_of(values["amount"]), quantities=form.units(), note=values["note"],
    )  # fmt: skip
    return Answer(
        to=reverse("outside-orders", args=[agreement_id]),
        message=_("The order is recorded and counts on the ceiling."),
    )


@page()
def correcting(request: HttpRequest, actor: Actor, outside_id: int) -> tuple[str, dict[str, Any]]:
    """An outside order with its corrections, and the form for one more."""
    return shown_correction(request, actor, outside_id)


def shown_correction(
    request: HttpRequest, actor: Actor, outside_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The page, after a refusal with what was typed."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    allow(may_see_agreements(actor))
    order = outside_order_of(outside_id)
    may = may_record_outside_order(actor, order.agreement, order.buyer_id)
    corrections = list(order.corrections.all())
    form = CorrectionForm(request.POST if refused else None, groups=sorted(order.quantities))
    return "agreements/outside_order.html", {
        "order": order,
        "agreement": order.agreement,
        "corrections": corrections,
        "left_cents": order.cents - sum(one.cents for one in corrections),
        "form": with_refusal(form, refused) if may else None,
        "trail": _trail(order.agreement),
    }


@act(again=shown_correction)
def send_correction(request: HttpRequest, actor: Actor, outside_id: int) -> Answer:
    """Give back what was recorded too high."""
    with reading(actor):
        order = outside_order_of(outside_id)
    form = CorrectionForm(request.POST, groups=sorted(order.quantities))
    values = checked(form)
    perform(
        actor, correct_outside_order, outside_order_id=outside_id,
        cents=cents_of(values["amount"]), quantities=form.units(), reason=values["reason"],
    )  # fmt: skip
    return Answer(
        to=reverse("outside-order", args=[outside_id]), message=_("The correction is recorded.")
    )


def buyers_to_record(actor: Actor, found: FrameworkAgreement) -> list[NamedBuyer]:
    """For which buyers the actor may record an outside order."""
    if may_run_agreement(actor, found):
        return list(named_buyers_of(found.pk))
    if not may_record_outside_order(actor, found, actor.party_id or 0):
        return []
    return [one for one in named_buyers_of(found.pk) if one.buyer_id == actor.party_id]


def _trail(found: FrameworkAgreement) -> list[tuple[Any, str]]:
    address = reverse("outside-orders", args=[found.pk])
    return [*trail(found.number, found.pk), (_("Orders outside the shop"), address)]
