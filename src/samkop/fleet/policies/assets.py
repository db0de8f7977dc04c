"""Devices themselves: who sees all of them, who hands them over, who keeps the register."""

from __future__ import annotations

from samkop.fleet.models import Asset
from samkop.parties.policies import is_operator
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor, ActorKind

FLEET_KEEPER = "fleet-keeper"
# Whose work all of the organisation's devices are.
KEEPS = frozenset({RoleName.ICT_MANAGER})
HANDLES = KEEPS | {RoleName.INSTALLER}
# Who looks at the fleet without moving it.
LOOKS = HANDLES | {
    RoleName.SECURITY_OFFICER, RoleName.FINANCE_CLERK, RoleName.REGISTRAR, RoleName.ADMINISTRATOR,
}  # fmt: skip


def may_keep_fleet_by_itself(actor: Actor, owner_id: int) -> bool:
    """Follow what came and went: the owner's own job."""
    is_job = actor.kind is ActorKind.JOB and actor.name == FLEET_KEEPER
    return is_job and actor.party_id == owner_id


def may_see_fleet(actor: Actor) -> bool:
    """All devices of the organisation."""
    return actor.party_id is not None and bool(actor.roles & LOOKS)


def may_see_asset(actor: Actor, asset: Asset) -> bool:
    """One device: whoever sees all of them, and whoever has it."""
    has_it = actor.person_id is not None and asset.holder.person_id == actor.person_id
    return actor.party_id == asset.owner_id and (has_it or may_see_fleet(actor))


def may_handle_assets(actor: Actor, owner_id: int) -> bool:
    """Hand devices over and say where they are: whose work it is."""
    own = actor.person_id is not None and actor.party_id == owner_id
    return own and bool(actor.roles & HANDLES)


def may_keep_fleet(actor: Actor, owner_id: int) -> bool:
    """Change what stands in the register: the ICT manager."""
    own = actor.person_id is not None and actor.party_id == owner_id
    return own and bool(actor.roles & KEEPS)


def operates_for(actor: Actor, owner_id: int) -> bool:
    """The installation's operator, who takes in files of the organisation at the command line."""
    return is_operator(actor) and actor.party_id == owner_id


def may_see_region_fleets(actor: Actor) -> bool:
    """The totals of a region's fleets: who looks at fleets, and who steers or buys for all."""
    steers = {RoleName.STEERING_MEMBER, RoleName.BUYER, RoleName.CATEGORY_MANAGER}
    return actor.party_id is not None and bool(actor.roles & (LOOKS | steers))
