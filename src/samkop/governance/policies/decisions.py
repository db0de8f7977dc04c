"""Who prepares projects, and who records what a member has decided."""

from __future__ import annotations

from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor

PREPARES = frozenset(
    {RoleName.BUYER, RoleName.CATEGORY_MANAGER, RoleName.ICT_MANAGER, RoleName.STEERING_MEMBER}
)
JOINS = frozenset({RoleName.BUYER, RoleName.ICT_MANAGER, RoleName.REGISTRAR})


def may_prepare_projects(actor: Actor, party_id: int) -> bool:
    """People of the purchasing body or the lead; that it is one of them the use case asks."""
    return actor.party_id == party_id and not PREPARES.isdisjoint(actor.roles)


def may_record_decision(actor: Actor, party_id: int) -> bool:
    """A decision is recorded by the party that took it, never by another for it."""
    return actor.party_id == party_id and not JOINS.isdisjoint(actor.roles)
