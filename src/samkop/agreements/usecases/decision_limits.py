"""Warning a buyer that most of the amount which it decided on is used up."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from samkop.agreements.queries.decision_limits import used_of
from samkop.governance.queries import decision_of
from samkop.governance.usecases.decision_reminders import tell_deciders
from samkop.platform.actors import Actor
from samkop.platform.records import subject_of


def warn_of_decision_limit(*, actor: Actor, now: datetime, decision_id: int) -> None:
    """Tell those who record the party's decisions how much of the amount is ordered.

    A job's: the party is who it acts for. Raises Refused ``not-found``.
    """
    decision = decision_of(decision_id)
    facts: dict[str, object] = {
        "number": decision.register_number, "currency": decision.currency,
        "used_cents": used_of(decision_id), "limit_cents": decision.amount_limit_cents,
    }  # fmt: skip
    page = reverse("decision", args=[decision_id])
    tell_deciders(actor.own_party_id, now, "decision-limit-near", subject_of(decision), facts, page)
