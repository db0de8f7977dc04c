"""Stopping the long work of one's own organisation."""

from __future__ import annotations

from datetime import datetime

from samkop.parties.policies import may_manage_people
from samkop.platform.actors import Actor
from samkop.platform.jobs import cancel_job
from samkop.platform.models import JobRun
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import require


def may_stop_job(actor: Actor, run: JobRun) -> bool:
    """Whoever started it, or the organisation's administrator, while it is not at its end."""
    own = actor.person_id is not None and run.person_id == actor.person_id
    return run.ended_at is None and (own or may_manage_people(actor, run.party_id))


def stop_job(*, actor: Actor, now: datetime, run_id: int) -> JobRun:
    """Ask a job of the organisation to stop; ended ones stay as they are.

    Refuses ``not-found``, ``not-allowed``.
    """
    run = JobRun.objects.filter(id=run_id, party_id=actor.own_party_id).first()
    if run is None:
        raise not_found()
    if run.ended_at is not None:
        return run
    require(may_stop_job(actor, run))
    return cancel_job(actor=actor, now=now, run_id=run_id)
