"""Cases of devices: who asks, who helps, who answers for the supplier."""

from __future__ import annotations

from samkop.agreements.policies import SELLS
from samkop.fleet.models import Asset, DeviceCase
from samkop.fleet.policies.assets import may_handle_assets, may_see_fleet
from samkop.platform.actors import Actor


def may_have_devices(actor: Actor) -> bool:
    """See what one has oneself: whoever acts for an organisation in person."""
    return actor.party_id is not None and actor.person_id is not None


def may_ask_for(actor: Actor, asset: Asset) -> bool:
    """Report a fault, ask for a swap or a return: who has the device, and whose work it is."""
    own = actor.person_id is not None and actor.party_id == asset.owner_id
    has_it = own and asset.holder.person_id == actor.person_id
    return has_it or may_handle_assets(actor, asset.owner_id)


def may_see_cases(actor: Actor) -> bool:
    """All of the organisation's cases; a supplier's people see those that came to them."""
    return may_see_fleet(actor) or (actor.party_id is not None and bool(actor.roles & SELLS))


def may_see_case(actor: Actor, case: DeviceCase) -> bool:
    """One case: who sees all of them, and who has asked or has the device."""
    own = actor.party_id == case.owner_id and actor.person_id is not None
    mine = own and actor.person_id in {case.opened_by_id, case.holder.person_id}
    return mine or (actor.party_id == case.owner_id and may_see_fleet(actor)) or (
        may_answer_repair(actor, case)
    )  # fmt: skip


def may_handle_case(actor: Actor, case: DeviceCase) -> bool:
    """Help, swap, send for repair, close: whose work it is."""
    return may_handle_assets(actor, case.owner_id)


def may_withdraw_case(actor: Actor, case: DeviceCase) -> bool:
    """Take back what one has asked for."""
    own = actor.party_id == case.owner_id and actor.person_id is not None
    return own and actor.person_id == case.opened_by_id


def may_answer_repair(actor: Actor, case: DeviceCase) -> bool:
    """Say how the repair goes: the people of the supplier that it was sent to."""
    theirs = case.supplier_id is not None and actor.party_id == case.supplier_id
    return theirs and actor.person_id is not None and bool(actor.roles & SELLS)
