"""Whether call-offs of a lot compete anew, as its notice says (art. 33(4) of 2014/24/EU)."""

from __future__ import annotations

from enum import StrEnum

from samkop.tendering.vocabulary import CallOffMethod


class Reopening(StrEnum):
    """Of all call-offs, of none, or of those from an amount on."""

    ALWAYS = "always"
    NEVER = "never"
    FROM_AN_AMOUNT = "from-an-amount"


def reopening(method: str, mini_competition_from_cents: int | None) -> Reopening:
    """By a lot's ``call_off_method`` and the amount in cents from which suppliers compete."""
    if method == CallOffMethod.MINI_COMPETITION:
        return Reopening.ALWAYS
    return Reopening.NEVER if mini_competition_from_cents is None else Reopening.FROM_AN_AMOUNT
