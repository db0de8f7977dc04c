"""The pure rules of approval: first match wins, everybody gets an answer, nobody his own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from samkop.ordering.rules import (
    Asked,
    AskedLine,
    Authority,
    Deciding,
    Delegation,
    Rule,
    Step,
    Verdict,
    deciders,
    evaluate,
    possible,
    steps_of,
)
from samkop.ordering.vocabulary import Outcome, StepKind

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)
CABLE, LAPTOP = AskedLine("accessory", 1, True), AskedLine("laptop", 2, False)
REQUESTER, ANNA, BO, CILLA = 1, 11, 12, 13

lines = some.builds(
    AskedLine, some.sampled_from(["phone", "laptop"]), some.integers(1, 3), some.booleans()
)
asks = some.builds(
    Asked, cents=some.integers(0, 10_000), currency=some.sampled_from(["EUR", "SEK"]),
    cost_centre_id=some.integers(1, 3), requester_id=some.integers(1, 5),
    requester_roles=some.frozensets(some.sampled_from(["employee", "approver"])),
    lines=some.lists(lines, min_size=1, max_size=4).map(tuple),
    requester_groups=some.frozensets(some.integers(1, 3)),
)  # fmt: skip
rules = some.builds(
    Rule, id=some.integers(1, 1000), outcome=some.sampled_from(Outcome.values),
    amount_from_cents=some.none() | some.integers(0, 10_000),
    amount_to_cents=some.none() | some.integers(1, 10_000),
    cost_centre_id=some.none() | some.integers(1, 3),
    category=some.sampled_from(["", "phone", "laptop"]),
    agreement_id=some.none() | some.integers(1, 3),
    requester_role=some.sampled_from(["", "employee", "approver"]),
    outside_range=some.none() | some.booleans(),
    requester_group_id=some.none() | some.integers(1, 3),
)  # fmt: skip


def asked(cents=100, *, currency="EUR", lines=(LAPTOP,), roles=("employee",)):
    return Asked(
        cents, currency, 1, REQUESTER, frozenset(roles), tuple(lines),
        requester_groups=frozenset({7}),
    )  # fmt: skip


def authority(person, limit=1_000, *, centre=None, number=None):
    return Authority(number or person, person, centre, limit, "EUR", TODAY - DAY, None)


def deciding(*register, **more):
    return Deciding(on=TODAY, register=register, **more)


@given(some.lists(rules, max_size=8), asks)
def test_every_requisition_gets_one_answer_and_the_same_again(rows, wish):
    verdict = evaluate(rows, wish, currency="EUR")
    assert verdict == evaluate(list(rows), replace(wish), currency="EUR")
    fitting = [rule for rule in rows if rule.fits(wish, "EUR")]
    expected = (
        Verdict(fitting[0].outcome, fitting[0].role, fitting[0].id)
        if fitting
        else Verdict(Outcome.AUTHORITY)
    )
    assert verdict == expected


@given(some.lists(rules, max_size=8), rules, asks)
def test_a_rule_after_the_first_that_fits_changes_nothing(rows, added, wish):
    before = evaluate(rows, wish, currency="EUR")
    after = evaluate([*rows, added], wish, currency="EUR")
    assert before == after or before.rule_id is None


@given(some.sampled_from(Outcome.values))
def test_the_steps_of_an_outcome_are_numbered_from_one(outcome):
    steps = steps_of(Verdict(outcome, "ict-manager" if outcome == Outcome.ROLE_FIRST else ""))
    assert [step.position for step in steps] == list(range(1, len(steps) + 1))
    assert len(steps) == {"none": 0, "four-eyes": 2, "role-first": 2}.get(outcome, 1)


@pytest.mark.parametrize(("cents", "fits"), [(99, False), (100, True), (199, True), (200, False)])
def test_from_is_included_and_below_is_not(cents, fits):
    rule = Rule(1, Outcome.AUTHORITY, amount_from_cents=100, amount_to_cents=200)
    assert rule.fits(asked(cents), "EUR") is fits


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (Rule(1, Outcome.NONE, amount_to_cents=200), False),
        (Rule(1, Outcome.NONE, amount_from_cents=50), False),
        (Rule(1, Outcome.AUTHORITY, amount_from_cents=50, amount_to_cents=200), False),
        (Rule(1, Outcome.FOUR_EYES, amount_from_cents=10**9), True),
        (Rule(1, Outcome.NONE), True),
    ],
)
def test_an_amount_in_another_currency_counts_as_above_every_limit_and_frees_nothing(rule, fits):
    assert rule.fits(asked(100, currency="SEK"), "EUR") is fits


def test_four_eyes_above_a_limit_are_not_slipped_past_in_another_currency():
    rules = [
        Rule(1, Outcome.NONE, amount_to_cents=100_00),
        Rule(2, Outcome.AUTHORITY, amount_to_cents=5_000_00),
        Rule(3, Outcome.FOUR_EYES, amount_from_cents=5_000_00),
    ]
    found = {one: evaluate(rules, asked(50_00, currency=one), currency="EUR").outcome
             for one in ("EUR", "SEK")}  # fmt: skip
    assert found == {"EUR": Outcome.NONE, "SEK": Outcome.FOUR_EYES}


def test_a_free_cable_frees_no_computer_that_is_ordered_with_it():
    free = Rule(1, Outcome.NONE, category="accessory")
    found = [
        evaluate([free], asked(lines=lines), currency="EUR").outcome
        for lines in ([CABLE], [CABLE, LAPTOP])
    ]
    assert found == [Outcome.NONE, Outcome.AUTHORITY]


def test_one_line_outside_the_joint_range_is_enough_to_be_looked_at():
    first = Rule(1, Outcome.ROLE_FIRST, role="ict-manager", outside_range=True)
    found = [
        evaluate([first], asked(lines=lines), currency="EUR").outcome
        for lines in ([LAPTOP, CABLE], [LAPTOP])
    ]
    assert found == [Outcome.ROLE_FIRST, Outcome.AUTHORITY]


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (Rule(1, Outcome.NONE, cost_centre_id=1), True),
        (Rule(1, Outcome.NONE, cost_centre_id=2), False),
        (Rule(1, Outcome.NONE, agreement_id=2), True),
        (Rule(1, Outcome.NONE, agreement_id=1), False),
        (Rule(1, Outcome.NONE, requester_role="employee"), True),
        (Rule(1, Outcome.NONE, requester_role="approver"), False),
        (Rule(1, Outcome.NONE, requester_group_id=7), True),
        (Rule(1, Outcome.NONE, requester_group_id=8), False),
    ],
)
def test_each_condition_is_asked_for(rule, fits):
    assert rule.fits(asked(), "EUR") is fits


def people(found):
    return [(one.person_id, one.on_behalf_of_id) for one in found]


STEP = Step(1, StepKind.AUTHORITY)


def test_nobody_decides_on_his_own_and_each_stands_once_by_the_narrowest():
    wide, narrow = authority(ANNA, 9_000, number=1), authority(ANNA, 500, centre=1, number=2)
    found = deciders(STEP, asked(), deciding(wide, narrow, authority(REQUESTER), authority(BO)))
    assert [(one.person_id, one.authority_id) for one in found] == [(ANNA, 2), (BO, BO)]


def test_a_delegate_decides_for_the_absent_one_and_by_that_authority():
    away = Delegation(5, ANNA, BO, TODAY, TODAY)
    found = deciders(STEP, asked(), deciding(authority(ANNA), delegations=(away,)))
    assert people(found) == [(ANNA, None), (BO, ANNA)]
    assert (found[1].authority_id, found[1].delegation_id) == (ANNA, 5)


@pytest.mark.parametrize("days", [(-2, -1), (1, 2)])
def test_a_delegation_holds_on_its_days_alone(days):
    away = Delegation(5, ANNA, BO, TODAY + days[0] * DAY, TODAY + days[1] * DAY)
    found = deciders(STEP, asked(), deciding(authority(ANNA), delegations=(away,)))
    assert people(found) == [(ANNA, None)]


def test_the_requester_is_no_delegate_for_his_own_order_and_lends_nothing_for_it():
    to_requester = Delegation(5, ANNA, REQUESTER, TODAY, TODAY)
    by_requester = Delegation(6, REQUESTER, BO, TODAY, TODAY)
    known = deciding(
        authority(ANNA), authority(REQUESTER), delegations=(to_requester, by_requester)
    )
    assert people(deciders(STEP, asked(), known)) == [(ANNA, None)]


def test_lent_authority_is_not_lent_on():
    chain = (Delegation(5, ANNA, BO, TODAY, TODAY), Delegation(6, BO, CILLA, TODAY, TODAY))
    found = deciders(STEP, asked(), deciding(authority(ANNA), delegations=chain))
    assert people(found) == [(ANNA, None), (BO, ANNA)]


def test_four_eyes_are_two_people_and_two_authorities():
    away = Delegation(5, ANNA, BO, TODAY, TODAY)
    known = deciding(authority(ANNA), authority(BO), authority(CILLA), delegations=(away,))
    second = replace(STEP, position=2)
    # Bo decided for Anna: neither of the two, and nobody for them, decides again.
    assert people(deciders(second, asked(), known, decided={BO, ANNA})) == [(CILLA, None)]


def test_two_steps_need_two_people():
    both = steps_of(Verdict(Outcome.FOUR_EYES))
    assert not possible(both, asked(), deciding(authority(ANNA)))
    assert not possible(both, asked(), deciding(authority(ANNA), authority(REQUESTER)))
    assert possible(both, asked(), deciding(authority(ANNA), authority(BO)))


def test_one_person_is_not_both_the_role_and_the_approver():
    both = steps_of(Verdict(Outcome.ROLE_FIRST, "ict-manager"))
    alone = deciding(authority(ANNA), holders={"ict-manager": frozenset({ANNA})})
    assert not possible(both, asked(), alone)
    assert possible(both, asked(), replace(alone, register=(authority(ANNA), authority(BO))))


def test_a_manager_decides_within_the_register_only():
    manages = {"managers": {1: ANNA}}
    step = Step(1, StepKind.MANAGER)
    assert people(deciders(step, asked(), deciding(authority(ANNA, 99), **manages))) == []
    found = deciders(step, asked(), deciding(authority(ANNA), authority(BO), **manages))
    assert people(found) == [(ANNA, None)]
