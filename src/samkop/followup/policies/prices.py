"""Who may do what with prices held against their rules: ``may_<verb>(actor, thing)``."""

from __future__ import annotations

from samkop.agreements.policies import RUNS, SELLS
from samkop.followup.models import PriceFinding
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor

# The system job that holds purchases against their rules, in the name of each party.
JOB = "price-watch"
SEES = RUNS | {
    RoleName.ICT_MANAGER, RoleName.STEERING_MEMBER, RoleName.FINANCE_CLERK, RoleName.REGISTRAR,
}  # fmt: skip
DECIDES = frozenset({RoleName.ICT_MANAGER, RoleName.REGISTRAR})


def may_watch_prices(actor: Actor) -> bool:
    """Only the system job writes checks and findings, so that each has its evidence."""
    return actor.identity == f"job:{JOB}"


def may_see_prices(actor: Actor) -> bool:
    """Who buys, pays, steers or runs agreements; row security decides whose prices."""
    return actor.party_id is not None and not SEES.isdisjoint(actor.roles)


def may_see_findings(actor: Actor) -> bool:
    """They, and whoever sells: a supplier sees what it is asked."""
    return may_see_prices(actor) or sells(actor)


def sells(actor: Actor) -> bool:
    """Whoever sells for a supplier."""
    return actor.party_id is not None and not SELLS.isdisjoint(actor.roles)


def may_handle_finding(actor: Actor, finding: PriceFinding) -> bool:
    """Who runs the agreement asks and concludes."""
    return actor.party_id == finding.purchasing_body_id and may_set_tolerance(actor)


def may_answer_finding(actor: Actor, finding: PriceFinding) -> bool:
    """The supplier's own people who sell."""
    return actor.party_id == finding.supplier_id and sells(actor)


def may_set_tolerance(actor: Actor) -> bool:
    """Who runs agreements says what passes."""
    return actor.party_id is not None and not RUNS.isdisjoint(actor.roles)


def may_choose_sharing(actor: Actor) -> bool:
    """A member decides on its own prices."""
    return actor.party_id is not None and not DECIDES.isdisjoint(actor.roles)
