"""Devices of an accepted transfer become the receiver's, on their day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from samkop.core.period import day_of
from samkop.fleet.models import Asset, DeviceModel, PassedAsset, TransferAnswer, TransferredAsset
from samkop.fleet.policies import may_keep_fleet_by_itself
from samkop.fleet.rules.holding import (
    Target,
    named_target,
    person_target,
    site_target,
    supplier_target,
)
from samkop.fleet.usecases.device_models import ModelFacts, models_for
from samkop.fleet.usecases.holders import holders_for
from samkop.fleet.usecases.numbering import next_numbers
from samkop.fleet.vocabulary import NAMED_KINDS, AssetState, HolderKind
from samkop.fleet.vocabulary.transfers import TransferState
from samkop.parties.models import DeliveryLocation, Membership
from samkop.parties.queries import party_of, valid_on
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create_all, note, subject_of
from samkop.platform.unit_of_work import require

STATEMENT = "SELECT asset FROM fleet_pass_on(%s, %s, %s, %s, %s, %s, %s, %s) AS asset"


@dataclass(frozen=True)
class Place:
    """Where a device goes: its new number, model, holder and site, the receiver's own."""

    listed: TransferredAsset
    number: str
    model_id: int
    target: Target
    location_id: int


def carry_out_transfer(*, actor: Actor, now: datetime, transfer_id: int) -> int:
    """Take over the devices of an accepted transfer whose day has come; how many there were.

    The steps of each go on with the receiver's. What has ended, is on its way back or stands
    in the receiver's register already stays with the giver. Told as ``assets-passed-on``.
    Carried out or cancelled before, it does nothing.
    """
    answer = TransferAnswer.objects.select_for_update(of=("self",)).select_related("transfer").get(
        transfer_id=transfer_id
    )  # fmt: skip
    require(may_keep_fleet_by_itself(actor, answer.receiver_id))
    transfer = answer.transfer
    today = day_of(now, party_of(answer.receiver_id).time_zone)
    over = answer.carried_out_at is not None or transfer.state != TransferState.DECIDED
    if over or not answer.accepted or transfer.on_date > today:
        return 0
    places = _places(answer, today)
    passed = _pass_on(answer, places, now)
    kept = [place for place in places if place.listed.asset_id in passed]
    create_all(
        (
            PassedAsset(
                transfer=transfer, giver_id=answer.giver_id, receiver_id=answer.receiver_id,
                asset_id=place.listed.asset_id, asset_number=place.number, passed_at=now,
            )
            for place in kept
        ),
        under=answer,
    )  # fmt: skip
    change(answer, carried_out_at=now)
    note(transfer=subject_of(transfer), devices=len(kept))
    tell(
        "assets-passed-on", transfer_id=transfer.pk, giver_id=answer.giver_id,
        receiver_id=answer.receiver_id, asset_ids=sorted(passed),
    )  # fmt: skip
    return len(kept)


def _places(answer: TransferAnswer, today: date) -> list[Place]:
    receiver_id = answer.receiver_id
    models = _models(receiver_id, answer.transfer.known_models)
    listed = _not_here_already(receiver_id, answer.transfer_id, models)
    targets, sites = _targets(answer, listed, today)
    numbers = _numbers(receiver_id, listed)
    return [
        Place(
            one, numbers[one.asset_id], models[one.model_key].pk, targets[one.asset_id],
            sites[one.asset_id],
        )
        for one in listed
    ]  # fmt: skip


def _models(receiver_id: int, known: Mapping[str, Mapping[str, Any]]) -> dict[str, DeviceModel]:
    """The receiver's own models of these keys; those that are new as the giver knew them."""
    facts = [
        ModelFacts(
            manufacturer=one["manufacturer"], name=one["name"], category=one["category"],
            currency=one["currency"], support_state=one["support_state"],
            support_ends=_day(one["support_ends"]), renewal_cents=one["renewal_cents"],
            co2e_kg=None if one["co2e_kg"] is None else Decimal(one["co2e_kg"]),
        )
        for one in known.values()
    ]  # fmt: skip
    return models_for(receiver_id, facts)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _not_here_already(
    receiver_id: int, transfer_id: int, models: Mapping[str, DeviceModel]
) -> list[TransferredAsset]:
    listed = list(TransferredAsset.objects.filter(transfer_id=transfer_id).order_by("asset_id"))
    here = set(
        Asset.objects.filter(
            owner_id=receiver_id, serial_number__in=[one.serial_number for one in listed]
        )
        .exclude(state=AssetState.ENDED)
        .values_list("model_id", "serial_number")
    )
    return [one for one in listed if (models[one.model_key].pk, one.serial_number) not in here]


def _targets(
    answer: TransferAnswer, listed: Sequence[TransferredAsset], today: date
) -> tuple[dict[int, Target], dict[int, int]]:
    """Who has each device and where: its person if the receiver's too, its class, cart or room,
    whoever repairs or carries it, else the site.
    """
    assert answer.location_id is not None  # noqa: S101 - the database holds it
    sites = {int(theirs): own for theirs, own in answer.sites.items()}
    wanted = {answer.location_id, *sites.values()}
    names = dict(DeliveryLocation.objects.filter(id__in=wanted).values_list("id", "name"))
    people = dict(
        Membership.objects.filter(
            valid_on(today), party_id=answer.receiver_id,
            person_id__in={one.person_id for one in listed if one.person_id is not None},
        ).values_list("person_id", "person__name")
    )  # fmt: skip
    targets, places = {}, {}
    for one in listed:
        place = sites.get(one.location_id or 0, answer.location_id)
        places[one.asset_id] = place
        if one.person_id in people:
            targets[one.asset_id] = person_target(one.person_id, people[one.person_id])
        elif one.holder_kind == HolderKind.SUPPLIER:
            targets[one.asset_id] = supplier_target(int(one.holder_code), one.holder_name)
        elif one.holder_kind in NAMED_KINDS:
            kind = HolderKind(one.holder_kind)
            targets[one.asset_id] = named_target(kind, one.holder_code, one.holder_name, place)
        else:
            targets[one.asset_id] = site_target(place, names[place])
    return targets, places


def _numbers(receiver_id: int, listed: Sequence[TransferredAsset]) -> dict[int, str]:
    """Each keeps its number, unless one of the receiver's devices has it."""
    taken = set(
        Asset.objects.filter(
            owner_id=receiver_id, asset_number__in=[one.asset_number for one in listed]
        ).values_list("asset_number", flat=True)
    )
    new = [one.asset_id for one in listed if one.asset_number in taken]
    kept = {one.asset_number for one in listed}
    drawn: list[str] = []
    while len(drawn) < len(new):
        # The receiver's series may come to numbers that arrive just now.
        more = next_numbers(receiver_id, len(new) - len(drawn))
        drawn += [number for number in more if number not in kept]
    given = dict(zip(new, drawn, strict=True))
    return {one.asset_id: given.get(one.asset_id, one.asset_number) for one in listed}


def _pass_on(answer: TransferAnswer, places: Sequence[Place], now: datetime) -> set[int]:
    """The one statement in which they become the receiver's: ids of those that did."""
    if not places:
        return set()
    holders = holders_for(answer.receiver_id, [place.target for place in places])
    with connection.cursor() as cursor:
        cursor.execute(
            STATEMENT,
            [
                answer.transfer_id,
                now,
                subject_of(answer.transfer),
                [place.listed.asset_id for place in places],
                [place.number for place in places],
                [place.model_id for place in places],
                [holders[place.target.key].pk for place in places],
                [place.location_id for place in places],
            ],
        )
        return {row[0] for row in cursor.fetchall()}
