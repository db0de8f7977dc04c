"""Reminding those who decide of what waits for them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import ApprovalReminder, Requisition
from samkop.ordering.policies import may_remind
from samkop.ordering.queries.waiting import reminding_from_of
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import create_all
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def remind_approvers(*, actor: Actor, now: datetime, requisition_id: int) -> ApprovalReminder:
    """Tell those who may take the requisition's next step once more, at most once a day.

    Raises Refused: ``not-found``, ``not-allowed`` unless it is one's own and waits,
    ``reminded-lately``.
    """
    requisition = Requisition.objects.select_for_update().filter(id=requisition_id).first()
    if requisition is None:
        raise not_found()
    require(may_remind(actor, requisition))
    if now < reminding_from_of(requisition):
        raise Refused(
            "reminded-lately",
            _("Those who decide were told less than a day ago. Give them until tomorrow."),
        )
    [made] = create_all(
        [
            ApprovalReminder(
                party_id=requisition.party_id, requisition=requisition,
                person_id=actor.own_person_id, at=now,
            )
        ],
        under=requisition,
    )  # fmt: skip
    tell("requisition-reminded", requisition_id=requisition.pk)
    return made
