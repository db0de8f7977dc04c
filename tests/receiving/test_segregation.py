"""Above the organisation's limit, who approved an order does not receive its goods."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from lxml import html

from api_ground import caller
from approving import client_of
from browser_ground import queries_of
from factories.despatches import a_despatched_line, announced
from factories.exchange import an_endpoint
from factories.ordering import (
    NOW,
    PHONE,
    TODAY,
    a_market,
    a_requisition,
    adopted,
    an_agreement_for,
    an_item,
)
from factories.parties import a_supplier, an_actor
from samkop.ordering.models import Order
from samkop.ordering.usecases.approval_rules import NewRule
from samkop.ordering.usecases.authority import grant_authority
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.requisition import approve_requisition, submit_requisition
from samkop.ordering.vocabulary import Outcome
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.models import Receipt, ReceivedSerial
from samkop.receiving.queries.segregation import limit_on
from samkop.receiving.usecases.at_once import receive_at_once
from samkop.receiving.usecases.counting import (
    count_pieces,
    receive_serial,
    report_discrepancy,
    undo_serial,
)
from samkop.receiving.usecases.finishing import finish_receipt
from samkop.receiving.usecases.receipt import start_receipt, start_receipt_of_order
from samkop.receiving.usecases.scanning import Scanned
from samkop.receiving.usecases.segregation import set_segregation_limit

pytestmark = pytest.mark.usefixtures("database", "pages")

THREE_PHONES = 900_00


@pytest.fixture
def market():
    return a_market()


def limited(buyer, cents, valid_from=TODAY, actor=None):
    return perform(
        actor or buyer.finance, set_segregation_limit, now=NOW, limit_cents=cents,
        valid_from=valid_from,
    )  # fmt: skip


def refused(actor, use_case, **inputs):
    with pytest.raises(Refused) as found:
        perform(actor, use_case, **{"now": NOW, **inputs})
    return found.value.code


def an_approver(buyer):
    """One who approves, and whose work it is to take goods in as well."""
    actor = an_actor(buyer.party, RoleName.APPROVER, RoleName.INSTALLER)
    perform(
        buyer.finance, grant_authority, now=NOW, person_id=actor.person_id, cost_centre_id=None,
        limit_cents=10**9,
    )  # fmt: skip
    return actor


def approved_by(market, *approvers):
    """The order of three phones that these approved, one step each."""
    requisition = a_requisition(market, market.buyers[0], PHONE, 3)
    for approver in approvers:
        perform(approver, approve_requisition, now=NOW, requisition_id=requisition.pk)
    with reading(approvers[0]):
        return Order.objects.get(requisition=requisition)


def counted(market, actor, order, serial, now=NOW):
    """An open receipt of the order's three phones, into which the actor has scanned one."""
    consignment = announced(market, a_despatched_line(order, 3, serial))
    receipt = perform(actor, start_receipt, now=now, consignment_id=consignment.pk)
    perform(actor, receive_serial, now=now, receipt_id=receipt.pk, serial=serial)
    return {"receipt_id": receipt.pk}


def test_an_order_of_the_limit_passes_and_one_above_it_is_received_by_somebody_else(market):
    buyer, tomorrow = market.buyers[0], TODAY + timedelta(days=1)
    approver = an_approver(buyer)
    limited(buyer, THREE_PHONES)
    limited(buyer, THREE_PHONES - 1, tomorrow)
    later = NOW + timedelta(days=1)
    first, second = (approved_by(market, approver) for _ in range(2))
    within = counted(market, approver, first, "E-1")
    assert perform(approver, finish_receipt, now=NOW, **within).state == "finished"
    above = counted(market, buyer.manager, second, "E-2", later)
    assert refused(approver, finish_receipt, now=later, **above) == "receiver-approved"
    done = perform(buyer.manager, finish_receipt, now=later, **above)
    assert (done.state, done.finished_by_id) == ("finished", buyer.manager.person_id)


def test_every_step_of_receiving_is_refused_from_the_first_and_leaves_nothing(market):
    buyer = market.buyers[0]
    approver = an_approver(buyer)
    limited(buyer, THREE_PHONES - 1)
    order = approved_by(market, approver)
    assert refused(approver, start_receipt_of_order, order_id=order.pk) == "receiver-approved"
    consignment = announced(market, a_despatched_line(order, 3, "F-1", "F-2"))
    place = {"consignment_id": consignment.pk}
    for finish in (True, False):
        came = {**place, "serials": [Scanned("F-1")], "finish": finish}
        assert refused(approver, receive_at_once, **came) == "receiver-approved"
    assert refused(approver, start_receipt, **place) == "receiver-approved"
    with reading(buyer.manager):
        assert Receipt.objects.filter(buyer_id=buyer.party.pk).count() == 0
        line = consignment.lines.get().pk
    receipt = counted(market, buyer.manager, approved_by(market, approver), "F-9")
    with reading(buyer.manager):
        serial = ReceivedSerial.objects.get(serial_number="F-9")
        line = serial.receipt_line.line_id
    for step, said in (
        (receive_serial, {"serial": "F-8"}), (undo_serial, {"serial_id": serial.pk}),
        (count_pieces, {"line_id": line, "pieces": 1}),
        (report_discrepancy, {"line_id": line, "kind": "damaged", "quantity": 1}),
        (finish_receipt, {}),
    ):  # fmt: skip
        assert refused(approver, step, **receipt, **said) == "receiver-approved"
    with reading(buyer.manager):
        found = serial.receipt_line
        found.refresh_from_db()
        assert (found.counted, found.rejected) == (1, 0)


def test_whoever_approved_any_step_is_kept_from_it_until_there_is_no_limit_any_more(market):
    buyer, tomorrow = market.buyers[0], TODAY + timedelta(days=1)
    adopted(buyer.finance, [NewRule(Outcome.FOUR_EYES)])
    both = (an_approver(buyer), an_approver(buyer))
    limited(buyer, 0)
    limited(buyer, None, tomorrow)
    receipt = counted(market, buyer.manager, approved_by(market, *both), "S-1")
    assert [refused(one, finish_receipt, **receipt) for one in both] == ["receiver-approved"] * 2
    done = perform(both[0], finish_receipt, now=NOW + timedelta(days=1), **receipt)
    assert done.state == "finished"


def test_a_large_requisition_stays_large_when_it_becomes_several_orders(market):
    buyer, manager = market.buyers[0], market.category_manager
    supplier = a_supplier()
    an_endpoint(supplier)
    agreement = an_agreement_for(manager, supplier, (buyer,), 10**7, {"DOCK-1": 100_00}, {})
    dock = an_item(manager, agreement, "DOCK-1", 100_00)
    approver = an_approver(buyer)
    for item in (market.items[PHONE], dock):
        perform(buyer.employee, add_to_basket, now=NOW, item_id=item.pk, quantity=1)
    requisition = perform(
        buyer.employee, submit_requisition, now=NOW, cost_centre_id=buyer.cost_centre.pk,
        delivery_location_id=buyer.site.pk,
    )  # fmt: skip
    perform(approver, approve_requisition, now=NOW, requisition_id=requisition.pk)
    with reading(approver):
        order = Order.objects.get(requisition=requisition, supplier=market.supplier)
    limited(buyer, order.total_cents)
    assert refused(approver, start_receipt_of_order, order_id=order.pk) == "receiver-approved"


def test_a_program_of_the_approvers_receives_nothing_and_a_colleagues_does(market):
    buyer = market.buyers[0]
    approver = an_approver(buyer)
    limited(buyer, THREE_PHONES - 1)
    order = approved_by(market, approver)
    place = announced(market, a_despatched_line(order, 3, "A-1", "A-2", "A-3")).pk
    came = {"serials": [{"serial_number": f"A-{number}"} for number in (1, 2, 3)]}
    answer = caller(approver).post(f"/consignments/{place}/receipts", came, key="mine")
    assert (answer.status_code, answer.json()["code"]) == (409, "receiver-approved")
    program = caller(buyer.manager)
    shown = program.get(f"/consignments/{place}").json()
    assert [one["state"] for one in shown["lines"][0]["serials"]] == [None] * 3
    made = program.post(f"/consignments/{place}/receipts", came, key="ours").json()
    assert made["state"] == "finished"


def test_the_limit_is_finances_to_set_from_today_on_once_a_day(market):
    buyer = market.buyers[0]
    kept = {"limit_cents": 5, "valid_from": TODAY}
    limited(buyer, 100)
    assert refused(buyer.manager, set_segregation_limit, **kept) == "not-allowed"
    assert refused(buyer.finance, set_segregation_limit, **kept) == "day-decided"
    past = {**kept, "valid_from": TODAY - timedelta(days=1)}
    assert refused(buyer.finance, set_segregation_limit, **past) == "first-day-past"
    less = {"limit_cents": -1, "valid_from": TODAY + timedelta(days=1)}
    assert refused(buyer.finance, set_segregation_limit, **less) == "limit-out-of-range"
    with reading(buyer.finance):
        days = (TODAY - timedelta(days=1), TODAY)
        found = [limit_on(buyer.party.pk, day) for day in days]
        assert [one and (one.limit_cents, one.currency) for one in found] == [None, (100, "EUR")]
    with reading(a_market().buyers[0].finance):
        assert limit_on(buyer.party.pk, TODAY) is None


def test_the_pages_keep_the_limit_and_say_who_receives(market):
    buyer = market.buyers[0]
    approver = an_approver(buyer)
    client, place = client_of(buyer.finance), reverse("segregation-limit")
    there, days = reverse("set-segregation-limit"), {"valid_from": "2099-01-01"}
    assert client.post(there, {"limit": "-1", **days}).status_code == 422
    assert client.post(there, {"limit": "899.99", **days}).status_code == 303
    assert client.post(there, {"limit": "", **days}).status_code == 409
    assert "899.99" in client.get(place).content.decode()
    manager, own = client_of(buyer.manager), client_of(approver)
    assert manager.get(place).status_code == 403
    assert place not in manager.get(reverse("consignments")).content.decode()
    assert place in client.get(reverse("consignments")).content.decode()
    limited(buyer, THREE_PHONES - 1)
    [field] = html.fromstring(client.get(place).content).xpath("//input[@name='limit']")
    assert field.get("value") == "899.99"
    order = approved_by(market, approver)
    begin = reverse("receive-order", args=[order.pk])
    receipt = counted(market, buyer.manager, order, "G-1")["receipt_id"]
    with reading(buyer.manager):
        delivery = Receipt.objects.get(id=receipt).consignment_id
    scan, finish = (reverse(name, args=[receipt]) for name in ("scan", "finish-receipt"))
    for page, step in (
        (reverse("order", args=[order.pk]), begin),
        (reverse("consignment", args=[delivery]), reverse("start-receipt", args=[delivery])),
        (reverse("receipt", args=[receipt]), scan), (reverse("receipt", args=[receipt]), finish),
    ):  # fmt: skip
        shown = [step in one.get(page).content.decode() for one in (own, manager)]
        assert shown == [False, True]
    ordered = html.fromstring(manager.get(reverse("order", args=[order.pk])).content)
    [form] = ordered.xpath(f"//form[@action='{begin}']")
    assert form.fields["csrfmiddlewaretoken"]
    said = {"rest": "expected", "serial": "G-2"}
    for step in (begin, scan, finish):
        assert own.post(step, said).status_code == 409
    assert manager.post(finish, {"rest": "expected"}).status_code == 303


def test_the_page_of_limits_asks_as_much_for_thirty_as_for_one(market):
    buyer = market.buyers[0]
    client, place = client_of(buyer.finance), reverse("segregation-limit")
    limited(buyer, 1)
    for_one, _page = queries_of(client, place)
    for day in range(1, 30):
        limited(buyer, day, TODAY + timedelta(days=day))
    assert (for_one, queries_of(client, place)[0]) == (7, 7)
