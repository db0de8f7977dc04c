"""What passes without a question, and a member's decision on showing its prices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.followup.pages.price_tabs import price_tabs
from samkop.followup.pages.prices import trail
from samkop.followup.policies.prices import may_choose_sharing, may_set_tolerance
from samkop.followup.queries.price_terms import (
    served_regions,
    sharing_of,
    shows_prices,
    tolerances_of,
)
from samkop.followup.rules.price_drift import USUAL, Tolerance
from samkop.followup.usecases.price_terms import choose_price_sharing, set_price_tolerance
from samkop.parties.pages.forms import checked, day, with_refusal
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.choices import offer
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
CENTS, PER_CENT = 100, 10
SHOWN = (("yes", gettext_lazy("Shown to the other members")), ("no", gettext_lazy("Not shown")))


class ToleranceForm(forms.Form):
    """What passes."""

    region = forms.TypedChoiceField(
        label=gettext_lazy("For members of"), coerce=int, empty_value=None, required=False
    )
    valid_from = day(gettext_lazy("First day"), required=True)
    per_cent = forms.DecimalField(
        label=gettext_lazy("A difference passes up to, per cent of the price"), min_value=0,
        max_value=100, decimal_places=1,
    )  # fmt: skip
    amount = forms.DecimalField(
        label=gettext_lazy("or up to this amount, whichever is more"), min_value=0,
        max_value=100_000, decimal_places=2,
    )  # fmt: skip
    rise = forms.DecimalField(
        label=gettext_lazy("A price passes above its index or its like, per cent"), min_value=0,
        max_value=100, decimal_places=1,
    )  # fmt: skip
    answer_days = forms.IntegerField(
        label=gettext_lazy("Days for the supplier to answer"), min_value=1, max_value=365
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        regions = named.pop("regions")
        super().__init__(*arguments, **named)
        everywhere = [("", _("All others"))]
        offer(self, region=[*everywhere, *((one.pk, str(one)) for one in regions)])

    def tolerance(self) -> Tolerance:
        """As it was sent."""
        said = self.cleaned_data
        return Tolerance(
            int(said["per_cent"] * PER_CENT), int(said["amount"] * CENTS),
            int(said["rise"] * PER_CENT), said["answer_days"],
        )  # fmt: skip


class SharingForm(forms.Form):
    """The decision as its minutes have it."""

    shown_prices = forms.ChoiceField(label=gettext_lazy("Our prices are"), choices=SHOWN)
    from_day = day(gettext_lazy("First day"), required=True)
    decided_by = forms.CharField(label=gettext_lazy("Decided by"), max_length=120)
    register_number = forms.CharField(label=gettext_lazy("Register number"), max_length=60)


def _terms(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    sets, chooses = may_set_tolerance(actor), may_choose_sharing(actor)
    allow(sets or chooses)
    party_id, today = actor.own_party_id, own_today()
    posted = request.POST if refused else None
    about_sharing = posted is not None and "shown_prices" in posted
    regions = served_regions(party_id) if sets else []
    usual = {
        "valid_from": today, "per_cent": Decimal(USUAL.permille) / PER_CENT,
        "amount": Decimal(USUAL.cents) / CENTS, "rise": Decimal(USUAL.rise_permille) / PER_CENT,
        "answer_days": USUAL.answer_days,
    }  # fmt: skip
    tolerance = ToleranceForm(None if about_sharing else posted, regions=regions, initial=usual)
    sharing = SharingForm(posted if about_sharing else None, initial={"from_day": today})
    return "followup/price_terms.html", {
        "tolerance_form": with_refusal(tolerance, None if about_sharing else refused)
        if sets else None,
        "sharing_form": with_refusal(sharing, refused if about_sharing else None)
        if chooses else None,
        "tolerances": [_shown(row) for row in tolerances_of(party_id).rows], "usual": usual,
        "decisions": sharing_of(party_id), "shows": shows_prices(party_id, today),
        "trail": trail(), **price_tabs(actor, "price-terms"),
    }  # fmt: skip


def _shown(row: Any) -> dict[str, Any]:
    return {
        "row": row,
        "share": Decimal(row.permille) / 1000,
        "rise": Decimal(row.rise_permille) / 1000,
    }


terms = page()(_terms)


@act(again=_terms)
def set_tolerance(request: HttpRequest, actor: Actor) -> Answer:
    """Say what passes."""
    with reading(actor):
        regions = list(served_regions(actor.own_party_id))
    form = ToleranceForm(request.POST, regions=regions)
    said = checked(form)
    perform(
        actor, set_price_tolerance, region_id=said["region"], valid_from=said["valid_from"],
        tolerance=form.tolerance(),
    )  # fmt: skip
    return Answer(to=reverse("price-terms"), message=_("What passes is set."))


@act(again=_terms)
def choose_sharing(request: HttpRequest, actor: Actor) -> Answer:
    """Record the decision."""
    said = checked(SharingForm(request.POST))
    perform(
        actor, choose_price_sharing, shared=said["shown_prices"] == "yes",
        valid_from=said["from_day"], decided_by=said["decided_by"],
        register_number=said["register_number"],
    )  # fmt: skip
    return Answer(to=reverse("price-terms"), message=_("The decision is recorded."))
