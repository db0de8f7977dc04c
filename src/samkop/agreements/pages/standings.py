"""How an agreement's state is shown: as it stands today, with its tone."""

from __future__ import annotations

from datetime import datetime

from django.utils.functional import Promise

from samkop.agreements.models import Ceiling, FrameworkAgreement
from samkop.agreements.queries import day_of, room_of
from samkop.agreements.rules import standing
from samkop.agreements.vocabulary import State

TONES = {
    State.IN_PREPARATION: "neutral",
    State.INTERIM: "info",
    State.IN_FORCE: "good",
    State.SUSPENDED: "warn",
    State.ANNULLED: "bad",
    State.EXHAUSTED: "bad",
    State.ENDED: "neutral",
}

# What is left of a ceiling then is no room any more.
OVER = frozenset({State.ENDED, State.ANNULLED})


def state_today(agreement: FrameworkAgreement, ceiling: Ceiling | None, now: datetime) -> State:
    """The state on this day: the term may be over, or the ceiling full."""
    room = room_of(ceiling) if ceiling else 0
    today = day_of(agreement.purchasing_body, now)
    return standing(
        agreement.state, agreement.valid_from, agreement.valid_until, room, today,
        agreement.interim_until,
    )  # fmt: skip


def shown_state(
    agreement: FrameworkAgreement, ceiling: Ceiling | None, now: datetime
) -> tuple[str, str | Promise]:
    """The tone and the word for a pill."""
    state = state_today(agreement, ceiling, now)
    return TONES[state], state.label
