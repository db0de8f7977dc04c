"""Telling people of proposals for the joint range, and of what changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.urls import reverse

from samkop.catalogue.models import RangeChange, RangeProposal
from samkop.catalogue.policies import BUYS
from samkop.catalogue.queries.range_proposals import change_of, proposal_of
from samkop.core.period import day_of
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.notifications import in_each_language, notify
from samkop.platform.records import subject_of

WORK_ON_RANGES = sorted({*BUYS, RoleName.ICT_MANAGER})


def tell_of_proposal(*, actor: Actor, now: datetime, proposal_id: int) -> None:
    """Tell who keeps the range of the acting party, or orders from it, that it is proposed."""
    found = proposal_of(proposal_id)
    facts = {"proposer": found.proposed_by.legal_name, "title": _title(found)}
    _tell(actor, now, "range-proposed", found, facts, WORK_ON_RANGES)


def tell_of_decision(*, actor: Actor, now: datetime, proposal_id: int) -> None:
    """Tell those whose proposal it was how it was decided."""
    found = proposal_of(proposal_id)
    facts = {
        "title": _title(found),
        "outcome": in_each_language(lambda: str(found.get_state_display())),
    }
    _tell(actor, now, "range-proposal-decided", found, facts, WORK_ON_RANGES)


def tell_of_waiting_change(
    *, actor: Actor, now: datetime, proposal_id: int, why: str | dict[str, str]
) -> None:
    """Tell who keeps the range that what was carried is not written by itself, and ``why``."""
    found = proposal_of(proposal_id)
    facts = {"title": _title(found), "why": why}
    _tell(actor, now, "range-change-waits", found, facts, sorted(BUYS))


def tell_of_range_change(*, actor: Actor, now: datetime, change_id: int) -> None:
    """Tell the ICT managers of the acting party what changes on which day."""
    found = change_of(change_id)
    facts = {
        "title": in_each_language(lambda: found.title),
        "effective_on": found.effective_on.isoformat(),
    }
    url = reverse("joint-range")
    _tell(actor, now, "range-changes", found, facts, [RoleName.ICT_MANAGER], url)


def _title(found: RangeProposal) -> str | dict[str, str]:
    return in_each_language(lambda: found.title)


def _tell(
    actor: Actor, now: datetime, kind: str, subject: Model, facts: dict[str, Any],
    roles: list[Any], url: str = "",
) -> None:  # fmt: skip
    party = party_of(actor.own_party_id)
    proposal_id = subject.proposal_id if isinstance(subject, RangeChange) else subject.pk
    notify(
        party_id=party.pk,
        person_ids=ids_with_any_role(party.pk, roles, day_of(now, party.time_zone)),
        kind=kind, subject=subject_of(subject), facts=facts,
        url=url or reverse("range-proposal", args=[proposal_id]),
    )  # fmt: skip
