"""The list of needs: one's own, and those that others have reported."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.planning.models import Need
from samkop.planning.pages.tabs import tabs_of
from samkop.planning.policies import may_enter_need, may_see_needs
from samkop.planning.queries import needs_of, needs_reported_to
from samkop.planning.queries.pre_studies import asked_of
from samkop.planning.vocabulary import Category, NeedSource, NeedState
from samkop.platform.actors import Actor
from samkop.platform.lists import (
    Choice,
    Column,
    Empty,
    Listing,
    day,
    list_page,
    pill,
    text,
)
from samkop.platform.pages import page
from samkop.platform.pages.page import allow

TONES = {NeedState.DRAFT: "info", NeedState.REPORTED: "good", NeedState.WITHDRAWN: "neutral"}


def tone_of(need: Need) -> str:
    """How the state of a need looks."""
    return TONES[NeedState(need.state)]


NEEDS: Listing[Need] = Listing(
    name="needs",
    title=_("Needs"),
    address="needs",
    columns=(
        Column(
            "title", pgettext_lazy("planning", "Need"), lambda one: text(one.title),
            link=lambda one: reverse("need", args=[one.pk]),
        ),
        Column("state", _("State"), lambda one: pill(tone_of(one), one.get_state_display())),
        Column("category", _("Category"), lambda one: text(one.get_category_display())),
        Column(
            "buyer", pgettext_lazy("organisation", "Buyer"), lambda one: text(one.owner.name)
        ),
        Column("from", pgettext_lazy("need", "Wanted from"), lambda one: day(one.wanted_from)),
        Column("until", pgettext_lazy("need", "until"), lambda one: day(one.wanted_until)),
        Column("source", _("Source"), lambda one: text(one.get_source_display())),
        Column(
            "reported_to", _("Reported to"),
            lambda one: text(one.reported_to.name if one.reported_to else ""), usual=False,
        ),
    ),
    filters=(
        Choice(
            "state", _("State"), NeedState.choices, lambda rows, state: rows.filter(state=state)
        ),
        Choice(
            "category", _("Category"), Category.choices,
            lambda rows, category: rows.filter(category=category),
        ),
        Choice(
            "source", _("Source"), NeedSource.choices,
            lambda rows, source: rows.filter(source=source),
        ),
    ),
    empty=Empty(
        _("No needs yet"),
        _("Say what you will need in the coming years. Decided renewal plans report what they"
          " need by themselves."),
    ),
)  # fmt: skip


@page()
def needs(request: HttpRequest, actor: Actor) -> Any:
    """What the organisation needs, and what was reported to it."""
    allow(may_see_needs(actor))
    own = actor.own_party_id
    return list_page(
        request, actor, NEEDS, [needs_of(own), needs_reported_to(own)], "planning/needs.html",
        may_enter=may_enter_need(actor), asked=asked_of(own), **tabs_of(actor, "needs"),
    )  # fmt: skip
