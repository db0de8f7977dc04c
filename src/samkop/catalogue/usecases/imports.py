"""Taking a supplier's catalogue onto the shelf."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from datetime import datetime
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from psycopg.types.json import Jsonb

from samkop.agreements.queries import agreement_of
from samkop.catalogue.models import Catalogue
from samkop.catalogue.policies import may_import_catalogue
from samkop.catalogue.queries import known_catalogue, plan_import, require_fitting
from samkop.catalogue.queries.imports import COLUMNS
from samkop.catalogue.rules.joining import ItemValues
from samkop.catalogue.rules.offers import OfferedCatalogue
from samkop.catalogue.rules.plan import ImportPlan, faults_as_json
from samkop.catalogue.usecases.pictures import keep_catalogue_pictures
from samkop.catalogue.usecases.shown_prices import one_shelf_at_a_time, write_shown_prices
from samkop.catalogue.vocabulary import CATALOGUE
from samkop.core.period import day_of
from samkop.platform.actors import Actor
from samkop.platform.imports import import_done
from samkop.platform.records import create, note
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

# Written in steps of so many items, so that progress shows and a stop is heard.
STEP = 1_000
PROPERTIES = COLUMNS.index("properties")

# COPY into a protected table is refused; a temporary one belongs to nobody.
INCOMING = (
    "CREATE TEMPORARY TABLE catalogue_incoming"  # noqa: S608 - made of column names
    " ON COMMIT DROP AS SELECT 0 AS place,"
    f" {', '.join(COLUMNS)} FROM catalogue_catalogueitem WITH NO DATA"
)
COPY = f"COPY catalogue_incoming (place, {', '.join(COLUMNS)}) FROM STDIN"
UPSERT = (
    "INSERT INTO catalogue_catalogueitem"  # noqa: S608 - made of column names
    f" (agreement_id, purchasing_body_id, supplier_id, catalogue_id, {', '.join(COLUMNS)})"
    f" SELECT %s, %s, %s, %s, {', '.join(COLUMNS)} FROM catalogue_incoming"
    " WHERE place >= %s AND place < %s ORDER BY place"
    " ON CONFLICT (agreement_id, seller_item_id) DO UPDATE SET catalogue_id ="
    " excluded.catalogue_id, "
    + ", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name != "seller_item_id")
)
TAKE_OFF = (
    "UPDATE catalogue_catalogueitem SET active = false, catalogue_id = %s"
    " WHERE agreement_id = %s AND seller_item_id = ANY (%s)"
)
NAME_SUCCESSORS = (
    "UPDATE catalogue_catalogueitem AS old SET replaced_by_id = new.id"
    " FROM unnest(%s::text[], %s::text[]) AS pair (old_number, new_number)"
    " JOIN catalogue_catalogueitem new ON new.agreement_id = %s"
    " AND new.seller_item_id = pair.new_number"
    " WHERE old.agreement_id = %s AND old.seller_item_id = pair.old_number AND old.id <> new.id"
)


def import_catalogue(
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    offered: OfferedCatalogue,
    progress: Callable[[int], None] | None = None,
) -> Catalogue:
    """Take a supplier's catalogue onto an agreement's shelf, in one transaction.

    Lines with faults are refused one by one, the others taken; a catalogue that replaces
    all takes off what it does not have. The same number and version with the same bytes
    answers as before. ``progress`` is told how many items have been written, and may raise
    to stop: then nothing is kept.

    Raises Refused: ``catalogue-version-known`` (other content under a known number and
    version), ``catalogue-without-lines`` (nothing in it can be taken), and as
    ``require_fitting``.
    """
    agreement = agreement_of(agreement_id)
    require(may_import_catalogue(actor, agreement))
    one_shelf_at_a_time(agreement_id)
    known = known_catalogue(agreement, offered)
    if known:
        _register(known, now, 0)
        return known
    today = day_of(now, agreement.purchasing_body.time_zone)
    require_fitting(agreement, offered, today)
    plan = plan_import(agreement, offered, today)
    if not plan.taken and not plan.leaving:
        raise _without_lines(plan)
    catalogue = create(
        Catalogue(
            agreement=agreement, purchasing_body_id=agreement.purchasing_body_id,
            supplier_id=agreement.supplier_id, number=offered.number, version=offered.version,
            format=offered.format, issue_date=offered.issue_date or today,
            source_hash=offered.sha256, imported_at=now, items=plan.taken,
            refused=plan.refused, faults=faults_as_json(plan.faults),
        )
    )  # fmt: skip
    _write(catalogue, plan, progress)
    write_shown_prices(agreement_id, today)
    _keep_pictures(catalogue, offered, plan, now)
    note(
        file=offered.sha256, added=plan.added, changed=plan.changed, unchanged=plan.unchanged,
        taken_off=len(plan.leaving), refused=plan.refused,
    )  # fmt: skip
    _register(catalogue, now, plan.taken)
    return catalogue


def _register(catalogue: Catalogue, now: datetime, taken: int) -> None:
    """Note in the register of imports what became of the file."""
    import_done(
        now=now, kind=CATALOGUE, name=str(catalogue), sha256=catalogue.source_hash, rows=taken,
        fault_count=catalogue.refused, page=reverse("catalogue", args=[catalogue.pk]),
    )  # fmt: skip


def _without_lines(plan: ImportPlan) -> Refused:
    first = plan.faults[0] if plan.faults else None
    return Refused(
        "catalogue-without-lines",
        _(
            "No line of this catalogue can be taken: %(refused)s of %(lines)s are refused."
            " Put them right and send the catalogue again."
        ),
        refused=plan.refused,
        lines=plan.lines,
        first_fault=str(first.code) if first else "",
    )


def _write(catalogue: Catalogue, plan: ImportPlan, progress: Callable[[int], None] | None) -> None:
    agreement_id = catalogue.agreement_id
    owner = (agreement_id, catalogue.purchasing_body_id, catalogue.supplier_id, catalogue.pk)
    with connection.cursor() as cursor:
        cursor.execute(INCOMING)
        with cursor.copy(COPY) as copy:
            for place, values in enumerate(plan.written):
                copy.write_row(_row(place, values))
        for start in range(0, len(plan.written), STEP):
            cursor.execute(UPSERT, [*owner, start, start + STEP])
            if progress:
                progress(min(start + STEP, len(plan.written)))
        if plan.leaving:
            cursor.execute(TAKE_OFF, [catalogue.pk, agreement_id, list(plan.leaving)])
        if plan.successors:
            pairs = plan.successors
            cursor.execute(
                NAME_SUCCESSORS, [list(pairs), list(pairs.values()), agreement_id, agreement_id]
            )


def _keep_pictures(
    catalogue: Catalogue, offered: OfferedCatalogue, plan: ImportPlan, now: datetime
) -> None:
    """Keep the pictures that came with items which are on the shelf; nothing else hangs on them.

    One that cannot be read is counted in the audit entry, and the item has its drawing.
    """
    faulty = {fault.row for fault in plan.faults}
    brought = {
        offer.seller_item_id: offer.picture
        for offer in offered.offers
        if offer.picture and not offer.deleted and offer.row not in faulty
    }
    if brought:
        kept, unreadable = keep_catalogue_pictures(catalogue.agreement_id, brought, now)
        note(pictures=kept, pictures_unreadable=unreadable)


def _row(place: int, values: ItemValues) -> list[Any]:
    row = list(astuple(values))
    row[PROPERTIES] = Jsonb(dict(values.properties))
    return [place, *row]
