"""Devices that pass to another organisation: each side's ICT manager decides for its own."""

from __future__ import annotations

from samkop.fleet.models import AssetTransfer
from samkop.fleet.policies.assets import may_keep_fleet
from samkop.platform.actors import Actor


def may_decide_transfer(actor: Actor, giver_id: int) -> bool:
    """Decide that own devices pass to another, and take it back until they have."""
    return may_keep_fleet(actor, giver_id)


def may_answer_transfer(actor: Actor, transfer: AssetTransfer) -> bool:
    """Say for the receiver whether it takes them over, and where they go."""
    return may_keep_fleet(actor, transfer.receiver_id)
