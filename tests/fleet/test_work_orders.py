"""Work orders: numbered, one for the same work on a device, seen by owner and performer."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.db import DatabaseError, connections

from factories.fleet import new_serials, received_devices
from factories.ordering import NOW, TODAY, a_market
from factories.parties import an_actor
from samkop.fleet.models import Asset, WorkOrder, WorkOrderLine
from samkop.fleet.rules.visits import Visit
from samkop.fleet.usecases.work_orders import cancel_work, change_work, plan_work
from samkop.fleet.vocabulary import WORK_TRANSITIONS, WorkState
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
LATER = NOW + timedelta(days=7300)


@pytest.fixture(scope="module")
def market(database):
    return a_market(buyers=2, maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9)


@pytest.fixture(scope="module")
def buyer(market):
    return market.buyers[0]


@pytest.fixture(scope="module")
def devices(market):
    return received_devices(market, *new_serials(2))


def planned(buyer, devices, kind="maintenance", **how):
    visit = how.pop("visit", Visit(due_on=TODAY))
    return perform(
        how.pop("actor", buyer.manager), plan_work, now=NOW, kind=kind,
        asset_ids=[one.pk for one in devices], visit=visit, **how,
    )  # fmt: skip


def refused(call, *inputs, **how):
    with pytest.raises(Refused) as found:
        call(*inputs, **how)
    return found.value.code


def test_work_is_numbered_in_the_owners_series_and_says_what_its_performer_has_to_know(
    market, buyer, devices
):
    visit = Visit(
        location_id=buyer.site.pk, performer_id=market.supplier.pk, due_on=TODAY,
        window=(time(8), time(10)),
    )  # fmt: skip
    first = planned(buyer, devices, "installation", visit=visit, to_kind="room", to_code="A1")
    second = planned(buyer, devices[:1], "move")
    assert int(second.number[1:]) == int(first.number[1:]) + 1
    assert (first.site_name, first.postal_code, first.is_signed_for) == (
        buyer.site.name, buyer.site.postal_code, True,
    )  # fmt: skip
    performer = an_actor(market.supplier, "installer")
    with reading(performer):
        lines = list(WorkOrder.objects.get(id=first.pk).lines.order_by("position"))
        assert [(one.serial_number, one.to_name) for one in lines] == [
            (one.serial_number, "A1") for one in devices
        ]
        assert not Asset.objects.filter(id=devices[0].pk).exists()
    with reading(market.buyers[1].manager):
        assert not WorkOrder.objects.filter(owner=buyer.party).exists()
        assert not WorkOrderLine.objects.filter(owner=buyer.party).exists()
    for made in (first, second):
        perform(buyer.manager, cancel_work, now=NOW, work_order_id=made.pk)


def test_a_device_stands_in_one_open_order_for_the_same_work(buyer, devices):
    made = planned(buyer, devices)
    assert refused(planned, buyer, devices[:1]) == "work-open"
    perform(buyer.manager, cancel_work, now=LATER, work_order_id=made.pk)
    again = planned(buyer, devices[:1])
    perform(buyer.manager, cancel_work, now=LATER, work_order_id=again.pk)


def test_each_refusal_of_planning_has_its_code(market, buyer, devices):
    assert refused(planned, buyer, []) == "no-devices"
    assert refused(planned, buyer, devices, "transport") == "site-missing"
    assert refused(planned, buyer, devices, actor=an_actor(buyer.party)) == "not-allowed"
    assert refused(planned, market.buyers[1], devices) == "not-found"
    elsewhere = Visit(location_id=market.buyers[1].site.pk)
    assert refused(planned, buyer, devices, visit=elsewhere) == "not-found"
    for strange in (
        Visit(performer_id=market.buyers[1].party.pk),
        Visit(performer_person_id=market.salesperson.person_id),
    ):
        assert refused(planned, buyer, devices, visit=strange) == "performer-unknown"


def test_what_is_over_is_changed_no_more(buyer, devices):
    made = planned(buyer, devices)
    moved = perform(
        buyer.manager, change_work, now=NOW, work_order_id=made.pk, due_on=date(2026, 3, 9),
        window=(time(9), time(11)), performer_person_id=buyer.manager.person_id,
    )  # fmt: skip
    assert (moved.due_on, moved.window_from) == (date(2026, 3, 9), time(9))
    perform(buyer.manager, cancel_work, now=LATER, work_order_id=made.pk)
    for over in (
        lambda: perform(buyer.manager, cancel_work, now=LATER, work_order_id=made.pk),
        lambda: perform(buyer.manager, change_work, now=NOW, work_order_id=made.pk, due_on=TODAY),
    ):
        assert refused(over) == "work-over"


def test_the_database_allows_exactly_the_transitions_of_the_vocabulary():
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE probe (state text)")
        cursor.execute(
            "CREATE TRIGGER probed BEFORE UPDATE ON probe FOR EACH ROW"
            " EXECUTE FUNCTION fleet_work_transition()"
        )
        allowed = {(a, b) for a in WorkState for b in WorkState if a != b and _goes(cursor, a, b)}
        cursor.execute("DROP TABLE probe")
    assert allowed == {(a, b) for a, following in WORK_TRANSITIONS.items() for b in following}


def _goes(cursor, before, after):
    cursor.execute("DELETE FROM probe")
    cursor.execute("INSERT INTO probe VALUES (%s)", [before])
    try:
        cursor.execute("UPDATE probe SET state = %s", [after])
    except DatabaseError:
        return False
    return True
