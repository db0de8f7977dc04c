"""Reads: what the optimiser is asked for a tender, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.core.award.problem import Problem
from samkop.core.award.reading import MOST_CENTS
from samkop.core.award.reading import problem_of as read_problem
from samkop.core.money import amount_text
from samkop.platform.refusals import Refused
from samkop.tendering.models import AwardRun, OpenedBid, Tender
from samkop.tendering.queries.drawing_lots import lots_drawn
from samkop.tendering.queries.evaluation import unmet_among
from samkop.tendering.queries.schemes import rules_of
from samkop.tendering.queries.scores import Compared, LotScores, names_of, scores_on
from samkop.tendering.queries.tenders import lots_of, opened_bids_of


@dataclass(frozen=True)
class Asked:
    """The problem (schema ``award-problem``), the notice's clause by rule, and the lots drawn."""

    problem: dict[str, Any]
    clauses: Mapping[str, str]
    drawn: dict[str, Any]


def all_scores(tender: Tender) -> list[LotScores]:
    """The scores of every lot."""
    return [scores_on(lot) for lot in lots_of(tender.pk)]


def require_scores(scores: Sequence[LotScores]) -> None:
    """Whether everything that is in can be awarded.

    Raises Refused: ``marks-not-agreed`` where a mark is missing of a bid that is in,
    ``below-minimum-not-rejected``, ``unmet-not-rejected`` (a mandatory requirement),
    ``price-not-comparable`` (it adds up to more than prices may).
    """
    open_lots = [one for one in scores if one.missing]
    if open_lots:
        raise Refused(
            "marks-not-agreed",
            _("Marks on %(lot)s that are not agreed on yet: %(count)s."),
            count=open_lots[0].missing, lot=open_lots[0].lot.code,
        )  # fmt: skip
    for one in scores:
        if one.ranking is not None and one.ranking.out:
            raise Refused(
                "below-minimum-not-rejected",
                _("A bid on %(lot)s lies below an announced minimum: reject it, or correct the"
                  " consensus."),
                lot=one.lot.code,
            )  # fmt: skip
    _require_fit(scores)


def _require_fit(scores: Sequence[LotScores]) -> None:
    """Art. 56(1)(a) of directive 2014/24/EU: who does not meet a requirement wins nothing."""
    within = [(lot.lot.code, one) for lot in scores for one in lot.bids if one.rejection is None]
    unmet = unmet_among([one.bid.pk for _code, one in within])
    for code, one in within:
        if one.bid.pk in unmet:
            raise Refused(
                "unmet-not-rejected",
                _("A bid on %(lot)s does not meet a mandatory requirement, as was found: reject it,"
                  " or correct what was found."),
                lot=code,
            )  # fmt: skip
        if one.price_cents > MOST_CENTS:
            raise Refused(
                "price-not-comparable",
                _("The prices of a bid on %(lot)s add up to more than can be compared: reject it on"
                  " a formal ground."),
                lot=code,
            )  # fmt: skip


def asked_of(tender: Tender) -> Asked:
    """What the optimiser is asked: the bids that are in, by evaluated cost, under the rules.

    Lots on which no bid is in are left out. Raises Refused: ``not-in-combination``,
    ``model-not-in-money``, ``marks-not-agreed``, ``below-minimum-not-rejected``,
    ``nothing-to-award``.
    """
    rules = rules_of(tender)
    scores = all_scores(tender)
    if not all(one.scheme.model.in_money for one in scores):
        raise Refused(
            "model-not-in-money",
            _("Only costs add up over several lots: a model in points is awarded lot by lot."),
        )
    require_scores(scores)
    bid_for = [one for one in scores if one.first]
    if not bid_for:
        raise Refused("nothing-to-award", _("No bid is in: there is nothing to award."))
    bids = opened_bids_of(tender.pk)
    lots = [{"id": one.lot.code, **rules.unawarded.get(one.lot.code, {})} for one in bid_for]
    within = [(one.lot.code, bid) for one in bid_for for bid in one.bids if bid.ranked]
    called, codes = bidders_of(bids), {one.lot.code for one in bid_for}
    problem: dict[str, Any] = {
        "lots": lots,
        "bids": [
            {
                "id": f"{code}/{bid.name}", "bidder": called[bid.bid.bidder_id], "lots": [code],
                "cost": amount_text(bid.evaluated_cents or 0),
            }
            for code, bid in within
        ],
        "discounts": _discounts([bid for _code, bid in within], called, codes),
        "rules": _rules_on(rules.value, codes),
    }  # fmt: skip
    return Asked(problem, rules.clauses, lots_drawn(tender, [bid.bid for _code, bid in within]))


def _rules_on(value: Mapping[str, Any], codes: set[str]) -> dict[str, Any]:
    """The rules without pairs of which a lot has no bid."""
    pairs = [pair for pair in value.get("incompatible_lots", []) if codes.issuperset(pair)]
    return {**value, "incompatible_lots": pairs}


def bidders_of(bids: Sequence[OpenedBid]) -> dict[int, str]:
    """How each bidder is called in a problem: its registered name, the same in every language,
    with its identifier where two agree.
    """
    parties = {bid.bidder_id: bid.bidder for bid in bids}
    names = [party.legal_name for party in parties.values()]
    return {
        key: party.legal_name
        if names.count(party.legal_name) == 1
        else f"{party.legal_name} ({party.identifier})"
        for key, party in parties.items()
    }


def bid_ids_of(tender: Tender) -> dict[str, OpenedBid]:
    """The opened bids by their ids in a problem."""
    by_lot: dict[int, list[OpenedBid]] = defaultdict(list)
    for bid in opened_bids_of(tender.pk):
        by_lot[bid.lot_id].append(bid)
    return {
        f"{bid.lot.code}/{names[bid.pk]}": bid
        for bids in by_lot.values()
        for names in [names_of(bids)]
        for bid in bids
    }


def problem_of(run: AwardRun) -> Problem:
    """The problem that a run was asked."""
    return read_problem(run.problem)


def order_of(run: AwardRun, tender: Tender) -> list[int]:
    """The places of the problem's bids in the order that was drawn."""
    numbers = {name: bid.number for name, bid in bid_ids_of(tender).items()}
    place = {numbers[bid["id"]]: at for at, bid in enumerate(run.problem["bids"])}
    return [place[one["number"]] for one in run.lots_drawn["order"] if one["number"] in place]


def _discounts(
    bids: Sequence[Compared], called: dict[int, str], awarded: set[str]
) -> list[dict[str, Any]]:
    """The discounts that the bids on all their lots say alike; others do not count."""
    said: dict[tuple[int, frozenset[str], int], set[str]] = defaultdict(set)
    for bid in bids:
        for one in bid.content.discounts:
            said[bid.bid.bidder_id, frozenset(one.lots), one.cents].add(bid.content.lot)
    return [
        {"bidder": called[bidder], "lots": sorted(lots), "amount": amount_text(cents)}
        for (bidder, lots, cents), by in said.items()
        if lots <= by and lots <= awarded
    ]
