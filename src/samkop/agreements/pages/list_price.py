"""Setting the list price of one item by hand."""

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
from samkop.agreements.queries import agreement_of, day_of
from samkop.agreements.usecases.prices import NewPrice, set_list_prices
from samkop.parties.pages.forms import checked, day, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform

Shown = tuple[str, dict[str, Any]]


class ListPriceForm(forms.Form):
    """What the price of one item starts from, before tier and markup."""

    seller_item_id = forms.CharField(label=_("Supplier's item number"), max_length=80)
    price_group = forms.CharField(label=_("Price group"), max_length=60)
    price = money(_("Price of one, without VAT"))
    reference = forms.CharField(
        label=_("List in which it stands"), max_length=120, required=False,
        help_text=_("The maker's or supplier's published list, where there is one."),
    )  # fmt: skip
    valid_from = day(_("First day"), required=True)


def _form(
    request: HttpRequest, actor: Actor, agreement_id: int, refused: Refused | None = None
) -> Shown:
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    found = agreement_of(agreement_id)
    allow(may_run_agreement(actor, found))
    today = day_of(found.purchasing_body, current_unit().now)
    form = ListPriceForm(request.POST if refused else None, initial={"valid_from": today})
    return "agreements/list_price.html", {
        "agreement": found,
        "form": with_refusal(form, refused),
        "trail": [
            *trail_of(found),
            (_("Price rules"), reverse("agreement-price-rules", args=[found.pk])),
        ],
    }


list_price = page()(_form)


@act(again=_form)
def send(request: HttpRequest, actor: Actor, agreement_id: int) -> Answer:
    """Set it: the price before ends the day before."""
    values = checked(ListPriceForm(request.POST))
    price = NewPrice(
        values["seller_item_id"].strip(), values["price_group"].strip(),
        int(values["price"] * CENTS), values["reference"].strip(),
    )  # fmt: skip
    perform(
        actor, set_list_prices, agreement_id=agreement_id, prices=[price],
        valid_from=values["valid_from"],
    )  # fmt: skip
    return Answer(
        to=reverse("agreement-prices", args=[agreement_id]),
        message=_("The price is set. It holds from its first day."),
    )
