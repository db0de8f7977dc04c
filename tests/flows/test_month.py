"""A month of the region: every document is accounted for, whatever suppliers and workers do."""

import os
from collections import defaultdict

import pytest

import month_oracle
from factories.parties import business_ids_from
from month import a_month, rows
from samkop.site.simulator.ledger import ledger_of

ALL = os.environ.get("SAMKOP_TEST_SCALE") == "all"
ORDERS, BUYERS = (2000, 9) if ALL else (60, 3)
# In the small form the one month is that of the killed workers.
KILLED_ON = [frozenset(), frozenset(range(60))] if ALL else [frozenset({3, 8})]

MESSAGES = """
SELECT sha256, state, fault_code FROM exchange_message WHERE direction = 'in'
"""
LINES = """
SELECT o.number, l.line_number, l.quantity, l.unit_price_cents, coalesce(p.despatched, 0)
FROM ordering_order o JOIN ordering_orderline l ON l.order_id = o.id
LEFT JOIN ordering_orderlineprogress p USING (order_id, line_number)
"""
COMMITTED = """
SELECT (SELECT sum(committed_cents) FROM ordering_budget),
  (SELECT sum(committed_cents) FROM agreements_ceiling)
"""
INVOICES = """
SELECT number, kind, currency, net_cents / 100.0, vat_cents / 100.0 FROM invoicing_invoice
"""


@pytest.mark.parametrize("kill_on", KILLED_ON, ids=lambda days: f"killed on {len(days)} days")
def test_every_order_ends_in_the_state_that_the_documents_say(
    own_database, tmp_path, monkeypatch, kill_on
):
    # The same organisations in each run: suppliers go wrong by who writes to them.
    monkeypatch.setattr("factories.parties._business_ids", business_ids_from(1_500_000))
    month = a_month(tmp_path, own_database, buyers=BUYERS)
    month.play(ORDERS, kill_on=kill_on)
    ledger = ledger_of(tmp_path).lines
    assert bool(month.killed) == bool(kill_on)
    much_went_wrong(ledger)
    no_document_is_lost_or_used_twice(ledger)
    orders_stand_as_the_documents_say(ledger, month)
    money_is_what_was_billed(ledger)


def much_went_wrong(ledger):
    """About a fifth of the messages; some came again, some cannot be taken."""
    assert 0.1 < month_oracle.misbehaved(ledger) < 0.35
    assert {line["fate"] for line in month_oracle.sent(ledger)} == {"taken", "known", "quarantined"}


def no_document_is_lost_or_used_twice(ledger):
    stored = {sha256: (state, fault) for sha256, state, fault in rows(MESSAGES)}
    assert stored == month_oracle.messages(ledger)


def orders_stand_as_the_documents_say(ledger, month):
    placed, despatched, prices = defaultdict(dict), defaultdict(dict), {}
    for number, line_number, quantity, cents, gone in rows(LINES):
        placed[number][line_number] = quantity
        despatched[number][line_number] = gone
        prices[number, line_number] = cents
    assert len(placed) == ORDERS
    expected = month_oracle.orders(ledger, placed, month.substitutes)
    states = dict(rows("SELECT number, state FROM ordering_order"))
    assert states == {number: order.state for number, order in expected.items()}
    assert despatched == {
        number: {line: order.despatched[line] for line in order.ordered}
        for number, order in expected.items()
    }
    standing = sum(
        quantity * prices[number, line]
        for number, order in expected.items() for line, quantity in order.standing.items()
    )  # fmt: skip
    assert rows(COMMITTED) == [(standing, standing)]


def money_is_what_was_billed(ledger):
    kept, expected = rows(INVOICES), month_oracle.billed(ledger)
    assert len(kept) == len(expected)
    assert {number: tuple(rest) for number, *rest in kept} == expected
