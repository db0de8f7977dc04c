"""One search for the best combination: its progress, its result with the certificate, its PDF."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from samkop.platform.actors import Actor
from samkop.platform.models import JobRun
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.award_report import Headings, Report, conflict_of
from samkop.tendering.models import AwardRun
from samkop.tendering.pages.scores import proven, trail_of
from samkop.tendering.paper import Table
from samkop.tendering.policies import may_run_tender
from samkop.tendering.printing import printed_award
from samkop.tendering.queries.award_problem import problem_of
from samkop.tendering.usecases.award_runs import TASK, propose_award
from samkop.tendering.vocabulary import TenderState

Shown = tuple[str, dict[str, Any]]
MOST_DRAWN = 50


def _award_run(
    request: HttpRequest, actor: Actor, award_run_id: int, refused: Refused | None = None
) -> Shown:
    run = _run(actor, award_run_id)
    report = report_in(run)
    return "tendering/award_run.html", {
        "run": run, "tender": run.tender, "refused": refused,
        "job": _job(run) if run.made_at is None else None,
        "report": report, "outcome": run.outcome or {}, "proven": proven(run),
        "awards": [
            list(zip(row, report.awards.columns, strict=True)) for row in report.awards.rows
        ] if report else [],
        "certificate": _certificate(run), "drawn": run.lots_drawn.get("order", [])[:MOST_DRAWN],
        "may_propose": proven(run) and run.tender.state == TenderState.OPENED,
        "trail": trail_of(run.tender),
    }  # fmt: skip


award_run = page()(_award_run)


def _certificate(run: AwardRun) -> dict[str, Any]:
    """Amounts in cents; what is in conflict as sentences."""
    outcome = run.outcome or {}
    next_best = outcome.get("runner_up")
    return {
        "cost": _cents(outcome.get("cost")), "bound": _cents(outcome.get("bound")),
        "next_best": _cents(next_best and next_best["cost"]),
        "without": [(one["bidder"], _cents(one["cost"])) for one in outcome.get("without", [])],
        "conflict": conflict_of(problem_of(run), outcome.get("conflict", [])),
    }  # fmt: skip


def _cents(amount: str | None) -> int | None:
    return None if amount is None else int(Decimal(amount).scaleb(2))


def _run(actor: Actor, award_run_id: int) -> AwardRun:
    found = AwardRun.objects.select_related("tender__owner").filter(id=award_run_id).first()
    if found is None:
        raise not_found()
    allow(may_run_tender(actor, found.tender))
    return found


def _job(run: AwardRun) -> JobRun | None:
    rows = JobRun.objects.filter(party_id=run.tender.owner_id, task=TASK, key=str(run.pk))
    return rows.first()


def report_in(run: AwardRun) -> Report | None:
    """The explanation in the reader's language, as it was kept."""
    told = (run.reports or {}).get(get_language() or "en")
    if told is None:
        return None
    table = told["awards"]
    return Report(
        told["title"], Headings(**told["headings"]), tuple(map(tuple, told["facts"])),
        tuple(told["summary"]),
        Table(tuple(map(tuple, table["columns"])), tuple(map(tuple, table["rows"])),
              table["caption"]),
        tuple(told["rules"]), tuple(told["reasons"]),
    )  # fmt: skip


@page()
def award_run_file(request: HttpRequest, actor: Actor, award_run_id: int) -> HttpResponse:
    """The explanation as PDF, in the reader's language."""
    run = _run(actor, award_run_id)
    report = report_in(run)
    if report is None:
        raise not_found()
    response = HttpResponse(
        printed_award(report, get_language() or "en"), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="award-{run.pk}.pdf"'
    return response


@act(again=_award_run)
def propose(request: HttpRequest, actor: Actor, award_run_id: int) -> Answer:
    """Propose this combination."""
    with reading(actor):
        tender_id = _run(actor, award_run_id).tender_id
    perform(actor, propose_award, tender_id=tender_id, run_id=award_run_id)
    return Answer(
        to=reverse("tender-scores", args=[tender_id]),
        message=_("Proposed: the decision is made from it."),
    )
