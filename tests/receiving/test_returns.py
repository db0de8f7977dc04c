"""Goods go back: announced, sent, taken by the supplier, and waited for until they are credited."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

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
from factories.ordering import NOW, TODAY, a_market
from factories.parties import a_supplier, an_actor
from samkop.ordering.models import Order
from samkop.ordering.queries import order_of
from samkop.ordering.queries.line_progress import progress_of
from samkop.ordering.rules.fulfilment import LineProgress
from samkop.ordering.usecases.line_progress import move_lines
from samkop.ordering.vocabulary import LineMovementKind
from samkop.platform import actors
from samkop.platform.models import Fact, Notification
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.models import Discrepancy, GoodsReturn, ReceivedSerial
from samkop.receiving.queries.despatching import left_to_send
from samkop.receiving.queries.returns import NOTHING, awaited_of, returnable_of
from samkop.receiving.rules.returning import (
    Came,
    Returned,
    ReturnedPieces,
    credit_expected,
    credits_awaited,
    replacements_awaited,
)
from samkop.receiving.usecases import returning
from samkop.receiving.usecases.at_once import receive_at_once
from samkop.receiving.usecases.counting import count_pieces, receive_serial, report_discrepancy
from samkop.receiving.usecases.discrepancy import settle_discrepancy
from samkop.receiving.usecases.finishing import finish_receipt
from samkop.receiving.usecases.return_remedy import take_credit_instead
from samkop.receiving.usecases.returning import (
    accept_return,
    announce_return,
    cancel_return,
    send_return,
)

pytestmark = pytest.mark.usefixtures("database")
HOUR = timedelta(hours=1)


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


def back(buyer, order, quantity, *serials, reason="damaged", remedy="credit", actor=None):
    return perform(
        actor or buyer.manager, announce_return, now=NOW, order_id=order.pk, reason=reason,
        remedy=remedy, returned=[Returned(1, quantity, serials)],
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
        "order_ids": [order.pk], "reason": "over", "returned_on": TODAY.isoformat(),
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
    for reason in ("over", "withdrawn"):
        again = {"reason": reason, "remedy": "replacement"}
        assert refused(back, buyer, order, 1, **again) == "remedy-unfit"
    assert refused(back, buyer, order, 1, remedy="sorrow") == "remedy-unfit"
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
        assert set(awaited_of([order.pk]).values()) == {NOTHING}


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

    assert awaited(buyer, first, second) == [(1, 0), (1, 0)]
    moved(buyer, order, LineMovementKind.CREDITED, 1)
    assert awaited(buyer, first, second) == [(0, 0), (1, 0)]


def awaited(buyer, *returns):
    """For how many pieces of each a credit note, and a replacement, is still to come."""
    with reading(buyer.manager):
        found = awaited_of({goods.order_id for goods in returns})
        each = [found[goods.lines.get().pk] for goods in returns]
    return [(one.credits, one.replacements) for one in each]


def coming(buyer, order):
    """How many of the order's only line are still to come, and may still be sent."""
    with reading(buyer.manager):
        [line] = progress_of(order.pk)
    with reading(actors.job("seller", order.supplier_id)):
        [left] = left_to_send(order_of(order.pk)).values()
    return line.outstanding, left


def arrived(market, buyer, order, count, now):
    """So many announced by the supplier, and received."""
    again = announced(market, a_despatched_line(order, count), buyer=buyer)
    with reading(buyer.manager):
        assert not Discrepancy.objects.filter(consignment=again).exists()
        line = again.lines.get().pk
    perform(
        buyer.manager, receive_at_once, now=now, consignment_id=again.pk, pieces={line: count}
    )  # fmt: skip


def test_what_is_credited_is_not_expected_again_and_what_is_replaced_is_until_it_comes(
    market, buyer
):
    order = came(market, buyer, pieces=3)
    moved(buyer, order, LineMovementKind.INVOICED, 3)
    credited, replaced = (
        sent(buyer, back(buyer, order, 1, remedy=remedy)) for remedy in ("credit", "replacement")
    )
    assert awaited(buyer, credited, replaced) == [(1, 0), (0, 1)]
    assert coming(buyer, order) == (1, 1)
    arrived(market, buyer, order, 1, NOW + HOUR)
    assert awaited(buyer, credited, replaced) == [(1, 0), (0, 0)]
    assert coming(buyer, order) == (0, 0)
    moved(buyer, order, LineMovementKind.CREDITED, 1)
    assert awaited(buyer, credited, replaced) == [(0, 0), (0, 0)]
    with pytest.raises(Refused) as found:
        perform(buyer.manager, take_credit_instead, now=NOW, return_id=replaced.pk)
    assert found.value.code == "replacement-came"


def test_a_credit_note_may_take_the_place_of_what_was_not_replaced(market, buyer):
    order = came(market, buyer, pieces=3)
    moved(buyer, order, LineMovementKind.INVOICED, 3)
    goods = sent(buyer, back(buyer, order, 2, remedy="replacement"))
    arrived(market, buyer, order, 1, NOW + HOUR)
    instead = {"now": NOW, "return_id": goods.pk}
    assert (
        refused(perform, market.salesperson, take_credit_instead, **instead),
        refused(perform, buyer.finance, take_credit_instead, **instead),
    ) == ("not-found", "not-allowed")
    perform(buyer.manager, take_credit_instead, **instead)
    assert awaited(buyer, goods) == [(1, 0)]
    assert coming(buyer, order) == (0, 0)
    code = refused(perform, buyer.manager, take_credit_instead, **instead)
    assert code == "credit-wanted-already"


def test_a_wrong_item_is_replaced_by_the_right_one_or_the_right_one_comes_no_more(market, buyer):
    replaced, credited = (came(market, buyer, pieces=2, wrong=1) for _one in range(2))
    goods = sent(buyer, back(buyer, replaced, 1, reason="wrong-item", remedy="replacement"))
    assert (awaited(buyer, goods), coming(buyer, replaced)) == ([(0, 1)], (1, 1))
    arrived(market, buyer, replaced, 1, NOW + HOUR)
    assert (awaited(buyer, goods), coming(buyer, replaced)) == ([(0, 0)], (0, 0))
    sent(buyer, back(buyer, credited, 1, reason="wrong-item"))
    assert coming(buyer, credited) == (0, 0)


def test_what_came_beyond_what_was_expected_leaves_what_is_to_come_as_it_is(market, buyer):
    order = came(market, buyer, pieces=2)
    sent(buyer, back(buyer, order, 1, reason="over"))
    assert coming(buyer, order) == (2, 2)
    sent(buyer, back(buyer, order, 1, reason="withdrawn"))
    assert coming(buyer, order) == (2, 2)


def test_what_was_missing_and_is_credited_comes_no_more(market, buyer):
    order = came(market, buyer, pieces=2)
    with reading(buyer.manager):
        missing = Discrepancy.objects.get(line__order=order, kind="short")
    assert coming(buyer, order) == (1, 1)
    perform(
        buyer.finance, settle_discrepancy, now=NOW, discrepancy_id=missing.pk,
        settlement="credit-expected",
    )  # fmt: skip
    assert coming(buyer, order) == (0, 0)


PIECES = st.integers(0, 5)


@given(PIECES, PIECES, PIECES, PIECES, PIECES)
def test_no_more_credit_is_expected_than_went_back_or_is_charged(
    received, back, replaced, invoiced, credited
):
    line = LineProgress(
        1, 5, 5, 100, received=received, returned=min(back + replaced, received),
        invoiced=invoiced, credited=min(credited, invoiced),
    )  # fmt: skip
    expected = credit_expected(line, back, replaced)
    assert 0 <= expected <= back
    assert expected == 0 or line.charged - expected >= line.kept + replaced


TIMES = st.integers(0, 6).map(lambda hour: NOW + hour * HOUR)
WENT = st.lists(st.tuples(PIECES, TIMES), max_size=5)


@given(WENT, WENT, st.integers(0, 20))
def test_each_piece_that_comes_replaces_one_that_went_before(went, arrived, outstanding):
    place = (9, 1)
    gone = [
        ReturnedPieces(key, place, count, at, replaced=True)
        for key, (count, at) in enumerate(sorted(went, key=lambda one: one[1]))
    ]
    found = replacements_awaited(
        gone, [Came(place, count, at) for count, at in arrived], {place: outstanding}
    )
    total = sum(count for count, _at in went)
    last = max((one.sent_at for one in gone), default=NOW)
    late = sum(count for count, at in arrived if at > last)
    first = min((one.sent_at for one in gone), default=NOW)
    every = sum(count for count, at in arrived if at > first)
    least, most = max(total - every, 0), max(total - late, 0)
    assert min(least, outstanding) <= sum(found.values()) <= min(most, outstanding)
    assert all(0 <= found[one.key] <= one.quantity for one in gone)


@given(st.lists(st.tuples(st.integers(1, 2), st.integers(1, 4)), max_size=6), st.integers(0, 9))
def test_the_oldest_return_is_credited_first(rows, left):
    returned = [
        ReturnedPieces(key, (9, line), count, NOW) for key, (line, count) in enumerate(rows)
    ]
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
    assert typed["remedy"] == "replacement"
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
    assert "A replacement is expected" in shown
    assert seller.post(f"{made['location']}credit/").status_code == 404
    assert keeper.post(f"{made['location']}credit/").status_code == 303
    again = keeper.get(made["location"]).content.decode()
    assert ("A replacement is expected" in again, f"{made['location']}credit/" in again) == (
        False, False,
    )  # fmt: skip
    let_facts_work()
    with reading(market.salesperson):
        said = Notification.objects.filter(person_id=market.salesperson.person_id)
        words = [one.facts["remedy"]["en"] for one in said.filter(url=made["location"])]
    assert sorted(words) == ["A credit note, and no replacement", "A replacement"]


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
        "reason": "damaged", "remedy": "replacement",
        "lines": [{"line_number": 1, "quantity": 1, "serial_numbers": ["Q-2"]}],
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
    assert shown["lines"][0]["replacement_expected"] == 1
    assert ours.get("/returns?state=taken").json()[0]["id"] == shown["id"]
    unfit = ours.post(f"/orders/{order.pk}/returns", {**said, "reason": "over"}, key="unfit")
    assert (unfit.status_code, unfit.json()["code"]) == (422, "remedy-unfit")
    credited = ours.post(f"{place}/credit", None, key="credit").json()
    assert (credited["remedy"], credited["lines"][0]["replacement_expected"]) == ("credit", 0)
    assert caller(buyer.employee).get("/returns").status_code == 403
