"""The list of market consultations: one's own, and those of others that were opened."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.planning.models import MarketConsultation
from samkop.planning.pages.tabs import tabs_of
from samkop.planning.policies import may_prepare_consultation, may_see_consultations
from samkop.planning.queries import (
    consultations_in_state,
    consultations_of,
    consultations_of_others,
    joined_by,
)
from samkop.planning.rules.consultations import state_at
from samkop.planning.vocabulary import ConsultationState
from samkop.platform.actors import Actor
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Empty,
    Listing,
    code,
    list_page,
    moment,
    pill,
    text,
)
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit

TONES = {
    ConsultationState.IN_PREPARATION: "info", ConsultationState.OPEN: "good",
    ConsultationState.CLOSED: "warn", ConsultationState.REPORTED: "neutral",
}  # fmt: skip


def shown_state(found: MarketConsultation) -> tuple[str, ConsultationState]:
    """Tone, and where it stands now."""
    state = state_at(found.state, found.answers_until, current_unit().now)
    return TONES[state], state


def _state(found: MarketConsultation) -> Cell:
    tone, state = shown_state(found)
    return pill(tone, state.label)


CONSULTATIONS: Listing[MarketConsultation] = Listing(
    name="consultations",
    title=_("Consultations"),
    address="consultations",
    columns=(
        Column(
            "title", pgettext_lazy("planning", "Consultation"), lambda one: text(one.title),
            link=lambda one: reverse("consultation", args=[one.pk]), second=lambda one: one.number,
        ),
        Column("number", _("Number"), lambda one: code(one.number), usual=False),
        Column("state", _("State"), _state),
        Column(
            "buyer", pgettext_lazy("organisation", "Buyer"), lambda one: text(one.owner.name)
        ),
        Column("until", _("Answers until"), lambda one: moment(one.answers_until)),
        Column(
            "register", _("Register number"), lambda one: code(one.register_number), usual=False
        ),
    ),
    filters=(
        Choice(
            "state", _("State"), ConsultationState.choices,
            lambda rows, state: consultations_in_state(
                rows, ConsultationState(state), current_unit().now
            ),
        ),
        Choice(
            "part", _("Our part"),
            [("run", _("We run it")), ("joined", _("We take part"))],
            lambda rows, part: joined_by(rows, current_unit().actor.own_party_id, part),
        ),
    ),
    empty=Empty(
        _("No consultations here"),
        _("A consultation shows here as soon as a buyer has opened it to the market."), "people",
    ),
)  # fmt: skip


@page()
def consultations(request: HttpRequest, actor: Actor) -> Any:
    """What the organisation asks the market, and what others ask."""
    allow(may_see_consultations(actor))
    own = actor.own_party_id
    return list_page(
        request, actor, CONSULTATIONS, [consultations_of(own), consultations_of_others(own)],
        "planning/consultations.html", may_prepare=may_prepare_consultation(actor),
        **tabs_of(actor, "consultations"),
    )  # fmt: skip
