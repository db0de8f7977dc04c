"""Facts of awards that bidders hear of, and the clock that watches how long they are bound."""

from __future__ import annotations

from datetime import UTC, datetime

from samkop.parties.queries import parties_of_kind
from samkop.parties.vocabulary import BUYER_KINDS, PartyKind
from samkop.platform import actors
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import Tender
from samkop.tendering.queries.awards import watch_of
from samkop.tendering.queries.tenders import day_of
from samkop.tendering.usecases.award_notices import tell_of_award, tell_of_extension
from samkop.tendering.usecases.bid_validity import NOTICE_OF, WATCHED, warn_of_validity

JOB = "validity-watch"


def say_award_decided(fact: Fact) -> None:
    """The decision is sent: each bidder's people are told."""
    for bidder_id in fact.body["bidder_ids"]:
        perform(
            actors.job("notices", bidder_id), tell_of_award, key=fact.key_for("tell-of-award"),
            now=fact.happened_at, tender_id=fact.body["tender_id"],
        )  # fmt: skip


def say_extension_asked(fact: Fact) -> None:
    """Each bidder's people are told what is asked of them."""
    for bidder_id in fact.body["bidder_ids"]:
        perform(
            actors.job("notices", bidder_id), tell_of_extension,
            key=fact.key_for("tell-of-extension"), now=fact.happened_at,
            extension_id=fact.body["extension_id"],
        )  # fmt: skip


def watch_bids(now: datetime | None = None) -> int:
    """Warn of each tender whose bidders are soon, or not any more, bound; how many there are.

    Told once a week and stage, as long as nothing has changed.
    """
    now = now or datetime.now(UTC)
    with reading(actors.job(JOB), now=now):
        kinds = (*BUYER_KINDS, PartyKind.CENTRAL_PURCHASING_BODY)
        owners = list(parties_of_kind(*kinds).values_list("id", flat=True))
    due = 0
    for owner_id in owners:
        job = actors.job(JOB, owner_id)
        for tender_id, key in _due_of(job, owner_id, now):
            perform(job, warn_of_validity, key=key, now=now, tender_id=tender_id)
            due += 1
    return due


def _due_of(job: actors.Actor, owner_id: int, now: datetime) -> list[tuple[int, str]]:
    """The owner's tenders with a warning, each with the key under which it is told once."""
    due = []
    with reading(job, now=now):
        rows = Tender.objects.filter(owner_id=owner_id, state__in=WATCHED)
        for tender in rows.select_related("owner").order_by("id"):
            today = day_of(tender.owner, now)
            watch = watch_of(tender, today)
            if watch is not None and watch.state in NOTICE_OF:
                year, week, _day = today.isocalendar()
                due.append((tender.pk, f"{tender.pk}/{watch.state}/{watch.ends}/{year}-{week}"))
    return due
