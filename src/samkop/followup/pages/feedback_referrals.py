"""What customers passed on to a supplier, the sums of its deliveries, and what it answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samkop.followup.models import FeedbackReferral
from samkop.followup.pages.feedback_answers import VERDICT_TONES
from samkop.followup.pages.feedback_forms import ResponseForm
from samkop.followup.pages.feedback_sums import year_of
from samkop.followup.policies.feedback import may_respond, may_see_referral, may_see_referrals
from samkop.followup.queries.feedback import referral_of, referrals_to
from samkop.followup.queries.feedback_sums import supplier_sums
from samkop.followup.rules.feedback import SMALLEST
from samkop.followup.usecases.feedback_responses import respond_to_feedback
from samkop.followup.vocabulary.feedback import FeedbackReferralState, Verdict
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.lists import Choice, Column, Empty, Listing, list_page, moment, pill, text
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform

Shown = tuple[str, dict[str, Any]]
TONES = {FeedbackReferralState.SENT: "warn", FeedbackReferralState.RESPONDED: "good"}

REFERRALS: Listing[FeedbackReferral] = Listing(
    name="feedback-referrals",
    title=gettext_lazy("What customers passed on"),
    address="feedback-referrals",
    columns=(
        Column(
            "things", pgettext_lazy("feedback", "About"), lambda one: text(one.things),
            link=lambda one: reverse("feedback-referral", args=[one.pk]),
        ),
        Column(
            "verdict", gettext_lazy("Does it work?"),
            lambda one: pill(VERDICT_TONES[Verdict(one.verdict)], one.get_verdict_display()),
        ),
        Column("line", gettext_lazy("In their own words"), lambda one: text(one.line)),
        Column(
            "customer", pgettext_lazy("feedback", "Customer"), lambda one: text(one.party.name)
        ),
        Column("state", gettext_lazy("State"), lambda one: pill(TONES[one.state], one.state.label)),
        Column("sent", gettext_lazy("Passed on"), lambda one: moment(one.sent_at)),
    ),
    filters=(
        Choice(
            "state", gettext_lazy("State"), FeedbackReferralState.choices,
            lambda rows, state: rows.filter(
                response__isnull=state == FeedbackReferralState.SENT.value
            ),
        ),
    ),
    empty=Empty(
        gettext_lazy("Nothing was passed on to you"),
        gettext_lazy("What a customer's people say does not work shows here once its ICT manager"
                     " passes it on."),
        "people",
    ),
)  # fmt: skip


@page()
def referrals(request: HttpRequest, actor: Actor) -> Any:
    """What was passed on to the supplier, and the sums of what it delivered."""
    allow(may_see_referrals(actor))
    year = year_of(request, own_today())
    sums = supplier_sums(date(year, 1, 1), date(year, 12, 1))
    return list_page(
        request, actor, REFERRALS, [referrals_to(actor.own_party_id)],
        "followup/feedback_referrals.html", smallest=SMALLEST, year=year,
        whole=next((one for one in sums if not one.key), None),
        items=[one for one in sums if one.key],
    )  # fmt: skip


def _referral(
    request: HttpRequest, actor: Actor, feedback_referral_id: int, refused: Refused | None = None
) -> Shown:
    found = referral_of(feedback_referral_id)
    if not may_see_referral(actor, found):
        raise not_found()
    response = getattr(found, "response", None)
    open_to_answer = may_respond(actor, found) and response is None
    form = ResponseForm(request.POST if refused else None)
    own = may_see_referrals(actor)
    return "followup/feedback_referral.html", {
        "referral": found, "response": response, "state_tone": TONES[found.state],
        "tone": VERDICT_TONES[Verdict(found.verdict)],
        "form": with_refusal(form, refused) if open_to_answer else None,
        "trail": [(_("What customers passed on"), reverse("feedback-referrals"))] if own
        else [(_("What people said"), reverse("feedback-answers"))],
    }  # fmt: skip


referral = page()(_referral)


@act(again=_referral)
def respond(request: HttpRequest, actor: Actor, feedback_referral_id: int) -> Answer:
    """The supplier says what it does about it."""
    said = checked(ResponseForm(request.POST))
    perform(actor, respond_to_feedback, referral_id=feedback_referral_id, text=said["text"])
    return Answer(
        to=reverse("feedback-referral", args=[feedback_referral_id]),
        message=_("The customer is told."),
    )
