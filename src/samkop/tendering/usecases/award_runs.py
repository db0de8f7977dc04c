"""The best combination over several lots, by a job; and what the evaluation proposes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from samkop.core.award.optimise import Status
from samkop.platform.actors import Actor
from samkop.platform.jobs import start_job
from samkop.platform.records import change, create, create_each
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require
from samkop.tendering.models import AwardProposal, AwardRun, ProposedAward, Tender
from samkop.tendering.policies import may_keep_runs
from samkop.tendering.queries.award_problem import (
    all_scores,
    asked_of,
    bid_ids_of,
    require_scores,
)
from samkop.tendering.queries.drawing_lots import lots_drawn
from samkop.tendering.queries.schemes import combines, require_frozen
from samkop.tendering.queries.scores import Compared, LotScores
from samkop.tendering.score_table import plain_scores
from samkop.tendering.usecases.laboratory import hash_of
from samkop.tendering.usecases.states import locked_tender, require_state
from samkop.tendering.vocabulary import AwardMethod, TenderState

TASK = "award-combination"


def begin_award_run(*, actor: Actor, now: datetime, tender_id: int) -> AwardRun:
    """Have the best combination found by a job.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``model-not-as-published``, and as ``asked_of``.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.OPENED)
    require_frozen(tender)
    asked = asked_of(tender)
    run = create(
        AwardRun(
            tender=tender, problem=asked.problem, problem_sha256=hash_of(asked.problem),
            clauses=asked.clauses, lots_drawn=asked.drawn, asked_at=now,
        )
    )  # fmt: skip
    start_job(actor=actor, now=now, task=TASK, key=str(run.pk), inputs={"run_id": run.pk})
    return run


def keep_award_run(
    *,
    actor: Actor,
    now: datetime,
    run_id: int,
    outcome: Mapping[str, Any],
    reports: Mapping[str, Any] | None,
) -> AwardRun:
    """Keep what was found, once. Raises Refused ``not-found``, ``not-allowed``."""
    run = AwardRun.objects.select_related("tender").filter(id=run_id).first()
    if run is None:
        raise not_found()
    require(may_keep_runs(actor, run.tender))
    if run.made_at is not None:
        return run
    return change(run, outcome=outcome, reports=reports, made_at=now)


def propose_award(
    *, actor: Actor, now: datetime, tender_id: int, run_id: int | None = None
) -> AwardProposal:
    """Propose who wins each lot: by the scores lot by lot, or by a run's combination.

    A lot that may have several suppliers goes to as many of the best.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``model-not-as-published``, ``marks-not-agreed``, ``below-minimum-not-rejected``,
    ``combination-announced`` (the notice announced one: it is proposed from a run),
    ``combination-not-proven``, ``scores-changed-since`` (the run compared other figures),
    ``no-root-to-draw-from``.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.OPENED)
    require_frozen(tender)
    scores = all_scores(tender)
    require_scores(scores)
    if run_id is not None:
        return _proposed_together(tender, scores, _proven(tender, run_id), now)
    if combines(tender):
        raise Refused(
            "combination-announced",
            _("The notice announced that lots are awarded together: find the best combination,"
              " and propose that."),
        )  # fmt: skip
    return _proposed_by_lot(tender, scores, now)


def _proven(tender: Tender, run_id: int) -> AwardRun:
    run = AwardRun.objects.filter(id=run_id, tender=tender).first()
    if run is None:
        raise not_found()
    if (run.outcome or {}).get("status") != Status.OPTIMAL:
        raise Refused(
            "combination-not-proven", _("No combination is proven the best: it is not proposed.")
        )
    if (run.outcome or {}).get("ties") and not run.lots_drawn["order"]:
        raise _no_lots()
    if hash_of(asked_of(tender).problem) != run.problem_sha256:
        raise Refused(
            "scores-changed-since",
            _("The figures have changed since. Find the best combination again."),
        )
    return run


def _no_lots() -> Refused:
    return Refused(
        "no-root-to-draw-from",
        _("Lots are drawn from the root that was published at the deadline; there is none, and"
          " bids are in a tie."),
    )  # fmt: skip


def _proposed_together(
    tender: Tender, scores: list[LotScores], run: AwardRun, now: datetime
) -> AwardProposal:
    outcome = run.outcome or {}
    proposal = create(
        AwardProposal(
            tender=tender, method=AwardMethod.COMBINATION, problem=run.problem,
            outcome={**outcome, "lots_drawn": run.lots_drawn, "clauses": run.clauses},
            made_at=now,
        )
    )  # fmt: skip
    bids = bid_ids_of(tender)
    won = {lot: bids[award["bid"]].pk for award in outcome["awards"] for lot in award["lots"]}
    told = (run.reports or {}).get(get_language() or "en", {}).get("by_lot", {})
    create_each(
        [
            _award_of(tender, proposal, one, _by_id(one, won.get(one.lot.code)),
                      told.get(one.lot.code, ""))
            for one in scores
        ]
    )  # fmt: skip
    return proposal


def _proposed_by_lot(tender: Tender, scores: list[LotScores], now: datetime) -> AwardProposal:
    ties = {one.lot.pk: _ties(one) for one in scores}
    tied = [bid.bid for found in ties.values() for bid in found]
    drawn = lots_drawn(tender, tied) if tied else {}
    if tied and not drawn["order"]:
        raise _no_lots()
    places = {one["number"]: at for at, one in enumerate(drawn.get("order", []))}
    proposal = create(
        AwardProposal(
            tender=tender, method=AwardMethod.PER_LOT,
            problem={"lots": [one.scheme.value | {"lot": one.lot.code} for one in scores]},
            outcome={"lots": [plain_scores(one) for one in scores], "lots_drawn": drawn},
            made_at=now,
        )
    )  # fmt: skip
    create_each(
        [row for one in scores for row in _best_of(tender, proposal, one, ties[one.lot.pk], places)]
    )
    return proposal


def _ties(scores: LotScores) -> list[Compared]:
    """The bids whose order among the lot's suppliers only lots can tell."""
    winning = [
        one
        for one in scores.bids
        if one.ranked is not None and one.ranked.rank <= scores.lot.most_suppliers
    ]
    return [one for one in winning if one.ranked is not None and one.ranked.tied]


def _best_of(
    tender: Tender, proposal: AwardProposal, scores: LotScores, tied: list[Compared],
    places: Mapping[str, int],
) -> list[ProposedAward]:  # fmt: skip
    """A row for each supplier that the lot may have, the best first."""
    ranked = [one for one in scores.bids if one.ranked is not None]
    ranked.sort(
        key=lambda one: (
            one.ranked.rank if one.ranked else 0, places.get(one.bid.number, 0)
        )
    )  # fmt: skip
    best: list[Compared | None] = [*ranked[: scores.lot.most_suppliers]]
    rows = []
    for place, one in enumerate(best or [None], 1):
        reason = ""
        if one is not None and one.ranked is not None and one in tied:
            reason = gettext("Drawn by lot: %(count)s bids are equally good.") % {
                "count": len(one.ranked.tied) + 1
            }
        rows.append(_award_of(tender, proposal, scores, one, reason, place))
    return rows


def _by_id(scores: LotScores, bid_id: int | None) -> Compared | None:
    return next((one for one in scores.bids if one.bid.pk == bid_id), None)


def _award_of(
    tender: Tender, proposal: AwardProposal, scores: LotScores, best: Compared | None,
    reason: str, place: int = 1,
) -> ProposedAward:  # fmt: skip
    """The lot's row of one supplier; a lot that nobody wins says why."""
    if best is None or best.ranked is None:
        why = reason or gettext("No bid on this lot is in.")
        return ProposedAward(proposal=proposal, tender=tender, lot=scores.lot, reason=why)
    points, money = best.ranked.points, scores.scheme.model.in_money
    return ProposedAward(
        proposal=proposal, tender=tender, lot=scores.lot, bid=best.bid, place=place,
        rank=best.ranked.rank, price_cents=best.price_cents,
        evaluated_cost_cents=best.evaluated_cents if money else None,
        score=None if money else round(points.total * 1000), reason=reason,
    )  # fmt: skip
