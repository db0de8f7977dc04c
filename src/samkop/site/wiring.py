"""Who hears of what: the one table *fact → handlers*, and the jobs by name."""

from __future__ import annotations

from samkop.platform import jobs
from samkop.platform.outbox import Wiring

FACTS: Wiring = {}

JOBS: dict[str, jobs.Work] = {}


def connect() -> None:
    """Make the jobs known to the worker and to the pages that start them."""
    jobs.register(JOBS)
