"""A requisition finds its supplier by the rule of call-off, and the choice is kept with why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from factories.call_offs import FIRST, NOW, a_panel, sent_in
from factories.order_files import a_sheet, an_order_file
from factories.ordering import PHONE, a_market, an_item, approved
from factories.parties import a_delivery_location, an_actor
from samkop.agreements.models import CallOffTurn
from samkop.agreements.queries import Turns, turns_of
from samkop.agreements.usecases.agreement import suspend
from samkop.agreements.usecases.prices import NewPrice, set_list_prices
from samkop.agreements.usecases.right_to_order import require_not_stopped
from samkop.catalogue.models import CatalogueItem
from samkop.ordering.documents import Answer, AnsweredLine
from samkop.ordering.models import Order
from samkop.ordering.usecases.order import cancel_order
from samkop.ordering.usecases.order_file import order_by_file
from samkop.ordering.usecases.order_response import record_answer, settle_by_answer
from samkop.ordering.usecases.requisition import (
    approve_requisition,
    reject_requisition,
    withdraw_requisition,
)
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.records import change
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.vocabulary import CallOffMethod, TurnBy

pytestmark = pytest.mark.usefixtures("database")

ROTATION = {"method": CallOffMethod.ROTATION, "turn_by": TurnBy.NUMBER}


def ranks_of(panel, *requisitions):
    """The rank of the supplier that each requisition went to."""
    by_id = {agreement.pk: rank for rank, agreement in enumerate(panel.agreements, 1)}
    with reading(panel.buyers[0].manager):
        return [by_id[requisition.lines.get().agreement_id] for requisition in requisitions]


def refusal_of(panel, **asked):
    with pytest.raises(Refused) as refused:
        sent_in(panel, panel.buyers[0], **asked)
    return refused.value.code


def stop(panel, rank):
    perform(
        panel.runner, suspend, now=NOW, agreement_id=panel.agreements[rank - 1].pk, reason="So."
    )


def test_by_ranking_the_first_gets_it_whichever_equal_was_asked_for():
    panel = a_panel(prices=(950_00, 900_00, 920_00))
    buyer = panel.buyers[0]
    requisition = sent_in(panel, buyer, asked=2, quantity=2)
    with reading(buyer.manager):
        line = requisition.lines.get()
        assert (line.item, line.agreement_id) == (panel.items[0], panel.agreements[0].pk)
        assert (line.unit_price_cents, requisition.total_cents) == (950_00, 1_900_00)
        assert line.origin["net_cents"] == 950_00
    perform(buyer.approver, approve_requisition, now=NOW, requisition_id=requisition.pk)
    with reading(buyer.manager):
        order = Order.objects.get(requisition=requisition)
        assert (order.supplier_id, order.total_cents) == (
            panel.agreements[0].supplier_id,
            1_900_00,
        )


def test_the_choice_is_kept_with_everybody_that_was_considered():
    panel = a_panel()
    stop(panel, 1)
    requisition = sent_in(panel, panel.buyers[0], quantity=2)
    first, second, third = (agreement.pk for agreement in panel.agreements)
    with reading(panel.runner):
        turn = CallOffTurn.objects.get(rule=panel.rule)
    assert (turn.agreement_id, turn.reference, turn.turns, turn.cents) == (
        second,
        requisition.number,
        1,
        1_800_00,
    )
    had = {"turns": 0, "cents": 0}
    assert turn.considered == [
        {"agreement": first, "rank": 1, "hindrance": "not-open", **had},
        {"agreement": second, "rank": 2, "hindrance": None, **had},
        {"agreement": third, "rank": 3, "hindrance": None, **had},
    ]


def test_by_rotation_each_gets_its_turn_over_all_buyers():
    panel = a_panel(buyers=2, **ROTATION)
    one, other = panel.buyers
    requisitions = [sent_in(panel, buyer) for buyer in (one, other, one, other)]
    by_id = {agreement.pk: rank for rank, agreement in enumerate(panel.agreements, 1)}
    with reading(panel.runner):
        turns = CallOffTurn.objects.filter(rule=panel.rule).order_by("id")
        assert [by_id[turn.agreement_id] for turn in turns] == [1, 2, 3, 1]
        assert [turn.reference for turn in turns] == [one.number for one in requisitions]


def test_by_rotation_of_value_a_large_call_off_is_followed_by_small_ones_elsewhere():
    panel = a_panel(suppliers=2, method=CallOffMethod.ROTATION, turn_by=TurnBy.VALUE)
    buyer = panel.buyers[0]
    # Five of 900 to the first; then the second until it has had as much: four, and one.
    made = [sent_in(panel, buyer, quantity=count) for count in (5, 4, 1, 1)]
    assert ranks_of(panel, *made) == [1, 2, 2, 1]
    with reading(buyer.manager):
        assert turns_of(panel.rule.pk) == {
            panel.agreements[0].pk: Turns(2, 5_400_00),
            panel.agreements[1].pk: Turns(2, 4_500_00),
        }


@pytest.mark.parametrize("how", ["withdrawn", "rejected"])
def test_what_becomes_no_order_is_nobodys_turn(how):
    panel = a_panel(suppliers=2, **ROTATION)
    buyer = panel.buyers[0]
    requisition = sent_in(panel, buyer)
    if how == "withdrawn":
        perform(buyer.employee, withdraw_requisition, now=NOW, requisition_id=requisition.pk)
    else:
        perform(
            buyer.approver, reject_requisition, now=NOW, requisition_id=requisition.pk, reason="No."
        )
    with reading(buyer.manager):
        assert turns_of(panel.rule.pk) == {panel.agreements[0].pk: Turns(0, 0)}
    assert ranks_of(panel, sent_in(panel, buyer)) == [1]


def ordered_for(panel, *rows):
    """The orders of one requisition, by order file: (quantity, the site's identifier) a row."""
    buyer = panel.buyers[0]
    sheet = a_sheet(*((panel.items[0].seller_item_id, count, site) for count, site in rows))
    file = an_order_file(buyer, sheet)
    [made] = perform(buyer.employee, order_by_file, now=NOW, file_id=file.pk)["requisitions"]
    perform(buyer.approver, approve_requisition, now=NOW, requisition_id=made)
    with reading(buyer.manager):
        return list(Order.objects.filter(requisition_id=made).order_by("id"))


def answered(panel, order, code, *lines):
    supplier = actors.message(order.pk, "order-response", order.supplier_id)
    answer = Answer(f"R-{order.pk}", order.number, code, "", lines)
    response = perform(
        supplier, record_answer, now=NOW, answer=answer, buyer_id=order.buyer_id, message_id=1
    )
    job = actors.job("order-keeper", order.buyer_id)
    perform(job, settle_by_answer, now=NOW, order_id=order.pk, response_id=response.pk)


def turns_at(panel):
    with reading(panel.runner):
        return turns_of(panel.rule.pk)[panel.agreements[0].pk]


@pytest.mark.parametrize("how", ["cancelled", "refused"])
def test_an_order_that_comes_to_nothing_is_nobodys_turn(how):
    panel = a_panel(suppliers=2, **ROTATION)
    buyer = panel.buyers[0]
    [order] = ordered_for(panel, (2, buyer.site.code))
    assert turns_at(panel) == Turns(1, 1_800_00)
    if how == "cancelled":
        perform(buyer.manager, cancel_order, now=NOW, order_id=order.pk)
    else:
        answered(panel, order, "RE")
    assert turns_at(panel) == Turns(0, 0)
    assert ranks_of(panel, sent_in(panel, buyer)) == [1]


def test_an_order_that_is_refused_in_part_keeps_its_turn():
    panel = a_panel(suppliers=2, **ROTATION)
    [order] = ordered_for(panel, (2, panel.buyers[0].site.code))
    answered(panel, order, "CA", AnsweredLine(1, "3", 1, None, "", "", ""))
    assert turns_at(panel) == Turns(1, 1_800_00)


def test_a_turn_is_given_back_once_when_the_last_of_its_orders_has_come_to_nothing():
    panel = a_panel(suppliers=2, **ROTATION)
    buyer = panel.buyers[0]
    second = a_delivery_location(buyer.party, name="Second school")
    one, other = ordered_for(panel, (1, buyer.site.code), (3, second.code))
    perform(buyer.manager, cancel_order, now=NOW, order_id=one.pk)
    assert turns_at(panel) == Turns(1, 3_600_00)
    answered(panel, other, "RE")
    assert turns_at(panel) == Turns(0, 0)
    with reading(panel.runner):
        assert list(
            CallOffTurn.objects.filter(rule=panel.rule).order_by("id").values_list("turns", "cents")
        ) == [(1, 3_600_00), (-1, -3_600_00)]


def test_the_clock_passes_on_to_the_next_when_the_firsts_term_is_over():
    panel = a_panel(suppliers=2, ends=(date(2026, 6, 30), date(2029, 12, 31)))
    buyer = panel.buyers[0]
    on_the_day = sent_in(panel, buyer, now=datetime(2026, 6, 30, 9, tzinfo=UTC))
    day_after = sent_in(panel, buyer, now=datetime(2026, 7, 1, 9, tzinfo=UTC))
    assert ranks_of(panel, on_the_day, day_after) == [1, 2]


def test_who_has_too_little_room_is_passed_over():
    panel = a_panel(suppliers=2, maxima=(1_000_00, 100_000_00))
    buyer = panel.buyers[0]
    assert ranks_of(panel, sent_in(panel, buyer), sent_in(panel, buyer, quantity=2)) == [1, 2]


def test_whose_item_is_not_sold_is_passed_over():
    panel = a_panel(suppliers=2)
    perform(panel.runner, _let_go, item=panel.items[0])
    assert ranks_of(panel, sent_in(panel, panel.buyers[0], asked=1)) == [2]


def _let_go(*, actor, now, item):
    change(CatalogueItem.objects.get(pk=item.pk), active=False)


def test_when_nobody_can_perform_nothing_is_sent_in():
    panel = a_panel(suppliers=2)
    stop(panel, 1)
    stop(panel, 2)
    assert refusal_of(panel) == "nobody-can-perform"
    with reading(panel.runner):
        assert not CallOffTurn.objects.filter(rule=panel.rule).exists()


def test_an_item_that_answers_no_position_is_not_freely_chosen():
    panel = a_panel(suppliers=2)
    stray = an_item(panel.runner, panel.agreements[1], "ITEM-9", 900_00)
    perform(
        panel.runner, set_list_prices, agreement_id=panel.agreements[1].pk,
        prices=[NewPrice("ITEM-9", "laptops", 900_00)], valid_from=FIRST,
    )  # fmt: skip
    panel = replace(panel, items=(*panel.items, stray))
    assert refusal_of(panel, asked=2) == "call-off-position-missing"


def test_mini_competitions_are_not_ordered_directly():
    assert refusal_of(a_panel(method=CallOffMethod.MINI_COMPETITION)) == "mini-competition-needed"


def test_from_a_value_on_it_is_competed_for_and_below_it_direct():
    panel = a_panel(mini_competition_from_cents=1_800_00)
    assert refusal_of(panel, quantity=2) == "mini-competition-needed"
    with reading(panel.runner):
        assert not CallOffTurn.objects.filter(rule=panel.rule).exists()


def test_an_agreement_with_one_supplier_asks_no_more_than_before():
    market = a_market()
    approved(market, market.buyers[0], PHONE, 1)
    with reading(market.buyers[0].manager):
        assert (
            require_not_stopped(market.buyers[0].party.pk, {market.agreement.pk}, NOW.date()) == {}
        )
        assert not CallOffTurn.objects.filter(buyer=market.buyers[0].party).exists()


def test_turns_of_others_are_told_as_totals_to_buyers_and_not_at_all_to_suppliers():
    panel = a_panel(buyers=2)
    one, other = panel.buyers
    sent_in(panel, one)
    with reading(other.manager):
        assert turns_of(panel.rule.pk) == {panel.agreements[0].pk: Turns(1, 900_00)}
        assert not CallOffTurn.objects.exists()
    with reading(an_actor(panel.suppliers[0], RoleName.SALESPERSON)):
        assert turns_of(panel.rule.pk) == {}
    with reading(an_actor(a_market().buyers[0].party, RoleName.ICT_MANAGER)):
        assert turns_of(panel.rule.pk) == {}
