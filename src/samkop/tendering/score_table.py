"""The scores of a lot as tables: every step from the price sheet to the place."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samkop.core.award.scoring import Kind, Model
from samkop.core.award.scoring.model import Criterion
from samkop.core.award.scoring.showing import amount_text, plain, score
from samkop.core.money import amount_text as cents_text
from samkop.tendering.queries.scores import Compared, LotScores

Row = tuple[str, ...]


def plain_scores(scores: LotScores) -> dict[str, Any]:
    """The scores as JSON: exact fractions as texts, such as ``17/2``."""
    return {
        "lot": scores.lot.code,
        "bids": [
            {
                "number": one.bid.number, "bidder": one.bid.bidder.name,
                "price": cents_text(one.price_cents), "rejected": one.rejection is not None,
                "marks": {name: str(mark) for name, mark in one.scored.marks.items()}
                if one.scored else {},
                "parts": _parts(one), "rank": one.ranked.rank if one.ranked else None,
                "total": str(one.ranked.points.total) if one.ranked else None,
            }
            for one in scores.bids
        ],
    }  # fmt: skip


def _parts(one: Compared) -> dict[str, str]:
    if one.ranked is None:
        return {}
    parts = {name: str(value) for name, value in one.ranked.points.criteria.items()}
    return {"price": str(one.ranked.points.price), **parts}


def heading() -> Row:
    """The columns of the file of all steps."""
    return (
        _("Lot"), _("Bid"), _("Bidder"), _("Step"), _("What"), _("How it is calculated"),
        pgettext("ranking", "Result"),
    )  # fmt: skip


def steps(scores: LotScores) -> Iterator[Row]:
    """Every step of every bid: its lines, its price, each criterion, the whole, the place."""
    for one in scores.bids:
        for step, what, how, result in _steps(scores, one):
            yield scores.lot.code, one.name, one.bid.bidder.name, step, what, how, result


def _steps(scores: LotScores, one: Compared) -> Iterator[Row]:
    model, form = scores.scheme.model, scores.scheme.form
    for line in one.lines:
        times = f" × {line.times}" if line.times > 1 else ""  # noqa: RUF001
        how = f"{cents_text(line.price)} × {line.quantity}{times}"  # noqa: RUF001
        yield _("Price sheet"), f"{line.code} {line.text}", how, cents_text(line.amount)
    summed = _("present value") if model.life_cycle else _("sum of the lines")
    yield _("Price"), form.currency, summed, cents_text(one.price_cents)
    if one.rejection is not None:
        ground = one.rejection.get_ground_display()
        yield _("Rejected"), ground, one.rejection.reason, ""
        return
    if one.ranked is None or one.scored is None:
        yield _("Not agreed on"), ", ".join(one.missing), "", ""
        return
    points = one.ranked.points
    if not model.in_money:
        yield (
            _("Points of price"),
            "",
            price_formula(model, scores, one),
            _shown(model, points.price),
        )
    for leaf in model.leaves:
        mark = one.scored.marks[leaf.id]
        yield (
            _("Criterion"),
            leaf.id,
            mark_formula(model, leaf, mark),
            _shown(model, points.criteria[leaf.id]),
        )
    whole = _("price less deductions") if model.in_money else _("sum of the points")
    yield _("In all"), "", whole, _shown(model, points.total)
    yield pgettext("ranking", "Place"), "", "", str(one.ranked.rank)


def mark_formula(model: Model, leaf: Criterion, mark: Fraction) -> str:
    """How a mark becomes points, or cents off the price."""
    if leaf.steps is not None:
        return _("mark %(mark)s: as announced") % {"mark": plain(mark)}
    full = amount_text(leaf.full) if model.in_money else str(plain(leaf.full))
    return f"{full} × {plain(mark)} / {plain(leaf.top)}"  # noqa: RUF001


def price_formula(model: Model, scores: LotScores, one: Compared) -> str:
    """How a price becomes points."""
    weight, price = plain(model.price_weight), cents_text(one.price_cents)
    if model.kind is Kind.RELATIVE:
        lowest = min(other.price_cents for other in scores.bids if other.ranked is not None)
        return f"{weight} × {cents_text(lowest)} / {price}"  # noqa: RUF001
    none_at, full_at = cents_text(model.none_at), cents_text(model.full_at)
    return f"{weight} × ({none_at} − {price}) / ({none_at} − {full_at})"  # noqa: RUF001


def _shown(model: Model, value: Fraction) -> str:
    return str(score(model, value).number)
