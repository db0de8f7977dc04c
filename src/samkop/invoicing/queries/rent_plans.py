"""What recording rents would do, row by row; files and programs say the same things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.invoicing.models import RentSchedule
from samkop.invoicing.vocabulary import LETS, LONGEST_TERM
from samkop.ordering.rules.import_cells import cents_in
from samkop.ordering.vocabulary import CURRENCIES
from samkop.parties.columns import NO_MAP, Cells, ColumnMap, Columns, columns_of
from samkop.parties.days import day_in
from samkop.parties.file_plans import FilePlan, once, plan_of
from samkop.parties.import_files import table_of
from samkop.parties.models import Party
from samkop.parties.rules import normal_identifier
from samkop.parties.vocabulary import IdentifierScheme
from samkop.receiving.queries.serials import gone_back

LONGEST = {"schedule": 60, "serial_number": 100}
SAID = ("monthly_cents", "currency", "first_month", "months")


def rent_columns() -> Columns:
    """The columns of a file of rents."""
    return columns_of("rent_columns.csv", "samkop.invoicing")


def plan_rent_file(
    content: bytes, party: Party, now: datetime, called: ColumnMap = NO_MAP
) -> FilePlan:
    """Check a file against what is recorded; writes nothing. Raises Refused ``file-unreadable``."""
    plan = plan_of(table_of(content), rent_columns(), called)
    return _planned(plan, party, now)


def plan_rents(rows: Iterable[Mapping[str, str]], party: Party, now: datetime) -> FilePlan:
    """The same of rows from a program, counted from 1."""
    cells = [Cells(number, texts) for number, texts in enumerate(rows, 1)]
    return _planned(FilePlan(cells, []), party, now)


def _planned(plan: FilePlan, party: Party, now: datetime) -> FilePlan:
    financiers = _financiers(plan.rows)
    known = _known(plan.rows, party, financiers.values())
    gone = gone_back(party.pk, [row["serial_number"] for row in plan.rows])
    seen: dict[Any, int] = {}
    for row in plan.rows:
        said = _rent(plan, row, party, financiers.get(row["financier"]), now)
        if said is None:
            continue
        key = (said.financier_id, said.schedule, said.serial_number)
        if once(plan, row, key, seen):
            _end_if_gone(said, known.get(key), gone, party)
            _plan_one(plan, known.get(key), said)
    plan.faults.sort(key=lambda fault: fault.row)
    return plan


def _end_if_gone(
    said: RentSchedule, known: RentSchedule | None, gone: Mapping[str, datetime], party: Party
) -> None:
    """A device that went back before its rent was recorded ends it; the row's own day holds."""
    sent_at = gone.get(said.serial_number)
    if sent_at is None or said.returned_on or (known is not None and known.returned_on):
        return
    day = day_of(sent_at, party.time_zone)
    if said.is_ended_by(day):
        said.returned_on = day


def _plan_one(plan: FilePlan, known: RentSchedule | None, said: RentSchedule) -> None:
    """A rent that is known gets what the row says; a day of return is not taken away."""
    if known is None:
        plan.new.append(said)
        return
    fields = {name: getattr(said, name) for name in SAID}
    if said.returned_on is not None:
        fields["returned_on"] = said.returned_on
    plan.give(known, fields)


def _financiers(rows: Sequence[Cells]) -> dict[str, Party]:
    """By what the rows call them, their registered numbers; one query."""
    numbers = {
        text: {normal_identifier(scheme, text) for scheme in IdentifierScheme.values}
        for text in {row["financier"] for row in rows} - {""}
    }
    every = {one for some in numbers.values() for one in some}
    found = {
        party.identifier: party
        for party in Party.objects.filter(kind__in=LETS, identifier__in=every)
    }
    return {
        text: found[number] for text, some in numbers.items() for number in some if number in found
    }


def _known(
    rows: Sequence[Cells], party: Party, financiers: Iterable[Party]
) -> dict[tuple[int, str, str], RentSchedule]:
    found = RentSchedule.objects.filter(
        buyer=party, financier__in=set(financiers),
        serial_number__in={row["serial_number"] for row in rows},
    )  # fmt: skip
    return {(one.financier_id, one.schedule, one.serial_number): one for one in found}


def _rent(
    plan: FilePlan, row: Cells, party: Party, financier: Party | None, now: datetime
) -> RentSchedule | None:
    """What a row says, as a rent; none where a cell is wrong."""
    before = len(plan.faults)
    if financier is None:
        sentence = _("No financier or supplier has the number “%(value)s”: correct it.")
        plan.wrong(row, "financier", "financier-unknown", sentence, value=row["financier"])
    _check_names(plan, row)
    cents = cents_in(row["monthly"])
    if cents is None or cents <= 0:
        sentence = _("“%(value)s” is no rent: write the amount of a month, as 24.90.")
        plan.wrong(row, "monthly", "rent-wrong", sentence, value=row["monthly"])
    currency = row["currency"].upper() or party.currency
    if currency not in CURRENCIES:
        sentence = _("“%(value)s” is no currency here: write one of %(known)s.")
        facts = {"value": row["currency"], "known": ", ".join(CURRENCIES)}
        plan.wrong(row, "currency", "currency-unknown", sentence, **facts)
    first, returned = (_day(plan, row, column) for column in ("first_month", "returned_on"))
    months = _months(plan, row)
    if len(plan.faults) > before or not (financier and cents and first and months):
        return None
    return RentSchedule(
        buyer=party, financier=financier, schedule=row["schedule"],
        serial_number=row["serial_number"], monthly_cents=cents, currency=currency,
        first_month=first.replace(day=1), months=months, returned_on=returned, recorded_at=now,
    )  # fmt: skip


def _check_names(plan: FilePlan, row: Cells) -> None:
    for column, longest in LONGEST.items():
        if not 0 < len(row[column]) <= longest:
            sentence = _("Write it, with at most %(longest)s characters.")
            plan.wrong(row, column, f"{column.replace('_', '-')}-wrong", sentence, longest=longest)


def _day(plan: FilePlan, row: Cells, column: str) -> date | None:
    """A day; of a month alone (2026-08) its first one."""
    text = row[column]
    day, readable = day_in(f"{text}-01" if len(text) == len("2026-08") else text)
    if not readable or (column == "first_month" and day is None):
        sentence = _("“%(value)s” is no day: write it as 2026-08-01.")
        plan.wrong(row, column, "day-wrong", sentence, value=text)
    return day


def _months(plan: FilePlan, row: Cells) -> int:
    text = row["months"]
    months = int(text) if text.isascii() and text.isdigit() and len(text) <= len("120") else 0
    if not 1 <= months <= LONGEST_TERM:
        sentence = _("“%(value)s” is no term: write how many months, from 1 to %(most)s.")
        plan.wrong(row, "months", "term-wrong", sentence, value=text, most=LONGEST_TERM)
    return months
