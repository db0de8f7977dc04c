"""What is public: decisions long ago, and what they let out of the agreements and the orders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.vocabulary import State
from samkop.core.period import months_after
from samkop.opendata.handlers import publish_last_month
from samkop.opendata.policies import PUBLISHER
from samkop.opendata.rules import rule_of
from samkop.opendata.usecases.decisions import TASK, decide_publication
from samkop.opendata.usecases.publishing import publish_agreement
from samkop.opendata.vocabulary import Field, Treatment
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading
from samkop.site.demo.cast import Cast
from samkop.site.demo.dates import at
from samkop.site.demo.seeds import organisations
from samkop.site.demo.sourcing.scene import BODY, TOWN, Scene, sourcing
from samkop.site.demo.sourcing.work import run_jobs


def decide_what_is_public(cast: Cast, now: datetime) -> None:
    """Each organisation's registrar records what its board has decided, before there is anything.

    So what comes later is published as it comes.
    """
    said = dict(sourcing()["published"])
    decided_by, _months = said.pop("decided_by"), said.pop("months")
    for key, names in said.items():
        registrar = cast.person("registrar", key)
        for number, field in enumerate(_fields(names, organisations()[key].country), 1):
            perform(
                registrar, decide_publication, key=f"demo:public:{field}", now=now, field=field,
                published=True, decided_on=now.date(),
                decided_by="Styrelsen" if key == BODY else decided_by,
                register_number=f"{key}/{now.year}/{number} (demo)",
            )  # fmt: skip
        # What each decision has started finds nothing to publish yet.
        run_jobs(cast.parties[key], TASK, now)


def _fields(names: list[str], country: str) -> Iterator[Field]:
    """The fields that are named, or all of a kind that the country's rules leave to decide on."""
    for field in Field:
        rule = rule_of(field, country)
        named = field in names or f"{field.split('.')[0]}.*" in names
        if named and rule is not None and rule.treatment == Treatment.DECIDED:
            yield field


def publish(scene: Scene) -> None:
    """The agreements as they are, and what was ordered in the months before the founding.

    As the worker has done since: an agreement when it changed, a month's orders after its end.
    """
    for key in (BODY, TOWN):
        job = actors.job(PUBLISHER, scene.party(key))
        with reading(job):
            rows = FrameworkAgreement.objects.filter(purchasing_body_id=scene.party(key))
            shown = rows.exclude(state=State.IN_PREPARATION).order_by("valid_from", "id")
            begun = [(pk, first) for pk, first in shown.values_list("id", "valid_from")]
        for pk, first in begun:
            now = at(min(first, scene.day(1)), 12)
            perform(job, publish_agreement, key=f"demo:public:{pk}", now=now, agreement_id=pk)
    this = scene.founded.replace(day=1)
    for back in range(sourcing()["published"]["months"] - 1, -1, -1):
        month = months_after(this, -back)
        if (then := at(month, 5)) < at(scene.founded, 8):
            publish_last_month(then)
