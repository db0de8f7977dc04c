"""Goods are counted into a receipt, several people at once; finished, they have been received."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from factories.answers import let_facts_work
from factories.despatches import a_despatched_line, a_receipt, an_order, announced
from factories.ordering import LAPTOP, NOW, a_market
from factories.parties import an_actor
from samkop.ordering.queries.line_progress import progress_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.models import Consignment, Discrepancy, Receipt, ReceivedSerial
from samkop.receiving.rules.labels import serial_of
from samkop.receiving.rules.receiving import Awaited, fitting_line
from samkop.receiving.usecases import counting
from samkop.receiving.usecases.counting import (
    count_pieces,
    receive_serial,
    report_discrepancy,
    undo_serial,
)
from samkop.receiving.usecases.discrepancy import settle_discrepancy
from samkop.receiving.usecases.finishing import finish_receipt
from samkop.receiving.usecases.receipt import start_receipt, start_receipt_of_order

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def market(database):
    return a_market(maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9)


@pytest.fixture
def buyer(market):
    return market.buyers[0]


def scan(buyer, receipt, serial, **line):
    return perform(
        buyer.manager, receive_serial, now=NOW, receipt_id=receipt.pk, serial=serial, **line
    )


def refused(actor, use_case, **inputs):
    with pytest.raises(Refused) as found:
        perform(actor, use_case, now=NOW, **inputs)
    return found.value.code


def scan_refused(buyer, receipt, serial):
    return refused(buyer.manager, receive_serial, receipt_id=receipt.pk, serial=serial)


def finish(buyer, receipt, **how):
    return perform(buyer.manager, finish_receipt, now=NOW, receipt_id=receipt.pk, **how)


def line_of(buyer, consignment, place=0):
    with reading(buyer.manager):
        return consignment.lines.order_by("position")[place]


def standing(buyer, order, consignment):
    """State, received of the line, received of the order's line, (kind, quantity) that differ."""
    with reading(buyer.manager):
        found = Consignment.objects.get(id=consignment.pk)
        differs = Discrepancy.objects.filter(consignment=found).order_by("id")
        return (
            found.state, sum(line.received for line in found.lines.all()),
            progress_of(order.pk)[0].received, list(differs.values_list("kind", "quantity")),
        )  # fmt: skip


def test_what_was_announced_is_scanned_and_the_order_has_it_once_it_is_finished(market, buyer):
    order = an_order(market)
    consignment = announced(market, a_despatched_line(order, 2, "R-1", "R-2"))
    receipt = a_receipt(buyer, consignment)
    for serial in (" R-1 ", "010735005385001921R-2"):
        assert scan(buyer, receipt, serial).announced
    assert standing(buyer, order, consignment) == ("expected", 0, 0, [])
    finish(buyer, receipt)
    let_facts_work()
    assert standing(buyer, order, consignment) == ("received", 2, 2, [])
    assert scan_refused(buyer, receipt, "R-3") == "receipt-finished"
    code = refused(buyer.manager, start_receipt, consignment_id=consignment.pk)
    assert code == "consignment-received"


def test_a_partial_receipt_is_continued_and_the_rest_goes_missing_by_a_word(market, buyer):
    order = an_order(market)
    consignment = announced(market, a_despatched_line(order, 3, "P-1", "P-2", "P-3"))
    first = a_receipt(buyer, consignment)
    code = refused(buyer.manager, finish_receipt, receipt_id=first.pk, rest_expected=True)
    assert code == "nothing-received"
    scan(buyer, first, "P-1")
    assert a_receipt(buyer, consignment).pk == first.pk
    finish(buyer, first, rest_expected=True)
    assert standing(buyer, order, consignment) == ("in-part", 1, 1, [])
    second = a_receipt(buyer, consignment)
    scan(buyer, second, "P-3")
    finish(buyer, second)
    assert standing(buyer, order, consignment) == ("received", 2, 2, [("short", 1)])


def test_each_number_that_does_not_fit_is_a_difference_with_a_name(market, buyer):
    order, other = an_order(market), an_order(market, LAPTOP)
    lines = (a_despatched_line(order, 1, "F-1"), a_despatched_line(other, 1, "F-2", item=LAPTOP))
    consignment = announced(market, *lines)
    elsewhere = announced(market, a_despatched_line(other, 1, "F-3", item=LAPTOP))
    receipt = a_receipt(buyer, consignment)
    scan(buyer, receipt, "F-1")
    assert scan_refused(buyer, receipt, "F-1") == "serial-received-before"
    assert scan_refused(buyer, receipt, "F-3") == "serial-of-another-delivery"
    assert scan_refused(buyer, receipt, "UNHEARD") == "serial-unknown"
    assert scan_refused(buyer, receipt, "  ") == "serial-missing"
    line = line_of(buyer, consignment, 1)
    assert not scan(buyer, receipt, "UNHEARD", line_id=line.pk).announced
    finish(buyer, receipt)
    with reading(buyer.manager):
        [differs] = Discrepancy.objects.filter(consignment=consignment)
    assert (differs.kind, differs.serial_number) == ("unexpected-serial", "UNHEARD")
    assert standing(buyer, other, elsewhere)[0] == "expected"


def test_a_number_that_another_municipality_has_received_is_put_aside():
    market = a_market(buyers=2)
    ours, theirs = market.buyers
    receipts = []
    for buyer in (ours, theirs):
        order = an_order(market, buyer=buyer)
        line = a_despatched_line(order, 1)
        receipts.append((buyer, a_receipt(buyer, announced(market, line, buyer=buyer))))
    scan(*receipts[0], "SAME")
    assert scan_refused(*receipts[1], "SAME") == "serial-received-elsewhere"


def test_pieces_are_counted_damage_is_reported_and_a_slip_undone(market, buyer):
    order = an_order(market, quantity=5)
    consignment = announced(market, a_despatched_line(order, 3))
    receipt, line = a_receipt(buyer, consignment), line_of(buyer, consignment)
    place = {"receipt_id": receipt.pk, "line_id": line.pk}
    slip = scan(buyer, receipt, "SLIP")
    perform(buyer.manager, count_pieces, now=NOW, **place, pieces=4)
    assert refused(buyer.manager, count_pieces, **place, pieces=-5) == "pieces-out-of-bounds"
    assert refused(buyer.manager, count_pieces, **place, pieces=0) == "pieces-out-of-bounds"
    perform(
        buyer.manager, undo_serial, now=NOW, receipt_id=receipt.pk, serial_id=slip.pk
    )  # fmt: skip
    for kind, quantity, code in (
        ("damaged", 5, "more-damaged-than-came"),
        ("damaged", 0, "quantity-not-positive"),
        ("short", 1, "kind-unknown"),
    ):
        report = {**place, "kind": kind, "quantity": quantity}
        assert refused(buyer.manager, report_discrepancy, **report) == code
    for kind in ("damaged", "wrong-item"):
        perform(
            buyer.manager, report_discrepancy, now=NOW, **place, kind=kind, quantity=2
        )  # fmt: skip
    finish(buyer, receipt)
    assert standing(buyer, order, consignment) == (
        "received", 4, 4, [("damaged", 2), ("wrong-item", 2), ("over", 1)]
    )  # fmt: skip
    kept = line_of(buyer, consignment)
    assert (kept.received, kept.rejected, kept.over) == (4, 2, 1)


def test_what_comes_before_its_advice_is_received_once(market, buyer):
    order = an_order(market)
    receipt = perform(buyer.manager, start_receipt_of_order, now=NOW, order_id=order.pk)
    for serial in ("B-1", "B-2"):
        scan(buyer, receipt, serial)
    finish(buyer, receipt, rest_expected=True)
    same = announced(market, a_despatched_line(order, 2, "B-1", "B-2"))
    assert standing(buyer, order, same) == ("received", 0, 2, [])
    rest = announced(market, a_despatched_line(order, 1, "B-3"))
    assert line_of(buyer, rest).expected == 1
    with reading(buyer.manager):
        assert progress_of(order.pk)[0].despatched == 3


def test_who_receives_is_who_works_with_it_or_waits_for_it(market, buyer):
    order = an_order(market)
    consignment = announced(market, a_despatched_line(order, 1))
    for role in ("employee", "finance-clerk"):
        colleague = an_actor(buyer.party, role)
        assert refused(colleague, start_receipt, consignment_id=consignment.pk) == "not-allowed"
    seller = market.salesperson
    assert refused(seller, start_receipt, consignment_id=consignment.pk) == "not-found"
    stranger = a_market().buyers[0].manager
    assert refused(stranger, start_receipt, consignment_id=consignment.pk) == "not-found"
    begun = perform(buyer.employee, start_receipt, now=NOW, consignment_id=consignment.pk)
    installer = an_actor(buyer.party, "installer")
    kept = perform(installer, receive_serial, now=NOW, receipt_id=begun.pk, serial="MINE")
    assert kept.person_id == installer.person_id


def test_a_difference_is_settled_once_in_a_way_that_fits_it(market, buyer):
    order = an_order(market)
    consignment = announced(market, a_despatched_line(order, 1))
    finish(buyer, a_receipt(buyer, consignment))
    with reading(buyer.manager):
        differs = Discrepancy.objects.get(consignment=consignment)
    settle = {"discrepancy_id": differs.pk}
    finance = buyer.finance
    assert refused(finance, settle_discrepancy, **settle, settlement="return") == "settlement-unfit"
    employee = an_actor(buyer.party, "employee")
    code = refused(employee, settle_discrepancy, **settle, settlement="keep")
    assert code == "not-allowed"
    settled = perform(finance, settle_discrepancy, now=NOW, **settle, settlement="credit-expected")
    assert (settled.state, settled.settled_at) == ("settled", NOW)
    code = refused(finance, settle_discrepancy, **settle, settlement="keep")
    assert code == "discrepancy-settled"
    with reading(market.salesperson):
        assert Discrepancy.objects.get(id=differs.pk).settlement == "credit-expected"


@given(st.lists(st.tuples(*[st.integers(0, 4)] * 4), max_size=5))
def test_an_unannounced_number_finds_a_line_only_where_one_alone_can_take_it(rows):
    lines = [
        Awaited(place, expected, counted, announced, min(named, announced))
        for place, (expected, counted, announced, named) in enumerate(rows)
    ]
    able = [one for one in lines if one.named < one.announced or one.named == 0]
    short = [one for one in able if one.counted < one.expected]
    wanted = [one.line_id for one in short or able]
    assert fitting_line(lines) == (wanted[0] if len(wanted) == 1 else None)


def counted_at_once(monkeypatch):
    """(counted, serial numbers) after two people have scanned as close as can be."""
    market = a_market()
    buyer = market.buyers[0]
    line = a_despatched_line(an_order(market), 2, "T-1", "T-2")
    receipt = a_receipt(buyer, announced(market, line))
    both, read = threading.Barrier(2), counting.lines_of

    def lines_of(one):
        found = read(one)
        # Broken: the other one waits for the lock, as it should.
        with suppress(threading.BrokenBarrierError):
            both.wait(1.0)
        return found

    monkeypatch.setattr(counting, "lines_of", lines_of)

    def one_scan(serial):
        try:
            scan(buyer, receipt, serial)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one_scan, ("T-1", "T-2")))
    with reading(buyer.manager):
        return (
            receipt.lines.get().counted,
            ReceivedSerial.objects.filter(receipt_line__receipt=receipt).count(),
        )


def test_two_who_scan_at_once_both_count(monkeypatch):
    assert counted_at_once(monkeypatch) == (2, 2)


def test_the_twin_without_the_lock_loses_a_piece(monkeypatch):
    def without_the_lock(actor, now, receipt_id):
        return Receipt.objects.get(id=receipt_id)

    monkeypatch.setattr(counting, "locked_receipt", without_the_lock)
    assert counted_at_once(monkeypatch) == (1, 2)


@pytest.mark.parametrize(
    ("scanned", "serial"),
    [
        ("]C1010735005385001921ABC-1", "ABC-1"),
        ("0107350053850019112601\x1d", "0107350053850019112601\x1d"),  # no serial in it
        ("010735005385001921ABC1\x1d10LOT7", "ABC1"),
        ("\x1d10LOT7\x1d21ABC1", "ABC1"),
        ("]d201073500538500191126012821ABC1", "ABC1"),
        ("(01)07350053850019(21)ABC1", "ABC1"),
        ("0107350053850010" + "21ABC1", "010735005385001021ABC1"),  # its check digit is wrong
        ("21ABC1", "21ABC1"),
        ("(A) 1", "(A) 1"),
    ],
)
def test_a_gs1_code_says_which_part_of_it_is_the_serial_number(scanned, serial):
    assert serial_of(scanned) == serial
