"""Keeping the register of authority and the thresholds below which nobody has to approve."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.ordering.models import ApprovalAuthority, ApprovalThreshold
from samkop.ordering.policies import may_keep_budgets
from samkop.parties.models import Party
from samkop.parties.queries import people_with_role
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require


def set_threshold(
    *, actor: Actor, now: datetime, cost_centre_id: int | None, free_below_cents: int
) -> ApprovalThreshold:
    """Set the amount below which no approval is needed, for one cost centre or for all."""
    require(may_keep_budgets(actor))
    known = ApprovalThreshold.objects.filter(
        party_id=actor.own_party_id, cost_centre_id=cost_centre_id
    ).first()
    if known:
        return change(known, free_below_cents=free_below_cents)
    return create(
        ApprovalThreshold(
            party_id=actor.own_party_id, cost_centre_id=cost_centre_id,
            free_below_cents=free_below_cents,
        )
    )  # fmt: skip


def grant_authority(
    *, actor: Actor, now: datetime, person_id: int, cost_centre_id: int | None, limit_cents: int
) -> ApprovalAuthority:
    """Enter into the register of authority who may approve how much, from today.

    Raises Refused: ``authority-for-oneself``, ``not-an-approver``.
    """
    require(may_keep_budgets(actor))
    party = Party.objects.get(id=actor.own_party_id)
    today = day_of(now, party.time_zone)
    if person_id == actor.own_person_id:
        raise Refused(
            "authority-for-oneself",
            _("Nobody enters himself into the register. Ask a colleague to do it."),
        )
    if not people_with_role(party.pk, RoleName.APPROVER, today).filter(id=person_id).exists():
        raise Refused(
            "not-an-approver",
            _("Only who is an approver in your organisation today can be given authority."),
        )
    return create(
        ApprovalAuthority(
            party_id=actor.own_party_id, person_id=person_id, cost_centre_id=cost_centre_id,
            limit_cents=limit_cents, valid_from=today,
        )
    )  # fmt: skip
