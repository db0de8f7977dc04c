"""Losses, recalls, warranties: who notes, who decides."""

from __future__ import annotations

from samkop.fleet.policies.assets import HANDLES
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor


def may_note_missing(actor: Actor, owner_id: int) -> bool:
    """Note a police report or an erasure from afar: security officer and who handles devices."""
    own = actor.person_id is not None and actor.party_id == owner_id
    return own and bool(actor.roles & (HANDLES | {RoleName.SECURITY_OFFICER}))
