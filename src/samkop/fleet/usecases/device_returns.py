"""Devices are asked back, handed in and checked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.texts import visible
from samkop.fleet.models import Asset, DeviceReturn, ReturnCampaign
from samkop.fleet.policies.returns import may_ask_back, may_take_back
from samkop.fleet.queries.holders import target_of
from samkop.fleet.usecases.clearing import clear_what_is_accounted_for
from samkop.fleet.usecases.moving import Move, locked_assets, move_assets
from samkop.fleet.usecases.open_returns import returns_for
from samkop.fleet.vocabulary import AssetState, CustodyReason, HolderKind
from samkop.fleet.vocabulary.returns import (
    BACK,
    HANDED_IN_FROM,
    DeviceReturnState,
    Grade,
)
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, change_each, create, subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

MOST_STORAGES = 60  # of one device: a shelf of disks


def ask_for_return(
    *, actor: Actor, now: datetime, name: str, due_on: date, asset_ids: Sequence[int],
    note_text: str = "",
) -> ReturnCampaign:  # fmt: skip
    """Ask for devices back until a day; whoever has one is told.

    Which they are is frozen. A device that is asked for already comes by this campaign from
    now on. Told as ``return-asked``. Raises Refused: ``not-allowed``, ``not-found``,
    ``name-missing``, ``campaign-known``, ``devices-missing``, ``not-to-be-returned``.
    """
    owner_id = actor.own_party_id
    require(may_ask_back(actor, owner_id))
    wanted = visible(name).strip()[:120]
    if not wanted:
        sentence = _("Give the campaign a name that holders recognise.")
        raise Refused("name-missing", sentence, status=422, fields={"name": sentence})
    if ReturnCampaign.objects.filter(owner_id=owner_id, name=wanted).exists():
        sentence = _("There is a campaign of this name already. Choose another.")
        raise Refused("campaign-known", sentence, status=422, fields={"name": sentence})
    assets = locked_assets(owner_id, asset_ids)
    if not assets:
        raise Refused("devices-missing", _("Choose at least one device."), status=422)
    for asset in assets:
        _require_returnable(asset)
    campaign = create(
        ReturnCampaign(
            owner_id=owner_id, name=wanted, due_on=due_on, note=visible(note_text).strip()[:500],
            asked_at=now, asked_by_id=actor.own_person_id,
        )
    )  # fmt: skip
    known = returns_for(assets, now)
    change_each(
        (one, {"campaign_id": campaign.pk, "due_on": due_on})
        for one in known.values() if one.state == DeviceReturnState.ASKED
    )  # fmt: skip
    tell("return-asked", owner_id=owner_id, campaign_id=campaign.pk)
    return campaign


def cancel_device_return(*, actor: Actor, now: datetime, return_id: int) -> DeviceReturn:
    """Let the holder keep a device that was asked for.

    Raises Refused: ``not-found``, ``not-allowed``, ``return-not-asked``.
    """
    found = locked_device_return(actor.own_party_id, return_id)
    require(may_ask_back(actor, found.owner_id))
    if found.state != DeviceReturnState.ASKED:
        raise Refused(
            "return-not-asked",
            _("This device has been handed in, or is not asked for any more. Load the page again."),
        )
    return change(found, state=DeviceReturnState.CANCELLED, closed_at=now)


def hand_in(
    *, actor: Actor, now: datetime, asset_ids: Sequence[int], location_id: int,
    note_text: str = "",
) -> list[DeviceReturn]:  # fmt: skip
    """Take devices back at a site, asked for or not. What is back already stays as it is.

    Raises Refused: ``not-found``, ``not-allowed``, ``holder-unknown``, ``not-to-be-returned``.
    """
    owner_id = actor.own_party_id
    require(may_take_back(actor, owner_id))
    return take_in(actor, now, locked_assets(owner_id, asset_ids), location_id, note_text)


def take_in(
    actor: Actor, now: datetime, assets: Sequence[Asset], location_id: int, note_text: str = ""
) -> list[DeviceReturn]:
    """The devices, each locked before, are back at a site of their owner's.

    For use cases whose own work ends with a return. Raises Refused: ``holder-unknown``,
    ``not-to-be-returned``.
    """
    for asset in assets:
        if asset.state != AssetState.RETURNED:
            _require_returnable(asset)
    coming = [asset for asset in assets if asset.state != AssetState.RETURNED]
    if coming:
        site = target_of(coming[0].owner_id, HolderKind.SITE, str(location_id))
        asked = returns_for(coming, now)
        move_assets(
            actor, now,
            [
                Move(asset, CustodyReason.RETURNED, to=site, state=AssetState.RETURNED,
                     location_id=location_id, relocated=True, note=visible(note_text).strip(),
                     source=subject_of(asked[asset.pk]))
                for asset in coming
            ],
        )  # fmt: skip
    returns = returns_for(assets, now)
    return [returns[asset.pk] for asset in assets]


def check_returned(
    *, actor: Actor, now: datetime, return_id: int, grade: str, storages: int,
    condition: str = "",
) -> DeviceReturn:  # fmt: skip
    """Write down in which condition a device came back, and how many storages it has.

    Fewer storages than before need words; of a cleared device they stay as they are. One of
    which every storage is accounted for is cleared with it. Raises Refused: ``not-found``,
    ``not-allowed``, ``not-back``, ``grade-unknown``, ``storages-unfit``, ``storages-unexplained``.
    """
    found = locked_device_return(actor.own_party_id, return_id)
    require(may_take_back(actor, found.owner_id))
    if found.state != DeviceReturnState.CLEARED:
        require_back(found)
    words = visible(condition).strip()[:500]
    if grade not in Grade.values:
        sentence = _("Choose a grade.")
        raise Refused("grade-unknown", sentence, status=422, fields={"grade": sentence})
    if not 0 <= storages <= MOST_STORAGES:
        sentence = _("Write how many storages the device has, at most 60.")
        raise Refused("storages-unfit", sentence, status=422, fields={"storages": sentence})
    if storages < found.storages and not words:
        sentence = _("Say why the device has fewer storages than its model.")
        raise Refused("storages-unexplained", sentence, status=422, fields={"condition": sentence})
    at = max(now, found.handed_in_at or now)
    if found.state == DeviceReturnState.CLEARED:
        return change(found, grade=grade, condition=words, checked_at=at)
    change(
        found, state=DeviceReturnState.CHECKED, grade=grade, storages=storages, condition=words,
        checked_at=at,
    )  # fmt: skip
    clear_what_is_accounted_for(actor, now, [found])
    return found


def locked_device_return(owner_id: int, return_id: int) -> DeviceReturn:
    """The return, locked with its device. Raises Refused ``not-found``."""
    known = DeviceReturn.objects.filter(owner_id=owner_id, id=return_id).first()
    if known is None:
        raise not_found()
    locked_assets(owner_id, [known.asset_id])
    return DeviceReturn.objects.select_for_update(of=("self",)).select_related("asset").get(
        id=return_id
    )  # fmt: skip


def require_back(found: DeviceReturn) -> None:
    """Refuse ``not-back`` unless the device is here and not cleared yet."""
    if found.state not in BACK:
        raise Refused(
            "not-back",
            _("Device %(number)s has not been handed in, or is cleared already. Hand it in first."),
            number=found.asset.asset_number,
        )  # fmt: skip


def _require_returnable(asset: Asset) -> None:
    if asset.state not in HANDED_IN_FROM:
        raise Refused(
            "not-to-be-returned",
            _("Device %(number)s is %(state)s and cannot be asked back or handed in. Leave it out"
              " of the choice."),
            number=asset.asset_number, state=AssetState(asset.state).label,
        )  # fmt: skip
