"""How a member's decision stands, in a word with its tone and a line that says more."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samkop.governance.models import MemberDecision
from samkop.governance.vocabulary import DecisionKind, DecisionState
from samkop.platform.formatting import format_date

TONES = {
    DecisionState.APPEALABLE: "info",
    DecisionState.APPEALED: "warn",
    DecisionState.STAYED: "bad",
    DecisionState.UPHELD: "info",
    DecisionState.FINAL: "good",
    DecisionState.ANNULLED: "bad",
    DecisionState.REVOKED: "neutral",
}


def standing_of(decision: MemberDecision, code: str | None) -> tuple[str, str, str]:
    """Tone and word for what was decided as it stands today, and more about it.

    ``code``: why it gives no right today; None where it does.
    """
    if decision.kind == DecisionKind.WAIT:
        until = format_date(decision.waits_until) if decision.waits_until else ""
        more = _("%(reason)s Means to decide by %(day)s.")
        return "info", pgettext("decision", "Waits"), more % {
            "reason": _sentence(decision.reason), "day": until,
        }  # fmt: skip
    if decision.kind == DecisionKind.DECLINE:
        return "neutral", pgettext("decision", "Declines"), decision.reason
    if code is None:
        return "good", pgettext("decision", "Orders"), decision.get_state_display()
    if code == "agreement-not-joined":
        return "neutral", pgettext("decision", "Does not order today"), decision.get_state_display()
    return "bad", pgettext("decision", "Orders stopped"), decision.get_state_display()


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."
