"""Jobs of the demonstration's past, run to their end where they were asked for."""

from __future__ import annotations

from datetime import datetime

from samkop.platform import actors, jobs
from samkop.platform.models import JobRun
from samkop.platform.unit_of_work import clock_of, reading
from samkop.site import wiring


def run_jobs(party_id: int, task: str, now: datetime) -> None:
    """Run a party's jobs of a kind that wait, as its worker would have at that time.

    Raises RuntimeError when one does not come to a good end.
    """
    wiring.connect()
    worker = actors.job("worker", party_id)
    with reading(worker):
        rows = JobRun.objects.filter(party_id=party_id, task=task, ended_at=None)
        waiting = list(rows.order_by("id").values_list("id", flat=True))
    for run_id in waiting:
        with clock_of(lambda: now):
            jobs.run_job(run_id, party_id)
        with reading(worker):
            run = JobRun.objects.get(id=run_id)
        if run.state != JobRun.State.DONE:
            raise RuntimeError(f"the job {task} of the demonstration has failed: {run.sentence}")
