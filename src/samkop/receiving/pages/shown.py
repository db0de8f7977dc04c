"""How consignments and discrepancies look: tones, and what one is called on its page."""

from __future__ import annotations

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.agreements.policies import SELLS
from samkop.platform.actors import Actor
from samkop.receiving.models import Consignment
from samkop.receiving.vocabulary import ConsignmentState, DiscrepancyState, ReturnState

TONES = {
    ConsignmentState.EXPECTED: "info",
    ConsignmentState.IN_PART: "warn",
    ConsignmentState.RECEIVED: "good",
}
DISCREPANCY_TONES = {DiscrepancyState.OPEN: "warn", DiscrepancyState.SETTLED: "neutral"}

RETURN_TONES = {
    ReturnState.ANNOUNCED: "info",
    ReturnState.SENT: "warn",
    ReturnState.TAKEN: "good",
    ReturnState.CANCELLED: "neutral",
}


def its_side(actor: Actor) -> dict[str, bool]:
    """Which columns of a list one usually sees: the other side's name, and what one may know."""
    sells = bool(actor.roles & SELLS)
    return {"supplier": not sells, "buyer": sells, "site": not sells}


def is_late(consignment: Consignment, today: date) -> bool:
    """Whether its day has passed and not all of it has come."""
    return consignment.state != ConsignmentState.RECEIVED and consignment.due_on < today


def state_of(consignment: Consignment, today: date) -> tuple[str, str | Promise]:
    """The tone and the words of its state; late where its day has passed."""
    if is_late(consignment, today):
        return "bad", _("Late")
    state = ConsignmentState(consignment.state)
    return TONES[state], state.label
