"""Devices as they come: announced by a supplier, scanned, handed over; or from a register."""

from __future__ import annotations

import itertools
from datetime import date, datetime

from factories.answers import let_facts_work
from factories.despatches import a_despatched_line, a_receipt, an_order, announced
from factories.ordering import NOW, Market, Municipality
from samkop.fleet.models import Asset
from samkop.fleet.policies import FLEET_KEEPER
from samkop.fleet.usecases.births import expect_assets
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.models import Consignment
from samkop.receiving.usecases.counting import receive_serial
from samkop.receiving.usecases.finishing import finish_receipt

numbers = itertools.count(1)


def new_serials(count: int) -> list[str]:
    """Serial numbers that nobody has used yet."""
    return [f"SN{next(numbers):06}" for _ in range(count)]


def announced_devices(
    market: Market, *serials: str, buyer: Municipality | None = None, code: str = "PHONE-1"
) -> Consignment:
    """A delivery of phones by these serial numbers, which the buyer expects."""
    order = an_order(market, code, len(serials), buyer=buyer)
    line = a_despatched_line(order, len(serials), *serials, item=code)
    return announced(market, line, buyer=buyer)


def received_devices(
    market: Market, *serials: str, buyer: Municipality | None = None, code: str = "PHONE-1",
    now: datetime = NOW,
) -> list[Asset]:  # fmt: skip
    """Phones that were ordered, announced and scanned: in stock at the buyer's site."""
    buyer = buyer or market.buyers[0]
    consignment = announced_devices(market, *serials, buyer=buyer, code=code)
    receipt = a_receipt(buyer, consignment, now=now)
    for serial in serials:
        perform(buyer.manager, receive_serial, now=now, receipt_id=receipt.pk, serial=serial)
    perform(buyer.manager, finish_receipt, now=now, receipt_id=receipt.pk)
    let_facts_work()
    with reading(buyer.manager):
        return list(Asset.objects.filter(serial_number__in=serials).order_by("id"))


def expected_device(buyer: Municipality, consignment: Consignment) -> Asset:
    """The device of a delivery that its buyer expects now, by the owner's own job."""
    keeper = actors.job(FLEET_KEEPER, buyer.party.pk)
    perform(keeper, expect_assets, consignment_id=consignment.pk)
    with reading(buyer.manager):
        return Asset.objects.filter(owner=buyer.party).latest("id")


def asset_of(buyer: Municipality, serial: str) -> Asset:
    """The buyer's newest device with a serial number."""
    with reading(buyer.manager):
        return Asset.objects.select_related("holder", "model").filter(
            owner=buyer.party, serial_number=serial
        ).latest("id")  # fmt: skip


def day(text: str) -> date:
    """A day by its ISO form."""
    return date.fromisoformat(text)
