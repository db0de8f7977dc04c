"""What financiers rent out to one's own organisation, by schedule and serial number."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from samkop.core.matching import first_of_month
from samkop.invoicing.models import RentSchedule
from samkop.invoicing.policies import (
    may_decide_reception,
    may_keep_rents,
    may_see_discrepancies,
)
from samkop.invoicing.queries.rents import rents_of
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_date
from samkop.platform.lists import (
    Cell,
    Column,
    Empty,
    Listing,
    Search,
    code,
    day,
    list_page,
    money,
    number,
    text,
)
from samkop.platform.pages import page
from samkop.platform.pages.page import allow


def _month(day: date | None) -> Cell:
    return text("" if day is None else format_date(day, "YEAR_MONTH_FORMAT"))


def _invoiced(one: Any) -> Cell:
    """The newest month that was invoiced."""
    number = one.invoiced_until
    return _month(None if number is None else first_of_month(number))


RENTS: Listing[RentSchedule] = Listing(
    name="rents",
    title=_("Rents"),
    address="rents",
    columns=(
        Column("financier", _("Financier"), lambda one: text(str(one.financier))),
        Column("schedule", _("Schedule"), lambda one: code(one.schedule)),
        Column("serial", _("Serial number"), lambda one: code(one.serial_number)),
        Column(
            "monthly", _("Rent a month, without VAT"),
            lambda one: money(one.monthly_cents, one.currency), numeric=True,
            sort="monthly_cents", down=True,
        ),
        Column(
            "first_month", _("First month"), lambda one: _month(one.first_month), sort="first_month"
        ),
        Column("months", _("Months"), lambda one: number(one.months), numeric=True),
        Column("last_month", _("Last month"), lambda one: _month(one.last_month)),
        Column("returned", _("Sent back"), lambda one: day(one.returned_on)),
        Column("invoiced", _("Last invoiced month"), _invoiced),
    ),
    filters=(
        Search("serial", _("Serial number"), lambda rows, asked: rows.filter(serial_number=asked)),
        Search("schedule", _("Schedule"), lambda rows, asked: rows.filter(schedule=asked)),
    ),
    empty=Empty(
        _("No rents yet"),
        _("Import the schedules of a financier: its invoices are then matched by schedule and"
          " serial number."),
        "list",
    ),
)  # fmt: skip


@page()
def rents(request: HttpRequest, actor: Actor) -> Any:
    """Each rented device with its rent, its term, and how far it was invoiced."""
    allow(may_see_discrepancies(actor))
    return list_page(
        request, actor, RENTS, rents_of(actor.own_party_id), "invoicing/rents.html",
        tabs=True, decides=may_decide_reception(actor), keeps=may_keep_rents(actor),
    )  # fmt: skip
