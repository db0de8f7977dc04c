"""Devices in use: who has them, what is wrong with them, what stands in for them."""

from __future__ import annotations

from datetime import date, datetime

from factories.fleet import asset_of, new_serials, received_devices
from factories.ordering import Market, Municipality
from samkop.fleet.models import Asset, DeviceCase, DeviceLoan
from samkop.fleet.rules.holding import person_target, site_target
from samkop.fleet.usecases.cases import open_case
from samkop.fleet.usecases.handing_over import hand_over
from samkop.fleet.usecases.missing import report_missing
from samkop.fleet.usecases.moving import Move, locked_assets, move_assets
from samkop.fleet.usecases.recalls import open_recall
from samkop.fleet.usecases.replacing import born_instead
from samkop.fleet.usecases.staff_changes import follow_leavers
from samkop.fleet.usecases.standing_in import lend
from samkop.fleet.vocabulary import AssetState, CustodyReason
from samkop.parties.models import DeliveryLocation
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform

FAR = date(2099, 1, 1)


def used(buyer: Municipality, user: Actor, asset: Asset) -> Asset:
    """A device of the stock, in the hands of one of the buyer's people now."""
    perform(buyer.manager, hand_over, asset_ids=[asset.pk], kind="person", code=str(user.person_id))
    return asset_of(buyer, asset.serial_number)


def used_device(market: Market, buyer: Municipality, user: Actor, serial: str = "") -> Asset:
    """A phone that was bought and is in the hands of one of the buyer's people."""
    (asset,) = received_devices(market, serial or new_serials(1)[0], buyer=buyer)
    return used(buyer, user, asset)


def a_fault(user: Actor, asset: Asset, words: str = "It fell.") -> DeviceCase:
    """A fault that whoever has the device reports."""
    return perform(
        user, open_case, asset_id=asset.pk, kind="fault", fault="screen", words=words
    )  # fmt: skip


def a_loan(buyer: Municipality, user: Actor, asset: Asset, due_on: date) -> DeviceLoan:
    """A device of the stock, lent to one of the buyer's people."""
    return perform(
        buyer.manager, lend, asset_id=asset.pk, due_on=due_on, person_id=user.person_id
    )  # fmt: skip


def arrive(*, actor: Actor, now: datetime, asset: Asset, site: DeliveryLocation) -> None:
    """It is here, whatever was scanned."""
    (found,) = locked_assets(asset.owner_id, [asset.pk])
    here = site_target(site.pk, site.name)
    move_assets(
        actor, now,
        [Move(found, CustodyReason.RECEIVED, to=here, state=AssetState.RECEIVED,
              location_id=site.pk, relocated=True)],
    )  # fmt: skip


def twin(*, actor: Actor, now: datetime, asset: Asset, user: Actor) -> Asset:
    """Another of the same model, in the hands of one of the owner's people."""
    to = person_target(user.own_person_id, user.name)
    serial = f"{asset.serial_number}-2"
    return born_instead(actor, now, asset, serial, to=to, state=AssetState.IN_USE, source="")


def cared_for(
    buyer: Municipality, user: Actor, asset: Asset, words: str = "It fell."
) -> dict[str, object]:
    """Of a device that was only expected, ids by name: it is here, lent, and has a fault.

    It is recalled, another of its model is lost, and who has them leaves.
    """
    perform(buyer.manager, arrive, asset=asset, site=buyer.site)
    other = perform(buyer.manager, twin, asset=asset, user=user)
    loan = a_loan(buyer, user, asset, FAR)
    case = a_fault(user, asset, words)
    recall = perform(
        buyer.manager, open_recall, model_id=asset.model_id, title=words, due_on=FAR
    )  # fmt: skip
    missing = perform(
        user, report_missing, asset_id=other.pk, kind="stolen", happened_on=date(2020, 1, 1),
        words=words,
    )  # fmt: skip
    people = [(user.own_person_id, FAR.isoformat())]
    (change_id,) = perform(
        actors.job("fleet-keeper", buyer.party.pk), follow_leavers, owner_id=buyer.party.pk,
        people=people,
    )  # fmt: skip
    return {
        "asset": asset.pk, "device_case": case.pk, "device_loan": loan.pk,
        "case_kind": "return", "missing": missing.pk, "recall": recall.pk,
        "staff_change": change_id,
    }  # fmt: skip
