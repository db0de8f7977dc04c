"""The history of an agreement as its decisions: every party to it reads the same.

The audit trail is each party's own; these rows are the agreement's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.agreements.models import FrameworkAgreement, Modification, Participation, StateChange
from samkop.agreements.vocabulary import Ground, State
from samkop.core.money import CENT
from samkop.governance.vocabulary import DecisionKind
from samkop.platform.formatting import format_date, format_money

DECIDED = {
    DecisionKind.JOIN: gettext_lazy("%(buyer)s joined by its decision of %(day)s."),
    DecisionKind.WAIT: gettext_lazy("%(buyer)s decided on %(day)s to wait."),
    DecisionKind.DECLINE: gettext_lazy("%(buyer)s decided on %(day)s not to join."),
    DecisionKind.LEAVE: gettext_lazy("%(buyer)s decided on %(day)s to leave."),
}


def events_of(
    agreement: FrameworkAgreement, participations: Iterable[Participation]
) -> list[dict[str, Any]]:
    """Changes of state, modifications and buyers' decisions, the newest first."""
    runner = agreement.purchasing_body.name
    events = [
        *(_state_event(row, runner) for row in StateChange.objects.filter(agreement=agreement)),
        *(
            _raise_event(row, runner, agreement.currency)
            for row in Modification.objects.filter(agreement=agreement)
        ),
        *(_join_event(row) for row in participations),
    ]
    return sorted(events, key=lambda event: event["at"], reverse=True)


def _state_event(row: StateChange, runner: str) -> dict[str, Any]:
    what = _("Now: %(state)s.") % {"state": State(row.to_state).label}
    return {
        "at": row.at,
        "who": _joined(runner, row.register_number),
        "what": f"{what} {row.reason}".strip(),
    }


def _raise_event(row: Modification, runner: str, currency: str) -> dict[str, Any]:
    amount = format_money(row.value_change_cents * CENT, currency)
    return {
        "at": row.at,
        "who": _joined(runner, row.register_number, row.notice_number),
        "what": _("Maximum value raised by %(amount)s. %(ground)s: %(description)s")
        % {
            "amount": amount,
            "ground": Ground(row.ground).label,
            "description": row.description,
        },
    }


def _join_event(row: Participation) -> dict[str, Any]:
    decision = row.decision
    day = format_date(decision.decided_on, "SHORT_DATE_FORMAT")
    return {
        "at": decision.at,
        "who": _joined(decision.decided_by, decision.section, decision.register_number),
        "what": DECIDED[DecisionKind(decision.kind)] % {"buyer": row.buyer.name, "day": day},
    }


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
