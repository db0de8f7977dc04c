"""The organisation's jobs: how far each has come, its result, and a way to stop it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.parties.models import Person
from samkop.parties.policies import may_see_people
from samkop.parties.usecases.jobs import may_stop_job, stop_job
from samkop.platform.actors import Actor
from samkop.platform.models import JobRun
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.numbers import number_of
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import perform

PAGE = 50
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
    "catalogue-check": _("Check of a catalogue file"),
    "catalogue-import": _("Import of a catalogue"),
}


@page()
def jobs(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """What people of the organisation have started, the newest first."""
    allow(may_see_people(actor, actor.party_id or 0))
    found = JobRun.objects.filter(party_id=actor.own_party_id).order_by("-id")
    after = number_of(request.GET.get("after", ""))
    if after is not None:
        found = found.filter(id__lt=after)
    rows = list(found[: PAGE + 1])
    names = dict(
        Person.objects.filter(id__in={run.person_id for run in rows}).values_list("id", "name")
    )
    return "site/jobs.html", {
        "rows": [_row(actor, run, names) for run in rows[:PAGE]],
        "following": str(rows[PAGE - 1].pk) if len(rows) > PAGE else None,
    }


def _row(actor: Actor, run: JobRun, names: dict[int, str]) -> dict[str, Any]:
    tone, label = STATES[State(run.state)]
    counts = [
        (name.replace("_", " ").capitalize(), value)
        for name, value in run.result.items()
        if isinstance(value, int) and not isinstance(value, bool)
    ]
    return {
        "run": run, "tone": tone, "label": label, "task": TASKS.get(run.task, run.task),
        "who": names.get(run.person_id or 0, ""), "counts": counts,
        "may_stop": may_stop_job(actor, run) and not run.cancel_asked,
    }  # fmt: skip


@act()
def stop(request: HttpRequest, actor: Actor, run_id: int) -> Answer:
    """Ask a job to stop at its next step."""
    perform(actor, stop_job, run_id=run_id)
    return Answer(to=reverse("jobs"), message=_("Asked to stop; nothing half done is kept."))
