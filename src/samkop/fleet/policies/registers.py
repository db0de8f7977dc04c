"""Registers as files: who brings one in, who takes one out."""

from __future__ import annotations

from samkop.fleet.policies.assets import may_keep_fleet, may_see_fleet, operates_for
from samkop.platform.actors import Actor


def may_import_fleet(actor: Actor, owner_id: int) -> bool:
    """Take in a register of devices: who keeps it, and the operator."""
    return may_keep_fleet(actor, owner_id) or operates_for(actor, owner_id)


def may_export_fleet(actor: Actor, owner_id: int) -> bool:
    """Take out the register: who sees all of it, and the operator."""
    own = actor.party_id == owner_id and may_see_fleet(actor)
    return own or operates_for(actor, owner_id)
