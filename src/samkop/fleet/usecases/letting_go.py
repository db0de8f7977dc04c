"""Devices have passed on: what the giver was to do with them ends here, and says what goes on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from samkop.fleet.models import (
    AssetTransfer,
    DeviceCase,
    DeviceLoan,
    DeviceRecall,
    DeviceReturn,
    PassedAsset,
    PassedTask,
    RecalledDevice,
    WorkOrder,
    WorkOrderLine,
)
from samkop.fleet.policies import may_keep_fleet_by_itself
from samkop.fleet.queries.transfers import transfer_of
from samkop.fleet.usecases.cases import closed
from samkop.fleet.usecases.going_on import locked_order
from samkop.fleet.usecases.recalls import recalled_by, settle_rows
from samkop.fleet.usecases.work_orders import call_off, end_if_settled
from samkop.fleet.vocabulary import CaseOutcome, CaseState, RecalledState, WorkLineState
from samkop.fleet.vocabulary.returns import DeviceReturnState
from samkop.fleet.vocabulary.transfers import TaskKind
from samkop.fleet.vocabulary.work import NotDoneReason
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, change_each, create, note, subject_of
from samkop.platform.unit_of_work import require

# What of each kind goes on as it stands.
OF_LINE = ("asset_id", "takes_back", "to_kind", "to_code", "to_name")
OF_CASE = (
    "asset_id", "kind", "fault", "words", "state", "opened_by_id", "supplier_id", "way",
    "rma_number", "replacement_serial", "cost_cents", "currency", "outcome", "answer",
)  # fmt: skip
OF_RECALL = ("title", "words", "serial_from", "serial_to")
LONGEST_NUMBER = 60


def let_go_of_passed(*, actor: Actor, now: datetime, transfer_id: int) -> int:
    """A job of the giver's: end what was to be done with devices that a transfer has passed on.

    Lines of work orders, cases and loans end because of it, and go on with the receiver, each
    told as ``task-passed-on``; so does a recall, which does not concern the device at the giver's
    any more. Asking for a return has ended. Returns how many go on.
    """
    transfer = transfer_of(transfer_id)
    require(may_keep_fleet_by_itself(actor, transfer.giver_id))
    passed = set(PassedAsset.objects.filter(transfer=transfer).values_list("asset_id", flat=True))
    tasks = [
        *_work(transfer, passed, now), *_cases(actor, transfer, passed, now),
        *_loans(transfer, passed, now), *_recalls(transfer, passed, now),
    ]  # fmt: skip
    _end_returns(transfer, passed, now)
    for task in tasks:
        tell("task-passed-on", receiver_id=transfer.receiver_id, task_id=task.pk)
    note(transfer=subject_of(transfer), tasks=len(tasks))
    return len(tasks)


def _task(
    transfer: AssetTransfer, kind: TaskKind, number: str, facts: dict[str, Any]
) -> PassedTask:
    return create(
        PassedTask(
            transfer=transfer, giver_id=transfer.giver_id, receiver_id=transfer.receiver_id,
            kind=kind, number=number, facts=facts,
        )
    )  # fmt: skip


def _of(row: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _work(transfer: AssetTransfer, passed: set[int], now: datetime) -> Iterable[PassedTask]:
    mine = WorkOrderLine.objects.filter(
        owner_id=transfer.giver_id, asset_id__in=passed, state=WorkLineState.OPEN
    )
    for order_id in sorted(set(mine.values_list("work_order_id", flat=True))):
        order = locked_order(order_id)
        lines = list(
            mine.filter(work_order=order).select_for_update(of=("self",)).order_by("position")
        )
        change_each(
            (line, {"state": WorkLineState.CANCELLED, "reason": NotDoneReason.PASSED_ON})
            for line in lines
        )
        _end_order(order, now)
        yield _task(transfer, TaskKind.WORK, order.number, _facts_of_work(order, lines))


def _end_order(order: WorkOrder, now: datetime) -> None:
    """With its last device it has ended: done if anything of it was."""
    if order.lines.filter(state=WorkLineState.OPEN).exists():
        return
    if order.lines.exclude(state=WorkLineState.CANCELLED).exists():
        end_if_settled(order, now)
    else:
        call_off(order, now)


def _facts_of_work(order: WorkOrder, lines: Sequence[WorkOrderLine]) -> dict[str, Any]:
    window = (order.window_from, order.window_to)
    return {
        "kind": order.kind, "site_id": order.location_id, "due_on": order.due_on.isoformat(),
        "window": [one and one.isoformat("minutes") for one in window],
        "promised_on": order.promised_on and order.promised_on.isoformat(),
        "is_signed_for": order.is_signed_for, "note": order.note,
        "recall": recalled_by(order.source),
        # The giver's own people do not come along.
        "performer_id": order.performer_id if order.performer_id != order.owner_id else None,
        "lines": [_of(line, OF_LINE) for line in lines],
    }  # fmt: skip


def _cases(
    actor: Actor, transfer: AssetTransfer, passed: set[int], now: datetime
) -> Iterable[PassedTask]:
    mine = DeviceCase.objects.filter(owner_id=transfer.giver_id, asset_id__in=passed)
    going = mine.exclude(state=CaseState.CLOSED).select_for_update(of=("self",))
    for case in list(going.order_by("id")):
        facts = _of(case, OF_CASE) | {
            "sent_at": case.sent_at and case.sent_at.isoformat(),
            "expected_on": case.expected_on and case.expected_on.isoformat(),
        }
        closed(case, CaseOutcome.PASSED_ON, now, by=actor)
        yield _task(transfer, TaskKind.CASE, case.number, facts)


def _loans(transfer: AssetTransfer, passed: set[int], now: datetime) -> Iterable[PassedTask]:
    mine = DeviceLoan.objects.filter(
        owner_id=transfer.giver_id, asset_id__in=passed, ended_at=None
    ).select_for_update(of=("self",))
    for loan in list(mine.order_by("id")):
        change(loan, ended_at=now)
        facts = {"asset_id": loan.asset_id, "due_on": loan.due_on.isoformat()}
        yield _task(transfer, TaskKind.LOAN, loan.asset_number, facts)


def _end_returns(transfer: AssetTransfer, passed: set[int], now: datetime) -> None:
    asked = DeviceReturn.objects.filter(
        owner_id=transfer.giver_id, asset_id__in=passed, state=DeviceReturnState.ASKED
    ).select_for_update(of=("self",))
    ended = {"state": DeviceReturnState.CANCELLED, "closed_at": now, "condition": transfer.name}
    change_each((one, ended) for one in asked.order_by("id"))


def _recalls(transfer: AssetTransfer, passed: set[int], now: datetime) -> Iterable[PassedTask]:
    mine = RecalledDevice.objects.filter(
        owner_id=transfer.giver_id, asset_id__in=passed, state=RecalledState.OPEN
    )
    recalls = DeviceRecall.objects.filter(id__in=mine.values("recall_id"))
    for recall in list(recalls.select_for_update(of=("self",)).order_by("id")):
        rows = mine.filter(recall=recall)
        lines = [{"asset_id": one} for one in rows.values_list("asset_id", flat=True)]
        if not settle_rows(recall, now, rows, RecalledState.NOT_CONCERNED, transfer.name):
            continue
        facts = _of(recall, OF_RECALL) | {"due_on": recall.due_on.isoformat(), "lines": lines}
        yield _task(transfer, TaskKind.RECALL, recall.title[:LONGEST_NUMBER], facts)
