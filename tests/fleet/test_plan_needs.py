"""What a decided renewal plan needs is reported to the purchasing body, once, and replaced."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from factories.fleet import a_worked_out_plan, new_serials, received_devices, renewed_on
from factories.ordering import a_market
from factories.parties import a_region
from samkop.fleet.need_handlers import renewal_needed
from samkop.fleet.usecases.renewal_decision import decide_renewal
from samkop.planning.models import Need
from samkop.planning.queries import lines_of, needs_reported_to
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database")


def decided(buyer, number, **asked):
    plan = a_worked_out_plan(buyer, **asked)
    perform(buyer.manager, decide_renewal, plan_id=plan.pk)
    body = {"owner_id": buyer.party.pk, "plan_id": plan.pk}
    for _twice in range(2):
        renewal_needed(Fact(number, "renewal-decided", buyer.party.pk, body, datetime.now(UTC), 1))
    return plan


def test_a_decided_plan_is_a_need_of_the_next_tender_until_another_replaces_it(database):
    market = a_market()
    buyer = market.buyers[0]
    a_region(market.purchasing_body, buyer.party)
    renewed_on(received_devices(market, *new_serials(4)), date(2027, 6, 15))
    assert renewal_needed in FACTS["renewal-decided"]
    first = decided(buyer, 1, capacity=2, early_months=1, late_months=1)
    with reading(market.category_manager):
        [need] = needs_reported_to(market.purchasing_body.pk)
        [line] = lines_of(need.pk)
    assert (need.source_reference, need.state) == (f"fleet.renewalplan:{first.pk}", "reported")
    assert (line.year, line.quantity, line.low_cents, line.high_cents) == (2027, 4, 200000, 200000)
    second = decided(buyer, 2, early_months=6, late_months=6)
    with reading(buyer.manager):
        states = dict(Need.objects.values_list("source_reference", "state"))
    assert states == {
        f"fleet.renewalplan:{first.pk}": "withdrawn",
        f"fleet.renewalplan:{second.pk}": "reported",
    }
