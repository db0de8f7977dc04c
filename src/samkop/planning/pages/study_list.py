"""The list of pre-studies."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.planning.models import PreStudy
from samkop.planning.pages.tabs import tabs_of
from samkop.planning.policies import may_see_studies, may_start_study
from samkop.planning.queries import studies_of
from samkop.planning.vocabulary import Category, PreStudyState
from samkop.platform.actors import Actor
from samkop.platform.lists import Choice, Column, Empty, Listing, code, day, list_page, pill, text
from samkop.platform.pages import page
from samkop.platform.pages.page import allow

TONES = {
    PreStudyState.RUNNING: "info", PreStudyState.FINISHED: "good", PreStudyState.DROPPED: "neutral",
}  # fmt: skip


def tone_of(study: PreStudy) -> str:
    """How the state of a pre-study looks."""
    return TONES[PreStudyState(study.state)]


STUDIES: Listing[PreStudy] = Listing(
    name="pre-studies",
    title=_("Pre-studies"),
    address="pre-studies",
    columns=(
        Column(
            "number", _("Number"), lambda one: code(one.number),
            link=lambda one: reverse("pre-study", args=[one.pk]),
        ),
        Column("title", _("Title"), lambda one: text(one.title)),
        Column("state", _("State"), lambda one: pill(tone_of(one), one.get_state_display())),
        Column("category", _("Category"), lambda one: text(one.get_category_display())),
        Column("responsible", _("Responsible"), lambda one: text(one.responsible.name)),
        Column(
            "started", pgettext_lazy("pre-study", "Started"),
            lambda one: day(one.created_at.date()),
        ),
        Column(
            "register_number", _("Register number"), lambda one: code(one.register_number),
            usual=False,
        ),
    ),
    filters=(
        Choice(
            "state", _("State"), PreStudyState.choices,
            lambda rows, state: rows.filter(state=state),
        ),
        Choice(
            "category", _("Category"), Category.choices,
            lambda rows, category: rows.filter(category=category),
        ),
    ),
    empty=Empty(
        _("No pre-studies yet"),
        _("Start one before a tender: it collects needs, does the homework and plans the lots."),
    ),
)  # fmt: skip


@page()
def studies(request: HttpRequest, actor: Actor) -> Any:
    """The organisation's own pre-studies, the newest first."""
    allow(may_see_studies(actor))
    return list_page(
        request, actor, STUDIES, studies_of(actor.own_party_id), "planning/pre_studies.html",
        may_start=may_start_study(actor), **tabs_of(actor, "pre-studies"),
    )  # fmt: skip
