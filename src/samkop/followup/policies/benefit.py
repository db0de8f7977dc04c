"""Who may do what with the benefit of buying together: ``may_<verb>(actor, thing)``."""

from __future__ import annotations

from samkop.governance.policies import may_see_cooperation
from samkop.parties.models import Region
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor, ActorKind

ESTIMATES = frozenset({RoleName.ICT_MANAGER, RoleName.BUYER, RoleName.CATEGORY_MANAGER})


def may_see_benefit(actor: Actor) -> bool:
    """Whoever takes part in the cooperation; row security shows whose."""
    return may_see_cooperation(actor)


def may_estimate(actor: Actor) -> bool:
    """ICT managers, buyers and category managers set their party's assumptions."""
    return actor.party_id is not None and not ESTIMATES.isdisjoint(actor.roles)


def answers_for(actor: Actor, region: Region) -> bool:
    """Whether the actor's party sets what holds for the whole region: its purchasing body."""
    return actor.party_id is not None and actor.party_id == region.purchasing_body_id


def may_keep_benefit(actor: Actor, owner_id: int) -> bool:
    """The job that worked it out, or who may ask for it."""
    is_job = actor.kind is ActorKind.JOB and actor.name == "worker"
    return actor.party_id == owner_id and (is_job or may_estimate(actor))
