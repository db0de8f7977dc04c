"""Two requisitions that fall on the same two shared ceilings by different agreements: whoever
comes second waits, and nobody has to begin again.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connections

from factories.call_offs import NOW, STANDARD, a_draft_rule, a_part
from factories.exchange import an_endpoint
from factories.ordering import a_buyer, an_item, join
from factories.parties import a_purchasing_body, an_actor
from samkop.agreements.models import SharedCeiling
from samkop.agreements.usecases.agreement import put_in_force
from samkop.agreements.usecases.call_off import adopt_call_off, enter_offer, rank_supplier
from samkop.ordering.models import Order
from samkop.ordering.usecases import order as orders
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.requisition import approve_requisition, submit_requisition
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")

MEETING = 2.0  # seconds that the first waits for the other to hold a ceiling too
PRICE = 900_00


def two_crossed_requisitions():
    """Of each of two procurements one buyer joined the agreement that was made first, and
    the other the one made last; each asks for something under both, to be approved.
    """
    runner = an_actor(a_purchasing_body(), RoleName.CATEGORY_MANAGER)
    shared = {"shares_maximum": True, "maximum_value_cents": 100_000_00}
    one, other = (a_draft_rule(runner, number=number, **shared) for number in ("C-1", "C-2"))
    buyers = a_buyer(), a_buyer()
    for buyer in buyers:
        an_endpoint(buyer.party)
    # By the order in which they were made, the first buyer's agreements fall under one, other;
    # the second buyer's under other, one.
    rules = [one, other, other, one]
    parts = [a_part(runner, number, buyers) for number in range(1, 5)]
    for number, (rule, part) in enumerate(zip(rules, parts, strict=True), 1):
        named = {"rule_id": rule.pk, "agreement_id": part.pk}
        perform(runner, rank_supplier, now=NOW, **named, rank=1 + (number > 2))
        perform(
            runner, enter_offer, now=NOW, **named, position=STANDARD,
            seller_item_id=f"ITEM-{number}",
        )  # fmt: skip
    for rule in (one, other):
        perform(runner, adopt_call_off, now=NOW, rule_id=rule.pk)
    waiting = []
    for number, part in enumerate(parts, 1):
        perform(runner, put_in_force, now=NOW, agreement_id=part.pk, register_number="D/P")
        item, buyer = an_item(runner, part, f"ITEM-{number}", PRICE), buyers[number > 2]
        join(buyer, part)
        perform(buyer.employee, add_to_basket, now=NOW, item_id=item.pk)
    for buyer in buyers:
        sent = perform(
            buyer.employee, submit_requisition, now=NOW, cost_centre_id=buyer.cost_centre.pk,
            delivery_location_id=buyer.site.pk,
        )  # fmt: skip
        waiting.append((buyer, sent))
    return runner, (one, other), parts, waiting


def approved_at_once(monkeypatch):
    """How often a ceiling was asked for while both were approved as close as can be."""
    runner, procurements, parts, waiting = two_crossed_requisitions()
    both_hold_one, commit, asked = threading.Barrier(2), orders.commit, []

    def meeting(**move):
        commit(**move)
        asked.append(move["agreement_id"])
        # Broken: the other one waits for a ceiling that is held, as it should.
        with suppress(threading.BrokenBarrierError):
            both_hold_one.wait(MEETING)

    monkeypatch.setattr(orders, "commit", meeting)

    def approve(one):
        buyer, sent = one
        try:
            perform(buyer.approver, approve_requisition, now=NOW, requisition_id=sent.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(approve, waiting))
    with reading(runner):
        placed = Order.objects.filter(agreement__in=parts).values_list("agreement_id", flat=True)
        assert sorted(placed) == [part.pk for part in parts]
        together = SharedCeiling.objects.filter(rule__in=procurements)
        assert list(together.values_list("committed_cents", flat=True)) == [2 * PRICE] * 2
    return len(asked)


def test_everybody_holds_shared_ceilings_in_the_same_order(monkeypatch):
    assert approved_at_once(monkeypatch) == 4


def test_the_twin_that_goes_by_agreement_alone_has_to_begin_again(monkeypatch):
    monkeypatch.setattr(orders, "ceilings_of", lambda agreement: (agreement.pk,))
    assert approved_at_once(monkeypatch) > 4
