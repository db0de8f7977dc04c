"""An order by a program: in how many statements, and that asking ahead changes nothing else."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.ordering import a_market
from samkop.ordering.models import Order
from samkop.ordering.usecases import ahead
from samkop.platform.tokens import issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")

# Who acts; begin, tell the database, claim the key; two to read; requisition with its lines,
# entitlements, budget, message, payload, order, lines, ceiling; close, answer, commit.
STATEMENTS = 17


class Program:
    """Orders by a token of a buyer that asks for no approval."""

    def __init__(self):
        market = a_market(free_below_cents=10**9)
        self.buyer = market.buyers[0]
        self.items = [item.pk for item in market.items.values()]
        self.token = new_token_text()
        perform(
            self.buyer.employee, issue_token, name="ledger", days=30, text=self.token,
            scopes=["orders:write", "orders:read"],
        )  # fmt: skip

    def order(self, key):
        """The requisition's id and the number of its orders."""
        body = {
            "cost_centre": self.buyer.cost_centre.code,
            "delivery_location": self.buyer.site.code,
            "lines": [{"item_id": item, "quantity": 2} for item in self.items],
        }
        answer = Client(headers={"host": "localhost"}).post(
            "/api/v1/requisitions", json.dumps(body), content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}", "Idempotency-Key": key},
        )  # fmt: skip
        assert answer.status_code == 201, answer.content
        assert answer.json()["state"] == "ordered"
        return answer.json()

    def orders(self, requisition_id):
        """What the orders are, without what differs from one to the next."""
        with reading(self.buyer.employee):
            placed = Order.objects.filter(requisition_id=requisition_id).order_by("id")
            return [
                (
                    one.agreement_id, one.supplier_id, one.total_cents, one.budget_id,
                    one.recipient_id, one.delivery_location_id, one.message_id is not None,
                    [
                        (
                            line.item_id, line.quantity, line.net_cents, line.origin["steps"],
                            line.expected_on,
                        )
                        for line in one.lines.order_by("line_number")
                    ],
                )
                for one in placed
            ]  # fmt: skip


def test_an_order_by_a_program_takes_seventeen_statements():
    program = Program()
    program.order("first")
    with CaptureQueriesContext(connection) as taken:
        program.order("second")
    assert len(taken) == STATEMENTS, [one["sql"][:80] for one in taken]


def test_an_order_is_the_same_when_nothing_is_asked_ahead(monkeypatch):
    program = Program()
    quick = program.order("quick")
    monkeypatch.setattr(ahead, "ask_ahead", lambda *_asked: None)
    with CaptureQueriesContext(connection) as taken:
        slow = program.order("slow")
    assert len(taken) > STATEMENTS
    assert quick["total"] == slow["total"]
    assert program.orders(quick["id"]) == program.orders(slow["id"]) != []


def test_the_same_key_answers_as_before_and_orders_once():
    program = Program()
    assert program.order("key") == program.order("key")
    with reading(program.buyer.employee):
        assert Order.objects.count() == 1
