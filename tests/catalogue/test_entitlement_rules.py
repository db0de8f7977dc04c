"""Who may order what, and how often: the pure function."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from samkop.catalogue.rules.entitlement import (
    Exemption,
    Orderer,
    Rule,
    Scope,
    Thing,
    Use,
    entitlement,
)
from samkop.catalogue.vocabulary import Verdict
from samkop.core.period import months_after

TODAY = date(2026, 11, 27)
NOBODY = Orderer()
PHONE = Thing(1, "phone", "phones", 400_00)
LAPTOP = Thing(2, "laptop", "laptops", 1100_00)
PHONES = Scope("category", "phone")
EVERYBODY = Rule(1, "everybody", PHONES, quantity=1, months=36)
HOME_CARE = Rule(2, "group", PHONES, group_id=7, quantity=2, months=24)


def ruling(thing=PHONE, wanted=1, orderer=NOBODY, **given):
    return entitlement(thing, wanted, orderer, **{"today": TODAY, **given})


def test_without_a_rule_about_a_thing_anybody_may_have_as_many_as_wanted():
    found = ruling(LAPTOP, 600, rules=[EVERYBODY])
    assert (found.verdict, found.left) == (Verdict.ALLOWED, None)


def test_whom_no_rule_about_the_thing_names_is_not_entitled():
    found = ruling(rules=[HOME_CARE])
    assert (found.verdict, found.left, found.possible_on) == (Verdict.NOT_ENTITLED, 0, None)


def test_a_second_phone_is_possible_when_the_first_is_so_many_months_old():
    """By hand: 31 January 2024 and 36 months is 31 January 2027."""
    found = ruling(rules=[EVERYBODY], uses=[Use(PHONE, 1, date(2024, 1, 31))])
    assert (found.verdict, found.left) == (Verdict.REACHED, 0)
    assert found.possible_on == date(2027, 1, 31)


def test_the_clock_gives_it_back_on_the_day_itself():
    used = [Use(PHONE, 1, date(2023, 11, 27))]
    assert ruling(rules=[EVERYBODY], uses=used).verdict == Verdict.ALLOWED
    before = ruling(rules=[EVERYBODY], uses=used, today=date(2026, 11, 26))
    assert (before.verdict, before.possible_on) == (Verdict.REACHED, TODAY)


def test_what_was_given_back_does_not_count():
    on = date(2026, 11, 1)
    found = ruling(rules=[EVERYBODY], uses=[Use(PHONE, 1, on), Use(PHONE, -1, on)])
    assert (found.verdict, found.left) == (Verdict.ALLOWED, 1)


def test_of_several_rules_the_most_generous_counts():
    used = [Use(PHONE, 1, date(2026, 11, 1))]
    found = ruling(orderer=Orderer(groups=frozenset({7})), rules=[EVERYBODY, HOME_CARE], uses=used)
    assert (found.verdict, found.left, found.rule) == (Verdict.ALLOWED, 1, HOME_CARE)


def test_a_rule_for_a_role_names_who_holds_it():
    managers = Rule(3, "role", PHONES, role="ict-manager")
    assert ruling(rules=[managers]).verdict == Verdict.NOT_ENTITLED
    held = ruling(wanted=600, orderer=Orderer(frozenset({"ict-manager"})), rules=[managers])
    assert (held.verdict, held.left) == (Verdict.ALLOWED, None)


def test_a_dearer_one_than_the_rule_allows_is_refused_at_a_cent():
    cheap = Rule(4, "everybody", PHONES, highest_cents=399_99)
    assert ruling(rules=[cheap]).verdict == Verdict.TOO_DEAR
    exact = Rule(4, "everybody", PHONES, highest_cents=400_00)
    assert ruling(rules=[exact]).verdict == Verdict.ALLOWED


def test_more_than_a_rule_ever_gives_has_no_day():
    assert ruling(wanted=2, rules=[EVERYBODY]).possible_on is None


def test_an_exception_gives_what_the_rules_do_not_and_is_then_spent():
    used = [Use(PHONE, 1, date(2026, 11, 1))]
    extra = [Exemption(9, PHONES, 1)]
    found = ruling(rules=[EVERYBODY], exemptions=extra, uses=used)
    assert (found.verdict, found.by_exception) == (Verdict.ALLOWED, {9: 1})
    spent = [*used, Use(PHONE, 1, TODAY, exception_id=9)]
    assert ruling(rules=[EVERYBODY], exemptions=extra, uses=spent).verdict == Verdict.REACHED


def test_each_kind_of_scope_covers_its_own():
    scopes = [Scope("everything"), PHONES, Scope("price-group", "phones"), Scope("item", "", 1)]
    assert [scope.covers(PHONE) for scope in scopes] == [True, True, True, True]
    assert [scope.covers(LAPTOP) for scope in scopes] == [True, False, False, False]


days = st.integers(0, 2000).map(lambda days: TODAY - timedelta(days))
uses = st.lists(st.builds(Use, st.just(PHONE), st.integers(1, 3), days), max_size=8)


@given(uses, st.integers(1, 5), st.integers(1, 60), st.integers(1, 6))
def test_what_is_allowed_never_exceeds_the_number_and_the_named_day_is_the_first(
    used, quantity, months, wanted
):
    rule = Rule(1, "everybody", PHONES, quantity=quantity, months=months)
    counting = sum(use.quantity for use in used if months_after(use.on, months) > TODAY)
    found = ruling(wanted=wanted, rules=[rule], uses=used)
    assert (found.verdict == Verdict.ALLOWED) == (counting + wanted <= quantity)
    if found.possible_on:
        on, before = found.possible_on, found.possible_on - timedelta(1)
        assert ruling(wanted=wanted, rules=[rule], uses=used, today=on).verdict == Verdict.ALLOWED
        earlier = ruling(wanted=wanted, rules=[rule], uses=used, today=before)
        assert earlier.verdict == Verdict.REACHED
    else:
        assert found.verdict == Verdict.ALLOWED or wanted > quantity
