"""Who may do what with feedback: ``may_<verb>(actor, thing)``.

Row security decides whose rows are seen; these decide by role within the party acted for.
"""

from __future__ import annotations

from samkop.followup.models import FeedbackQuestion, FeedbackReferral
from samkop.governance.policies import may_see_cooperation
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor, ActorKind

FEEDBACK_KEEPER = "feedback-keeper"
SELLS = frozenset({RoleName.SALESPERSON, RoleName.SERVICE_MANAGER})


def is_feedback_keeper(actor: Actor) -> bool:
    """The job that asks, reminds, closes and erases by the clock."""
    return actor.kind == ActorKind.JOB and actor.name == FEEDBACK_KEEPER


def may_see_feedback(actor: Actor) -> bool:
    """The sums: whoever takes part in the cooperation."""
    return may_see_cooperation(actor)


def may_see_answers(actor: Actor) -> bool:
    """What each has said in one's own organisation: its ICT manager."""
    return actor.party_id is not None and RoleName.ICT_MANAGER in actor.roles


def may_answer(actor: Actor, question: FeedbackQuestion) -> bool:
    """Whoever was asked, and nobody else."""
    return actor.person_id == question.person_id and actor.party_id == question.party_id


def may_see_referrals(actor: Actor) -> bool:
    """What was passed on to a supplier: who sells for it."""
    return actor.party_id is not None and not SELLS.isdisjoint(actor.roles)


def may_respond(actor: Actor, referral: FeedbackReferral) -> bool:
    """The same people of the supplier that it was passed on to."""
    return actor.party_id == referral.supplier_id and may_see_referrals(actor)


def may_see_referral(actor: Actor, referral: FeedbackReferral) -> bool:
    """They, and the ICT manager who passed it on."""
    if actor.party_id == referral.party_id:
        return may_see_answers(actor)
    return may_respond(actor, referral)
