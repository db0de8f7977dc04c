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
SELECT o.number, l.line_number, l.quantity, l.unit_price_cents, coalesce(p.despatched, 0),
  coalesce(p.received, 0)
FROM ordering_order o JOIN ordering_orderline l ON l.order_id = o.id
LEFT JOIN ordering_orderlineprogress p USING (order_id, line_number)
"""
COMMITTED = """
SELECT (SELECT sum(committed_cents) FROM ordering_budget),
  (SELECT sum(committed_cents) FROM agreements_ceiling)
"""
# Of the round in force, from the parts and discrepancies themselves.
HOMES = """
SELECT i.number,
  (SELECT coalesce(sum(abs(p.cents + p.vat_cents)), 0) FROM invoicing_matchedpart p
   WHERE p.result_id = r.id AND p.round = r.round),
  (SELECT coalesce(sum(abs(d.cents + d.vat_cents)), 0) FROM invoicing_invoicediscrepancy d
   WHERE d.result_id = r.id AND d.round = r.round)
FROM invoicing_matchresult r JOIN invoicing_invoice i ON i.id = r.invoice_id
"""
STATES = """
SELECT i.number, r.state FROM invoicing_matchresult r
JOIN invoicing_invoice i ON i.id = r.invoice_id
"""
INVOICES = """
SELECT number, kind, currency, net_cents / 100.0, vat_cents / 100.0 FROM invoicing_invoice
"""


@pytest.mark.parametrize("kill_on", KILLED_ON, ids=lambda days: f"killed on {len(days)} days")
@pytest.mark.usefixtures("own_database")
def test_every_order_ends_in_the_state_that_the_documents_say(tmp_path, monkeypatch, kill_on):
    # The same organisations in each run: suppliers go wrong by who writes to them.
    monkeypatch.setattr("factories.parties._business_ids", business_ids_from(1_500_000))
    month = a_month(tmp_path, buyers=BUYERS)
    month.play(ORDERS, kill_on=kill_on)
    ledger = ledger_of(tmp_path).lines
    assert bool(month.killed) == bool(kill_on)
    much_went_wrong(ledger)
    no_document_is_lost_or_used_twice(ledger)
    orders_stand_as_the_documents_say(ledger, month)
    money_is_what_was_billed(ledger)
    wrong_invoices_were_disputed_and_credited(ledger)
    nothing_is_matched_that_did_not_come()


def much_went_wrong(ledger):
    """About a fifth of the messages; some came again, some cannot be taken."""
    assert 0.1 < month_oracle.misbehaved(ledger) < 0.35
    assert {line["fate"] for line in month_oracle.sent(ledger)} == {"taken", "known", "quarantined"}


def no_document_is_lost_or_used_twice(ledger):
    stored = {sha256: (state, fault) for sha256, state, fault in rows(MESSAGES)}
    assert stored == month_oracle.messages(ledger)


def orders_stand_as_the_documents_say(ledger, month):
    placed, moved, prices = defaultdict(dict), defaultdict(dict), {}
    for number, line_number, quantity, cents, gone, came in rows(LINES):
        placed[number][line_number] = quantity
        moved[number][line_number] = (gone, came)
        prices[number, line_number] = cents
    assert len(placed) == ORDERS
    expected = month_oracle.orders(ledger, placed, month.substitutes)
    states = dict(rows("SELECT number, state FROM ordering_order"))
    assert states == {number: order.state for number, order in expected.items()}
    assert moved == {
        number: {line: (order.despatched[line], order.received[line]) for line in order.ordered}
        for number, order in expected.items()
    }
    standing = sum(
        quantity * prices[number, line]
        for number, order in expected.items() for line, quantity in order.standing.items()
    )  # fmt: skip
    assert rows(COMMITTED) == [(standing, standing)]


def money_is_what_was_billed(ledger):
    """Each invoice once, and each cent of it matched or in exception."""
    kept, expected = rows(INVOICES), month_oracle.billed(ledger)
    assert len(kept) == len(expected)
    assert {number: tuple(rest) for number, *rest in kept} == expected
    homes = {number: matched + held for number, matched, held in rows(HOMES)}
    assert homes == {number: (net + vat) * 100 for number, (_, _, net, vat) in expected.items()}


def wrong_invoices_were_disputed_and_credited(ledger):
    """A wrong price or currency never passes: the supplier heard of it, and mended it."""
    states = dict(rows(STATES))
    credited = {
        line["means"]["credits"]: states[line["number"]]
        for line in month_oracle.sent(ledger, "taken", "credit-note")
    }
    wrong = [
        line["number"] for line in month_oracle.sent(ledger, "taken", "invoice")
        if line["misbehaviour"] in {"wrong-price", "wrong-currency"}
    ]  # fmt: skip
    assert {number: credited.get(number) for number in wrong} == dict.fromkeys(wrong, "accepted")
    assert {states[number] for number in wrong} <= {"accepted"}


def nothing_is_matched_that_did_not_come():
    """Invoiced and not credited are no more than came, and came no more than there was."""
    assert rows(
        "SELECT order_id, line_number, invoiced, credited, received, returned"
        " FROM ordering_orderlineprogress WHERE invoiced - credited > received - returned"
    ) == []  # fmt: skip
    assert rows("SELECT count(*) FROM invoicing_matchresult WHERE round = 0") == [(0,)]
