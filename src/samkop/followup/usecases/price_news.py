"""Telling people of prices that drift: who runs the agreement, and the supplier that is asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from samkop.agreements.policies import RUNS, SELLS
from samkop.core.period import day_of
from samkop.followup.models import PriceFinding
from samkop.followup.queries.prices import finding_of
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify
from samkop.platform.records import subject_of


def tell_of_price_drift(*, actor: Actor, now: datetime, finding_id: int) -> None:
    """Tell who runs the acting party's agreements that a price drifts. Raises ``not-found``."""
    _tell(actor, now, "price-drift-found", finding_of(finding_id), RUNS)


def tell_of_price_question(
    *, actor: Actor, now: datetime, finding_id: int, overdue: bool = False
) -> None:
    """Tell the acting supplier's people that they are asked, or still to answer.

    Raises ``not-found``.
    """
    kind = "price-answer-overdue" if overdue else "price-finding-asked"
    _tell(actor, now, kind, finding_of(finding_id), SELLS)


def tell_of_price_answer(*, actor: Actor, now: datetime, finding_id: int) -> None:
    """Tell who runs the acting party's agreements of an answer. Raises ``not-found``."""
    _tell(actor, now, "price-finding-answered", finding_of(finding_id), RUNS)


def _tell(
    actor: Actor, now: datetime, kind: str, finding: PriceFinding, roles: Iterable[str]
) -> None:
    party = party_of(actor.own_party_id)
    facts: dict[str, Any] = {
        "item": finding.name, "number": finding.agreement.number,
        "body": finding.purchasing_body.legal_name, "supplier": finding.supplier.legal_name,
    }  # fmt: skip
    if finding.answer_due_on:
        facts["due_on"] = finding.answer_due_on.isoformat()
    notify(
        party_id=party.pk,
        person_ids=ids_with_any_role(party.pk, sorted(roles), day_of(now, party.time_zone)),
        kind=kind, subject=subject_of(finding), facts=facts,
        url=reverse("price-finding", args=[finding.pk]),
    )  # fmt: skip
