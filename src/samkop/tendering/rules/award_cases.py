"""Which rules of standstill a decision can be under."""

from __future__ import annotations

from dataclasses import dataclass

from samkop.tendering.vocabulary import AwardCase, Procedure


@dataclass(frozen=True, slots=True)
class AwardFacts:
    """What is known of a procedure.

    ``above``: whether it is under the rules above the Union's thresholds. ``bids`` is how many
    were opened.
    """

    procedure: str
    above: bool
    bids: int


def cases_for(facts: AwardFacts) -> list[AwardCase]:
    """The rules that can apply, the likeliest first.

    A mini-competition has its own. Below the thresholds whoever thinks that more is asked for
    may always wait longer: the stricter rule stays offered.
    """
    if facts.procedure == Procedure.MINI_COMPETITION:
        return [AwardCase.CALL_OFF]
    ordinary = [AwardCase.AWARD, AwardCase.SPECIAL_SERVICES]
    if not facts.above:
        ordinary = [AwardCase.NATIONAL_AWARD, *ordinary]
    if facts.bids == 1:
        ordinary.append(AwardCase.SOLE_BID)
    return ordinary
