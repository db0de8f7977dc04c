"""Steps that are refused, and who sees what of a benefit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.utils import DatabaseError, ProgrammingError

from factories.benefit import NOW, a_cooperation, all_assumed, assumed, computed, ordered
from factories.parties import a_municipality, an_actor
from factories.planning import code_of
from samkop.followup.models import Benefit, BenefitLeaving, BenefitPurchase
from samkop.followup.queries.benefit import purchases_of, way_of
from samkop.followup.usecases.benefit import Ground, compute_benefit, keep_benefit
from samkop.followup.usecases.benefit_assumptions import (
    NewAssumption,
    assume,
    share_assumptions,
)
from samkop.followup.usecases.price_terms import choose_price_sharing
from samkop.followup.vocabulary.benefit import Assumed
from samkop.parties.vocabulary import RoleName
from samkop.platform.models import Fact
from samkop.platform.unit_of_work import perform, reading, unaudited

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def counted(database):
    cooperation = a_cooperation()
    ordered(cooperation)
    all_assumed(cooperation)
    return cooperation, computed(cooperation)


def new(key=Assumed.OWN_CONTRACT, values=(1, 2, 3), **fields):
    three = values and tuple(Decimal(value) for value in values)
    given = {"source": "Diary", "valid_from": date(2026, 1, 1), "currency": "EUR", **fields}
    return NewAssumption(key, three, **given)


@pytest.mark.parametrize(
    ("assumption", "code"),
    [
        (new(Assumed.JOINT_CONTRACT), "assumption-of-the-region"),
        (new(values=(3, 2, 1)), "assumption-does-not-rise"),
        (new(values=(-1, 2, 3)), "assumption-out-of-bounds"),
        (new(Assumed.FEE_IN_PRICE, (0, 50, 101)), "assumption-out-of-bounds"),
        (new(Assumed.OWN_PRICE, (-101, 0, 0)), "assumption-out-of-bounds"),
        (new(source=" "), "assumption-without-source"),
        (new(Assumed.HOUR_COST, currency=""), "assumption-without-currency"),
    ],
)
def test_an_assumption_that_cannot_be_is_refused(counted, assumption, code):
    cooperation, _benefit = counted
    asked = {"region_id": cooperation.region.pk, "assumption": assumption}
    assert code_of(cooperation.members[0].manager, assume, **asked) == code


def test_whoever_has_no_part_or_no_right_sets_and_computes_nothing(counted):
    cooperation, _benefit = counted
    region_id = cooperation.region.pk
    outside = an_actor(a_municipality(), RoleName.ICT_MANAGER)
    member = cooperation.members[0]
    year = {"region_id": region_id, "year": 2026, "currency": "EUR"}
    sharing = {"region_id": region_id, "shares": True, "decided_on": date(2026, 1, 1)}
    for actor, code in ((outside, "not-found"), (member.employee, "not-allowed")):
        assert code_of(actor, assume, region_id=region_id, assumption=new()) == code
        assert code_of(actor, compute_benefit, **year) == code
        assert code_of(actor, share_assumptions, **sharing) == code
    future = {**year, "year": NOW.year + 100}
    assert code_of(member.manager, compute_benefit, **future) == "benefit-year-unknown"
    empty = Ground([], [], [], [], {})
    kept = {**year, "regional": False, "ground": empty}
    assert code_of(member.employee, keep_benefit, **kept) == "not-allowed"


def test_asked_twice_while_it_waits_it_is_one_job(counted):
    cooperation, _benefit = counted
    asked = {"region_id": cooperation.region.pk, "year": 2025, "currency": "EUR"}
    first, second = (perform(cooperation.counting, compute_benefit, **asked) for _ in "ab")
    assert first.pk == second.pk


def test_a_taken_back_own_assumption_lets_the_regions_hold_again(counted):
    cooperation, _benefit = counted
    manager = cooperation.members[1].manager
    party_id = str(manager.party_id)
    assumed(cooperation, manager, Assumed.OWN_MONTHS, 1, 2, 3)
    assert computed(cooperation, manager).assumptions[party_id]["own-months"]["likely"] == "2.00"
    assumed(cooperation, manager, Assumed.OWN_MONTHS)
    assert computed(cooperation, manager).assumptions[party_id]["own-months"]["likely"] == "9.00"
    # One that begins later does not hold for the year before.
    assumed(cooperation, manager, Assumed.OWN_MONTHS, 4, 5, 6, valid_from=date(2027, 1, 1))
    assert computed(cooperation, manager).assumptions[party_id]["own-months"]["likely"] == "9.00"


def test_a_member_is_told_of_its_own_purchases_and_the_body_of_all(counted):
    cooperation, _benefit = counted
    region_id = cooperation.region.pk
    small, _middle, large = cooperation.members
    with reading(small.manager):
        own = purchases_of(region_id, 2026, "EUR")
        # Nor does it learn of others by asking what if they left.
        without = purchases_of(region_id, 2026, "EUR", large.party.pk)
        assert way_of(region_id, 2026, large.party.pk) == {}
    assert {one.buyer_id for one in own} == {small.party.pk}
    assert {one.without_permille for one in without} == {None}
    with reading(cooperation.counting):
        assert len({one.buyer_id for one in purchases_of(region_id, 2026, "EUR")}) == 3
        assert purchases_of(region_id, 2026, "SEK") == []
        assert purchases_of(region_id, 2025, "EUR") == []
    with reading(an_actor(a_municipality(), RoleName.ICT_MANAGER)):
        assert purchases_of(region_id, 2026, "EUR") == []
        assert way_of(region_id, 2026) == {}


def test_a_region_is_told_no_times_of_few_and_a_member_its_own(counted):
    cooperation, benefit = counted
    # Twelve orders of three members were sent in and approved; nothing was despatched.
    assert benefit.way["ordered"]["things"] == len(benefit_orders(cooperation)) == 12
    assert "received" not in benefit.way
    with reading(cooperation.members[0].manager):
        own = way_of(cooperation.region.pk, 2026, cooperation.members[0].party.pk)
    assert own["ordered"]["things"] == 4
    alone = a_cooperation()
    ordered_one(alone)
    with reading(alone.counting):
        assert way_of(alone.region.pk, 2026) == {}


def test_a_member_outside_the_agreement_sees_the_sums_and_not_what_was_bought(counted):
    cooperation, benefit = counted
    from factories.parties import LONG_AGO, OPERATOR
    from samkop.parties.usecases.parties import add_region_member

    late = a_municipality()
    perform(
        OPERATOR, add_region_member, region_id=cooperation.region.pk, party_id=late.pk,
        valid_from=LONG_AGO,
    )  # fmt: skip
    with reading(an_actor(late, RoleName.STEERING_MEMBER)):
        assert Benefit.objects.get(pk=benefit.pk).result["together"]["units"] > 0
        assert not BenefitPurchase.objects.filter(benefit=benefit).exists()
        assert not BenefitLeaving.objects.filter(benefit=benefit).exists()
    with reading(cooperation.members[0].manager):
        assert BenefitPurchase.objects.filter(benefit=benefit).exists()


def test_whoever_shows_no_prices_is_in_the_sums_and_in_no_row_that_others_see(database):
    cooperation = a_cooperation()
    ordered(cooperation)
    benefit = computed(cooperation)
    small, middle, large = cooperation.members
    hidden = {"shared": False, "valid_from": date(2026, 1, 1), "decided_by": "Board",
              "register_number": "D/9"}  # fmt: skip
    perform(middle.manager, choose_price_sharing, **hidden)

    def buyers(actor):
        with reading(actor):
            return {
                one.buyer_id for table in (BenefitPurchase, BenefitLeaving)
                for one in table.objects.filter(benefit=benefit)
            }  # fmt: skip

    assert buyers(small.manager) == {small.party.pk, large.party.pk}
    assert middle.party.pk in buyers(middle.manager)
    assert buyers(cooperation.counting) == {one.party.pk for one in cooperation.members}


def test_the_database_lets_no_member_write_for_the_region_and_nobody_change_what_was_kept(counted):
    cooperation, benefit = counted
    manager = cooperation.members[0].manager
    forged = (
        "INSERT INTO followup_benefit (region_id, owner_id, regional, year, currency,"
        " inputs_sha256, assumptions, way, result, computed_at)"
        " VALUES (%s, %s, true, 2026, 'EUR', '', '{}', '{}', '{}', now())"
    )
    values = [cooperation.region.pk, manager.party_id]
    with pytest.raises(ProgrammingError), unaudited(manager), connection.cursor() as cursor:
        cursor.execute(forged, values)
    for statement in (
        "UPDATE followup_benefit SET year = 2020 WHERE id = %s",
        "DELETE FROM followup_benefitpurchase WHERE benefit_id = %s",
    ):
        with (
            pytest.raises(DatabaseError),
            unaudited(cooperation.counting),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [benefit.pk])


def test_the_region_is_told_and_a_members_own_is_not(counted):
    cooperation, benefit = counted
    computed(cooperation, cooperation.members[2].manager)
    with reading(cooperation.counting):
        told = [
            row.body for row in Fact.objects.filter(name="benefit-computed")
            if row.body["region_id"] == cooperation.region.pk
        ]  # fmt: skip
    assert told[0]["benefit_id"] == benefit.pk
    assert told[0]["gain_cents"] == benefit.result["together"]["gain_cents"]
    assert len({body["benefit_id"] for body in told}) == len(told)
    with reading(cooperation.counting):
        regional = Benefit.objects.filter(region=cooperation.region, regional=True)
        assert {body["benefit_id"] for body in told} == {one.pk for one in regional}


def benefit_orders(cooperation):
    from samkop.ordering.models import Order

    with reading(cooperation.counting):
        return list(Order.objects.filter(agreement=cooperation.market.agreement))


def ordered_one(cooperation):
    from factories.benefit import BAG, approved

    approved(cooperation.market, cooperation.members[0], BAG, 1)
