"""Each buyer's own decision about an agreement: to join, to wait, to decline, to leave."""

from __future__ import annotations

from datetime import date, datetime

from samkop.agreements.models import FrameworkAgreement, Participation
from samkop.agreements.policies import may_record_participation
from samkop.agreements.queries import agreement_of
from samkop.agreements.usecases.agreement import acting_for
from samkop.agreements.usecases.project_rights import (
    check_currency,
    decide_on_project,
    participation_of,
    require_named,
    rest_on,
)
from samkop.core import period
from samkop.governance.models import Project
from samkop.governance.queries import is_member
from samkop.governance.usecases.decisions import (
    NewDecision,
    NewDocument,
    ends_before_it_starts,
    write_decision,
)
from samkop.governance.vocabulary import Decider, DecisionKind, Enforcement
from samkop.parties.models import Party
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import require


def record_participation(
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    decided_on: date,
    organ: str,
    register_number: str,
    orders_from: date,
    section: str = "",
    orders_until: date | None = None,
    decider: str = Decider.ORGAN,
    delegation: str = "",
    amount_limit_cents: int | None = None,
    enforcement: str = Enforcement.AT_ONCE,
    appeal_until: date | None = None,
    document: NewDocument | None = None,
    anew: bool = False,
) -> Participation:
    """Record the acting party's own decision to join: from ``orders_from`` on it may order.

    ``organ`` is who decided: an organ, or an official with the reference of the
    ``delegation``; other inputs as of ``governance.usecases.decisions.NewDecision``. Raises
    Refused as ``decide_on_agreement``.
    """
    agreement = agreement_of(agreement_id)
    decided = NewDecision(
        decided_on=decided_on, decided_by=organ, register_number=register_number, section=section,
        orders_from=orders_from, orders_until=orders_until, decider=decider,
        delegation=delegation, amount_limit_cents=amount_limit_cents, enforcement=enforcement,
        appeal_until=appeal_until, anew=anew,
        currency=agreement.currency if amount_limit_cents is not None else "",
    )  # fmt: skip
    return decide_on_agreement(
        actor=actor, now=now, agreement_id=agreement_id, decided=decided, document=document
    )


def decide_on_agreement(
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    decided: NewDecision,
    document: NewDocument | None = None,
) -> Participation:
    """Record the acting party's own decision about an agreement that names it.

    Where the agreement is of a joint project of the party's region, the decision is about the
    project and holds for all its agreements. Raises Refused: ``not-found``, ``not-allowed``,
    ``not-a-named-buyer``, ``limit-in-another-currency``, and as
    ``governance.usecases.decisions.write_decision``.
    """
    agreement = agreement_of(agreement_id)
    party = party_of(acting_for(actor))
    require(may_record_participation(actor, party.pk))
    require_named(agreement, party.pk)
    project = _project_of(agreement, party, now)
    if project is not None:
        decide_on_project(
            actor=actor, now=now, project_id=project.pk, decided=decided, document=document
        )
        return participation_of(agreement_id, party.pk)
    check_currency(agreement, decided)
    made = write_decision(
        party=party, now=now, decided=decided, agreement_id=agreement_id, document=document
    )
    return rest_on(agreement, made, now)


def end_participation(
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    orders_until: date,
    decided_on: date | None = None,
    organ: str = "",
    register_number: str = "",
    section: str = "",
    enforcement: str = Enforcement.AT_ONCE,
) -> Participation:
    """Record the acting party's decision to leave, with its last day of ordering; orders stay.

    What is not given is as of the decision that the participation rests on, taken today.
    Raises Refused as ``decide_on_agreement``, ``orders-end-before-they-start``,
    ``nothing-to-leave``.
    """
    agreement = agreement_of(agreement_id)
    party = party_of(acting_for(actor))
    require(may_record_participation(actor, party.pk))
    rests_on = participation_of(agreement.pk, party.pk).decision
    if rests_on.ordering_days[0] and orders_until < rests_on.ordering_days[0]:
        raise ends_before_it_starts()
    leaves = NewDecision(
        kind=DecisionKind.LEAVE, decided_on=decided_on or period.day_of(now, party.time_zone),
        decided_by=organ or rests_on.decided_by, decider=rests_on.decider,
        delegation=rests_on.delegation, register_number=register_number or rests_on.register_number,
        section=section, orders_until=orders_until, enforcement=enforcement,
    )  # fmt: skip
    return decide_on_agreement(actor=actor, now=now, agreement_id=agreement_id, decided=leaves)


def _project_of(agreement: FrameworkAgreement, party: Party, now: datetime) -> Project | None:
    """The joint project that a decision about the agreement is about, if the party is in it."""
    # Only the region sees it: to others the agreement is all that there is.
    project = Project.objects.filter(id=agreement.project_id or 0).first()
    if project is None or not is_member(
        project.region_id, party.pk, period.day_of(now, party.time_zone)
    ):
        return None
    return project
