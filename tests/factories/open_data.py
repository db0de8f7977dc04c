"""Decisions on publication for tests, and what is published by them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from factories.parties import an_actor
from samkop.agreements.models import FrameworkAgreement
from samkop.opendata.handlers import publish_decided, publish_last_month
from samkop.opendata.models import PublicationDecision
from samkop.opendata.policies import PUBLISHER
from samkop.opendata.usecases.decisions import TASK, decide_publication
from samkop.opendata.usecases.publishing import publish_agreement, publish_orders
from samkop.opendata.vocabulary import Field
from samkop.parties.models import Party
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.jobs import Progress
from samkop.platform.models import JobRun
from samkop.platform.unit_of_work import perform, reading

AGREEMENT = tuple(field for field in Field if field.startswith("agreement."))
ORDERS = tuple(field for field in Field if field.startswith("orders."))
DECIDED_ON = date(2026, 1, 15)
# The orders of a market are placed in March 2026.
APRIL = datetime(2026, 4, 3, 9, 0, tzinfo=UTC)
MARCH = date(2026, 3, 1)


def decided(
    party: Party, *fields: Field, published: bool = True, now: datetime = APRIL
) -> list[PublicationDecision]:
    """The party decides to publish the fields, or not to any more."""
    registrar = an_actor(party, RoleName.REGISTRAR)
    return [
        perform(
            registrar, decide_publication, now=now, field=field, published=published,
            decided_on=now.date() if not published else DECIDED_ON, decided_by="Board",
            register_number=f"D {field}", reason="" if published else "Trade secrets",
        )
        for field in fields
    ]  # fmt: skip


def publish_what_was_decided(decision: PublicationDecision) -> dict[str, int]:
    """The job that the decision has started, run here."""
    worker = actors.job("worker", decision.owner_id)
    with reading(worker):
        run = JobRun.objects.get(task=TASK, key=f"decision:{decision.pk}")
    return publish_decided(run, worker, Progress(run.pk, run.party_id))


def publish_march(now: datetime = APRIL) -> int:
    """What the clock publishes in April."""
    return publish_last_month(now)


def published_ids(agreement: FrameworkAgreement, body: Party, *buyers: Party) -> dict[str, str]:
    """What the addresses of open data name, of an agreement with the orders of a month."""
    decided(body, *AGREEMENT)
    for buyer in buyers:
        decided(buyer, *ORDERS)
    job = actors.job(PUBLISHER, body.pk)
    release = perform(job, publish_agreement, now=APRIL, agreement_id=agreement.pk)
    perform(job, publish_orders, now=APRIL, agreement_id=agreement.pk, month=MARCH)
    return {"ocid": release.ocid, "release": release.release_id}
