"""From JSON to what the laboratory is given; one exact sentence for the first fault found."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from samkop.core.award.robustness.setting import Ranges, Setting
from samkop.core.award.scoring.model import Bid, Criterion, Kind, Model
from samkop.core.award.scoring.reading import bids_of, mark_of, model_of
from samkop.core.fields import Fields, ProblemError, cents, loaded, shown

MEMBERS = ("name", "currency", "model", "criteria", "bids", "ranges", "bidders", "near")
FEWEST_BIDDERS, MOST_BIDDERS, USUAL_BIDDERS = 2, 20, 4
MOST_NEAR = 1_000_000


def read_setting(text: str) -> Setting:
    """What a JSON text describes. Raises ProblemError."""
    return setting_of(loaded(text))


def setting_of(value: Any) -> Setting:
    """What a JSON value describes. Raises ProblemError."""
    fields = Fields(value, "The file", MEMBERS)
    model = model_of(fields.need("model"), fields.rows("criteria"), fields.members.get("currency"))
    bids = bids_of(fields.rows("bids"), model)
    bidders = USUAL_BIDDERS
    if fields.has("bidders"):
        bidders = fields.whole("bidders", FEWEST_BIDDERS, MOST_BIDDERS)
    return Setting(
        name=fields.text("name") if fields.has("name") else "", model=model, bids=bids,
        ranges=_ranges(fields, model, bids), bidders=bidders, near=_near(fields, model),
    )  # fmt: skip


def _near(fields: Fields, model: Model) -> Fraction | None:
    if not fields.has("near"):
        return None
    if model.in_money:
        return Fraction(cents(fields.members["near"], "near"))
    return Fraction(fields.number("near", MOST_NEAR))


def _ranges(fields: Fields, model: Model, bids: tuple[Bid, ...]) -> Ranges:
    given = Fields(fields.members.get("ranges") or {}, "ranges", ("price", "marks"))
    low, high = _prices(given, bids)
    if model.kind is Kind.RELATIVE and not low:
        raise ProblemError("ranges: a price of 0 cannot be compared by relative; begin above it.")
    table = given.table("marks")
    known = {leaf.id: leaf for leaf in model.leaves}
    strange = sorted(set(table) - set(known))
    if strange:
        raise ProblemError(
            f"ranges: marks names {shown(strange[0])}, which is no criterion that is marked; "
            "correct the name."
        )
    return Ranges(low, high, {name: _marks(table.get(name), leaf) for name, leaf in known.items()})


def _prices(given: Fields, bids: tuple[Bid, ...]) -> tuple[int, int]:
    """As given; else from half the lowest to one and a half times the highest price known."""
    if given.has("price"):
        return _ends(given.members["price"], "ranges: price")
    if not bids:
        raise ProblemError("There are neither bids nor ranges of the price; give one of them.")
    prices = [bid.price for bid in bids]
    return max(int(min(prices) / 2), 1), max(int(max(prices) * 3 / 2), 1)


def _ends(value: Any, at: str) -> tuple[int, int]:
    ends = Fields(value, at, ("low", "high"))
    low, high = (cents(ends.need(name), f"{at}, {name}") for name in ("low", "high"))
    if high < low:
        raise ProblemError(f"{at}: high lies below low; put them in order.")
    return low, high


def _marks(value: Any, leaf: Criterion) -> tuple[Fraction, ...]:
    """The marks of the scale within the range; all of them where none is given."""
    if value is None:
        return leaf.marks
    at = f"ranges: marks of {shown(leaf.id)}"
    ends = Fields(value, at, ("low", "high"))
    low, high = (mark_of(ends.need(name), f"{at}, {name}", leaf) for name in ("low", "high"))
    if high < low:
        raise ProblemError(f"{at}: high lies below low; put them in order.")
    if leaf.minimum is not None and high < leaf.minimum:
        raise ProblemError(f"{at}: high lies below the minimum of the criterion; raise it.")
    return tuple(mark for mark in leaf.marks if low <= mark <= high)
