"""A financier's schedule: recorded, compared to the cent, agreed; and its word on a lease."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core.leasing import Line, term_end
from samkop.fleet.models import (
    Lease,
    LeaseSchedule,
    LeaseScheduleLine,
    LeaseStatement,
)
from samkop.fleet.policies import may_finance, may_keep_leases, may_record_schedules
from samkop.fleet.queries.lease_files import LONGEST_SERIAL
from samkop.fleet.queries.leases import lease_of, locked_leases, schedule_differences
from samkop.fleet.usecases.lease_books import book, event_of, recommit
from samkop.fleet.vocabulary import (
    LONGEST_TERM,
    LeaseEventKind,
    LeaseState,
    StatementKind,
)
from samkop.parties.models import Party
from samkop.parties.vocabulary import PartyKind
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, change_each, create, create_all
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

# Who lets devices out: a bank or a leasing company, or the supplier itself.
LONGEST_NUMBER = 60
LETS = (PartyKind.FINANCIER, PartyKind.SUPPLIER)


def record_schedule(
    *, actor: Actor, now: datetime, financier_id: int, lessee_id: int, number: str,
    starts_on: date, months: int, lines: Sequence[Line],
) -> LeaseSchedule:  # fmt: skip
    """Record a financier's schedule, with its devices and their rents of a month.

    By the financier; or by the lessee, from the financier's file. A corrected one is recorded
    anew under the same number. Raises Refused: ``not-allowed``, ``financier-unknown``,
    ``schedule-number-missing``, ``schedule-starts-on-a-first``, ``term-wrong``,
    ``schedule-empty``, ``rent-wrong``, ``serial-number-wrong``, ``row-repeated``.
    """
    require(may_record_schedules(actor, financier_id, lessee_id))
    number = number.strip()
    require_schedule(financier_id, number, starts_on, months)
    _check_lines(lines)
    sides = {
        "financier_id": financier_id, "lessee_id": lessee_id, "recorded_by_id": actor.own_party_id
    }  # fmt: skip
    schedule = create(
        LeaseSchedule(
            **sides, number=number, starts_on=starts_on, months=months, recorded_at=now,
            monthly_cents=sum(line.monthly_cents for line in lines),
        )
    )  # fmt: skip
    create_all(
        [
            LeaseScheduleLine(
                schedule=schedule, **sides, serial_number=line.serial_number.strip(),
                monthly_cents=line.monthly_cents,
            )
            for line in lines
        ],
        under=schedule,
    )  # fmt: skip
    return schedule


def agree_schedule(*, actor: Actor, now: datetime, lease_id: int, schedule_id: int) -> Lease:
    """Agree to a financier's schedule that has every device at its rent: the lease runs by it.

    Its number and its first day are the financier's to say; interim rent runs until then. Rents
    stand in the ledger from now on, and are expected of the financier's invoices. Raises Refused:
    ``not-found``, ``not-allowed``, ``lease-runs-already``, ``schedule-differs`` with how many
    devices and by how many cents a month, ``schedule-number-taken``, and as
    ``lease_books.recommit``.
    """
    require(may_keep_leases(actor, actor.own_party_id))
    [lease] = locked_leases(actor.own_party_id, [lease_id])
    schedule = LeaseSchedule.objects.filter(
        id=schedule_id, lessee_id=lease.owner_id, financier_id=lease.financier_id
    ).first()
    if schedule is None:
        raise not_found()
    if lease.state != LeaseState.INTERIM:
        sentence = _("Lease %(number)s has its schedule already. Nothing was changed.")
        raise Refused("lease-runs-already", sentence, number=lease.number)
    _require_equal(lease, schedule)
    taken = Lease.objects.filter(owner_id=lease.owner_id, financier_id=lease.financier_id)
    if taken.filter(schedule_number=schedule.number).exists():
        sentence = _("Another lease runs by schedule %(number)s. Ask the financier for its own.")
        raise Refused("schedule-number-taken", sentence, number=schedule.number)
    devices = list(lease.devices.select_for_update().order_by("id"))
    before = lease.starts_on
    change(
        lease, state=LeaseState.RUNNING, schedule_number=schedule.number,
        starts_on=schedule.starts_on, ends_on=term_end(schedule.starts_on, schedule.months),
    )  # fmt: skip
    change_each(
        (one, {"first_month": schedule.starts_on}) for one in devices if one.first_month == before
    )
    said = event_of(
        lease, LeaseEventKind.AGREED, now, due_on=schedule.starts_on, devices=len(devices),
        note=schedule.number,
    )  # fmt: skip
    book(lease, devices, now, [said])
    tell("lease-rents-changed", buyer_id=lease.owner_id, lease_id=lease.pk)
    recommit(lease, devices, now)
    return lease


def state_of_lease(
    *, actor: Actor, now: datetime, lease_id: int, kind: str, cents: int | None = None,
    holds_until: date | None = None, note_text: str = "",
) -> LeaseStatement:  # fmt: skip
    """The financier's word: a price of buying out, that notice came, that devices came back.

    Raises Refused: ``not-found``, ``not-allowed``, ``statement-unknown``, ``amount-missing``.
    """
    lease = lease_of(lease_id)
    require(may_finance(actor, lease.financier_id))
    if kind not in StatementKind.values:
        raise _wrong("statement-unknown", "kind", _("Choose what you say of the lease."))
    priced = kind == StatementKind.BUY_OUT_PRICE
    if priced and (cents is None or cents < 0):
        raise _wrong("amount-missing", "amount", _("Write the price without VAT."))
    return create(
        LeaseStatement(
            lease=lease, owner_id=lease.owner_id, financier_id=lease.financier_id, kind=kind,
            cents=cents if priced else None, holds_until=holds_until if priced else None,
            note=note_text.strip()[:500], at=now,
        )
    )  # fmt: skip


def require_schedule(financier_id: int, number: str, starts_on: date, months: int) -> None:
    """Refuse what no schedule has, whatever its devices.

    Raises Refused: ``financier-unknown``, ``schedule-number-missing``,
    ``schedule-starts-on-a-first``, ``term-wrong``.
    """
    if not Party.objects.filter(id=financier_id, kind__in=LETS).exists():
        sentence = _("Choose one of those that let devices out.")
        raise _wrong("financier-unknown", "financier", sentence)
    if not number or len(number) > LONGEST_NUMBER:
        sentence = _("Write the schedule's number, with at most 60 characters.")
        raise _wrong("schedule-number-missing", "number", sentence)
    if starts_on.day != 1:
        sentence = _("A schedule starts on the first day of a month. Choose one.")
        raise _wrong("schedule-starts-on-a-first", "starts_on", sentence)
    if not 1 <= months <= LONGEST_TERM:
        raise _wrong("term-wrong", "months", _("Write how many months, from 1 to 120."))


def _check_lines(lines: Sequence[Line]) -> None:
    if not lines:
        raise _wrong("schedule-empty", "file", _("The schedule has no device. Choose another."))
    seen: set[str] = set()
    for line in lines:
        serial = line.serial_number.strip()
        facts = {"serial": serial}
        if not 0 < len(serial) <= LONGEST_SERIAL:
            sentence = _("Each device has a serial number of at most 100 characters.")
            raise _wrong("serial-number-wrong", "file", sentence)
        if line.monthly_cents <= 0:
            raise _wrong("rent-wrong", "file", _("Device %(serial)s has no rent."), **facts)
        if serial in seen:
            sentence = _("Device %(serial)s stands in the schedule twice.")
            raise _wrong("row-repeated", "file", sentence, **facts)
        seen.add(serial)


def _require_equal(lease: Lease, schedule: LeaseSchedule) -> None:
    found = schedule_differences(lease, schedule)
    early = schedule.starts_on < lease.accepted_on
    if not found and not early and schedule.months == lease.plan.months:
        return
    raise Refused(
        "schedule-differs",
        _("The schedule differs from the lease: in %(count)s devices, its term or its first day."
          " Ask the financier for a corrected one."),
        count=len(found), cents=sum(one.cents for one in found),
    )  # fmt: skip


def _wrong(code: str, field: str, sentence: str | Promise, **facts: str) -> Refused:
    filled = str(sentence) % facts if facts else sentence
    return Refused(code, filled, status=422, fields={field: filled})
