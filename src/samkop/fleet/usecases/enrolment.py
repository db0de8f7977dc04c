"""Lists of enrolment are read in, and the devices of preparations are checked against them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.queries.configurations import enrolment_of
from samkop.catalogue.vocabulary import EnrolmentProgramme
from samkop.core.period import day_of
from samkop.core.texts import visible
from samkop.fleet.models import Asset, EnrolmentRecord, WorkOrderLine
from samkop.fleet.policies import may_except, may_plan_work
from samkop.fleet.rules.enrolling import check_of, plain_identifier, programmes_for
from samkop.fleet.usecases.going_on import require_going_on
from samkop.fleet.vocabulary import EnrolmentCheck, WorkKind, WorkLineState
from samkop.parties.columns import Columns, cells_of, columns_of
from samkop.parties.import_files import table_of
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.records import change, change_each, create_all, note, remove
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

MOST_ROWS = 100_000
LONGEST_SERIAL, LONGEST_IMEI, LONGEST_GROUP = 100, 20, 100
Key = tuple[str, str]


def enrolment_columns() -> Columns:
    """The columns of a list, and the headings that are read as them."""
    return columns_of("enrolment_columns.csv", "samkop.fleet")


def read_enrolment_list(
    *, actor: Actor, now: datetime, programme: str, name: str, content: bytes
) -> dict[str, int]:
    """Take a programme's whole list in: what is not in it any more is not enrolled any more.

    Devices in preparation are checked anew. Returns how many are *new*, *gone*, *listed*.
    Raises Refused: ``not-allowed``, ``programme-unknown``, ``file-unreadable``, ``file-faulty``.
    """
    owner_id = actor.own_party_id
    require(may_plan_work(actor, owner_id))
    if programme not in EnrolmentProgramme.values:
        sentence = _("Choose the programme that the list is from.")
        raise Refused("programme-unknown", sentence, status=422, fields={"programme": sentence})
    listed = _listed(content)
    today = day_of(now, party_of(owner_id).time_zone)
    known = {
        (row.serial_number, row.imei): row
        for row in EnrolmentRecord.objects.filter(owner_id=owner_id, programme=programme)
    }
    create_all(
        EnrolmentRecord(
            owner_id=owner_id, programme=programme, serial_number=serial, imei=imei,
            group_tag=group, listed_on=today,
        )
        for (serial, imei), group in listed.items() if (serial, imei) not in known
    )  # fmt: skip
    change_each(
        (row, {"group_tag": listed[key], "listed_on": today})
        for key, row in known.items() if key in listed
    )  # fmt: skip
    gone = [row for key, row in known.items() if key not in listed]
    for row in gone:
        remove(row)
    note(file=name[:200], sha256=hashlib.sha256(content).hexdigest(), rows=len(listed))
    check_waiting(owner_id)
    return {"listed": len(listed), "new": len(listed.keys() - known.keys()), "gone": len(gone)}


def check_waiting(owner_id: int) -> None:
    """Check every device of the owner's that is to be prepared."""
    lines = WorkOrderLine.objects.filter(
        owner_id=owner_id, kind=WorkKind.STAGING, state=WorkLineState.OPEN
    )
    check_lines(owner_id, list(lines.order_by("id")))


def check_lines(owner_id: int, lines: Sequence[WorkOrderLine]) -> None:
    """Write down what the lists say of the devices; an exception stays one."""
    waiting = [line for line in lines if line.enrolment != EnrolmentCheck.EXCEPTED]
    facts = {
        asset_id: programmes_for(manufacturer, category)
        for asset_id, manufacturer, category in Asset.objects.filter(
            id__in=[line.asset_id for line in waiting], owner_id=owner_id
        ).values_list("id", "model__manufacturer", "category")
    }
    serials = {plain_identifier(line.serial_number) for line in waiting}
    found: dict[str, list[Key]] = {}
    for serial, imei, programme, group in EnrolmentRecord.objects.filter(
        Q(serial_number__in=serials) | Q(imei__in=serials), owner_id=owner_id
    ).values_list("serial_number", "imei", "programme", "group_tag"):
        for name in {serial, imei} & serials:
            found.setdefault(name, []).append((programme, group))
    # Of the programmes' identifiers the group tag alone stands in a list.
    groups = {
        programme: value
        for programme, value in enrolment_of(owner_id).items()
        if programme == EnrolmentProgramme.AUTOPILOT
    }
    change_each(
        (
            line,
            {
                "enrolment": check_of(
                    facts.get(line.asset_id, frozenset()),
                    found.get(plain_identifier(line.serial_number), ()), groups,
                )
            },
        )
        for line in waiting
    )  # fmt: skip


def except_from_enrolment(
    *, actor: Actor, now: datetime, line_id: int, reason: str
) -> WorkOrderLine:
    """Let a device be prepared though its maker's programme does not know it, for a reason.

    Raises Refused: ``not-found``, ``not-allowed``, ``work-over``, ``exception-not-needed``,
    ``reason-missing``.
    """
    line = (
        WorkOrderLine.objects.select_for_update(of=("self",))
        .select_related("work_order")
        .filter(id=line_id)
        .first()
    )
    if line is None:
        raise not_found()
    require(may_except(actor, line.owner_id))
    require_going_on(line.work_order)
    if line.enrolment not in {EnrolmentCheck.NOT_ENROLLED, EnrolmentCheck.OTHER_GROUP}:
        raise Refused("exception-not-needed", _("This device needs no exception."))
    said = visible(reason).strip()[:500]
    if not said:
        sentence = _("Say why the device is prepared without being enrolled.")
        raise Refused("reason-missing", sentence, status=422, fields={"reason": sentence})
    return change(line, enrolment=EnrolmentCheck.EXCEPTED, exception=said)


def _listed(content: bytes) -> dict[Key, str]:
    """Group by serial number and IMEI. Raises Refused ``file-faulty`` with the first fault."""
    table = table_of(content)
    known = enrolment_columns()
    keys = {text for _required, texts in known.values() for text in texts}
    # Such lists have many columns of their own, none of which is wrong.
    left_out = {text: "" for text in table.heading if text.casefold() not in keys}
    rows, faults = cells_of(table, known, left_out)
    if faults or len(rows) > MOST_ROWS:
        raise _faulty(1)
    listed: dict[Key, str] = {}
    for row in rows:
        serial, imei = plain_identifier(row["serial_number"]), plain_identifier(row["imei"])
        if not (serial or imei) or len(serial) > LONGEST_SERIAL or len(imei) > LONGEST_IMEI:
            raise _faulty(row.row)
        listed[serial, imei] = row["group_tag"].strip()[:LONGEST_GROUP]
    return listed


def _faulty(row: int) -> Refused:
    sentence = _(
        "Row %(row)s of the list names no device: it needs a serial number or an IMEI under a"
        " heading that is known."
    )
    return Refused("file-faulty", sentence, status=422, row=row)
