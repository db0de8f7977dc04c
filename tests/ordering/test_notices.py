"""Who is told of what: approvers of what waits, requesters of what became of it."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from factories.ordering import NOW, PHONE, a_market, a_requisition, approved
from factories.parties import an_actor
from samkop.ordering.documents import Answer, AnsweredLine
from samkop.ordering.models import Order
from samkop.ordering.usecases.authority import grant_authority
from samkop.ordering.usecases.order_response import record_answer
from samkop.ordering.usecases.requisition import reject_requisition, withdraw_requisition
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database")
numbers = itertools.count(1)


def told_to(actor):
    """(kind, facts) of what the person was told, the oldest first."""
    while dispatch_waiting(FACTS):
        continue
    with reading(actor):
        rows = Notification.objects.filter(person_id=actor.person_id).order_by("id")
        return [(row.kind, row.facts, row.url) for row in rows]


def kinds_told_to(actor):
    return [kind for kind, _facts, _url in told_to(actor)]


def an_order(market):
    requisition = approved(market, market.buyers[0], PHONE, 3)
    with reading(market.buyers[0].manager):
        return Order.objects.get(requisition=requisition)


def answer(market, order, code, *lines, promised=None):
    """The supplier's message comes in; the dispatcher does the rest."""
    number = next(numbers)
    perform(
        actors.message(number, "order-response", market.supplier.pk), record_answer, now=NOW,
        answer=Answer(f"R-{number}", order.number, code, "", lines, promised),
        buyer_id=order.buyer_id, message_id=number,
    )  # fmt: skip


def test_those_with_the_authority_are_told_what_waits_and_nobody_else():
    market = a_market()
    buyer = market.buyers[0]
    without = an_actor(buyer.party, RoleName.APPROVER)
    small = an_actor(buyer.party, RoleName.APPROVER)
    perform(
        buyer.finance, grant_authority, now=NOW, person_id=small.person_id,
        cost_centre_id=None, limit_cents=1_00,
    )  # fmt: skip
    requisition = a_requisition(market, buyer, PHONE, 2)
    [(kind, facts, url)] = told_to(buyer.approver)
    assert (kind, url) == ("requisition-submitted", f"/requisitions/{requisition.pk}/")
    assert (facts["total_cents"], facts["things"]) == (600_00, "2 \u00d7 Item PHONE-1")
    assert (told_to(without), told_to(small), told_to(buyer.employee)) == ([], [], [])


def test_told_late_of_what_was_taken_back_nobody_is_bothered():
    market = a_market()
    buyer = market.buyers[0]
    requisition = a_requisition(market, buyer)
    perform(buyer.employee, withdraw_requisition, now=NOW, requisition_id=requisition.pk)
    assert told_to(buyer.approver) == []


def test_a_no_is_told_with_its_reason():
    market = a_market()
    buyer = market.buyers[0]
    requisition = a_requisition(market, buyer)
    perform(
        buyer.approver, reject_requisition, now=NOW, requisition_id=requisition.pk,
        reason="Wait for the new model",
    )  # fmt: skip
    [(kind, facts, _url)] = told_to(buyer.employee)
    assert (kind, facts["reason"]) == ("requisition-rejected", "Wait for the new model")


def test_a_confirmed_order_is_told_with_its_day():
    market = a_market()
    order = an_order(market)
    assert kinds_told_to(market.buyers[0].employee) == ["order-placed"]
    answer(market, order, "AP", promised=date(2026, 3, 9))
    kind, facts, url = told_to(market.buyers[0].employee)[-1]
    assert (kind, url) == ("order-confirmed", f"/orders/{order.pk}/")
    assert facts["promised_on"] == "2026-03-09"


@pytest.mark.parametrize(
    ("code", "lines", "kind"),
    [
        ("RE", [], "order-refused"),
        ("CA", [AnsweredLine(1, "3", 2, None, "", "", "")], "order-partly-confirmed"),
        ("CA", [AnsweredLine(1, "3", 3, None, "S-1", "Another", "")], "substitute-offered"),
    ],
)
def test_what_the_supplier_says_is_told_to_who_asked(code, lines, kind):
    market = a_market()
    answer(market, an_order(market), code, *lines)
    assert kinds_told_to(market.buyers[0].employee) == ["order-placed", kind]


def test_a_mere_receipt_is_no_news():
    market = a_market()
    answer(market, an_order(market), "AB")
    assert kinds_told_to(market.buyers[0].employee) == ["order-placed"]


def test_an_answer_that_a_newer_one_has_overtaken_is_no_news():
    market = a_market()
    order = an_order(market)
    answer(market, order, "RE")
    answer(market, order, "AP")
    assert kinds_told_to(market.buyers[0].employee).count("order-refused") <= 1
    assert len(kinds_told_to(market.buyers[0].employee)) == 2


def test_the_supplier_reads_nothing_of_what_the_buyers_people_are_told():
    market = a_market()
    an_order(market)
    kinds_told_to(market.buyers[0].employee)
    with reading(market.salesperson):
        assert Notification.objects.count() == 0
