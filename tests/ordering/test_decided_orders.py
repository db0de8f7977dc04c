"""Whatever way an order takes, the buyer's own decision says whether it may: nothing crashes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from factories.decisions import happened
from factories.ordering import NOW, PHONE, TODAY, a_market, a_requisition, approved
from factories.parties import an_account, an_actor
from factories.punch_out import a_system, in_the_shop, returned
from factories.standing_orders import a_standing_order
from samkop.governance.models import MemberDecision
from samkop.governance.vocabulary import DecisionEventKind as Event
from samkop.ordering.clock import order_what_is_due
from samkop.ordering.models import Order, StandingOrderRun
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.requisition import approve_requisition
from samkop.ordering.usecases.reservation import return_basket
from samkop.parties.models import Person
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")


def code_of(call, *arguments, **named):
    with pytest.raises(Refused) as refusal:
        call(*arguments, **named)
    assert str(refusal.value)
    return refusal.value.code


def test_an_appeal_stops_every_way_to_order_and_its_rejection_opens_them_at_once():
    market = a_market()
    buyer = market.buyers[0]
    registrar = an_actor(buyer.party, RoleName.REGISTRAR)
    with reading(registrar):
        decision = MemberDecision.objects.get(party=buyer.party)
        before = Order.objects.filter(buyer=buyer.party).count()
    with reading(buyer.employee):
        employee = Person.objects.get(id=buyer.employee.person_id)
    an_account(employee)
    system = a_system(market, buyer)
    standing = a_standing_order(market, quantity=1, every_months=1, first_on=TODAY)
    waiting = a_requisition(market, buyer, PHONE, 1)
    approved(market, buyer, PHONE, 1)
    happened(registrar, decision, Event.APPEALED, NOW)
    happened(registrar, decision, Event.STAYED, NOW)

    stopped = "enforcement-forbidden"
    approve = {"now": NOW, "requisition_id": waiting.pk}
    assert code_of(perform, buyer.approver, approve_requisition, **approve) == stopped
    assert code_of(a_requisition, market, buyer, PHONE, 1) == stopped
    shopper = in_the_shop(system, NOW)
    perform(shopper, add_to_basket, now=NOW, item_id=market.items[PHONE].pk, quantity=1)
    assert code_of(perform, shopper, return_basket, now=NOW) == stopped
    order_what_is_due(NOW)
    with reading(buyer.manager):
        run = StandingOrderRun.objects.get(standing_order=standing)
        assert (run.code, bool(run.sentence)) == (stopped, True)
        # What was ordered before stays.
        assert Order.objects.filter(buyer=buyer.party).count() == before + 1

    happened(registrar, decision, Event.APPEAL_REJECTED, NOW)
    perform(buyer.approver, approve_requisition, **approve)
    assert returned(a_system(market, buyer, name="Another"), now=NOW + timedelta(minutes=1)).pk
