"""The best range of so many models for given needs, and what one more model costs.

A model of the range costs the same each year however few have it (image, spares, know-how);
a wider range serves needs with cheaper devices. Exact, by HiGHS (a p-median problem with
opening costs); what it chooses is added up anew in cents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from samkop.core.fields import Fields, ProblemError, cents, loaded, number, shown
from samkop.core.renewal.formulation import Programme
from samkop.core.renewal.highs import Solver

MOST_DEVICES = 10_000_000
MOST_YEARS = 20
MOST_VALUE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Need:
    """So many people who need a device; what one costs them by model that will do, in cents."""

    group: str
    count: int
    costs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked: needs, what a model costs a year beyond its devices (by cause, in cents),
    the years that a device lasts, and how many of each model there are today.
    """

    needs: tuple[Need, ...]
    models: tuple[str, ...]
    per_model: Mapping[str, int]
    years: int
    fleet: Mapping[str, int]

    @property
    def model_cents(self) -> int:
        """What a model costs in all the years."""
        return sum(self.per_model.values()) * self.years


@dataclass(frozen=True, slots=True)
class Range:
    """A range: who gets what, and the cents for devices and for its models in all the years."""

    models: tuple[str, ...]
    served: Mapping[str, str]
    devices: int
    variety: int
    proven: bool

    @property
    def total(self) -> int:
        """Devices and models, in cents."""
        return self.devices + self.variety


def best_ranges(choice: Choice) -> list[Range]:
    """The best range of exactly so many models, from the fewest that serve all needs."""
    found = (best_range(choice, size) for size in range(1, len(choice.models) + 1))
    return [one for one in found if one is not None]


def best_range(choice: Choice, size: int) -> Range | None:
    """The range of ``size`` models that costs least, None if so few cannot serve all needs."""
    programme = Programme()
    chosen = {name: programme.column(0, 1, whole=True) for name in choice.models}
    programme.row(size, size, [(column, 1.0) for column in chosen.values()])
    for need in choice.needs:
        served = []
        for model, price in need.costs.items():
            column = programme.column(0, 1, price * need.count)
            programme.row(0, 1, [(chosen[model], 1.0), (column, -1.0)])
            served.append((column, 1.0))
        programme.row(1, 1, served)
    found = Solver(programme).solve()
    if not len(found.values):
        return None
    models = [name for name, column in chosen.items() if round(found.values[column])]
    made = range_of(choice, models)
    proven = made.devices - found.bound <= max(0.5, 1e-9 * made.devices)
    return Range(made.models, made.served, made.devices, made.variety, proven)


def range_of(choice: Choice, models: Sequence[str]) -> Range:
    """A given range, each group with the cheapest model of it that will do."""
    served, spent = {}, 0
    for need in choice.needs:
        fitting = [(need.costs[name], name) for name in models if name in need.costs]
        price, served[need.group] = min(fitting)
        spent += price * need.count
    return Range(tuple(models), served, spent, len(models) * choice.model_cents, proven=False)


def outliers(choice: Choice, models: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The models in use that are beyond a range, and how many devices of each there are."""
    for name, count in sorted(choice.fleet.items(), key=lambda one: (-one[1], one[0])):
        if count and name not in models:
            yield name, count


def read_choice(text: str) -> Choice:
    """The choice that a JSON text describes. Raises ProblemError."""
    fields = Fields(loaded(text), "The file", ("needs", "models", "assumptions", "fleet"))
    models: dict[str, tuple[int, Mapping[str, object]]] = {}
    for place, row in enumerate(fields.rows("models")):
        model = Fields(row, f"models[{place}]", ("id", "unit_cost", "properties"))
        name = model.text("id")
        if name in models:
            raise ProblemError(f"models[{place}]: the id {shown(name)} is taken; give its own.")
        price = cents(model.need("unit_cost"), f"model {shown(name)}: unit_cost")
        models[name] = price, _properties(model, "properties")
    if not models:
        raise ProblemError("The file has no models; give at least one.")
    given = Fields(fields.need("assumptions"), "assumptions", ("per_model", "years"))
    per_model = {
        cause: cents(amount, f"assumptions: per_model of {shown(cause)}")
        for cause, amount in given.table("per_model").items()
    }
    needs = [_need(row, place, models) for place, row in enumerate(fields.rows("needs"))]
    groups = [need.group for need in needs]
    if len(set(groups)) < len(groups):
        raise ProblemError("Two needs have the same group; give each its own.")
    fleet = Fields(fields.members.get("fleet") or {}, "fleet", tuple(fields.table("fleet")))
    return Choice(
        needs=tuple(needs), models=tuple(models), per_model=per_model,
        years=given.whole("years", 1, MOST_YEARS),
        fleet={name: fleet.whole(name, 0, MOST_DEVICES) for name in fleet.members},
    )  # fmt: skip


def _properties(fields: Fields, name: str) -> Mapping[str, object]:
    """Numbers, texts and flags by name."""
    found = dict(fields.table(name))
    for key, value in found.items():
        if isinstance(value, bool | str):
            continue
        found[key] = number(value, f"{fields.at}: {name}, {key}", MOST_VALUE)
    return found


def _need(row: object, place: int, models: Mapping[str, tuple[int, Mapping[str, object]]]) -> Need:
    fields = Fields(row, f"needs[{place}]", ("group", "count", "acceptable", "requires"))
    group = fields.text("group")
    fields.at = f"need {shown(group)}"
    required = _properties(fields, "requires")
    costs = {
        name: price for name, (price, properties) in models.items() if _does(properties, required)
    }
    if fields.has("acceptable"):
        named = fields.table("acceptable")
        strange = sorted(set(named) - set(models))
        if strange:
            raise ProblemError(f"{fields.at}: there is no model {shown(strange[0])}; correct it.")
        costs = {
            name: price if named[name] is None else cents(named[name], f"{fields.at}: {name}")
            for name, price in costs.items()
            if name in named
        }
    if not costs:
        raise ProblemError(f"{fields.at}: no model will do; require less or add a model.")
    return Need(group, fields.whole("count", 0, MOST_DEVICES), costs)


def _does(has: Mapping[str, object], required: Mapping[str, object]) -> bool:
    """Whether a model has what is required: at least a number, exactly a text or a flag."""
    for name, least in required.items():
        value = has.get(name)
        if isinstance(least, bool | str):
            if value != least:
                return False
        elif isinstance(value, bool | str) or value is None or value < least:  # type: ignore[operator]
            return False
    return True
