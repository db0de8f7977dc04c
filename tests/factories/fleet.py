"""Devices as they come: announced by a supplier, scanned, handed over; or from a register."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import connections

from factories.answers import let_facts_work
from factories.despatches import a_despatched_line, a_receipt, an_order, announced
from factories.ordering import NOW, Market, Municipality
from factories.parties import OPERATOR
from samkop.core.forecast import Span
from samkop.core.forecast.editing import with_beginning
from samkop.core.forecast.examples import beginning_text
from samkop.fleet.models import Asset, FleetForecast, JointPlan, RenewalPlan
from samkop.fleet.policies import FLEET_KEEPER
from samkop.fleet.rules.changes import Change, What
from samkop.fleet.usecases.births import expect_assets
from samkop.fleet.usecases.chosen_assets import start_changes
from samkop.fleet.usecases.forecasts import keep_forecast
from samkop.fleet.usecases.joint_plans import JointWanted, draft_joint_plan, join_joint_plan
from samkop.fleet.usecases.renewal import Wanted, begin_renewal_planning, draft_renewal
from samkop.parties.usecases.parties import add_region_member, register_region
from samkop.platform import actors, jobs
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.models import Consignment
from samkop.receiving.usecases.counting import receive_serial
from samkop.receiving.usecases.finishing import finish_receipt
from samkop.site import wiring

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


def changed_device(
    buyer: Municipality, consignment: Consignment, *, by: Actor | None = None
) -> dict[str, int]:
    """A device of a delivery, and a change of it that was asked for: their ids, by noun."""
    device = expected_device(buyer, consignment)
    run = perform(
        by or buyer.manager, start_changes, asset_ids=[device.pk],
        change=Change(What.RENEWAL, renew_on=date(2031, 5, 1)),
    )  # fmt: skip
    return {"asset": device.pk, "change_run": run.pk}


def asset_of(buyer: Municipality, serial: str) -> Asset:
    """The buyer's newest device with a serial number."""
    with reading(buyer.manager):
        return Asset.objects.select_related("holder", "model").filter(
            owner=buyer.party, serial_number=serial
        ).latest("id")  # fmt: skip


def day(text: str) -> date:
    """A day by its ISO form."""
    return date.fromisoformat(text)


def renewed_on(assets: list[Asset], day: date, price_cents: int = 500_00) -> None:
    """These devices fall due on a day, and cost so much anew, as if they had come long ago."""
    ids = [asset.pk for asset in assets]
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE fleet_asset SET renew_on = %s WHERE id = ANY (%s)", [day, ids])
        cursor.execute(
            "UPDATE fleet_devicemodel SET renewal_cents = %s WHERE id IN"
            " (SELECT model_id FROM fleet_asset WHERE id = ANY (%s))", [price_cents, ids],
        )  # fmt: skip


def a_worked_out_plan(buyer: Municipality, **asked: object) -> RenewalPlan:
    """A plan of the buyer's from January 2027, worked out by its job."""
    wiring.connect()
    wanted = Wanted(**{"name": "Plan", "start": date(2027, 1, 1), "months": 12, **asked})
    plan = perform(buyer.manager, draft_renewal, wanted=wanted)
    run = perform(buyer.manager, begin_renewal_planning, plan_id=plan.pk)
    jobs.run_job(run.pk, run.party_id)
    with reading(buyer.manager):
        return RenewalPlan.objects.get(id=plan.pk)


def fleet_things(market: Market, buyer: Municipality, marker: str = "") -> dict[str, object]:
    """Ids of the buyer's things of the fleet, by what the parameters of addresses name.

    With a ``marker`` in what is private. One device of its own stands behind them.
    """
    (device,) = received_devices(market, f"{marker or 'FLEET'}-{next(numbers)}", buyer=buyer)
    renewed_on([device], date(2027, 6, 15))
    plan = a_worked_out_plan(buyer, name=f"{marker} plan".strip())
    return {
        "renewal_plan": plan.pk, "month": "2027-06", "device_model": device.model_id,
        "joint_plan": a_joint_plan(market, [buyer]).pk,
        "fleet_forecast": a_forecast(buyer, f"{marker} forecast".strip()).pk,
    }  # fmt: skip


def a_joint_plan(market: Market, members: Sequence[Municipality], **asked: object) -> JointPlan:
    """A plan over a new region of these members, who all take part in it."""
    name = f"Region {next(numbers)}"
    region = perform(
        OPERATOR, register_region, name_sv=name, name_fi=name, name_en=name,
        purchasing_body_id=market.purchasing_body.pk,
    )  # fmt: skip
    for member in members:
        perform(
            OPERATOR, add_region_member, region_id=region.pk, party_id=member.party.pk,
            valid_from=date(2020, 1, 1),
        )  # fmt: skip
    said = {"name": "Together", "start": date(2027, 1, 1), "months": 12, "capacity": 3, **asked}
    joint = perform(
        market.category_manager, draft_joint_plan, region_id=region.pk, wanted=JointWanted(**said)
    )
    for member in members:
        perform(member.manager, join_joint_plan, joint_id=joint.pk)
    return joint


def a_forecast(buyer: Municipality, name: str = "Forecast", people: int = 10_000) -> FleetForecast:
    """A forecast of the buyer's for two years, in which as many people stay."""
    staying = Span(Decimal(people), Decimal(people), Decimal(people))
    text = with_beginning(
        beginning_text("EUR"), name=name, start=2027, years=2, currency="EUR",
        inhabitants={2027: staying},
    )  # fmt: skip
    return perform(buyer.manager, keep_forecast, assumptions=text)
