"""The term of an agreement, and what its state amounts to on a day."""

from __future__ import annotations

from datetime import date

from samkop.agreements.vocabulary import ORDERABLE, State

LONGEST_TERM_YEARS = 4


def term_needs_justification(valid_from: date, valid_until: date) -> bool:
    """Whether the term, both days included, is longer than four years.

    Source: art. 33(1), third subparagraph, of directive 2014/24/EU.
    """
    year = valid_from.year + LONGEST_TERM_YEARS
    if year > date.max.year:
        return False
    try:
        four_years_on = valid_from.replace(year=year)
    except ValueError:  # 29 February, and the year 2100 is no leap year
        four_years_on = valid_from.replace(year=year, day=28)
    return valid_until >= four_years_on


def standing(
    state: str,
    valid_from: date,
    valid_until: date,
    room_cents: int,
    today: date,
    interim_until: date | None = None,
) -> State:
    """The state as it stands on a day: a term runs out and a ceiling fills by themselves.

    ``room_cents`` is what the ceiling has left, ``interim_until`` the last day of ordering
    during a review. No job moves the recorded state for these: an order is refused by the
    day and by the room, whatever the state says.
    """
    recorded = State(state)
    if recorded in ORDERABLE | {State.SUSPENDED} and today > valid_until:
        return State.ENDED
    if recorded == State.INTERIM and interim_until is not None and today > interim_until:
        return State.ENDED
    if recorded in ORDERABLE and room_cents <= 0:
        return State.EXHAUSTED
    return recorded
