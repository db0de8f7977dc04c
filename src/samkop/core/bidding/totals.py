"""What a bid costs: prices times quantities, in whole cents."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from samkop.core.bidding.content import BidContent
from samkop.core.bidding.form import BidForm, PriceLine


def amount_of(line: PriceLine, cents: int) -> int:
    """The cents of a line at a price of so many cents a unit; halves of a cent up."""
    return int((line.quantity * cents).quantize(Decimal(1), ROUND_HALF_UP))


def total_of(form: BidForm, content: BidContent) -> int:
    """The cents of all lines that have a price; a line on several years counts in each."""
    given = _given(content)
    return sum(
        amount_of(line, given[line.code]) * max(1, len(line.years))
        for line in form.prices
        if line.code in given
    )


def costs_of(form: BidForm, content: BidContent, years: int) -> dict[str, list[int]]:
    """Cents by cost item and year, as models of life-cycle cost take them.

    A line without years counts in the first. Raises ValueError for a line beyond ``years``.
    """
    given = _given(content)
    costs: dict[str, list[int]] = {}
    for line in form.prices:
        if not line.item or line.code not in given:
            continue
        by_year = costs.setdefault(line.item, [0] * years)
        for year in line.years or (0,):
            if year >= years:
                raise ValueError(f"{line.code} counts in year {year} of {years}")
            by_year[year] += amount_of(line, given[line.code])
    return costs


def _given(content: BidContent) -> Mapping[str, int]:
    return {price.line: price.cents for price in content.prices}
