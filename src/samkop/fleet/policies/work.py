"""Work orders: who plans them, who does them."""

from __future__ import annotations

from samkop.agreements.policies import SELLS
from samkop.fleet.models import WorkOrder
from samkop.fleet.policies.assets import HANDLES, KEEPS, LOOKS, operates_for
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor

# A supplier's people: its installers, and who sees to its customers' orders.
PERFORMS = frozenset({RoleName.INSTALLER, RoleName.SERVICE_MANAGER}) | SELLS
# Who says where device management hears of devices.
CONNECTS = KEEPS | {RoleName.ADMINISTRATOR}
# Who makes an exception for a device that its maker's programme does not know.
EXCEPTS = KEEPS | {RoleName.SECURITY_OFFICER}


def may_plan_work(actor: Actor, owner_id: int) -> bool:
    """Open work orders, change and cancel them: whose work the devices are."""
    own = actor.person_id is not None and actor.party_id == owner_id
    return own and bool(actor.roles & HANDLES)


def may_read_enrolment(actor: Actor, owner_id: int) -> bool:
    """Take in an enrolment programme's list: who plans work, and the operator."""
    return may_plan_work(actor, owner_id) or operates_for(actor, owner_id)


def may_do_work(actor: Actor, order: WorkOrder) -> bool:
    """Report what was done: the performer's own people."""
    if actor.person_id is None or actor.party_id != order.performer_id:
        return False
    return bool(actor.roles & (HANDLES if order.performer_id == order.owner_id else PERFORMS))


def may_see_work(actor: Actor) -> bool:
    """Work orders: of one's own devices, and those that one's organisation is to do."""
    return actor.party_id is not None and bool(actor.roles & (LOOKS | PERFORMS))


def may_except(actor: Actor, owner_id: int) -> bool:
    """Let a device be prepared though it is not enrolled."""
    own = actor.person_id is not None and actor.party_id == owner_id
    return own and bool(actor.roles & EXCEPTS)


def may_set_mdm(actor: Actor, owner_id: int) -> bool:
    """Say where device management hears which devices were prepared."""
    own = actor.person_id is not None and actor.party_id == owner_id
    return own and bool(actor.roles & CONNECTS)
