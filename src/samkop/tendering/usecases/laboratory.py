"""A model of evaluation is tried out before it is published, by a job."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.core.award.robustness import setting_of
from samkop.core.fields import ProblemError
from samkop.core.money import amount_text
from samkop.platform.actors import Actor
from samkop.platform.jobs import start_job
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require
from samkop.tendering.models import LaboratoryRun, Lot
from samkop.tendering.policies import may_keep_runs
from samkop.tendering.queries.schemes import scheme_of
from samkop.tendering.usecases.states import locked_tender, require_state
from samkop.tendering.vocabulary import TenderState

TASK = "laboratory"
MOST_DRAWS, MOST_SEED = 5_000, 1_000_000


@dataclass(frozen=True)
class Tried:
    """How bids may fall (prices in cents), how many there are, and how often it is drawn."""

    low_cents: int
    high_cents: int
    bidders: int = 4
    draws: int = 500
    seed: int = 1


def begin_laboratory_run(
    *, actor: Actor, now: datetime, tender_id: int, lot_id: int, tried: Tried, language: str
) -> LaboratoryRun:
    """Have the model of a lot examined by a job; the report's PDF is in ``language``.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``no-evaluation-model``, ``draws-out-of-range``, ``problem-unusable``.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.IN_PREPARATION)
    lot = Lot.objects.filter(id=lot_id, tender=tender).first()
    if lot is None:
        raise not_found()
    if not (1 <= tried.draws <= MOST_DRAWS and 0 <= tried.seed <= MOST_SEED):
        raise Refused(
            "draws-out-of-range",
            _("Draw 1 to %(most)s times, with a seed up to %(seed)s."),
            status=422, most=MOST_DRAWS, seed=MOST_SEED,
        )  # fmt: skip
    ends = {"low": amount_text(tried.low_cents), "high": amount_text(tried.high_cents)}
    problem = {
        "name": f"{tender.number} {lot.code}", **scheme_of(lot).value,
        "ranges": {"price": ends}, "bidders": tried.bidders,
    }  # fmt: skip
    try:
        setting_of(problem)
    except ProblemError as error:
        raise Refused(
            "problem-unusable", _("This cannot be examined: %(fault)s"), status=422,
            fault=str(error),
        ) from error  # fmt: skip
    run = create(
        LaboratoryRun(
            tender=tender, lot=lot, problem=problem, problem_sha256=hash_of(problem),
            draws=tried.draws, seed=tried.seed, language=language, asked_at=now,
        )
    )  # fmt: skip
    start_job(actor=actor, now=now, task=TASK, key=str(run.pk), inputs={"run_id": run.pk})
    return run


def keep_laboratory_run(
    *,
    actor: Actor,
    now: datetime,
    run_id: int,
    answer: Mapping[str, Any],
    reports: Mapping[str, Any],
    pdf: bytes,
) -> LaboratoryRun:
    """Keep what was found, once. Raises Refused ``not-found``, ``not-allowed``."""
    run = LaboratoryRun.objects.select_related("tender").filter(id=run_id).first()
    if run is None:
        raise not_found()
    require(may_keep_runs(actor, run.tender))
    if run.made_at is not None:
        return run
    return change(
        run, answer=answer, reports=reports, pdf=pdf, pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        made_at=now,
    )  # fmt: skip


def attach_laboratory_run(*, actor: Actor, now: datetime, run_id: int) -> LaboratoryRun:
    """Attach the report to the tender: whoever may read the tender reads it.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``report-not-made``, ``model-changed-since`` (it says nothing of the model as it is now).
    """
    run = LaboratoryRun.objects.select_related("lot").filter(id=run_id).first()
    if run is None:
        raise not_found()
    require_state(locked_tender(actor, run.tender_id), TenderState.IN_PREPARATION)
    if run.made_at is None:
        raise Refused("report-not-made", _("The examination has not come to its end."))
    if not is_of_now(run):
        raise Refused(
            "model-changed-since",
            _("The model has changed since. Have it examined again, and attach that report."),
        )
    return run if run.attached_at else change(run, attached_at=now)


def is_of_now(run: LaboratoryRun) -> bool:
    """Whether the examined model is still the lot's."""
    value = scheme_of(run.lot).value
    return all(run.problem.get(name) == of for name, of in json.loads(json.dumps(value)).items())


def hash_of(value: Any) -> str:
    """SHA-256 of a JSON value in one form: keys sorted, no spaces."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
