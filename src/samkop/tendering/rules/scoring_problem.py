"""A tender's model and criteria as ``core.award.scoring`` reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from samkop.core.award.scoring import Model, model_of
from samkop.core.money import amount_text
from samkop.tendering.vocabulary import IN_POINTS, ModelKind

WHOLE = 1000  # permille


@dataclass(frozen=True, slots=True)
class Marked:
    """A criterion as the tender has it: see ``AwardCriterion``."""

    code: str
    weight: int | None
    deduction_cents: int | None
    top: int
    step: Decimal
    minimum: Decimal | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A model as the tender has it: see ``EvaluationModel``."""

    kind: str
    price_weight: int | None
    parameters: Mapping[str, Any]
    criteria: tuple[Marked, ...]
    currency: str

    @property
    def weighs(self) -> bool:
        """Whether its criteria have weights."""
        return ModelKind(self.kind) in IN_POINTS or "per_point" in self.parameters

    @property
    def weights(self) -> int:
        """The sum of all weights, in permille."""
        return (self.price_weight or 0) + sum(one.weight or 0 for one in self.criteria)

    def problem(self) -> dict[str, Any]:
        """``model``, ``criteria`` and ``currency`` as the laboratory's problem has them."""
        model: dict[str, Any] = {"kind": self.kind, **self.parameters}
        if self.weighs:
            model["weights_sum"] = WHOLE
        if ModelKind(self.kind) in IN_POINTS:
            model["price_weight"] = self.price_weight
        return {
            "model": model, "criteria": list(map(self._criterion, self.criteria)),
            "currency": self.currency,
        }  # fmt: skip

    def _criterion(self, one: Marked) -> dict[str, Any]:
        found: dict[str, Any] = {"id": one.code, "max": one.top}
        if one.step != 1:
            found["step"] = one.step
        if one.minimum is not None:
            found["minimum"] = one.minimum
        if self.weighs:
            found["weight"] = one.weight
        elif self.kind == ModelKind.PRICED_QUALITY:
            found["deduction"] = amount_text(one.deduction_cents or 0)
        return found

    def model(self) -> Model:
        """The model itself. Raises ProblemError."""
        problem = self.problem()
        return model_of(problem["model"], problem["criteria"], problem["currency"])


def plain_numbers(value: Any) -> Any:
    """A JSON value whose decimals are written as numbers of JSON, whole ones without a point."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {name: plain_numbers(member) for name, member in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain_numbers(member) for member in value]
    return value
