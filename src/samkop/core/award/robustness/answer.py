"""The report as the JSON value that programs read; schema ``award-laboratory``.

Amounts are texts to the cent, points numbers as exact as JSON has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from samkop.core.award.robustness.report import Report
from samkop.core.award.robustness.sentences import in_english, sentences_of, value_text
from samkop.core.award.robustness.trials import Reversal, Trials
from samkop.core.award.robustness.weights import Interval
from samkop.core.award.robustness.worth import Worth
from samkop.core.award.scoring.model import Bid, Model, present_value
from samkop.core.award.scoring.points import Missed
from samkop.core.award.scoring.ranking import Ranked
from samkop.core.award.scoring.rounding import CENTS
from samkop.core.award.scoring.showing import amount_text

Answer = Mapping[str, Any]


def answer_of(report: Report) -> Answer:
    """What ``samkop award laboratory --json`` prints."""
    setting, model = report.setting, report.setting.model
    return {
        "name": setting.name,
        "model": model.kind.value,
        "in_money": model.in_money,
        "currency": model.currency,
        "draws": report.draws,
        "seed": report.seed,
        "invented": report.invented,
        "ranking": [_ranked(model, row) for row in report.ranking.rows],
        "out": [_out(bid, missed) for bid, missed in report.ranking.out],
        "evaluators": [
            {"evaluator": name, "first": sorted(first)} for name, first in report.evaluators.items()
        ],
        "reversals": _reversals(report),
        "ties": _ties(report),
        "worth": [_worth(model, one) for one in report.worths],
        "manipulation": _manipulation(report),
        "weights": [_interval(model, one) for one in report.weights],
        "verdicts": {name.value: verdict.value for name, verdict in report.verdicts.items()},
        "findings": [
            {
                "kind": one.kind,
                "values": {name: value_text(value) for name, value in one.values.items()},
                "text": in_english(one),
            }
            for one in sentences_of(report)
        ],
    }


def _out(bid: Bid, missed: tuple[Missed, ...]) -> Answer:
    return {
        "bid": bid.id,
        "below": [
            {
                "criterion": one.criterion,
                "mark": _number(one.mark),
                "minimum": _number(one.minimum),
            }
            for one in missed
        ],
    }


def _interval(model: Model, interval: Interval) -> Answer:
    return {
        "criterion": interval.criterion,
        "weight": _score(model, interval.weight),
        "low": _score(model, interval.low),
        "high": None if interval.high is None else _score(model, interval.high),
    }


def _number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


def _money(cents: Fraction | int | None) -> str | None:
    return None if cents is None else amount_text(Fraction(cents))


def _score(model: Model, value: Fraction) -> int | float | str | None:
    """Points as a number, money as a text."""
    return _money(value) if model.in_money else _number(value)


def _bid(bid: Bid) -> Answer:
    marks = {name: _number(mark) for name, mark in bid.marks.items()}
    return {"id": bid.id, "price": _money(bid.price), "marks": marks}


def _ranked(model: Model, row: Ranked) -> Answer:
    return {
        "bid": row.bid.id,
        "rank": row.rank,
        "tied": list(row.tied),
        "score": _score(model, row.points.total),
        "price": _money(row.bid.price),
        "costs": _costs(model, row.bid),
        "price_part": _score(model, row.points.price),
        "criteria": [
            {
                "criterion": name,
                "mark": _number(row.bid.marks[name]),
                "by": {
                    evaluator: _number(marks[name])
                    for evaluator, marks in row.bid.by.items()
                    if name in marks
                },
                "part": _score(model, part),
            }
            for name, part in row.points.criteria.items()
        ],
        "beside": row.beside,
        "ahead": {name: _score(model, part) for name, part in row.ahead.items()},
    }


def _costs(model: Model, bid: Bid) -> list[Answer]:
    """The present value of each cost item, where life cycles count."""
    cycle = model.life_cycle
    if cycle is None:
        return []
    return [
        {
            "item": item,
            "own": item in cycle.own,
            "value": _money(present_value(cycle, {item: amounts})),
        }
        for item, amounts in bid.costs.items()
    ]


def _trials(model: Model, trials: Trials) -> Answer:
    return {
        "draws": trials.draws,
        "reversed": trials.reversed,
        "winner_changed": trials.winner_changed,
        "example": None if trials.example is None else _example(model, trials.example),
    }


def _example(model: Model, found: Reversal) -> Answer:
    return {
        "bids": [_bid(bid) for bid in found.bids],
        "third": _bid(found.third),
        "ahead": found.ahead,
        "behind": found.behind,
        "before": _both(model, found, found.before),
        "after": _both(model, found, found.after),
        "new_winner": found.new_winner,
    }


def _both(model: Model, found: Reversal, totals: Mapping[str, Fraction]) -> Answer:
    return {name: _score(model, totals[name]) for name in (found.ahead, found.behind)}


def _reversals(report: Report) -> Answer:
    model = report.setting.model
    return {
        "thirds": _trials(model, report.thirds),
        "tenders": _trials(model, report.tenders),
        "without": [
            {
                "bid": one.third.id,
                "ahead": one.ahead,
                "behind": one.behind,
                "before": _both(model, one, one.before),
                "after": _both(model, one, one.after),
                "new_winner": one.new_winner,
            }
            for one in report.removals
        ],
        "pairs": [
            {
                "ahead": one.ahead,
                "behind": one.behind,
                "low": _money(one.low),
                "high": _money(one.high),
            }
            for one in report.pairs
        ],
    }


def _ties(report: Report) -> Answer:
    model = report.setting.model
    return {
        "near": _score(model, report.near),
        "tied": [sorted(group) for group in report.tied],
        "near_ties": [
            {
                "bids": [one.bid.id, other.bid.id],
                "gap": _score(model, abs(one.points.total - other.points.total)),
            }
            for one, other in report.near_ties
        ],
        "tenders": {
            "draws": report.tenders.draws,
            "tied": report.tenders.tied,
            "near": report.tenders.near,
        },
    }


def _worth(model: Model, worth: Worth) -> Answer:
    return {
        "bid": worth.bid,
        "unit": _score(model, worth.cent * CENTS),
        "depends_on_others": worth.depends_on_others,
        "marks": [
            {
                "criterion": one.criterion,
                "score": _score(model, one.score),
                "money": _money(one.cents),
                "low": _money(one.low),
                "high": _money(one.high),
            }
            for one in worth.marks
        ],
    }


def _manipulation(report: Report) -> Answer:
    model = report.setting.model
    return {
        "price_cuts": [
            {"bid": one.bid.id, "cut": _money(one.cents), "price": _money(one.price)}
            for one in report.cuts
        ],
        "support_bids": [
            {
                "winner": one.winner,
                "bid": _bid(one.bid),
                "low": _money(one.low),
                "score": _score(model, one.points),
                "winner_score": _score(model, one.winner_points),
            }
            for one in report.supports
        ],
    }
