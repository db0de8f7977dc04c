"""Which of several suppliers gets a call-off: by rank, or by whose turn it is.

Art. 33(4)(a) of directive 2014/24/EU: by the objective conditions that the framework agreement
set out, and nothing else; so the answer follows from these figures alone, and names them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from samkop.agreements.vocabulary import Hindrance
from samkop.tendering.vocabulary import CallOffMethod, TurnBy


@dataclass(frozen=True)
class Candidate:
    """A supplier's agreement with its rank (1 is first) and what it has had so far.

    ``turns`` is the number of call-offs and ``cents`` their value; ``hindrance`` why it
    cannot perform this one, None where it can.
    """

    agreement_id: int
    rank: int
    turns: int = 0
    cents: int = 0
    hindrance: Hindrance | None = None

    def as_json(self) -> dict[str, Any]:
        """What is kept of it, so that the choice can be recomputed."""
        return {
            "agreement": self.agreement_id, "rank": self.rank, "turns": self.turns,
            "cents": self.cents, "hindrance": self.hindrance and str(self.hindrance),
        }  # fmt: skip


def choose(
    method: str, turn_by: str, candidates: Iterable[Candidate]
) -> tuple[Candidate | None, Sequence[Candidate]]:
    """The one that gets the call-off (None: nobody can perform), and all in their order.

    By ranking the lowest rank comes first; by rotation who has had the fewest call-offs, or
    the least value, and among equals the lowest rank. Whoever cannot perform is passed over.
    """
    ordered = sorted(candidates, key=lambda one: _key(method, turn_by, one))
    able = (one for one in ordered if one.hindrance is None)
    return next(able, None), ordered


def needs_competition(method: str, from_cents: int | None, cents: int) -> bool:
    """Whether a call-off of so many cents is competed for: always, or from a value on."""
    always = method == CallOffMethod.MINI_COMPETITION
    return always or (from_cents is not None and cents >= from_cents)


def _key(method: str, turn_by: str, one: Candidate) -> tuple[int, int]:
    if method != CallOffMethod.ROTATION:
        return 0, one.rank
    return (one.cents if turn_by == TurnBy.VALUE else one.turns), one.rank
