"""Long work that a person started: queued, with progress, a result and a way to stop it.

A job is a row (``JobRun``) in the transaction that asks for it, and a procrastinate job
that carries only the row's id. procrastinate runs a job at least once: the function is
called again after a crash, so each job is written to be run twice without harm (its
``perform``, or that of each row, has an idempotency key of the run).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, connections, transaction
from django.utils.translation import gettext as _
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.database.guard import door_is_open
from samkop.platform.models import JobRun
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import reading, unaudited

log = structlog.get_logger()
STALLED_AFTER = timedelta(seconds=30)
BESIDE = "progress"  # the connection that shows progress while the job's own is in use


class Cancelled(Exception):  # noqa: N818 - an outcome, not an error
    """The person asked for the job to stop."""


class Progress:
    """Tells how far a job has come, and raises Cancelled once a stop was asked for.

    Written on a connection of its own, so that it shows while the job's one transaction
    is still open. A job that takes a transaction a row keeps in ``kept`` what it has done so
    far: it is the result of one that is stopped or breaks off.
    """

    def __init__(self, run_id: int, party_id: int) -> None:
        self.run_id, self.party_id = run_id, party_id
        self.kept: dict[str, Any] = {}

    def __call__(self, done: int, total: int | None = None) -> None:
        # A door of its own, beside the job's: the actor is the job's party alone.
        opened = door_is_open.set(True)
        try:
            with transaction.atomic(using=BESIDE), connections[BESIDE].cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('samkop.party_ids', %s, true)", [f"{{{self.party_id}}}"]
                )
                cursor.execute(
                    "UPDATE platform_jobrun SET done = %s, total = coalesce(%s, total)"
                    " WHERE id = %s RETURNING cancel_asked",
                    [done, total, self.run_id],
                )
                row = cursor.fetchone()
        finally:
            door_is_open.reset(opened)
        if row and row[0]:
            raise Cancelled


Work = Callable[[JobRun, Actor, Progress], dict[str, Any]]
_WORK: dict[str, Work] = {}


def register(wiring: dict[str, Work]) -> None:
    """Make tasks known by name; called once by ``site/wiring.py``."""
    _WORK.update(wiring)


def start_job(
    *, actor: Actor, now: datetime, task: str, key: str, inputs: dict[str, Any]
) -> JobRun:
    """Use case: ask for a job; the same key of the same party is the same job."""
    known = JobRun.objects.filter(party_id=actor.own_party_id, task=task, key=key).first()
    if known:
        return known
    run = create(
        JobRun(
            party_id=actor.own_party_id, person_id=actor.own_person_id, task=task, key=key,
            inputs=inputs, asked_at=now,
        )
    )  # fmt: skip
    app.configure_task("samkop.run", queueing_lock=f"run:{run.pk}", lock=f"run:{run.pk}").defer(
        run_id=run.pk, party_id=actor.own_party_id
    )
    return run


def cancel_job(*, actor: Actor, now: datetime, run_id: int) -> JobRun:
    """Use case: ask a job to stop; it stops at its next step, with nothing half written."""
    run = JobRun.objects.get(id=run_id)
    if run.state in {JobRun.State.WAITING, JobRun.State.RUNNING}:
        JobRun.objects.filter(id=run_id).update(cancel_asked=True)
    return run


@app.task(
    name="samkop.run",
    retry=RetryStrategy(
        max_attempts=10, exponential_wait=2, retry_exceptions=[OperationalError, InterfaceError]
    ),
)
def run_job(run_id: int, party_id: int) -> None:
    """Run one job to its end and keep its outcome, whatever it is.

    A database that is away is no outcome: the job is tried again.
    """
    actor = actors.job("worker", party_id)
    with reading(actor):
        run = JobRun.objects.get(id=run_id)
    if run.ended_at is not None:
        return
    _mark(actor, run_id, state=JobRun.State.RUNNING, started_at=datetime.now(UTC))
    outcome = _outcome(run, actor)
    _mark(actor, run_id, ended_at=datetime.now(UTC), **outcome)


def _mark(actor: Actor, run_id: int, **fields: Any) -> None:
    with unaudited(actor):
        JobRun.objects.filter(id=run_id).update(**fields)


def _outcome(run: JobRun, actor: Actor) -> dict[str, Any]:
    progress = Progress(run.pk, run.party_id)
    try:
        result = _WORK[run.task](run, actor, progress)
    except Cancelled:
        sentence = (
            _("Stopped; what had been done stays done.")
            if progress.kept
            else _("Stopped; nothing was written.")
        )
        return {"state": JobRun.State.CANCELLED, "sentence": sentence, "result": progress.kept}
    except Refused as refused:
        return {
            "state": JobRun.State.FAILED,
            "sentence": str(refused),
            "result": {"code": refused.code, **refused.facts},
        }
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("job-failed", run=run.pk, task=run.task)
        sentence = (
            _("This went wrong on our side and has been logged. What had been done stays done.")
            if progress.kept
            else _("This went wrong on our side; nothing was written. It has been logged.")
        )
        return {"state": JobRun.State.FAILED, "sentence": sentence, "result": progress.kept}
    return {"state": JobRun.State.DONE, "result": result}


@app.periodic(cron="* * * * * */10")
@app.task(name="samkop.rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Give jobs whose worker died back to the queue."""
    manager = context.app.job_manager
    stalled: Iterable[Any] = await manager.get_stalled_jobs(
        seconds_since_heartbeat=STALLED_AFTER.total_seconds()
    )
    for job in stalled:
        log.warning("job-rescued", job=job.id, task=job.task_name)
        await manager.retry_job(job)
