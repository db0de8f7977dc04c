"""Inbound catalogues, and the jobs that people start; one use-case call each."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from samkop.agreements.usecases.agreement import RUNNING_KINDS
from samkop.catalogue.documents import lines_about, offered_by_document, read_file
from samkop.catalogue.models import CatalogueFile
from samkop.catalogue.policies import PRICE_KEEPER
from samkop.catalogue.queries import (
    agreement_of_document,
    catalogue_file_of,
    content_of_file,
    known_catalogue,
    plan_import,
    require_fitting,
)
from samkop.catalogue.queries.shop_keeping import kept_agreements
from samkop.catalogue.queries.shown_prices import stale_prices
from samkop.catalogue.rules.offers import OfferedCatalogue
from samkop.catalogue.rules.plan import ImportPlan, counts_of_known, faults_as_json
from samkop.catalogue.usecases.imports import import_catalogue
from samkop.catalogue.usecases.shown_prices import keep_shown_prices
from samkop.core import edocs
from samkop.core.period import day_of
from samkop.exchange.queries import content_of, message_actor, message_key
from samkop.parties.models import Party
from samkop.parties.queries import parties_of_kind
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.jobs import Progress
from samkop.platform.models import JobRun
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform, reading


def catalogue_received(fact: Fact) -> None:
    """A supplier's Peppol Catalogue has come in: take it onto its agreement's shelf.

    The message was accepted as a catalogue, so that its document is one.
    """
    with reading(actors.job("exchange-inbound", fact.body["receiver_id"])):
        content = content_of(fact.body["message_id"])
    document = edocs.read(content)
    assert isinstance(document, edocs.Catalogue)  # noqa: S101 - routed by its type
    actor = message_actor(fact.body)
    with reading(actor):
        agreement = agreement_of_document(
            document, supplier_id=fact.body["sender_id"],
            purchasing_body_id=fact.body["receiver_id"],
        )  # fmt: skip
    perform(
        actor,
        import_catalogue,
        key=message_key(fact.body),
        agreement_id=agreement.pk,
        offered=offered_by_document(document, hashlib.sha256(content).hexdigest()),
    )


def keep_prices(now: datetime | None = None) -> int:
    """Keep up with what each shelf's items cost today; returns how many had changed.

    One purchasing body after the other; where nothing has changed, nothing is written.
    """
    now = now or datetime.now(UTC)
    with reading(actors.job(PRICE_KEEPER), now=now):
        bodies = list(parties_of_kind(*RUNNING_KINDS).values_list("id", flat=True))
    changed = 0
    for body_id in bodies:
        job = actors.job(PRICE_KEEPER, body_id)
        for agreement_id in _behind(job, body_id, now):
            changed += perform(job, keep_shown_prices, now=now, agreement_id=agreement_id)
    return changed


def _behind(job: Actor, body_id: int, now: datetime) -> list[int]:
    """The body's agreements of whose shelves another price is kept than today's."""
    with reading(job, now=now):
        today = day_of(now, Party.objects.get(pk=body_id).time_zone)
        return [
            agreement.pk
            for agreement in kept_agreements(body_id, today)
            if stale_prices(agreement.pk, today)
        ]


def check_catalogue_file(run: JobRun, actor: Actor, progress: Progress) -> dict[str, Any]:
    """Job: the dry run of an uploaded file. Nothing is written."""
    with reading(actor) as unit:
        file, offered = _read(run, progress, writes=False)
        today = day_of(unit.now, file.agreement.purchasing_body.time_zone)
        require_fitting(file.agreement, offered, today)
        known = known_catalogue(file.agreement, offered)
        plan = plan_import(file.agreement, offered, today)
        progress(plan.lines, plan.lines)
    if known:
        return {**_counts(offered, plan), **counts_of_known(known)}
    return _counts(offered, plan)


def _counts(offered: OfferedCatalogue, plan: ImportPlan) -> dict[str, Any]:
    return {
        "number": offered.number,
        "version": offered.version,
        "lines": plan.lines,
        "added": plan.added,
        "changed": plan.changed,
        "unchanged": plan.unchanged,
        "leaving": len(plan.leaving),
        "refused": plan.refused,
        "faults": faults_as_json(plan.faults),
    }


def import_catalogue_file(run: JobRun, actor: Actor, progress: Progress) -> dict[str, Any]:
    """Job: take an uploaded file onto the shelf, in one transaction."""
    with reading(actor):
        file, offered = _read(run, progress, writes=True)
    lines = len(offered.offers)
    catalogue = perform(
        actor,
        import_catalogue,
        agreement_id=file.agreement_id,
        offered=offered,
        progress=lambda written: progress(lines + written, 2 * lines),
    )
    return {
        "catalogue_id": catalogue.pk,
        "items": catalogue.items,
        "refused": catalogue.refused,
    }


def _read(
    run: JobRun, progress: Progress, *, writes: bool
) -> tuple[CatalogueFile, OfferedCatalogue]:
    """The file and what it offers. Reading is half of the way where writing follows."""
    file = catalogue_file_of(run.inputs["file_id"])
    content = content_of_file(file.pk)
    total = lines_about(content, file.format) * (2 if writes else 1)
    progress(0, total)

    def told(read: int) -> None:
        progress(min(read, total), total)

    return file, read_file(
        content, file_format=file.format, name=file.name, sha256=file.sha256,
        currency=file.agreement.currency, replaces_all=file.replaces_all, progress=told,
    )  # fmt: skip
