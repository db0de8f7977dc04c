"""Security support: who reads files of it, who brings renewals forward."""

from __future__ import annotations

from samkop.fleet.policies.assets import may_keep_fleet, operates_for
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor

READS = frozenset({RoleName.SECURITY_OFFICER, RoleName.ADMINISTRATOR, RoleName.CATEGORY_MANAGER})


def may_publish_support(actor: Actor, party_id: int) -> bool:
    """Read a file of makers' support: for one's own organisation, a purchasing body's for all."""
    own = actor.person_id is not None and actor.party_id == party_id
    return (own and bool(actor.roles & READS)) or operates_for(actor, party_id)


def may_bring_forward(actor: Actor, owner_id: int) -> bool:
    """Renew devices earlier than was planned: who keeps the fleet."""
    return may_keep_fleet(actor, owner_id)
