"""Who there is in the demonstration's database: parties by key, people as actors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from samkop.parties.models import CostCentre, DeliveryLocation, Party, RoleAssignment
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import reading
from samkop.site.demo.seeds import DOMAIN, address_of, organisations

OPERATOR = actors.job("operator")


@dataclass(frozen=True)
class Cast:
    """Ids of parties by key; people by address; cost centres and sites by (key, code)."""

    parties: Mapping[str, int]
    people: Mapping[str, Actor]
    cost_centres: Mapping[tuple[str, str], int]
    sites: Mapping[tuple[str, str], int]

    def person(self, part: str, organisation: str) -> Actor:
        """Somebody of an organisation, acting for it in all of the person's roles."""
        return self.people[address_of(part, organisation)]


def registered_parties() -> dict[str, int]:
    """The ids of the demonstration's organisations that are registered, by key."""
    by_identifier = {seed.identifier: key for key, seed in organisations().items()}
    with reading(OPERATOR):
        known = Party.objects.filter(identifier__in=by_identifier)
        return {by_identifier[identifier]: pk for identifier, pk in known.values_list(
            "identifier", "id"
        )}  # fmt: skip


def gather() -> Cast:
    """Everybody and every place, in one reading."""
    parties = registered_parties()
    keys = {pk: key for key, pk in parties.items()}
    with reading(OPERATOR):
        return Cast(
            parties=parties,
            people=_people(),
            cost_centres={
                (keys[centre.party_id], centre.code): centre.pk
                for centre in CostCentre.objects.filter(party_id__in=keys)
            },
            sites={
                (keys[site.party_id], site.code): site.pk
                for site in DeliveryLocation.objects.filter(party_id__in=keys)
            },
        )


def _people() -> dict[str, Actor]:
    """Each person for the organisation that registered it; roles elsewhere are left out."""
    assigned = RoleAssignment.objects.filter(person__email__endswith=f"@{DOMAIN}")
    people: dict[str, Actor] = {}
    for role in assigned.select_related("person").order_by("id"):
        person = role.person
        if role.party_id != person.registered_by_id:
            continue
        known = people.get(person.email)
        held = (known.roles if known else frozenset()) | {role.role}
        people[person.email] = actors.person(person.pk, person.name, role.party_id, held)
    return people
