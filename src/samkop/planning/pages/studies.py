"""A pre-study: starting one, what is missing of it, its needs and buyers, closing it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today, parties_of_kind
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.planning.models import PreStudy
from samkop.planning.pages.study_forms import BuyerForm, StudyForm, initial_of_study
from samkop.planning.pages.study_list import tone_of
from samkop.planning.pages.tabs import parts_of
from samkop.planning.policies import may_run_study, may_start_study
from samkop.planning.queries import own_study_of
from samkop.planning.queries.missing import homework_of, missing_in
from samkop.planning.queries.pre_studies import (
    buyers_of,
    could_include,
    included_in,
    lines_in,
    not_reported,
    volumes_by_year,
)
from samkop.planning.usecases.pre_studies import (
    change_pre_study,
    drop_pre_study,
    exclude_need,
    expect_buyer,
    finish_pre_study,
    include_needs,
    resume_pre_study,
    start_pre_study,
    unexpect_buyer,
)
from samkop.planning.vocabulary import Category, HomeworkState, PreStudyState
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.numbers import number_of
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
PART_PAGES = {"homework": "homework", "needs": "study-needs", "lots": "study-lots"}
CHANGES: dict[str, Callable[..., PreStudy]] = {
    "finish": finish_pre_study, "drop": drop_pre_study, "resume": resume_pre_study,
}  # fmt: skip


def _adding(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_start_study(actor))
    form = StudyForm(request.POST if refused else None)
    return "planning/study_form.html", {
        "form": with_refusal(form, refused), "action": reverse("send-pre-study"), "trail": trail(),
    }  # fmt: skip


adding = page()(_adding)


@act(again=_adding)
def send(request: HttpRequest, actor: Actor) -> Answer:
    """Start it with the usual homework."""
    form = StudyForm(request.POST)
    checked(form)
    made = perform(actor, start_pre_study, study=form.study())
    return Answer(to=reverse("pre-study", args=[made.pk]), message=_("The pre-study is started."))


def frame_of(actor: Actor, study_id: int, part: str) -> dict[str, Any]:
    """What stands around each part of a pre-study. Raises Refused ``not-found``."""
    study = own_study_of(actor.own_party_id, study_id)
    runs = may_run_study(actor, study)
    allow(runs)
    return {
        "study": study, "tone": tone_of(study), "runs": study.state == PreStudyState.RUNNING,
        "trail": trail(), **parts_of(study_id, part),
    }  # fmt: skip


def _study(
    request: HttpRequest, actor: Actor, study_id: int, refused: Refused | None = None
) -> Shown:
    around = frame_of(actor, study_id, "pre-study")
    study: PreStudy = around["study"]
    lacks = missing_in(study, own_today())
    points = homework_of(study_id)
    return "planning/study.html", {
        **around, "refused": refused, "count": len(lacks),
        "missing": [
            (word, reverse(PART_PAGES[part], args=[study_id]), list(same))
            for (word, part), same in groupby(
                sorted(lacks, key=lambda one: (one.part, one.code)),
                key=lambda one: (one.word, one.part),
            )
        ],
        "points": len(points),
        "accepted": sum(one.state == HomeworkState.ACCEPTED for one in points),
        "needs": len(included_in(study_id)), "waiting": len(not_reported(study_id)),
        "finished": study.state == PreStudyState.FINISHED,
    }  # fmt: skip


study = page()(_study)


def _changing(
    request: HttpRequest, actor: Actor, study_id: int, refused: Refused | None = None
) -> Shown:
    around = frame_of(actor, study_id, "pre-study")
    form = StudyForm(request.POST if refused else None, initial=initial_of_study(around["study"]))
    return "planning/study_form.html", {
        **around, "form": with_refusal(form, refused), "trail": trail(around["study"]),
        "action": reverse("send-change-of-pre-study", args=[study_id]),
    }  # fmt: skip


changing = page()(_changing)


@act(again=_changing)
def change(request: HttpRequest, actor: Actor, study_id: int) -> Answer:
    """Change what it is called and for."""
    form = StudyForm(request.POST)
    checked(form)
    perform(actor, change_pre_study, study_id=study_id, study=form.study())
    return Answer(to=reverse("pre-study", args=[study_id]), message=_("Changed."))


@act(again=_study)
def move(request: HttpRequest, actor: Actor, study_id: int) -> Answer:
    """Finish it, drop it, or take it up again, as the form's button says."""
    wanted = CHANGES.get(request.POST.get("change", ""))
    allow(wanted is not None)
    if wanted is not None:
        perform(actor, wanted, study_id=study_id)
    return Answer(to=reverse("pre-study", args=[study_id]), message=_("Done."))


def _needs(
    request: HttpRequest, actor: Actor, study_id: int, refused: Refused | None = None,
    **_of_the_form: int,
) -> Shown:  # fmt: skip
    around = frame_of(actor, study_id, "study-needs")
    found: PreStudy = around["study"]
    volumes = volumes_by_year(lines_in(study_id))
    years = sorted({year for by_year in volumes.values() for year in by_year})
    waited = buyers_of(study_id)
    return "planning/study_needs.html", {
        **around, "refused": refused, "years": years,
        "volumes": [
            (Category(category).label, [by_year.get(year) for year in years])
            for category, by_year in sorted(volumes.items())
        ],
        "included": included_in(study_id), "offered": could_include(found),
        "waiting": {one.pk for one in not_reported(study_id)}, "buyers": waited,
        "form": BuyerForm(buyers=parties_of_kind(*BUYER_KINDS).exclude(
            id__in=[one.pk for one in waited])),
    }  # fmt: skip


needs = page()(_needs)


@act(again=_needs)
def include(request: HttpRequest, actor: Actor, study_id: int) -> Answer:
    """Take in the needs that were ticked."""
    sent = map(number_of, request.POST.getlist("need"))
    asked = [need_id for need_id in sent if need_id is not None]
    perform(actor, include_needs, study_id=study_id, need_ids=asked)
    return _to_needs(study_id, _("Taken in."))


@act(again=_needs)
def exclude(request: HttpRequest, actor: Actor, study_id: int, need_id: int) -> Answer:
    """Take a need out again."""
    perform(actor, exclude_need, study_id=study_id, need_id=need_id)
    return _to_needs(study_id, _("Taken out."))


@act(again=_needs)
def expect(request: HttpRequest, actor: Actor, study_id: int) -> Answer:
    """Wait for one more buyer."""
    with reading(actor):
        buyers = list(parties_of_kind(*BUYER_KINDS))
    said = checked(BuyerForm(request.POST, buyers=buyers))
    perform(actor, expect_buyer, study_id=study_id, buyer_id=said["buyer"])
    return _to_needs(study_id, _("The buyer is asked for its needs."))


@act(again=_needs)
def unexpect(request: HttpRequest, actor: Actor, study_id: int, buyer_id: int) -> Answer:
    """Wait for a buyer no longer."""
    perform(actor, unexpect_buyer, study_id=study_id, buyer_id=buyer_id)
    return _to_needs(study_id, _("The buyer is not waited for any more."))


def trail(found: PreStudy | None = None) -> list[tuple[str, str]]:
    """The pages above a pre-study's."""
    above = [(_("Pre-studies"), reverse("pre-studies"))]
    if found is None:
        return above
    return [*above, (str(found), reverse("pre-study", args=[found.pk]))]


def _to_needs(study_id: int, message: str) -> Answer:
    return Answer(to=reverse("study-needs", args=[study_id]), message=message)
