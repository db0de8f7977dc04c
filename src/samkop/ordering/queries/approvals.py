"""Reads of approvals: the register of authority, and what waits for whom."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from samkop.ordering.models import ApprovalAuthority, ApprovalThreshold, Requisition
from samkop.ordering.rules import Authority, Threshold, approvers
from samkop.ordering.vocabulary import RequisitionState
from samkop.parties.queries import people_with_role, valid_on
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import not_found


def thresholds_of(party_id: int) -> list[Threshold]:
    """Below which amounts the party wants no approval."""
    rows = ApprovalThreshold.objects.filter(party_id=party_id)
    return [Threshold(row.cost_centre_id, row.free_below_cents) for row in rows]


def authorities_of(party_id: int, on: date) -> list[Authority]:
    """The party's register of authority, of those who are approvers on that day."""
    people = people_with_role(party_id, RoleName.APPROVER, on)
    rows = ApprovalAuthority.objects.filter(party_id=party_id, person__in=people)
    return [
        Authority(
            row.pk, row.person_id, row.cost_centre_id, row.limit_cents, row.currency,
            row.valid_from, row.valid_until,
        )
        for row in rows
    ]  # fmt: skip


def register_of(
    party_id: int, *, on: date | None = None, text: str = "", cost_centre_id: int | None = None
) -> QuerySet[ApprovalAuthority]:
    """The lines of the register; with ``on`` those in force that day, else all there were.

    ``text`` is part of a person's name; a cost centre is reached by its own lines and by
    those for all.
    """
    lines = ApprovalAuthority.objects.filter(party_id=party_id).select_related(
        "person", "cost_centre", "granted_by"
    )
    if on is not None:
        lines = lines.filter(valid_on(on))
    if text:
        lines = lines.filter(person__name__icontains=text)
    if cost_centre_id is not None:
        lines = lines.filter(Q(cost_centre_id=cost_centre_id) | Q(cost_centre__isnull=True))
    return lines


def authority_of(party_id: int, authority_id: int) -> ApprovalAuthority:
    """A line of the party's register. Raises Refused ``not-found``."""
    found = register_of(party_id).filter(id=authority_id).first()
    if found is None:
        raise not_found()
    return found


def approvers_of(
    *, party_id: int, requester_id: int, cost_centre_id: int, cents: int, currency: str, on: date,
    recipient_id: int | None = None,
) -> list[Authority]:  # fmt: skip
    """Who may approve this, the narrowest authority first."""
    return approvers(
        authorities_of(party_id, on), requester_id=requester_id,
        cost_centre_id=cost_centre_id, cents=cents, currency=currency, on=on,
        recipient_id=recipient_id,
    )  # fmt: skip


def open_requisitions(party_id: int) -> QuerySet[Requisition]:
    """Requisitions that wait for somebody's decision, the oldest first."""
    return (
        Requisition.objects.filter(party_id=party_id, state=RequisitionState.SUBMITTED)
        .select_related("requester", "recipient", "cost_centre")
        .prefetch_related("lines")
        .order_by("id")
    )


def to_decide(party_id: int, person_id: int, on: date) -> list[Requisition]:
    """The open requisitions that this person has the authority to decide on."""
    register = authorities_of(party_id, on)
    return [
        requisition
        for requisition in open_requisitions(party_id)
        if any(
            authority.person_id == person_id
            for authority in approvers(
                register, requester_id=requisition.requester_id,
                cost_centre_id=requisition.cost_centre_id, cents=requisition.total_cents,
                currency=requisition.currency, on=on, recipient_id=requisition.recipient_id,
            )
        )
    ]  # fmt: skip
