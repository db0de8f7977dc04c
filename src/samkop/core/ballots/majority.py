"""Rules of a majority and of a quorum, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MajorityKind(StrEnum):
    """How many have to be in favour."""

    SIMPLE = "simple"
    QUALIFIED = "qualified"
    UNANIMITY = "unanimity"


class Basis(StrEnum):
    """What the majority is taken of."""

    VOTES_CAST = "votes-cast"
    MEMBERS = "members"


class Abstentions(StrEnum):
    """Whether who abstains has cast a vote; one that counts weighs against."""

    NOT_COUNTED = "not-counted"
    COUNTED = "counted"


class Tie(StrEnum):
    """What decides where as many are in favour as not."""

    CHAIR = "chair"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Majority:
    """A majority's rule. ``numerator`` / ``denominator`` is the least share of a qualified one.

    Raises ValueError where the share is not between a half (not included) and the whole.
    """

    kind: MajorityKind = MajorityKind.SIMPLE
    basis: Basis = Basis.VOTES_CAST
    abstentions: Abstentions = Abstentions.NOT_COUNTED
    tie: Tie = Tie.REJECTED
    numerator: int = 0
    denominator: int = 1

    def __post_init__(self) -> None:
        qualified = self.kind is MajorityKind.QUALIFIED
        if qualified and not self.denominator < 2 * self.numerator <= 2 * self.denominator:
            raise ValueError("a qualified majority is more than a half and at most the whole")


@dataclass(frozen=True)
class Quorum:
    """The share of all members that has to be there, or more than it where ``more_than``."""

    numerator: int = 1
    denominator: int = 2
    more_than: bool = True

    def needed(self, members: int) -> int:
        """How many of so many members have to be there; at least one."""
        share = self.numerator * members
        whole, rest = divmod(share, self.denominator)
        least = whole + 1 if self.more_than or rest else whole
        return max(1, min(least, members) if members else 1)

    def is_met(self, present: int, members: int) -> bool:
        """Whether enough of the members are there."""
        return members > 0 and present >= self.needed(members)
