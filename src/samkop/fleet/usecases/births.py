"""Devices begin with the supplier's announcement and are received when they are scanned.

Each step is a job of the owner's that follows a fact of the floors below; told twice it does
nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries.items import range_of
from samkop.core.period import day_of, months_after
from samkop.fleet.models import Asset, Custody, DeviceModel
from samkop.fleet.policies import may_keep_fleet_by_itself
from samkop.fleet.rules.holding import Target, site_target, supplier_target
from samkop.fleet.usecases.device_models import facts_of_item, models_for
from samkop.fleet.usecases.holders import holders_for
from samkop.fleet.usecases.lease_ends import stop_leases
from samkop.fleet.usecases.moving import Move, move_assets
from samkop.fleet.usecases.numbering import next_numbers
from samkop.fleet.usecases.open_returns import ever_used
from samkop.fleet.vocabulary import DEVICES, AssetState, CustodyReason, EndReason, StopReason
from samkop.ordering.models import Order, OrderLine
from samkop.parties.models import CostCentre, DeliveryLocation
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import create_each, create_under, subject_of
from samkop.platform.unit_of_work import require
from samkop.receiving.models import (
    Consignment,
    DespatchedSerial,
    GoodsReturn,
    Receipt,
    ReceivedSerial,
)
from samkop.receiving.vocabulary import ConsignmentState, SerialState

Place = tuple[int, int, str]


@dataclass(frozen=True)
class Piece:
    """One serial number of an order's line; ``item_id`` is the seller's own of what it is."""

    order_id: int
    line_number: int
    item_id: str
    serial_number: str

    @property
    def place(self) -> Place:
        """What tells it apart."""
        return self.order_id, self.line_number, self.serial_number


@dataclass(frozen=True)
class Birth:
    """How devices come into the register: in a state, with a holder, for a reason."""

    state: AssetState
    to: Target
    reason: CustodyReason
    source: str
    location_id: int | None = None
    received_on: date | None = None


def expect_assets(*, actor: Actor, now: datetime, consignment_id: int) -> int:
    """Expect the devices that a supplier has announced, by serial number; how many are new."""
    consignment = Consignment.objects.select_related("supplier").get(id=consignment_id)
    require(may_keep_fleet_by_itself(actor, consignment.buyer_id))
    supplier = consignment.supplier
    pieces = _announced(consignment)
    known = _living(consignment.buyer_id, pieces)
    new = [piece for piece in pieces if piece.place not in known]
    birth = Birth(
        AssetState.EXPECTED, supplier_target(supplier.pk, supplier.legal_name),
        CustodyReason.ANNOUNCED, subject_of(consignment),
    )  # fmt: skip
    return len(_born(consignment.buyer_id, supplier.pk, new, birth, actor=actor, now=now))


def receive_assets(*, actor: Actor, now: datetime, receipt_id: int) -> int:
    """Receive the devices that were scanned; what was not announced begins here.

    What was announced and is missing when its delivery is over has never come. Told as
    ``assets-received``. Returns how many were received.
    """
    receipt = Receipt.objects.select_related("consignment").get(id=receipt_id)
    owner_id, consignment = receipt.buyer_id, receipt.consignment
    require(may_keep_fleet_by_itself(actor, owner_id))
    site = DeliveryLocation.objects.get(id=consignment.delivery_location_id)
    came_on = day_of(receipt.finished_at or now, party_of(owner_id).time_zone)
    birth = Birth(
        AssetState.RECEIVED, site_target(site.pk, site.name), CustodyReason.RECEIVED,
        subject_of(receipt), site.pk, came_on,
    )  # fmt: skip
    pieces = _scanned(receipt)
    known = _living(owner_id, pieces)
    expected = [asset for asset in known.values() if asset.state == AssetState.EXPECTED]
    new = [piece for piece in pieces if piece.place not in known]
    models = {
        row.pk: row
        for row in DeviceModel.objects.filter(id__in={asset.model_id for asset in expected})
    }
    move_assets(
        actor, now,
        [_arrival(asset, models[asset.model_id], birth) for asset in expected],
    )  # fmt: skip
    made = _born(owner_id, receipt.supplier_id, new, birth, actor=actor, now=now)
    _end_what_never_came(consignment, came_on, actor=actor, now=now)
    received = sorted(asset.pk for asset in (*expected, *made))
    if received:
        tell("assets-received", owner_id=owner_id, asset_ids=received, receipt_id=receipt.pk)
    return len(received)


def take_back_assets(*, actor: Actor, now: datetime, return_id: int) -> int:
    """What goes back to its supplier by serial number is with the supplier; how many went.

    What nobody has used has ended with it; of what was in use the storage has to be erased
    first, or proven erased.
    """
    back = GoodsReturn.objects.select_related("supplier").get(id=return_id)
    require(may_keep_fleet_by_itself(actor, back.buyer_id))
    rows = back.lines.values_list(
        "line_number", "seller_item_id", "serials__serial_number"
    ).exclude(serials__serial_number=None)
    pieces = [Piece(back.order_id, *row) for row in rows]
    gone_on = day_of(back.sent_at or now, party_of(back.buyer_id).time_zone)
    supplier = supplier_target(back.supplier_id, back.supplier.legal_name)
    going = [
        asset for asset in _living(back.buyer_id, pieces).values()
        if asset.state not in {AssetState.RETURNED, AssetState.ERASED}
    ]  # fmt: skip
    used = ever_used(going)
    moves = [
        _departure(asset, supplier, subject_of(back), gone_on, used=asset.pk in used)
        for asset in going
    ]
    move_assets(actor, now, moves)
    stop_leases(actor, now, going, gone_on, StopReason.SENT_BACK)
    return len(going)


def _departure(asset: Asset, supplier: Target, source: str, gone_on: date, *, used: bool) -> Move:
    unused = not used and asset.state in {
        AssetState.EXPECTED, AssetState.RECEIVED, AssetState.STAGED,
    }  # fmt: skip
    return Move(
        asset, CustodyReason.SENT_BACK, to=supplier, relocated=True, source=source,
        state=AssetState.ENDED if unused else AssetState.RETURNED,
        ended=(gone_on, EndReason.SENT_BACK) if unused else None,
    )  # fmt: skip


def _arrival(asset: Asset, model: DeviceModel, birth: Birth) -> Move:
    return Move(
        asset, birth.reason, to=birth.to, state=birth.state, location_id=birth.location_id,
        relocated=True, source=birth.source,
        fields={"received_on": birth.received_on, "renew_on": _renewal(model, birth)},
    )  # fmt: skip


def _renewal(model: DeviceModel, birth: Birth) -> date | None:
    if birth.received_on is None:
        return None
    return months_after(birth.received_on, model.lifetime_months)


def _end_what_never_came(consignment: Consignment, on: date, actor: Actor, now: datetime) -> None:
    if consignment.state != ConsignmentState.RECEIVED or consignment.advice_id is None:
        return
    left = _living(consignment.buyer_id, _announced(consignment))
    move_assets(
        actor, now,
        [
            Move(asset, CustodyReason.ANNOUNCED, state=AssetState.ENDED,
                 ended=(on, EndReason.NEVER_CAME))
            for asset in left.values() if asset.state == AssetState.EXPECTED
        ],
    )  # fmt: skip


def _announced(consignment: Consignment) -> list[Piece]:
    rows = DespatchedSerial.objects.filter(line__advice_id=consignment.advice_id)
    return [
        Piece(*row)
        for row in rows.order_by("id").values_list(
            "line__order_id", "line__line_number", "seller_item_id", "serial_number"
        )
    ]


def _scanned(receipt: Receipt) -> list[Piece]:
    rows = ReceivedSerial.objects.filter(
        receipt_line__receipt=receipt, state=SerialState.RECEIVED
    ).order_by("id")
    line = "receipt_line__line"
    return [
        Piece(*row)
        for row in rows.values_list(
            f"{line}__order_id", f"{line}__line_number", "seller_item_id", "serial_number"
        )
    ]


def _living(owner_id: int, pieces: Sequence[Piece]) -> dict[Place, Asset]:
    """The devices that stand in the register already, each locked until the end."""
    wanted = {piece.place for piece in pieces}
    rows = (
        Asset.objects.select_for_update(of=("self",))
        .filter(
            owner_id=owner_id, serial_number__in={piece.serial_number for piece in pieces},
            order_id__in={piece.order_id for piece in pieces},
        )
        .exclude(state=AssetState.ENDED)
        .order_by("id")
    )  # fmt: skip
    found: dict[Place, Asset] = {}
    for row in rows:
        place = (row.order_id or 0, row.order_line_number or 0, row.serial_number)
        if place in wanted:
            found[place] = row
    return found


def _born(
    owner_id: int, supplier_id: int, pieces: Sequence[Piece], birth: Birth, *, actor: Actor,
    now: datetime,
) -> list[Asset]:  # fmt: skip
    bought = _bought(pieces)
    devices = [piece for piece in pieces if bought[piece.order_id, piece.line_number, piece.item_id]
               .category in DEVICES]  # fmt: skip
    if not devices:
        return []
    in_range = range_of({item.pk for item in bought.values()}, day_of(now, "UTC"))
    facts = {key: facts_of_item(item, in_range=item.pk in in_range) for key, item in bought.items()}
    models = models_for(owner_id, facts.values())
    holder = holders_for(owner_id, [birth.to])[birth.to.key]
    orders = {
        order.pk: order
        for order in Order.objects.filter(id__in={piece.order_id for piece in devices})
    }
    prices = _prices(orders)
    centres = _cost_centres(owner_id, orders.values())
    numbers = next_numbers(owner_id, len(devices))
    made = []
    for number, piece in zip(numbers, devices, strict=True):
        model = models[facts[piece.order_id, piece.line_number, piece.item_id].key]
        order = orders[piece.order_id]
        made.append(
            Asset(
                owner_id=owner_id, asset_number=number, serial_number=piece.serial_number,
                model=model, model_name=model.name, category=model.category, state=birth.state,
                state_since=now, holder=holder, held_since=now, location_id=birth.location_id,
                cost_centre_id=centres.get(order.cost_centre_code), supplier_id=supplier_id,
                order_id=piece.order_id, order_line_number=piece.line_number,
                unit_cents=prices.get((piece.order_id, piece.line_number)),
                currency=order.currency, received_on=birth.received_on,
                renew_on=_renewal(model, birth), support_ends=model.support_ends, created_at=now,
            )
        )  # fmt: skip
    create_each(made)
    create_under((asset, [_first_step(asset, birth, actor)]) for asset in made)
    return made


def _first_step(asset: Asset, birth: Birth, actor: Actor) -> Custody:
    return Custody(
        asset=asset, owner_id=asset.owner_id, holder_id=asset.holder_id, step=0,
        since=asset.held_since, reason=birth.reason, source=birth.source,
        person_id=actor.person_id,
    )  # fmt: skip


def _bought(pieces: Iterable[Piece]) -> dict[tuple[int, int, str], CatalogueItem]:
    """By order, line and the seller's item: what came, which may be a substitute for the line's."""
    wanted = {(piece.order_id, piece.line_number, piece.item_id) for piece in pieces}
    lines = {
        (line.order_id, line.line_number): line.item
        for line in OrderLine.objects.filter(order_id__in={key[0] for key in wanted})
        .select_related("item")
    }  # fmt: skip
    others = {
        (item.agreement_id, item.seller_item_id): item
        for item in CatalogueItem.objects.filter(
            agreement_id__in={item.agreement_id for item in lines.values()},
            seller_item_id__in={key[2] for key in wanted},
        )
    }
    found = {}
    for order_id, number, seller_item_id in wanted:
        ordered = lines[order_id, number]
        key = (ordered.agreement_id, seller_item_id)
        found[order_id, number, seller_item_id] = others.get(key, ordered)
    return found


def _prices(orders: Iterable[int]) -> Mapping[tuple[int, int], int]:
    """What one piece of each line cost; not of what is paid by the month."""
    rows = OrderLine.objects.filter(order_id__in=list(orders), term_months=None)
    return {
        (order_id, number): cents
        for order_id, number, cents in rows.values_list(
            "order_id", "line_number", "unit_price_cents"
        )
    }


def _cost_centres(owner_id: int, orders: Iterable[Order]) -> Mapping[str, int]:
    codes = {order.cost_centre_code for order in orders}
    rows = CostCentre.objects.filter(party_id=owner_id, code__in=codes)
    return dict(rows.values_list("code", "id"))
