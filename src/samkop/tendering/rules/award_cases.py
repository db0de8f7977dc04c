"""Which rules of standstill a decision can be under."""

from __future__ import annotations

from dataclasses import dataclass

from samkop.tendering.vocabulary import AwardCase, Procedure


@dataclass(frozen=True, slots=True)
class AwardFacts:
    """What is known of a procedure.

    ``above``: whether its estimated value reaches the Union's threshold; None where the table
    has none for that day and currency. ``bids`` is how many were opened.
    """

    procedure: str
    above: bool | None
    bids: int


def cases_for(facts: AwardFacts) -> list[AwardCase]:
    """The rules that can apply, the likeliest first; where the table is silent both are offered.

    A mini-competition has its own; below the threshold nobody waits as above it, and whoever
    thinks that more is asked for may always wait longer: the stricter rule stays offered.
    """
    if facts.procedure == Procedure.MINI_COMPETITION:
        return [AwardCase.CALL_OFF]
    ordinary = [AwardCase.AWARD, AwardCase.SPECIAL_SERVICES]
    if facts.above is False:
        ordinary = [AwardCase.NATIONAL_AWARD, *ordinary]
    elif facts.above is None:
        ordinary.append(AwardCase.NATIONAL_AWARD)
    if facts.bids == 1:
        ordinary.append(AwardCase.SOLE_BID)
    return ordinary
