"""Many serial numbers at once are received as one after another, in as many queries as one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.despatches import a_despatched_line, an_order, announced
from factories.ordering import LAPTOP, NOW, a_market
from samkop.ordering.queries.line_progress import progress_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.models import ReceivedSerial
from samkop.receiving.usecases.at_once import receive_at_once
from samkop.receiving.usecases.scanning import Scanned

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def market(database):
    return a_market(
        buyers=2, maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9
    )  # fmt: skip


def received(buyer, consignment, *scanned, **how):
    return perform(
        buyer.manager, receive_at_once, now=NOW, consignment_id=consignment.pk, serials=scanned,
        **how,
    )  # fmt: skip


def refused(buyer, consignment, *scanned):
    with pytest.raises(Refused) as found:
        received(buyer, consignment, *scanned)
    with reading(buyer.manager):
        kept = ReceivedSerial.objects.filter(receipt_line__line__consignment=consignment)
        return found.value.code, kept.count()


def counts(buyer, receipt):
    with reading(buyer.manager):
        return list(receipt.lines.order_by("line__position").values_list("counted", flat=True))


def test_thirty_serial_numbers_on_thirty_lines_take_as_many_queries_as_one(market):
    buyer, asked = market.buyers[0], []
    order = an_order(market, quantity=62)
    for count in (1, 30):
        lines = [a_despatched_line(order, 2, f"Q{count}-{number}") for number in range(count)]
        consignment = announced(market, *lines)
        with reading(buyer.manager):
            pieces = dict.fromkeys(consignment.lines.values_list("id", flat=True), 1)
        serials = [Scanned(f"Q{count}-{number}") for number in range(count)]
        with CaptureQueriesContext(connection) as captured:
            made = received(buyer, consignment, *serials, pieces=pieces)
        assert (made.state, counts(buyer, made)) == ("finished", [2] * count)
        asked.append(len(captured))
    with reading(buyer.manager):
        [line] = progress_of(order.pk)
    assert (line.received, asked) == (62, [41, 41])


def test_each_number_is_placed_as_if_those_before_it_had_been_counted(market):
    buyer = market.buyers[0]
    phones, laptops = an_order(market), an_order(market, LAPTOP)
    consignment = announced(
        market, a_despatched_line(phones, 1), a_despatched_line(laptops, 2, item=LAPTOP)
    )
    with reading(buyer.manager):
        first, second = consignment.lines.order_by("position")
    assert refused(buyer, consignment, Scanned("P-1"), Scanned("P-2")) == ("serial-unknown", 0)
    twice = (Scanned("P-1", first.pk), Scanned("P-2"), Scanned("P-1"))
    assert refused(buyer, consignment, *twice) == ("serial-received-before", 0)
    placed = (Scanned("P-1", first.pk), Scanned("P-2"), Scanned("P-3"))
    made = received(buyer, consignment, *placed, pieces={second.pk: 1})
    assert counts(buyer, made) == [1, 3]


def test_a_number_among_many_that_another_municipality_has_is_named_and_none_is_counted(market):
    ours, theirs = market.buyers
    order = an_order(market, buyer=theirs)
    elsewhere = announced(market, a_despatched_line(order, 1, "TAKEN"), buyer=theirs)
    received(theirs, elsewhere, Scanned("TAKEN"))
    consignment = announced(market, a_despatched_line(an_order(market), 2))
    both = (Scanned("FREE"), Scanned("TAKEN"))
    with pytest.raises(Refused) as found:
        received(ours, consignment, *both)
    assert (found.value.code, found.value.facts["serial"]) == (
        "serial-received-elsewhere", "TAKEN",
    )  # fmt: skip
    assert counts(ours, received(ours, consignment, both[0], rest_expected=True)) == [1]
