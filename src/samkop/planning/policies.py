"""Who may do what with needs, pre-studies and consultations: ``may_<verb>(actor, thing)``.

Row security decides whose rows are seen; these decide by role within the party acted for.
"""

from __future__ import annotations

from samkop.parties.vocabulary import RoleName
from samkop.planning.models import MarketConsultation, Need, PreStudy
from samkop.platform.actors import Actor

PLANS = frozenset({RoleName.BUYER, RoleName.CATEGORY_MANAGER, RoleName.ICT_MANAGER})
SELLS = frozenset({RoleName.SALESPERSON, RoleName.SERVICE_MANAGER})


def may_see_consultations(actor: Actor) -> bool:
    """Whoever acts for a party; row security shows which consultations."""
    return actor.party_id is not None


def may_prepare_consultation(actor: Actor) -> bool:
    """Buyers, category managers and ICT managers ask the market for their party."""
    return actor.party_id is not None and not PLANS.isdisjoint(actor.roles)


def may_run_consultation(actor: Actor, consultation: MarketConsultation) -> bool:
    """The same people of the party whose consultation it is."""
    return actor.party_id == consultation.owner_id and may_prepare_consultation(actor)


def may_see_answers(actor: Actor, consultation: MarketConsultation) -> bool:
    """What suppliers said, and may call secret: on the buyer's side for those who run it.

    Of others row security shows each supplier its own.
    """
    if actor.party_id == consultation.owner_id:
        return may_run_consultation(actor, consultation)
    return actor.party_id is not None


def may_take_part(actor: Actor, consultation: MarketConsultation) -> bool:
    """Those who sell for another party answer, ask and comment."""
    return (
        actor.party_id is not None
        and actor.party_id != consultation.owner_id
        and not SELLS.isdisjoint(actor.roles)
    )


def may_see_needs(actor: Actor) -> bool:
    """Buyers, category managers and ICT managers; row security shows which needs."""
    return actor.party_id is not None and not PLANS.isdisjoint(actor.roles)


def may_enter_need(actor: Actor) -> bool:
    """The same people say what their party needs."""
    return may_see_needs(actor)


def may_change_need(actor: Actor, need: Need) -> bool:
    """The same people of the party whose need it is."""
    return actor.party_id == need.owner_id and may_see_needs(actor)


def may_see_studies(actor: Actor) -> bool:
    """The same people; row security shows which pre-studies."""
    return may_see_needs(actor)


def may_start_study(actor: Actor) -> bool:
    """The same people start a pre-study of their own party."""
    return may_see_needs(actor)


def may_run_study(actor: Actor, study: PreStudy) -> bool:
    """The same people of the party whose pre-study it is."""
    return actor.party_id == study.owner_id and may_see_needs(actor)
