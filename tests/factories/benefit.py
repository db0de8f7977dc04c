"""A region that bought together for a year: three members, two tiers, a markup; for tests.

Twelve order lines: ``LINES`` says who ordered what, in their order. Laptops have two tiers
(10 units: 5 per cent less, 20 units: 10 per cent less), bags none.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from factories.agreements import a_basis
from factories.exchange import an_endpoint
from factories.ordering import (
    Market,
    Municipality,
    a_buyer,
    an_item,
    approved,
    join,
)
from factories.parties import (
    LONG_AGO,
    OPERATOR,
    a_purchasing_body,
    a_region,
    a_supplier,
    an_actor,
)
from samkop.agreements.rules import Tier
from samkop.agreements.usecases.agreement import prepare_agreement, put_in_force
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.prices import NewPrice, set_list_prices, set_tiers
from samkop.agreements.vocabulary import ActsAs
from samkop.followup.models import Benefit
from samkop.followup.queries.benefit import newest_benefit
from samkop.followup.usecases.benefit import compute_benefit
from samkop.followup.usecases.benefit_assumptions import NewAssumption, assume
from samkop.followup.vocabulary.benefit import JOINT_HOURS, OWN_HOURS, Assumed
from samkop.parties.models import Region
from samkop.parties.usecases.parties import add_region_member
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.jobs import run_job
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import connect

LAPTOP, BAG = "LAPTOP-1", "BAG-1"
POPULATIONS = (5_000, 30_000, 200_000)
# Member (0 the smallest), item, units; the joint volume of laptops before each: 0, 8, 10, 12, …
LINES = (
    (2, LAPTOP, 8), (0, LAPTOP, 2), (1, LAPTOP, 2), (2, BAG, 8), (0, BAG, 3), (2, LAPTOP, 8),
    (1, LAPTOP, 4), (0, LAPTOP, 1), (1, BAG, 5), (2, LAPTOP, 10), (1, LAPTOP, 6), (0, LAPTOP, 2),
)  # fmt: skip
NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Cooperation:
    """The region, its market, its members from the smallest, and who counts for the region."""

    region: Region
    market: Market
    members: tuple[Municipality, ...]
    counting: Actor


def a_cooperation(*, fee_permille: int = 0, markup_permille: int = 20) -> Cooperation:
    """Three members under one agreement; nothing is ordered yet, nothing assumed."""
    body, supplier = a_purchasing_body(), a_supplier()
    manager = an_actor(body, RoleName.CATEGORY_MANAGER)
    members = tuple(a_buyer(approval_limit_cents=10**9, budget_cents=10**9) for _ in POPULATIONS)
    region = a_region(body)
    for member, population in zip(members, POPULATIONS, strict=True):
        perform(
            OPERATOR, add_region_member, region_id=region.pk, party_id=member.party.pk,
            valid_from=LONG_AGO, population=population,
        )  # fmt: skip
    for party in (supplier, *(member.party for member in members)):
        an_endpoint(party)
    number = f"B-{uuid.uuid4().hex[:8]}"
    agreement = perform(
        manager, prepare_agreement, number=number, register_number=f"D/{number}",
        titles={"sv": "Datorer", "fi": "Tietokoneet", "en": "Computers"}, category="workstations",
        supplier_id=supplier.pk, valid_from=date(2026, 1, 1), valid_until=date(2029, 12, 31),
        currency="EUR", maximum_value_cents=10**10, markup_permille=markup_permille,
        fee_permille=fee_permille,
        acts_as=ActsAs.INTERMEDIARY if fee_permille else ActsAs.WHOLESALER,
    )  # fmt: skip
    for member in members:
        perform(
            manager, name_buyer, agreement_id=agreement.pk, buyer_id=member.party.pk,
            expected_share_cents=0, legal_basis=a_basis(body, member.party),
        )  # fmt: skip
    perform(
        manager, set_list_prices, agreement_id=agreement.pk, valid_from=date(2026, 1, 1),
        prices=[NewPrice(LAPTOP, "laptops", 1_000_00), NewPrice(BAG, "bags", 40_00)],
    )  # fmt: skip
    perform(
        manager, set_tiers, agreement_id=agreement.pk,
        tiers={"laptops": [Tier(10, 50), Tier(20, 100)]},
    )  # fmt: skip
    perform(manager, put_in_force, agreement_id=agreement.pk, register_number="D/1")
    for member in members:
        join(member, agreement, orders_from=date(2026, 1, 15))
    items = {
        code: an_item(manager, agreement, code, cents)
        for code, cents in ((LAPTOP, 1_000_00), (BAG, 40_00))
    }
    market = Market(
        body, manager, supplier, an_actor(supplier, RoleName.SALESPERSON), agreement, items,
        members,
    )  # fmt: skip
    return Cooperation(region, market, members, manager)


def ordered(cooperation: Cooperation) -> None:
    """The twelve lines are ordered, one after the other."""
    for member, code, units in LINES:
        approved(cooperation.market, cooperation.members[member], code, units)


def assumed(
    cooperation: Cooperation, actor: Actor, key: Assumed, *values: int | str, **fields: Any
) -> None:
    """The actor's party assumes these three; nothing where none is given."""
    given = {"source": "Estimate", "valid_from": date(2026, 1, 1), **fields}
    three = tuple(Decimal(value) for value in values)
    assert len(three) in {0, 3}
    perform(
        actor, assume, now=NOW, region_id=cooperation.region.pk,
        assumption=NewAssumption(key, three or None, currency="EUR", **given),  # type: ignore[arg-type]
    )  # fmt: skip


def all_assumed(cooperation: Cooperation) -> None:
    """The region's defaults: whole hours that are easily added up by hand."""
    for key in OWN_HOURS.values():
        assumed(cooperation, cooperation.counting, key, 10, 20, 40)  # 70, 140, 280 in all
    for key in JOINT_HOURS.values():
        assumed(cooperation, cooperation.counting, key, 50, 60, 80)  # 350, 420, 560 in all
    for key, values in (
        (Assumed.PART_IN_JOINT, (4, 8, 12)), (Assumed.OWN_TENDERS, (0, 1, 1)),
        (Assumed.HOUR_COST, (40, 50, 60)), (Assumed.OWN_PRICE, (0, 10, 20)),
        (Assumed.OWN_MONTHS, (6, 9, 14)),
    ):  # fmt: skip
        assumed(cooperation, cooperation.counting, key, *values)


def computed(cooperation: Cooperation, actor: Actor | None = None, year: int = 2026) -> Benefit:
    """What was worth a year: the region's, or that of the actor's party."""
    actor = actor or cooperation.counting
    run = perform(
        actor, compute_benefit, region_id=cooperation.region.pk, year=year,
        currency="EUR",
    )  # fmt: skip
    connect()
    run_job(run.pk, run.party_id)
    with reading(actor):
        found = newest_benefit(cooperation.region.pk, run.party_id, year, "EUR")
    assert found is not None
    return found


def benefit_things(market: Market, buyer: Municipality, marker: str = "Our own") -> dict[str, Any]:
    """Ids of what the addresses of the benefit name: of a region of the buyer alone."""
    region = a_region(market.purchasing_body, buyer.party)
    alone = Cooperation(region, market, (buyer,), market.category_manager)
    assumed(alone, alone.counting, Assumed.OWN_HOMEWORK, 10, 20, 40, source=f"{marker} source")
    assumed(alone, buyer.manager, Assumed.OWN_MONTHS, 6, 9, 14, source=f"{marker} own")
    benefit = computed(alone, year=NOW.year)
    return {
        "benefit": benefit.pk, "benefit_figure": "price", "assumption": "own-homework",
        "file_kind": "csv",
    }  # fmt: skip
