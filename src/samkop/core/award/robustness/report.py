"""The laboratory: everything that is examined of a model before it is published.

Rank reversals and what else a relative model brings about: Bergman & Lundberg 2009:10 and
Lunander 2009:12 for the Swedish Competition Authority; Stilger, Siderius & van Raaij 2017.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from samkop.core.award.robustness.cuts import Cut, price_cuts
from samkop.core.award.robustness.properties import Found, Property, Verdict, verdicts
from samkop.core.award.robustness.setting import Setting, drawn_tender, near_of
from samkop.core.award.robustness.thirds import PairRange, Support, pair_ranges, support_bids
from samkop.core.award.robustness.trials import (
    Reversal,
    Trials,
    removals,
    tender_trials,
    third_trials,
)
from samkop.core.award.robustness.weights import Interval, weight_intervals
from samkop.core.award.robustness.worth import Worth, worths
from samkop.core.award.scoring.points import merit
from samkop.core.award.scoring.ranking import Ranked, Ranking, first_by_evaluator, ranking_of

FEWEST = 2  # bids that can be compared
STAGES = 5  # of an examination


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. ``setting`` has the bids that were examined; ``invented``: none or one
    was known, and the others were drawn. ``near_ties``: neighbours that lie within ``near``.
    """

    setting: Setting
    draws: int
    seed: int
    invented: bool
    ranking: Ranking
    evaluators: Mapping[str, frozenset[str]]
    thirds: Trials
    tenders: Trials
    removals: tuple[Reversal, ...]
    pairs: tuple[PairRange, ...]
    supports: tuple[Support, ...]
    near: Fraction
    near_ties: tuple[tuple[Ranked, Ranked], ...]
    worths: tuple[Worth, ...]
    cuts: tuple[Cut, ...]
    weights: tuple[Interval, ...]
    verdicts: Mapping[Property, Verdict]

    @property
    def tied(self) -> tuple[frozenset[str], ...]:
        """The groups of bids that share a place."""
        groups = (frozenset((row.bid.id, *row.tied)) for row in self.ranking.rows if row.tied)
        return tuple(dict.fromkeys(groups))


def _untold(done: int) -> None:
    pass


def examine(
    setting: Setting, *, draws: int, seed: int, told: Callable[[int], None] = _untold
) -> Report:
    """Examine a model. Fewer than two bids are filled up with such as the seed draws.

    ``told`` hears after each stage but the last how many of ``STAGES`` are done; what it raises
    ends the examination.
    """
    known = setting.bids
    if len(known) < FEWEST:
        chance = random.Random(f"{seed}/bids")  # noqa: S311 - a laboratory keeps no secret
        more = [one for one in drawn_tender(setting, chance) if one.id not in {b.id for b in known}]
        setting = replace(setting, bids=(*known, *more)[: max(setting.bidders, FEWEST)])
    model, bids = setting.model, setting.bids
    ranking, near = ranking_of(model, bids), near_of(setting)
    thirds = third_trials(setting, draws, seed)
    told(1)
    tenders, removed = tender_trials(setting, draws, seed), removals(setting)
    told(2)
    pairs, supports = pair_ranges(setting), support_bids(setting)
    told(3)
    worth = worths(model, bids, setting.ranges)
    told(4)
    tied = any(row.tied for row in ranking.rows if row.rank == 1)
    return Report(
        setting=setting, draws=draws, seed=seed, invented=len(known) < FEWEST,
        ranking=ranking, evaluators=first_by_evaluator(model, bids), thirds=thirds,
        tenders=tenders, removals=removed, pairs=pairs, supports=supports, near=near,
        near_ties=_near_ties(setting, ranking, near), worths=worth,
        cuts=price_cuts(model, bids), weights=weight_intervals(model, bids),
        verdicts=verdicts(setting, Found(thirds, tenders, removed, pairs, supports, worth, tied)),
    )  # fmt: skip


def _near_ties(
    setting: Setting, ranking: Ranking, near: Fraction
) -> tuple[tuple[Ranked, Ranked], ...]:
    model = setting.model
    neighbours = zip(ranking.rows, ranking.rows[1:], strict=False)
    return tuple(
        (one, other)
        for one, other in neighbours
        if 0 < merit(model, one.points.total) - merit(model, other.points.total) <= near
    )
