"""Devices begin with the despatch advice, are received by scanning, and go back."""

from __future__ import annotations

import pytest

from factories.answers import let_facts_work
from factories.despatches import a_despatched_line, a_receipt, an_order, announced
from factories.fleet import announced_devices, asset_of, new_serials, received_devices
from factories.ordering import LAPTOP, NOW, TODAY, a_market
from samkop.fleet.models import Asset, Custody
from samkop.fleet.usecases.births import expect_assets, receive_assets
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.rules.returning import Returned
from samkop.receiving.usecases.counting import receive_serial
from samkop.receiving.usecases.finishing import finish_receipt
from samkop.receiving.usecases.returning import announce_return, send_return

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def market(database):
    return a_market(maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9)


@pytest.fixture
def buyer(market):
    return market.buyers[0]


def chain(buyer, asset):
    with reading(buyer.manager):
        steps = Custody.objects.filter(asset=asset).order_by("step")
        return [(one.step, one.holder.kind, one.reason) for one in steps.select_related("holder")]


def test_what_is_announced_is_expected_with_the_supplier_and_received_when_scanned(market, buyer):
    here, missing = new_serials(2)
    consignment = announced_devices(market, here, missing)
    expected = asset_of(buyer, here)
    assert (expected.state, expected.holder.kind, expected.received_on) == (
        "expected", "supplier", None,
    )  # fmt: skip
    receipt = a_receipt(buyer, consignment)
    perform(buyer.manager, receive_serial, now=NOW, receipt_id=receipt.pk, serial=here)
    perform(buyer.manager, finish_receipt, now=NOW, receipt_id=receipt.pk)
    let_facts_work()
    received, lost = asset_of(buyer, here), asset_of(buyer, missing)
    assert (received.state, received.holder.kind, received.received_on) == (
        "received", "site", TODAY,
    )  # fmt: skip
    assert received.location_id == consignment.delivery_location_id
    assert received.renew_on == TODAY.replace(year=TODAY.year + 4)
    assert chain(buyer, received) == [(0, "supplier", "announced"), (1, "site", "received")]
    assert (lost.state, lost.end_reason) == ("ended", "never-came")


def test_a_device_knows_what_it_was_bought_as_and_for_what(market, buyer):
    (serial,) = new_serials(1)
    (asset,) = received_devices(market, serial)
    with reading(buyer.manager):
        found = Asset.objects.select_related("model", "cost_centre").get(id=asset.pk)
        line = found.order.lines.get()
        assert (found.order_line_number, found.unit_cents) == (1, line.unit_price_cents)
        assert found.cost_centre.code == found.order.cost_centre_code
        assert (found.category, found.model.storages) == ("phone", 1)


def test_what_comes_unannounced_begins_when_it_is_scanned(market, buyer):
    (serial,) = new_serials(1)
    consignment = announced(market, a_despatched_line(an_order(market), 3))
    receipt = a_receipt(buyer, consignment)
    perform(buyer.manager, receive_serial, now=NOW, receipt_id=receipt.pk, serial=serial)
    perform(buyer.manager, finish_receipt, now=NOW, receipt_id=receipt.pk)
    let_facts_work()
    assert chain(buyer, asset_of(buyer, serial)) == [(0, "site", "received")]


def test_facts_told_twice_make_no_device_twice(market, buyer):
    serials = new_serials(2)
    consignment = announced_devices(market, *serials)
    job = actors.job("fleet-keeper", buyer.party.pk)
    assert perform(job, expect_assets, now=NOW, consignment_id=consignment.pk) == 0
    receipt = a_receipt(buyer, consignment)
    for serial in serials:
        perform(buyer.manager, receive_serial, now=NOW, receipt_id=receipt.pk, serial=serial)
    perform(buyer.manager, finish_receipt, now=NOW, receipt_id=receipt.pk)
    let_facts_work()
    assert perform(job, receive_assets, now=NOW, receipt_id=receipt.pk) == 0
    with reading(buyer.manager):
        assert Asset.objects.filter(serial_number__in=serials).count() == 2


def test_only_the_owners_own_job_follows_goods(market, buyer):
    consignment = announced_devices(market, *new_serials(1))
    with pytest.raises(Refused) as refused:
        perform(buyer.manager, expect_assets, now=NOW, consignment_id=consignment.pk)
    assert refused.value.code == "not-allowed"


def test_what_goes_back_unused_has_ended_with_its_supplier(market, buyer):
    (serial,) = new_serials(1)
    (asset,) = received_devices(market, serial)
    back = perform(
        buyer.manager, announce_return, now=NOW, order_id=asset.order_id, reason="damaged",
        remedy="replacement", returned=[Returned(1, 1, (serial,))],
    )  # fmt: skip
    perform(buyer.manager, send_return, now=NOW, return_id=back.pk)
    let_facts_work()
    gone = asset_of(buyer, serial)
    assert (gone.state, gone.end_reason, gone.holder.kind) == ("ended", "sent-back", "supplier")
    assert chain(buyer, gone)[-1] == (2, "supplier", "sent-back")


def test_numbers_follow_one_another_and_skip_what_stands_on_a_device(market, buyer):
    first, second = received_devices(market, *new_serials(2), code=LAPTOP)
    assert int(second.asset_number[1:]) == int(first.asset_number[1:]) + 1
