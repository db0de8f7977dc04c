"""List prices that drift by themselves, tolerances by day and region, and who shows its prices."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, connections

from factories.agreements import a_runner
from factories.ordering import NOW, PHONE, a_market, an_item
from factories.parties import a_municipality, a_purchasing_body, a_region, a_supplier, an_actor
from factories.price_rules import a_ruled_agreement, an_index
from factories.prices import bought, list_corrected
from samkop.agreements.usecases.prices import NewPrice, set_list_prices
from samkop.followup.models import PriceCheck, PriceFinding
from samkop.followup.policies.prices import JOB
from samkop.followup.price_clock import watch_paid_prices
from samkop.followup.queries.price_drift import list_drifts
from samkop.followup.queries.prices import left_out_of, paid_for, spreads_of, totals_between
from samkop.followup.rules.price_drift import USUAL, Tolerance
from samkop.followup.usecases import price_checks
from samkop.followup.usecases.price_terms import choose_price_sharing, set_price_tolerance
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")


def changed_items(*changes):
    """Fields of items as their catalogue would set them: (id, column, value)."""
    with connections["owner"].cursor() as cursor:
        for pk, column, value in changes:
            cursor.execute(
                f"UPDATE catalogue_catalogueitem SET {column} = %s WHERE id = %s", [value, pk]
            )


def drifts(runner, party, day):
    with reading(runner):
        return [
            (one.kind, one.price_cents, one.expected_cents)
            for one in list_drifts(party.pk, day, USUAL)
        ]


def test_a_successor_and_the_same_product_elsewhere_are_compared_at_equal_configuration():
    first = a_market(prices={PHONE: 300_00, "PHONE-2": 310_00})
    one, two = first.items[PHONE].pk, first.items["PHONE-2"].pk
    # 310.00 is more than 300.00 and 2 %; without properties nothing is taken for equal.
    changed_items((one, "replaced_by_id", two))
    runner, body = first.category_manager, first.purchasing_body
    assert drifts(runner, body, date(2026, 3, 2)) == []
    changed_items((one, "properties", '{"memory": 8}'), (two, "properties", '{"memory": 8}'))
    assert drifts(runner, body, date(2026, 3, 2)) == [("successor", 310_00, 300_00)]
    changed_items((two, "properties", '{"memory": 16}'))
    assert drifts(runner, body, date(2026, 3, 2)) == []


def test_a_list_price_that_rose_more_than_its_index_is_found_once():
    body, supplier, buyer = a_purchasing_body(), a_supplier(), a_municipality()
    runner = a_runner(body)
    agreement = a_ruled_agreement(
        runner, supplier, [buyer], series=an_index(runner, m2026_10="111.9")
    )
    with reading(runner):
        listed = agreement.list_prices.get(seller_item_id="PHONE-1")
    item = an_item(runner, agreement, "PHONE-1", 10**6)
    # 400.00 x 111.9 / 108.4 = 412.92 (412.9151…), and 2 % more is 421.17.
    price = [NewPrice("PHONE-1", listed.price_group, 421_18)]
    perform(
        runner, set_list_prices, agreement_id=agreement.pk, prices=price,
        valid_from=date(2026, 11, 15),
    )  # fmt: skip
    for _again in range(2):
        watch_paid_prices(datetime(2026, 11, 20, tzinfo=UTC))
    with reading(runner):
        [found] = PriceFinding.objects.filter(purchasing_body=body)
    assert (found.kind, found.price_cents, found.expected_cents, found.item_id) == (
        "list", 421_18, 412_92, item.pk,
    )  # fmt: skip
    assert (found.facts["from_value"], found.facts["value"]) == ("108.4", "111.9")


def a_tolerance(actor, region_id, permille, day=date(2026, 3, 2), **given):
    tolerance = Tolerance(**{
        "permille": permille, "cents": 0, "rise_permille": 20, "answer_days": 14, **given,
    })  # fmt: skip
    return perform(
        actor, set_price_tolerance, now=NOW, region_id=region_id, valid_from=day,
        tolerance=tolerance,
    )  # fmt: skip


def code_of(*arguments, **named):
    with pytest.raises(Refused) as refused:
        a_tolerance(*arguments, **named)
    return refused.value.code


def test_each_region_has_its_tolerance_from_its_day_on():
    market = a_market(buyers=2)
    region = a_region(market.purchasing_body, market.buyers[0].party)
    runner = market.category_manager
    # 300.00 instead of 250.00 is 20 %: it passes in the region, and not outside of it.
    a_tolerance(runner, region.pk, 200)
    a_tolerance(runner, None, 199)
    for buyer in (0, 1):
        bought(market, buyer)
    list_corrected(market, 250_00)
    watch_paid_prices(NOW)
    with reading(runner):
        found = PriceFinding.objects.filter(purchasing_body=market.purchasing_body)
        assert [(one.buyer_id, one.region_id) for one in found] == [
            (market.buyers[1].party.pk, None)
        ]
    assert code_of(runner, None, 1001) == "tolerance-out-of-bounds"
    assert code_of(runner, None, 5, answer_days=0) == "tolerance-out-of-bounds"
    assert code_of(runner, None, 5, day=date(2026, 3, 1)) == "tolerance-in-the-past"
    assert code_of(runner, a_region(a_purchasing_body()).pk, 5) == "region-unknown"
    assert code_of(market.buyers[0].manager, None, 5) == "not-allowed"


def test_a_member_that_does_not_show_its_prices_is_left_out_and_counted():
    market = a_market(buyers=3)
    item = market.items[PHONE].pk
    for buyer in (0, 1, 1):
        bought(market, buyer)
    watch_paid_prices(NOW)
    today = date(2026, 3, 10)
    chosen = {"shared": False, "valid_from": today, "decided_by": "Board", "register_number": "D/3"}
    registrar = an_actor(market.buyers[1].party, RoleName.REGISTRAR)
    perform(registrar, choose_price_sharing, now=NOW, **chosen)

    def seen(actor, day):
        with reading(actor):
            paid = paid_for([item], day)
            spreads = spreads_of(paid)[item]
            return [(one.buyer_id, one.quantity) for one in paid], left_out_of([item], day), [
                (one.members, one.difference_cents) for one in spreads
            ]  # fmt: skip

    first, second, _third = (one.party.pk for one in market.buyers)
    everybody = sorted([(first, 1), (second, 2)])
    rows, left_out, spreads = seen(market.buyers[2].manager, today - timedelta(days=1))
    assert (sorted(rows), left_out, spreads) == (everybody, 0, [(2, 0)])
    # From its day on, for the purchasing body too; it sees its own.
    for actor in (market.buyers[2].manager, market.category_manager):
        assert seen(actor, today) == ([(first, 1)], 1, [(1, 0)])
    assert sorted(seen(market.buyers[1].manager, today)[0]) == everybody
    # The totals count it; the supplier reads none of it.
    with reading(market.buyers[2].manager):
        [total] = totals_between(date(2026, 1, 1), date(2026, 12, 31))
    assert (total.checked, total.agrees, total.no_rule) == (3, 3, 0)
    with reading(market.salesperson):
        assert totals_between(date(2026, 1, 1), date(2026, 12, 31)) == []
        assert paid_for([item], today) == []
    with pytest.raises(Refused) as refused:
        perform(market.buyers[0].employee, choose_price_sharing, now=NOW, **chosen)
    assert refused.value.code == "not-allowed"


def raced(market, monkeypatch, *, locked):
    """Two jobs that have both read what is not checked before either writes; what each raised."""
    if not locked:
        monkeypatch.setattr(price_checks, "hold", lambda *_given: None)
    meet = threading.Barrier(2)
    before, raised = price_checks.unchecked_lines, []

    def both(party_id, rows):
        found = before(party_id, rows)
        if not locked:
            meet.wait(20)
        return found

    monkeypatch.setattr(price_checks, "unchecked_lines", both)

    job = actors.job(JOB, market.purchasing_body.pk)

    def work():
        try:
            perform(job, price_checks.check_purchases, now=NOW)
        except Exception as error:  # noqa: BLE001 - told below
            raised.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with reading(market.category_manager):
        rows = PriceCheck.objects.filter(purchasing_body=market.purchasing_body)
        return raised, rows.count()


def test_two_jobs_at_once_check_each_purchase_once(monkeypatch):
    market = a_market()
    bought(market)
    assert raced(market, monkeypatch, locked=True) == ([], 1)


def test_without_the_lock_the_database_refuses_the_second(monkeypatch):
    market = a_market()
    bought(market)
    assert raced(market, monkeypatch, locked=False) == (["IntegrityError"], 1)
