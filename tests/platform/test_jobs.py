"""Long work: run once to its end, stopped where asked, given back when its worker is silent."""

from __future__ import annotations

import asyncio
import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connections
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from factories.parties import a_municipality, an_actor
from samkop.platform import jobs
from samkop.platform.models import JobRun
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
keys = itertools.count(1)


@pytest.fixture
def actor():
    return an_actor(a_municipality(), "administrator")


def ask_for(*, actor, now):
    key = f"k{next(keys)}"
    return jobs.start_job(actor=actor, now=now, task="counting", key=key, inputs={})


def started(actor, work):
    jobs.register({"counting": work})
    return perform(actor, ask_for, now=NOW)


def seen(actor, run):
    with reading(actor):
        return JobRun.objects.get(id=run.pk)


def stop(actor, run):
    perform(actor, jobs.cancel_job, now=NOW, run_id=run.pk)


def test_a_job_that_has_ended_is_neither_run_again_nor_stopped(actor):
    runs = []

    def work(run, actor, progress):
        runs.append(run.pk)
        return {"counted": 8}

    run = started(actor, work)
    for _again in range(2):
        jobs.run_job(run.pk, run.party_id)
    ended = seen(actor, run)
    stop(actor, run)
    jobs.run_job(run.pk, run.party_id)
    after = seen(actor, run)
    assert runs == [run.pk]
    assert (after.state, after.cancel_asked, after.ended_at) == ("done", False, ended.ended_at)
    assert after.result == {"counted": 8}


def test_a_job_that_is_asked_to_stop_goes_no_further_than_its_next_step(actor):
    steps = []

    def work(run, doer, progress):
        for step in range(1, 5):
            if step == 3:
                stop(actor, run)
            progress(step, 4)
            steps.append(step)
        return {}

    run = started(actor, work)
    jobs.run_job(run.pk, run.party_id)
    ended = seen(actor, run)
    assert (ended.state, ended.done, ended.total, steps) == ("cancelled", 3, 4, [1, 2])


def test_how_far_a_job_has_come_shows_while_it_runs(actor):
    shown = []

    def work(run, doer, progress):
        progress(3, 8)
        progress(5)
        one = seen(actor, run)
        shown.append((one.state, one.done, one.total, one.ended_at))
        return {}

    run = started(actor, work)
    jobs.run_job(run.pk, run.party_id)
    assert shown == [("running", 5, 8, None)]


def taken_by_a_worker_silent_for(run, seconds):
    """The queue's job of the run, as a worker that died has left it."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id", [seconds],
        )  # fmt: skip
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s"
            " WHERE args->>'run_id' = %s RETURNING id", [worker, str(run.pk)],
        )  # fmt: skip
        return cursor.fetchone()[0]


def status_of(job_id):
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [job_id])
        return cursor.fetchone()[0]


async def rescue_once():
    """One round of the rescue, on a connection of its own as in the worker's process."""
    rescuing = Job(
        id=None, queue="default", lock=None, queueing_lock=None, task_name="samkop.rescue",
        priority=0, task_kwargs={},
    )  # fmt: skip
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        async with worker_app.open_async():
            context = JobContext(
                app=worker_app, job=rescuing, start_timestamp=0, abort_reason=lambda: None
            )
            await jobs.rescue.func(context, 0)


def test_after_half_a_minute_of_silence_a_workers_job_goes_back_to_the_queue(actor):
    silent, working = (started(actor, lambda *_: {}) for _ in range(2))
    died = taken_by_a_worker_silent_for(silent, 31)
    alive = taken_by_a_worker_silent_for(working, 20)
    # In a thread: a browser's test before it may have left this one an event loop.
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(lambda: asyncio.run(rescue_once())).result()
    assert (status_of(died), status_of(alive)) == ("todo", "doing")
