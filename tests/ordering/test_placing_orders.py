"""From a wish to an order: budget, ceiling, document and order in one transaction."""

from __future__ import annotations

import pytest

from factories.ordering import (
    LAPTOP,
    NOW,
    PHONE,
    a_market,
    a_requisition,
    approved,
    join,
)
from factories.parties import a_delivery_location, an_actor
from samkop.agreements.models import Ceiling, CeilingMovement
from samkop.agreements.rules import Tier
from samkop.catalogue.models import CatalogueItem
from samkop.core import edocs
from samkop.exchange.models import Message
from samkop.exchange.queries import content_of
from samkop.exchange.transmitting import transmit_waiting
from samkop.ordering.models import BasketLine, Budget, BudgetMovement, Order, Requisition
from samkop.ordering.rules.order_file import OrderRow
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.order import cancel_order
from samkop.ordering.usecases.order_file import order_rows
from samkop.ordering.usecases.requisition import (
    approve_requisition,
    reject_requisition,
    withdraw_requisition,
)
from samkop.ordering.vocabulary import OrderState, RequisitionState
from samkop.platform.records import change
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")


def code_of(actor, use_case, **inputs):
    with pytest.raises(Refused) as refusal:
        perform(actor, use_case, now=NOW, **inputs)
    return refusal.value.code


def test_a_price_group_of_any_length_that_an_agreement_may_have_is_ordered_and_cancelled():
    group = "Rugged phones with a glove mode, of the first tender in full"
    assert len(group) == 60
    market = a_market(prices={group: 300_00})
    buyer = market.buyers[0]
    requisition = approved(market, buyer, group, 2)
    with reading(buyer.manager):
        order = Order.objects.get(requisition=requisition)
        assert order.lines.get().price_group == group
    perform(buyer.employee, cancel_order, now=NOW, order_id=order.pk)
    assert balances(market, buyer) == (0, 0, 0, 0)


def balances(market, buyer):
    """(budget committed, ceiling committed, ledger of budget, ledger of ceiling)."""
    with reading(buyer.finance):
        budget = Budget.objects.get(id=buyer.budget.pk).committed_cents
        spent = sum(
            BudgetMovement.objects.filter(budget=buyer.budget).values_list("cents", flat=True)
        )
    with reading(market.category_manager):
        ceiling = Ceiling.objects.get(agreement=market.agreement).committed_cents
        moved = sum(
            CeilingMovement.objects.filter(agreement=market.agreement).values_list(
                "cents", flat=True
            )
        )
    return budget, ceiling, spent, moved


def test_an_approved_requisition_is_an_order_with_its_money_and_its_document():
    market = a_market()
    buyer = market.buyers[0]
    requisition = approved(market, buyer, PHONE, 2)
    with reading(buyer.manager):
        order = Order.objects.get(requisition=requisition)
        message = Message.objects.get(id=order.message_id)
        document = edocs.read(content_of(message.pk))
    assert requisition.state == RequisitionState.ORDERED
    assert order.state == OrderState.PLACED
    assert balances(market, buyer) == (600_00, 600_00, 600_00, 600_00)
    assert isinstance(document, edocs.Order)
    assert (document.id, document.lines[0].quantity.value) == (order.number, 2)
    assert document.contracts == (market.agreement.number,)


def test_below_the_organisations_threshold_it_is_ordered_at_once():
    market = a_market(free_below_cents=500_00)
    requisition = a_requisition(market, market.buyers[0], PHONE)
    assert requisition.state == RequisitionState.ORDERED


def test_at_the_threshold_somebody_approves():
    market = a_market(free_below_cents=300_00)
    requisition = a_requisition(market, market.buyers[0], PHONE)
    assert requisition.state == RequisitionState.SUBMITTED
    assert balances(market, market.buyers[0]) == (0, 0, 0, 0)


def test_the_basket_is_empty_once_it_is_sent_in():
    market = a_market()
    buyer = market.buyers[0]
    a_requisition(market, buyer)
    with reading(buyer.employee):
        assert list(BasketLine.objects.all()) == []


def test_a_colleague_sees_nothing_of_ones_basket():
    market = a_market()
    buyer = market.buyers[0]
    perform(buyer.employee, add_to_basket, now=NOW, item_id=market.items[PHONE].pk)
    with reading(buyer.approver):
        assert list(BasketLine.objects.all()) == []


def test_nobody_approves_for_himself():
    market = a_market()
    buyer = market.buyers[0]
    perform(buyer.approver, add_to_basket, now=NOW, item_id=market.items[PHONE].pk)
    from samkop.ordering.usecases.requisition import submit_requisition

    inputs = {"cost_centre_id": buyer.cost_centre.pk, "delivery_location_id": buyer.site.pk}
    assert code_of(buyer.approver, submit_requisition, **inputs) == "nobody-may-approve"


def test_an_amount_beyond_every_authority_is_refused_when_it_is_sent_in():
    market = a_market(approval_limit_cents=300_00)
    with pytest.raises(Refused) as refusal:
        a_requisition(market, market.buyers[0], LAPTOP)
    assert refusal.value.code == "nobody-may-approve"


def test_an_employee_decides_on_nothing():
    market = a_market()
    buyer = market.buyers[0]
    requisition = a_requisition(market, buyer)
    wanted = {"requisition_id": requisition.pk}
    colleague = an_actor(buyer.party, "employee")
    assert code_of(colleague, approve_requisition, **wanted) == "not-allowed"


def test_an_approver_of_another_municipality_does_not_even_find_it():
    market = a_market(buyers=2)
    requisition = a_requisition(market, market.buyers[0])
    code = code_of(market.buyers[1].approver, approve_requisition, requisition_id=requisition.pk)
    assert code == "not-found"


def test_a_decision_is_made_once():
    market = a_market()
    requisition = approved(market, market.buyers[0])
    code = code_of(market.buyers[0].approver, approve_requisition, requisition_id=requisition.pk)
    assert code == "decided-already"


def test_a_rejection_has_a_reason_and_orders_nothing():
    market = a_market()
    buyer = market.buyers[0]
    requisition = a_requisition(market, buyer)
    wanted = {"requisition_id": requisition.pk}
    assert code_of(buyer.approver, reject_requisition, reason=" ", **wanted) == "reason-missing"
    rejected = perform(buyer.approver, reject_requisition, now=NOW, reason="Use the old", **wanted)
    assert rejected.state == RequisitionState.REJECTED
    assert balances(market, buyer) == (0, 0, 0, 0)


def test_a_requisition_is_withdrawn_by_its_own_person_only():
    market = a_market()
    buyer = market.buyers[0]
    requisition = a_requisition(market, buyer)
    wanted = {"requisition_id": requisition.pk}
    assert code_of(buyer.manager, withdraw_requisition, **wanted) == "not-allowed"
    done = perform(buyer.employee, withdraw_requisition, now=NOW, **wanted)
    assert done.state == RequisitionState.WITHDRAWN


def test_the_ceiling_refuses_and_leaves_nothing_behind():
    market = a_market(maximum_cents=599_99)
    buyer = market.buyers[0]
    requisition = a_requisition(market, buyer, PHONE, 2)
    wanted = {"requisition_id": requisition.pk}
    assert code_of(buyer.approver, approve_requisition, **wanted) == "maximum-value-reached"
    assert balances(market, buyer) == (0, 0, 0, 0)
    with reading(buyer.manager):
        assert Requisition.objects.get(id=requisition.pk).state == RequisitionState.SUBMITTED
        assert not Order.objects.filter(requisition=requisition).exists()
        assert not Message.objects.filter(owner=buyer.party).exists()


def test_the_ceiling_is_reached_to_the_cent():
    market = a_market(maximum_cents=600_00)
    approved(market, market.buyers[0], PHONE, 2)
    assert balances(market, market.buyers[0])[1] == 600_00


def test_the_budget_refuses_and_leaves_nothing_behind():
    market = a_market(budget_cents=299_99)
    buyer = market.buyers[0]
    requisition = a_requisition(market, buyer)
    wanted = {"requisition_id": requisition.pk}
    assert code_of(buyer.approver, approve_requisition, **wanted) == "budget-exceeded"
    assert balances(market, buyer) == (0, 0, 0, 0)


def test_who_was_named_but_has_not_joined_does_not_order():
    market = a_market(joined=False)
    buyer = market.buyers[0]
    requisition = a_requisition(market, buyer)
    wanted = {"requisition_id": requisition.pk}
    assert code_of(buyer.approver, approve_requisition, **wanted) == "agreement-not-joined"


def test_who_joins_tomorrow_orders_tomorrow():
    from datetime import timedelta

    market = a_market(joined=False)
    buyer = market.buyers[0]
    tomorrow = NOW + timedelta(days=1)
    join(buyer, market.agreement, orders_from=tomorrow.date())
    requisition = a_requisition(market, buyer)
    wanted = {"requisition_id": requisition.pk}
    assert code_of(buyer.approver, approve_requisition, **wanted) == "agreement-not-joined"
    done = perform(buyer.approver, approve_requisition, now=tomorrow, **wanted)
    assert done.state == RequisitionState.ORDERED


def test_a_tier_switches_at_its_threshold_to_the_cent():
    """Everybody's volume before the order decides: the tenth unit switches it for the next."""
    market = a_market(buyers=2, tiers={PHONE: [Tier(10, 35)]})
    first, second = market.buyers
    totals = []
    for buyer, quantity in ((first, 9), (second, 1), (first, 1)):
        requisition = approved(market, buyer, PHONE, quantity)
        with reading(buyer.manager):
            totals.append(Order.objects.get(requisition=requisition).total_cents)
    assert totals == [9 * 300_00, 300_00, 289_50]


def test_an_order_that_was_priced_before_a_tier_switched_gets_the_new_price():
    market = a_market(buyers=2, tiers={PHONE: [Tier(5, 100)]})
    waiting = a_requisition(market, market.buyers[0], PHONE, 2)
    approved(market, market.buyers[1], PHONE, 5)
    approver = market.buyers[0].approver
    perform(approver, approve_requisition, now=NOW, requisition_id=waiting.pk)
    with reading(market.buyers[0].manager):
        assert Order.objects.get(requisition=waiting).total_cents == 2 * 270_00


def test_the_first_of_two_orders_sent_in_together_may_switch_the_tier_of_the_second():
    """Two sites are two orders of one agreement: the second is priced after the first."""
    market = a_market(tiers={PHONE: [Tier(5, 100)]}, free_below_cents=10**9)
    buyer = market.buyers[0]
    other = a_delivery_location(buyer.party, code="north")
    rows = [
        OrderRow(row=number, item=PHONE, quantity="5", site=site)
        for number, site in enumerate((buyer.site.code, other.code), 2)
    ]
    perform(
        buyer.employee, order_rows, now=NOW, cost_centre=buyer.cost_centre.code,
        delivery_location=buyer.site.code, rows=rows,
    )  # fmt: skip
    with reading(buyer.manager):
        orders = Order.objects.order_by("id")
        assert [order.total_cents for order in orders] == [5 * 300_00, 5 * 270_00]


def test_a_cancelled_order_gives_everything_back():
    market = a_market()
    buyer = market.buyers[0]
    requisition = approved(market, buyer, PHONE, 3)
    with reading(buyer.manager):
        order = Order.objects.get(requisition=requisition)
    cancelled = perform(buyer.manager, cancel_order, now=NOW, order_id=order.pk)
    assert cancelled.state == OrderState.CANCELLED
    assert balances(market, buyer) == (0, 0, 0, 0)
    assert code_of(buyer.manager, cancel_order, order_id=order.pk) == "order-cancelled-already"
    assert code_of(buyer.approver, cancel_order, order_id=order.pk) == "not-allowed"
    assert balances(market, buyer) == (0, 0, 0, 0)


def test_an_order_that_the_supplier_has_is_not_cancelled_and_one_that_is_cancelled_stays_so(
    tmp_path,
):
    market = a_market()
    buyer = market.buyers[0]
    sent, early = (order_of(buyer, approved(market, buyer)) for _ in range(2))
    perform(buyer.employee, cancel_order, now=NOW, order_id=early.pk)
    transmit_waiting(tmp_path, now=NOW)
    assert code_of(buyer.employee, cancel_order, order_id=sent.pk) == "order-already-sent"
    assert code_of(buyer.employee, cancel_order, order_id=early.pk) == "order-cancelled-already"
    assert [order_state(buyer, one) for one in (sent, early)] == ["placed", "cancelled"]
    assert balances(market, buyer) == (300_00, 300_00, 300_00, 300_00)


def order_of(buyer, requisition):
    with reading(buyer.manager):
        return Order.objects.get(requisition=requisition)


def order_state(buyer, order):
    with reading(buyer.manager):
        return Order.objects.get(pk=order.pk).state


def test_what_has_become_dearer_since_it_was_sent_in_is_not_ordered_until_it_is_sent_in_again():
    market = a_market(tiers={PHONE: [Tier(10, 50)]})
    buyer = market.buyers[0]
    large = order_of(buyer, approved(market, buyer, PHONE, 10))
    waiting = a_requisition(market, buyer, PHONE)
    # 300.00 less 5 per cent. With the large order the volume of the tier goes as well.
    assert waiting.total_cents == 285_00
    perform(buyer.employee, cancel_order, now=NOW, order_id=large.pk)
    inputs = {"requisition_id": waiting.pk}
    assert code_of(buyer.approver, approve_requisition, **inputs) == "price-has-risen"
    perform(buyer.employee, withdraw_requisition, now=NOW, **inputs)
    again = approved(market, buyer, PHONE)
    assert (again.state, order_of(buyer, again).total_cents) == ("ordered", 300_00)


def test_an_order_is_seen_by_buyer_supplier_and_purchasing_body_and_nobody_else():
    market = a_market(buyers=2)
    requisition = approved(market, market.buyers[0])
    with reading(market.buyers[0].manager):
        order = Order.objects.get(requisition=requisition)
    for actor in (market.salesperson, market.category_manager):
        with reading(actor):
            assert Order.objects.get(id=order.pk).lines.get().name == f"Item {PHONE}"
            assert not Requisition.objects.filter(id=requisition.pk).exists()
    with reading(market.buyers[1].manager):
        assert not Order.objects.filter(id=order.pk).exists()


def test_one_basket_sent_from_two_tabs_is_ordered_once():
    import threading

    from django.db import connections

    from samkop.ordering.usecases.requisition import submit_requisition

    market = a_market(free_below_cents=10**9)
    buyer = market.buyers[0]
    perform(buyer.employee, add_to_basket, now=NOW, item_id=market.items[PHONE].pk)
    barrier, outcomes = threading.Barrier(2), []

    def tab(key):
        barrier.wait(timeout=10)
        try:
            perform(
                buyer.employee, submit_requisition, key=key, now=NOW,
                cost_centre_id=buyer.cost_centre.pk, delivery_location_id=buyer.site.pk,
            )  # fmt: skip
            outcomes.append("ordered")
        except Refused as refusal:
            outcomes.append(refusal.code)
        connections.close_all()

    tabs = [threading.Thread(target=tab, args=(key,)) for key in ("a", "b")]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()
    assert sorted(outcomes) == ["basket-empty", "ordered"]
    assert balances(market, buyer)[0] == 300_00


def test_nobody_enters_himself_into_the_register_of_authority():
    from samkop.ordering.usecases.authority import grant_authority

    buyer = a_market().buyers[0]
    granted = {"cost_centre_id": None, "limit_cents": 10**9}
    own = {"person_id": buyer.finance.person_id, **granted}
    assert code_of(buyer.finance, grant_authority, **own) == "authority-for-oneself"
    employees = {"person_id": buyer.employee.person_id, **granted}
    assert code_of(buyer.finance, grant_authority, **employees) == "not-an-approver"


def test_a_key_of_one_organisation_is_no_key_of_another():
    from dataclasses import replace

    market = a_market(buyers=2)
    first, second = market.buyers
    same_person = replace(
        second.employee, person_id=first.employee.person_id, reference=first.employee.reference
    )
    inputs = {"item_id": market.items[PHONE].pk}
    one = perform(first.employee, add_to_basket, key="same", now=NOW, **inputs)
    other = perform(same_person, add_to_basket, key="same", now=NOW, **inputs)
    assert one.party_id != other.party_id


def with_unit(*, actor, now, item_id, unit_code):
    """Use case: an item that came in before units were checked."""
    item = CatalogueItem.objects.get(pk=item_id)
    return change(item, unit_code=unit_code)


def test_an_order_that_would_be_no_valid_document_is_refused_and_names_the_item():
    market = a_market()
    buyer, item = market.buyers[0], market.items[PHONE]
    perform(market.category_manager, with_unit, now=NOW, item_id=item.pk, unit_code="FOO")
    requisition = a_requisition(market, buyer, PHONE, 1)
    with pytest.raises(Refused) as refusal:
        perform(buyer.approver, approve_requisition, now=NOW, requisition_id=requisition.pk)
    assert (refusal.value.code, refusal.value.facts["item"]) == (
        "order-document-invalid", item.name,
    )  # fmt: skip
    assert balances(market, buyer) == (0, 0, 0, 0)
