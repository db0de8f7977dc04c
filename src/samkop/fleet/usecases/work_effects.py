"""What a report does to the owner's devices: the one place that says it, kind by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import Asset, WorkOrder, WorkOrderLine, WorkReport
from samkop.fleet.queries.holders import target_of
from samkop.fleet.rules.holding import Target, named_target, site_target
from samkop.fleet.usecases.moving import Move
from samkop.fleet.vocabulary import (
    AssetState,
    CustodyReason,
    EnrolmentCheck,
    HolderKind,
    ReportKind,
    WorkKind,
)
from samkop.fleet.vocabulary.assets import USERS
from samkop.parties.models import DeliveryLocation
from samkop.parties.queries import party_of
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused

STOCK = frozenset({AssetState.RECEIVED, AssetState.STAGED})
# The code of what keeps a device from being prepared.
NOT_ENROLLED = "not-enrolled"
FITS = frozenset({EnrolmentCheck.NOT_NEEDED, EnrolmentCheck.ENROLLED, EnrolmentCheck.EXCEPTED})


@dataclass(frozen=True)
class Doing:
    """One report being carried out: the order, its line, and the owner's device."""

    order: WorkOrder
    line: WorkOrderLine
    asset: Asset
    report: WorkReport

    @property
    def source(self) -> str:
        """By what the device changes hands: the signature, or else the work order."""
        signature_id = self.report.signature_id
        return f"fleet.signature:{signature_id}" if signature_id else subject_of(self.order)


def move_for(doing: Doing) -> Move | None:
    """What a report does to the device; None: nothing.

    Raises Refused where the device is not as the work needs it: ``not-enrolled``,
    ``holder-unknown``.
    """
    kind = ReportKind(doing.report.kind)
    if kind is ReportKind.COLLECTED:
        return _collected(doing)
    if kind is ReportKind.BROUGHT_BACK:
        return _brought_back(doing)
    if kind is ReportKind.DONE:
        return _taken_back(doing) if doing.line.takes_back else _done(doing)
    return None


def _done(doing: Doing) -> Move | None:
    effects: Mapping[WorkKind, Callable[[Doing], Move | None]] = {
        WorkKind.STAGING: _staged,
        WorkKind.TRANSPORT: _delivered,
        WorkKind.INSTALLATION: _installed,
        WorkKind.MOVE: _moved,
        WorkKind.COLLECTION: _taken_back,
    }
    effect = effects.get(WorkKind(doing.order.kind))
    return effect(doing) if effect else None


def _staged(doing: Doing) -> Move:
    if doing.line.enrolment not in FITS:
        raise Refused(
            NOT_ENROLLED,
            _("Device %(number)s is not in the list of its maker's enrolment programme. Let the"
              " seller enrol it and read the new list, or make an exception."),
            number=doing.asset.asset_number,
        )  # fmt: skip
    return Move(doing.asset, CustodyReason.STAGED, state=AssetState.STAGED, source=doing.source)


def _collected(doing: Doing) -> Move | None:
    if doing.asset.state == AssetState.IN_TRANSIT:
        return None
    return Move(
        doing.asset, CustodyReason.COLLECTED, to=carrier_of(doing.order),
        state=AssetState.IN_TRANSIT, relocated=True, source=doing.source,
    )  # fmt: skip


def _delivered(doing: Doing) -> Move:
    target = _target(doing)
    state = None
    if target.kind in USERS:
        state = AssetState.IN_USE
    elif doing.asset.state == AssetState.IN_TRANSIT:
        state = _stock_state(doing.line)
    return _to(doing, target, CustodyReason.DELIVERED, state)


def _installed(doing: Doing) -> Move:
    return _to(doing, _target(doing), CustodyReason.HANDED_OVER, AssetState.IN_USE)


def _moved(doing: Doing) -> Move:
    return _to(doing, _target(doing), CustodyReason.MOVED, None)


def _taken_back(doing: Doing) -> Move:
    """To the site that things are brought back to, else it stays with who fetched it."""
    origin = _own_site(doing.order.origin_id)
    if origin is None:
        return Move(
            doing.asset, CustodyReason.RETURNED, to=carrier_of(doing.order), relocated=True,
            state=AssetState.RETURNED, source=doing.source,
        )  # fmt: skip
    return _to(doing, origin, CustodyReason.RETURNED, AssetState.RETURNED)


def _brought_back(doing: Doing) -> Move | None:
    if doing.asset.state != AssetState.IN_TRANSIT:
        return None
    back = _own_site(doing.order.origin_id)
    if back is None:
        sentence = _("The order does not say where the device came from. Hand it over by its page.")
        raise Refused("origin-unknown", sentence, status=422)
    return _to(doing, back, CustodyReason.CAME_BACK, _stock_state(doing.line))


def _to(
    doing: Doing, target: Target, reason: CustodyReason, state: AssetState | None
) -> Move:  # fmt: skip
    place = target.location_id or doing.order.location_id
    return Move(
        doing.asset, reason, to=target, state=state, location_id=place,
        relocated=place is not None, source=doing.source, note=doing.report.note,
    )  # fmt: skip


def _stock_state(line: WorkOrderLine) -> AssetState:
    before = line.state_before
    return AssetState(before) if before in STOCK else AssetState.RECEIVED


def _target(doing: Doing) -> Target:
    line, order = doing.line, doing.order
    if line.to_kind:
        return target_of(
            order.owner_id, line.to_kind, line.to_code, name=line.to_name,
            location_id=order.location_id,
        )  # fmt: skip
    found = _own_site(order.location_id)
    if found is None:
        sentence = _("The order says neither who gets the device nor where it goes.")
        raise Refused("holder-unknown", sentence, status=422)
    return found


def _own_site(location_id: int | None) -> Target | None:
    site = DeliveryLocation.objects.filter(id=location_id).first() if location_id else None
    return site_target(site.pk, site.name) if site else None


def carrier_of(order: WorkOrder) -> Target:
    """Whoever brings things about: the performing party, as a carrier of the owner's."""
    performer = party_of(order.performer_id)
    return named_target(HolderKind.CARRIER, f"party-{performer.pk}", performer.legal_name)
