"""The rows of a file of organisations: read, and checked as far as no database is needed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core.tabular import Table
from samkop.parties.columns import NO_MAP, ColumnMap, cells_of, columns_of
from samkop.parties.faults import RowFault
from samkop.parties.rules import (
    is_email,
    is_identifier,
    normal_email,
    normal_identifier,
    usual_of,
)
from samkop.parties.vocabulary import LONGEST_NAME, IdentifierScheme, PartyKind

COLUMNS = "organisation_columns.csv"
LONGEST_REGION = 100
_COUNTRY = re.compile(r"[A-Z]{2}")
_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True)
class OrganisationRow:
    """One organisation as the file has it; empty texts where a cell is empty.

    ``address`` is its electronic address as ``scheme:identifier``, empty for the one that
    follows from its number.
    """

    row: int
    kind: str
    scheme: str
    identifier: str
    name: str
    name_sv: str
    name_fi: str
    country: str
    time_zone: str
    currency: str
    region: str
    region_sv: str
    region_fi: str
    address: str
    administrator: str
    email: str

    @property
    def key(self) -> tuple[str, str]:
        """What an organisation is known by."""
        return self.scheme, self.identifier


def read_organisations(
    table: Table, called: ColumnMap = NO_MAP
) -> tuple[list[OrganisationRow], list[RowFault]]:
    """Every row, and every fault. Faults of the heading stand in row 1: then no row is read."""
    read, faults = cells_of(table, columns_of(COLUMNS), called)
    rows: list[OrganisationRow] = []
    first_row: dict[tuple[str, str], int] = {}
    for row in read:
        found = _row(row.row, row.texts)
        faults += _faults(found, row.texts)
        known = first_row.setdefault(found.key, row.row)
        if known != row.row:
            sentence = _("This organisation stands in row %(first)s already: leave one row out.")
            faults.append(
                RowFault(row.row, "identifier", "party-repeated", sentence, {"first": known})
            )
        rows.append(found)
    return rows, faults


def _row(number: int, cells: Mapping[str, str]) -> OrganisationRow:
    country = cells["country"].upper()
    scheme, zone, currency = usual_of(country)
    scheme = cells.get("identifier_scheme", "") or scheme
    return OrganisationRow(
        row=number,
        kind=cells["kind"].lower(),
        scheme=scheme,
        identifier=normal_identifier(scheme, cells["identifier"]),
        name=cells["name"],
        name_sv=cells.get("name_sv", ""),
        name_fi=cells.get("name_fi", ""),
        country=country,
        time_zone=cells.get("time_zone", "") or zone,
        currency=cells.get("currency", "").upper() or currency,
        region=cells.get("region", ""),
        region_sv=cells.get("region_sv", ""),
        region_fi=cells.get("region_fi", ""),
        address=cells.get("electronic_address", ""),
        administrator=cells.get("administrator", ""),
        email=normal_email(cells.get("administrator_email", "")),
    )


def _faults(row: OrganisationRow, cells: Mapping[str, str]) -> list[RowFault]:
    faults: list[RowFault] = []

    def wrong(column: str, code: str, sentence: Promise, **facts: Any) -> None:
        faults.append(RowFault(row.row, column, code, sentence, facts))

    if row.kind not in PartyKind.values:
        sentence = _("“%(value)s” is no kind of organisation: write one of %(known)s.")
        known = ", ".join(PartyKind.values)
        wrong("kind", "party-kind-unknown", sentence, value=cells["kind"], known=known)
    if _COUNTRY.fullmatch(row.country) is None:
        sentence = _("“%(value)s” is no country: write two letters (ISO 3166), such as FI or SE.")
        wrong("country", "country-wrong", sentence, value=cells["country"])
    if row.scheme not in IdentifierScheme.values:
        sentence = _("“%(value)s” is no register known here: write one of %(known)s.")
        known = ", ".join(IdentifierScheme.values)
        wrong("identifier_scheme", "scheme-unknown", sentence, value=row.scheme, known=known)
    elif not is_identifier(row.scheme, row.identifier):
        sentence = _("“%(value)s” is no number of register %(scheme)s: check its digits.")
        value = cells["identifier"]
        wrong("identifier", "identifier-wrong", sentence, value=value, scheme=row.scheme)
    if row.time_zone not in _zones():
        sentence = _("“%(value)s” is no time zone: write it as Europe/Helsinki.")
        wrong("time_zone", "time-zone-unknown", sentence, value=row.time_zone)
    if _CURRENCY.fullmatch(row.currency) is None:
        sentence = _("“%(value)s” is no currency: write three letters (ISO 4217), such as EUR.")
        wrong("currency", "currency-wrong", sentence, value=row.currency)
    _check_names(row, wrong)
    return faults


def _check_names(row: OrganisationRow, wrong: Any) -> None:
    if not row.name:
        wrong("name", "name-missing", _("Give the organisation's name."))
    too_long = _("The name is too long: shorten it to %(longest)s characters.")
    for column, longest in (
        ("name", LONGEST_NAME), ("name_sv", LONGEST_NAME), ("name_fi", LONGEST_NAME),
        ("administrator", LONGEST_NAME), ("region", LONGEST_REGION),
        ("region_sv", LONGEST_REGION), ("region_fi", LONGEST_REGION),
    ):  # fmt: skip
        if len(getattr(row, column)) > longest:
            wrong(column, "name-too-long", too_long, longest=longest)
    if row.email and not is_email(row.email):
        sentence = _("“%(value)s” is no e-mail address: write it as name@example.org.")
        wrong("administrator_email", "email-wrong", sentence, value=row.email)
    if row.email and not row.administrator:
        wrong("administrator", "name-missing", _("Give the administrator's name."))
    if row.administrator and not row.email:
        sentence = _("Give the address that the administrator signs in with.")
        wrong("administrator_email", "email-missing", sentence)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
