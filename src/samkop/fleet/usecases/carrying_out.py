"""The owner's side of reports: devices move, lines and orders follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from samkop.fleet.models import WorkOrder, WorkOrderLine, WorkReport
from samkop.fleet.policies import may_keep_fleet_by_itself
from samkop.fleet.usecases.enrolment import check_lines
from samkop.fleet.usecases.going_on import locked_order
from samkop.fleet.usecases.moving import locked_assets, move_assets
from samkop.fleet.usecases.work_effects import Doing, move_for
from samkop.fleet.usecases.work_orders import end_if_settled
from samkop.fleet.vocabulary import GOING_ON, ReportKind, WorkKind, WorkLineState
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

SETTLES = frozenset({ReportKind.DONE, ReportKind.NOT_DONE, ReportKind.BROUGHT_BACK})


def carry_out_reports(*, actor: Actor, now: datetime, report_ids: Sequence[int]) -> int:
    """A job of the owner's: do what another party's people have reported; how many reports."""
    reports = list(WorkReport.objects.filter(id__in=report_ids).order_by("id"))
    for report in reports:
        require(may_keep_fleet_by_itself(actor, report.owner_id))
    carry_out(actor, now, reports)
    return len(reports)


def carry_out(actor: Actor, now: datetime, reports: Iterable[WorkReport]) -> None:
    """Do what was reported, order by order, each locked; what cannot be done is a problem."""
    of_orders: dict[int, list[WorkReport]] = {}
    for report in reports:
        of_orders.setdefault(report.work_order_id, []).append(report)
    for order_id in sorted(of_orders):
        _carry_out_order(actor, now, locked_order(order_id), of_orders[order_id])


def _carry_out_order(
    actor: Actor, now: datetime, order: WorkOrder, reports: Sequence[WorkReport]
) -> None:
    if order.state not in GOING_ON:
        return
    lines = {line.pk: line for line in order.lines.select_for_update(of=("self",)).order_by("id")}
    named = {report.line_id for report in reports if report.line_id is not None}
    # A device that has passed to another owner in the meantime is out of reach.
    wanted = _own(order, [lines[line_id] for line_id in named])
    if order.kind == WorkKind.STAGING:
        check_lines(order.owner_id, [lines[line_id] for line_id in named])
    assets = {asset.pk: asset for asset in locked_assets(order.owner_id, wanted)}
    settled: list[WorkOrderLine] = []
    for report in reports:
        line = lines.get(report.line_id or 0)
        if line is None or report.kind == ReportKind.SCANNED:
            continue
        asset = assets.get(line.asset_id)
        if asset is None:
            change(line, problem="device-elsewhere")
        elif _one(actor, now, Doing(order, line, asset, report)):
            settled.append(line)
    _tell_done(order, settled)
    end_if_settled(order, now)


def _own(order: WorkOrder, lines: Iterable[WorkOrderLine]) -> list[int]:
    rows = WorkOrderLine.objects.filter(
        id__in=[line.pk for line in lines], asset__owner_id=order.owner_id
    )
    return list(rows.values_list("asset_id", flat=True))


def _one(actor: Actor, now: datetime, doing: Doing) -> bool:
    """One report; whether its line is done now."""
    line, kind = doing.line, ReportKind(doing.report.kind)
    is_open = line.state == WorkLineState.OPEN
    if not is_open and kind is not ReportKind.BROUGHT_BACK:
        return False
    before = doing.asset.state
    try:
        move = move_for(doing)
        move_assets(actor, doing.report.at, [move] if move else [])
    except Refused as refused:
        change(line, problem=refused.code[:60])
        return False
    fields: dict[str, Any] = {"problem": ""}
    if kind is ReportKind.COLLECTED and move is not None:
        fields["state_before"] = before
    if is_open and kind is ReportKind.DONE:
        fields |= {"state": WorkLineState.DONE, "done_at": doing.report.at}
    elif is_open and kind in SETTLES:
        fields |= {"state": WorkLineState.NOT_DONE, "reason": doing.report.reason or "other"}
    change(line, **fields)
    return line.state == WorkLineState.DONE


def _tell_done(order: WorkOrder, lines: Sequence[WorkOrderLine]) -> None:
    if not lines:
        return
    asset_ids = sorted(line.asset_id for line in lines)
    tell(
        "work-lines-done", owner_id=order.owner_id, work_order_id=order.pk, kind=order.kind,
        asset_ids=asset_ids, source=order.source,
    )  # fmt: skip
    if order.kind == WorkKind.STAGING:
        tell("devices-staged", owner_id=order.owner_id, work_order_id=order.pk, asset_ids=asset_ids)
