"""From JSON to a model and its bids; one exact sentence for the first fault found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from samkop.core.award.scoring.criteria import criteria_of
from samkop.core.award.scoring.model import Bid, Criterion, Kind, LifeCycle, Model, present_value
from samkop.core.award.scoring.showing import amount_text, plain
from samkop.core.fields import Fields, ProblemError, cents, number, shown

MOST_BIDS, MOST_YEARS, MOST_ITEMS, MOST_EVALUATORS = 100, 40, 50, 20
MOST_POINTS, MOST_PER_CENT, MOST_DECIMALS = 1_000_000, 50, 6
USUAL_SUM = 100

_CURRENCY = re.compile("[A-Z]{3}", re.ASCII)
ALWAYS = ("kind", "decimals", "shown")
MEMBERS: Mapping[Kind, tuple[str, ...]] = {
    Kind.LOWEST_PRICE: (),
    Kind.LIFE_CYCLE_COST: ("life_cycle",),
    Kind.PRICED_QUALITY: ("life_cycle", "per_point", "weights_sum"),
    Kind.ABSOLUTE_SCALE: ("life_cycle", "price_weight", "weights_sum", "full_at", "none_at"),
    Kind.RELATIVE: ("life_cycle", "price_weight", "weights_sum"),
}


def model_of(value: Any, criteria: list[Any], currency: Any) -> Model:
    """The model that JSON values describe. Raises ProblemError."""
    kind = _kind(value)
    fields = Fields(value, f"model {kind}", (*ALWAYS, *MEMBERS[kind]))
    decimals = _decimals(fields, "decimals")
    asked = _decimals(fields, "shown")
    price_weight, full_at, none_at = _price(fields, kind)
    life_cycle = _life_cycle(fields, kind)
    left = _left(fields, price_weight)
    return Model(
        kind=kind, criteria=criteria_of(criteria, kind, _per_point(fields), left),
        price_weight=price_weight, full_at=full_at, none_at=none_at, life_cycle=life_cycle,
        decimals=decimals, shown=(2 if decimals is None else decimals) if asked is None else asked,
        currency=_currency(currency),
    )  # fmt: skip


def _kind(value: Any) -> Kind:
    if not isinstance(value, dict):
        raise ProblemError(f"model has to be an object, not {shown(value)}.")
    kinds = [kind.value for kind in Kind]
    if value.get("kind") not in kinds:
        raise ProblemError(
            f"model: kind has to be one of {', '.join(kinds)}, not {shown(value.get('kind'))}."
        )
    return Kind(value["kind"])


def _currency(value: Any) -> str:
    if value is None:
        return "EUR"
    if not isinstance(value, str) or not _CURRENCY.fullmatch(value):
        raise ProblemError(f"currency has to be a code such as EUR or SEK, not {shown(value)}.")
    return value


def _decimals(fields: Fields, name: str) -> int | None:
    return fields.whole(name, 0, MOST_DECIMALS) if fields.has(name) else None


def _left(fields: Fields, price_weight: Fraction) -> Fraction:
    """What the weights of the criteria have to sum up to."""
    whole = Fraction(USUAL_SUM)
    if fields.has("weights_sum"):
        whole = Fraction(fields.number("weights_sum", MOST_POINTS))
    if price_weight > whole or not whole:
        raise ProblemError(
            f"{fields.at}: weights_sum is {plain(whole)} and the price's weight "
            f"{plain(price_weight)}; give a sum that holds it."
        )
    return whole - price_weight


def _price(fields: Fields, kind: Kind) -> tuple[Fraction, int, int]:
    """The price's weight, and the two announced prices of an absolute scale."""
    if kind not in {Kind.ABSOLUTE_SCALE, Kind.RELATIVE}:
        return Fraction(0), 0, 0
    fields.need("price_weight")
    weight = Fraction(fields.number("price_weight", MOST_POINTS))
    if kind is Kind.RELATIVE:
        return weight, 0, 0
    full_at, none_at = (
        cents(fields.need(name), f"{fields.at}: {name}") for name in ("full_at", "none_at")
    )
    if none_at <= full_at:
        raise ProblemError(
            f"{fields.at}: none_at has to lie above full_at; a price with all points is the lower."
        )
    return weight, full_at, none_at


def _per_point(fields: Fields) -> int | None:
    """The cents of a point, where quality is priced by points."""
    if not fields.has("per_point"):
        return None
    found = cents(fields.members["per_point"], f"{fields.at}: per_point")
    if not found:
        raise ProblemError(f"{fields.at}: a per_point of 0 prices nothing; give an amount.")
    return found


def _life_cycle(fields: Fields, kind: Kind) -> LifeCycle | None:
    if not fields.has("life_cycle"):
        if kind is Kind.LIFE_CYCLE_COST:
            raise ProblemError(f"{fields.at} has no life_cycle; give it.")
        return None
    given = Fields(fields.members["life_cycle"], "life_cycle", ("years", "rate_per_cent", "items"))
    given.need("items")
    items: list[str] = []
    own = set()
    for place, row in enumerate(given.rows("items")):
        item = Fields(row, f"life_cycle: items[{place}]", ("id", "own"))
        name = item.text("id")
        if name in items:
            raise ProblemError(f"{item.at}: the id {shown(name)} is taken; give each its own.")
        items.append(name)
        if item.flag("own"):
            own.add(name)
    if not 1 <= len(items) <= MOST_ITEMS:
        raise ProblemError(f"life_cycle has {len(items)} items; give 1 to {MOST_ITEMS}.")
    return LifeCycle(
        given.whole("years", 1, MOST_YEARS),
        Fraction(given.number("rate_per_cent", MOST_PER_CENT)),
        tuple(items),
        frozenset(own),
    )


def bids_of(rows: list[Any], model: Model) -> tuple[Bid, ...]:
    """The bids that JSON values describe. Raises ProblemError."""
    if len(rows) > MOST_BIDS:
        raise ProblemError(f"bids has {len(rows)} bids; give at most {MOST_BIDS}.")
    found: dict[str, Bid] = {}
    for place, row in enumerate(rows):
        bid = _bid(row, place, model)
        if bid.id in found:
            raise ProblemError(
                f"bids[{place}]: the id {shown(bid.id)} is taken by an earlier bid; "
                "give each its own."
            )
        found[bid.id] = bid
    return tuple(found.values())


def _bid(row: Any, place: int, model: Model) -> Bid:
    priced = "price" if model.life_cycle is None else "costs"
    fields = Fields(row, f"bids[{place}]", ("id", priced, "marks"))
    name = fields.text("id")
    fields.at = f"bid {shown(name)}"
    if model.life_cycle is None:
        costs: dict[str, tuple[int, ...]] = {}
        price = Fraction(cents(fields.need("price"), f"{fields.at}: price"))
    else:
        costs = _costs(fields, model.life_cycle)
        price = present_value(model.life_cycle, costs)
    if model.kind is Kind.RELATIVE and price <= 0:
        raise ProblemError(
            f"{fields.at}: a price of {amount_text(price)} cannot be compared by {model.kind}; "
            "only one above 0 can."
        )
    marks, by = _marks(fields, model)
    return Bid(name, price, marks, by, costs)


def _costs(fields: Fields, life_cycle: LifeCycle) -> dict[str, tuple[int, ...]]:
    fields.need("costs")
    given = fields.table("costs")
    _check_names(f"{fields.at}: costs", given, life_cycle.items)
    found = {}
    for item in life_cycle.items:
        at = f"{fields.at}: costs of {shown(item)}"
        amounts = given[item]
        if not isinstance(amounts, list) or len(amounts) != life_cycle.years:
            raise ProblemError(
                f"{at} has to be a list of {life_cycle.years} amounts, one a year, "
                f"not {shown(amounts)}."
            )
        found[item] = tuple(
            cents(one, f"{at}, year {year}", negative=True) for year, one in enumerate(amounts)
        )
    return found


def _check_names(at: str, given: Mapping[str, Any], known: tuple[str, ...]) -> None:
    """Exactly the names that are known."""
    strange = sorted(set(given) - set(known))
    if strange:
        told = f"there are: {', '.join(known)}" if known else "there are none"
        raise ProblemError(f"{at} names {shown(strange[0])}, which is not known; {told}.")
    missing = [name for name in known if given.get(name) is None]
    if missing:
        raise ProblemError(f"{at} lacks {shown(missing[0])}; give it.")


Marks = dict[str, Fraction]


def _marks(fields: Fields, model: Model) -> tuple[Marks, dict[str, Marks]]:
    """The marks that count by criterion; and each evaluator's own."""
    given = fields.table("marks")
    _check_names(f"{fields.at}: marks", given, tuple(leaf.id for leaf in model.leaves))
    marks: Marks = {}
    by: dict[str, Marks] = {}
    for leaf in model.leaves:
        at = f"{fields.at}: mark of {shown(leaf.id)}"
        value = given[leaf.id]
        if not isinstance(value, dict):
            marks[leaf.id] = mark_of(value, at, leaf)
            continue
        several = Fields(value, at, ("by", "consensus"))
        for name, own in several.table("by").items():
            by.setdefault(name, {})[leaf.id] = mark_of(own, f"{at} by {shown(name)}", leaf)
        if not several.has("consensus"):
            raise ProblemError(f"{at} has no consensus; let the evaluators agree on one mark.")
        marks[leaf.id] = mark_of(several.members["consensus"], f"{at}, consensus", leaf)
    if len(by) > MOST_EVALUATORS:
        raise ProblemError(f"{fields.at} has {len(by)} evaluators; {MOST_EVALUATORS} are the most.")
    return marks, by


def mark_of(value: Any, at: str, leaf: Criterion) -> Fraction:
    """A mark of the criterion's scale."""
    found = Fraction(number(value, at, int(leaf.top)))
    if found not in leaf.marks:
        raise ProblemError(
            f"{at}: {shown(value)} is none of the marks that can be given, "
            f"{plain(leaf.marks[0])}, {plain(leaf.marks[1])} … {plain(leaf.top)}."
        )
    return found
