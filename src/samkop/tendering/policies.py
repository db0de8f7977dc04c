"""Who may do what with tenders: ``may_<verb>(actor, thing)``.

Row security decides whose rows are seen; these decide by role within the party acted for.
"""

from __future__ import annotations

from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor, ActorKind
from samkop.tendering.models import BidInquiry, EvaluatorAppointment, OpeningOfficer, Tender
from samkop.tendering.vocabulary import TenderState

RUNS = frozenset({RoleName.BUYER, RoleName.CATEGORY_MANAGER})
BIDS_SCOPE = "bids:write"
SELLS = frozenset({RoleName.SALESPERSON, RoleName.SERVICE_MANAGER})
PUBLISHED = frozenset(
    {TenderState.OPEN, TenderState.OPENED, TenderState.DECIDED, TenderState.CONCLUDED}
)
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


def may_read_tender(actor: Actor, tender: Tender) -> bool:
    """Whoever acts for a party; and everybody, once the notice of an open procedure is out.

    The procurement documents are had without signing in (art. 53(1) of directive 2014/24/EU).
    """
    published = tender.state in PUBLISHED and not tender.by_invitation
    return may_see_tenders(actor) or published


def may_follow_tenders(actor: Actor) -> bool:
    """Who has to do with tenders by role finds them in the menu."""
    return actor.party_id is not None and not FOLLOWS.isdisjoint(actor.roles)


def may_prepare_tender(actor: Actor) -> bool:
    """A buyer or category manager prepares tenders for its party."""
    return actor.party_id is not None and not RUNS.isdisjoint(actor.roles)


def may_run_tender(actor: Actor, tender: Tender) -> bool:
    """The same people of the party that owns it."""
    return actor.party_id == tender.owner_id and not RUNS.isdisjoint(actor.roles)


def may_bid(actor: Actor, tender: Tender) -> bool:
    """A supplier's salespeople, or a program with a token of theirs; nobody on the buyer's side."""
    return actor.party_id not in {None, tender.owner_id} and not SELLS.isdisjoint(actor.roles)


def may_confirm_key(actor: Actor, officer: OpeningOfficer) -> bool:
    """A colleague who runs the tender or opens bids, and not the officer."""
    does = RUNS | {RoleName.OPENING_OFFICER}
    return (
        actor.party_id == officer.tender.owner_id
        and actor.person_id not in {None, officer.person_id}
        and not does.isdisjoint(actor.roles)
    )


def may_see_opening(actor: Actor, tender: Tender) -> bool:
    """Those who run the tender and opening officers of the party that owns it."""
    does = RUNS | {RoleName.OPENING_OFFICER}
    return actor.party_id == tender.owner_id and not does.isdisjoint(actor.roles)


def may_mark(actor: Actor, appointment: EvaluatorAppointment) -> bool:
    """The evaluator itself, acting for the contracting authority, while it is appointed."""
    return (
        actor.party_id == appointment.owner_id
        and actor.person_id == appointment.evaluator_id
        and appointment.ended_at is None
    )


def may_answer_inquiry(actor: Actor, inquiry: BidInquiry) -> bool:
    """The bidder's salespeople and service managers."""
    return actor.party_id == inquiry.bidder_id and not SELLS.isdisjoint(actor.roles)


def may_keep_runs(actor: Actor, tender: Tender) -> bool:
    """Keep what a job has computed for the tender's owner: the job, or who runs the tender."""
    is_job = actor.kind is ActorKind.JOB and actor.name == "worker"
    return actor.party_id == tender.owner_id and (is_job or may_run_tender(actor, tender))


def may_ask_question(actor: Actor, tender: Tender) -> bool:
    """Whoever sells asks, about a tender of another."""
    return actor.party_id not in {None, tender.owner_id} and not SELLS.isdisjoint(actor.roles)
