"""The organisation's jobs: how far each has come, its result, and a way to stop it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.fleet.usecases.chosen_assets import TASK as CHANGE_DEVICES
from samkop.ordering.usecases.chosen_approvals import TASK as APPROVE_CHOSEN
from samkop.ordering.usecases.rule_simulation import TASK as SIMULATE_RULES
from samkop.parties.models import Person
from samkop.parties.policies import may_see_people
from samkop.parties.usecases.jobs import may_stop_job, stop_job
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_number
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Empty,
    Listing,
    list_page,
    moment,
    pill,
    text,
)
from samkop.platform.models import JobRun
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit, perform

State = JobRun.State
STATES = {
    State.WAITING: ("neutral", _("Waiting")),
    State.RUNNING: ("info", _("Running")),
    State.DONE: ("good", _("Done")),
    State.FAILED: ("bad", _("Failed")),
    State.CANCELLED: ("neutral", _("Stopped")),
}
# What each task is called (``site/wiring.py`` names them).
TASKS = {
    APPROVE_CHOSEN: _("Approval of several requisitions"),
    CHANGE_DEVICES: _("Change of several devices"),
    "catalogue-check": _("Check of a catalogue file"),
    "catalogue-import": _("Import of a catalogue"),
    "file-import": _("Import of a file sent in by a program"),
    SIMULATE_RULES: _("Simulation of approval rules"),
}
# The page of the job of whoever asked for it, where it has one.
PAGES = {APPROVE_CHOSEN: "approval-run", CHANGE_DEVICES: "change-run"}

# What the results of jobs count, in the order in which it is said.
COUNTS = {
    "lines": _("Lines"),
    "items": _("Items"),
    "added": _("New items"),
    "changed": _("Changed items"),
    "devices": _("Devices changed"),
    "unchanged": _("Unchanged items"),
    "leaving": _("Leave the shop"),
    "moved": _("Requisitions that would go another way"),
    "ordered": _("Approved and ordered"),
    "approved": _("Approved; somebody else decides too"),
    "refused": _("Refused"),
}


class Listed(NamedTuple):
    """A job with what it is called, who asked for it, and whether the reader may stop it."""

    run: JobRun
    task_name: str | Promise
    who: str
    may_stop: bool


def _prepare(runs: list[JobRun]) -> list[Listed]:
    """Who asked for each, and whether the reader may stop it; one query."""
    people = Person.objects.filter(id__in={run.person_id for run in runs})
    names = dict(people.values_list("id", "name"))
    actor = current_unit().actor
    return [
        Listed(
            run, TASKS.get(run.task, run.task), names.get(run.person_id or 0, ""),
            may_stop_job(actor, run) and not run.cancel_asked,
        )
        for run in runs
    ]  # fmt: skip


def _page(run: JobRun) -> str:
    """The job's own page, for whoever asked for it."""
    own = run.person_id is not None and run.person_id == current_unit().actor.person_id
    return reverse(PAGES[run.task], args=[run.pk]) if own and run.task in PAGES else ""


def _progress(run: JobRun) -> Cell:
    done = format_number(run.done)
    return text(f"{done} / {format_number(run.total)}" if run.total else done)


def _result(run: JobRun) -> Cell:
    counts = [
        f"{label} {format_number(run.result[name])}"
        for name, label in COUNTS.items()
        if name in run.result
    ]
    if "counts" in run.result:  # of a file that a program sent in
        counts = [f"{_('Rows')}: {format_number(run.result['counts'].get('rows', 0))}"]
    return text(run.sentence or ", ".join(counts))


JOBS: Listing[Listed] = Listing(
    name="jobs",
    title=_("Jobs"),
    address="jobs",
    columns=(
        Column(
            "job", _("Job"), lambda one: text(one.task_name),
            second=lambda one: one.who,
            link=lambda one: _page(one.run),
        ),
        Column("state", _("State"), lambda one: pill(*STATES[State(one.run.state)])),
        Column("progress", _("Progress"), lambda one: _progress(one.run)),
        Column("result", _("Result"), lambda one: _result(one.run)),
        Column("asked", _("Asked for"), lambda one: moment(one.run.asked_at)),
        Column("ended", _("Ended"), lambda one: moment(one.run.ended_at), usual=False),
    ),
    filters=(
        Choice(
            "state", _("State"),
            [(str(state), label) for state, (_tone, label) in STATES.items()],
            lambda rows, state: rows.filter(state=state),
        ),
        Choice(
            "task", _("Job"), list(TASKS.items()), lambda rows, task: rows.filter(task=task)
        ),
    ),
    empty=Empty(
        _("No jobs yet"),
        _("Imports and other long work show here as soon as somebody starts them."), "clock",
    ),
    prepare=_prepare,
    actions="site/job_actions.html",
)  # fmt: skip


@page()
def jobs(request: HttpRequest, actor: Actor) -> Any:
    """What people of the organisation have started, the newest first."""
    allow(may_see_people(actor, actor.party_id or 0))
    runs = JobRun.objects.filter(party_id=actor.own_party_id)
    return list_page(request, actor, JOBS, runs, "site/jobs.html")


@act()
def stop(request: HttpRequest, actor: Actor, run_id: int) -> Answer:
    """Ask a job to stop at its next step."""
    perform(actor, stop_job, run_id=run_id)
    return Answer(to=reverse("jobs"), message=_("Asked to stop; nothing half done is kept."))
