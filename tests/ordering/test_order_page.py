"""An order's page after the supplier's answer: what comes, why not, and who is asked."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from browser_ground import a_client, queries_of
from factories.answers import an_answered_line, answered, let_facts_work, order_again
from factories.ordering import LAPTOP, NOW, PHONE, a_market, a_requisition, approved
from factories.parties import an_account, an_actor
from samkop.agreements.rules import Tier
from samkop.ordering.models import (
    Order,
    OrderResponseLine,
    OrderSettlement,
    SubstituteDecision,
)
from samkop.ordering.usecases.order import cancel_order
from samkop.ordering.usecases.order_response import decide_substitute
from samkop.ordering.vocabulary import DONE, OrderState
from samkop.parties.models import Person
from samkop.parties.vocabulary import RoleName
from samkop.platform.audit.history import history_of
from samkop.platform.models import Notification
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
PROMISED = date(2026, 3, 20)


def client_of(actor):
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
    return a_client(an_account(person))


def words_of(client, path):
    """What a page says, without its markup."""
    answer = client.get(path)
    assert answer.status_code == 200
    body = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def an_order(market, quantity=3, code=PHONE):
    requisition = approved(market, market.buyers[0], code, quantity)
    with reading(market.buyers[0].manager):
        return Order.objects.get(requisition=requisition)


def an_offer(tmp_path, market, **fields):
    given = {"substitute": "Newer phone", "promised": PROMISED, **fields}
    order = an_order(market)
    return answered(tmp_path, market, order, "CA", an_answered_line(1, "3", 3, **given))


def decide(market, order, *, accepted):
    employee = market.buyers[0].employee
    with reading(employee):
        line = OrderResponseLine.objects.get(response__order=order)
    return perform(
        employee, decide_substitute, order_id=order.pk, response_line_id=line.pk,
        accepted=accepted,
    )  # fmt: skip


def test_a_refused_order_says_why_and_its_sum_stands_no_more(tmp_path):
    market = a_market()
    buyer = market.buyers[0]
    order = answered(tmp_path, market, an_order(market), "RE", note="Out of production.")
    client = client_of(buyer.employee)
    page = words_of(client, f"/orders/{order.pk}/")
    assert page.count("Out of production.") == 1
    assert "Sum without VAT €0.00 of €900.00 ordered" in page
    mine = words_of(client, "/mine/")
    assert "Refused by the supplier Out of production." in mine
    assert "€0.00 of €900.00 ordered" in mine
    requisition = words_of(client, f"/requisitions/{order.requisition_id}/")
    assert "Will not come" in requisition
    assert "Out of production." in requisition
    assert "€0.00 of €900.00 ordered" in words_of(client_of(buyer.manager), "/orders/")
    let_facts_work()
    with reading(buyer.employee):
        told = Notification.objects.get(kind="order-refused")
    assert told.facts["reason"] == "Out of production."


def test_lines_that_are_refused_one_by_one_give_their_reasons(tmp_path):
    market = a_market()
    line = an_answered_line(1, "7", note="The maker has none.")
    order = answered(tmp_path, market, an_order(market), "CA", line)
    assert order.state == OrderState.REFUSED
    page = words_of(client_of(market.buyers[0].employee), f"/orders/{order.pk}/")
    assert "The supplier has refused this order The maker has none." in page


def test_an_offered_substitute_asks_who_ordered_on_every_page_where_it_is_looked_for(tmp_path):
    market = a_market()
    order = an_offer(tmp_path, market)
    client = client_of(market.buyers[0].employee)
    start = words_of(client, "/")
    assert f"{order.number} {market.supplier.legal_name} Instead of Item PHONE-1: Newer" in start
    assert f'href="/orders/{order.pk}/"' in client.get("/mine/").content.decode()
    requisition = words_of(client, f"/requisitions/{order.requisition_id}/")
    assert "Look at it, and say yes or no" in requisition
    assert "Confirmed by the supplier" not in requisition
    page = words_of(client, f"/orders/{order.pk}/")
    assert "Waits for your word on the substitute" in page
    assert "Price of one €300.00 · as ordered" in page
    colleague = an_actor(market.buyers[0].party, RoleName.EMPLOYEE)
    assert "Instead of" not in words_of(client_of(colleague), "/")


def test_a_substitute_that_the_shop_has_shows_the_shops_price(tmp_path):
    market = a_market()
    order = an_offer(tmp_path, market, substitute="A laptop", substitute_id=LAPTOP)
    page = words_of(client_of(market.buyers[0].employee), f"/orders/{order.pk}/")
    assert "In the shop Item LAPTOP-1 , €900.00" in page


def test_a_substitute_above_the_orders_price_can_only_be_declined(tmp_path):
    market = a_market()
    order = an_offer(tmp_path, market, price="300.001")
    with pytest.raises(Refused) as refusal:
        decide(market, order, accepted=True)
    assert refusal.value.code == "substitute-dearer"
    client = client_of(market.buyers[0].employee)
    shown = client.get(f"/orders/{order.pk}/").content.decode()
    assert ('value="accept"' in shown, 'value="decline"' in shown) == (False, True)
    assert "€300.01 · ordered at €300.00" in words_of(client, f"/orders/{order.pk}/")
    assert decide(market, order, accepted=False).state == OrderState.CANCELLED


@pytest.mark.parametrize(("price", "currency"), [("299.99", "EUR"), ("999.00", "SEK")])
def test_a_lower_price_or_one_in_another_currency_does_not_stand_in_the_way(
    tmp_path, price, currency
):
    market = a_market()
    line = an_answered_line(1, "3", 3, substitute="Newer phone", price=price)
    order = answered(tmp_path, market, an_order(market), "CA", line, currency=currency)
    assert decide(market, order, accepted=True).state == OrderState.CONFIRMED


def test_after_a_yes_the_line_is_called_by_what_comes(tmp_path):
    market = a_market()
    order = an_offer(tmp_path, market)
    decide(market, order, accepted=True)
    client = client_of(market.buyers[0].employee)
    page = words_of(client, f"/orders/{order.pk}/")
    assert "Newer phone S-1 Instead of Item PHONE-1" in page
    # A later answer that speaks of other things does not bring the old one back.
    answered(tmp_path, market, order_again(market, order), "AP", note="On its way.")
    page = words_of(client, f"/orders/{order.pk}/")
    assert "Newer phone S-1 Instead of Item PHONE-1" in page


def test_after_a_no_neither_a_day_nor_a_sum_is_left(tmp_path):
    market = a_market()
    order = an_offer(tmp_path, market)
    decide(market, order, accepted=False)
    page = words_of(client_of(market.buyers[0].employee), f"/orders/{order.pk}/")
    assert "Substitute declined: Newer phone" in page
    assert "Does not come" in page
    assert "20/03/2026" not in page.split("History")[0].split("Documents")[0]
    assert "Sum without VAT €0.00 of €900.00 ordered" in page


@pytest.mark.parametrize("who", ["salesperson", "category_manager"])
def test_the_other_side_sees_what_has_happened_without_the_buyers_people(tmp_path, who):
    market = a_market()
    order = an_offer(tmp_path, market)
    decide(market, order, accepted=True)
    page = words_of(client_of(getattr(market, who)), f"/orders/{order.pk}/")
    history = page.split("History")[1]
    steps = ["Substitute accepted: Newer phone", "Accepted with changes", "Ordered"]
    assert sorted(steps, key=history.index) == steps
    assert "Newer phone S-1 Instead of Item PHONE-1" in page
    with reading(market.buyers[0].manager):
        names = set(Person.objects.values_list("name", flat=True))
    assert [name for name in names if name in history] == []


@pytest.mark.parametrize("who", ["salesperson", "category_manager"])
def test_the_other_side_sees_that_nothing_comes(who):
    market = a_market()
    order = an_order(market)
    perform(market.buyers[0].manager, cancel_order, now=NOW, order_id=order.pk)
    page = words_of(client_of(getattr(market, who)), f"/orders/{order.pk}/")
    assert "Sum without VAT €0.00 of €900.00 ordered" in page
    assert "Cancelled" in page.split("History")[1]


def test_a_stranger_reads_neither_decision_nor_what_stands(tmp_path):
    market, other = a_market(), a_market()
    decide(market, an_offer(tmp_path, market), accepted=False)
    for stranger in (other.buyers[0].manager, other.salesperson, other.category_manager):
        with reading(stranger):
            assert OrderResponseLine.objects.filter(response__supplier=market.supplier).count() == 0
            assert SubstituteDecision.objects.count() == 0
            assert OrderSettlement.objects.filter(party=market.buyers[0].party).count() == 0


def test_who_may_see_the_order_may_read_its_documents(tmp_path):
    market = a_market()
    order = answered(tmp_path, market, an_order(market), "AP", note="With pleasure.")
    client = client_of(market.buyers[0].employee)
    shown = client.get(f"/orders/{order.pk}/").content.decode()
    links = re.findall(rf'href="(/orders/{order.pk}/documents/\d+/)"', shown)
    assert len(links) == 2
    sent, received = links
    assert "Item PHONE-1" in words_of(client, sent)
    assert "With pleasure." in words_of(client, received)
    file = client.get(f"{sent}file.xml")
    assert (file.status_code, file["Content-Type"]) == (200, "application/xml")
    assert order.number.encode() in file.content
    assert client.get(f"/messages/{order.message_id}/").status_code == 403
    colleague = client_of(an_actor(market.buyers[0].party, RoleName.EMPLOYEE))
    assert colleague.get(sent).status_code == 403


def test_the_supplier_reads_its_own_answer_and_nobody_a_message_of_another_order(tmp_path):
    market = a_market()
    order = answered(tmp_path, market, an_order(market), "AP", note="With pleasure.")
    other = an_order(market)
    supplier = client_of(market.salesperson)
    shown = supplier.get(f"/orders/{order.pk}/").content.decode()
    [link] = re.findall(rf'href="(/orders/{order.pk}/documents/\d+/)"', shown)
    assert "With pleasure." in words_of(supplier, link)
    employee = client_of(market.buyers[0].employee)
    path = f"/orders/{order.pk}/documents/{other.message_id}/"
    assert (employee.get(path).status_code, employee.get(f"{path}file.xml").status_code) == (
        404, 404,
    )  # fmt: skip


def test_a_price_that_fell_before_the_order_is_said_to_who_asked_and_to_who_approved():
    """300.00 less the tier of 5 %: 285.00 for each of two."""
    market = a_market(buyers=2, tiers={PHONE: [Tier(3, 50)]})
    buyer, neighbour = market.buyers
    requisition = a_requisition(market, buyer, PHONE, 2)
    approved(market, neighbour, PHONE, 5)
    approver = client_of(buyer.approver)
    approver.post(f"/requisitions/{requisition.pk}/approve/")
    assert "€570.00 instead of €600.00" in words_of(approver, "/to-approve/")
    client = client_of(buyer.employee)
    page = words_of(client, f"/requisitions/{requisition.pk}/")
    assert "It was sent in at €600.00 and ordered at €570.00" in page
    assert "€285.00 €300.00 when it was sent in" in page
    assert "Item PHONE-1: €285.00" in page
    assert "€570.00 €600.00 when it was sent in" in words_of(client, "/mine/")
    with reading(buyer.manager):
        order = Order.objects.get(requisition=requisition)
    assert "€600.00 when it was sent in" in words_of(client, f"/orders/{order.pk}/")
    let_facts_work()
    for told in (buyer.employee, buyer.approver):
        with reading(told):
            found = Notification.objects.get(kind="order-placed-for-less", person_id=told.person_id)
        assert (found.facts["total_cents"], found.facts["asked_cents"]) == (570_00, 600_00)


def test_a_price_that_has_not_changed_is_not_talked_about():
    market = a_market()
    buyer = market.buyers[0]
    requisition = approved(market, buyer, PHONE, 2)
    client = client_of(buyer.employee)
    assert "when it was sent in" not in words_of(client, f"/requisitions/{requisition.pk}/")
    assert "when it was sent in" not in words_of(client, "/mine/")


def test_the_page_needs_the_same_queries_for_1_and_30_lines_and_answers(tmp_path):
    market = a_market(budget_cents=10**9, maximum_cents=10**9)
    client = client_of(market.buyers[0].employee)
    order = an_offer(tmp_path, market, substitute_id=LAPTOP)
    one, _ = queries_of(client, f"/orders/{order.pk}/")
    for _ in range(29):
        line = an_answered_line(1, "3", 3, substitute="Yet another", substitute_id=LAPTOP)
        answered(tmp_path, market, order, "CA", line)
    thirty, _ = queries_of(client, f"/orders/{order.pk}/")
    assert (one, thirty) == (22, 22)


@pytest.mark.parametrize(
    ("accepted", "said"), [(True, "Substitute accepted"), (False, "Substitute declined")]
)
def test_the_history_says_what_was_decided_about_a_substitute(tmp_path, accepted, said):
    market = a_market()
    buyer = market.buyers[0]
    order = an_offer(tmp_path, market)
    decide(market, order, accepted=accepted)
    with reading(buyer.employee):
        history = history_of(subject_of(order), DONE)
    [decision] = [entry for entry in history if entry.what == DONE["decide_substitute"]]
    shown = {one["label"]: (one["before"], one["after"]) for one in decision.changes}
    assert shown[said] == (None, "Newer phone")
