"""Facts that the fleet hears of; one use-case call each."""

from __future__ import annotations

from samkop.fleet.policies import FLEET_KEEPER
from samkop.fleet.usecases.births import expect_assets, receive_assets, take_back_assets
from samkop.fleet.usecases.carrying_out import carry_out_reports
from samkop.platform import actors
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform


def goods_announced(fact: Fact) -> None:
    """A buyer expects goods: it expects the devices among them."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["buyer_id"]),
        expect_assets,
        key=fact.key_for("expect-assets"),
        consignment_id=fact.body["consignment_id"],
    )


def devices_received(fact: Fact) -> None:
    """Goods were received: so were the devices among them."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["buyer_id"]),
        receive_assets,
        key=fact.key_for("receive-assets"),
        receipt_id=fact.body["receipt_id"],
    )


def devices_returned(fact: Fact) -> None:
    """Goods went back to their supplier: so did the devices among them."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["buyer_id"]),
        take_back_assets,
        key=fact.key_for("take-back-assets"),
        return_id=fact.body["return_id"],
    )


def work_reported(fact: Fact) -> None:
    """Another party's people have done work on devices: the owner's follow."""
    perform(
        actors.job(FLEET_KEEPER, fact.body["owner_id"]),
        carry_out_reports,
        key=fact.key_for("carry-out"),
        report_ids=fact.body["report_ids"],
    )
