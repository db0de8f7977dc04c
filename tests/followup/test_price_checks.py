"""Each purchase's price against its rule, and what is found: figures by hand, once each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections

from factories.invoices import Sold, invoiced, received
from factories.ordering import LAPTOP, NOW, PHONE, a_market, an_outside_order
from factories.prices import asked, bought, list_corrected
from samkop.agreements.rules import Tier
from samkop.followup.models import PriceCheck, PriceFinding
from samkop.followup.price_clock import remind_of_all_questions, watch_paid_prices
from samkop.followup.usecases.price_findings import (
    answer_price_finding,
    ask_about_price,
    end_price_finding,
)
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")


def checks(market, **narrowed):
    with reading(market.category_manager):
        rows = PriceCheck.objects.filter(purchasing_body=market.purchasing_body, **narrowed)
        return list(rows.order_by("id"))


def findings(market):
    with reading(market.category_manager):
        rows = PriceFinding.objects.filter(purchasing_body=market.purchasing_body)
        return list(rows.order_by("id"))


def test_each_order_line_is_held_against_the_tier_of_its_moment_and_only_once():
    # From 3 on 10 %, of 300.00: the first two cost 300.00 each, what comes after 270.00.
    market = a_market(buyers=2, tiers={PHONE: [Tier(3, 100)]})
    bought(market, 0, quantity=2)
    bought(market, 1, quantity=2)
    bought(market, 0, quantity=1)
    bought(market, 1, LAPTOP)
    an_outside_order(market, market.buyers[0], "PO-9", quantities={PHONE: 7})
    watch_paid_prices(NOW)
    seen = checks(market)
    assert [(c.name, c.price_cents, c.expected_cents, c.volume, c.outcome) for c in seen] == [
        ("Item PHONE-1", 300_00, 300_00, 0, "agrees"),
        ("Item PHONE-1", 300_00, 300_00, 2, "agrees"),
        ("Item PHONE-1", 270_00, 270_00, 4, "agrees"),
        ("Item LAPTOP-1", 900_00, 900_00, 0, "agrees"),
        ("", None, None, None, "no-rule"),
    ]  # fmt: skip
    assert [c.cause for c in checks(market, source="outside")] == ["outside-shop"]
    watch_paid_prices(NOW + timedelta(hours=1))
    assert len(checks(market)) == 5
    assert findings(market) == []


def test_what_costs_more_than_its_rule_is_found_once_a_buyer_and_told_with_its_cause():
    market = a_market(buyers=2)
    bought(market, 0, quantity=2)
    bought(market, 0, quantity=3)
    bought(market, 1, quantity=1)
    list_corrected(market, 250_00)
    watch_paid_prices(NOW)
    watch_paid_prices(NOW + timedelta(hours=1))
    # 50.00 too much for each of five, and of one.
    assert [(f.quantity, f.total_cents, f.cause, f.difference_cents) for f in findings(market)] == [
        (5, 250_00, "base", 50_00), (1, 50_00, "base", 50_00),
    ]  # fmt: skip
    # Once the supplier is asked, what comes later is another finding.
    asked(market, findings(market)[0])
    assert len(findings(market)) == 2


def test_an_invoice_is_held_against_what_its_order_line_was_to_cost(tmp_path):
    market = a_market()
    order = bought(market, quantity=3)
    received(market, order, {1: 3})
    invoiced(tmp_path, market, order, Sold(2, "300.00"), Sold(1, "312.50"))
    watch_paid_prices(NOW)
    watch_paid_prices(NOW + timedelta(hours=1))
    seen = [(c.quantity, c.price_cents, c.outcome) for c in checks(market, source="invoiced")]
    assert seen == [(2, 300_00, "agrees"), (1, 312_50, "higher")]
    assert [(f.kind, f.total_cents, f.cause) for f in findings(market)] == [
        ("invoice", 12_50, "above-rule")
    ]


def test_what_is_billed_as_it_was_ordered_is_the_same_purchase_and_found_once(tmp_path):
    market = a_market()
    order = bought(market, quantity=2)
    received(market, order, {1: 2})
    invoiced(tmp_path, market, order, Sold(1, "300.00"), Sold(1, "310.00"))
    list_corrected(market, 250_00)
    watch_paid_prices(NOW)
    # Both pieces were ordered 50.00 too dear; one is billed 10.00 dearer still.
    seen = [(c.price_cents, c.cause, c.difference_cents) for c in checks(market)]
    assert seen == [
        (300_00, "base", 50_00), (300_00, "base", 50_00), (310_00, "above-rule", 60_00),
    ]  # fmt: skip
    assert [(f.kind, f.total_cents) for f in findings(market)] == [
        ("order", 100_00), ("invoice", 60_00),
    ]  # fmt: skip


def test_what_the_supplier_offers_for_less_is_its_price_by_the_agreement():
    market = a_market()
    item = market.items[PHONE]
    lower = {"item_id": item.pk, "price_cents": 280_00}
    perform(market.salesperson, _offered, now=NOW, **lower)
    bought(market)
    watch_paid_prices(NOW)
    [check] = checks(market)
    assert (check.price_cents, check.expected_cents, check.outcome) == (280_00, 280_00, "agrees")


def _offered(*, actor, now, item_id, price_cents):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE catalogue_catalogueitem SET list_price_cents = %s WHERE id = %s",
            [price_cents, item_id],
        )


def refused(actor, use_case, **given):
    with pytest.raises(Refused) as caught:
        perform(actor, use_case, now=NOW, **given)
    return caught.value.code


def test_a_finding_takes_no_step_out_of_its_order_and_is_never_lost():
    market = a_market()
    bought(market, quantity=2)
    list_corrected(market, 250_00)
    watch_paid_prices(NOW)
    [finding] = findings(market)
    runner, seller = market.category_manager, market.salesperson
    end = {"finding_id": finding.pk, "conclusion": "Seen"}
    answer = {"finding_id": finding.pk, "kind": "right", "text": "As agreed."}
    # Before it is asked the supplier knows nothing of it, and nothing can end it.
    assert refused(seller, answer_price_finding, **answer) == "not-found"
    assert (
        refused(runner, end_price_finding, state="corrected", **end) == "finding-in-another-state"
    )
    asked(market, finding)
    again = {"finding_id": finding.pk, "question": "Why?"}
    assert refused(runner, ask_about_price, **again) == "finding-in-another-state"
    # Nobody explains it but the supplier; a credit has its note.
    assert refused(runner, end_price_finding, state="explained", **end) == "answer-missing"
    assert refused(runner, end_price_finding, state="credited", **end) == "credit-note-missing"
    assert refused(runner, end_price_finding, state="found", **end) == "finding-in-another-state"
    # Its buyer reads it, and settles nothing; nobody answers in the supplier's name.
    buyer = market.buyers[0].manager
    assert refused(buyer, end_price_finding, state="corrected", **end) == "not-found"
    assert refused(runner, answer_price_finding, **answer) == "not-allowed"
    credit = {**answer, "kind": "credits"}
    assert refused(seller, answer_price_finding, **credit) == "credit-note-missing"
    perform(seller, answer_price_finding, now=NOW, **credit, credit_reference="CN-1")
    perform(runner, end_price_finding, now=NOW, state="credited", credit_reference="CN-1", **end)
    assert refused(seller, answer_price_finding, **answer) == "finding-in-another-state"
    assert [one.state for one in findings(market)] == ["credited"]


def test_the_clock_reminds_a_supplier_once_the_day_after_its_time_is_over():
    market = a_market()
    bought(market)
    list_corrected(market, 250_00)
    watch_paid_prices(NOW)
    asked(market, findings(market)[0])
    # Asked on 2 March, 14 days: the last day is the 16th.
    assert findings(market)[0].answer_due_on.isoformat() == "2026-03-16"
    reminded = []
    for days in (14, 15, 16):
        remind_of_all_questions(NOW + timedelta(days=days))
        reminded.append(findings(market)[0].reminded_at)
    assert reminded == [None, NOW + timedelta(days=15), NOW + timedelta(days=15)]
