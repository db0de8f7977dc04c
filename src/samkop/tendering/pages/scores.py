"""What the bids score, with every step; the best combination; what is proposed."""

from __future__ import annotations

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.core.award.optimise import Status
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform
from samkop.tendering.laboratory_report import ranking_table
from samkop.tendering.models import AwardRun, Tender
from samkop.tendering.pages.noted import noted
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import may_run_tender
from samkop.tendering.queries import proposal_of, tender_of
from samkop.tendering.queries.award_problem import all_scores
from samkop.tendering.queries.schemes import combines, is_frozen
from samkop.tendering.queries.scores import LotScores
from samkop.tendering.score_table import heading, steps
from samkop.tendering.usecases.award_runs import begin_award_run, propose_award
from samkop.tendering.vocabulary import TenderState

Shown = tuple[str, dict[str, Any]]
MOST_RUNS = 20


def _scores(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
) -> Shown:
    found = tender_of(tender_id)
    allow(may_run_tender(actor, found))
    together = combines(found)
    proposal = proposal_of(tender_id)
    runs = AwardRun.objects.filter(tender=found).defer("problem", "reports", "lots_drawn")
    scores = all_scores(found)
    return "tendering/scores.html", {
        **frame_of(actor, found, "tender-scores"),
        "refused": refused, "frozen": is_frozen(found), "together": together,
        "opened": found.state == TenderState.OPENED,
        "lots": [(one, _ranking(one), list(_steps(one))) for one in scores],
        "missing": sum(one.missing for one in scores),
        "award_runs": list(runs.order_by("-id")[:MOST_RUNS]),
        "proposal": proposal,
        "awards": list(proposal.awards.order_by("lot__code", "place")) if proposal else [],
    }  # fmt: skip


scores = noted("read_scores")(page()(_scores))


def _ranking(scores: LotScores) -> dict[str, Any]:
    """The ranking's columns after bid and bidder, and each bid that is in with its cells."""
    ranked = [one for one in scores.bids if one.ranked is not None]
    table = ranking_table(scores.scheme.model, [one.ranked for one in ranked if one.ranked])
    return {
        "columns": table.columns[2:],
        "rows": [
            (one, row[0], list(zip(row[2:], table.columns[2:], strict=True)))
            for one, row in zip(ranked, table.rows, strict=True)
        ],
    }


def _steps(scores: LotScores) -> list[tuple[str, list[tuple[str, ...]]]]:
    """By bid: its name with the bidder's, and the steps of its calculation."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for _lot, bid, bidder, *step in steps(scores):
        found.setdefault(f"{bidder} ({bid})", []).append(tuple(step))
    return list(found.items())


@noted("read_scores")
@page()
def scores_file(request: HttpRequest, actor: Actor, tender_id: int) -> HttpResponse:
    """Every step of every bid, as CSV."""
    found = tender_of(tender_id)
    allow(may_run_tender(actor, found))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="scores-{found.pk}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(heading())
    for one in all_scores(found):
        writer.writerows([_harmless(cell) for cell in row] for row in steps(one))
    return response


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell


@act(again=_scores)
def propose(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Propose the best bid of each lot."""
    perform(actor, propose_award, tender_id=tender_id)
    return Answer(
        to=reverse("tender-scores", args=[tender_id]),
        message=gettext_lazy("Proposed: the decision is made from it."),
    )


@act(again=_scores)
def combine(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Have the best combination found."""
    run = perform(actor, begin_award_run, tender_id=tender_id)
    return Answer(to=reverse("award-run", args=[run.pk]))


def proven(run: AwardRun) -> bool:
    """Whether a combination is proven the best."""
    return (run.outcome or {}).get("status") == Status.OPTIMAL


def trail_of(tender: Tender) -> list[tuple[str, str]]:
    """The way back to the scores."""
    return [
        (_("Tenders"), reverse("tenders")),
        (tender.number, reverse("tender", args=[tender.pk])),
        (_("Scores and proposal"), reverse("tender-scores", args=[tender.pk])),
    ]
