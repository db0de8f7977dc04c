"""Who may do what with open data: ``may_<verb>(actor, thing)``. Everybody may read it."""

from __future__ import annotations

from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor

DECIDES = frozenset(
    {
        RoleName.BUYER, RoleName.CATEGORY_MANAGER, RoleName.ICT_MANAGER, RoleName.REGISTRAR,
        RoleName.ADMINISTRATOR,
    }
)  # fmt: skip
SELLS = frozenset({RoleName.SALESPERSON, RoleName.SERVICE_MANAGER})
# The system job that publishes.
PUBLISHER = "open-data"


def may_decide_publication(actor: Actor) -> bool:
    """Record what the actor's own organisation has decided to publish."""
    return actor.party_id is not None and not DECIDES.isdisjoint(actor.roles)


def may_publish(actor: Actor) -> bool:
    """Only the system job writes releases, so that each passes the gate."""
    return actor.identity == f"job:{PUBLISHER}"


def may_describe_organisation(actor: Actor) -> bool:
    """Write how the actor's own organisation stands in notices: who decides there, or who sells."""
    does = DECIDES | SELLS
    return actor.party_id is not None and not does.isdisjoint(actor.roles)
