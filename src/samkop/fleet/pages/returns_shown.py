"""How returns, losses and disposals look: tones, tabs, forms on their pages."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.utils.functional import Promise

from samkop.fleet.vocabulary.returns import DeviceReturnState, DisposalState, LossDecision
from samkop.fleet.vocabulary.stocktaking import ScanOutcome, StocktakingState
from samkop.fleet.vocabulary.transfers import TransferState
from samkop.ordering.pages.parts import Action
from samkop.parties.pages.forms import with_refusal
from samkop.platform.refusals import Refused

Shown = tuple[str, dict[str, Any]]
Trail = list[tuple[Any, str]]
RETURN_TONES = {
    DeviceReturnState.ASKED: "info",
    DeviceReturnState.HANDED_IN: "warn",
    DeviceReturnState.CHECKED: "warn",
    DeviceReturnState.CLEARED: "good",
    DeviceReturnState.CLOSED: "neutral",
    DeviceReturnState.CANCELLED: "neutral",
}
LOSS_TONES = {
    LossDecision.OPEN: "warn", LossDecision.ACCEPTED: "neutral", LossDecision.REJECTED: "bad",
}  # fmt: skip
DISPOSAL_TONES = {
    DisposalState.PREPARED: "info", DisposalState.DONE: "good", DisposalState.CANCELLED: "neutral",
}  # fmt: skip
TRANSFER_TONES = {
    TransferState.DECIDED: "info", TransferState.DONE: "good", TransferState.CANCELLED: "neutral",
}  # fmt: skip
ROUND_TONES = {
    StocktakingState.OPEN: "info", StocktakingState.FINISHED: "good",
    StocktakingState.CANCELLED: "neutral",
}  # fmt: skip
SCAN_TONES = {
    ScanOutcome.HERE: "good", ScanOutcome.ELSEWHERE: "warn", ScanOutcome.FOUND: "warn",
    ScanOutcome.UNKNOWN: "bad",
}  # fmt: skip


def form_page(
    form: Form, refused: Refused | None, *, title: str | Promise, action: str,
    button: str | Promise, back: str, trail: Trail, lead: str | Promise = "", scans: bool = False,
) -> Shown:  # fmt: skip
    """A page that is one form."""
    return "fleet/form.html", {
        "form": with_refusal(form, refused), "title": title, "lead": lead, "action": action,
        "button": button, "back": back, "trail": trail, "scans": scans,
    }  # fmt: skip


def offered(*actions: tuple[bool, Action]) -> list[Action]:
    """The buttons that the actor may press."""
    return [action for allowed, action in actions if allowed]


def part_sent(request: HttpRequest, name: str, refused: Refused | None) -> bool:
    """Whether the form of this name is the one that was refused, on a page of several."""
    return refused is not None and request.POST.get("form") == name
