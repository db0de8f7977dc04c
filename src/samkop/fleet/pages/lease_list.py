"""Lists of leases: what one has or finances, and what remains at a year's end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.core.leasing import notice_of
from samkop.core.period import months_after
from samkop.fleet.models import Lease
from samkop.fleet.queries.leases import OWED
from samkop.fleet.vocabulary import AccountingClass, LeaseState
from samkop.parties.queries import own_today
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Empty,
    Listing,
    Search,
    code,
    day,
    money,
    number,
    pill,
    share,
    text,
)
from samkop.platform.lists.declared import Options

TONES = {
    LeaseState.INTERIM: "info",
    LeaseState.RUNNING: "good",
    LeaseState.EXTENDED: "warn",
    LeaseState.ENDED: "neutral",
}
YEARS_BACK, YEARS_AHEAD = 3, 1
MONTHS = 12
PER_CENT = 100


def tone_of(lease: Lease) -> str:
    """How the state of a lease looks."""
    return TONES[LeaseState(lease.state)]


def _notice(lease: Lease) -> Cell:
    if lease.notice_given_on or lease.state == LeaseState.ENDED:
        return day(None)
    return day(notice_of(lease.ends_on, lease.plan.notice_months, 0).given_by)


LEASES: Listing[Any] = Listing(
    name="leases",
    title=_("Leases"),
    address="leases",
    columns=(
        Column(
            "number", _("Lease"), lambda one: code(one.number),
            link=lambda one: reverse("lease", args=[one.pk]),
        ),
        Column(
            "state", _("State"), lambda one: pill(tone_of(one), one.get_state_display()),
        ),
        Column("financier", _("Financier"), lambda one: text(str(one.financier))),
        Column("lessee", _("Lessee"), lambda one: text(str(one.owner)), usual=False),
        Column("plan", pgettext_lazy("lease", "Plan"), lambda one: text(one.plan.name)),
        Column("schedule", _("Schedule"), lambda one: code(one.schedule_number)),
        Column("devices", _("Devices"), lambda one: number(one.living), numeric=True),
        Column(
            "price", _("Price without VAT"), lambda one: money(one.price_cents, one.currency),
            numeric=True,
        ),
        Column("accepted", pgettext_lazy("lease", "Accepted"), lambda one: day(one.accepted_on)),
        Column("starts", _("Starts on"), lambda one: day(one.starts_on), usual=False),
        Column("notice", _("Notice by"), _notice),
        Column("ends", _("Ends on"), lambda one: day(one.ends_on), sort="ends_on"),
    ),
    filters=(
        Choice(
            "state", _("State"), LeaseState.choices,
            lambda rows, state: rows.filter(state=state),
        ),
        Search(
            "serial", _("Serial number"),
            lambda rows, asked: rows.filter(devices__serial_number=asked),
        ),
        Search(
            "schedule", _("Schedule"), lambda rows, asked: rows.filter(schedule_number=asked)
        ),
    ),
    empty=Empty(
        _("No leases yet"),
        _("Accept devices that were received on a financier's plan: interim rent runs from then."),
        "list",
    ),
)  # fmt: skip


def _years() -> Options:
    this = own_today().year
    years = range(this - YEARS_BACK, this + YEARS_AHEAD + 1)
    return [(str(year), str(year)) for year in years if year != this]


def year_asked(value: str) -> date:
    """The last day of the year that an address asks for, else of this one."""
    known = {year for year, _label in _years()}
    return date(int(value) if value in known else own_today().year, 12, 31)


def remaining(rows: QuerySet[Lease], year_end: date) -> QuerySet[Lease]:
    """Leases of which something falls due after a year's end, with how much and when.

    By their ledgers: rents of schedules that are agreed, as they are known today.
    """
    one, five = months_after(year_end, MONTHS), months_after(year_end, 5 * MONTHS)
    owed = Q(events__kind__in=OWED)
    sums = {
        "within_one": owed & Q(events__due_on__gt=year_end, events__due_on__lte=one),
        "one_to_five": owed & Q(events__due_on__gt=one, events__due_on__lte=five),
        "over_five": owed & Q(events__due_on__gt=five),
        "left": owed & Q(events__due_on__gt=year_end),
    }
    return (
        rows.select_related("financier", "plan")
        .annotate(**{name: Sum("events__cents", filter=kept) for name, kept in sums.items()})
        .filter(Q(left__gt=0))
    )


def _cents(name: str) -> Any:
    return lambda one: money(getattr(one, name) or 0, one.currency)


MATURITIES: Listing[Any] = Listing(
    name="lease-maturities",
    title=_("Leases at the year's end"),
    address="lease-year-end",
    order="ends",
    columns=(
        Column(
            "number", _("Lease"), lambda one: code(one.number),
            link=lambda one: reverse("lease", args=[one.pk]),
        ),
        Column("financier", _("Financier"), lambda one: text(str(one.financier))),
        Column("ends", _("Ends on"), lambda one: day(one.ends_on), sort="ends_on"),
        Column("within_one", _("Within 1 year"), _cents("within_one"), numeric=True),
        Column("one_to_five", _("1 to 5 years"), _cents("one_to_five"), numeric=True),
        Column("over_five", _("Over 5 years"), _cents("over_five"), numeric=True),
        Column("left", _("In all"), _cents("left"), numeric=True),
        Column(
            "value_share", _("Present value of the price"),
            lambda one: share(one.value_share / PER_CENT, 1), numeric=True,
        ),
        Column(
            "life_share", _("Term of the devices' life"),
            lambda one: share(one.life_share / PER_CENT), numeric=True,
        ),
        Column("class", _("Class"), lambda one: text(one.get_accounting_class_display())),
    ),
    filters=(
        Choice(
            "year", _("Year"), _years,
            lambda rows, _value: rows,  # the page has chosen already
            everything=_("This year"),
        ),
        Choice(
            "class", _("Class"), AccountingClass.choices,
            lambda rows, asked: rows.filter(accounting_class=asked),
        ),
    ),
    empty=Empty(
        _("Nothing remains"),
        _("No agreed schedule has a rent that falls due after this year."),
        "check",
    ),
)  # fmt: skip


def own(rows: QuerySet[Lease], party_id: int) -> list[QuerySet[Lease]]:
    """What a party has, and what it finances."""
    return [rows.filter(owner_id=party_id), rows.filter(financier_id=party_id).exclude(
        owner_id=F("financier_id"))]  # fmt: skip
