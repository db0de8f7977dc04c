"""Above what sum somebody else receives than who approved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.parties.pages.forms import checked, day, with_refusal
from samkop.parties.queries import own_today, party_of
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.amounts import amount, cents_of
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.templatetags.ui import cents
from samkop.platform.unit_of_work import perform
from samkop.receiving.policies import may_set_segregation_limit
from samkop.receiving.queries.segregation import limits_of
from samkop.receiving.usecases.segregation import set_segregation_limit


class LimitForm(forms.Form):
    """The limit, and its first day."""

    limit = amount(
        gettext_lazy("Limit, without VAT"), required=False,
        help_text=gettext_lazy("Empty: no limit. 0: every order."),
    )  # fmt: skip
    valid_from = day(gettext_lazy("From the day"), required=True)


def _limit(
    request: HttpRequest, actor: Actor, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    allow(may_set_segregation_limit(actor))
    today, party = own_today(), party_of(actor.own_party_id)
    limits = list(limits_of(party.pk))
    now = next((one for one in limits if one.valid_from <= today), None)
    stands = now.limit_cents if now else None
    # What stands is in the field: left as it is, it lifts no limit unseen.
    form = LimitForm(
        request.POST if refused else None, initial={"valid_from": today, "limit": cents(stands)}
    )
    return "receiving/limit.html", {
        "now": None if stands is None else now,
        "limits": limits,
        "currency": party.currency,
        "decides": True,
        "form": with_refusal(form, refused) if form.is_bound else form,
    }


limit = page()(_limit)


@act(again=_limit)
def set_limit(request: HttpRequest, actor: Actor) -> Answer:
    """Set it from a day on."""
    values = checked(LimitForm(request.POST))
    perform(
        actor, set_segregation_limit, limit_cents=cents_of(values["limit"]),
        valid_from=values["valid_from"],
    )  # fmt: skip
    return Answer(to=reverse("segregation-limit"), message=_("The limit is kept."))
