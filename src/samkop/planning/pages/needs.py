"""A need: entering one, looking at it, changing, reporting and withdrawing it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today, party_of
from samkop.planning.models import Need
from samkop.planning.pages.need_forms import EMPTY_ROWS, NeedForm, ReportForm, initial_of
from samkop.planning.pages.need_list import tone_of
from samkop.planning.policies import may_change_need, may_enter_need, may_see_needs
from samkop.planning.queries import lines_of, need_of, receivers_of
from samkop.planning.usecases.needs import change_need, enter_need, report_need, withdraw_need
from samkop.planning.vocabulary import NeedState
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]


def _adding(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_enter_need(actor))
    form = NeedForm(request.POST if refused else None)
    return "planning/need_form.html", {
        "form": with_refusal(form, refused), "action": reverse("send-need"), "trail": trail(),
        "currency": party_of(actor.own_party_id).currency,
    }  # fmt: skip


adding = page()(_adding)


@act(again=_adding)
def send(request: HttpRequest, actor: Actor) -> Answer:
    """Enter it as a draft."""
    form = NeedForm(request.POST)
    checked(form)
    made = perform(actor, enter_need, need=form.need())
    return Answer(to=reverse("need", args=[made.pk]), message=_("The need is kept as a draft."))


def _need(
    request: HttpRequest, actor: Actor, need_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_needs(actor))
    found = need_of(need_id)
    may_change = may_change_need(actor, found)
    drafted = may_change and found.state == NeedState.DRAFT
    receivers = receivers_of(found.owner, own_today()) if drafted else []
    lines = lines_of(need_id)
    form = ReportForm(request.POST if refused else None, receivers=receivers)
    return "planning/need.html", {
        "need": found, "lines": lines, "tone": tone_of(found), "trail": trail(),
        "totals": [sum(getattr(one, f"{end}_cents") for one in lines)
                   for end in ("low", "likely", "high")],
        "drafted": drafted, "form": with_refusal(form, refused) if drafted else None,
        "may_withdraw": may_change and found.state != NeedState.WITHDRAWN,
        "own": found.owner_id == actor.party_id,
    }  # fmt: skip


need = page()(_need)


def _changing(
    request: HttpRequest, actor: Actor, need_id: int, refused: Refused | None = None
) -> Shown:
    found = need_of(need_id)
    allow(may_change_need(actor, found))
    lines = lines_of(need_id)
    form = NeedForm(
        request.POST if refused else None, rows=len(lines) + EMPTY_ROWS,
        initial=initial_of(found, lines),
    )  # fmt: skip
    return "planning/need_form.html", {
        "form": with_refusal(form, refused), "need": found, "currency": found.currency,
        "action": reverse("send-change-of-need", args=[need_id]), "trail": trail(found),
    }  # fmt: skip


changing = page()(_changing)


@act(again=_changing)
def change(request: HttpRequest, actor: Actor, need_id: int) -> Answer:
    """Change the draft."""
    form = NeedForm(request.POST)
    checked(form)
    perform(actor, change_need, need_id=need_id, need=form.need())
    return _to(need_id, _("Changed."))


@act(again=_need)
def report(request: HttpRequest, actor: Actor, need_id: int) -> Answer:
    """Report it to who sources it."""
    with reading(actor):
        receivers = receivers_of(need_of(need_id).owner, own_today())
    said = checked(ReportForm(request.POST, receivers=receivers))
    perform(actor, report_need, need_id=need_id, reported_to_id=said["reported_to"])
    return _to(need_id, _("The need is reported."))


@act(again=_need)
def withdraw(request: HttpRequest, actor: Actor, need_id: int) -> Answer:
    """It is not needed any more."""
    perform(actor, withdraw_need, need_id=need_id)
    return _to(need_id, _("The need is withdrawn."))


def trail(found: Need | None = None) -> list[tuple[str, str]]:
    """The pages above a need's."""
    above = [(_("Needs"), reverse("needs"))]
    return above if found is None else [*above, (found.title, reverse("need", args=[found.pk]))]


def _to(need_id: int, message: str) -> Answer:
    return Answer(to=reverse("need", args=[need_id]), message=message)
