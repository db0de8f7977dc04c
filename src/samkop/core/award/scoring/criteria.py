"""From JSON to criteria: their weights sum up as announced, their marks are those of a scale."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from samkop.core.award.scoring.model import Criterion, Kind
from samkop.core.award.scoring.ranking import PRICE
from samkop.core.award.scoring.showing import plain
from samkop.core.fields import Fields, ProblemError, cents, shown

MOST_CRITERIA, MOST_LEVELS, MOST_MARKS = 50, 4, 1_001
MOST_MARK, MOST_WEIGHT = 10_000, 1_000_000
MARKED = ("max", "step", "minimum")


class Criteria:
    """Reads criteria of all levels; knows what gives value in this model."""

    def __init__(self, kind: Kind, per_point: int | None) -> None:
        self.weighted = kind in {Kind.ABSOLUTE_SCALE, Kind.RELATIVE} or per_point is not None
        self.priced = kind is Kind.PRICED_QUALITY and per_point is None
        self.scale = Fraction(1 if per_point is None else per_point)
        self.taken: set[str] = set()

    def read(self, rows: list[Any], at: str, level: int = 1) -> tuple[Criterion, ...]:
        """The criteria of one level, and under them all others."""
        if level > MOST_LEVELS:
            raise ProblemError(f"{at}: criteria have at most {MOST_LEVELS} levels; use fewer.")
        return tuple(self._one(row, f"{at}[{place}]", level) for place, row in enumerate(rows))

    def _one(self, row: Any, at: str, level: int) -> Criterion:
        group = isinstance(row, dict) and row.get("criteria") is not None
        fields = Fields(row, at, self._known(group=group))
        name = fields.text("id")
        if name == PRICE or name in self.taken:
            raise ProblemError(f"{at}: the id {shown(name)} is taken; give each its own.")
        self.taken.add(name)
        if len(self.taken) > MOST_CRITERIA:
            raise ProblemError(f"There are more than {MOST_CRITERIA} criteria; use fewer.")
        fields.at = f"criterion {shown(name)}"
        return self._group(fields, name, level) if group else self._marked(fields, name)

    def _known(self, *, group: bool) -> tuple[str, ...]:
        weight = ("weight",) if self.weighted else ()
        if group:
            return ("id", *weight, "criteria")
        amounts = ("deduction", "deductions") if self.priced else ()
        return ("id", *weight, *amounts, *MARKED, "criteria")

    def _group(self, fields: Fields, name: str, level: int) -> Criterion:
        parts = self.read(fields.rows("criteria"), f"{fields.at}: criteria", level + 1)
        if not parts:
            raise ProblemError(f"{fields.at}: criteria is empty; give parts or leave it out.")
        full = sum((part.full for part in parts), Fraction(0))
        if self.weighted and self._weight(fields) != full:
            raise ProblemError(
                f"{fields.at}: its parts weigh {plain(full / self.scale)} in all, "
                f"and it weighs {shown(fields.members['weight'])}; make them agree."
            )
        return Criterion(name, full, parts=parts)

    def _weight(self, fields: Fields) -> Fraction:
        fields.need("weight")
        weight = Fraction(fields.number("weight", MOST_WEIGHT))
        if not weight:
            raise ProblemError(f"{fields.at}: a weight of 0 changes nothing; leave it out.")
        return weight * self.scale

    def _marked(self, fields: Fields, name: str) -> Criterion:
        steps = _steps(fields) if self.priced and fields.has("deductions") else None
        marks = _scale(fields) if steps is None else tuple(steps)
        full = Fraction(0)
        if self.weighted:
            full = self._weight(fields)
        elif steps is not None:
            full = steps[marks[-1]]
        elif self.priced:
            full = Fraction(cents(fields.need("deduction"), f"{fields.at}: deduction"))
        return Criterion(name, full, marks, _minimum(fields, marks), steps)


def criteria_of(
    rows: list[Any], kind: Kind, per_point: int | None, left: Fraction
) -> tuple[Criterion, ...]:
    """All criteria; where they have weights, those of the first level sum up to ``left``."""
    reader = Criteria(kind, per_point)
    found = reader.read(rows, "criteria")
    if kind is Kind.PRICED_QUALITY and not found:
        raise ProblemError("model priced-quality has no criteria; give one, or take lowest-price.")
    weights = sum((criterion.full for criterion in found), Fraction(0)) / reader.scale
    if reader.weighted and weights != left:
        raise ProblemError(
            f"The weights of the criteria sum up to {plain(weights)} and have to sum up to "
            f"{plain(left)}; correct them, or weights_sum."
        )
    return found


def _scale(fields: Fields) -> tuple[Fraction, ...]:
    top = fields.whole("max", 1, MOST_MARK)
    step = Fraction(fields.number("step", top)) if fields.has("step") else Fraction(1)
    if not step or (top / step).denominator != 1 or top / step >= MOST_MARKS:
        raise ProblemError(
            f"{fields.at}: from 0 to {top} in steps of {plain(step)} is no scale of at most "
            f"{MOST_MARKS} marks; give another step."
        )
    return tuple(step * n for n in range(int(top / step) + 1))


def _steps(fields: Fields) -> dict[Fraction, Fraction]:
    """Cents by mark, from mark 0, never less for more."""
    for name in ("deduction", "max", "step"):
        if fields.has(name):
            raise ProblemError(f"{fields.at} has deductions and {name}; leave one of the two.")
    found: dict[Fraction, Fraction] = {}
    for place, row in enumerate(fields.rows("deductions")):
        one = Fields(row, f"{fields.at}: deductions[{place}]", ("mark", "amount"))
        mark = Fraction(one.whole("mark", 0, MOST_MARK))
        amount = Fraction(cents(one.need("amount"), f"{one.at}: amount"))
        if found and (mark <= max(found) or amount < max(found.values())):
            raise ProblemError(f"{one.at}: marks have to rise and amounts not to fall; order them.")
        found[mark] = amount
    if not 1 < len(found) <= MOST_MARKS or min(found):
        raise ProblemError(f"{fields.at}: deductions have to begin at mark 0 and go on from there.")
    return found


def _minimum(fields: Fields, marks: tuple[Fraction, ...]) -> Fraction | None:
    if not fields.has("minimum"):
        return None
    minimum = Fraction(fields.number("minimum", MOST_MARK))
    if minimum not in marks:
        raise ProblemError(
            f"{fields.at}: the minimum {shown(fields.members['minimum'])} is none of its marks; "
            "give one of them."
        )
    return minimum
