"""Who may do what with agreements: ``may_<verb>(actor, thing)``.

Row security decides whose rows are seen; these decide by role within the party acted for.
"""

from __future__ import annotations

from samkop.agreements.models import CallOffRule, FrameworkAgreement
from samkop.governance.policies import may_record_decision
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor, ActorKind

# The job that makes agreements of what was tendered and signed; no person types it anew.
FROM_TENDERS = "agreements-from-tenders"
RUNS = frozenset({RoleName.BUYER, RoleName.CATEGORY_MANAGER})
RECORDS = frozenset(
    {RoleName.BUYER, RoleName.ICT_MANAGER, RoleName.FINANCE_CLERK, RoleName.REGISTRAR}
)
SELLS = frozenset({RoleName.SALESPERSON, RoleName.SERVICE_MANAGER})


def may_prepare_agreement(actor: Actor) -> bool:
    """A buyer or category manager of the purchasing body prepares an agreement."""
    return actor.party_id is not None and (_has_one_of(actor, RUNS) or _makes_from_tenders(actor))


def may_run_agreement(actor: Actor, agreement: FrameworkAgreement) -> bool:
    """The same people of the party that runs it change its prices, state and maximum."""
    runs = _has_one_of(actor, RUNS) or _makes_from_tenders(actor)
    return actor.party_id == agreement.purchasing_body_id and runs


def sells_under(actor: Actor, agreement: FrameworkAgreement) -> bool:
    """The supplier's own people who sell or look after the agreement."""
    return actor.party_id == agreement.supplier_id and bool(actor.roles & SELLS)


def may_run_call_off(actor: Actor, rule: CallOffRule) -> bool:
    """The same people of the party that prepared the rule of call-off."""
    own = actor.party_id == rule.purchasing_body_id
    return own and (_has_one_of(actor, RUNS) or _makes_from_tenders(actor))


def may_record_participation(actor: Actor, buyer_id: int) -> bool:
    """A decision is recorded by the party that took it, never by another for it."""
    return may_record_decision(actor, buyer_id)


def may_record_outside_order(actor: Actor, agreement: FrameworkAgreement, buyer_id: int) -> bool:
    """The buyer itself, or whoever runs the agreement, records what was ordered outside."""
    own = actor.party_id == buyer_id and _has_one_of(actor, RECORDS)
    return own or may_run_agreement(actor, agreement)


def may_see_agreements(actor: Actor) -> bool:
    """Whoever acts for a party; row security shows that party's agreements."""
    return actor.party_id is not None


def _makes_from_tenders(actor: Actor) -> bool:
    """The owner's own job, which carries out what its people decided and signed in a tender."""
    return actor.kind is ActorKind.JOB and actor.name == FROM_TENDERS


def _has_one_of(actor: Actor, roles: frozenset[RoleName]) -> bool:
    return not roles.isdisjoint(actor.roles)
