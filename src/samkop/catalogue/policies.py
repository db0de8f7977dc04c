"""Who may do what with the shelf. Row security says who sees; these say who may act."""

from __future__ import annotations

from samkop.agreements.models import FrameworkAgreement
from samkop.catalogue.models import RangeProposal
from samkop.governance.policies import may_see_cooperation
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor, ActorKind

BUYS = frozenset({RoleName.BUYER, RoleName.CATEGORY_MANAGER})
EMPLOYED = frozenset(
    {RoleName.EMPLOYEE, RoleName.APPROVER, RoleName.ICT_MANAGER, RoleName.FINANCE_CLERK}
)
SELLS = frozenset({RoleName.SALESPERSON, RoleName.SERVICE_MANAGER})
KEEPS_RULES = frozenset({RoleName.ICT_MANAGER, RoleName.ADMINISTRATOR})
# The worker does what a buyer has asked for; the operator imports from the command line.
JOBS = frozenset({"worker", "operator"})
PRICE_KEEPER = "price-keeper"
# What was decided of the joint range is written, and told, by these.
RANGE_KEEPER = "range-keeper"


def may_see_shop(actor: Actor) -> bool:
    """Whoever acts for an organisation; row security shows the shelves that are open to it."""
    return actor.party_id is not None


def may_order(actor: Actor) -> bool:
    """Whoever works there may fill a basket; the others look at the shelf only."""
    return actor.person_id is not None and not EMPLOYED.isdisjoint(actor.roles)


def may_import_catalogues(actor: Actor) -> bool:
    """A buyer or category manager may; for which agreements, may_import_catalogue says."""
    return not BUYS.isdisjoint(actor.roles)


def may_import_catalogue(actor: Actor, agreement: FrameworkAgreement) -> bool:
    """The purchasing body's buyers; its worker, on whose job they were asked; the operator,
    on the command line; and the supplier's own e-document.
    """
    if actor.kind == ActorKind.MESSAGE:
        return actor.party_id == agreement.supplier_id
    if actor.party_id != agreement.purchasing_body_id:
        return False
    return may_import_catalogues(actor) or (actor.kind == ActorKind.JOB and actor.name in JOBS)


def may_keep_range(actor: Actor, agreement: FrameworkAgreement) -> bool:
    """The purchasing body's buyers choose the joint range; its job writes what was carried."""
    return may_keep_range_of(actor, agreement.purchasing_body_id)


def may_keep_range_of(actor: Actor, body_id: int) -> bool:
    """The same, of a purchasing body."""
    return actor.party_id == body_id and (may_import_catalogues(actor) or _keeps_range(actor))


def _keeps_range(actor: Actor) -> bool:
    return actor.kind == ActorKind.JOB and actor.name == RANGE_KEEPER


def may_see_range(actor: Actor) -> bool:
    """Whoever decides, prepares or carries out what the members do together."""
    return may_see_cooperation(actor)


def may_propose_range(actor: Actor, body_id: int) -> bool:
    """Who keeps the range, and the ICT manager of an organisation that orders from it."""
    if actor.party_id is None:
        return False
    return RoleName.ICT_MANAGER in actor.roles or may_keep_range_of(actor, body_id)


def may_propose_ranges(actor: Actor) -> bool:
    """Of some range; of which, may_propose_range says."""
    return actor.party_id is not None and (
        RoleName.ICT_MANAGER in actor.roles or may_import_catalogues(actor)
    )


def may_move_proposal(actor: Actor, proposal: RangeProposal) -> bool:
    """Those who may propose, of the organisation whose proposal it is."""
    return actor.party_id == proposal.proposed_by_id and may_propose_range(
        actor, proposal.purchasing_body_id
    )


def may_say_wish(actor: Actor) -> bool:
    """Whoever works there says what is wished, and what is wrong."""
    return may_order(actor)


def may_see_wishes(actor: Actor) -> bool:
    """The ICT manager reads what the organisation's own people said."""
    return actor.party_id is not None and RoleName.ICT_MANAGER in actor.roles


def may_keep_prices(actor: Actor, agreement: FrameworkAgreement) -> bool:
    """The system's own job of the purchasing body: nobody sets what follows from the rules."""
    return (
        actor.kind == ActorKind.JOB
        and actor.name == PRICE_KEEPER
        and actor.party_id == agreement.purchasing_body_id
    )


def may_keep_configuration(actor: Actor, owner_id: int) -> bool:
    """The owner's own: a purchasing body's buyers, a municipality's ICT manager."""
    return actor.party_id == owner_id and (
        may_import_catalogues(actor) or RoleName.ICT_MANAGER in actor.roles or _keeps_range(actor)
    )


def may_keep_enrolment(actor: Actor) -> bool:
    """The ICT manager knows by what the organisation's devices enrol."""
    return actor.party_id is not None and RoleName.ICT_MANAGER in actor.roles


def may_state_availability(actor: Actor, agreement: FrameworkAgreement) -> bool:
    """The supplier's own people, and the purchasing body's buyers for it."""
    if actor.party_id == agreement.supplier_id:
        return not SELLS.isdisjoint(actor.roles)
    return actor.party_id == agreement.purchasing_body_id and may_import_catalogues(actor)


def may_state_availabilities(actor: Actor) -> bool:
    """Of some agreement; of which, may_state_availability says."""
    return not (SELLS | BUYS).isdisjoint(actor.roles)


def may_see_entitlements(actor: Actor) -> bool:
    """Whoever works in the organisation may know its rules."""
    return actor.party_id is not None and actor.person_id is not None


def may_keep_entitlements(actor: Actor) -> bool:
    """The organisation's ICT manager or administrator says who may order what."""
    return actor.party_id is not None and not KEEPS_RULES.isdisjoint(actor.roles)


def may_grant_exceptions(actor: Actor) -> bool:
    """The ICT manager; whether to this person, may_grant_exception says."""
    return RoleName.ICT_MANAGER in actor.roles


def may_grant_exception(actor: Actor, person_id: int) -> bool:
    """The ICT manager grants exceptions to others, never to himself."""
    return may_grant_exceptions(actor) and actor.person_id != person_id
