"""Each rule's price, recomputed by hand from its evidence, index, tier and markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection
from hypothesis import given
from hypothesis import strategies as st

from factories.agreements import a_runner
from factories.parties import a_municipality, a_purchasing_body, a_supplier, an_actor
from factories.price_rules import (
    CLAUSE,
    FIRST_REVIEW,
    OCTOBER_2026,
    SET_ON,
    a_ruled_agreement,
    an_evidence,
    an_index,
    index_value,
    recorded,
    rules,
)
from samkop.agreements.models import IndexAdjustment, ListPrice
from samkop.agreements.queries import (
    prices_of,
    reviews_of,
    rule_prices_of,
    values_of,
    why_unpriced,
)
from samkop.agreements.rules import (
    Basis,
    Clause,
    IndexStep,
    Reading,
    base_steps,
    compared_month,
    is_review_day,
    open_reviews,
    origin_from_json,
    price_of,
    review,
    with_lower_offer,
)
from samkop.agreements.usecases.agreement import declare_exhausted
from samkop.agreements.usecases.indexes import decide_index_step, keep_index
from samkop.agreements.usecases.price_rules import NewClause, NewRule, set_price_rules
from samkop.agreements.usecases.prices import NewPrice, set_list_prices
from samkop.agreements.vocabulary import RuleKind
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2026, 11, 2)
NEW_YEAR = date(2027, 1, 1)
ALL = ["PHONE-1", "MONITOR-1", "LAPTOP-1"]


@pytest.fixture
def runner():
    return a_runner(a_purchasing_body())


@pytest.fixture
def agreement(runner):
    return a_ruled_agreement(runner, a_supplier(), [a_municipality()])


def refusal(actor, use_case, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, **inputs)
    return refused.value.code


def decided(runner, agreement, review_on=FIRST_REVIEW, on=None):
    return perform(
        runner, decide_index_step, agreement_id=agreement.pk, price_group="phones",
        review_on=review_on, register_number="D/8", now=on or datetime(2026, 12, 10, 9, tzinfo=UTC),
    )  # fmt: skip


def steps_of(runner, agreement, item, day=DAY):
    with reading(runner):
        origin = prices_of(agreement.pk, [item], day)[item]
    return [(str(step.code), step.cents) for step in origin.steps], origin.net_cents


# Recomputed by hand


def test_a_price_with_a_list_discount_is_recomputed_by_hand(runner, agreement):
    # 12.5 % of 299.90 is 37.4875, that is 37.49; 2 % of 262.41 is 5.2482, that is 5.25;
    # 2.5 % of 257.16 is 6.429, that is 6.43.
    assert steps_of(runner, agreement, "MONITOR-1") == (
        [("list-price", 29_990), ("list-discount", -3_749), ("tier-discount", -525),
         ("markup", 643)],
        26_359,
    )  # fmt: skip


def test_a_price_of_cost_plus_margin_is_recomputed_by_hand(runner, agreement):
    # 3.5 % of 912.35 is 31.93225, that is 31.93; 1.5 % of 944.28 is 14.1642, that is 14.16;
    # 2.5 % of 930.12 is 23.253, that is 23.25.
    assert steps_of(runner, agreement, "LAPTOP-1") == (
        [("purchase-price", 91_235), ("tendered-margin", 3_193), ("tier-discount", -1_416),
         ("markup", 2_325)],
        95_337,
    )  # fmt: skip


def test_a_fixed_price_with_an_index_step_is_recomputed_by_hand(runner):
    series = an_index(runner, m2026_10="111.9")
    agreement = a_ruled_agreement(runner, a_supplier(), [a_municipality()], series=series)
    before = steps_of(runner, agreement, "PHONE-1")
    decided(runner, agreement)
    # 5 % of 400.00 is 20.00; 2.5 % of 380.00 is 9.50.
    assert before == (
        [("list-price", 40_000), ("tier-discount", -2_000), ("markup", 950)],
        38_950,
    )
    assert steps_of(runner, agreement, "PHONE-1") == before
    # 400.00 x (111.9 - 108.4) / 108.4 is 12.915..., that is 12.92; 5 % of 412.92 is 20.646,
    # that is 20.65; 2.5 % of 392.27 is 9.80675, that is 9.81.
    assert steps_of(runner, agreement, "PHONE-1", NEW_YEAR) == (
        [("list-price", 40_000), ("index-step", 1_292), ("tier-discount", -2_065),
         ("markup", 981)],
        40_208,
    )  # fmt: skip


def test_each_step_tells_what_it_is_recomputed_from(runner):
    series = an_index(runner, m2026_10="111.9")
    agreement = a_ruled_agreement(runner, a_supplier(), series=series, buyers=[a_municipality()])
    decided(runner, agreement)
    with reading(runner):
        evidence = agreement.price_evidence.get()
        found = prices_of(agreement.pk, ALL, NEW_YEAR)
        laptop = prices_of(agreement.pk, ["LAPTOP-1"], DAY)["LAPTOP-1"]
    assert dict(laptop.steps[0].detail) == {
        "evidence": str(evidence.pk), "maker": "Provex", "decided_on": "2025-12-01",
        "document_reference": "Protocol 7/2025", "competitors": "4",
    }  # fmt: skip
    assert dict(found["PHONE-1"].steps[1].detail) == {
        "series": "PPI", "from_month": "2025-10", "from_value": "108.4", "month": "2026-10",
        "value": "111.9", "applies_from": "2027-01-01",
    }  # fmt: skip
    assert dict(found["MONITOR-1"].steps[0].detail) == {"reference": "Maker's list 2026-01"}
    assert found["MONITOR-1"].steps[1].permille == 125


def test_prices_are_asked_for_in_two_statements_whatever_their_rules(runner, agreement):
    with reading(runner), connection.execute_wrapper(Counting()) as _:
        counting = connection.execute_wrappers[-1]
        assert set(prices_of(agreement.pk, ALL, DAY)) == set(ALL)
    assert counting.statements == 2


class Counting:
    """Counts the statements that pass through it."""

    def __init__(self):
        self.statements = 0

    def __call__(self, execute, *arguments):
        self.statements += 1
        return execute(*arguments)


def test_an_origin_kept_by_an_order_line_is_read_back_whole(runner, agreement):
    with reading(runner):
        origin = prices_of(agreement.pk, ["LAPTOP-1"], DAY)["LAPTOP-1"]
    assert origin_from_json(origin.as_json()) == origin
    old = {
        "net_cents": 900, "currency": "SEK", "price_group": "g", "volume": 7,
        "steps": [
            {"code": "list-price", "cents": 1_000, "permille": 0},
            {"code": "tier-discount", "cents": -100, "permille": 100},
        ],
    }  # fmt: skip
    assert origin_from_json(old).as_json() == old
    assert origin_from_json({}) is None


def test_an_intermediarys_fee_is_told_and_in_no_step(runner):
    agreement = a_ruled_agreement(
        runner, a_supplier(), [a_municipality()],
        acts_as="intermediary", markup_permille=0, fee_permille=12,
    )  # fmt: skip
    with reading(runner):
        origin = prices_of(agreement.pk, ["MONITOR-1"], DAY)["MONITOR-1"]
    # 1.2 % of 257.16 is 3.08592, that is 3.09.
    assert (origin.net_cents, origin.fee_cents) == (25_716, 309)
    assert sum(step.cents for step in origin.steps) == 25_716
    assert origin.as_json()["fee_permille"] == 12


def test_a_lower_offer_is_a_step_of_its_own(runner, agreement):
    with reading(runner):
        origin = prices_of(agreement.pk, ["MONITOR-1"], DAY)["MONITOR-1"]
    cheaper = with_lower_offer(origin, 25_000)
    # 2 % of 250.00 is 5.00; 2.5 % of 245.00 is 6.125, that is 6.13.
    assert [(str(step.code), step.cents) for step in cheaper.steps] == [
        ("list-price", 29_990), ("list-discount", -3_749), ("lower-offer", -1_241),
        ("tier-discount", -500), ("markup", 613),
    ]  # fmt: skip
    assert with_lower_offer(origin, 26_241) == origin


# Evidence


def test_no_evidence_or_an_expired_one_gives_no_price_and_says_so(runner, agreement):
    last, after = date(2026, 12, 31), date(2027, 1, 1)
    with reading(runner):
        assert set(prices_of(agreement.pk, ALL, last)) == set(ALL)
        assert set(prices_of(agreement.pk, ALL, after)) == {"PHONE-1", "MONITOR-1"}
        assert why_unpriced(agreement.pk, "LAPTOP-1", last) is None
        assert why_unpriced(agreement.pk, "LAPTOP-1", after) == "price-evidence-expired"
        assert why_unpriced(agreement.pk, "PHONE-1", date(2025, 12, 31)) == "price-not-today"
        assert why_unpriced(agreement.pk, "OTHER", last) == "price-not-listed"


def test_new_evidence_takes_over_from_its_first_day(runner, agreement):
    recorded(
        runner, agreement,
        an_evidence(purchase_price_cents=90_000, valid_from=date(2026, 12, 1),
                    valid_until=date(2027, 5, 31)),
    )  # fmt: skip
    assert steps_of(runner, agreement, "LAPTOP-1", date(2026, 11, 30))[0][0][1] == 91_235
    assert steps_of(runner, agreement, "LAPTOP-1", date(2026, 12, 1))[0][0][1] == 90_000


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"competitors": 0}, "evidence-wrong"),
        ({"maker": " "}, "evidence-wrong"),
        ({"document_reference": ""}, "evidence-wrong"),
        ({"purchase_price_cents": -1}, "evidence-wrong"),
        ({"decided_on": date(2026, 1, 2)}, "evidence-wrong"),
        ({"valid_until": date(2025, 12, 31)}, "evidence-wrong"),
        ({"price_group": "monitors"}, "rule-takes-no-evidence"),
        ({"price_group": "unknown"}, "rule-takes-no-evidence"),
    ],
)
def test_evidence_that_shows_nothing_is_refused(runner, agreement, fields, code):
    with pytest.raises(Refused) as refused:
        recorded(runner, agreement, an_evidence(seller_item_id="NEW", **fields))
    assert refused.value.code == code
    with reading(runner):
        assert agreement.price_evidence.count() == 1


def test_a_cost_plus_price_is_not_simply_set(runner, agreement):
    prices = [NewPrice("LAPTOP-2", "laptops", 80_000)]
    inputs = {"agreement_id": agreement.pk, "prices": prices, "valid_from": DAY}
    assert refusal(runner, set_list_prices, **inputs) == "evidence-needed"


def test_no_price_names_the_evidence_of_another_amount(runner, agreement):
    def attempt(*, actor, now):
        ListPrice.objects.filter(seller_item_id="LAPTOP-1").update(net_price_cents=99_999)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError, match="list_price_is_its_evidence"):
        perform(runner, attempt)


# Rules


def test_rules_stay_as_they_were_tendered(runner, agreement):
    inputs = {"agreement_id": agreement.pk, "rules": {"phones": NewRule(RuleKind.FIXED)}}
    assert refusal(runner, set_price_rules, **inputs) == "price-rules-are-fixed"


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (NewRule("by-the-moon"), "price-rule-wrong"),
        (NewRule(RuleKind.FIXED, 10), "price-rule-wrong"),
        (NewRule(RuleKind.LIST_DISCOUNT, 1001), "price-rule-wrong"),
        (NewRule(RuleKind.FIXED, 0, NewClause(0, Decimal(1), CLAUSE)), "index-unknown"),
    ],
)
def test_a_rule_that_is_none_is_refused(runner, rule, code):
    agreement = a_ruled_agreement(runner, a_supplier(), in_force=False)
    inputs = {"agreement_id": agreement.pk, "rules": {"g": rule}}
    assert refusal(runner, set_price_rules, **inputs) == code


def test_an_index_clause_rests_on_an_index_of_ones_own_and_holds_together(runner):
    agreement = a_ruled_agreement(runner, a_supplier(), in_force=False)
    anothers = an_index(a_runner(a_purchasing_body()))
    own = an_index(runner)
    foreign = {"agreement_id": agreement.pk, "rules": rules(anothers)}
    assert refusal(runner, set_price_rules, **foreign) == "index-unknown"
    for wrong in ({"base_month": date(2025, 10, 2)}, {"interval_months": 0},
                  {"floor_permille": 1000}, {"cap_permille": -1}):  # fmt: skip
        given = {"agreement_id": agreement.pk, "rules": rules(own, replace(CLAUSE, **wrong))}
        assert refusal(runner, set_price_rules, **given) == "index-clause-wrong"


def test_only_who_runs_the_agreement_sets_rules_evidence_and_index_steps(runner, agreement):
    with reading(runner):
        supplier = agreement.supplier
    seller = an_actor(supplier, RoleName.BUYER)
    with pytest.raises(Refused) as refused:
        recorded(seller, agreement)
    assert refused.value.code == "not-allowed"
    inputs = {"agreement_id": agreement.pk}
    assert refusal(seller, set_price_rules, rules={}, **inputs) == "not-allowed"


def test_exhausted_is_told_by_what_the_cheapest_item_costs_by_its_rule(runner):
    agreement = a_ruled_agreement(
        runner, a_supplier(), [a_municipality()], maximum_cents=26_358, markup_permille=25
    )
    inputs = {"agreement_id": agreement.pk, "reason": "Full."}
    perform(runner, declare_exhausted, now=datetime(2026, 11, 2, 9, tzinfo=UTC), **inputs)
    other = a_ruled_agreement(
        runner, a_supplier(), [a_municipality()], maximum_cents=26_359, markup_permille=25
    )
    inputs["agreement_id"] = other.pk
    assert refusal(runner, declare_exhausted, **inputs) == "room-is-left"


# Index


def test_an_index_step_applies_by_the_clock_from_its_review(runner):
    series = an_index(runner, m2026_10="111.9")
    agreement = a_ruled_agreement(runner, a_supplier(), [a_municipality()], series=series)
    step = decided(runner, agreement)
    assert step.applies_from == NEW_YEAR
    last = steps_of(runner, agreement, "PHONE-1", date(2026, 12, 31))[1]
    assert (last, steps_of(runner, agreement, "PHONE-1", NEW_YEAR)[1]) == (38_950, 40_208)


def test_a_step_decided_late_applies_from_its_decision(runner):
    series = an_index(runner, m2026_10="111.9")
    agreement = a_ruled_agreement(runner, a_supplier(), [a_municipality()], series=series)
    # Half past ten in the evening, UTC: the day after in Finland.
    step = decided(runner, agreement, on=datetime(2027, 2, 3, 22, 30, tzinfo=UTC))
    assert (step.review_on, step.applies_from) == (NEW_YEAR, date(2027, 2, 4))


def test_a_price_set_after_a_step_is_not_adjusted_by_it(runner):
    series = an_index(runner, m2026_10="111.9")
    agreement = a_ruled_agreement(runner, a_supplier(), [a_municipality()], series=series)
    decided(runner, agreement)
    perform(
        runner, set_list_prices, agreement_id=agreement.pk, valid_from=NEW_YEAR,
        prices=[NewPrice("PHONE-2", "phones", 50_000)],
    )  # fmt: skip
    with reading(runner):
        found = rule_prices_of(agreement.pk, NEW_YEAR)
    assert (found["PHONE-1"].cents, found["PHONE-2"].cents) == (41_292, 50_000)


@pytest.mark.parametrize(
    ("clause", "value", "held", "cents"),
    [
        ({"cap_permille": 20}, "111.9", 20, 40_800),
        ({"cap_permille": 40}, "111.9", None, 41_292),
        ({"floor_permille": 15}, "104.4", -15, 39_400),
        # 400.00 x (104.4 - 108.4) / 108.4 is -14.760..., that is -14.76.
        ({"floor_permille": 50}, "104.4", None, 38_524),
    ],
)
def test_a_cap_or_a_floor_holds_a_step(runner, clause, value, held, cents):
    agreement = a_ruled_agreement(
        runner, a_supplier(), [a_municipality()], clause=replace(CLAUSE, **clause),
        series=an_index(runner, m2026_10=value),
    )  # fmt: skip
    assert decided(runner, agreement).held_permille == held
    with reading(runner):
        assert rule_prices_of(agreement.pk, NEW_YEAR)["PHONE-1"].cents == cents


def test_the_next_review_compares_with_the_last_steps_month(runner):
    series = an_index(runner, m2026_10="111.9", m2027_10="110.0")
    agreement = a_ruled_agreement(runner, a_supplier(), [a_municipality()], series=series)
    decided(runner, agreement)
    second = decided(runner, agreement, date(2028, 1, 1))
    assert (second.base_month, second.base_value) == (OCTOBER_2026, Decimal("111.9"))
    with reading(runner):
        origin = prices_of(agreement.pk, ["PHONE-1"], date(2028, 1, 1))["PHONE-1"]
    # 412.92 x (110.0 - 111.9) / 111.9 is -7.011..., that is -7.01.
    assert [step.cents for step in origin.steps[:3]] == [40_000, 1_292, -701]


def test_steps_that_the_clause_does_not_allow_are_refused(runner):
    series = an_index(runner, m2026_10="109.0")
    agreement = a_ruled_agreement(
        runner, a_supplier(), [a_municipality()], series=series,
        clause=replace(CLAUSE, threshold_permille=10),
    )  # fmt: skip
    inputs = {"agreement_id": agreement.pk, "price_group": "phones", "register_number": "D/8"}

    def code(**changed):
        return refusal(runner, decide_index_step, **{**inputs, **changed})

    assert code(review_on=date(2027, 1, 2)) == "not-a-review-day"
    assert code(review_on=date(2026, 1, 1)) == "not-a-review-day"
    assert code(review_on=date(2028, 1, 1)) == "index-value-missing"
    # 0.55 % is less than the clause's 1 %.
    assert code(review_on=NEW_YEAR) == "index-change-too-small"
    assert code(review_on=NEW_YEAR, price_group="laptops") == "no-index-clause"
    perform(
        runner, keep_index, code="PPI", name="", publisher="",
        values=[index_value("m2026_10", "111.9")],
    )  # fmt: skip
    decided(runner, agreement)
    assert code(review_on=NEW_YEAR) == "index-step-decided"
    with reading(runner):
        assert IndexAdjustment.objects.filter(agreement=agreement).count() == 1


def test_a_revised_value_holds_from_then_on_and_changes_no_decided_step(runner):
    series = an_index(runner, m2026_10="111.9")
    agreement = a_ruled_agreement(runner, a_supplier(), [a_municipality()], series=series)
    decided(runner, agreement)
    an_index(runner, m2026_10="112.4")
    an_index(runner, m2026_10="112.4")
    with reading(runner):
        assert values_of([series.pk])[series.pk, OCTOBER_2026].value == Decimal("112.4")
        assert series.values.filter(month=OCTOBER_2026).count() == 2
        assert rule_prices_of(agreement.pk, NEW_YEAR)["PHONE-1"].cents == 41_292


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ([index_value("m2026_09", "0")], "index-value-wrong"),
        ([replace(index_value("m2026_09", "1"), month=date(2026, 9, 2))], "index-value-wrong"),
        ([replace(index_value("m2026_09", "1"), published_on=SET_ON)], "index-value-wrong"),
        ([index_value("m2026_09", "1"), index_value("m2026_09", "2")], "index-month-twice"),
    ],
)
def test_faulty_index_values_are_refused_whole(runner, values, code):
    named = {"code": "PPI", "name": "Index", "publisher": "Statistics"}
    assert refusal(runner, keep_index, values=values, **named) == code
    employee = replace(runner, roles=frozenset({RoleName.EMPLOYEE}))
    assert refusal(employee, keep_index, values=[], **named) == "not-allowed"


def test_open_reviews_say_what_they_would_come_to(runner):
    series = an_index(runner, m2026_10="111.9")
    agreement = a_ruled_agreement(runner, a_supplier(), [a_municipality()], series=series)
    with reading(runner):
        before = reviews_of(agreement.pk, DAY)
        waiting = reviews_of(agreement.pk, date(2027, 3, 1))
    assert [(one.review_on, one.found, one.outcome and one.outcome.adjusts) for one in before] == [
        (NEW_YEAR, Reading(OCTOBER_2026, Decimal("111.9")), True),
        (date(2028, 1, 1), None, None),
    ]
    assert [one.review_on for one in waiting] == [NEW_YEAR, date(2028, 1, 1)]
    decided(runner, agreement)
    with reading(runner):
        after = reviews_of(agreement.pk, date(2027, 3, 1))
    assert [one.review_on for one in after] == [date(2028, 1, 1)]


# Arithmetic

CENTS = st.integers(0, 10**9)
VALUE = st.decimals("0.0001", "99999", places=4)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(CENTS, st.integers(0, 1000), st.sampled_from(list(RuleKind)), VALUE, VALUE)
def test_the_steps_of_every_rule_add_up_and_are_never_negative(cents, permille, kind, old, new):
    basis = Basis(kind, cents, permille, date(2026, 1, 1))
    step = IndexStep(date(2026, 6, 1), "X", date(2025, 1, 1), old, date(2026, 1, 1), new)
    base = base_steps(basis, [step], date(2026, 6, 1))
    origin = price_of(base, [], 0, 25)
    assert origin.net_cents == sum(one.cents for one in origin.steps)
    assert 0 <= origin.rule_cents <= origin.net_cents


@given(CENTS, VALUE, VALUE)
def test_an_index_step_is_exact_to_half_a_cent(cents, old, new):
    step = IndexStep(date(2026, 6, 1), "X", date(2025, 1, 1), old, date(2026, 1, 1), new)
    # In whole numbers of a ten-thousandth, without any division.
    exact = cents * (int(new * 10_000) - int(old * 10_000))
    assert abs(2 * (step.on(cents).cents * int(old * 10_000) - exact)) <= int(old * 10_000)


@given(DAYS, st.integers(1, 24), st.integers(0, 18), DAYS)
def test_reviews_lie_on_both_sides_of_a_day(first, interval, lag, today):
    clause = Clause(date(2019, 1, 1), first, interval, lag)
    *before, following = open_reviews(clause, None, today)
    assert all(is_review_day(clause, day) for day in (*before, following))
    if today >= first:
        assert before[0] <= today < following
        assert open_reviews(clause, before[0], today) == [following]
    assert compared_month(clause, following) <= following


@given(VALUE, VALUE, st.integers(0, 200), st.integers(0, 200))
def test_a_review_is_held_between_its_floor_and_its_cap(old, new, cap, floor):
    clause = Clause(date(2025, 1, 1), date(2026, 1, 1), cap_permille=cap, floor_permille=floor)
    found = review(clause, Reading(date(2025, 1, 1), old), Reading(date(2026, 1, 1), new))
    effective = found.permille if found.held_permille is None else found.held_permille
    assert -floor <= effective <= cap
