"""Parties and people for tests, made through the real use cases.

Each call makes things of its own (identifiers are counted up), so that tests can share a
database. Functions return rows that were read inside the door; use their ids afterwards.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from samkop.core.identifiers import is_finnish_business_id, is_swedish_organisation
from samkop.parties.models import (
    CostCentre,
    DeliveryLocation,
    Membership,
    Party,
    Person,
    Region,
    RoleAssignment,
)
from samkop.parties.queries import actor_in, standings_of
from samkop.parties.usecases.accounts import open_account
from samkop.parties.usecases.parties import add_region_member, register_party, register_region
from samkop.parties.usecases.places import add_cost_centre, add_delivery_location
from samkop.parties.vocabulary import IdentifierScheme, PartyKind, RoleName
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.models import Account
from samkop.platform.records import create, create_each
from samkop.platform.unit_of_work import perform, reading

OPERATOR = actors.job("operator")
PASSWORD = "a long enough password"
LONG_AGO = date(2020, 1, 1)


def business_ids_from(first: int) -> Iterator[str]:
    """Finnish business IDs, counted up from a number of seven digits."""
    return (
        f"{number}-{digit}"
        for number in itertools.count(first)
        for digit in range(10)
        if is_finnish_business_id(f"{number}-{digit}")
    )


_business_ids = business_ids_from(uuid.uuid4().int % 9_000_000 + 1_000_000)


def organisation_numbers_from(first: int) -> Iterator[str]:
    """Swedish organisation numbers, counted up from a number of nine digits."""
    return (
        f"{number}{digit}"
        for number in itertools.count(first)
        for digit in range(10)
        if is_swedish_organisation(f"{number}{digit}")
    )


def _of_no_person(chance: int) -> int:
    """Nine digits whose third is 2 or more, as no person's: persons are published by no name."""
    return (chance % 90 + 10) * 10**7 + (chance % 8 + 2) * 10**6 + chance % 900_000


_organisation_numbers = organisation_numbers_from(_of_no_person(uuid.uuid4().int))


def a_business_id() -> str:
    """A Finnish business ID that no other test has."""
    return next(_business_ids)


def a_party(
    kind: str = PartyKind.MUNICIPALITY, name: str = "Provköping", country: str = "FI", **fields: str
) -> Party:
    """An organisation with an identifier of its own."""
    scheme, numbers = {
        "FI": (IdentifierScheme.FI_BUSINESS_ID, _business_ids),
        "SE": (IdentifierScheme.SE_ORGANISATION_NUMBER, _organisation_numbers),
    }[country]
    return perform(
        OPERATOR, register_party, kind=kind, legal_name=name, country=country,
        identifier_scheme=scheme, identifier=next(numbers), **fields,
    )  # fmt: skip


def a_municipality(name: str = "Provköping", **fields: str) -> Party:
    return a_party(PartyKind.MUNICIPALITY, name, **fields)


def a_supplier(name: str = "Provleverans Ab", **fields: str) -> Party:
    return a_party(PartyKind.SUPPLIER, name, **fields)


def a_purchasing_body(name: str = "Provupphandling Ab", **fields: str) -> Party:
    return a_party(PartyKind.CENTRAL_PURCHASING_BODY, name, **fields)


def a_region(purchasing_body: Party, *members: Party) -> Region:
    """A region with these members since long ago."""
    name = f"Region {uuid.uuid4().hex[:8]}"
    region = perform(
        OPERATOR, register_region, name_sv=name, name_fi=name, name_en=name,
        purchasing_body_id=purchasing_body.pk,
    )  # fmt: skip
    for member in members:
        perform(
            OPERATOR, add_region_member,
            region_id=region.pk, party_id=member.pk, valid_from=LONG_AGO,
        )  # fmt: skip
    return region


def a_person(
    party: Party,
    *roles: str,
    name: str = "Ansökare",
    email: str = "",
    language: str = "en",
    cost_centre: CostCentre | None = None,
    delivery_location: DeliveryLocation | None = None,
) -> Person:
    """A member of the party since long ago, in these roles (else an employee)."""
    return perform(
        OPERATOR, _taken_in, party=party, roles=roles, name=name, language=language,
        email=email or f"{uuid.uuid4().hex[:10]}@example.org", valid_from=LONG_AGO,
        cost_centre_id=cost_centre and cost_centre.pk,
        delivery_location_id=delivery_location and delivery_location.pk,
    )  # fmt: skip


def _taken_in(
    *, actor: Actor, now: datetime, party: Party, name: str, email: str, language: str, **given: Any
) -> Person:
    """The rows that three use cases would make, unasked: each test begins with several people.

    What the use cases ask before is theirs to be tested (``tests/parties/test_people.py``); it
    was a quarter of what it cost to begin a test.
    """
    person = create(
        Person(name=name, email=email.lower(), language=language, registered_by_id=party.pk)
    )
    _made_member(actor=actor, now=now, person_id=person.pk, party_id=party.pk, **given)
    return person


def _made_member(
    *, actor: Actor, now: datetime, person_id: int, party_id: int, roles: tuple[str, ...],
    **given: Any,
) -> None:  # fmt: skip
    whose = {"person_id": person_id, "party_id": party_id}
    times = {name: given.get(name) for name in ("valid_from", "valid_until")}
    membership = create(Membership(**whose, **given))
    held = roles or (RoleName.EMPLOYEE,)
    create_each(
        [RoleAssignment(membership=membership, role=role, **whose, **times) for role in held]
    )


def a_membership(
    person: Person,
    party: Party,
    *roles: str,
    valid_from: date = LONG_AGO,
    valid_until: date | None = None,
    cost_centre: CostCentre | None = None,
    delivery_location: DeliveryLocation | None = None,
) -> None:
    """Makes the person a member of (another) party, in these roles (else an employee)."""
    perform(
        OPERATOR, _made_member, person_id=person.pk, party_id=party.pk, roles=roles,
        valid_from=valid_from, valid_until=valid_until,
        cost_centre_id=cost_centre and cost_centre.pk,
        delivery_location_id=delivery_location and delivery_location.pk,
    )  # fmt: skip


def an_account(person: Person, password: str | None = PASSWORD) -> Account:
    """The person can sign in with ``PASSWORD``."""
    return perform(OPERATOR, open_account, person_id=person.pk, password=password)


def an_actor(party: Party, *roles: str, name: str = "Ansökare") -> Actor:
    """A new person of the party, acting for it in these roles."""
    person = a_person(party, *roles, name=name)
    held = frozenset(map(str, roles or (RoleName.EMPLOYEE,)))
    return actors.person(person.pk, name, party.pk, held)


def acting(person: Person, party: Party | None = None, today: date | None = None) -> Actor:
    """The person, acting for the party, as a signed-in account would."""
    account = Account(person_id=person.pk, email=person.email)
    # At noon it is the same day in every time zone of the parties.
    now = datetime.combine(today, time(12), UTC) if today else datetime.now(UTC)
    with reading(actors.person(person.pk, person.name)):
        return actor_in(account, standings_of(person.pk, now), party and party.pk)


def a_cost_centre(party: Party, code: str = "", name: str = "Skolorna") -> CostCentre:
    return perform(
        OPERATOR, add_cost_centre,
        party_id=party.pk, code=code or uuid.uuid4().hex[:6], name=name,
    )  # fmt: skip


def a_delivery_location(
    party: Party, code: str = "", name: str = "Centralskolan", **fields: str
) -> DeliveryLocation:
    given = {
        "street": "Skolgatan 1", "postal_code": "33100", "city": "Provköping", "country": "FI",
        **fields,
    }  # fmt: skip
    return perform(
        OPERATOR, add_delivery_location,
        party_id=party.pk, code=code or uuid.uuid4().hex[:6], name=name, **given,
    )  # fmt: skip
