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
from samkop.fleet.policies import may_except, may_read_enrolment
from samkop.fleet.queries.enrolment_plans import EnrolmentPlan, plan_enrolment
from samkop.fleet.rules.enrolling import check_of, plain_identifier, programmes_for
from samkop.fleet.usecases.going_on import require_going_on
from samkop.fleet.vocabulary import EnrolmentCheck, WorkKind, WorkLineState
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.imports import import_done
from samkop.platform.records import change, change_each, create_all, note, remove
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

ENROLMENT = "enrolment"
Key = tuple[str, str]  # programme, group


def read_enrolment_list(
    *, actor: Actor, now: datetime, programme: str, name: str, content: bytes
) -> dict[str, int]:
    """Take a programme's whole list in: what is not in it any more is not enrolled any more.

    Devices in preparation are checked anew. Returns how many are *new*, *gone*, *listed*.
    Raises Refused: ``not-allowed``, ``programme-unknown``, ``file-unreadable``, ``file-faulty``
    with ``faults`` (row, column, code).
    """
    owner_id = actor.own_party_id
    require(may_read_enrolment(actor, owner_id))
    require_programme(programme)
    plan = plan_enrolment(owner_id, programme, content)
    if plan.faults:
        raise _faulty(plan)
    listed, known = plan.listed, plan.known
    today = day_of(now, party_of(owner_id).time_zone)
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
    sha256 = hashlib.sha256(content).hexdigest()
    note(file=name[:200], sha256=sha256, rows=len(listed))
    import_done(now=now, kind=ENROLMENT, name=name, sha256=sha256, rows=len(listed))
    check_waiting(owner_id)
    return {"listed": len(listed), "new": len(listed.keys() - known.keys()), "gone": len(gone)}


def require_programme(programme: str) -> None:
    """Raise Refused ``programme-unknown`` unless it is one whose lists are read."""
    if programme not in EnrolmentProgramme.values:
        sentence = _("Choose the programme that the list is from.")
        raise Refused("programme-unknown", sentence, status=422, fields={"programme": sentence})


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


def _faulty(plan: EnrolmentPlan) -> Refused:
    first = plan.faults[0]
    sentence = _("Nothing was read: the list has faulty rows (%(count)s). Row %(row)s: %(first)s")
    return Refused(
        "file-faulty", sentence, status=422, count=len(plan.faults), row=first.row,
        first=str(first), faults=[(one.row, one.column, one.code) for one in plan.faults],
    )  # fmt: skip
