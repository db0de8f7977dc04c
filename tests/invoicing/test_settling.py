"""What people do about discrepancies, within their authority, and what the supplier is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from factories.answers import let_facts_work
from factories.despatches import a_return
from factories.invoices import Sold, an_order, invoiced, received
from factories.ordering import NOW, TODAY, a_market
from factories.parties import a_person, acting
from samkop.core import edocs
from samkop.core.matching import Discrepancy, Reason
from samkop.exchange.models import Message
from samkop.exchange.queries import content_of
from samkop.invoicing.models import InvoiceDiscrepancy, InvoiceResponse, MatchResult
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.rules.outcome import Held, carried_state
from samkop.invoicing.usecases.settling import (
    accept_discrepancy,
    ask_supplier,
    assign_invoice,
    assign_line,
    comment_on_invoice,
    mark_paid,
    reject_invoice,
    wait_for_more,
)
from samkop.ordering.models import OrderLine
from samkop.ordering.queries.line_progress import progress_of
from samkop.ordering.usecases.authority import grant_authority
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.usecases.returning import send_return

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def market():
    return a_market()


def result_of(market, invoice):
    with reading(market.buyers[0].finance):
        return MatchResult.objects.get(invoice=invoice)


def discrepancy(market, invoice):
    """The one that stands."""
    with reading(market.buyers[0].finance):
        return in_force(InvoiceDiscrepancy).get(result__invoice=invoice)


def told(market, invoice):
    with reading(market.salesperson):
        rows = InvoiceResponse.objects.filter(result__invoice=invoice).order_by("id")
        return [(row.status, [one["code"] for one in row.clarifications]) for row in rows]


def refused(actor, use_case, **inputs):
    with pytest.raises(Refused) as found:
        perform(actor, use_case, now=NOW, **inputs)
    return found.value.code


def too_dear(market, tmp_path, price="310.00"):
    order = an_order(market)
    received(market, order, {1: 3})
    return order, invoiced(tmp_path, market, order, Sold(3, price))


def test_who_has_authority_accepts_the_difference_and_the_invoice_is_accepted(market, tmp_path):
    _order, invoice = too_dear(market, tmp_path)
    found = discrepancy(market, invoice)
    done = perform(
        market.buyers[0].approver, accept_discrepancy, now=NOW, discrepancy_id=found.pk,
        note="The price rose.",
    )  # fmt: skip
    assert (done.state, done.matched_cents, done.discrepant_cents) == ("accepted", 1167_15, 0)
    after = discrepancy(market, invoice)
    assert (after.state, after.settled_by_id) == ("accepted", market.buyers[0].approver.person_id)
    assert told(market, invoice) == [("UQ", ["PRI", "CNA"]), ("AP", [])]
    assert refused(
        market.buyers[0].approver, accept_discrepancy, discrepancy_id=found.pk
    ) == "discrepancy-settled"  # fmt: skip


def test_nobody_accepts_beyond_his_authority_nor_for_what_he_ordered(market, tmp_path):
    buyer = market.buyers[0]
    _order, invoice = too_dear(market, tmp_path)
    found = discrepancy(market, invoice)  # 37.65 with VAT
    assert refused(
        buyer.finance, accept_discrepancy, discrepancy_id=found.pk
    ) == "authority-too-small"  # fmt: skip
    little = acting(a_person(buyer.party, "approver"), buyer.party)
    perform(
        buyer.finance, grant_authority, now=NOW, person_id=little.person_id, cost_centre_id=None,
        limit_cents=37_64,
    )  # fmt: skip
    assert refused(little, accept_discrepancy, discrepancy_id=found.pk) == "authority-too-small"
    assert refused(buyer.employee, accept_discrepancy, discrepancy_id=found.pk) == "not-allowed"
    assert refused(market.salesperson, accept_discrepancy, discrepancy_id=found.pk) == "not-found"


def test_a_difference_is_not_accepted_in_parts_beyond_ones_authority(market, tmp_path):
    buyer, order = market.buyers[0], an_order(market)
    received(market, order, {1: 3})
    invoice = invoiced(tmp_path, market, order, Sold(2, "310.00"), Sold(1, "320.00"))
    little = acting(a_person(buyer.party, "approver"), buyer.party)
    perform(
        buyer.finance, grant_authority, now=NOW, person_id=little.person_id, cost_centre_id=None,
        limit_cents=37_64,
    )  # fmt: skip
    with reading(buyer.finance):
        first, second = in_force(InvoiceDiscrepancy).filter(result__invoice=invoice).order_by("id")
    perform(little, accept_discrepancy, now=NOW, discrepancy_id=first.pk)  # 25.10 with VAT
    assert refused(little, accept_discrepancy, discrepancy_id=second.pk) == "authority-too-small"
    perform(buyer.approver, accept_discrepancy, now=NOW, discrepancy_id=second.pk)
    assert result_of(market, invoice).state == "accepted"


def test_who_ordered_it_does_not_accept_it_even_as_an_approver(market, tmp_path):
    buyer = market.buyers[0]
    _order, invoice = too_dear(market, tmp_path)
    both = replace(buyer.employee, roles=buyer.employee.roles | {"approver"})
    found = discrepancy(market, invoice)
    assert refused(both, accept_discrepancy, discrepancy_id=found.pk) == "accept-own-order"


def test_pieces_that_are_accepted_before_they_come_are_not_paid_twice(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 1})
    invoice = invoiced(tmp_path, market, order)
    found = discrepancy(market, invoice)
    assert (found.reason, found.pieces) == ("quantity-over-received", 2)
    perform(market.buyers[0].approver, accept_discrepancy, now=NOW, discrepancy_id=found.pk)
    received(market, order, {1: 2})
    again = invoiced(tmp_path, market, order, Sold(2))
    assert discrepancy(market, again).reason == "quantity-over-ordered"
    with reading(market.buyers[0].finance):
        assert [one.invoiced for one in progress_of(order.pk)] == [3]


def test_what_is_of_no_order_or_in_another_currency_is_not_paid_as_it_is(market, tmp_path):
    approver = market.buyers[0].approver
    strange = invoiced(tmp_path, market, None, Sold(3, item="STRANGE", line=None))
    foreign = invoiced(tmp_path, market, an_order(market), currency="SEK")
    for invoice in (strange, foreign):
        found = discrepancy(market, invoice)
        assert refused(approver, accept_discrepancy, discrepancy_id=found.pk) == "not-acceptable"


def test_asking_and_waiting_leave_it_unpaid_and_are_told(market, tmp_path):
    clerk = market.buyers[0].finance
    order = an_order(market)
    invoice = invoiced(tmp_path, market, order)
    assert told(market, invoice) == [("IP", [])]
    found = discrepancy(market, invoice)
    perform(clerk, wait_for_more, now=NOW, discrepancy_id=found.pk)
    assert (discrepancy(market, invoice).state, result_of(market, invoice).open_count) == (
        "waiting", 0
    )  # fmt: skip
    perform(clerk, ask_supplier, now=NOW, discrepancy_id=found.pk, note="Where are they?")
    assert result_of(market, invoice).state == "under-query"
    assert told(market, invoice) == [("IP", []), ("UQ", ["DEL", "PIN"])]
    received(market, order, {1: 3})
    assert result_of(market, invoice).state == "accepted"


def test_a_rejected_invoice_gives_its_pieces_back_to_the_next_one(market, tmp_path):
    order, invoice = too_dear(market, tmp_path)
    clerk, result = market.buyers[0].finance, result_of(market, invoice)
    assert refused(clerk, reject_invoice, result_id=result.pk, note=" ") == "reason-missing"
    done = perform(clerk, reject_invoice, now=NOW, result_id=result.pk, note="Wrong price.")
    assert (done.state, done.matched_cents, done.discrepant_cents) == (
        "rejected", 0, invoice.gross_cents
    )  # fmt: skip
    with reading(clerk):
        rows = in_force(InvoiceDiscrepancy).filter(result=result)
        assert sum(row.total_cents for row in rows) == invoice.gross_cents
        assert {row.state for row in rows} == {"rejected"}
        message = Message.objects.filter(document_type="invoice-response").latest("id")
        document = edocs.read(content_of(message.pk))
    assert document.response_code == "RE"
    assert document.clarifications[0].reason == "Wrong price."
    right = invoiced(tmp_path, market, order)
    assert result_of(market, right).state == "accepted"
    assert refused(clerk, reject_invoice, result_id=result.pk, note="x") == "invoice-settled"


def test_pieces_that_were_accepted_by_hand_are_given_back_by_a_rejection_too(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 1})
    invoice = invoiced(tmp_path, market, order, freight="12.00")
    buyer = market.buyers[0]
    with reading(buyer.finance):
        pieces = in_force(InvoiceDiscrepancy).get(result__invoice=invoice, pieces=2)
    perform(buyer.approver, accept_discrepancy, now=NOW, discrepancy_id=pieces.pk)
    result = result_of(market, invoice)
    perform(buyer.finance, reject_invoice, now=NOW, result_id=result.pk, note="No freight.")
    received(market, order, {1: 2})
    right = invoiced(tmp_path, market, order)
    with reading(buyer.finance):
        assert [(one.invoiced, one.credited) for one in progress_of(order.pk)] == [(6, 3)]
    assert result_of(market, right).state == "accepted"


def test_a_rejected_credit_note_gives_its_pieces_back_and_what_it_settled(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 3})
    strange = Sold(1, "77.00", line=None, item="NONE", name="Something else")
    invoice = invoiced(tmp_path, market, order, Sold(4), strange)
    credit = invoiced(
        tmp_path, market, order, Sold(4), replace(strange, price="99.00"), about=invoice.number
    )
    assert (charged(market, order), states_of(market, invoice)) == (
        (3, 3), {"quantity-over-ordered": "credited", "item-differs": "open"}
    )  # fmt: skip
    rejected = perform(
        market.buyers[0].manager, reject_invoice, now=NOW, result_id=result_of(market, credit).pk,
        note="Of another order",
    )  # fmt: skip
    let_facts_work()
    assert (rejected.state, rejected.matched_cents) == ("rejected", 0)
    assert charged(market, order) == (6, 3)
    assert states_of(market, invoice) == {"quantity-over-ordered": "open", "item-differs": "open"}
    again = invoiced(tmp_path, market, order, Sold(4), about=invoice.number)
    assert (result_of(market, again).state, charged(market, order)) == ("accepted", (6, 6))
    assert states_of(market, invoice)["quantity-over-ordered"] == "credited"


def charged(market, order):
    """Pieces of the order's first line that were invoiced, and credited."""
    with reading(market.buyers[0].finance):
        line = progress_of(order.pk)[0]
    return line.invoiced, line.credited


def states_of(market, invoice):
    with reading(market.buyers[0].finance):
        rows = in_force(InvoiceDiscrepancy).filter(result__invoice=invoice)
        return {row.reason: row.state for row in rows}


def test_what_goes_back_to_be_credited_is_not_to_be_invoiced(market, tmp_path):
    order, buyer = an_order(market), market.buyers[0]
    received(market, order, {1: 1})
    for remedy in ("credit", "replacement"):
        goods = a_return(buyer, order, remedy=remedy)
        perform(buyer.manager, send_return, now=NOW, return_id=goods.pk)
    # Three came; one is credited and one is to be replaced: one is here, two are to be.
    invoice = invoiced(tmp_path, market, order, Sold(3))
    assert states_of(market, invoice) == {
        "quantity-over-received": "open", "quantity-over-ordered": "open"
    }  # fmt: skip


def test_a_discrepancy_is_settled_at_its_own_invoice_alone(market, tmp_path):
    _order, invoice = too_dear(market, tmp_path)
    _other, second = too_dear(market, tmp_path, "320.00")
    found = discrepancy(market, invoice)
    for use_case in (accept_discrepancy, ask_supplier, wait_for_more):
        assert refused(
            market.buyers[0].approver, use_case, discrepancy_id=found.pk, invoice_id=second.pk
        ) == "not-found"  # fmt: skip
    done = perform(
        market.buyers[0].approver, accept_discrepancy, now=NOW, discrepancy_id=found.pk,
        invoice_id=invoice.pk,
    )  # fmt: skip
    assert done.state == "accepted"


def test_a_line_is_assigned_by_hand_to_one_of_the_suppliers_order_lines(market, tmp_path):
    clerk = market.buyers[0].finance
    order = an_order(market)
    received(market, order, {1: 3})
    invoice = invoiced(
        tmp_path, market, None, Sold(3, item=None, line=None, order="WRONG", name="Something")
    )
    result = result_of(market, invoice)
    assert result.state == "under-query"
    with reading(clerk):
        line = OrderLine.objects.get(order=order)
    other = a_market()
    stranger = an_order(other)
    with reading(other.buyers[0].finance):
        foreign = OrderLine.objects.get(order=stranger)
    inputs = {"result_id": result.pk, "line_id": "1"}
    assert refused(
        clerk, assign_line, order_line_id=foreign.pk, **inputs
    ) == "order-line-of-another"  # fmt: skip
    done = perform(clerk, assign_line, now=NOW, order_line_id=line.pk, **inputs)
    assert (done.state, done.matched_cents) == ("accepted", 1129_50)


def test_paid_is_told_once_and_only_of_what_was_accepted(market, tmp_path):
    clerk = market.buyers[0].finance
    order = an_order(market)
    waiting = invoiced(tmp_path, market, order)
    assert refused(
        clerk, mark_paid, invoice_id=waiting.pk, paid_on=TODAY
    ) == "invoice-not-accepted"  # fmt: skip
    received(market, order, {1: 3})
    late = {"invoice_id": waiting.pk, "paid_on": TODAY + timedelta(days=1)}
    assert refused(clerk, mark_paid, **late) == "paid-in-the-future"
    paid = perform(clerk, mark_paid, now=NOW, invoice_id=waiting.pk, paid_on=TODAY)
    assert (paid.state, paid.paid_on) == ("paid", TODAY)
    assert [status for status, _ in told(market, waiting)] == ["IP", "AP", "PD"]


def test_it_is_given_to_a_colleague_and_talked_about(market, tmp_path):
    buyer = market.buyers[0]
    result = result_of(market, invoiced(tmp_path, market, an_order(market)))
    stranger = a_market().buyers[0].finance
    assert refused(
        buyer.finance, assign_invoice, result_id=result.pk, person_id=stranger.person_id
    ) == "colleague-unknown"  # fmt: skip
    done = perform(
        buyer.finance, assign_invoice, now=NOW, result_id=result.pk,
        person_id=buyer.manager.person_id,
    )  # fmt: skip
    assert done.assignee_id == buyer.manager.person_id
    assert refused(
        buyer.finance, comment_on_invoice, result_id=result.pk, text=" "
    ) == "comment-empty"  # fmt: skip
    said = perform(
        buyer.employee, comment_on_invoice, now=NOW, result_id=result.pk, text="All three came."
    )
    assert said.person_id == buyer.employee.person_id
    other = acting(a_person(buyer.party, "employee"), buyer.party)
    assert refused(other, comment_on_invoice, result_id=result.pk, text="Mine!") == "not-allowed"


def test_what_is_accepted_under_a_used_number_takes_its_room_on_the_order(market, tmp_path):
    first, second = an_order(market), an_order(market)
    for order in (first, second):
        received(market, order, {1: 3})
    invoiced(tmp_path, market, first, number="2026-1")
    invoice = invoiced(tmp_path, market, second, number="2026-1", issued=TODAY + timedelta(days=1))
    found = discrepancy(market, invoice)
    done = perform(
        market.buyers[0].approver, accept_discrepancy, now=NOW, discrepancy_id=found.pk
    )  # fmt: skip
    assert (found.reason, done.state, done.matched_cents) == (
        "duplicate-number", "accepted", invoice.gross_cents
    )  # fmt: skip
    again = invoiced(tmp_path, market, second, number="2026-2")
    assert discrepancy(market, again).reason == "duplicate-content"
    with reading(market.buyers[0].finance):
        assert [one.invoiced for one in progress_of(second.pk)] == [3]


def test_another_item_that_is_accepted_takes_the_room_of_the_ordered_one(market, tmp_path):
    order = an_order(market)
    received(market, order, {1: 3})
    other = invoiced(tmp_path, market, order, Sold(3, item="ANOTHER"))
    found = discrepancy(market, other)
    perform(market.buyers[0].approver, accept_discrepancy, now=NOW, discrepancy_id=found.pk)
    again = invoiced(tmp_path, market, order)
    assert (found.reason, discrepancy(market, again).reason) == (
        "item-differs", "quantity-over-ordered"
    )  # fmt: skip


def test_a_rejection_frees_nothing_that_was_credited_and_nothing_of_another_invoice(
    market, tmp_path
):
    order, clerk = an_order(market, 6), market.buyers[0].finance
    received(market, order, {1: 6})
    first = invoiced(tmp_path, market, order, Sold(3), Sold(1, item="OTHER"), number="R-1")
    second = invoiced(tmp_path, market, order, Sold(3))
    invoiced(tmp_path, market, order, Sold(3), about="R-1")
    perform(
        clerk, reject_invoice, now=NOW, result_id=result_of(market, first).pk, note="Write it anew."
    )  # fmt: skip
    assert result_of(market, second).state == "accepted"
    with reading(clerk):
        assert [(one.invoiced, one.credited) for one in progress_of(order.pk)] == [(6, 3)]


def test_of_a_rejected_invoice_nothing_is_owed_and_nothing_is_credited(market, tmp_path):
    order, invoice = too_dear(market, tmp_path)
    perform(
        market.buyers[0].finance, reject_invoice, now=NOW, note="Wrong price.",
        result_id=result_of(market, invoice).pk,
    )  # fmt: skip
    credit = invoiced(tmp_path, market, order, Sold(3, "310.00"), about=invoice.number)
    found = discrepancy(market, credit)
    assert (found.reason, found.expected, found.cents) == ("credit-over", 0, 930_00)


def test_what_was_accepted_before_it_came_pays_for_no_other_line_of_its_invoice(market, tmp_path):
    order = an_order(market, 6)
    received(market, order, {1: 1})
    invoice = invoiced(tmp_path, market, order, Sold(1), Sold(4, "310.00"), Sold(1))
    with reading(market.buyers[0].finance):
        four = in_force(InvoiceDiscrepancy).get(result__invoice=invoice, pieces=4)
    perform(market.buyers[0].approver, accept_discrepancy, now=NOW, discrepancy_id=four.pk)
    received(market, order, {1: 1})
    with reading(market.buyers[0].finance):
        assert [(one.received, one.invoiced) for one in progress_of(order.pk)] == [(2, 5)]
    received(market, order, {1: 4})
    assert result_of(market, invoice).state == "accepted"
    with reading(market.buyers[0].finance):
        assert [(one.received, one.invoiced) for one in progress_of(order.pk)] == [(6, 6)]


def test_what_was_decided_of_one_rate_of_vat_holds_for_no_other():
    def off(rate, cents):
        return Held("", Discrepancy(Reason.ARITHMETIC, 0, cents, about=rate))

    before = {off("S 24", 10_00).name: ("accepted", 10_00)}
    states = [carried_state(one, before) for one in (off("S 24", 9_00), off("S 14", 5_00))]
    assert states == ["accepted", "open"]
