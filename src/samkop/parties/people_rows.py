"""The rows of a people file: read, and checked as far as no database is needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.parties.columns import Cells, Columns, columns_of
from samkop.parties.days import day_in
from samkop.parties.faults import RowFault
from samkop.parties.rules import is_email, normal_email
from samkop.parties.vocabulary import LANGUAGES, LONGEST_NAME, RoleName

COLUMNS = "people_columns.csv"
_BETWEEN_ROLES = re.compile(r"[\s,;|/]+")


@dataclass(frozen=True)
class PersonRow:
    """One person as the file has it; None where a cell is empty."""

    row: int
    name: str
    email: str
    language: str | None
    roles: tuple[str, ...]
    cost_centre: str | None
    delivery_location: str | None
    valid_from: date | None
    valid_until: date | None


def columns() -> Columns:
    """The known columns: key to (required, headings)."""
    return columns_of(COLUMNS)


def people_in(rows: Sequence[Cells]) -> tuple[list[PersonRow], list[RowFault]]:
    """Every row that could be read, and every fault; a row with a fault is among the faults."""
    faults: list[RowFault] = []
    people: list[PersonRow] = []
    first_row: dict[str, int] = {}
    for row in rows:
        person, wrong = _person(row.row, row.texts)
        known = first_row.setdefault(person.email, row.row)
        if person.email and known != row.row:
            sentence = _("This address stands in row %(first)s already: leave one of the rows out.")
            wrong.append(RowFault(row.row, "email", "email-repeated", sentence, {"first": known}))
        faults += wrong
        people.append(person)
    return people, faults


def _person(number: int, cells: Mapping[str, str]) -> tuple[PersonRow, list[RowFault]]:
    faults: list[RowFault] = []

    def wrong(column: str, code: str, sentence: Promise, **facts: Any) -> None:
        faults.append(RowFault(number, column, code, sentence, facts))

    name, email = cells["name"], normal_email(cells["email"])
    language = cells.get("language", "").lower() or None
    roles = tuple(filter(None, _BETWEEN_ROLES.split(cells.get("roles", "").lower())))
    _check_name(name, wrong)
    if not is_email(email):
        sentence = _("“%(value)s” is no e-mail address: write it as name@example.org.")
        wrong("email", "email-wrong", sentence, value=cells["email"])
    if language not in {None, *LANGUAGES}:
        sentence = _("“%(value)s” is no language here: write sv, fi or en.")
        wrong("language", "language-unknown", sentence, value=language)
    for role in roles:
        if role not in RoleName.values:
            sentence = _("There is no role “%(value)s”: write one or more of %(known)s.")
            wrong("roles", "role-unknown", sentence, value=role, known=", ".join(RoleName.values))
    days = {}
    for column in ("valid_from", "valid_until"):
        days[column], readable = day_in(cells.get(column, ""))
        if not readable:
            sentence = _("“%(value)s” is no day: write it as 2026-08-01.")
            wrong(column, "day-wrong", sentence, value=cells[column])
    first, last = days["valid_from"], days["valid_until"]
    if first and last and last < first:
        wrong("valid_until", "dates-reversed", _("The last day lies before the first."))
    person = PersonRow(
        number, name, email, language, roles, cells.get("cost_centre") or None,
        cells.get("delivery_location") or None, first, last,
    )  # fmt: skip
    return person, faults


def _check_name(name: str, wrong: Callable[..., None]) -> None:
    if not name:
        wrong("name", "name-missing", _("Give the person's name."))
    elif len(name) > LONGEST_NAME:
        sentence = _("The name is too long: shorten it to %(longest)s characters.")
        wrong("name", "name-too-long", sentence, longest=LONGEST_NAME)
