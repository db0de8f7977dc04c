"""Financiers' schedules for programs: recorded by the financier's system or by the lessee's."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from samkop.core.leasing import Line
from samkop.core.money import amount_text
from samkop.fleet.api.leases import READ, WRITE, ScheduleNumber
from samkop.fleet.api.paging import Before, Day, page_of
from samkop.fleet.models import LeaseSchedule
from samkop.fleet.policies import may_see_leases
from samkop.fleet.queries.lease_files import LONGEST_SERIAL
from samkop.fleet.queries.lease_pages import party_numbered, schedule_of, schedule_page
from samkop.fleet.usecases.lease_schedules import LONGEST_NUMBER, record_schedule
from samkop.fleet.vocabulary import LONGEST_TERM
from samkop.parties.file_plans import MOST_ROWS
from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform_then, reading, require

router = Router(tags=["Leases"])

Since = Annotated[Day | None, Query(description="With a first day not before this one")]
OWN = "its organisation number; empty where it is the organisation itself"


class LeaseScheduleOut(Schema):
    """A financier's schedule; the newest of a number counts."""

    id: int
    number: str
    financier: str
    lessee: str
    recorded_by: str
    starts_on: date
    months: int
    monthly: str = Field(
        description="The rent of a month for all of its devices, without VAT, as a decimal string"
    )
    recorded_at: datetime


class LeaseSchedulePage(Schema):
    """Up to 100 schedules, newest first; ``next_before`` asks for the next page."""

    schedules: list[LeaseScheduleOut]
    next_before: int | None


class LeaseScheduleLineIn(Schema):
    """A device, and its rent of a month."""

    serial_number: str = Field(min_length=1, max_length=LONGEST_SERIAL)
    monthly: Decimal = Field(gt=0, lt=10**10, decimal_places=2, description="Without VAT")


class LeaseScheduleIn(Schema):
    """A schedule with all of its devices."""

    financier: str = Field("", max_length=40, description=f"Who lets them: {OWN}")
    lessee: str = Field("", max_length=40, description=f"Who has them: {OWN}")
    number: str = Field(min_length=1, max_length=LONGEST_NUMBER)
    starts_on: Day = Field(description="The first of a month")
    months: int = Field(ge=1, le=LONGEST_TERM)
    devices: list[LeaseScheduleLineIn] = Field(min_length=1, max_length=MOST_ROWS)


@router.get(
    "/lease-schedules", response={200: LeaseSchedulePage, **PROBLEMS},
    operation_id="list_lease_schedules",
)  # fmt: skip
@reads(READ)
def lease_schedule_list(
    request: HttpRequest, before: Before = None, number: ScheduleNumber = "", since: Since = None
) -> LeaseSchedulePage:
    """Schedules of what the organisation has, or lets."""
    actor = caller(request)
    require(may_see_leases(actor))
    found = schedule_page(actor.own_party_id, before, number=number, since=since)
    schedules, following = page_of(found, _schedule)
    return LeaseSchedulePage(schedules=schedules, next_before=following)


@router.post(
    "/lease-schedules", response={201: LeaseScheduleOut, **PROBLEMS},
    operation_id="record_lease_schedule",
)  # fmt: skip
@writes(WRITE)
def record_lease_schedule(
    request: HttpRequest, key: IdempotencyKey, body: LeaseScheduleIn
) -> Status[LeaseScheduleOut]:
    """Record a schedule; a corrected one is recorded anew under the same number.

    The lease of these devices shows whether it agrees to the cent, and a person agrees to it.
    """
    actor = caller(request)
    with reading(actor):
        financier = _side(actor, body.financier, "financier")
        lessee = _side(actor, body.lessee, "lessee")

    def recorded(made: LeaseSchedule) -> LeaseScheduleOut:
        found = schedule_of(made.pk)
        if found is None:
            raise not_found()
        return _schedule(found)

    answer = perform_then(
        actor, record_schedule, recorded, key=key, financier_id=financier, lessee_id=lessee,
        number=body.number, starts_on=body.starts_on, months=body.months,
        lines=[Line(one.serial_number, int(one.monthly.scaleb(2))) for one in body.devices],
    )  # fmt: skip
    return Status(201, answer)


def _side(actor: Actor, number: str, field: str) -> int:
    """The id of a side by its number, one's own without. Raises Refused ``party-unknown``."""
    if not number.strip():
        return actor.own_party_id
    found = party_numbered(number)
    if found is None:
        sentence = _("No organisation has this number. Compare it with the register.")
        raise Refused("party-unknown", sentence, status=422, fields={field: sentence})
    return found.pk


def _schedule(one: LeaseSchedule) -> LeaseScheduleOut:
    return LeaseScheduleOut(
        id=one.pk, number=one.number, financier=one.financier.legal_name,
        lessee=one.lessee.legal_name, recorded_by=one.recorded_by.legal_name,
        starts_on=one.starts_on, months=one.months, monthly=amount_text(one.monthly_cents),
        recorded_at=one.recorded_at,
    )  # fmt: skip
