"""A financier, its agreement with a plan, and devices that are leased on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from factories.answers import let_facts_work
from factories.fleet import new_serials, received_devices
from factories.ordering import NOW, TODAY, Market, Municipality, a_budget, an_agreement_for
from factories.parties import a_party, an_actor
from samkop.agreements.models import Ceiling, FrameworkAgreement
from samkop.core.leasing import Line, Terms
from samkop.fleet.models import Asset, Lease, LeasedAsset, LeaseEvent, LeasePlan, LeaseSchedule
from samkop.fleet.usecases.lease_plans import add_lease_plan
from samkop.fleet.usecases.lease_schedules import agree_schedule, record_schedule
from samkop.fleet.usecases.leases import accept_lease
from samkop.ordering.models import Budget
from samkop.parties.models import Party
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading

# 2.9 % a month for three years: a phone of 300.00 costs 8.70 a month, 13.20 more than its price
# and 30.00 stand.
TERMS = Terms(36, 29_000, residual_permille=100, penalty_permille=200)
YEARS = (2027, 2028, 2029, 2030)


@dataclass(frozen=True)
class Financing:
    """A financier with its clerk, and its agreement with one plan."""

    party: Party
    clerk: Actor
    agreement: FrameworkAgreement
    plan: LeasePlan


def a_financing(
    market: Market, *, maximum_cents: int = 10_000_00, terms: Terms = TERMS, years: Any = YEARS
) -> Financing:
    """The buyers have joined the agreement, and have budgets for the years of its term."""
    party = a_party("financier", "Provfinans Abp")
    agreement = an_agreement_for(
        market.category_manager, party, market.buyers, maximum_cents, {"FEE": 1_00}, {}
    )
    plan = perform(
        market.category_manager, add_lease_plan, now=NOW, agreement_id=agreement.pk,
        name="36 months", terms=terms, valid_from=date(2026, 1, 1),
    )  # fmt: skip
    for buyer in market.buyers:
        for year in years:
            a_budget(buyer, year)
    return Financing(party, an_actor(party, RoleName.SALESPERSON), agreement, plan)


def accepted(
    market: Market, financing: Financing, count: int = 3, *, on: date = TODAY,
    buyer: Municipality | None = None, **given: Any,
) -> tuple[Lease, list[Asset]]:  # fmt: skip
    """Phones that were received and then leased on the plan, and the lease."""
    buyer = buyer or market.buyers[0]
    assets = received_devices(market, *new_serials(count), buyer=buyer)
    lease = perform(
        buyer.manager, accept_lease, now=NOW, plan_id=financing.plan.pk,
        asset_ids=[asset.pk for asset in assets], accepted_on=on, **given,
    )  # fmt: skip
    return lease, assets


def a_schedule(
    financing: Financing, buyer: Municipality, lines: list[Line], number: str = "S-1",
    *, starts_on: date = date(2026, 4, 1), months: int = 36, by: Actor | None = None,
) -> LeaseSchedule:  # fmt: skip
    """The financier's schedule, recorded by its clerk."""
    return perform(
        by or financing.clerk, record_schedule, now=NOW, financier_id=financing.party.pk,
        lessee_id=buyer.party.pk, number=number, starts_on=starts_on, months=months, lines=lines,
    )  # fmt: skip


def running(
    market: Market, financing: Financing, count: int = 3, number: str = "S-1", **given: Any
) -> tuple[Lease, list[Asset]]:
    """A lease that runs by a schedule which agrees."""
    buyer = given.get("buyer") or market.buyers[0]
    lease, assets = accepted(market, financing, count, **given)
    lines = [Line(asset.serial_number, 8_70) for asset in assets]
    schedule = a_schedule(financing, buyer, lines, number)
    lease = perform(
        buyer.finance, agree_schedule, now=NOW, lease_id=lease.pk, schedule_id=schedule.pk
    )
    let_facts_work()
    return lease, assets


def fresh(buyer: Municipality, lease: Lease) -> Lease:
    """The lease as it stands."""
    with reading(buyer.manager):
        return Lease.objects.select_related("plan").get(id=lease.pk)


def ledger(buyer: Municipality, lease: Lease) -> list[tuple[str, int]]:
    """Kind and cents of the ledger's rows, in their order."""
    with reading(buyer.manager):
        rows = LeaseEvent.objects.filter(lease=lease).order_by("id")
        return list(rows.values_list("kind", "cents"))


def devices_of(buyer: Municipality, lease: Lease) -> list[LeasedAsset]:
    """The lease's devices, in the order in which they came."""
    with reading(buyer.manager):
        return list(LeasedAsset.objects.filter(lease=lease).order_by("id"))


def committed_of(buyer: Municipality, agreement: FrameworkAgreement) -> int:
    """Cents that stand on an agreement's ceiling."""
    with reading(buyer.manager):
        return Ceiling.objects.get(agreement=agreement).committed_cents


def budgets_of(buyer: Municipality) -> dict[int, int]:
    """Committed cents of the buyer's cost centre by year, where there are any."""
    with reading(buyer.manager):
        rows = Budget.objects.filter(party=buyer.party, committed_cents__gt=0).order_by("year")
        return dict(rows.values_list("year", "committed_cents"))


def at(day: date) -> datetime:
    """Nine o'clock on a day."""
    return NOW.replace(year=day.year, month=day.month, day=day.day)
