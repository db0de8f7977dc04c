"""Procedures, states of a tender and their transitions."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Procedure(TextChoices):
    """How bids are asked for (eForms BT-105, codes of procurement-procedure-type)."""

    OPEN = "open", _("Open procedure")
    RESTRICTED = "restricted", _("Restricted procedure")
    NEGOTIATED = "neg-w-call", _("Competitive procedure with negotiation")
    DIALOGUE = "comp-dial", _("Competitive dialogue")
    MINI_COMPETITION = "mini-competition", _("Mini-competition under a framework agreement")


# The others take requests to participate first, which nobody can send in here yet.
RUN_HERE = (Procedure.OPEN, Procedure.MINI_COMPETITION)
# Only who is invited sees the tender (art. 28 to 30, 33(5) of directive 2014/24/EU).
BY_INVITATION = frozenset({Procedure.MINI_COMPETITION})


class Regime(TextChoices):
    """Which rules apply: those of the directive, or the country's own below its thresholds."""

    UNION = "union", _("Above the thresholds of the Union")
    NATIONAL = "national", _("Below the thresholds of the Union")


class ContractNature(TextChoices):
    """What is bought (eForms BT-23, codes of contract-nature)."""

    SUPPLIES = "supplies", _("Supplies")
    SERVICES = "services", _("Services")


class TenderState(TextChoices):
    """Where a tender stands.

    That the time for bids is over is told by the clock against ``bids_until``, not by a state.
    """

    IN_PREPARATION = "in-preparation", _("In preparation")
    ANNOUNCED = "announced", _("Sent for publication")
    OPEN = "open", _("Open for bids")
    OPENED = "opened", _("Bids opened")
    DECIDED = "decided", _("Award decided")
    CONCLUDED = "concluded", _("Signed")
    CANCELLED = "cancelled", _("Cancelled")


# The database's trigger holds the same table (migrations/0002_wall.py); a test compares them.
# A court, or the buyer itself, sends a decision back to what was opened.
TRANSITIONS: Mapping[TenderState, frozenset[TenderState]] = {
    TenderState.IN_PREPARATION: frozenset({TenderState.ANNOUNCED, TenderState.CANCELLED}),
    TenderState.ANNOUNCED: frozenset({TenderState.OPEN, TenderState.CANCELLED}),
    TenderState.OPEN: frozenset({TenderState.OPENED, TenderState.CANCELLED}),
    TenderState.OPENED: frozenset({TenderState.DECIDED, TenderState.CANCELLED}),
    TenderState.DECIDED: frozenset(
        {TenderState.OPENED, TenderState.CONCLUDED, TenderState.CANCELLED}
    ),
    TenderState.CONCLUDED: frozenset(),
    TenderState.CANCELLED: frozenset(),
}


class AwardMethod(TextChoices):
    """How the winners of the lots are found (domain.md, "Tendering", 8)."""

    PER_LOT = "per-lot", _("The best bid on each lot")
    COMBINATION = "combination", _("The best combination over several lots")


class NoticeKind(TextChoices):
    """What was sent for publication, or instead of it to those who are invited."""

    CONTRACT = "contract", _("Contract notice")
    CHANGE = "change", _("Change notice")
    INVITATION = "invitation", _("Invitation to those invited")
