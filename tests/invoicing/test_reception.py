"""Who receives the invoices is each municipality's choice, from its day on; each has its effect."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from factories.answers import let_facts_work
from factories.invoices import Sold, an_order, invoiced, received
from factories.ordering import NOW, TODAY, a_market
from samkop.exchange.models import Message
from samkop.invoicing.models import InvoiceDiscrepancy, InvoiceResponse, MatchResult
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.queries.reception import way_on
from samkop.invoicing.usecases.reception import Passing, choose_reception, set_tolerances
from samkop.invoicing.usecases.settling import (
    accept_discrepancy,
    hand_over_invoice,
    mark_paid,
)
from samkop.invoicing.vocabulary import ReceptionWay
from samkop.ordering.queries.line_progress import progress_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def market():
    return a_market()


def choose(market, way, valid_from=TODAY):
    return perform(
        market.buyers[0].finance, choose_reception, now=NOW, way=way, valid_from=valid_from
    )


def refused(actor, use_case, **inputs):
    with pytest.raises(Refused) as found:
        perform(actor, use_case, now=NOW, **inputs)
    return found.value.code


def result_of(market, invoice):
    with reading(market.buyers[0].finance):
        return MatchResult.objects.get(invoice=invoice)


def test_a_choice_holds_from_its_day_and_the_one_before_until_then(market):
    buyer = market.buyers[0]
    choose(market, ReceptionWay.EXPORT, TODAY + timedelta(days=5))
    choose(market, ReceptionWay.COPY, TODAY)
    with reading(buyer.finance):
        days = (-1, 0, 4, 5)
        found = [way_on(buyer.party.pk, TODAY + timedelta(days=day)) for day in days]
    assert found == ["here", "copy", "copy", "export"]


def test_what_cannot_be_chosen_is_refused(market):
    buyer = market.buyers[0]
    choose(market, ReceptionWay.COPY)
    today = {"valid_from": TODAY}
    assert refused(buyer.finance, choose_reception, way="here", **today) == "day-decided"
    assert refused(buyer.finance, choose_reception, way="post", **today) == "way-unknown"
    past = TODAY - timedelta(days=1)
    assert refused(buyer.finance, choose_reception, way="here", valid_from=past) == "first-day-past"
    assert refused(buyer.employee, choose_reception, way="here", **today) == "not-allowed"
    assert refused(
        buyer.finance, set_tolerances, passing=Passing(price_permille=30_001), **today
    ) == "tolerance-out-of-range"  # fmt: skip


def test_a_copy_is_matched_and_the_supplier_hears_nothing_from_us(market, tmp_path):
    choose(market, ReceptionWay.COPY)
    order = an_order(market)
    received(market, order, {1: 3})
    invoice = invoiced(tmp_path, market, order, Sold(3, "310.00"))
    result = result_of(market, invoice)
    assert (result.state, result.matched_cents) == ("under-query", 1129_50)
    with reading(market.buyers[0].manager):
        assert InvoiceResponse.objects.filter(result=result).count() == 0
        assert Message.objects.filter(document_type="invoice-response").count() == 0


def test_where_the_finance_system_matches_nothing_is_matched_here_and_nothing_is_lost(
    market, tmp_path
):
    clerk = market.buyers[0].finance
    choose(market, ReceptionWay.EXPORT)
    order = an_order(market)
    invoice = invoiced(tmp_path, market, order)
    received(market, order, {1: 3})
    result = result_of(market, invoice)
    assert (result.state, result.round, result.discrepant_cents) == (
        "received", 0, invoice.gross_cents
    )  # fmt: skip
    with reading(clerk):
        assert in_force(InvoiceDiscrepancy).filter(result=result).count() == 0
        assert [one.invoiced for one in progress_of(order.pk)] == [0]
    assert refused(clerk, mark_paid, invoice_id=invoice.pk, paid_on=TODAY) == "invoice-not-accepted"
    done = perform(clerk, hand_over_invoice, now=NOW, result_id=result.pk)
    assert done.state == "elsewhere"
    assert refused(clerk, hand_over_invoice, result_id=result.pk) == "invoice-settled"


def test_where_samkop_matches_nothing_is_handed_over(market, tmp_path):
    result = result_of(market, invoiced(tmp_path, market, an_order(market)))
    clerk = market.buyers[0].finance
    assert refused(clerk, hand_over_invoice, result_id=result.pk) == "invoice-received-here"


def test_a_tolerance_lets_a_small_difference_pass_from_its_day_on(market, tmp_path):
    passing = Passing(price_permille=40)
    perform(market.buyers[0].finance, set_tolerances, now=NOW, passing=passing, valid_from=TODAY)
    order = an_order(market)
    received(market, order, {1: 3})
    within = invoiced(tmp_path, market, order, Sold(2, "312.00"))
    beyond = invoiced(tmp_path, market, order, Sold(1, "312.01"))
    # 2 * 312.00 and 25.5 per cent: the whole is matched, at what was invoiced.
    assert (result_of(market, within).state, result_of(market, within).matched_cents) == (
        "accepted", 783_12
    )  # fmt: skip
    assert result_of(market, beyond).state == "under-query"


def test_what_came_today_is_matched_again_by_the_tolerance_of_today_and_nothing_else(
    market, tmp_path
):
    clerk, order = market.buyers[0].finance, an_order(market, 6)
    received(market, order, {1: 6})
    within, beyond, accepted = (
        invoiced(tmp_path, market, order, Sold(1, price))
        for price in ("302.00", "318.00", "330.00")
    )
    with reading(clerk):
        found = in_force(InvoiceDiscrepancy).get(result__invoice=accepted)
    perform(market.buyers[0].approver, accept_discrepancy, now=NOW, discrepancy_id=found.pk)
    passing = Passing(price_permille=20)
    # What came, came by the clock.
    later = datetime.now(UTC).date() + timedelta(days=2)
    perform(clerk, set_tolerances, now=NOW, passing=passing, valid_from=later)
    let_facts_work()
    assert result_of(market, within).state == "under-query"
    perform(clerk, set_tolerances, now=NOW, passing=passing, valid_from=TODAY)
    let_facts_work()
    assert [(result_of(market, one).state, result_of(market, one).round)
            for one in (within, beyond, accepted)] == [
        ("accepted", 2), ("under-query", 1), ("accepted", 1)
    ]  # fmt: skip
