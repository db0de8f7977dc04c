"""Who may do what with tenders: ``may_<verb>(actor, thing)``.

Row security decides whose rows are seen; these decide by role within the party acted for.
"""

from __future__ import annotations

from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.tendering.models import Tender

RUNS = frozenset({RoleName.BUYER, RoleName.CATEGORY_MANAGER})
SELLS = frozenset({RoleName.SALESPERSON, RoleName.SERVICE_MANAGER})
# Whoever runs tenders, takes part in them, or wants to know of them by its work.
FOLLOWS = (
    RUNS
    | SELLS
    | frozenset(
        {RoleName.OPENING_OFFICER, RoleName.EVALUATOR, RoleName.ICT_MANAGER, RoleName.REGISTRAR}
    )
)


def may_see_tenders(actor: Actor) -> bool:
    """Whoever acts for a party; row security shows which tenders."""
    return actor.party_id is not None


def may_follow_tenders(actor: Actor) -> bool:
    """Who has to do with tenders by role finds them in the menu."""
    return actor.party_id is not None and not FOLLOWS.isdisjoint(actor.roles)


def may_prepare_tender(actor: Actor) -> bool:
    """A buyer or category manager prepares tenders for its party."""
    return actor.party_id is not None and not RUNS.isdisjoint(actor.roles)


def may_run_tender(actor: Actor, tender: Tender) -> bool:
    """The same people of the party that owns it."""
    return actor.party_id == tender.owner_id and not RUNS.isdisjoint(actor.roles)
