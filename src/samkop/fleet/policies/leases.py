"""Leases: the lessee's ICT and finance, the financier's people, who runs the agreement."""

from __future__ import annotations

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.policies import SELLS, may_run_agreement
from samkop.fleet.policies.assets import FLEET_KEEPER, LOOKS, operates_for
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor, ActorKind

KEEPS_LEASES = frozenset({RoleName.ICT_MANAGER, RoleName.FINANCE_CLERK})


def may_see_leases(actor: Actor) -> bool:
    """One's own leases; the financier's people what it finances."""
    return actor.party_id is not None and bool(actor.roles & (LOOKS | SELLS))


def may_keep_leases(actor: Actor, owner_id: int) -> bool:
    """Accept, agree schedules, give notice, buy out: the lessee's own people."""
    own = actor.party_id == owner_id and actor.person_id is not None
    return own and bool(actor.roles & KEEPS_LEASES)


def may_class_leases(actor: Actor, owner_id: int) -> bool:
    """Say how a lease stands in the accounts: finance."""
    return actor.party_id == owner_id and RoleName.FINANCE_CLERK in actor.roles


def may_finance(actor: Actor, financier_id: int) -> bool:
    """Speak for the financier on what it finances."""
    return actor.party_id == financier_id and bool(actor.roles & SELLS)


def may_record_schedules(actor: Actor, financier_id: int, lessee_id: int) -> bool:
    """The financier's people; or the lessee's or its operator, from the financier's file."""
    lessee = may_keep_leases(actor, lessee_id) or operates_for(actor, lessee_id)
    return may_finance(actor, financier_id) or lessee


def may_keep_plans(actor: Actor, agreement: FrameworkAgreement) -> bool:
    """Plans are terms of an agreement: whoever runs it writes them."""
    return may_run_agreement(actor, agreement)


def may_watch_leases(actor: Actor, owner_id: int) -> bool:
    """What the clock does with leases: the owner's own job."""
    is_job = actor.kind is ActorKind.JOB and actor.name == FLEET_KEEPER
    return is_job and actor.party_id == owner_id
