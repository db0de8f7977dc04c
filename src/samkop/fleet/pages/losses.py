"""Losses: the list, and one with the security officer's decision."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.fleet.models import LossReport
from samkop.fleet.pages.device_return_list import LOSSES
from samkop.fleet.pages.return_forms import DecisionForm, LossForm
from samkop.fleet.pages.returns_shown import LOSS_TONES, Shown, form_page
from samkop.fleet.pages.tabs import LEAVING, tabs_of
from samkop.fleet.policies.returns import may_decide_loss, may_see_returns, may_take_back
from samkop.fleet.queries.assets import asset_of
from samkop.fleet.queries.returns import loss_of, losses_of
from samkop.fleet.usecases.losses import decide_loss, report_loss
from samkop.fleet.vocabulary.returns import LossDecision
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.lists import list_page
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform


@page()
def losses(request: HttpRequest, actor: Actor) -> Any:
    """What is lost, and what was decided of it."""
    allow(may_see_returns(actor))
    return list_page(
        request, actor, LOSSES, losses_of(actor.own_party_id), "fleet/return_lists.html",
        **tabs_of(actor, "losses", LEAVING),
    )  # fmt: skip


def _trail() -> list[tuple[Any, str]]:
    return [(_("Losses"), reverse("losses"))]


def _shown(
    request: HttpRequest, actor: Actor, loss_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_returns(actor))
    found = loss_of(actor.own_party_id, loss_id)
    own = found.reported_by_id == actor.person_id
    form = DecisionForm(request.POST if refused else None)
    return "fleet/loss.html", {
        "found": found,
        "tone": LOSS_TONES[LossDecision(found.decision)],
        "may_decide": may_decide_loss(actor, found.owner_id)
        and found.decision == LossDecision.OPEN and not own,
        "form": with_refusal(form, refused),
        "trail": _trail(),
    }  # fmt: skip


loss = page()(_shown)


@act(again=_shown)
def decide(request: HttpRequest, actor: Actor, loss_id: int) -> Answer:
    """Accept or reject it."""
    values = checked(DecisionForm(request.POST))
    perform(
        actor, decide_loss, loss_id=loss_id, accepted=request.POST.get("decision") == "accepted",
        words=values["words"],
    )  # fmt: skip
    return Answer(to=reverse("loss", args=[loss_id]), message=_("Decided."))


def _report(
    request: HttpRequest, actor: Actor, asset_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_take_back(actor, actor.own_party_id))
    asset = asset_of(actor.own_party_id, asset_id)
    back = reverse("device", args=[asset_id])
    return form_page(
        LossForm(request.POST if refused else None), refused,
        title=_("Report the loss of %(number)s") % {"number": asset.asset_number},
        lead=_("For a device that is missing. The security officer decides whether it ends."),
        action=reverse("send-loss", args=[asset_id]), button=_("Report the loss"), back=back,
        trail=[(asset.asset_number, back)],
    )  # fmt: skip


report = page()(_report)


@act(again=_report)
def send_report(request: HttpRequest, actor: Actor, asset_id: int) -> Answer:
    """Report that a missing device is lost."""
    values = checked(LossForm(request.POST))
    made: LossReport = perform(actor, report_loss, asset_id=asset_id, **values)
    return Answer(
        to=reverse("loss", args=[made.pk]), message=_("Reported. The security officer decides.")
    )  # fmt: skip
