"""The jobs of the evaluation, and what bidders are told; one use-case call each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from samkop.core.award.answers import award_answer
from samkop.core.award.conflicts import conflict_of
from samkop.core.award.explain import explanation_of
from samkop.core.award.optimise import Award, Status, solve_award
from samkop.core.award.problem import Problem
from samkop.core.award.robustness import STAGES, answer_of, examine, setting_of
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.jobs import Progress
from samkop.platform.models import JobRun
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.award_report import Around, reasons_of, report_of
from samkop.tendering.laboratory_report import LaboratoryReport, laboratory_report_of
from samkop.tendering.models import AwardRun, LaboratoryRun, Lot
from samkop.tendering.paper_facts import facts_of_paper
from samkop.tendering.printing import printed_laboratory
from samkop.tendering.queries import lots_of
from samkop.tendering.queries.award_problem import order_of, problem_of
from samkop.tendering.usecases.award_runs import keep_award_run
from samkop.tendering.usecases.inquiries import tell_bidder_of_question
from samkop.tendering.usecases.laboratory import keep_laboratory_run

LANGUAGES = ("sv", "fi", "en")
LONGEST_SEARCH = 300.0  # seconds, for the combination and again for its explanation


def examine_model(run: JobRun, actor: Actor, progress: Progress) -> dict[str, Any]:
    """Job: examine a model of evaluation, and keep the report with its PDF.

    The examination is in no transaction; a stop ends it after its stage, with nothing kept.
    """
    with reading(actor):
        rows = LaboratoryRun.objects.select_related("tender__owner")
        asked = rows.get(id=run.inputs["run_id"])
    progress(0, STAGES + 1)
    report = examine(setting_of(asked.problem), draws=asked.draws, seed=asked.seed, told=progress)
    progress(STAGES)

    def told() -> LaboratoryReport:
        return laboratory_report_of(report, facts_of_paper(asked.tender, asked.asked_at))

    reports = _in_each_language(lambda: asdict(told()))
    with translation.override(asked.language):
        pdf = printed_laboratory(told(), asked.language)
    perform(
        actor, keep_laboratory_run, key=f"run:{run.pk}:keep", run_id=asked.pk,
        answer=answer_of(report), reports=reports, pdf=pdf,
    )  # fmt: skip
    progress(STAGES + 1)
    return {"run_id": asked.pk}


def find_combination(run: JobRun, actor: Actor, progress: Progress) -> dict[str, Any]:
    """Job: find the best combination, with what surrounds it, and tell it in sentences."""
    with reading(actor):
        asked = AwardRun.objects.select_related("tender__owner").get(id=run.inputs["run_id"])
        problem, order = problem_of(asked), order_of(asked, asked.tender)
        lots = lots_of(asked.tender_id)
    progress(0, 3)
    award = solve_award(problem, time_limit=LONGEST_SEARCH, order=order)
    progress(1)
    conflict = None
    if award.status is Status.INFEASIBLE:
        conflict = conflict_of(problem)
    reports = None
    if award.status is Status.OPTIMAL:
        reports = _explained(problem, award, asked, lots)
    progress(2)
    perform(
        actor, keep_award_run, key=f"run:{run.pk}:keep", run_id=asked.pk,
        outcome=award_answer(problem, award, conflict), reports=reports,
    )  # fmt: skip
    progress(3)
    return {"run_id": asked.pk, "status": award.status.value}


def _explained(
    problem: Problem, award: Award, asked: AwardRun, lots: Sequence[Lot]
) -> dict[str, Any]:
    explanation = explanation_of(problem, award, time_limit=LONGEST_SEARCH)
    currency = asked.tender.currency
    return _in_each_language(
        lambda: asdict(
            report_of(
                problem, award, explanation, currency=currency,
                title=f"{gettext('Award over several lots')}: {asked.tender.number}",
                around=Around(
                    facts_of_paper(asked.tender, asked.asked_at),
                    {lot.code: lot.title for lot in lots}, asked.clauses,
                ),
            )
        ) | {"by_lot": reasons_of(problem, award, explanation, currency=currency)}
    )  # fmt: skip


def _in_each_language(told: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = told()
    return found


def say_bidder_asked(fact: Fact) -> None:
    """A question about its bid waits for a bidder, whose people are told."""
    perform(
        actors.job("notices", fact.body["bidder_id"]), tell_bidder_of_question,
        key=fact.key_for("tell"), round_id=fact.body["round_id"],
        bidder_id=fact.body["bidder_id"],
    )  # fmt: skip
