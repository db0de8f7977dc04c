"""Reads: what the bids on a lot score, with every step of the calculation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from samkop.core.award.scoring import Bid, Kind, Ranked, Ranking, ranking_of
from samkop.core.award.scoring.model import present_value
from samkop.core.award.scoring.points import missed_by
from samkop.core.award.scoring.ranking import PRICE
from samkop.core.award.scoring.rounding import rounded
from samkop.core.bidding import BidContent, amount_of, content_of, costs_of, total_of
from samkop.tendering.models import BidRejection, Lot, OpenedBid
from samkop.tendering.queries.evaluation import bids_on, consensus_on, rejections_of
from samkop.tendering.queries.schemes import Scheme, scheme_of

SHORT = 8  # characters of a receipt number that name a bid


@dataclass(frozen=True)
class PricedLine:
    """A line of the price sheet in a bid: ``price`` and ``amount`` in cents."""

    code: str
    text: str
    unit: str
    quantity: str
    times: int
    price: int
    amount: int


@dataclass(frozen=True)
class Compared:
    """One bid as it is compared: ``price_cents`` of all lines, ``missing`` criteria without a
    consensus, or ``price`` where it cannot be compared. ``ranked`` once nothing is missing of
    any bid that is in.
    """

    bid: OpenedBid
    name: str
    content: BidContent
    price_cents: int
    lines: tuple[PricedLine, ...]
    scored: Bid | None
    missing: tuple[str, ...]
    rejection: BidRejection | None
    ranked: Ranked | None = None

    @property
    def evaluated_cents(self) -> int | None:
        """The evaluated cost in whole cents, halves up; of a model in money."""
        return None if self.ranked is None else int(rounded(self.ranked.points.total, 0))


@dataclass(frozen=True)
class LotScores:
    """All bids on a lot: those in the ranking in its order, then the others."""

    lot: Lot
    scheme: Scheme
    bids: tuple[Compared, ...]
    ranking: Ranking | None

    @property
    def missing(self) -> int:
        """How many marks are not agreed on."""
        return sum(len(one.missing) for one in self.bids if one.rejection is None)

    @property
    def first(self) -> tuple[Compared, ...]:
        """The best bid; several in a tie; none where no bid is in."""
        return tuple(one for one in self.bids if one.ranked is not None and one.ranked.rank == 1)


def names_of(bids: Sequence[OpenedBid]) -> dict[int, str]:
    """How each bid is called: the beginning of its receipt number, all of it where two agree."""
    short = [bid.number[:SHORT] for bid in bids]
    return {
        bid.pk: bid.number if short.count(bid.number[:SHORT]) > 1 else bid.number[:SHORT]
        for bid in bids
    }


def scores_on(lot: Lot) -> LotScores:
    """The scores of a lot, as far as its marks are agreed on; rejected bids have none."""
    scheme, bids = scheme_of(lot), bids_on(lot.pk)
    out, names = rejections_of(lot.tender_id), names_of(bids)
    agreed = consensus_on(lot.pk)
    marks = {
        bid.pk: {
            leaf.id: Fraction(agreed[bid.pk, leaf.id].value)
            for leaf in scheme.model.leaves
            if (bid.pk, leaf.id) in agreed
        }
        for bid in bids
    }
    compared = [_compared(scheme, bid, names[bid.pk], marks[bid.pk], out) for bid in bids]
    within = [one for one in compared if one.rejection is None]
    if any(one.missing for one in within):
        return LotScores(lot, scheme, tuple(compared), None)
    ranking = ranking_of(scheme.model, [one.scored for one in within if one.scored is not None])
    places = {row.bid.id: row for row in ranking.rows}
    placed = [_placed(one, places) for one in compared]
    placed.sort(key=lambda one: (one.ranked is None, one.ranked.rank if one.ranked else 0))
    return LotScores(lot, scheme, tuple(placed), ranking)


def below_minimum(bid: OpenedBid) -> tuple[str, ...]:
    """The criteria in which the marks agreed on lie below the announced minimum."""
    leaves = scheme_of(bid.lot).model.leaves
    agreed = consensus_on(bid.lot_id)
    return tuple(
        leaf.id
        for leaf in leaves
        if leaf.minimum is not None
        and (bid.pk, leaf.id) in agreed
        and Fraction(agreed[bid.pk, leaf.id].value) < leaf.minimum
    )


def _placed(one: Compared, places: dict[str, Ranked]) -> Compared:
    if one.rejection is not None or one.name not in places:
        return one
    return replace(one, ranked=places[one.name])


def _compared(
    scheme: Scheme, bid: OpenedBid, name: str, marks: dict[str, Fraction],
    out: dict[int, BidRejection],
) -> Compared:  # fmt: skip
    content, model = content_of(bid.answers), scheme.model
    missing = tuple(leaf.id for leaf in model.leaves if leaf.id not in marks)
    price, costs = Fraction(total_of(scheme.form, content)), {}
    if model.life_cycle is not None:
        years = model.life_cycle.years
        by_item = costs_of(scheme.form, content, years)
        costs = {item: tuple(by_item.get(item, [0] * years)) for item in model.life_cycle.items}
        price = present_value(model.life_cycle, costs)
    if model.kind is Kind.RELATIVE and price <= 0:
        missing = (PRICE, *missing)  # nothing is relative to it
    scored = Bid(name, price, marks, {}, costs) if not missing else None
    return Compared(
        bid, name, content, int(rounded(price, 0)), tuple(_lines(scheme, content)), scored,
        missing, out.get(bid.pk),
    )  # fmt: skip


def _lines(scheme: Scheme, content: BidContent) -> list[PricedLine]:
    given = {row.line: row.cents for row in content.prices}
    return [
        PricedLine(
            line.code, line.text, line.unit, f"{line.quantity.normalize():f}",
            max(1, len(line.years)), given[line.code],
            amount_of(line, given[line.code]) * max(1, len(line.years)),
        )
        for line in scheme.form.prices
        if line.code in given
    ]  # fmt: skip


def is_out(one: Compared, scheme: Scheme) -> bool:
    """Whether the marks agreed on put a bid out that is not rejected yet."""
    return one.scored is not None and bool(missed_by(scheme.model, one.scored))
