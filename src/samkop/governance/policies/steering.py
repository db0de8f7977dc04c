"""Who prepares, appoints, proposes and votes in a steering group."""

from __future__ import annotations

from samkop.governance.models import Attendance, Meeting, SteeringGroup
from samkop.governance.policies.cooperation import may_see_cooperation
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor, ActorKind

PREPARES = frozenset({RoleName.STEERING_MEMBER, RoleName.REGISTRAR, RoleName.ICT_MANAGER})
APPOINTS = frozenset({RoleName.REGISTRAR, RoleName.ICT_MANAGER, RoleName.ADMINISTRATOR})


def may_prepare(actor: Actor) -> bool:
    """Those who may prepare meetings for their party; whether it leads says ``may_lead``."""
    return actor.party_id is not None and not PREPARES.isdisjoint(actor.roles)


def may_lead(actor: Actor, group: SteeringGroup) -> bool:
    """Steering member, registrar or ICT manager of the member that leads the group."""
    return actor.party_id == group.lead_id and may_prepare(actor)


def may_see_group(actor: Actor) -> bool:
    """Who sees the cooperation, and who appoints for the party."""
    return may_see_cooperation(actor) or may_appoint(actor)


def may_appoint(actor: Actor) -> bool:
    """Registrar, ICT manager or administrator record whom their own party has appointed."""
    return actor.party_id is not None and not APPOINTS.isdisjoint(actor.roles)


def may_propose(actor: Actor) -> bool:
    """Whoever works in the cooperation, for a member or the purchasing body; and the system."""
    return actor.kind is ActorKind.JOB or may_see_cooperation(actor)


def may_run(actor: Actor, meeting: Meeting) -> bool:
    """The lead's people; those of the member whose representative was chosen to chair."""
    chair = meeting.chair_seat
    chairs = chair is not None and chair.party_id == actor.party_id and may_prepare(actor)
    return chairs or may_lead(actor, meeting.group)


def represents(actor: Actor, attendance: Attendance) -> bool:
    """The very person who is there for the seat."""
    return (
        actor.party_id == attendance.represented_by_id
        and actor.person_id is not None
        and actor.person_id == attendance.holder.person_id
    )
