"""What a supplier announces is expected by the buyer; what cannot be meant is refused by code."""

from __future__ import annotations

from datetime import timedelta

import pytest

from factories.despatches import (
    a_despatch_document,
    a_despatched_line,
    an_order,
    announced,
    sent_in,
)
from factories.ordering import LAPTOP, NOW, PHONE, TODAY, a_market
from samkop.ordering.queries.line_progress import progress_of
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.documents.despatch import despatched_of
from samkop.receiving.models import Consignment, DespatchAdvice, Discrepancy
from samkop.receiving.usecases.despatch_advice import record_despatch

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def market(database):
    return a_market(
        maximum_cents=10_000_000_00, budget_cents=5_000_000_00, approval_limit_cents=10**9
    )


def code_of(market, *lines, number=""):
    """The code by which a document with these lines is refused; nothing of it is kept."""
    document = a_despatch_document(market, lines, number=number)
    with pytest.raises(Refused) as refused:
        perform(
            actors.message(1, document.id, market.supplier.pk), record_despatch, now=NOW,
            despatched=despatched_of(document), buyer_id=market.buyers[0].party.pk, message_id=1,
        )  # fmt: skip
    with reading(market.buyers[0].manager):
        assert DespatchAdvice.objects.filter(number=document.id).exists() == bool(number)
    return refused.value.code


def test_a_document_becomes_a_consignment_and_moves_the_orders_line(market, tmp_path):
    order = an_order(market)
    line = a_despatched_line(order, 2, "SN-1", "SN-2", outstanding=1, mark="340123456789012345")
    message = sent_in(tmp_path, market, a_despatch_document(market, [line]))
    assert (message.state, message.fault_code) == ("applied", "")
    with reading(market.buyers[0].manager):
        [consignment] = Consignment.objects.filter(lines__order=order)
        [kept] = consignment.lines.all()
        [announced_line] = consignment.advice.lines.all()
        serials = [one.serial_number for one in announced_line.serials.order_by("id")]
        [progress] = progress_of(order.pk)
    assert (consignment.state, consignment.due_on) == ("expected", TODAY)
    assert consignment.delivery_location_id == order.delivery_location_id
    assert (kept.quantity, kept.came_before, kept.expected, serials) == (2, 0, 2, ["SN-1", "SN-2"])
    assert (announced_line.outstanding, announced_line.outstanding_reason) == (1, "Sold out")
    assert consignment.advice.package_marks == ["340123456789012345"]
    assert (progress.despatched, progress.received) == (2, 0)


def test_one_advice_may_name_several_orders_of_a_buyer_to_one_place(market):
    first, second = an_order(market), an_order(market, LAPTOP, 1)
    consignment = announced(
        market, a_despatched_line(first, 3), a_despatched_line(second, 1, item=LAPTOP)
    )
    with reading(market.buyers[0].manager):
        assert sorted(consignment.lines.values_list("order_id", "quantity")) == [
            (first.pk, 3), (second.pk, 1)
        ]  # fmt: skip
        assert [progress_of(one.pk)[0].despatched for one in (first, second)] == [3, 1]


def test_more_than_was_ordered_is_expected_all_the_same_and_kept_as_a_difference(market):
    order = an_order(market, PHONE, 3)
    announced(market, a_despatched_line(order, 2))
    second = announced(market, a_despatched_line(order, 3))
    with reading(market.buyers[0].manager):
        assert progress_of(order.pk)[0].despatched == 5
        [over] = Discrepancy.objects.filter(consignment__lines__order=order)
    assert (over.consignment_id, over.kind, over.quantity) == (second.pk, "over-announced", 2)


def test_without_a_day_of_its_own_it_is_due_as_promised_else_when_it_was_issued(market):
    order = an_order(market)
    assert announced(market, a_despatched_line(order, 1), expected=None).due_on == TODAY
    later = TODAY + timedelta(days=9)
    assert announced(market, a_despatched_line(order, 1), expected=later).due_on == later


def test_a_serial_number_is_announced_once_for_an_item_of_a_supplier(market):
    order, other = an_order(market), an_order(market, LAPTOP)
    announced(market, a_despatched_line(order, 1, "ONCE"))
    assert code_of(market, a_despatched_line(order, 1, "ONCE")) == "serial-expected-twice"
    twice = (a_despatched_line(order, 1, "NEW"), a_despatched_line(order, 1, "NEW"))
    assert code_of(market, *twice) == "serial-expected-twice"
    announced(market, a_despatched_line(other, 1, "ONCE", item=LAPTOP))


def test_what_cannot_be_meant_is_refused(market):
    order = an_order(market)
    for line, code in (
        (a_despatched_line("4711"), "order-unknown"),
        (a_despatched_line(order, line="2"), "order-line-unknown"),
        (a_despatched_line(order, line="one"), "order-line-unknown"),
        (a_despatched_line(order, "1.5"), "quantity-not-whole"),
        (a_despatched_line(order, 1, "A", "B"), "more-serials-than-pieces"),
        (a_despatched_line(order, 1, unit="KGM"), "unit-differs"),
    ):
        assert code_of(market, line) == code
    announced(market, a_despatched_line(order, 1, unit="C62"), number="DA-twice")
    assert code_of(market, a_despatched_line(order), number="DA-twice") == "despatch-number-reused"


def test_another_suppliers_order_is_unknown_to_this_one():
    ours, theirs = a_market(), a_market()
    order = an_order(theirs)
    document = a_despatch_document(theirs, [a_despatched_line(order)])
    with pytest.raises(Refused) as refused:
        perform(
            actors.message(1, "DA", ours.supplier.pk), record_despatch, now=NOW,
            despatched=despatched_of(document), buyer_id=theirs.buyers[0].party.pk, message_id=1,
        )  # fmt: skip
    assert refused.value.code == "order-unknown"
