"""What the import of a people file would do: its rows against what is registered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.parties.columns import NO_MAP, Cells, ColumnMap, cells_of
from samkop.parties.faults import RowFault
from samkop.parties.import_files import table_of
from samkop.parties.models import (
    CostCentre,
    DeliveryLocation,
    Membership,
    Party,
    Person,
    RoleAssignment,
)
from samkop.parties.people_rows import PersonRow, columns, people_in
from samkop.parties.queries import registered_emails
from samkop.parties.vocabulary import RoleName


class Outcome(StrEnum):
    """What the import of a row does."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    LEAVING = "leaving"


@dataclass(frozen=True)
class PeoplePlan:
    """The rows, their faults, and the things registered that they speak of.

    ``cells`` are the rows as the file has them.
    """

    party: Party
    today: date
    cells: Sequence[Cells]
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

    def membership_of(self, row: PersonRow) -> Membership | None:
        """The membership that the row's person has already."""
        person = self.people.get(row.email)
        return self.memberships.get(person.pk) if person else None

    def person_fields(self, row: PersonRow) -> dict[str, Any]:
        """What the row gives to a known person: nothing to one whom another party registered."""
        person = self.people[row.email]
        if person.registered_by_id != self.party.pk:
            return {}
        return {"name": row.name, "language": row.language or person.language}

    def membership_fields(self, row: PersonRow, membership: Membership) -> dict[str, Any]:
        """What the row gives to a membership: who had left and is given no last day is back."""
        last = membership.valid_until
        left = last is not None and last < self.today
        centre, site = membership.cost_centre_id, membership.delivery_location_id
        return {
            "valid_until": row.valid_until or (None if left else last),
            "cost_centre_id": self.cost_centres[row.cost_centre] if row.cost_centre else centre,
            "delivery_location_id": (
                self.delivery_locations[row.delivery_location] if row.delivery_location else site
            ),
        }

    def roles_given(self, row: PersonRow) -> list[str]:
        """The roles that the row names and its person lacks; without any, an employee's."""
        person = self.people.get(row.email)
        held = self.held.get(person.pk, set()) if person else set()
        named = row.roles or (() if held else (RoleName.EMPLOYEE,))
        return [role for role in dict.fromkeys(named) if role not in held]

    def outcome_of(self, row: PersonRow) -> Outcome:
        """What importing a row without faults does; the same row again does nothing."""
        membership = self.membership_of(row)
        if membership is None:
            return Outcome.NEW
        fields = self.membership_fields(row, membership)
        if row.valid_until and row.valid_until != membership.valid_until:
            return Outcome.LEAVING
        person = self.people[row.email]
        differs = (
            any(getattr(membership, name) != value for name, value in fields.items())
            or any(
                getattr(person, name) != value for name, value in self.person_fields(row).items()
            )
            or self.roles_given(row)
        )
        return Outcome.CHANGED if differs else Outcome.UNCHANGED

    def counts(self) -> dict[str, int]:
        """How many rows there are, and what they do; a faulty file's do nothing."""
        found = Counter(() if self.faults else map(self.outcome_of, self.rows))
        return {"rows": len(self.rows), **{str(one): found[one] for one in Outcome}}


def plan_people(
    party_id: int, content: bytes, today: date, called: ColumnMap = NO_MAP
) -> PeoplePlan:
    """Check a file against what is registered; writes nothing.

    Raises Refused ``file-unreadable`` when the bytes are no table.
    """
    cells, faults = cells_of(table_of(content), columns(), called)
    rows, of_rows = people_in(cells)
    faults += of_rows
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
        party=Party.objects.get(id=party_id), today=today, cells=cells, rows=rows, faults=faults,
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
        membership = plan.membership_of(row)
        if membership and row.valid_until and row.valid_until < membership.valid_from:
            sentence = _("The membership began later, on %(first)s.")
            facts = {"first": membership.valid_from.isoformat()}
            faults.append(RowFault(row.row, "valid_until", "dates-reversed", sentence, facts))
    return faults
