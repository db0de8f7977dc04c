"""Who may do what in the cooperation: ``may_<verb>(actor, thing)``.

Row security decides whose rows are seen; these decide by role within the party acted for.
"""

from __future__ import annotations

from samkop.governance.vocabulary import COOPERATES
from samkop.platform.actors import Actor


def may_see_cooperation(actor: Actor) -> bool:
    """Who decides, prepares or carries out what the members do together."""
    return actor.party_id is not None and not COOPERATES.isdisjoint(actor.roles)
