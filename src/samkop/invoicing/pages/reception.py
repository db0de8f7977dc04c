"""How the organisation's invoices are received, and what passes without a person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.invoicing.pages.forms import ReceptionForm, ToleranceForm, cents_of
from samkop.invoicing.policies import may_decide_reception
from samkop.invoicing.queries.reception import receptions_of, tolerances_of, way_on
from samkop.invoicing.usecases.reception import Passing, choose_reception, set_tolerances
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

Shown = tuple[str, dict[str, Any]]


def _reception(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_decide_reception(actor))
    today, party_id = own_today(), actor.own_party_id
    chosen, passing = receptions_of(party_id), tolerances_of(party_id)
    way = way_on(party_id, today)
    sent = request.POST if refused else None
    ways = ReceptionForm(
        sent if sent and "way" in sent else None, initial={"way": way, "valid_from": today}
    )
    tolerances = ToleranceForm(
        sent if sent and "tolerance_from" in sent else None, initial={"tolerance_from": today}
    )
    return "invoicing/reception.html", {
        "tabs": True, "decides": True, "way": way.label, "receptions": list(chosen),
        "tolerances": list(passing),
        "way_form": with_refusal(ways, refused) if ways.is_bound else ways,
        "tolerance_form": with_refusal(tolerances, refused) if tolerances.is_bound
        else tolerances,
    }  # fmt: skip


@page()
def reception(request: HttpRequest, actor: Actor) -> Shown:
    """Who receives the invoices, since when, and what passes."""
    return _reception(request, actor)


@act(again=_reception)
def choose(request: HttpRequest, actor: Actor) -> Answer:
    """Choose a way."""
    values = checked(ReceptionForm(request.POST))
    perform(actor, choose_reception, **values)
    return Answer(to=reverse("invoice-reception"), message=_("The choice is kept."))


@act(again=_reception)
def tolerate(request: HttpRequest, actor: Actor) -> Answer:
    """Say what passes."""
    values = checked(ToleranceForm(request.POST))
    passing = Passing(
        price_permille=int(values["price_percent"] * 10),
        price_cents=cents_of(values["price"]) or 0,
        total_cents=cents_of(values["total"]), quantity=values["quantity"],
        charge_cents=cents_of(values["charge"]) or 0,
        charge_permille=int(values["charge_percent"] * 10), days_early=values["days_early"],
    )  # fmt: skip
    perform(actor, set_tolerances, passing=passing, valid_from=values["tolerance_from"])
    return Answer(to=reverse("invoice-reception"), message=_("The tolerances are kept."))
