"""What makes something to be published: facts, the clock, and decisions on publication."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from samkop.agreements.models import FrameworkAgreement, NamedBuyer
from samkop.agreements.usecases.agreement import RUNNING_KINDS
from samkop.core.period import day_of, months_after
from samkop.opendata.models import PublicationDecision
from samkop.opendata.policies import PUBLISHER
from samkop.opendata.queries import open_fields_of
from samkop.opendata.queries.agreements import agreements_of_publication
from samkop.opendata.queries.planning import consultation_ids_of
from samkop.opendata.queries.prices import months_with_prices
from samkop.opendata.queries.purchases import months_with_orders
from samkop.opendata.usecases.publishing import publish_agreement, publish_orders
from samkop.opendata.usecases.publishing_planning import publish_consultation
from samkop.opendata.usecases.publishing_prices import publish_prices
from samkop.opendata.usecases.publishing_tenders import publish_tender
from samkop.opendata.vocabulary import Field
from samkop.parties.models import Party
from samkop.parties.queries import parties_of_kind
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.jobs import Progress
from samkop.platform.models import JobRun
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.queries import tenders_of


def agreement_changed(fact: Fact) -> None:
    """An agreement is signed, joined, changed or over: what may be told of it is published."""
    if fact.party_id is None:
        return
    agreement_id = fact.body["agreement_id"]
    runner_id = _runner_of(fact.party_id, agreement_id)
    if runner_id is not None:
        perform(
            actors.job(PUBLISHER, runner_id), publish_agreement, key=fact.key_for("publish"),
            agreement_id=agreement_id,
        )  # fmt: skip


def _runner_of(party_id: int, agreement_id: int) -> int | None:
    """Who runs an agreement, if it is to be published."""
    with reading(actors.job(PUBLISHER, party_id)):
        rows = FrameworkAgreement.objects.filter(id=agreement_id).exclude(state="in-preparation")
        return rows.values_list("purchasing_body_id", flat=True).first()


def tender_changed(fact: Fact) -> None:
    """A tender is open for bids, decided, concluded or cancelled: what may be told is published."""
    perform(
        actors.job(PUBLISHER, fact.body["owner_id"]), publish_tender, key=fact.key_for("publish"),
        tender_id=fact.body["tender_id"],
    )  # fmt: skip


def consultation_changed(fact: Fact) -> None:
    """A market consultation is open, has more time, or has its record: that is published."""
    perform(
        actors.job(PUBLISHER, fact.body["owner_id"]), publish_consultation,
        key=fact.key_for("publish"), consultation_id=fact.body["consultation_id"],
    )  # fmt: skip


@dataclass(frozen=True)
class _Work:
    """Something to publish: an agreement, or its orders or prices of a month."""

    runner_id: int
    agreement_id: int
    month: date | None = None
    prices: bool = False

    def do(self, key: str, now: datetime | None = None) -> None:
        job = actors.job(PUBLISHER, self.runner_id)
        whole = f"{key}/{self.agreement_id}/{self.month or ''}"
        if self.prices:
            perform(
                job, publish_prices, key=f"{whole}/prices", now=now,
                agreement_id=self.agreement_id, month=self.month,
            )  # fmt: skip
        elif self.month is None:
            perform(job, publish_agreement, key=whole, now=now, agreement_id=self.agreement_id)
        else:
            perform(
                job, publish_orders, key=whole, now=now, agreement_id=self.agreement_id,
                month=self.month,
            )  # fmt: skip


def publish_decided(run: JobRun, actor: Actor, progress: Progress) -> dict[str, Any]:
    """The job after a decision: everything of the organisation's that it concerns, anew.

    May be run twice: each thing has its key, and is published only where it says something new.
    """
    now = datetime.now(UTC)
    decision_id = run.inputs["decision_id"]
    with reading(actor):
        decision = PublicationDecision.objects.select_related("owner").get(id=decision_id)
        agreements = agreements_of_publication(decision.owner_id)
        tenders = list(tenders_of(decision.owner_id).order_by("id").values_list("id", flat=True))
        consultations = consultation_ids_of(decision.owner_id)
    work = [each for agreement in agreements for each in _all_of(agreement, decision, now)]
    job = actors.job(PUBLISHER, decision.owner_id)
    first = len(consultations) + len(tenders)
    total = first + len(work)
    # Consultations first: a tender names the processes in which it was planned.
    for done, consultation_id in enumerate(consultations):
        progress(done, total)
        key = f"decision:{decision_id}/consultation:{consultation_id}"
        perform(job, publish_consultation, key=key, consultation_id=consultation_id)
    for done, tender_id in enumerate(tenders, len(consultations)):
        progress(done, total)
        key = f"decision:{decision_id}/tender:{tender_id}"
        perform(job, publish_tender, key=key, tender_id=tender_id)
    for done, each in enumerate(work, first):
        progress(done, total)
        each.do(f"decision:{decision_id}")
    progress(total, total)
    return {"looked_at": total}


def _all_of(
    agreement: FrameworkAgreement, decision: PublicationDecision, now: datetime
) -> Iterator[_Work]:
    runner_id = agreement.purchasing_body_id
    if decision.owner_id == runner_id:
        yield _Work(runner_id, agreement.pk)
    with reading(actors.job(PUBLISHER, runner_id)):
        months = months_with_orders(agreement, now)
        today = day_of(now, agreement.purchasing_body.time_zone)
        priced = months_with_prices(agreement, today) if decision.owner_id == runner_id else []
    yield from (_Work(runner_id, agreement.pk, month) for month in months)
    yield from (_Work(runner_id, agreement.pk, month, prices=True) for month in priced)


def publish_last_month(now: datetime | None = None) -> int:
    """Publish the orders and prices of the month before, once it is over.

    Returns how many agreements' orders were looked at.

    Looked at again each week of the month after, since orders are cancelled late.
    """
    now = now or datetime.now(UTC)
    with reading(actors.job(PUBLISHER), now=now):
        runners = list(parties_of_kind(*RUNNING_KINDS))
    looked_at = 0
    for runner in runners:
        today = day_of(now, runner.time_zone)
        month = months_after(today.replace(day=1), -1)
        for agreement_id in _publishing(runner, today, now):
            week = f"week:{(today.day - 1) // 7}"
            _Work(runner.pk, agreement_id, month).do(week, now)
            looked_at += 1
        for agreement_id in _pricing(runner, today, now):
            week = f"week:{(today.day - 1) // 7}"
            _Work(runner.pk, agreement_id, month, prices=True).do(week, now)
    return looked_at


def _pricing(runner: Party, today: date, now: datetime) -> list[int]:
    """The agreements of a runner whose prices it publishes."""
    with reading(actors.job(PUBLISHER, runner.pk), now=now):
        if Field.PRICES_ITEMS not in open_fields_of(runner, today):
            return []
        rows = FrameworkAgreement.objects.filter(purchasing_body=runner)
        rows = rows.exclude(state="in-preparation").order_by("id")
        return list(rows.values_list("id", flat=True))


def _publishing(runner: Party, today: date, now: datetime) -> list[int]:
    """The agreements of a runner of whose orders something is published."""
    with reading(actors.job(PUBLISHER, runner.pk), now=now):
        if Field.AGREEMENT_TITLE not in open_fields_of(runner, today):
            return []
        buying = NamedBuyer.objects.filter(agreement__purchasing_body=runner)
        deciding = PublicationDecision.objects.filter(field=Field.ORDERS_TOTAL).values("owner_id")
        ids = buying.filter(buyer_id__in=deciding).values_list("agreement_id", flat=True)
        return sorted(set(ids))
