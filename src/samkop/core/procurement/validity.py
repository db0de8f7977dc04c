"""Bid validity: how long bidders are bound, and by when more time must be asked for.

The buyer sets the time in the notice or the invitation (Sweden: LOU 10 kap. 10 §; Finland: act
1397/2016, 68 §, point 10); a review may outlast it, and who is no longer bound need not sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from samkop.core.holidays import working_days_before
from samkop.core.period import months_after


class Watch(StrEnum):
    """What is to be done about the validity of a bid."""

    ENOUGH = "enough"  # the contract can be signed while bidders are bound
    ASK = "ask"  # ask for an extension, there is time for answers
    LATE = "late"  # ask at once
    ENDED = "ended"  # nobody is bound any more


@dataclass(frozen=True, slots=True)
class ValidityWatch:
    """Until when bidders are bound, until when they have to be, and what follows.

    ``needed_until``: the first day on which the contract may be signed, and the days for
    signing; None while a court decides, since nobody knows. ``ask_by``: the last working day on
    which to ask, so that bidders have their days for the answer.
    """

    ends: date
    needed_until: date | None
    ask_by: date
    state: Watch


def end_of_validity(bids_due: date, *, days: int = 0, months: int = 0) -> date:
    """The last day on which bidders are bound, from the last day for bids.

    A day off moves nothing: it is a term that bidders accepted, not a limit of the law.
    """
    return months_after(bids_due, months) + timedelta(days)


def watch_validity(
    *, ends: date, today: date, country: str, needed_until: date | None, answer_days: int = 10
) -> ValidityWatch:
    """What is to be done about bids that are valid until a day.

    ``needed_until``: see ValidityWatch. ``answer_days``: working days that bidders get.
    """
    ask_by = working_days_before(ends, answer_days, country)
    return ValidityWatch(ends, needed_until, ask_by, _state(ends, today, ask_by, needed_until))


def _state(ends: date, today: date, ask_by: date, needed_until: date | None) -> Watch:
    if today > ends:
        return Watch.ENDED
    if needed_until is not None and needed_until <= ends:
        return Watch.ENOUGH
    return Watch.ASK if today <= ask_by else Watch.LATE
