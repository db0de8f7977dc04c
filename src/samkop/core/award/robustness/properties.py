"""What holds of a model, and what does not: proven, refuted by an example, or merely not found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from samkop.core.award.robustness.setting import Setting
from samkop.core.award.robustness.thirds import PairRange, Support, can_reverse
from samkop.core.award.robustness.trials import Reversal, Trials
from samkop.core.award.robustness.worth import Worth, step_worths
from samkop.core.award.scoring.model import Bid, Kind, Model
from samkop.core.award.scoring.points import merit, missed_by, stands_of, totals_of
from samkop.core.award.scoring.rounding import CENTS

CENT_PLACES = 2


class Property(StrEnum):
    """What one may wish of a model.

    INDEPENDENCE: a third bid never turns two others round. NO_SUPPORT: no losing bid makes
    another win. PRICE_COUNTS: a lower price always counts. ONE_WORTH: a point of a mark is
    worth the same money to every bid. NO_TIES: the first place is never shared.
    """

    INDEPENDENCE = "independence"
    NO_SUPPORT = "no-support"
    PRICE_COUNTS = "price-counts"
    ONE_WORTH = "one-worth"
    NO_TIES = "no-ties"


class Verdict(StrEnum):
    """PROVEN: for all bids there can be. NONE_FOUND: no example against it in all the draws."""

    PROVEN = "proven"
    COUNTER_EXAMPLE = "counter-example"
    NONE_FOUND = "none-found"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, as far as verdicts need it."""

    thirds: Trials
    tenders: Trials
    removals: tuple[Reversal, ...]
    pairs: tuple[PairRange, ...]
    supports: tuple[Support, ...]
    worths: tuple[Worth, ...]
    tied: bool


def verdicts(setting: Setting, found: Found) -> Mapping[Property, Verdict]:
    """A verdict a property; without criteria there is no worth of a mark."""
    model = setting.model
    trials = (found.thirds, found.tenders)
    turned = bool(found.pairs or found.removals) or any(one.reversed for one in trials)
    helped = bool(found.supports) or any(one.winner_changed for one in trials)
    helped = helped or any(one.new_winner for one in found.removals)
    safe = not can_reverse(model)
    answer = {
        Property.INDEPENDENCE: _verdict(proven=safe, refuted=turned),
        Property.NO_SUPPORT: _verdict(proven=safe, refuted=helped),
        Property.PRICE_COUNTS: _price_verdict(setting),
    }
    if model.quality:
        same = one_worth(setting, found.worths)
        answer[Property.ONE_WORTH] = _verdict(proven=same, refuted=not same)
    tied = found.tied or any(one.tied for one in trials)
    return answer | {Property.NO_TIES: _verdict(proven=False, refuted=tied)}


def _verdict(*, proven: bool, refuted: bool) -> Verdict:
    if proven:
        return Verdict.PROVEN
    return Verdict.COUNTER_EXAMPLE if refuted else Verdict.NONE_FOUND


def one_worth(setting: Setting, found: tuple[Worth, ...]) -> bool:
    """Whether a mark's worth in money is the same to each bid, whatever others bid."""
    model, ranges = setting.model, setting.ranges
    if model.kind is Kind.PRICED_QUALITY:
        return all(len(set(step_worths(leaf).values())) == 1 for leaf in model.leaves)
    if model.kind is Kind.ABSOLUTE_SCALE and model.price_weight:
        inside = model.full_at <= ranges.low and ranges.high <= model.none_at
        return inside and all(worth.cent for worth in found)
    return False


def _price_verdict(setting: Setting) -> Verdict:
    if idle_price(setting) is not None:
        return Verdict.COUNTER_EXAMPLE
    model = setting.model
    exact = model.decimals is None or (model.in_money and model.decimals >= CENT_PLACES)
    within = [bid for bid in setting.bids if not missed_by(model, bid)]
    counts = model.in_money or (model.price_weight > 0 and len(within) > 1)
    return _verdict(proven=exact and counts, refuted=False)


def idle_price(setting: Setting) -> Bid | None:
    """A bid that a price lower by a unit of the currency would not help at all, if one is found.

    Looked for among the bids, and at both ends of the range of prices.
    """
    model, bids = setting.model, setting.bids
    within = [bid for bid in bids if not missed_by(model, bid)]
    ends = (setting.ranges.low + CENTS, setting.ranges.high)
    tried = [
        *within,
        *(replace(bid, price=Fraction(price)) for bid in within[:1] for price in ends),
    ]
    for bid in tried:
        beside = [bid if one.id == bid.id else one for one in within]
        if len(beside) > 1 and bid.price > CENTS and not _helps(model, beside, bid):
            return bid
    return None


def _helps(model: Model, bids: list[Bid], bid: Bid) -> bool:
    cheaper = replace(bid, price=bid.price - CENTS)
    before = totals_of(model, stands_of(model, bids))
    after = totals_of(
        model, stands_of(model, [cheaper if one.id == bid.id else one for one in bids])
    )
    leads = (
        [merit(model, totals[bid.id]) - merit(model, totals[name]) for name in before]
        for totals in (before, after)
    )
    return any(lead_after > lead for lead, lead_after in zip(*leads, strict=True))
