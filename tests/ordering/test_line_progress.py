"""How far the lines of an order have come: counted once, by the buyer, within their sums."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, connection, connections
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from factories.ordering import LAPTOP, NOW, PHONE, a_market, approved
from samkop.ordering.models import Order, OrderLineMovement, OrderLineProgress
from samkop.ordering.queries.line_progress import progress_of, progress_of_orders
from samkop.ordering.rules.fulfilment import LineProgress
from samkop.ordering.usecases import line_progress
from samkop.ordering.usecases.line_progress import LineMove, move_lines, move_many
from samkop.ordering.vocabulary import LineMovementKind
from samkop.platform import actors
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")

DESPATCHED, RECEIVED, RETURNED, RELEASED, INVOICED, CREDITED = LineMovementKind


def an_order(market, quantity=5, code=PHONE, buyer=None):
    buyer = buyer or market.buyers[0]
    requisition = approved(market, buyer, code, quantity)
    with reading(buyer.manager):
        return Order.objects.get(requisition=requisition)


def count(*, actor, now, **inputs):
    move_lines(now=now, **inputs)


def count_many(*, actor, now, moves):
    move_many(moves=moves, now=now)


def counted(order, kind, quantity, source="receiving.receipt:1", number=1):
    keeper = actors.job("goods-keeper", order.buyer_id)
    perform(
        keeper, count, now=NOW, order_id=order.pk, kind=kind, quantities={number: quantity},
        source=source,
    )  # fmt: skip


def line_of(market, order):
    with reading(market.buyers[0].manager):
        return progress_of(order.pk)[0]


def test_a_line_that_has_not_moved_has_come_nowhere():
    market = a_market()
    line = line_of(market, an_order(market))
    assert line == LineProgress(1, 5, 5, 300_00)
    assert (line.outstanding, line.on_the_way, line.has_moved) == (5, 0, False)


def test_the_sums_follow_each_step():
    market = a_market()
    order = an_order(market)
    counted(order, DESPATCHED, 4)
    counted(order, RECEIVED, 3)
    counted(order, RETURNED, 1)
    counted(order, INVOICED, 4)
    counted(order, CREDITED, 1)
    line = line_of(market, order)
    assert line == LineProgress(1, 5, 5, 300_00, 4, 3, 1, 0, 4, 1)
    assert (line.kept, line.outstanding, line.on_the_way, line.charged) == (2, 3, 1, 3)


def test_the_same_source_moves_a_line_once():
    market = a_market()
    order = an_order(market)
    counted(order, RECEIVED, 2, "receiving.receipt:7")
    counted(order, RECEIVED, 2, "receiving.receipt:7")
    counted(order, RECEIVED, 1, "receiving.receipt:8")
    assert line_of(market, order).received == 3


def test_nothing_is_counted_for_nothing():
    market = a_market()
    order = an_order(market)
    counted(order, RECEIVED, 0)
    assert not line_of(market, order).has_moved


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (RECEIVED, RETURNED, "more-returned-than-received"),
        (INVOICED, CREDITED, "more-credited-than-invoiced"),
    ],
)
def test_no_more_goes_back_than_came(before, after, code):
    market = a_market()
    order = an_order(market)
    counted(order, before, 2)
    with pytest.raises(Refused) as refused:
        counted(order, after, 3)
    assert refused.value.code == code
    counted(order, after, 2)
    with pytest.raises(Refused) as again:
        counted(order, after, 1, "receiving.return:2")
    assert again.value.code == code


def test_the_database_holds_the_sums_whoever_writes():
    market = a_market()
    order = an_order(market)

    def write_past_it(*, actor, now):
        create(
            OrderLineProgress(
                order=order, buyer_id=order.buyer_id, line_number=1, received=1, returned=2
            )
        )

    with pytest.raises(IntegrityError, match="order_line_returns_what_came"):
        perform(actors.job("goods-keeper", order.buyer_id), write_past_it, now=NOW)


def test_a_line_that_was_never_ordered_is_not_found():
    market = a_market()
    order = an_order(market)
    with pytest.raises(Refused) as refused:
        counted(order, RECEIVED, 1, number=9)
    assert refused.value.code == "not-found"


def test_another_buyer_neither_counts_nor_reads():
    market = a_market(buyers=2)
    order = an_order(market)
    other = market.buyers[1]
    counted(order, RECEIVED, 1)
    with pytest.raises(Refused) as refused:
        perform(
            other.manager, count, now=NOW, order_id=order.pk, kind=RECEIVED, quantities={1: 1},
            source="receiving.receipt:2",
        )  # fmt: skip
    assert refused.value.code == "not-found"
    with reading(other.manager):
        assert progress_of(order.pk) == []
        assert not OrderLineMovement.objects.exists()


def test_the_supplier_reads_what_moved_and_counts_nothing():
    market = a_market()
    order = an_order(market)
    counted(order, RECEIVED, 1)
    with reading(market.salesperson):
        assert progress_of(order.pk)[0].received == 1
    with pytest.raises(Refused) as refused:
        perform(
            market.salesperson, count, now=NOW, order_id=order.pk, kind=RECEIVED,
            quantities={1: 1}, source="receiving.receipt:2",
        )  # fmt: skip
    assert refused.value.code == "not-found"


def test_movements_are_never_changed():
    market = a_market()
    order = an_order(market)
    counted(order, RECEIVED, 1)

    def rewrite(*, actor, now):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ordering_orderlinemovement SET quantity = 9")

    with pytest.raises(ProgrammingError, match="permission denied"):
        perform(market.buyers[0].manager, rewrite, now=NOW)


def test_lines_of_many_orders_are_counted_and_read_at_one_cost():
    market = a_market(maximum_cents=10_000_000_00, budget_cents=10_000_000_00)
    orders = [an_order(market, 2) for _ in range(6)] + [an_order(market, 2, LAPTOP)]
    moves = [LineMove(one.pk, 1, INVOICED, 2, "invoicing.invoice:1") for one in orders]
    perform(actors.job("invoice-matcher", orders[0].buyer_id), count_many, now=NOW, moves=moves)
    for some in (orders[:1], orders):
        with reading(market.buyers[0].manager), CaptureQueriesContext(connection) as asked:
            found = progress_of_orders([one.pk for one in some])
        assert len(asked) == 5
        assert {key: [line.charged for line in lines] for key, lines in found.items()} == {
            one.pk: [2] for one in some
        }


def in_two_threads(work):
    """Both begin together; what each raised."""
    ready, raised = threading.Barrier(2), []

    def run(place):
        ready.wait()
        try:
            work(place)
        except (Refused, IntegrityError) as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_two_who_send_back_the_last_piece_at_once_do_not_both(own_database):
    market = a_market()
    order = an_order(market)
    counted(order, RECEIVED, 1)
    raised = in_two_threads(lambda place: counted(order, RETURNED, 1, f"receiving.return:{place}"))
    assert [error.code for error in raised] == ["more-returned-than-received"]
    assert line_of(market, order).returned == 1


def test_the_twin_without_the_lock_is_stopped_by_the_database_alone(own_database, monkeypatch):
    market = a_market()
    order = an_order(market)
    counted(order, RECEIVED, 1)
    both, checks = threading.Barrier(2), line_progress._require_within

    def check_and_wait(moves):
        checks(moves)
        both.wait()

    monkeypatch.setattr(line_progress, "_lock", lambda _ids: None)
    monkeypatch.setattr(line_progress, "_require_within", check_and_wait)
    raised = in_two_threads(lambda place: counted(order, RETURNED, 1, f"receiving.return:{place}"))
    assert [type(error) for error in raised] == [IntegrityError]
