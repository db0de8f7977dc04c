"""Who may do what in the cooperation: ``may_<verb>(actor, thing)``.

Row security decides whose rows are seen; these decide by role within the party acted for.
"""

from __future__ import annotations

from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor

COOPERATES = frozenset(
    {
        RoleName.STEERING_MEMBER,
        RoleName.SECURITY_OFFICER,
        RoleName.ICT_MANAGER,
        RoleName.REGISTRAR,
        RoleName.BUYER,
        RoleName.CATEGORY_MANAGER,
    }
)


def may_see_cooperation(actor: Actor) -> bool:
    """Who decides, prepares or carries out what the members do together."""
    return actor.party_id is not None and not COOPERATES.isdisjoint(actor.roles)
