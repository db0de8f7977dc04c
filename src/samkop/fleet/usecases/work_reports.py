"""The performer's side: what was scanned, done, not done, signed, each once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from samkop.core.texts import visible
from samkop.fleet.models import Signature, WorkOrder, WorkOrderLine, WorkReport
from samkop.fleet.policies import may_do_work
from samkop.fleet.queries.called import member_named
from samkop.fleet.rules.reporting import SIGNED, Said, Taken, strokes_of
from samkop.fleet.usecases.carrying_out import carry_out
from samkop.fleet.usecases.going_on import require_going_on
from samkop.fleet.vocabulary import HolderKind, ReportKind, WorkLineState
from samkop.fleet.vocabulary.work import SAID_OF_WORK
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import create_new
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

# A phone's clock may be a little ahead; one that is far ahead is wrong.
AHEAD = timedelta(minutes=5)
LONGEST_NOTE = 500


def report_work(*, actor: Actor, now: datetime, said: Said) -> Taken:
    """Report one thing, by a form. Raises the refusal that ``sync_work`` would answer with."""
    reports = _kept(actor, now, said)
    _hand_on(actor, now, reports)
    return Taken(said.client_id, "kept")


def sync_work(*, actor: Actor, now: datetime, said: Sequence[Said]) -> list[Taken]:
    """Take what a phone has kept while it had no connection, in its order.

    Each is answered by its own id: what is known already is *kept* and does nothing, what is
    refused hinders none of the others.
    """
    answers: list[Taken] = []
    reports: list[WorkReport] = []
    for one in said:
        try:
            reports += _kept(actor, now, one)
        except Refused as refused:
            answers.append(Taken(one.client_id, "refused", refused.code, str(refused)))
        else:
            answers.append(Taken(one.client_id, "kept"))
    _hand_on(actor, now, reports)
    return answers


def _hand_on(actor: Actor, now: datetime, reports: Sequence[WorkReport]) -> None:
    """Own devices move at once; another owner's by a job of that owner's."""
    own = [report for report in reports if report.owner_id == report.performer_id]
    carry_out(actor, now, own)
    others: dict[int, list[int]] = {}
    for report in reports:
        if report.owner_id != report.performer_id:
            others.setdefault(report.owner_id, []).append(report.pk)
    for owner_id, report_ids in sorted(others.items()):
        tell("work-reported", owner_id=owner_id, report_ids=report_ids)


def _kept(actor: Actor, now: datetime, said: Said) -> list[WorkReport]:
    """The rows that are new; none where it was known."""
    order = WorkOrder.objects.filter(id=said.work_order_id).first()
    if order is None:
        raise not_found()
    require(may_do_work(actor, order))
    if _is_known(order, said):
        return []
    require_going_on(order)
    if said.kind == SIGNED:
        return _signed(actor, now, order, said)
    kind = _kind(said)
    line = _line(order, said, kind)
    if kind is ReportKind.DONE and order.is_signed_for:
        raise Refused(
            "signature-missing",
            _("Somebody at the site signs for this. Scan the devices, then let them sign."),
        )
    return _new(_report(actor, now, order, line, said, kind))


def _is_known(order: WorkOrder, said: Said) -> bool:
    kind = Signature if said.kind == SIGNED else WorkReport
    return kind._default_manager.filter(
        performer_id=order.performer_id, client_id=said.client_id
    ).exists()


def _new(report: WorkReport) -> list[WorkReport]:
    return [report] if create_new(report) else []


def _kind(said: Said) -> ReportKind:
    if said.kind not in ReportKind.values:
        raise Refused("report-unknown", _("Say what was done with the device."), status=422)
    if said.kind == ReportKind.NOT_DONE and said.reason not in SAID_OF_WORK:
        sentence = _("Say why it was not done.")
        raise Refused("reason-missing", sentence, status=422, fields={"reason": sentence})
    return ReportKind(said.kind)


def _line(order: WorkOrder, said: Said, kind: ReportKind) -> WorkOrderLine | None:
    """The line of what was scanned, by serial or asset number; only a scan may have none."""
    code = visible(said.code).strip().casefold()
    if not code:
        sentence = _("Scan the label, or type the number.")
        raise Refused("code-missing", sentence, status=422, fields={"code": sentence})
    for line in order.lines.order_by("position"):
        if code in {line.serial_number.casefold(), line.asset_number.casefold()}:
            return line
    if kind is not ReportKind.SCANNED:
        raise Refused(
            "not-of-order",
            _("%(scanned)s is not of work order %(number)s. Compare it with the label."),
            status=422, scanned=said.code[:100], number=order.number,
        )  # fmt: skip
    return None


def _report(
    actor: Actor, now: datetime, order: WorkOrder, line: WorkOrderLine | None, said: Said,
    kind: ReportKind,
) -> WorkReport:  # fmt: skip
    return WorkReport(
        owner_id=order.owner_id, performer_id=order.performer_id, work_order=order, line=line,
        client_id=said.client_id, kind=kind,
        serial_number=(line.serial_number if line else visible(said.code).strip())[:100],
        reason=said.reason if kind is ReportKind.NOT_DONE else "",
        note=visible(said.note).strip()[:LONGEST_NOTE], person_id=actor.person_id,
        at=_time(said, now), received_at=now,
    )  # fmt: skip


def _time(said: Said, now: datetime) -> datetime:
    return now if said.at is None or said.at > now + AHEAD else min(said.at, now)


def _signed(actor: Actor, now: datetime, order: WorkOrder, said: Said) -> list[WorkReport]:
    """A signature, and every device that was scanned and not handed over is done by it."""
    name = visible(said.name).strip()[:120]
    if not name:
        sentence = _("Write the name of who takes the devices over.")
        raise Refused("name-missing", sentence, status=422, fields={"name": sentence})
    lines = _scanned(order)
    if not lines:
        raise Refused(
            "nothing-scanned", _("Scan the devices first: the signature is for what was scanned."),
            status=422,
        )  # fmt: skip
    signature = Signature(
        owner_id=order.owner_id, performer_id=order.performer_id, work_order=order,
        client_id=said.client_id, name=name, person_id=_signer(order, lines, name),
        strokes=strokes_of(said.strokes), signed_at=_time(said, now), received_at=now,
    )  # fmt: skip
    if not create_new(signature):
        return []
    made: list[WorkReport] = []
    for line in lines:
        report = _report(actor, now, order, line, said, ReportKind.DONE)
        report.client_id = uuid.uuid5(said.client_id, str(line.pk))
        report.signature = signature
        made += _new(report)
    return made


def _signer(order: WorkOrder, lines: Sequence[WorkOrderLine], name: str) -> int | None:
    """Who that is: whom the devices go to, or the owner's only member of this name.

    Another performer's people know of the owner's members whom the order names, and no other.
    """
    for line in lines:
        if line.to_kind == HolderKind.PERSON and line.to_name.casefold() == name.casefold():
            return int(line.to_code)
    return member_named(order.owner_id, name) if order.performer_id == order.owner_id else None


def _scanned(order: WorkOrder) -> list[WorkOrderLine]:
    done = WorkReport.objects.filter(
        work_order=order, kind__in=[ReportKind.DONE, ReportKind.NOT_DONE]
    )
    return list(
        order.lines.filter(state=WorkLineState.OPEN, reports__kind=ReportKind.SCANNED)
        .exclude(id__in=done.values("line_id"))
        .distinct()
        .order_by("position")
    )
