"""Devices that are lost or stolen: reported, found again, or given up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.core.texts import visible
from samkop.fleet.models import Asset, MissingDevice
from samkop.fleet.policies import (
    KEEPS,
    may_ask_for,
    may_handle_assets,
    may_keep_fleet_by_itself,
    may_note_missing,
)
from samkop.fleet.queries.holders import target_from, target_of
from samkop.fleet.rules.holding import nobody
from samkop.fleet.usecases.losses import keep_loss
from samkop.fleet.usecases.moving import Move, locked_assets, move_assets
from samkop.fleet.vocabulary import (
    AssetState,
    CustodyReason,
    HolderKind,
    MissingKind,
    MissingState,
)
from samkop.parties.queries import ids_with_any_role, own_today
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.notifications import in_each_language, notify
from samkop.platform.records import change, create, subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

LONGEST = 500


def report_missing(
    *, actor: Actor, now: datetime, asset_id: int, kind: str, happened_on: date, words: str = "",
    police_report: str = "",
) -> MissingDevice:  # fmt: skip
    """Report a device as lost or stolen; security officers and ICT managers are told at once.

    It is missing from now on, and with nobody. Raises Refused: ``not-found``,
    ``not-allowed``, ``missing-kind-unknown``, ``day-to-come``, ``missing-already``,
    ``state-not-allowed``.
    """
    (asset,) = locked_assets(actor.own_party_id, [asset_id])
    require(may_ask_for(actor, asset))
    if kind not in MissingKind.values:
        sentence = _("Say whether it was lost or stolen.")
        raise Refused("missing-kind-unknown", sentence, status=422, fields={"kind": sentence})
    if happened_on > own_today():
        sentence = _("Choose the day of the loss: today or earlier.")
        raise Refused("day-to-come", sentence, status=422, fields={"happened_on": sentence})
    if asset.state == AssetState.MISSING:
        raise Refused("missing-already", _("This device is reported missing already."))
    made = create(
        MissingDevice(
            owner_id=asset.owner_id, asset=asset, asset_number=asset.asset_number,
            model_name=asset.model_name, holder_id=asset.holder_id, kind=kind,
            happened_on=happened_on, words=_text(words),
            police_report=visible(police_report).strip()[:80], reported_at=now,
            reported_by_id=actor.own_person_id,
        )
    )  # fmt: skip
    move_assets(
        actor, now,
        [
            Move(asset, CustodyReason.MISSED, to=nobody(), state=AssetState.MISSING,
                 source=subject_of(made))
        ],
    )  # fmt: skip
    _tell_officers(actor, made)
    return made


def add_to_missing(
    *, actor: Actor, now: datetime, missing_id: int, police_report: str = "", is_wiped: bool = False
) -> MissingDevice:
    """Note the number of the police report, or that it was ordered to be erased from afar.

    Raises Refused: ``not-found``, ``not-allowed``, ``missing-closed``.
    """
    missing = _locked(actor, missing_id)
    require(may_note_missing(actor, missing.owner_id))
    _require_open(missing)
    report = visible(police_report).strip()[:80]
    wiped = missing.wiped_at or (now if is_wiped else None)
    return change(missing, police_report=report or missing.police_report, wiped_at=wiped)


def find_again(
    *, actor: Actor, now: datetime, missing_id: int, location_id: int | None = None
) -> MissingDevice:
    """It was found: at a site, or, without one, by whoever had it, who uses it again.

    Raises Refused: ``not-found``, ``not-allowed``, ``missing-closed``, ``holder-unknown``,
    ``state-not-allowed``.
    """
    missing = _locked(actor, missing_id)
    require(may_handle_assets(actor, missing.owner_id))
    _require_open(missing)
    if location_id is None:
        target, state = target_from(missing.holder), AssetState.IN_USE
    else:
        target = target_of(missing.owner_id, HolderKind.SITE, str(location_id))
        state = AssetState.RECEIVED
    move_assets(
        actor, now,
        [
            Move(missing.asset, CustodyReason.FOUND, to=target, state=state,
                 location_id=target.location_id, relocated=location_id is not None,
                 source=subject_of(missing))
        ],
    )  # fmt: skip
    return change(missing, state=MissingState.FOUND, closed_at=now)


def give_up(*, actor: Actor, now: datetime, missing_id: int, words: str) -> MissingDevice:
    """It will not be found: what happened goes to the security officer, who decides.

    Accepted, the device ends as lost (``decide_loss``). Raises Refused: ``not-found``,
    ``not-allowed``, ``missing-closed``, ``words-missing``, ``loss-reported``.
    """
    missing = _locked(actor, missing_id)
    require(may_handle_assets(actor, missing.owner_id))
    _require_open(missing)
    keep_loss(
        actor, now, missing.asset, words, missing.happened_on,
        police_number=missing.police_report,
    )  # fmt: skip
    return missing


def follow_ended(*, actor: Actor, now: datetime, owner_id: int, asset_ids: Sequence[int]) -> int:
    """A job of the owner's: what has ended as lost is searched for no more; how many were."""
    require(may_keep_fleet_by_itself(actor, owner_id))
    rows = MissingDevice.objects.filter(
        owner_id=owner_id, asset_id__in=list(asset_ids), state=MissingState.OPEN
    )
    found = list(rows.select_for_update().order_by("id"))
    for missing in found:
        change(missing, state=MissingState.ENDED, closed_at=now)
    return len(found)


def _locked(actor: Actor, missing_id: int) -> MissingDevice:
    found = MissingDevice.objects.filter(id=missing_id, owner_id=actor.own_party_id).first()
    if found is None:
        raise not_found()
    asset = _asset_of(found)
    locked = MissingDevice.objects.select_for_update(of=("self",)).select_related("holder")
    missing = locked.get(id=missing_id)
    missing.asset = asset
    return missing


def _asset_of(missing: MissingDevice) -> Asset:
    (asset,) = locked_assets(missing.owner_id, [missing.asset_id])
    return asset


def _require_open(missing: MissingDevice) -> None:
    if missing.state != MissingState.OPEN:
        raise Refused("missing-closed", _("It was found, or has ended. Load the page again."))


def _tell_officers(actor: Actor, missing: MissingDevice) -> None:
    roles = KEEPS | {RoleName.SECURITY_OFFICER}
    people = ids_with_any_role(missing.owner_id, roles, own_today())
    notify(
        party_id=missing.owner_id, person_ids=set(people) - {actor.person_id},
        kind="device-missing", subject=subject_of(missing),
        facts={
            "number": missing.asset_number, "model": missing.model_name,
            "kind": in_each_language(lambda: str(MissingKind(missing.kind).label)),
        },
        url=reverse("missing-device", args=[missing.pk]),
    )  # fmt: skip


def _text(words: str) -> str:
    return visible(words).strip()[:LONGEST]
