"""What the demonstration remembers of its own making: its founding day, and steps done.

Both are kept as the answers to idempotency keys, in the database that they are about.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.platform.actors import Actor
from samkop.platform.idempotency import kept_key
from samkop.platform.models import IdempotencyKey
from samkop.platform.records import note
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.demo.cast import OPERATOR
from samkop.site.demo.dates import ZONE


def founding_day(now: datetime) -> date:
    """The day on which the demonstration was first prepared: today, if it was not yet."""
    return date.fromisoformat(perform(OPERATOR, found_demo, key="demo:founded", now=now))


def is_done(step: str) -> bool:
    """Whether a step of the preparation is done."""
    with reading(OPERATOR):
        return IdempotencyKey.objects.filter(key=kept_key(OPERATOR, f"demo:done:{step}")).exists()


def mark_done(step: str, now: datetime) -> None:
    """A step of the preparation is done, and need not be looked through again."""
    perform(OPERATOR, finish_step, key=f"demo:done:{step}", now=now, step=step)


def of_another_version() -> Refused:
    """What an older version has made is not what this one goes on from."""
    return Refused(
        "demo-of-another-version",
        _("This data folder holds the demonstration of another version. Start it afresh with"
          " --fresh; what was done in it is lost."),
    )  # fmt: skip


def found_demo(*, actor: Actor, now: datetime) -> str:
    """Use case: the demonstration begins; returns the day in the region, as ISO date."""
    day = now.astimezone(ZONE).date().isoformat()
    note(demonstration_founded=day)
    return day


def finish_step(*, actor: Actor, now: datetime, step: str) -> str:
    """Use case: a step of the preparation has come to its end."""
    note(demonstration_step=step)
    return step
