"""The laboratory's file: what it may leave open, and one sentence for whatever is wrong with it."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from core.award.tenders import ABSOLUTE, LIFE_CYCLE, LOWEST, PRICED, QUALITY, RELATIVE, A, B
from samkop.core.award.robustness import read_setting
from samkop.core.fields import ProblemError


def test_what_is_absent_is_filled_in_from_the_bids_and_the_scale():
    given = read_setting(json.dumps(RELATIVE))
    assert (given.ranges.low, given.ranges.high) == (5_000, 19_500)
    assert given.ranges.marks["quality"] == tuple(map(Fraction, range(101)))
    assert (given.model.currency, given.model.decimals, given.bidders) == ("EUR", None, 4)
    assert read_setting(json.dumps(PRICED)).model.shown == 2


def test_money_is_in_cents_and_marks_are_exact():
    half = QUALITY | {"max": 1, "step": 0.1}
    given = read_setting(json.dumps(
        RELATIVE | {"criteria": [half], "bids": [A | {"price": 99.9, "marks": {"quality": 0.7}}]}
    ))  # fmt: skip
    assert (given.bids[0].price, given.bids[0].marks["quality"]) == (9_990, Fraction(7, 10))


def relative(**members) -> str:
    return json.dumps(RELATIVE | members)


def model(**members) -> str:
    return relative(model=RELATIVE["model"] | members)


def absolute(**members) -> str:
    return json.dumps(ABSOLUTE | {"model": ABSOLUTE["model"] | members})


def priced(**members) -> str:
    return json.dumps(PRICED | {"criteria": [{"id": "quality", **members}]})


def life(**members) -> str:
    cycle = LIFE_CYCLE["model"]["life_cycle"] | members
    return json.dumps(LIFE_CYCLE | {"model": LIFE_CYCLE["model"] | {"life_cycle": cycle}})


def criterion(**members) -> str:
    return relative(criteria=[QUALITY | members])


def bid(**members) -> str:
    return relative(bids=[A | members])


def mark(value) -> str:
    return bid(marks={"quality": value})


def ranges(**members) -> str:
    return relative(ranges=members)


FAULTS = {
    "no JSON": ("{", "Line 1, column 2"),
    "a list": ("[]", "The file has to be an object"),
    "an unknown member": (relative(bidz=[]), '"bidz"'),
    "no model": (relative(model=None), "has no model"),
    "a model that is a text": (relative(model="relative"), "model has to be an object"),
    "an unknown kind": (model(kind="best"), "kind has to be one of lowest-price"),
    "a member of another model": (model(per_point="1"), '"per_point", which is not known'),
    "no weight of the price": (model(price_weight=None), "has no price_weight"),
    "a weight beyond the sum": (model(price_weight=101), "weights_sum is 100"),
    "too many decimals": (model(decimals=7), "decimals has to lie between 0 and 6"),
    "a currency that is none": (relative(currency="euro"), "currency has to be a code"),
    "an absolute scale upside down": (absolute(full_at="150"), "none_at has to lie above full_at"),
    "an absolute scale without an end": (absolute(none_at=None), "has no none_at"),
    "no life cycle": (json.dumps(LIFE_CYCLE | {"model": {"kind": "life-cycle-cost"}}), "has no li"),
    "no years": (life(years=0), "years has to lie between"),
    "no items": (life(items=[]), "life_cycle has 0 items"),
    "an item twice": (life(items=[{"id": "a"}, {"id": "a"}]), '"a" is taken'),
    "a cost that lacks": (life(items=[{"id": "licences"}, {"id": "spares"}]), '"own staff"'),
    "a cost of too few years": (life(years=3), "list of 3 amounts"),
    "weights that do not sum up": (criterion(weight=40), "sum up to 40 and have to sum up to 50"),
    "weights that sum up to no number": (relative(criteria=[]), "sum up to 0"),
    "a weight of nothing": (criterion(weight=0), "a weight of 0 changes nothing"),
    "a criterion twice": (relative(criteria=[QUALITY, QUALITY]), '"quality" is taken'),
    "a criterion that is the price": (criterion(id="price"), '"price" is taken'),
    "a step that does not fit": (criterion(step=30), "no scale"),
    "a step of nothing": (criterion(step=0), "no scale"),
    "a scale without end": (criterion(step=0.01), "no scale of at most 1001"),
    "no highest mark": (criterion(max=None), "has no max"),
    "a minimum off the scale": (criterion(minimum=50.5), "none of its marks"),
    "an empty group": (relative(criteria=[{"id": "q", "weight": 50, "criteria": []}]), "is empty"),
    "a group that weighs something else": (
        relative(criteria=[{"id": "q", "weight": 60, "criteria": [QUALITY]}]), "weigh 50 in all",
    ),
    "a group with marks": (criterion(criteria=[QUALITY | {"id": "q"}]), '"max", which is not'),
    "no criteria to price": (json.dumps(PRICED | {"criteria": []}), "has no criteria"),
    "no deduction": (priced(max=5), "has no deduction"),
    "a weight where amounts are": (priced(max=5, weight=5, deduction=1), '"weight", which is not'),
    "deductions that fall": (
        priced(deductions=[{"mark": 0, "amount": 5}, {"mark": 1, "amount": 4}]), "order them",
    ),
    "deductions from mark 1": (
        priced(deductions=[{"mark": 1, "amount": 5}, {"mark": 2, "amount": 6}]), "begin at mark 0",
    ),
    "a point for nothing": (
        json.dumps(PRICED | {"model": {"kind": "priced-quality", "per_point": 0}}),
        "a per_point of 0",
    ),
    "a bid twice": (relative(bids=[A, A]), 'bids[1]: the id "A" is taken'),
    "a negative price": (bid(price=-1), 'bid "A": price has to be an amount'),
    "a price of nothing": (bid(price=0), "a price of 0.00 cannot be compared"),
    "costs where a price is": (bid(costs={}), '"costs", which is not known'),
    "a mark that lacks": (bid(marks={}), 'marks lacks "quality"'),
    "a mark of nothing known": (bid(marks={"quality": 1, "speed": 1}), '"speed", which is not'),
    "a mark beyond the scale": (mark(101), "has to lie between 0 and 100"),
    "a mark between two": (mark(70.5), "none of the marks"),
    "marks without a consensus": (mark({"by": {"one": 70}}), "has no consensus"),
    "an evaluator's mark beyond": (mark({"by": {"one": 101}, "consensus": 70}), 'by "one"'),
    "neither bids nor ranges": (relative(bids=[]), "neither bids nor ranges"),
    "a range upside down": (ranges(price={"low": 2, "high": 1}), "high lies below low"),
    "a range from nothing": (ranges(price={"low": 0, "high": 1}), "begin above it"),
    "a range of nothing known": (ranges(marks={"speed": {"low": 0, "high": 1}}), '"speed"'),
    "a range of marks upside down": (
        ranges(marks={"quality": {"low": 2, "high": 1}}), "high lies below low",
    ),
    "a range below the minimum": (
        json.dumps(LOWEST | {"ranges": {"marks": {"quality": {"low": 0, "high": 10}}}}),
        "below the minimum",
    ),
    "one bidder": (relative(bidders=1), "bidders has to lie between 2 and 20"),
    "near with cents of a cent": (json.dumps(PRICED | {"near": "0.001"}), "near has to be an am"),
    "too many bids": (relative(bids=[B | {"id": f"b{n}"} for n in range(101)]), "at most 100"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_sentence_that_says_where(name):
    text, where = FAULTS[name]
    with pytest.raises(ProblemError) as caught:
        read_setting(text)
    said = str(caught.value)
    assert where in said
    assert said.endswith(".")
    assert "\n" not in said


def nested(levels):
    inner = QUALITY | {"id": f"q{levels}"}
    for level in reversed(range(levels)):
        inner = {"id": f"q{level}", "weight": 50, "criteria": [inner]}
    return relative(criteria=[inner], bids=[], ranges={"price": {"low": 1, "high": 2}})


def test_criteria_have_at_most_four_levels():
    assert read_setting(nested(3)).model.leaves[0].id == "q3"
    with pytest.raises(ProblemError, match="at most 4 levels"):
        read_setting(nested(4))
