"""What an event makes of a decision's standing: pure, on plain values."""

from __future__ import annotations

from samkop.governance.vocabulary import DecisionEventKind as Event
from samkop.governance.vocabulary import DecisionState as State

# The standings in which an event can happen, and the standing that it leads to.
STEPS: dict[Event, tuple[frozenset[State], State]] = {
    Event.APPEALED: (
        frozenset({State.APPEALABLE, State.APPEALED, State.STAYED, State.UPHELD}), State.APPEALED,
    ),
    Event.STAYED: (frozenset({State.APPEALED}), State.STAYED),
    Event.STAY_LIFTED: (frozenset({State.STAYED}), State.APPEALED),
    Event.APPEAL_REJECTED: (frozenset({State.APPEALED, State.STAYED}), State.UPHELD),
    Event.APPEAL_WITHDRAWN: (frozenset({State.APPEALED, State.STAYED}), State.UPHELD),
    Event.FINAL: (frozenset({State.APPEALABLE, State.UPHELD}), State.FINAL),
    Event.ANNULLED: (frozenset({State.APPEALED, State.STAYED, State.FINAL}), State.ANNULLED),
    Event.REVOKED: (frozenset(State) - {State.ANNULLED, State.REVOKED}, State.REVOKED),
}  # fmt: skip


def next_state(state: State, event: Event, appeals_left: int) -> State | None:
    """The standing after an event; None where it cannot happen now.

    ``appeals_left``: appeals still pending after the event. Another appeal changes nothing of
    what the court has ordered; the last one that is rejected or withdrawn ends the pending.
    """
    before, after = STEPS[event]
    if state not in before:
        return None
    if event == Event.APPEALED and state == State.STAYED:
        return state
    if after == State.UPHELD and appeals_left:
        return state
    return after


def possible(state: State) -> list[Event]:
    """The events that can happen to a decision of this standing, in their order."""
    return [event for event, (before, _after) in STEPS.items() if state in before]
