"""One maximum value for the suppliers of one procurement: never over, whoever delivers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from http import HTTPStatus

import pytest
from django.db import DatabaseError, connection, connections

from browser_ground import a_client
from factories.agreements import participation_of
from factories.call_offs import NOW, a_draft_rule, a_panel, a_part, sent_in
from factories.parties import (
    a_municipality,
    a_person,
    a_purchasing_body,
    an_account,
    an_actor,
)
from samkop.agreements.models import CeilingMovement, SharedCeiling
from samkop.agreements.queries import agreement_of, ceiling_of, forecast_of, room_of
from samkop.agreements.usecases import call_off as call_offs
from samkop.agreements.usecases import ceiling
from samkop.agreements.usecases.modification import raise_maximum_value, rooms_of
from samkop.agreements.usecases.outside_order import record_outside_order
from samkop.agreements.vocabulary import Ground
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

DAY = date(2026, 3, 2)


def a_shared_panel(whole=1_000_00, **fields):
    """Two suppliers that may each deliver the whole maximum, and together no more than it."""
    given = {"suppliers": 2, "maxima": (whole, whole), **fields}
    return a_panel(shares_maximum=True, maximum_value_cents=whole, **given)


def committing(*, actor, now, agreement, participation, cents, reference):
    ceiling.commit(
        agreement_id=agreement, participation_id=participation, buyer_id=actor.party_id,
        cents=cents, quantities={}, tier_marks={}, reference=reference, on=DAY, now=now,
    )  # fmt: skip


def releasing(*, actor, now, agreement, participation, cents, reference):
    ceiling.release(
        agreement_id=agreement, participation_id=participation, buyer_id=actor.party_id,
        cents=cents, quantities={}, reference=reference, now=now,
    )  # fmt: skip


class Side:
    """One supplier's agreement, for one buyer that commits and releases."""

    def __init__(self, panel, index):
        self.actor, self.agreement = panel.buyers[0].manager, panel.agreements[index]
        self.participation = participation_of(self.agreement, panel.buyers[0].party).pk

    def do(self, use_case, cents, reference):
        perform(
            self.actor, use_case, now=NOW, agreement=self.agreement.pk,
            participation=self.participation, cents=cents, reference=reference,
        )  # fmt: skip

    def refused(self, cents, reference):
        with pytest.raises(Refused) as refused:
            self.do(committing, cents, reference)
        return refused.value.code, refused.value.facts["left_cents"]


def together(panel):
    with reading(panel.runner):
        found = SharedCeiling.objects.get(rule=panel.rule)
        return found.committed_cents, found.maximum_cents


@pytest.mark.usefixtures("database")
class TestOneMaximum:
    """What two agreements commit and give back of one maximum."""

    def test_one_suppliers_orders_leave_the_other_less(self):
        panel = a_shared_panel()
        one, other = Side(panel, 0), Side(panel, 1)
        one.do(committing, 900_00, "A")
        assert other.refused(100_01, "B") == ("maximum-value-reached", 100_00)
        other.do(committing, 100_00, "B")
        assert (together(panel), one.refused(1, "C")) == (
            (1_000_00, 1_000_00),
            ("maximum-value-reached", 0),
        )
        one.do(releasing, 300_00, "A")
        other.do(committing, 250_00, "D")
        assert together(panel) == (950_00, 1_000_00)
        with reading(panel.runner):
            assert sum(CeilingMovement.objects.values_list("cents", flat=True)) == 950_00
            rooms = [room_of(ceiling_of(place.pk)) for place in panel.agreements]
        assert rooms == [50_00, 50_00]

    def test_an_agreements_own_maximum_holds_besides(self):
        panel = a_shared_panel(maxima=(400_00, 1_000_00))
        assert Side(panel, 0).refused(400_01, "A") == ("maximum-value-reached", 400_00)

    def test_an_order_placed_outside_counts_on_it_too(self):
        panel = a_shared_panel()
        perform(
            panel.runner, record_outside_order, now=NOW, agreement_id=panel.agreements[0].pk,
            buyer_id=panel.buyers[0].party.pk, document="PO-1", ordered_on=DAY, cents=600_00,
            quantities={},
        )  # fmt: skip
        assert Side(panel, 1).refused(400_01, "B") == ("maximum-value-reached", 400_00)

    def test_who_has_room_of_its_own_is_passed_over_when_nothing_is_left_together(self):
        panel = a_shared_panel(prices=(300_00, 300_00))
        sides = [Side(panel, index) for index in (0, 1)]
        sides[0].do(committing, 800_00, "A")
        with pytest.raises(Refused) as refused:
            sent_in(panel, panel.buyers[0])
        assert refused.value.code == "nobody-can-perform"

    def test_a_divided_maximum_has_no_shared_row(self):
        panel = a_panel(suppliers=2)
        with reading(panel.runner):
            assert not SharedCeiling.objects.filter(rule=panel.rule).exists()
            assert ceiling_of(panel.agreements[0].pk).shared_id is None

    def test_the_forecast_is_of_all_that_share_it(self):
        panel = a_shared_panel()
        for index, side in enumerate(Side(panel, index) for index in (0, 1)):
            side.do(committing, 100_00 * (index + 1), f"O-{index}")
        with reading(panel.runner):
            found = agreement_of(panel.agreements[0].pk)
            forecast = forecast_of(found, ceiling_of(found.pk), date(2026, 4, 15))
        # By hand: 100.00 and 200.00 in March, nothing in January and February.
        assert [cents for _month, cents in forecast.months] == [0, 0, 300_00]


@pytest.mark.usefixtures("database")
class TestTheProcurement:
    """What was published, and what is changed, is the procurement's as a whole."""

    def test_a_part_may_be_the_whole_and_not_more(self):
        runner = an_actor(a_purchasing_body(), RoleName.CATEGORY_MANAGER)
        rule = a_draft_rule(runner, maximum_value_cents=500_00, shares_maximum=True)
        for number, most in ((1, 500_00), (2, 500_01)):
            part = a_part(runner, number, maximum_cents=most)
            perform(
                runner, call_offs.rank_supplier, rule_id=rule.pk, agreement_id=part.pk, rank=number
            )
        with pytest.raises(Refused) as refused:
            perform(runner, call_offs.adopt_call_off, rule_id=rule.pk)
        assert refused.value.code == "part-exceeds-maximum"

    def test_the_room_of_art_72_is_used_up_once_by_all(self):
        panel = a_shared_panel(300_000_00)
        first, second = panel.agreements
        change = {
            "ground": Ground.DE_MINIMIS, "description": "More pupils.", "decided_on": DAY,
            "register_number": "D/9",
        }  # fmt: skip
        perform(
            panel.runner, raise_maximum_value, now=NOW, agreement_id=first.pk, by_cents=20_000_00,
            **change,
        )  # fmt: skip
        assert together(panel) == (0, 320_000_00)
        # By hand: below a tenth of 300,000, so 29,999.99 at most, of which 20,000 are used.
        with pytest.raises(Refused) as refused:
            perform(
                panel.runner, raise_maximum_value, now=NOW, agreement_id=second.pk,
                by_cents=10_000_00, **change,
            )  # fmt: skip
        facts = refused.value.facts
        assert (refused.value.code, facts["room_cents"]) == ("modification-too-large", 9_999_99)
        with reading(panel.runner):
            rooms = {room.ground: room for room in rooms_of(agreement_of(second.pk), DAY)}
        minimis = rooms[Ground.DE_MINIMIS]
        assert (minimis.left_cents, minimis.used_cents) == (9_999_99, 20_000_00)


@pytest.mark.usefixtures("database", "pages")
class TestWhoSeesIt:
    """It tells what all suppliers have sold."""

    def test_buyers_and_the_purchasing_body_do_and_suppliers_and_strangers_do_not(self):
        panel = a_shared_panel()
        seen = {
            "body": panel.runner, "buyer": panel.buyers[0].employee,
            "supplier": an_actor(panel.suppliers[0], RoleName.SALESPERSON),
            "stranger": an_actor(a_municipality(), RoleName.BUYER),
        }  # fmt: skip
        found = {}
        for name, actor in seen.items():
            with reading(actor):
                found[name] = SharedCeiling.objects.filter(rule=panel.rule).exists()
        assert found == {"body": True, "buyer": True, "supplier": False, "stranger": False}

    def test_the_pages_show_it_to_them_alone(self):
        panel = a_shared_panel()
        Side(panel, 0).do(committing, 123_45, "A")
        buyer, supplier = panel.buyers[0].party, panel.suppliers[1]
        addresses = [f"/call-offs/{panel.rule.pk}/", f"/agreements/{panel.agreements[1].pk}/"]
        shown = []
        for party, role in ((buyer, RoleName.ICT_MANAGER), (supplier, RoleName.SALESPERSON)):
            client = a_client(an_account(a_person(party, role)))
            pages = [client.get(address) for address in addresses]
            assert [page.status_code for page in pages] == [HTTPStatus.OK] * 2
            shown.append([page.content.decode().count('class="meter"') for page in pages])
        assert shown == [[1, 2], [0, 1]]

    def test_nobody_writes_it_but_the_ceilings_functions(self):
        panel = a_shared_panel()

        def forge(*, actor, now):
            with connection.cursor() as cursor:
                cursor.execute("UPDATE agreements_sharedceiling SET maximum_cents = 1")

        with pytest.raises(DatabaseError):
            perform(panel.runner, forge)


THREADS, EACH, CENTS = 8, 15, 7_00
ROOM = THREADS * EACH * CENTS // 2


def owner(sql):
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


def race():
    """Half of the clients order from one supplier, half from the other: room for half of it."""
    panel = a_shared_panel(ROOM)
    sides = [Side(panel, index) for index in (0, 1)]

    def client(number):
        refused = 0
        try:
            for order in range(EACH):
                try:
                    sides[number % 2].do(committing, CENTS, f"O-{number}-{order}")
                except Refused as refusal:
                    refused += refusal.code == "maximum-value-reached"
        finally:
            connections.close_all()
        return refused

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(client, range(THREADS)))


def test_a_race_from_two_agreements_never_goes_over_what_they_share(own_database):
    refused = race()
    [(committed, maximum)] = owner(
        "SELECT committed_cents, maximum_cents FROM agreements_sharedceiling"
    )
    assert (committed, maximum, refused) == (ROOM, ROOM, THREADS * EACH // 2)
    assert owner("SELECT sum(cents)::bigint FROM agreements_ceilingmovement") == [(ROOM,)]


def test_the_twin_without_the_shared_rows_lock_goes_over(own_database):
    [(source,)] = owner("SELECT pg_get_functiondef('samkop_ceiling_move'::regproc)")
    locked = "WHERE rule_id = together FOR NO KEY UPDATE;"
    assert source.count(locked) == 1
    owner(source.replace(locked, "WHERE rule_id = together; PERFORM pg_sleep(0.005);"))
    owner("ALTER TABLE agreements_sharedceiling DROP CONSTRAINT shared_ceiling_never_over")
    race()
    [(over,)] = owner("SELECT committed_cents > maximum_cents FROM agreements_sharedceiling")
    assert over
