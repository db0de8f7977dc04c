"""Approving several requisitions at once, for programs: what waits, and what became of each."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Path, Router, Schema, Status
from pydantic import Field

from samkop.core.money import amount_text
from samkop.ordering.models import Requisition
from samkop.ordering.policies import may_decide
from samkop.ordering.queries import to_decide
from samkop.ordering.queries.chosen_approvals import approval_run_of, chosen_requisitions
from samkop.ordering.usecases.chosen_approvals import MOST, TASK, start_approvals, stop_approvals
from samkop.parties.queries import own_today
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.models import JobRun
from samkop.platform.unit_of_work import perform, reading, require

router = Router(tags=["Ordering"])

RequisitionId = Annotated[int, Field(ge=1, le=2**63 - 1)]
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]


class RunState(StrEnum):
    """How far it has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ToDecideOut(Schema):
    """A requisition whose next step the token's person may take today."""

    id: int
    number: str
    requester: str = Field(description="Name of the person who asks")
    recipient: str = Field(description="Name of the person who gets it")
    cost_centre: str = Field(description="Code")
    currency: str
    total: str = Field(description="Decimal string, without VAT")
    submitted_at: datetime


class WaitingOut(Schema):
    """The oldest of them, as many as may be approved at once."""

    requisitions: list[ToDecideOut]
    more: int = Field(description="How many wait besides these")


class ChosenIn(Schema):
    """What to approve in the token's person's name."""

    requisition_ids: list[RequisitionId] = Field(min_length=1, max_length=MOST)


class ApprovedOut(Schema):
    """What became of one: its state now and, where it was refused, why."""

    id: int
    number: str
    state: str
    code: str
    sentence: str


class ApprovalRunOut(Schema):
    """An approval of several, and how far it has come."""

    id: int
    href: str
    state: RunState
    done: int
    total: int
    ordered: int
    approved: int = Field(description="Approved, where somebody else decides too")
    refused: int
    requisitions: list[ApprovedOut]
    sentence: str = Field(description="Why it failed; empty until it does")
    asked_at: datetime
    ended_at: datetime | None


@router.get("/to-approve", response={200: WaitingOut, **PROBLEMS}, operation_id="list_to_approve")
@reads("orders:read")
def to_approve(request: HttpRequest) -> WaitingOut:
    """What waits for the token's person, the oldest first."""
    actor = caller(request)
    require(may_decide(actor))
    found = to_decide(actor.own_party_id, actor.own_person_id, own_today())
    return WaitingOut(
        requisitions=[_to_decide(one) for one in found[:MOST]], more=max(len(found) - MOST, 0)
    )


@router.post(
    "/approval-runs", response={202: ApprovalRunOut, **PROBLEMS}, operation_id="approve_several"
)
@writes("orders:write")
def approve_several(
    request: HttpRequest, response: HttpResponse, key: IdempotencyKey, body: ChosenIn
) -> Status[ApprovalRunOut]:
    """Approve several requisitions, each by itself: what is refused stops none of the others.

    A job takes them, the oldest first; its address is in ``Location`` and in ``href``.
    """
    actor = caller(request)
    run = perform(actor, start_approvals, key=key, requisition_ids=body.requisition_ids)
    with reading(actor):
        answer = _answer(run)
    response["Location"] = answer.href
    return Status(202, answer)


@router.get(
    "/approval-runs/{approval_run_id}", response={200: ApprovalRunOut, **PROBLEMS},
    operation_id="approval_run",
)  # fmt: skip
@reads("orders:read")
def approval_progress(request: HttpRequest, approval_run_id: Id) -> ApprovalRunOut:
    """How far it has come, and what became of each requisition."""
    actor = caller(request)
    found = approval_run_of(actor.own_party_id, actor.own_person_id, TASK, approval_run_id)
    return _answer(found)


@router.post(
    "/approval-runs/{approval_run_id}/stop", response={200: ApprovalRunOut, **PROBLEMS},
    operation_id="stop_approval_run",
)  # fmt: skip
@writes("orders:write")
def stop_approval_run(
    request: HttpRequest, approval_run_id: Id, key: IdempotencyKey
) -> ApprovalRunOut:
    """Stop before the next requisition; what has been approved stays approved."""
    actor = caller(request)
    run = perform(actor, stop_approvals, key=key, run_id=approval_run_id)
    with reading(actor):
        return _answer(run)


def _to_decide(found: Requisition) -> ToDecideOut:
    return ToDecideOut(
        id=found.pk, number=found.number, requester=found.requester.name,
        recipient=found.recipient.name, cost_centre=found.cost_centre.code,
        currency=found.currency, total=amount_text(found.total_cents),
        submitted_at=found.submitted_at,
    )  # fmt: skip


def _answer(run: JobRun) -> ApprovalRunOut:
    chosen = run.inputs["requisitions"]
    said: dict[int, dict[str, Any]] = {
        row["requisition_id"]: row for row in run.result.get("rows", [])
    }
    return ApprovalRunOut(
        id=run.pk, href=reverse("api:approval_progress", args=[run.pk]), state=RunState(run.state),
        done=run.done, total=len(chosen),
        **{name: run.result.get(name, 0) for name in ("ordered", "approved", "refused")},
        requisitions=[
            ApprovedOut(
                id=one.pk, number=one.number, state=one.state,
                code=said.get(one.pk, {}).get("code", ""),
                sentence=said.get(one.pk, {}).get("sentence", ""),
            )
            for one in chosen_requisitions(run.party_id, chosen)
        ],
        sentence=run.sentence, asked_at=run.asked_at, ended_at=run.ended_at,
    )  # fmt: skip
