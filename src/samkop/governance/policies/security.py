"""Who may do what in information security: ``may_<verb>(actor, thing)``."""

from __future__ import annotations

from samkop.core.incidents.marking import Mark
from samkop.governance.models import Guideline, SecurityIncident
from samkop.governance.policies.cooperation import may_see_cooperation
from samkop.parties.vocabulary import BUYER_KINDS, RoleName
from samkop.platform.actors import Actor, ActorKind

SUPPORT_COUNTER = "fleet-keeper"


def may_see_security(actor: Actor) -> bool:
    """Whoever takes part in the cooperation; row security and marks say what of it."""
    return may_see_cooperation(actor)


def may_keep_security(actor: Actor) -> bool:
    """Security officers write for their own organisation."""
    return actor.party_id is not None and RoleName.SECURITY_OFFICER in actor.roles


def may_keep_guideline(actor: Actor, guideline: Guideline) -> bool:
    """Security officers of the member that keeps it."""
    return actor.party_id == guideline.keeper_id and may_keep_security(actor)


def may_attest(actor: Actor, kind: str) -> bool:
    """Security officers of a member; a purchasing body buys, and attests nothing."""
    return kind in BUYER_KINDS and may_keep_security(actor)


def may_read_incident(actor: Actor, incident: SecurityIncident) -> bool:
    """Whoever takes part reads what the wall lets through, and everybody what is for everybody."""
    return incident.mark == Mark.CLEAR or may_see_cooperation(actor)


def may_run_incident(actor: Actor, incident: SecurityIncident) -> bool:
    """Security officers of the organisation where it happened; who sees it, the wall says."""
    return actor.party_id == incident.originator_id and may_keep_security(actor)


def may_settle_proposal(actor: Actor) -> bool:
    """The job that hears how a motion went."""
    return actor.kind is ActorKind.JOB and actor.party_id is not None


def may_state_support(actor: Actor) -> bool:
    """The job that counts a fleet, in its owner's name."""
    return actor.identity == f"job:{SUPPORT_COUNTER}" and actor.party_id is not None
