"""Repairs: sent to a supplier, answered by it in rows of its own, and taken back."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.agreements.policies import SELLS
from samkop.core.period import day_of
from samkop.core.texts import visible
from samkop.fleet.models import DeviceCase, RepairReport
from samkop.fleet.policies import may_answer_repair, may_handle_case, may_keep_fleet_by_itself
from samkop.fleet.queries.cases import swapped_in
from samkop.fleet.queries.holders import target_from, target_of
from samkop.fleet.rules.holding import Target
from samkop.fleet.usecases.cases import closed, locked_case, require_open
from samkop.fleet.usecases.moving import Move, move_assets
from samkop.fleet.usecases.replacing import born_instead, take_place
from samkop.fleet.vocabulary import (
    LAST_STEPS,
    AssetState,
    CaseKind,
    CaseOutcome,
    CaseState,
    CustodyReason,
    HolderKind,
    RepairStep,
    RepairWay,
)
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify
from samkop.platform.outbox import tell
from samkop.platform.records import change, create_new, subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

HOLDER, STOCK, ASIDE = "holder", "stock", "aside"


def send_for_repair(
    *, actor: Actor, now: datetime, case_id: int, supplier_id: int, way: str, rma_number: str = "",
    expected_on: date | None = None, cost_cents: int | None = None,
) -> DeviceCase:  # fmt: skip
    """Send a faulty device to a supplier, who sees the case; it is in maintenance there.

    ``way`` says who pays; ``cost_cents`` what it is expected to cost, without VAT. Told as
    ``repair-asked``. Raises Refused: ``not-found``, ``not-allowed``, ``case-closed``,
    ``case-no-fault``, ``repair-sent-already``, ``repair-way-unknown``, ``holder-unknown``,
    ``state-not-allowed``.
    """
    case = locked_case(actor, case_id)
    require(may_handle_case(actor, case))
    require_open(case)
    if case.kind != CaseKind.FAULT:
        raise Refused("case-no-fault", _("Only a fault is repaired. Report one first."))
    if case.state != CaseState.OPEN:
        raise Refused("repair-sent-already", _("It is with the supplier. Load the page again."))
    if way not in RepairWay.values:
        sentence = _("Say who pays for the repair.")
        raise Refused("repair-way-unknown", sentence, status=422, fields={"way": sentence})
    supplier = target_of(case.owner_id, HolderKind.SUPPLIER, str(supplier_id))
    move_assets(
        actor, now,
        [
            Move(case.asset, CustodyReason.SENT_FOR_REPAIR, to=supplier,
                 state=AssetState.MAINTENANCE, source=subject_of(case))
        ],
    )  # fmt: skip
    change(
        case, state=CaseState.SENT, supplier_id=supplier_id, way=way, sent_at=now,
        rma_number=visible(rma_number).strip()[:80], expected_on=expected_on,
        cost_cents=cost_cents,
    )  # fmt: skip
    tell("repair-asked", case_id=case.pk, owner_id=case.owner_id, supplier_id=supplier_id)
    return case


def tell_supplier_of_repair(*, actor: Actor, now: datetime, case_id: int) -> None:
    """Tell the supplier's people what comes for repair; ``actor`` is a job of the supplier's."""
    case = DeviceCase.objects.get(id=case_id)
    supplier = party_of(case.supplier_id or 0)
    notify(
        party_id=supplier.pk,
        person_ids=ids_with_any_role(supplier.pk, SELLS, day_of(now, supplier.time_zone)),
        kind="repair-asked", subject=subject_of(case),
        facts={
            "owner": party_of(case.owner_id).legal_name, "serial": case.serial_number,
            "model": case.model_name, "number": case.number,
        },
        url=reverse("device-case", args=[case.pk]),
    )  # fmt: skip


def report_repair(
    *, actor: Actor, now: datetime, case_id: int, step: str, serial: str = "", words: str = ""
) -> RepairReport:
    """The supplier says how a repair goes; ``serial`` is that of the device that comes instead.

    Told as ``repair-reported``; the owner's job takes it in. Raises Refused: ``not-found``,
    ``not-allowed``, ``repair-step-unknown``, ``replacement-serial-missing``,
    ``repair-reported-already``.
    """
    case = DeviceCase.objects.filter(id=case_id, supplier_id=actor.own_party_id).first()
    if case is None:
        raise not_found()
    require(may_answer_repair(actor, case))
    if step not in RepairStep.values:
        sentence = _("Say how the repair goes.")
        raise Refused("repair-step-unknown", sentence, status=422, fields={"step": sentence})
    serial_number = visible(serial).strip()[:100] if step == RepairStep.REPLACED else ""
    if step == RepairStep.REPLACED and not serial_number:
        sentence = _("Write the serial number of the device that comes instead.")
        raise Refused(
            "replacement-serial-missing", sentence, status=422, fields={"serial": sentence}
        )
    made = RepairReport(
        case=case, owner_id=case.owner_id, supplier_id=actor.own_party_id, step=step,
        serial_number=serial_number, note=visible(words).strip()[:500], reported_at=now,
    )  # fmt: skip
    if case.state == CaseState.CLOSED or not create_new(made):
        raise Refused(
            "repair-reported-already", _("This has been said already, or the case is closed.")
        )
    tell("repair-reported", report_id=made.pk, owner_id=case.owner_id)
    return made


def apply_repair_report(*, actor: Actor, now: datetime, report_id: int) -> DeviceCase:
    """A job of the owner's: with the supplier's last word something is on its way back."""
    report = RepairReport.objects.get(id=report_id)
    require(may_keep_fleet_by_itself(actor, report.owner_id))
    case = locked_case(actor, report.case_id)
    step = RepairStep(report.step)
    if case.state == CaseState.SENT and step in LAST_STEPS:
        change(
            case, state=CaseState.COMING, outcome=LAST_STEPS[step],
            replacement_serial=report.serial_number, answer=report.note or case.answer,
        )  # fmt: skip
    return case


def take_repaired(
    *, actor: Actor, now: datetime, case_id: int, to: str, location_id: int | None = None,
    outcome: str = "", words: str = "",
) -> DeviceCase:  # fmt: skip
    """A device is back from maintenance: to its holder, to stock, or set aside; the case closes.

    ``to`` stock or aside needs the site. Where the supplier sent another, that one begins
    here in its place, and the old one stays with the supplier as returned. ``outcome`` is
    what the supplier said, where it has. Raises Refused: ``not-found``, ``not-allowed``,
    ``case-closed``, ``outcome-unfit``, ``place-unknown``, ``holder-has-another``,
    ``holder-unknown``, ``serial-known``, ``state-not-allowed``.
    """
    case = locked_case(actor, case_id)
    require(may_handle_case(actor, case))
    require_open(case)
    ended = _outcome(case, outcome)
    target = _back_to(case, to, location_id)
    source = subject_of(case)
    if ended == CaseOutcome.REPLACED:
        new = born_instead(
            actor, now, case.asset, case.replacement_serial, to=target, state=_state_of(to),
            source=source,
        )  # fmt: skip
        take_place(case, case.asset, new, now)
        move_assets(
            actor,
            now,
            [Move(case.asset, CustodyReason.SENT_BACK, state=AssetState.RETURNED, source=source)],
        )
    else:
        move_assets(
            actor, now,
            [
                Move(case.asset, CustodyReason.CAME_BACK, to=target, state=_state_of(to),
                     location_id=target.location_id, relocated=to != HOLDER, source=source)
            ],
        )  # fmt: skip
    return closed(case, ended, now, words, by=actor)


def _outcome(case: DeviceCase, said: str) -> CaseOutcome:
    """What the supplier has said holds; else what whoever takes it back says."""
    found = case.outcome or said
    able = {CaseOutcome.REPAIRED, CaseOutcome.NOT_REPAIRED}
    if case.replacement_serial:
        able.add(CaseOutcome.REPLACED)
    if found not in able:
        sentence = _("Say whether it was repaired.")
        raise Refused("outcome-unfit", sentence, status=422, fields={"outcome": sentence})
    return CaseOutcome(found)


def _back_to(case: DeviceCase, to: str, location_id: int | None) -> Target:
    if to == HOLDER:
        if swapped_in(case.pk):
            raise Refused(
                "holder-has-another",
                _("Who had it has been given another for good. Take it into stock."),
            )
        return target_from(case.holder)
    if to in {STOCK, ASIDE} and location_id is not None:
        return target_of(case.owner_id, HolderKind.SITE, str(location_id))
    sentence = _("Say where the device is now; in stock or set aside, at which site.")
    raise Refused("place-unknown", sentence, status=422, fields={"to": sentence})


def _state_of(to: str) -> AssetState:
    states = {HOLDER: AssetState.IN_USE, STOCK: AssetState.RECEIVED, ASIDE: AssetState.RETURNED}
    return states[to]
