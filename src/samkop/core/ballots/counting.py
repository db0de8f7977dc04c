"""The result of a vote, with the figures that it follows from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from samkop.core.ballots.majority import Abstentions, Basis, Majority, MajorityKind, Tie


class Choice(StrEnum):
    """What a seat says."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class Outcome(StrEnum):
    """What became of what was voted on."""

    CARRIED = "carried"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Count:
    """How many of the ``members`` said what; the others said nothing."""

    yes: int
    no: int
    abstained: int
    members: int

    def __post_init__(self) -> None:
        cast = self.yes + self.no + self.abstained
        if min(self.yes, self.no, self.abstained) < 0 or cast > self.members:
            raise ValueError("more votes than members, or fewer than none")

    @classmethod
    def of(cls, choices: Iterable[Choice | str], members: int) -> Count:
        """The count of one choice a seat."""
        said = [Choice(one) for one in choices]
        return cls(
            said.count(Choice.YES), said.count(Choice.NO), said.count(Choice.ABSTAIN), members
        )


@dataclass(frozen=True)
class Result:
    """``yes`` in favour of ``base`` that count, of which ``needed`` carry it.

    ``tie`` where the vote was even; ``by_chair`` where the chair's vote then decided.
    """

    outcome: Outcome
    base: int
    needed: int
    tie: bool = False
    by_chair: bool = False


def needed_of(majority: Majority, base: int) -> int:
    """The least number in favour that carries, of ``base`` votes or members; at least one."""
    match majority.kind:
        case MajorityKind.SIMPLE:
            return base // 2 + 1
        case MajorityKind.QUALIFIED:
            return max(1, -(-majority.numerator * base // majority.denominator))
        case MajorityKind.UNANIMITY:
            return max(1, base)


def decide(majority: Majority, count: Count, chair: Choice | str | None = None) -> Result:
    """What the votes decide. ``chair`` is what the chair voted, for a simple majority's tie.

    An even vote of a simple majority is decided by the chair's vote where the rule says so and
    the chair voted yes or no; any other tie rejects.
    """
    base = _base(majority, count)
    needed = needed_of(majority, base)
    tie = majority.kind is MajorityKind.SIMPLE and base > 0 and 2 * count.yes == base
    if tie and majority.tie is Tie.CHAIR and chair in {Choice.YES, Choice.NO}:
        outcome = Outcome.CARRIED if chair == Choice.YES else Outcome.REJECTED
        return Result(outcome, base, needed, tie=True, by_chair=True)
    outcome = Outcome.CARRIED if count.yes >= needed else Outcome.REJECTED
    return Result(outcome, base, needed, tie=tie)


def _base(majority: Majority, count: Count) -> int:
    if majority.basis is Basis.MEMBERS:
        return count.members
    cast = count.yes + count.no
    return cast + count.abstained if majority.abstentions is Abstentions.COUNTED else cast
