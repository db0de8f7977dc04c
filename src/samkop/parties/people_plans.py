"""What the import of a people file would do: its rows against what is registered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core.tabular import Table, UnreadableTableError, read_table
from samkop.parties.columns import NO_MAP, ColumnMap
from samkop.parties.faults import RowFault
from samkop.parties.models import (
    CostCentre,
    DeliveryLocation,
    Membership,
    Party,
    Person,
    RoleAssignment,
)
from samkop.parties.people_rows import PersonRow, read_rows
from samkop.parties.queries import registered_emails
from samkop.platform.refusals import Refused

# What to do about bytes that are no table, by the code of UnreadableTableError.
UNREADABLE: dict[str, Promise] = {
    "empty": _("The file is empty: its first row must hold the names of the columns."),
    "old-excel": _("This is an old .xls workbook: save it as .xlsx or CSV."),
    "broken-workbook": _("The workbook is damaged: open it, save it again as .xlsx, try again."),
    "workbook-too-large": _(
        "The sheet reaches too far: delete the empty rows and columns around the table, save it"
        " as CSV, try again."
    ),
    "not-text": _("This is no table: use CSV or .xlsx."),
}


@dataclass(frozen=True)
class PeoplePlan:
    """The rows, their faults, and the things registered that they speak of."""

    party: Party
    today: date
    rows: list[PersonRow]
    faults: list[RowFault]
    people: dict[str, Person]
    memberships: dict[int, Membership]
    held: dict[int, set[str]]
    cost_centres: dict[str, int]
    delivery_locations: dict[str, int]

    @property
    def newcomers(self) -> list[PersonRow]:
        """The rows of people whom nobody has registered (that the actor may see)."""
        return [row for row in self.rows if row.email not in self.people]


def table_of(content: bytes) -> Table:
    """The table in a file. Raises Refused ``file-unreadable`` when the bytes are none."""
    try:
        return read_table(content)
    except UnreadableTableError as error:
        raise Refused("file-unreadable", UNREADABLE[error.code], status=422) from error


def plan_people(
    party_id: int, content: bytes, today: date, called: ColumnMap = NO_MAP
) -> PeoplePlan:
    """Check a file against what is registered; writes nothing.

    Raises Refused ``file-unreadable`` when the bytes are no table.
    """
    rows, faults = read_rows(table_of(content), called)
    people = {
        person.email: person for person in Person.objects.filter(email__in=[r.email for r in rows])
    }
    memberships = {
        membership.person_id: membership
        for membership in Membership.objects.filter(
            party_id=party_id, person_id__in=[person.pk for person in people.values()]
        )
    }
    plan = PeoplePlan(
        party=Party.objects.get(id=party_id), today=today, rows=rows, faults=faults,
        people=people, memberships=memberships, held=_held(memberships, today),
        cost_centres=dict(
            CostCentre.objects.filter(party_id=party_id, active=True).values_list("code", "id")
        ),
        delivery_locations=dict(
            DeliveryLocation.objects.filter(party_id=party_id).values_list("code", "id")
        ),
    )  # fmt: skip
    faults.extend(_faults_against(plan))
    faults.sort(key=lambda fault: fault.row)
    return plan


def _held(memberships: dict[int, Membership], today: date) -> dict[int, set[str]]:
    """By person, the roles that hold today or later."""
    held: dict[int, set[str]] = defaultdict(set)
    found = RoleAssignment.objects.filter(membership__in=memberships.values()).exclude(
        valid_until__lt=today
    )
    for person_id, role in found.values_list("person_id", "role"):
        held[person_id].add(role)
    return held


def _faults_against(plan: PeoplePlan) -> list[RowFault]:
    faults = []
    elsewhere = registered_emails([row.email for row in plan.newcomers])
    for row in plan.rows:
        if row.email in elsewhere:
            sentence = _(
                "Another organisation has registered this address: ask the operator to add"
                " the membership, and leave the row out."
            )
            faults.append(RowFault(row.row, "email", "email-registered-elsewhere", sentence))
        for column, code, known in (
            ("cost_centre", row.cost_centre, plan.cost_centres),
            ("delivery_location", row.delivery_location, plan.delivery_locations),
        ):
            if code is not None and code not in known:
                sentence = _("There is no “%(value)s”: add it first, or write another code.")
                kind = f"{column.replace('_', '-')}-unknown"
                faults.append(RowFault(row.row, column, kind, sentence, {"value": code}))
        person = plan.people.get(row.email)
        membership = plan.memberships.get(person.pk) if person else None
        if membership and row.valid_until and row.valid_until < membership.valid_from:
            sentence = _("The membership began later, on %(first)s.")
            facts = {"first": membership.valid_from.isoformat()}
            faults.append(RowFault(row.row, "valid_until", "dates-reversed", sentence, facts))
    return faults
