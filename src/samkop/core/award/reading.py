"""From a problem's JSON to a Problem; one exact sentence for the first fault found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import starmap
from typing import Any

from samkop.core.award.problem import Bid, Discount, Lot, Problem, Rules
from samkop.core.fields import Fields, ProblemError, cents, loaded, shown, whole

MOST = 1_000_000  # lots or suppliers in a rule
PAIR = 2
MOST_CENTS = 10**12  # of an amount: the solver's arithmetic has room for them
PROBLEM = ("lots", "bids", "discounts", "rules")
RULES = (
    "max_lots_per_bidder", "max_lots", "min_suppliers", "max_suppliers", "incompatible_lots",
)  # fmt: skip


def read_problem(text: str) -> Problem:
    """The problem that a JSON text describes. Raises ProblemError."""
    return problem_of(loaded(text))


def problem_of(value: Any) -> Problem:
    """The problem that a JSON value describes. Raises ProblemError."""
    fields = Fields(value, "The problem", PROBLEM)
    fields.need("lots")
    fields.need("bids")
    lots = list(starmap(_lot, enumerate(fields.rows("lots"))))
    if not lots:
        raise ProblemError("lots is empty; name at least one lot.")
    places = _places([lot.id for lot in lots], "lots")
    bids = [_bid(place, row, places) for place, row in enumerate(fields.rows("bids"))]
    _places([bid.id for bid in bids], "bids")
    discounts = [
        _discount(place, row, places) for place, row in enumerate(fields.rows("discounts"))
    ]
    return Problem(tuple(lots), tuple(bids), tuple(discounts), _rules(fields, places))


def _places(names: Sequence[str], at: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, name in enumerate(names):
        if name in found:
            raise ProblemError(
                f"{at}[{place}]: the id {shown(name)} is taken by {at}[{found[name]}]; "
                "give each its own."
            )
        found[name] = place
    return found


def _lot(place: int, row: Any) -> Lot:
    fields = Fields(row, f"lots[{place}]", ("id", "unawarded_cost"))
    identifier = fields.text("id")
    if not fields.has("unawarded_cost"):
        return Lot(identifier)
    fields.at = f"lot {shown(identifier)}"
    return Lot(identifier, _amount(fields, "unawarded_cost"))


def _bid(place: int, row: Any, places: Mapping[str, int]) -> Bid:
    fields = Fields(row, f"bids[{place}]", ("id", "bidder", "lots", "cost"))
    identifier = fields.text("id")
    fields.at = f"bid {shown(identifier)}"
    cost = _amount(fields, "cost")
    return Bid(identifier, fields.text("bidder"), _lots(fields, places), cost)


def _discount(place: int, row: Any, places: Mapping[str, int]) -> Discount:
    fields = Fields(row, f"discounts[{place}]", ("bidder", "lots", "amount"))
    amount = _amount(fields, "amount")
    if amount <= 0:
        raise ProblemError(
            f"{fields.at}: amount has to be more than 0; correct it or leave the discount out."
        )
    return Discount(fields.text("bidder"), _lots(fields, places), amount)


def _amount(fields: Fields, name: str) -> int:
    """Cents; a cost may be negative, where quality is worth more than a price."""
    found = cents(fields.need(name), f"{fields.at}: {name}", negative=True)
    if abs(found) > MOST_CENTS:
        raise ProblemError(f"{fields.at}: {name} is beyond 10,000,000,000.00; correct it.")
    return found


def _lots(fields: Fields, places: Mapping[str, int]) -> tuple[int, ...]:
    """The places of the lots that ``lots`` names, in order; at least one, and none twice."""
    fields.need("lots")
    found = [_lot_named(name, places, f"{fields.at}: lots") for name in fields.rows("lots")]
    if not found:
        raise ProblemError(f"{fields.at}: lots is empty; name at least one lot.")
    if len(set(found)) < len(found):
        raise ProblemError(f"{fields.at}: lots names a lot twice; name each once.")
    return tuple(sorted(found))


def _lot_named(name: Any, places: Mapping[str, int], at: str) -> int:
    if not isinstance(name, str) or name not in places:
        raise ProblemError(f"{at}: there is no lot {shown(name)}; correct the id.")
    return places[name]


def _rules(problem: Fields, places: Mapping[str, int]) -> Rules:
    fields = Fields(problem.table("rules"), "rules", RULES)
    most = {
        bidder: whole(limit, f"max_lots of {shown(bidder)}", 0, MOST)
        for bidder, limit in fields.table("max_lots").items()
        if limit is not None
    }
    return Rules(
        _count(fields, "max_lots_per_bidder"), most, _count(fields, "min_suppliers"),
        _count(fields, "max_suppliers"), _pairs(fields, places),
    )  # fmt: skip


def _count(fields: Fields, name: str) -> int | None:
    return fields.whole(name, 0, MOST) if fields.has(name) else None


def _pairs(fields: Fields, places: Mapping[str, int]) -> tuple[tuple[int, int], ...]:
    """Each pair once, the lot that stands first in ``lots`` first."""
    found = dict[tuple[int, int], None]()
    for place, row in enumerate(fields.rows("incompatible_lots")):
        at = f"incompatible_lots[{place}]"
        if not isinstance(row, list) or len(row) != PAIR:
            raise ProblemError(f"{at} has to be a list of two lots, not {shown(row)}.")
        first, second = sorted(_lot_named(name, places, at) for name in row)
        if first == second:
            raise ProblemError(f"{at} names one lot twice; name two lots.")
        found[first, second] = None
    return tuple(found)
