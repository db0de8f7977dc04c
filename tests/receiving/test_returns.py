"""Goods go back: announced, sent, taken by the supplier, and waited for until they are credited."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import IntegrityError, connections
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from api_ground import caller
from approving import client_of
from browser_ground import queries_of
from factories.answers import let_facts_work
from factories.despatches import a_despatched_line, a_receipt, an_order, announced
from factories.ordering import NOW, a_market
from factories.parties import a_supplier, an_actor
from samkop.ordering.models import Order
from samkop.ordering.queries.line_progress import progress_of
from samkop.ordering.rules.fulfilment import LineProgress
from samkop.ordering.usecases.line_progress import move_lines
from samkop.ordering.vocabulary import LineMovementKind
from samkop.platform.models import Fact, Notification
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.models import Discrepancy, GoodsReturn, ReceivedSerial
from samkop.receiving.queries.returns import credits_to_come, returnable_of
from samkop.receiving.rules.returning import (
    Returned,
    ReturnedPieces,
    credit_expected,
    credits_awaited,
)
from samkop.receiving.usecases import returning
from samkop.receiving.usecases.counting import count_pieces, receive_serial, report_discrepancy
from samkop.receiving.usecases.finishing import finish_receipt
from samkop.receiving.usecases.returning import (
    accept_return,
    announce_return,
    cancel_return,
    send_return,
)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def market(database):
    return a_market(maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9)


@pytest.fixture
def buyer(market):
    return market.buyers[0]


def came(market, buyer, *serials, pieces=0, wrong=0):
    """An order of three, of which these have come; ``pieces`` without serial numbers."""
    order = an_order(market, buyer=buyer)
    consignment = announced(market, a_despatched_line(order, 3), buyer=buyer)
    receipt = a_receipt(buyer, consignment)
    manager = buyer.manager
    for serial in serials:
        perform(manager, receive_serial, now=NOW, receipt_id=receipt.pk, serial=serial)
    with reading(manager):
        place = {"receipt_id": receipt.pk, "line_id": consignment.lines.get().pk}
    if pieces:
        perform(manager, count_pieces, now=NOW, **place, pieces=pieces)
    if wrong:
        perform(
            manager, report_discrepancy, now=NOW, **place, kind="wrong-item", quantity=wrong
        )  # fmt: skip
    perform(manager, finish_receipt, now=NOW, receipt_id=receipt.pk)
    return order


def back(buyer, order, quantity, *serials, reason="damaged", actor=None):
    return perform(
        actor or buyer.manager, announce_return, now=NOW, order_id=order.pk, reason=reason,
        returned=[Returned(1, quantity, serials)],
    )  # fmt: skip


def refused(use_case, *given, **named):
    with pytest.raises(Refused) as found:
        use_case(*given, **named)
    return found.value.code


def sent(buyer, goods, **words):
    return perform(buyer.manager, send_return, now=NOW, return_id=goods.pk, **words)


def taken(market, goods, actor=None):
    perform(actor or market.salesperson, accept_return, now=NOW, return_id=goods.pk)
    let_facts_work()


def standing(buyer, goods):
    with reading(buyer.manager):
        return GoodsReturn.objects.get(id=goods.pk).state


def pieces(buyer, order):
    """Received, returned, and what could still go back."""
    with reading(buyer.manager):
        [line] = progress_of(order.pk)
        [able] = returnable_of(Order.objects.get(id=order.pk))
    return line.received, line.returned, able.here


def test_a_return_is_announced_sent_and_taken_and_the_line_moves_when_it_goes(market, buyer):
    order = came(market, buyer, "G-1", "G-2", "G-3")
    goods = back(buyer, order, 2, "G-1", "G-3")
    assert (goods.number, pieces(buyer, order)) == (f"R-{order.number}-1", (3, 0, 1))
    sent(buyer, goods, tracking_id=" T-9 ")
    assert (standing(buyer, goods), pieces(buyer, order)) == ("sent", (3, 2, 1))
    with reading(buyer.manager):
        states = ReceivedSerial.objects.filter(receipt_line__line__order=order).order_by("id")
        assert [(one.serial_number, one.state) for one in states] == [
            ("G-1", "returned"), ("G-2", "received"), ("G-3", "returned"),
        ]  # fmt: skip
        assert GoodsReturn.objects.get(id=goods.pk).tracking_id == "T-9"
    taken(market, goods)
    assert standing(buyer, goods) == "taken"
    assert refused(taken, market, goods) == "return-accepted"
    assert refused(sent, buyer, goods) == "return-not-announced"


def told_of(buyer, goods):
    """What was told of the goods of a return that has gone."""
    with reading(buyer.manager):
        facts = Fact.objects.filter(name="goods-returned").order_by("id")
        return [one.body for one in facts if one.body["return_id"] == goods.pk]


def test_the_fact_names_order_lines_and_serial_numbers(market, buyer):
    order = came(market, buyer, "N-1", pieces=1)
    goods = sent(buyer, back(buyer, order, 2, "N-1", reason="over"))
    assert told_of(buyer, goods) == [{
        "return_id": goods.pk, "buyer_id": buyer.party.pk, "supplier_id": market.supplier.pk,
        "order_ids": [order.pk], "reason": "over",
        "lines": [{"line_number": 1, "quantity": 2, "serial_numbers": ["N-1"]}],
    }]  # fmt: skip


def test_what_is_not_here_cannot_go_back(market, buyer):
    order = came(market, buyer, "H-1", "H-2", pieces=1)
    elsewhere = came(market, buyer, "H-9")
    assert refused(back, buyer, order, 4) == "more-returned-than-here"
    assert refused(back, buyer, order, -1) == "more-returned-than-here"
    assert refused(back, buyer, order, 1, "H-1", "H-2") == "more-returned-than-here"
    assert refused(back, buyer, order, 2, "H-1", "H-1") == "serial-twice"
    assert refused(back, buyer, order, 1, "H-9") == "serial-not-here"
    assert refused(back, buyer, order, 2) == "serials-missing"
    assert refused(back, buyer, order, 0) == "lines-missing"
    assert refused(back, buyer, order, 1, reason="mood") == "reason-unknown"
    back(buyer, order, 2, "H-1")
    assert refused(back, buyer, order, 1, "H-1") == "serial-not-here"
    assert refused(back, buyer, order, 2, "H-2") == "more-returned-than-here"
    assert pieces(buyer, elsewhere) == (1, 0, 1)


def test_what_is_cancelled_stays_and_can_go_another_time(market, buyer):
    order = came(market, buyer, "C-1")
    goods = back(buyer, order, 1, "C-1")
    perform(buyer.manager, cancel_return, now=NOW, return_id=goods.pk)
    assert (standing(buyer, goods), pieces(buyer, order)) == ("cancelled", (1, 0, 1))
    assert refused(sent, buyer, goods) == "return-not-announced"
    assert refused(taken, market, goods) == "return-cancelled"
    again = back(buyer, order, 1, "C-1")
    assert again.number == f"R-{order.number}-2"


def test_the_suppliers_word_may_come_before_the_buyers(market, buyer):
    order = came(market, buyer, "E-1")
    goods = back(buyer, order, 1, "E-1")
    taken(market, goods)
    assert (standing(buyer, goods), pieces(buyer, order)) == ("taken", (1, 1, 0))
    with pytest.raises(Refused) as found:
        perform(buyer.manager, cancel_return, now=NOW, return_id=goods.pk)
    assert found.value.code == "return-not-announced"


def test_a_wrong_item_goes_back_and_moves_no_line_of_the_order(market, buyer):
    order = came(market, buyer, pieces=2, wrong=2)
    assert refused(back, buyer, order, 3, reason="wrong-item") == "more-returned-than-here"
    goods = back(buyer, order, 2, reason="wrong-item")
    assert refused(back, buyer, order, 1, reason="wrong-item") == "more-returned-than-here"
    sent(buyer, goods)
    assert told_of(buyer, goods) == []
    assert pieces(buyer, order) == (2, 0, 2)
    with reading(buyer.manager):
        assert credits_to_come([order.pk]) == {}


def test_a_serial_number_that_went_back_may_be_sent_and_received_again(market, buyer):
    order = came(market, buyer, "A-1")
    sent(buyer, back(buyer, order, 1, "A-1"))
    again = announced(market, a_despatched_line(order, 1, "A-1"))
    receipt = a_receipt(buyer, again)
    kept = perform(buyer.manager, receive_serial, now=NOW, receipt_id=receipt.pk, serial="A-1")
    assert kept.announced


def test_who_sends_back_takes_in_and_who_takes_back_sells(market, buyer):
    order = came(market, buyer, pieces=3)
    for actor, code in (
        (an_actor(buyer.party, "employee"), "not-allowed"),
        (buyer.finance, "not-allowed"),
        (market.salesperson, "not-found"),
        (a_market().buyers[0].manager, "not-found"),
    ):
        assert refused(back, buyer, order, 1, actor=actor) == code
    goods = back(buyer, order, 1, actor=an_actor(buyer.party, "installer"))
    for actor, code in (
        (an_actor(market.supplier, "administrator"), "not-allowed"),
        (buyer.manager, "not-allowed"),
        (an_actor(a_supplier(), "salesperson"), "not-found"),
    ):
        assert refused(taken, market, goods, actor) == code


def _move(*, actor, now, order_id, kind, count):
    move_lines(order_id=order_id, kind=kind, quantities={1: count}, source=f"t:{kind}", now=now)


def moved(buyer, order, kind, count):
    perform(buyer.manager, _move, now=NOW, order_id=order.pk, kind=kind, count=count)


def test_a_credit_note_is_expected_for_what_went_back_until_it_comes(market, buyer):
    order = came(market, buyer, pieces=3)
    moved(buyer, order, LineMovementKind.INVOICED, 3)
    first, second = (sent(buyer, back(buyer, order, 1)) for _time in range(2))

    def awaited():
        with reading(buyer.manager):
            found = credits_to_come([order.pk])
            return [found[goods.lines.get().pk] for goods in (first, second)]

    assert awaited() == [1, 1]
    moved(buyer, order, LineMovementKind.CREDITED, 1)
    assert awaited() == [0, 1]


@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))
def test_no_more_credit_is_expected_than_went_back_or_is_charged(
    received, back, invoiced, credited
):
    line = LineProgress(
        1, 5, 5, 100, received=received, returned=min(back, received), invoiced=invoiced,
        credited=min(credited, invoiced),
    )  # fmt: skip
    expected = credit_expected(line)
    assert 0 <= expected <= line.returned
    assert expected == 0 or line.charged - expected >= line.kept


@given(st.lists(st.tuples(st.integers(1, 2), st.integers(1, 4)), max_size=6), st.integers(0, 9))
def test_the_oldest_return_is_credited_first(rows, left):
    returned = [ReturnedPieces(key, (9, line), count) for key, (line, count) in enumerate(rows)]
    awaited = credits_awaited(returned, {(9, 1): left})
    ones = [one for one in returned if one.place == (9, 1)]
    total = sum(one.quantity for one in ones)
    assert sum(awaited.values()) == min(left, total)
    waiting = [awaited[one.key] for one in ones]
    # Once one waits whole, all later ones do.
    first = next((at for at, count in enumerate(waiting) if count), len(waiting))
    assert waiting[first + 1 :] == [one.quantity for one in ones[first + 1 :]]


def announced_at_once(monkeypatch):
    """What became of two returns of the one piece that is here, begun as close as can be."""
    market = a_market()
    buyer = market.buyers[0]
    order = came(market, buyer, pieces=1)
    both, read = threading.Barrier(2), returning.returnable_of

    def returnable(one):
        found = read(one)
        # Broken: the other one waits for the lock, as it should.
        with suppress(threading.BrokenBarrierError):
            both.wait(1.0)
        return found

    monkeypatch.setattr(returning, "returnable_of", returnable)

    def one_return(_which):
        try:
            back(buyer, order, 1)
        except Refused as error:
            return error.code
        except IntegrityError:
            return "number-taken"
        else:
            return "announced"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one_return, range(2)))


def test_two_who_send_back_at_once_send_no_piece_twice(monkeypatch):
    assert announced_at_once(monkeypatch) == ["announced", "more-returned-than-here"]


def test_the_twin_without_the_lock_counts_the_piece_twice_and_meets_the_number(monkeypatch):
    monkeypatch.setattr(returning, "locked_order", lambda number: Order.objects.get(id=number))
    assert announced_at_once(monkeypatch) == ["announced", "number-taken"]


def cancelled_and_accepted_at_once(monkeypatch):
    """What became of the buyer's no and the supplier's yes, when both have read the return."""
    market = a_market()
    buyer = market.buyers[0]
    goods = back(buyer, came(market, buyer, pieces=1), 1)
    both = threading.Barrier(2)

    def meeting(policy):
        def met(*given):
            both.wait(5.0)
            return policy(*given)

        return met

    monkeypatch.setattr(returning, "may_return", meeting(returning.may_return))
    monkeypatch.setattr(returning, "may_accept_return", meeting(returning.may_accept_return))

    def one(actor, use_case, word):
        try:
            perform(actor, use_case, now=NOW, return_id=goods.pk)
        except Refused as error:
            return error.code
        else:
            return word
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        done = [
            pool.submit(one, buyer.manager, cancel_return, "cancelled"),
            pool.submit(one, market.salesperson, accept_return, "accepted"),
        ]
        return [each.result() for each in done]


def test_a_return_is_either_cancelled_or_taken_back(monkeypatch):
    assert cancelled_and_accepted_at_once(monkeypatch) == ["cancelled", "return-cancelled"]


def test_the_twin_that_does_not_ask_again_takes_back_what_stays(monkeypatch):
    monkeypatch.setattr(returning, "require_still_going", lambda _number: None)
    assert cancelled_and_accepted_at_once(monkeypatch) == ["cancelled", "accepted"]


@pytest.mark.usefixtures("pages")
def test_the_pages_lead_from_the_difference_to_the_suppliers_word(market, buyer):
    order = came(market, buyer, "P-1", wrong=1)
    keeper, seller = client_of(buyer.manager), client_of(market.salesperson)
    with reading(buyer.manager):
        differs = Discrepancy.objects.get(line__order=order, kind="wrong-item")
    place = reverse("announce-return", args=[order.pk])
    assert place in keeper.get(reverse("order", args=[order.pk])).content.decode()
    form = html.fromstring(keeper.get(f"{place}?difference={differs.pk}").content)
    form = form.get_element_by_id("main").find(".//form")
    typed = {name: form.fields[name] or "" for name in form.fields}
    assert (typed["quantity_1"], typed["reason"], typed["serials_1"].strip()) == (
        "1", "wrong-item", "",
    )  # fmt: skip
    there = reverse("send-return-announcement", args=[order.pk])
    typed |= {"quantity_1": "", "serials_1": "P-1\r\nP-7", "reason": "damaged"}
    wrong = keeper.post(there, typed)
    assert (wrong.status_code, 'id="id_quantity_1_error"' in wrong.content.decode()) == (422, True)
    for _press in range(2):
        made = keeper.post(there, {**typed, "serials_1": "P-1"})
        assert made.status_code == 303
    let_facts_work()
    with reading(market.salesperson):
        told = Notification.objects.filter(person_id=market.salesperson.person_id)
        assert told.filter(kind="return-announced", url=made["location"]).count() == 1
    with reading(buyer.manager):
        [goods] = GoodsReturn.objects.filter(order=order)
    assert made["location"] == reverse("return", args=[goods.pk])
    assert keeper.post(f"{made['location']}accept/").status_code == 403
    assert keeper.post(f"{made['location']}send/", {"tracking_id": "T-1"}).status_code == 303
    assert "T-1" in seller.get(made["location"]).content.decode()
    assert seller.post(f"{made['location']}accept/", {"note": "Thanks"}).status_code == 303
    let_facts_work()
    shown = keeper.get(made["location"]).content.decode()
    assert ("Thanks" in shown, "Taken back" in shown) == (True, True)
    assert goods.number in seller.get(reverse("order", args=[order.pk])).content.decode()
    assert keeper.post(f"{made['location']}cancel/").status_code == 409


@pytest.mark.usefixtures("pages")
def test_the_list_asks_as_much_for_thirty_as_for_one():
    market = a_market(maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9)
    buyer = market.buyers[0]
    order = came(market, buyer, pieces=40)
    sent(buyer, back(buyer, order, 1))
    client = client_of(buyer.manager)
    place = reverse("returns")
    for_one, _page = queries_of(client, place)
    for _more in range(29):
        sent(buyer, back(buyer, order, 1))
    assert (for_one, queries_of(client, place)[0]) == (16, 16)
    listed = client.get(place, {"file": "csv"}).getvalue().splitlines()
    assert len(listed) == 31
    with reading(buyer.manager):
        newest = GoodsReturn.objects.latest("id")
    assert queries_of(client, reverse("return", args=[newest.pk]))[0] == 15


@pytest.mark.usefixtures("pages")
def test_a_program_sends_back_and_the_suppliers_program_takes_back(market, buyer):
    order = came(market, buyer, "Q-1", "Q-2")
    ours, theirs = caller(buyer.manager), caller(market.salesperson)
    said = {
        "reason": "over", "lines": [{"line_number": 1, "quantity": 1, "serial_numbers": ["Q-2"]}]
    }  # fmt: skip
    for _twice in range(2):
        made = ours.post(f"/orders/{order.pk}/returns", said, key="once")
        assert (made.status_code, made.json()["state"]) == (201, "announced")
    place = f"/returns/{made.json()['id']}"
    assert ours.post(f"{place}/sent", {"tracking_id": "T"}, key="gone").json()["state"] == "sent"
    assert ours.post(f"{place}/cancellation", None, key="late").status_code == 409
    assert theirs.post(f"{place}/acceptance", {"note": "Here"}, key="here").status_code == 200
    let_facts_work()
    shown = theirs.get(place).json()
    assert (shown["state"], shown["supplier_note"], shown["lines"][0]["serial_numbers"]) == (
        "taken", "Here", ["Q-2"],
    )  # fmt: skip
    assert ours.get("/returns?state=taken").json()[0]["id"] == shown["id"]
    assert caller(buyer.employee).get("/returns").status_code == 403
