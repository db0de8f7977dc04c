"""A device or a storage is lost: somebody reports it, the security officer decides."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.core.texts import visible
from samkop.fleet.models import Asset, DeviceReturn, LossReport
from samkop.fleet.policies.returns import may_decide_loss, may_take_back
from samkop.fleet.usecases.clearing import clear_what_is_accounted_for
from samkop.fleet.usecases.device_returns import locked_device_return
from samkop.fleet.usecases.lease_ends import stop_leases
from samkop.fleet.usecases.moving import Move, locked_assets, move_assets
from samkop.fleet.vocabulary import AssetState, CustodyReason, EndReason
from samkop.fleet.vocabulary.leases import StopReason
from samkop.fleet.vocabulary.returns import (
    BACK,
    OPEN_RETURNS,
    DeviceReturnState,
    LossDecision,
)
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def report_loss(
    *, actor: Actor, now: datetime, asset_id: int, what_happened: str, happened_on: date,
    storage: int | None = None, police_number: str = "",
) -> LossReport:  # fmt: skip
    """Report that a missing device is lost, or one ``storage`` of a returned one.

    Raises Refused: ``not-found``, ``not-allowed``, ``not-missing``, ``storage-unknown``,
    ``words-missing``, ``loss-reported``.
    """
    owner_id = actor.own_party_id
    require(may_take_back(actor, owner_id))
    (asset,) = locked_assets(owner_id, [asset_id])
    return keep_loss(
        actor, now, asset, what_happened, happened_on, storage=storage, police_number=police_number
    )


def keep_loss(
    actor: Actor, now: datetime, asset: Asset, what_happened: str, happened_on: date, *,
    storage: int | None = None, police_number: str = "",
) -> LossReport:  # fmt: skip
    """The report of a device that is locked; told as ``loss-reported``.

    For use cases which find that a device is lost. Raises Refused as ``report_loss``.
    """
    words, back = visible(what_happened).strip()[:1000], None
    if not words:
        sentence = _("Say what happened: the security officer decides by it.")
        raise Refused("words-missing", sentence, status=422, fields={"what_happened": sentence})
    if storage is None and asset.state != AssetState.MISSING:
        raise Refused(
            "not-missing",
            _("Device %(number)s is not missing. Report it missing first, or name the storage that"
              " is lost of a returned one."),
            number=asset.asset_number,
        )  # fmt: skip
    if storage is not None:
        back = DeviceReturn.objects.filter(asset=asset, state__in=sorted(BACK)).first()
        if back is None or not 1 <= storage <= back.storages:
            raise Refused(
                "storage-unknown",
                _("The device has not been handed in, or has no such storage."), status=422,
            )  # fmt: skip
    open_ones = LossReport.objects.filter(asset=asset, storage=storage, decision=LossDecision.OPEN)
    if open_ones.exists():
        raise Refused(
            "loss-reported", _("This loss is reported and waits for the security officer.")
        )
    made = create(
        LossReport(
            owner_id=asset.owner_id, asset=asset, device_return=back, storage=storage,
            happened_on=happened_on, what_happened=words,
            police_number=visible(police_number).strip()[:60], reported_at=now,
            reported_by_id=actor.own_person_id,
        )
    )  # fmt: skip
    tell("loss-reported", owner_id=asset.owner_id, loss_id=made.pk)
    return made


def decide_loss(
    *, actor: Actor, now: datetime, loss_id: int, accepted: bool, words: str = ""
) -> LossReport:
    """The security officer decides: accepted, a missing device has ended as lost.

    Never of what one reported oneself. Raises Refused: ``not-found``, ``not-allowed``,
    ``loss-own``, ``loss-decided``, ``words-missing`` (a rejection says why), ``not-missing``.
    """
    owner_id = actor.own_party_id
    require(may_decide_loss(actor, owner_id))
    found = LossReport.objects.filter(owner_id=owner_id, id=loss_id).first()
    if found is None:
        raise not_found()
    (asset,) = locked_assets(owner_id, [found.asset_id])
    found = LossReport.objects.select_for_update(of=("self",)).get(id=loss_id)
    _require_to_decide(actor, found)
    said = visible(words).strip()[:1000]
    if not accepted and not said:
        sentence = _("Say why, and what has to be done instead.")
        raise Refused("words-missing", sentence, status=422, fields={"words": sentence})
    change(
        found, decision=LossDecision.ACCEPTED if accepted else LossDecision.REJECTED,
        decision_words=said, decided_at=now, decided_by_id=actor.own_person_id,
    )  # fmt: skip
    if accepted and found.device_return_id is not None:
        back = locked_device_return(owner_id, found.device_return_id)
        clear_what_is_accounted_for(actor, now, [back])
    elif accepted:
        _end_as_lost(actor, now, asset, found)
    return found


def _require_to_decide(actor: Actor, found: LossReport) -> None:
    if found.reported_by_id == actor.person_id:
        raise Refused(
            "loss-own", _("You have reported this loss yourself: another security officer decides.")
        )
    if found.decision != LossDecision.OPEN:
        raise Refused("loss-decided", _("This has been decided already. Load the page again."))


def _end_as_lost(actor: Actor, now: datetime, asset: Asset, found: LossReport) -> None:
    if asset.state != AssetState.MISSING or found.reported_at < asset.state_since:
        raise Refused(
            "not-missing",
            _("Device %(number)s has been found since. Reject the report."),
            number=asset.asset_number,
        )  # fmt: skip
    today = day_of(now, party_of(asset.owner_id).time_zone)
    stop_leases(actor, now, [asset], today, StopReason.LOST)
    move_assets(
        actor, now,
        [Move(asset, CustodyReason.MISSED, state=AssetState.ENDED, ended=(today, EndReason.LOST))],
    )  # fmt: skip
    for one in DeviceReturn.objects.select_for_update().filter(
        asset=asset, state__in=sorted(OPEN_RETURNS)
    ):
        change(one, state=DeviceReturnState.CANCELLED, closed_at=now)
    tell("assets-ended", owner_id=asset.owner_id, asset_ids=[asset.pk], reason=EndReason.LOST)
