"""An index step before it is decided: what it would do to each price."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.agreements.pages.decisions import NO_FORM, without_form
from samkop.agreements.pages.price_rules import trail_of
from samkop.agreements.pages.reviews import review_row
from samkop.agreements.policies import may_run_agreement
from samkop.agreements.queries import (
    OpenReview,
    agreement_of,
    day_of,
    reviews_of,
    simulated_step,
)
from samkop.agreements.rules import IndexStep
from samkop.agreements.usecases.indexes import decide_index_step
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import current_unit, perform

MOST_SHOWN = 200


class StepForm(forms.Form):
    """The decision on a review."""

    price_group = forms.CharField(max_length=60, widget=forms.HiddenInput)
    review_on = forms.DateField(input_formats=["%Y-%m-%d"], widget=forms.HiddenInput)
    register_number = forms.CharField(label=_("Register number"), max_length=60)


@page()
def index_step(request: HttpRequest, actor: Actor, agreement_id: int) -> tuple[str, dict[str, Any]]:
    """What a review would come to, price by price."""
    return shown_step(request, actor, agreement_id)


def shown_step(
    request: HttpRequest, actor: Actor, agreement_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The simulation of the review that the address or the form names."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    found = agreement_of(agreement_id)
    allow(may_run_agreement(actor, found))
    today = day_of(found.purchasing_body, current_unit().now)
    asked = request.POST if refused else request.GET
    review = _asked(reviews_of(agreement_id, today), asked.dict())
    step = _step(review, today)
    prices = simulated_step(agreement_id, review.clause.price_group, step) if step else []
    given = {"price_group": review.clause.price_group, "review_on": review.review_on.isoformat()}
    form = StepForm(request.POST) if refused else StepForm(initial=given)
    return "agreements/index_step.html", {
        "agreement": found,
        "review": review_row(review, today),
        "step": step,
        "prices": prices[:MOST_SHOWN],
        "more": max(0, len(prices) - MOST_SHOWN),
        "form": with_refusal(form, refused),
        "trail": [
            *trail_of(found),
            (_("Price rules"), reverse("agreement-price-rules", args=[found.pk])),
        ],
    }


@act(again=shown_step)
def send_step(request: HttpRequest, actor: Actor, agreement_id: int) -> Answer:
    """Decide the step: prices change from its first day."""
    values = checked(StepForm(request.POST))
    perform(actor, decide_index_step, agreement_id=agreement_id, **values)
    return Answer(
        to=reverse("agreement-price-rules", args=[agreement_id]),
        message=_("The index step is decided. Prices change from its first day."),
    )


def _asked(reviews: list[OpenReview], asked: dict[str, Any]) -> OpenReview:
    """The review that is named. Raises Refused ``not-found`` for one that is not open."""
    for one in reviews:
        named = (asked.get("price_group"), asked.get("review_on"))
        if named == (one.clause.price_group, one.review_on.isoformat()):
            return one
    raise not_found()


def _step(review: OpenReview, today: date) -> IndexStep | None:
    """The step that deciding today would make; None where the review adjusts nothing."""
    if review.found is None or review.outcome is None or not review.outcome.adjusts:
        return None
    return IndexStep(
        max(review.review_on, today), review.clause.series.code, review.base.month,
        review.base.value, review.found.month, review.found.value, review.outcome.held_permille,
    )  # fmt: skip
