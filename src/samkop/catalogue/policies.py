"""Who may do what with the shelf. Row security says who sees; these say who may act."""

from __future__ import annotations

from samkop.agreements.models import FrameworkAgreement
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
    """The purchasing body's buyers choose the joint range."""
    return actor.party_id == agreement.purchasing_body_id and may_import_catalogues(actor)


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
        may_import_catalogues(actor) or RoleName.ICT_MANAGER in actor.roles
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
