"""Who may do what with parties, people, cost centres and sites."""

from __future__ import annotations

from samkop.parties.models import Person
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor, ActorKind

OPERATOR = "operator"


def is_operator(actor: Actor) -> bool:
    """The installation's operator at the command line, and the demo that acts as one."""
    return actor.kind == ActorKind.JOB and actor.name == OPERATOR


def may_register_parties(actor: Actor) -> bool:
    """Organisations and regions are the operator's: they decide who may sign in at all."""
    return is_operator(actor)


def may_manage_people(actor: Actor, party_id: int) -> bool:
    """Register people, open their accounts, give and end roles."""
    return _as(actor, party_id, RoleName.ADMINISTRATOR)


def may_see_people(actor: Actor, party_id: int) -> bool:
    """The list of a party's people."""
    return _as(actor, party_id, RoleName.ADMINISTRATOR, RoleName.ICT_MANAGER)


def may_see_person(actor: Actor, person: Person, party_id: int) -> bool:
    """A person's page: one's own, or any of the party's."""
    return actor.person_id == person.pk or may_see_people(actor, party_id)


def may_open_account(actor: Actor, person: Person) -> bool:
    """Whoever registered the person; no other party can make a way to sign in as somebody."""
    return may_manage_people(actor, person.registered_by_id)


def may_manage_cost_centres(actor: Actor, party_id: int) -> bool:
    """Add and change cost centres."""
    return _as(actor, party_id, RoleName.ADMINISTRATOR, RoleName.FINANCE_CLERK)


def may_manage_delivery_locations(actor: Actor, party_id: int) -> bool:
    """Add and change sites."""
    return _as(actor, party_id, RoleName.ADMINISTRATOR, RoleName.ICT_MANAGER)


def may_manage_groups(actor: Actor, party_id: int) -> bool:
    """Make groups of people and say who is in them."""
    return _as(actor, party_id, RoleName.ADMINISTRATOR, RoleName.ICT_MANAGER)


def may_see_organisation(actor: Actor, party_id: int) -> bool:
    """Cost centres and sites: everybody who acts for the party chooses among them."""
    return is_operator(actor) or actor.party_id == party_id


def _as(actor: Actor, party_id: int, *roles: RoleName) -> bool:
    """Whether the actor acts for the party in one of the roles, or operates the installation."""
    return is_operator(actor) or (actor.party_id == party_id and not actor.roles.isdisjoint(roles))
