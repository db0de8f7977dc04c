"""Reads of approvals: the register of authority, who decides, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, QuerySet

from samkop.ordering.models import (
    Approval,
    ApprovalAuthority,
    ApprovalDelegation,
    ApprovalStep,
    Requisition,
    RequisitionLine,
)
from samkop.ordering.queries.lines import with_items
from samkop.ordering.rules import (
    Asked,
    Authority,
    Decider,
    Deciding,
    Delegation,
    Step,
    deciders,
)
from samkop.ordering.vocabulary import APPROVAL_ROLES, RequisitionState
from samkop.parties.models import CostCentre, Membership, RoleAssignment
from samkop.parties.queries import valid_on
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import not_found


def register_of(party_id: int, *, on: date | None = None) -> QuerySet[ApprovalAuthority]:
    """The lines of the register; with ``on`` those in force that day, else all there were."""
    lines = ApprovalAuthority.objects.filter(party_id=party_id).select_related(
        "person", "cost_centre", "granted_by"
    )
    if on is not None:
        lines = lines.filter(valid_on(on))
    return lines


def authority_of(party_id: int, authority_id: int) -> ApprovalAuthority:
    """A line of the party's register. Raises Refused ``not-found``."""
    found = register_of(party_id).filter(id=authority_id).first()
    if found is None:
        raise not_found()
    return found


def delegations_of(party_id: int) -> QuerySet[ApprovalDelegation]:
    """Who stands in for whom, the latest first."""
    return (
        ApprovalDelegation.objects.filter(party_id=party_id)
        .select_related("approver", "delegate", "entered_by")
        .order_by("-valid_from", "-id")
    )


def deciding_of(party_id: int, on: date) -> Deciding:
    """Who can decide in the party on a day: four queries, whatever there is to decide on.

    Only who holds the role that day counts, as an approver, a delegate or by another role.
    """
    members = Membership.objects.filter(valid_on(on), party_id=party_id).values("person_id")
    held = RoleAssignment.objects.filter(
        valid_on(on), party_id=party_id, role__in=[RoleName.APPROVER, *APPROVAL_ROLES],
        person_id__in=members,
    ).values_list("role", "person_id")  # fmt: skip
    holders: dict[str, set[int]] = {}
    for role, person_id in held:
        holders.setdefault(role, set()).add(person_id)
    approving = holders.get(RoleName.APPROVER, set())
    lines = ApprovalAuthority.objects.filter(valid_on(on), party_id=party_id)
    delegations = ApprovalDelegation.objects.filter(valid_on(on), party_id=party_id)
    centres = CostCentre.objects.filter(party_id=party_id, manager__isnull=False)
    return Deciding(
        on=on,
        register=tuple(_authority(line) for line in lines if line.person_id in approving),
        delegations=tuple(
            Delegation(one.pk, one.approver_id, one.delegate_id, one.valid_from, one.valid_until)
            for one in delegations
            if one.delegate_id in approving
        ),
        holders={role: frozenset(people) for role, people in holders.items()},
        managers=dict(centres.values_list("id", "manager_id")),
    )


def open_requisitions(party_id: int) -> QuerySet[Requisition]:
    """Requisitions that wait for somebody's decision, the oldest first."""
    return (
        with_chain(Requisition.objects.filter(party_id=party_id, state=RequisitionState.SUBMITTED))
        .select_related("requester", "recipient", "cost_centre")
        .prefetch_related(
            Prefetch("lines", with_items(RequisitionLine.objects.order_by("line_number")))
        )
        .order_by("id")
    )


def with_chain(requisitions: QuerySet[Requisition]) -> QuerySet[Requisition]:
    """Requisitions with the steps that each needs and those that have been taken."""
    taken = Approval.objects.select_related("person", "on_behalf_of").order_by("position")
    return requisitions.prefetch_related(
        Prefetch("steps", ApprovalStep.objects.order_by("position")),
        Prefetch("approvals", taken),
    )


def next_step(requisition: Requisition) -> Step | None:
    """The step that waits; None when every one has been taken."""
    taken = {approval.position for approval in requisition.approvals.all()}
    waiting = [step for step in requisition.steps.all() if step.position not in taken]
    if not waiting:
        return None
    first = min(waiting, key=lambda step: step.position)
    return Step(first.position, first.kind, first.role)


def deciders_of(requisition: Requisition, step: Step, deciding: Deciding) -> list[Decider]:
    """Who may take this step of the requisition on the day of ``deciding``."""
    decided = taken_by(requisition.approvals.all())
    return deciders(step, plain(requisition), deciding, decided)


def taken_by(approvals: Iterable[Approval]) -> set[int]:
    """The people who decided, and those for whom they did."""
    people = {approval.person_id for approval in approvals}
    return people | {a.on_behalf_of_id for a in approvals if a.on_behalf_of_id is not None}


def plain(requisition: Requisition) -> Asked:
    """The requisition as far as deciders look at it: without requester's roles and lines."""
    return Asked(
        cents=requisition.total_cents, currency=requisition.currency,
        cost_centre_id=requisition.cost_centre_id, requester_id=requisition.requester_id,
        requester_roles=frozenset(), lines=(),
        recipients=recipients_of(requisition, requisition.lines.all()),
    )  # fmt: skip


def recipients_of(requisition: Requisition, lines: Iterable[RequisitionLine]) -> frozenset[int]:
    """Who gets it, by the whole or by one of its lines."""
    named = {line.recipient_id for line in lines}
    return frozenset({requisition.recipient_id, *(one for one in named if one is not None)})


def to_decide(party_id: int, person_id: int, on: date) -> list[Requisition]:
    """The open requisitions whose next step this person may take."""
    deciding = deciding_of(party_id, on)
    found = []
    for requisition in open_requisitions(party_id):
        step = next_step(requisition)
        if step and person_id in {
            one.person_id for one in deciders_of(requisition, step, deciding)
        }:
            found.append(requisition)
    return found


def _authority(line: ApprovalAuthority) -> Authority:
    return Authority(
        line.pk, line.person_id, line.cost_centre_id, line.limit_cents, line.currency,
        line.valid_from, line.valid_until,
    )  # fmt: skip
