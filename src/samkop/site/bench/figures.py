"""One measured figure, with what it is compared to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Rival:
    """Another program, or a limit, measured in the same run; ``value`` in the figure's unit."""

    name: str
    version: str
    value: float


@dataclass(frozen=True)
class Goal:
    """What is aimed at: ``at_most`` or ``at_least``, of the ratio or of our own figure."""

    of: str  # "ratio" or "ours"
    at_most: float | None = None
    at_least: float | None = None

    def met_by(self, value: float) -> bool:
        """Whether a value reaches the goal."""
        above = self.at_least is None or value >= self.at_least
        return above and (self.at_most is None or value <= self.at_most)


@dataclass(frozen=True)
class Figure:
    """One line of the answer: what, how large, how fast, and beside what.

    ``ratio`` is ours to the rival's, or to the limit's where there is no rival.
    ``why_absent`` says why a rival or the figure itself was not measured.
    """

    name: str
    size: str
    ours: float | None
    unit: str
    rival: Rival | None = None
    limit: Rival | None = None
    goal: Goal | None = None
    why_absent: str | None = None

    @property
    def ratio(self) -> float | None:
        """Ours to the other's; None where nothing was compared."""
        other = self.rival or self.limit
        return None if other is None or self.ours is None else self.ours / other.value

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None where there is none, or nothing was measured."""
        value = self.ours if self.goal is not None and self.goal.of == "ours" else self.ratio
        return None if self.goal is None or value is None else self.goal.met_by(value)

    def as_answer(self) -> dict[str, Any]:
        """For ``--json``."""
        return {**asdict(self), "ratio": self.ratio, "met": self.met}
