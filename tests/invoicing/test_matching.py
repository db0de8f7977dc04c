"""Invoices are matched by themselves, answered, and matched again until they are settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, connections
from django.test.utils import CaptureQueriesContext

from factories.despatches import a_despatched_line, announced
from factories.invoices import Sold, an_invoice, an_order, came_in, invoiced, received
from factories.ordering import NOW, TODAY, a_market
from samkop.core import edocs
from samkop.core.edocs.model import Condition
from samkop.exchange.models import Message
from samkop.exchange.queries import content_of
from samkop.invoicing.handlers import match_by_order
from samkop.invoicing.models import InvoiceDiscrepancy, InvoiceResponse, MatchedPart, MatchResult
from samkop.invoicing.queries import waiting
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.usecases import matching
from samkop.invoicing.usecases.matching import match_again, match_invoice
from samkop.invoicing.usecases.settling import accept_discrepancy
from samkop.ordering.queries.line_progress import progress_of
from samkop.platform import actors
from samkop.platform.outbox import Fact
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
NEXT = TODAY + timedelta(days=1)


@pytest.fixture
def market():
    return a_market()


def result_of(market, invoice):
    with reading(market.buyers[0].finance):
        return MatchResult.objects.get(invoice=invoice)


def held(market, invoice):
    with reading(market.buyers[0].finance):
        rows = in_force(InvoiceDiscrepancy).filter(result__invoice=invoice).order_by("id")
        return [(row.reason, row.total_cents, row.state) for row in rows]


def told(market, invoice):
    """The statuses that the supplier was told, in their order."""
    with reading(market.salesperson):
        rows = InvoiceResponse.objects.filter(result__invoice=invoice).order_by("id")
        return [row.status for row in rows]


def charged(market, order):
    with reading(market.buyers[0].finance):
        return [(one.received, one.invoiced, one.credited) for one in progress_of(order.pk)]


def assert_adds_up(market, *invoices):
    """Money invoiced is matched or in exception, to the cent, by the rows themselves."""
    with reading(market.buyers[0].finance):
        for invoice in invoices:
            parts = in_force(MatchedPart).filter(result__invoice=invoice)
            rows = in_force(InvoiceDiscrepancy).filter(result__invoice=invoice)
            matched = sum(one.cents + one.vat_cents for one in parts)
            excepted = sum(one.total_cents for one in rows)
            assert matched + excepted == invoice.gross_cents


def test_what_was_received_at_its_price_is_matched_accepted_and_counted(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 3})
    invoice = invoiced(tmp_path, market, order)
    result = result_of(market, invoice)
    # 3 * 300.00 and 25.5 per cent VAT.
    assert (result.state, result.matched_cents, result.discrepant_cents) == (
        "accepted", 1129_50, 0
    )  # fmt: skip
    assert (held(market, invoice), told(market, invoice)) == ([], ["AP"])
    assert charged(market, order) == [(3, 3, 0)]
    assert_adds_up(market, invoice)


def test_the_answer_goes_out_as_a_valid_document_about_the_invoice(market, tmp_path):
    order = an_order(market)
    invoice = invoiced(tmp_path, market, order, Sold(3, "310.00"))
    with reading(market.buyers[0].manager):
        message = Message.objects.get(document_type="invoice-response", owner=order.buyer)
        document = edocs.read(content_of(message.pk))
    assert (document.response_code, document.document_id) == ("IP", invoice.number)
    received(market, order, {1: 3})
    with reading(market.buyers[0].manager):
        message = Message.objects.filter(document_type="invoice-response").latest("id")
        document = edocs.read(content_of(message.pk))
    said = [(one.list_id, one.code) for one in document.clarifications]
    assert (document.response_code, said) == (
        "UQ", [("OPStatusReason", "PRI"), ("OPStatusAction", "CNA")]
    )  # fmt: skip
    # By hand: 3 at 300.00 as ordered, and not the 930.00 of the invoice.
    assert document.clarifications[0].conditions == (
        Condition("BT-126", "1"), Condition("BT-131", "900.00")
    )  # fmt: skip
    assert (message.receiver_id, message.state) == (market.supplier.pk, "waiting")


def test_what_has_not_come_waits_and_is_matched_by_itself_when_it_comes(market, tmp_path):
    order = an_order(market)
    invoice = invoiced(tmp_path, market, order)
    assert held(market, invoice) == [("not-received", 1129_50, "open")]
    assert (result_of(market, invoice).state, told(market, invoice)) == ("in-process", ["IP"])
    received(market, order, {1: 2})
    assert held(market, invoice) == [("quantity-over-received", 376_50, "open")]
    assert charged(market, order) == [(2, 2, 0)]
    received(market, order, {1: 1})
    result = result_of(market, invoice)
    assert (result.state, result.matched_cents, result.round) == ("accepted", 1129_50, 3)
    assert (told(market, invoice), charged(market, order)) == (["IP", "AP"], [(3, 3, 0)])
    assert_adds_up(market, invoice)


def test_a_price_above_the_orders_is_in_exception_with_its_vat_alone(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 3})
    invoice = invoiced(tmp_path, market, order, Sold(3, "310.00"))
    # 3 * 10.00 too much, and 25.5 per cent VAT on it.
    assert held(market, invoice) == [("price-over", 37_65, "open")]
    result = result_of(market, invoice)
    assert (result.state, result.matched_cents) == ("under-query", 1129_50)
    assert_adds_up(market, invoice)


def test_the_same_content_under_another_number_is_a_duplicate_and_takes_nothing(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 3})
    first = invoiced(tmp_path, market, order)
    again = invoiced(tmp_path, market, order)
    assert held(market, again) == [("duplicate-content", 1129_50, "open")]
    same_number = invoiced(
        tmp_path, market, order, Sold(1), number=first.number, issued=date(2027, 1, 7)
    )
    assert held(market, same_number) == [("duplicate-number", 376_50, "open")]
    assert charged(market, order) == [(3, 3, 0)]
    assert_adds_up(market, first, again, same_number)


def test_one_invoice_over_two_orders_and_two_on_one_line_are_matched(market, tmp_path):
    first, second = an_order(market, 2), an_order(market, 4)
    received(market, first, {1: 2})
    received(market, second, {1: 4})
    both = invoiced(
        tmp_path, market, None, Sold(2, order=first.number), Sold(1, order=second.number)
    )
    rest = invoiced(tmp_path, market, second, Sold(3), issued=date(2026, 3, 9))
    assert [result_of(market, one).state for one in (both, rest)] == ["accepted"] * 2
    assert charged(market, first) == [(2, 2, 0)]
    assert charged(market, second) == [(4, 4, 0)]
    assert_adds_up(market, both, rest)


def test_without_a_reference_it_is_matched_by_item_and_price_with_its_certainty(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 3})
    invoice = invoiced(tmp_path, market, None, Sold(3, line=None))
    result = result_of(market, invoice)
    assert (result.state, result.matched_cents) == ("accepted", 1129_50)
    assert 70 <= result.certainty < 100
    assert charged(market, order) == [(3, 3, 0)]


def test_an_unknown_order_is_asked_about(market, tmp_path):
    an_order(market)
    invoice = invoiced(tmp_path, market, None, Sold(3, "999.00", "7", "OTHER", order="no-such"))
    [(reason, cents, state)] = held(market, invoice)
    assert (reason, cents, state) == ("order-unknown", invoice.gross_cents, "open")
    assert told(market, invoice) == ["UQ"]


def test_a_credit_note_takes_back_the_excess_and_settles_the_invoice(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 3})
    invoice = invoiced(tmp_path, market, order, Sold(3, "310.00"))
    credit = invoiced(tmp_path, market, order, Sold(3, "10.00"), about=invoice.number)
    assert (result_of(market, credit).state, held(market, credit)) == ("accepted", [])
    assert held(market, invoice) == [("price-over", 37_65, "credited")]
    assert (result_of(market, invoice).state, told(market, invoice)) == (
        "accepted", ["UQ", "AP"]
    )  # fmt: skip
    assert charged(market, order) == [(3, 3, 0)]
    assert_adds_up(market, invoice, credit)


def test_a_credit_note_for_pieces_counts_them_as_credited(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 3})
    invoice = invoiced(tmp_path, market, order)
    credit = invoiced(tmp_path, market, order, Sold(1), about=invoice.number)
    assert (result_of(market, credit).state, charged(market, order)) == ("accepted", [(3, 3, 1)])
    again = invoiced(tmp_path, market, order, Sold(3), about=invoice.number, number="K-9")
    assert [reason for reason, _, _ in held(market, again)] == ["credit-over"]
    assert charged(market, order) == [(3, 3, 1)]
    assert_adds_up(market, invoice, credit, again)


def test_a_credit_note_over_two_invoices_takes_back_from_each_its_own(market, tmp_path):
    order = an_order(market, 6)
    received(market, order, {1: 6})
    both = [invoiced(tmp_path, market, order, Sold(3), issued=day) for day in (TODAY, NEXT)]
    credit = invoiced(
        tmp_path, market, order, Sold(3), Sold(3), about=tuple(one.number for one in both)
    )
    assert (result_of(market, credit).state, charged(market, order)) == ("accepted", [(6, 6, 6)])
    with reading(market.buyers[0].finance):
        parts = in_force(MatchedPart).filter(result__invoice=credit).order_by("line_id")
        assert [(one.credited_id, one.quantity) for one in parts] == [
            (one.pk, 3) for one in both
        ]  # fmt: skip
    again = invoiced(tmp_path, market, order, Sold(1), about=both[1].number)
    assert [reason for reason, _, _ in held(market, again)] == ["credit-over"]


def test_a_credit_note_for_all_of_a_line_takes_back_what_was_beyond_the_order_too(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 3})
    invoice = invoiced(tmp_path, market, order, Sold(4))
    assert held(market, invoice) == [("quantity-over-ordered", 376_50, "open")]
    credit = invoiced(tmp_path, market, order, Sold(4), about=invoice.number)
    assert (result_of(market, credit).state, charged(market, order)) == ("accepted", [(3, 3, 3)])
    assert held(market, invoice) == [("quantity-over-ordered", 376_50, "credited")]
    assert result_of(market, invoice).state == "accepted"
    assert_adds_up(market, invoice, credit)


def test_what_was_accepted_beyond_the_order_is_credited_as_pieces(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 3})
    invoice = invoiced(tmp_path, market, order, Sold(4))
    with reading(market.buyers[0].finance):
        over = in_force(InvoiceDiscrepancy).get(result__invoice=invoice)
    perform(market.buyers[0].approver, accept_discrepancy, now=NOW, discrepancy_id=over.pk)
    credit = invoiced(tmp_path, market, order, Sold(4), about=invoice.number)
    assert (result_of(market, credit).state, charged(market, order)) == ("accepted", [(3, 4, 4)])


def test_two_halves_of_a_shipment_billed_alike_are_matched_as_they_come(market, tmp_path):
    order = an_order(market, 4)
    received(market, order, {1: 2})
    halves = [invoiced(tmp_path, market, order, Sold(2)) for _half in range(3)]
    assert [held(market, one) for one in halves] == [
        [], [("quantity-over-received", 753_00, "open")], [("duplicate-content", 753_00, "open")]
    ]  # fmt: skip
    received(market, order, {1: 2})
    assert [result_of(market, one).state for one in halves] == [
        "accepted", "accepted", "under-query"
    ]  # fmt: skip
    assert charged(market, order) == [(4, 4, 0)]


def test_what_was_accepted_stays_paid_when_the_rest_is_matched_again(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 2})
    invoice = invoiced(tmp_path, market, order, freight="12.00")
    with reading(market.buyers[0].finance):
        freight = in_force(InvoiceDiscrepancy).get(reason="charge-over")
    perform(market.buyers[0].approver, accept_discrepancy, now=NOW, discrepancy_id=freight.pk)
    received(market, order, {1: 1})
    result = result_of(market, invoice)
    # 3 * 300.00 and 12.00, with 25.5 per cent VAT.
    assert (result.state, result.matched_cents, result.discrepant_cents) == (
        "accepted", 1144_56, 0
    )  # fmt: skip
    assert held(market, invoice) == [("charge-over", 15_06, "accepted")]


def test_old_invoices_without_a_reference_keep_no_named_one_waiting(market, tmp_path, monkeypatch):
    monkeypatch.setattr(matching, "MOST_AT_ONCE", 2)
    for _nth in range(3):
        invoiced(tmp_path, market, None, Sold(1, "999.00", "7", "OTHER"))
    order = an_order(market, 6)
    named = [invoiced(tmp_path, market, order, Sold(nth)) for nth in (1, 2, 3)]
    assert {result_of(market, one).state for one in named} == {"in-process"}
    received(market, order, {1: 6})
    assert [result_of(market, one).state for one in named] == ["accepted"] * 3
    assert charged(market, order) == [(6, 6, 0)]


def test_each_invoice_without_an_order_that_may_be_of_it_is_looked_at_again(market, tmp_path):
    strange = {"line": None, "item": None}
    by_item = invoiced(tmp_path, market, None, Sold(1, "310.00", line=None))
    by_price = invoiced(tmp_path, market, None, Sold(2, "300.00", **strange, name="A phone"))
    by_serial = invoiced(
        tmp_path, market, None, Sold(1, "77.00", **strange, serial="S-1", name="One")
    )
    by_number = invoiced(
        tmp_path, market, None, Sold(1, "78.00", **strange, name="Two"), order_reference="PO 1"
    )
    other = invoiced(tmp_path, market, None, Sold(1, "999.00", line=None, item="OTHER"))
    order, buyer = an_order(market), market.buyers[0]
    written = f"{order.number[:2]} {order.number[2:]}".lower()
    loosely = invoiced(tmp_path, market, None, Sold(1, "79.00", order=written, **strange))
    announced(market, a_despatched_line(order, 3, "S-1"))
    with reading(buyer.finance):
        asked = CaptureQueriesContext(connection)
        with asked:
            found = waiting.waiting_for(buyer.party.pk, [order.pk])
        assert found == [one.pk for one in (by_item, by_price, by_serial, loosely)]
        assert waiting.waiting_for(buyer.party.pk, [order.pk], by_price.pk) == found[2:]
    assert len(asked) == 14
    assert {by_number.pk, other.pk}.isdisjoint(found)


def test_only_the_matcher_matches(market, tmp_path):
    invoice = invoiced(tmp_path, market, an_order(market))
    other = a_market().buyers[0].party
    for actor in (market.buyers[0].finance, actors.job("notices", market.buyers[0].party.pk)):
        for use_case, inputs in (
            (match_invoice, {"invoice_id": invoice.pk}), (match_again, {"order_ids": []}),
        ):  # fmt: skip
            with pytest.raises(Refused) as refused:
                perform(actor, use_case, now=NOW, **inputs)
            assert refused.value.code == "not-allowed"
    with pytest.raises(Refused) as refused:
        perform(
            actors.job("invoice-matcher", other.pk), match_invoice, now=NOW, invoice_id=invoice.pk
        )
    assert refused.value.code == "not-found"


def test_the_database_itself_holds_that_money_adds_up(market, tmp_path):
    invoice = invoiced(tmp_path, market, an_order(market))
    result = result_of(market, invoice)
    with pytest.raises(IntegrityError), connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE invoicing_matchresult SET matched_cents = 1 WHERE id = %s", [result.pk]
        )


def test_the_supplier_sees_state_and_answers_and_nothing_of_the_buyers_own(market, tmp_path):
    invoice = invoiced(tmp_path, market, an_order(market), Sold(3, "310.00"))
    with reading(market.salesperson):
        assert MatchResult.objects.filter(invoice=invoice).count() == 1
        assert InvoiceResponse.objects.filter(result__invoice=invoice).count() == 1
        assert InvoiceDiscrepancy.objects.filter(result__invoice=invoice).count() == 0
        assert MatchedPart.objects.filter(result__invoice=invoice).count() == 0
    with reading(a_market().buyers[0].finance):
        assert MatchResult.objects.filter(invoice=invoice).count() == 0


def test_another_vat_rate_than_the_sellers_country_takes_is_in_exception(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 3})
    invoice = invoiced(tmp_path, market, order, Sold(3, vat=Decimal(14)))
    assert [reason for reason, _cents, _state in held(market, invoice)] == ["vat-differs"]
    assert result_of(market, invoice).state == "under-query"
    assert_adds_up(market, invoice)


def test_a_fact_about_no_order_matches_nothing_and_fails_nothing(market):
    party_id = market.buyers[0].party.pk
    body = {"order_ids": [], "buyer_id": party_id}
    match_by_order(Fact(10**9, "goods-received", party_id, body, NOW, 1))
    with reading(market.buyers[0].finance):
        assert not MatchResult.objects.exists()


def test_what_an_invoice_takes_back_itself_does_not_keep_the_rest_of_it_waiting(market, tmp_path):
    order, other = an_order(market, 6), an_order(market, 1)
    received(market, order, {1: 6})
    invoiced(tmp_path, market, order, Sold(6))
    netted = invoiced(tmp_path, market, order, Sold("-4"), Sold(1, order=other.number))
    assert held(market, netted) == [("not-received", 376_50, "open")]
    received(market, other, {1: 1})
    assert (result_of(market, netted).state, charged(market, order), charged(market, other)) == (
        "accepted", [(6, 6, 4)], [(1, 1, 0)]
    )  # fmt: skip


def test_a_credit_note_that_overtakes_its_invoice_takes_it_back_when_that_comes(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 3})
    credit = invoiced(tmp_path, market, order, Sold(1), about="LATE-1")
    assert [reason for reason, _, _ in held(market, credit)] == ["credited-invoice-unknown"]
    invoice = invoiced(tmp_path, market, order, number="LATE-1")
    assert (result_of(market, credit).state, charged(market, order)) == ("accepted", [(3, 3, 1)])
    assert_adds_up(market, invoice, credit)


def test_pieces_that_were_credited_by_their_order_are_not_credited_by_their_invoice_too(
    market, tmp_path
):
    order = an_order(market)
    received(market, order, {1: 3})
    invoice = invoiced(tmp_path, market, order)
    bare = replace(an_invoice(market, order, about="-"), preceding_invoices=())
    first = came_in(tmp_path, bare, market.buyers[0].party, market)
    again = invoiced(tmp_path, market, None, Sold(3, line=None), about=invoice.number)
    assert result_of(market, first).state == "accepted"
    assert [reason for reason, _, _ in held(market, again)] == ["credit-over"]
    assert charged(market, order) == [(3, 3, 3)]
