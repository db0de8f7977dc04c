"""Rents of financiers for programs: read what runs, record what a schedule says."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from samkop.core.matching import first_of_month
from samkop.core.money import amount_text
from samkop.invoicing.api.invoices import READ, WRITE, Cursor
from samkop.invoicing.models import RentSchedule
from samkop.invoicing.policies import may_see_discrepancies
from samkop.invoicing.queries.rents import PAGE, rent_page
from samkop.invoicing.usecases.rents import record_rents
from samkop.invoicing.vocabulary import LONGEST_TERM
from samkop.parties.file_plans import MOST_ROWS
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform, require

router = Router(tags=["Invoicing"])
MONTHLY = "Of one device for a month, without VAT"


class RentOut(Schema):
    """The rent of one device of a financier's schedule."""

    id: int
    financier: str
    financier_identifier: str
    schedule: str
    serial_number: str
    monthly: str = Field(description=f"{MONTHLY}, as a decimal string with two decimals")
    currency: str
    first_month: date
    months: int
    returned_on: date | None
    invoiced_until: date | None = Field(description="The first day of the newest invoiced month")


class RentPage(Schema):
    """Up to 200 rents, newest first; ``next_before`` asks for the next page."""

    rents: list[RentOut]
    next_before: int | None


class RentIn(Schema):
    """What a financier's schedule says of one device."""

    financier: str = Field(max_length=40, description="Its organisation number")
    schedule: str = Field(max_length=60)
    serial_number: str = Field(max_length=100)
    monthly: Decimal = Field(gt=0, lt=10**10, decimal_places=2, description=MONTHLY)
    currency: str = Field("", max_length=3, description="Empty: that of the organisation")
    first_month: date = Field(description="A day in the first month")
    months: int = Field(ge=1, le=LONGEST_TERM)
    returned_on: date | None = None


class RentsIn(Schema):
    """Rents that are recorded together, or none of them."""

    rents: list[RentIn] = Field(min_length=1, max_length=MOST_ROWS)


class RentsRecorded(Schema):
    """How many rows there were, and what they did."""

    rows: int
    new: int
    changed: int
    unchanged: int


@router.get(
    "/rent-schedules", response={200: RentPage, **PROBLEMS}, operation_id="list_rent_schedules"
)
@reads(READ)
def read_rents(
    request: HttpRequest,
    before: Cursor = None,
    serial_number: Annotated[str, Query(max_length=100)] = "",
) -> RentPage:
    """What financiers rent out to the organisation, and how far it was invoiced."""
    actor = caller(request)
    require(may_see_discrepancies(actor))
    found = rent_page(actor.own_party_id, before=before, serial_number=serial_number)
    following = found[PAGE - 1].pk if len(found) > PAGE else None
    return RentPage(rents=[_rent(one) for one in found[:PAGE]], next_before=following)


@router.post(
    "/rent-schedules", response={200: RentsRecorded, **PROBLEMS},
    operation_id="record_rent_schedules",
)  # fmt: skip
@writes(WRITE)
def write_rents(request: HttpRequest, key: IdempotencyKey, body: RentsIn) -> RentsRecorded:
    """Record rents: a device that is known by financier, schedule and serial number is changed."""
    counts = perform(caller(request), record_rents, key=key, rows=[_row(one) for one in body.rents])
    return RentsRecorded(**counts)


def _row(one: RentIn) -> dict[str, str]:
    said = one.dict()
    return {
        name: "" if value is None else f"{value:f}" if name == "monthly" else str(value)
        for name, value in said.items()
    }


def _rent(one: RentSchedule) -> RentOut:
    months = getattr(one, "invoiced_until", None)
    return RentOut(
        id=one.pk, financier=one.financier.legal_name,
        financier_identifier=one.financier.identifier, schedule=one.schedule,
        serial_number=one.serial_number, monthly=amount_text(one.monthly_cents),
        currency=one.currency, first_month=one.first_month, months=one.months,
        returned_on=one.returned_on,
        invoiced_until=None if months is None else first_of_month(months),
    )  # fmt: skip
