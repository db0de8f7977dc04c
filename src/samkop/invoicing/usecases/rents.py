"""Rents of financiers: recorded from a file or by a program, ended when a device goes back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.invoicing.models import RentSchedule
from samkop.invoicing.policies import may_keep_rents, may_match
from samkop.invoicing.queries.rent_plans import plan_rent_file, plan_rents, rent_columns
from samkop.invoicing.vocabulary import RENTS
from samkop.parties.columns import NO_MAP, ColumnMap
from samkop.parties.file_plans import FilePlan
from samkop.parties.import_files import headings_of, import_file_of
from samkop.parties.models import HeadingMap, ImportFile
from samkop.parties.queries import party_of
from samkop.parties.usecases.import_files import keep_file, name_headings
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.imports import import_done
from samkop.platform.outbox import tell
from samkop.platform.records import change, create_all, note
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require


def record_rents(
    *, actor: Actor, now: datetime, rows: Sequence[Mapping[str, str]]
) -> dict[str, int]:
    """Record rents of financiers to the organisation, all of them or none.

    Each row has the texts of the columns of a file (``data/rent_columns.csv``). A device that is
    known by financier, schedule and serial number gets what the row says. Returns the counts
    ``rows``, ``new``, ``changed``, ``unchanged``; the financiers' open invoices are matched
    again. Raises Refused: ``not-allowed``, ``rents-faulty`` with ``faults`` (row, column, code)
    among its facts.
    """
    require(may_keep_rents(actor))
    hold(RENTS, actor.own_party_id)
    return _take(plan_rents(rows, party_of(actor.own_party_id), now))


def upload_rent_file(*, actor: Actor, now: datetime, name: str, content: bytes) -> ImportFile:
    """Keep a file of rents until it is imported; it replaces the person's earlier one.

    Raises Refused: ``not-allowed``, ``file-too-large``, ``file-unreadable``.
    """
    require(may_keep_rents(actor) and actor.person_id is not None)
    return keep_file(actor=actor, now=now, kind=RENTS, name=name, content=content)


def name_rent_headings(
    *, actor: Actor, now: datetime, file_id: int, called: Mapping[str, str]
) -> HeadingMap:
    """Remember what the headings of an uploaded file mean: heading to key, or to nothing.

    Raises Refused: ``not-allowed``, ``not-found``, ``column-unknown``.
    """
    rent_file_of(actor, file_id)
    return name_headings(actor=actor, now=now, kind=RENTS, called=called, known=rent_columns())


def rent_file_of(actor: Actor, file_id: int) -> ImportFile:
    """The organisation's uploaded file of rents. Raises Refused ``not-allowed``, ``not-found``."""
    require(may_keep_rents(actor))
    return import_file_of(actor.own_party_id, file_id, [RENTS])


def import_rent_file(*, actor: Actor, now: datetime, file_id: int) -> dict[str, int]:
    """Import an uploaded file, and let the file go. Answers as ``import_rents``."""
    file = rent_file_of(actor, file_id)
    counts = import_rents(
        actor=actor, now=now, name=file.name, content=bytes(file.content),
        called=headings_of(file.party_id, RENTS),
    )  # fmt: skip
    ImportFile.objects.filter(id=file_id).delete()
    return counts


def import_rents(
    *, actor: Actor, now: datetime, name: str, content: bytes, called: ColumnMap = NO_MAP
) -> dict[str, int]:
    """Record what a file says; ``called`` says what its own headings mean.

    Answers and raises Refused as ``record_rents``, and ``file-unreadable``.
    """
    require(may_keep_rents(actor))
    hold(RENTS, actor.own_party_id)
    counts = _take(plan_rent_file(content, party_of(actor.own_party_id), now, called))
    sha256 = hashlib.sha256(content).hexdigest()
    note(file=name, sha256=sha256, rows=counts["rows"])
    import_done(now=now, kind=RENTS, name=name, sha256=sha256, rows=counts["rows"])
    return counts


def end_returned_rents(
    *, actor: Actor, now: datetime, serial_numbers: Sequence[str], returned_on: date | None = None
) -> int:
    """End the rents of devices that went back on a day, or today; returns how many ended.

    Those that have run out, or ended before, stay as they are. Raises Refused ``not-allowed``.
    """
    require(may_match(actor))
    party = party_of(actor.own_party_id)
    day = returned_on or day_of(now, party.time_zone)
    running = RentSchedule.objects.select_for_update().filter(
        buyer=party, serial_number__in=serial_numbers, returned_on__isnull=True
    )
    ended = [one for one in running.order_by("id") if one.is_ended_by(day)]
    for one in ended:
        change(one, returned_on=day)
    tell_of_rents(ended)
    return len(ended)


def _take(plan: FilePlan) -> dict[str, int]:
    if plan.faults:
        raise Refused(
            "rents-faulty",
            _("Nothing was recorded: %(count)s cells are wrong."),
            status=422, count=len(plan.faults),
            faults=[(fault.row, fault.column, fault.code) for fault in plan.faults],
        )  # fmt: skip
    new = [one for one in plan.new if isinstance(one, RentSchedule)]
    changed = [(one, said) for one, said in plan.changed if isinstance(one, RentSchedule)]
    create_all(new)
    for one, said in changed:
        change(one, **said)
    tell_of_rents([*new, *(one for one, _said in changed)])
    return plan.counts()


def tell_of_rents(rents: Sequence[RentSchedule]) -> None:
    """Tell that rents have changed: the financiers' open invoices are matched again."""
    for buyer_id, financier_id in sorted({(one.buyer_id, one.financier_id) for one in rents}):
        tell("rents-changed", buyer_id=buyer_id, financier_id=financier_id)
