"""Returns: who takes devices back, who clears them, who decides of a loss."""

from __future__ import annotations

from samkop.fleet.policies.assets import may_handle_assets, may_keep_fleet, operates_for
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor


def may_ask_back(actor: Actor, owner_id: int) -> bool:
    """Ask for devices, and say where they go in the end: who keeps the fleet."""
    return may_keep_fleet(actor, owner_id)


def may_take_back(actor: Actor, owner_id: int) -> bool:
    """Take devices in, check them and prove that they are erased: whose work it is."""
    return may_handle_assets(actor, owner_id)


def may_read_erasures(actor: Actor, owner_id: int) -> bool:
    """Take in an erasure tool's report: whose work it is, and the operator."""
    return may_take_back(actor, owner_id) or operates_for(actor, owner_id)


def may_decide_loss(actor: Actor, owner_id: int) -> bool:
    """Decide of a loss: the security officer alone; not of what one reported oneself."""
    own = actor.person_id is not None and actor.party_id == owner_id
    return own and RoleName.SECURITY_OFFICER in actor.roles


def may_see_returns(actor: Actor) -> bool:
    """All returns, proofs and losses of the organisation."""
    sees = {RoleName.ICT_MANAGER, RoleName.INSTALLER, RoleName.SECURITY_OFFICER,
            RoleName.FINANCE_CLERK}  # fmt: skip
    return actor.party_id is not None and bool(actor.roles & sees)
