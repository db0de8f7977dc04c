"""What a lease owes adds up to the cent, whoever stops, swaps or goes on."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from samkop.core.leasing import (
    Difference,
    Figures,
    LeaseClass,
    Lent,
    Line,
    Terms,
    Thresholds,
    buy_out_price,
    differences,
    figures_of,
    financing,
    first_month_after,
    going_on,
    interim_rent,
    maturities,
    monthly_rent,
    notice_of,
    owed_by,
    owed_from,
    penalty,
    residual_value,
    suggested_class,
    term_end,
    total_by_year,
)
from samkop.core.period import months_after

PRICES = st.integers(1, 500_000)
MONTHS = st.integers(1, 72)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


def lent(price, months, accepted_on, **given):
    first = first_month_after(accepted_on)
    return Lent(
        monthly_rent(price, 22_500), first, months_after(first, months - 1), accepted_on, **given
    )


def test_a_month_of_a_device_is_rounded_once_and_is_the_same_in_each():
    assert monthly_rent(899_00, 22_500) == 20_23  # 20.2275
    dues = owed_by(lent(899_00, 36, date(2026, 4, 1)))
    assert ({due.cents for due in dues}, len(dues)) == ({20_23}, 36)


def test_interim_rent_runs_by_the_day_until_the_schedule_starts():
    dues = owed_by(lent(900_00, 36, date(2026, 3, 2)))
    assert (dues[0].cents, dues[0].interim) == (interim_rent(20_25, 30, 30), True)
    assert dues[1].month == date(2026, 4, 1)


@settings(max_examples=60)
@given(PRICES, MONTHS, DAYS, st.lists(st.integers(1, 2_500), min_size=1, max_size=3))
def test_lessees_one_after_the_other_owe_together_what_one_would_have_owed(
    price, months, accepted_on, waits
):
    whole = lent(price, months, accepted_on)
    wanted = Counter({(due.month, due.interim): due.cents for due in owed_by(whole)})
    day, rest, found = accepted_on, whole, Counter()
    for wait in waits:
        day += timedelta(days=wait)
        before = owed_by(replace(rest, stopped_on=day - timedelta(days=1)))
        assert all(due.interim or due.month < day for due in before)
        found.update({(due.month, due.interim): due.cents for due in before})
        rest = going_on(rest, day)
        assert all(due.month >= day.replace(day=1) for due in owed_by(rest))
    found.update({(due.month, due.interim): due.cents for due in owed_by(rest)})
    assert found == wanted


@settings(max_examples=40)
@given(DAYS)
def test_a_schedule_starts_with_a_quarter_and_not_before_the_acceptance(day):
    first = first_month_after(day)
    assert (first.day, (first.month - 1) % 3) == (1, 0)
    assert timedelta(0) <= first - day < timedelta(days=93)


@settings(max_examples=40)
@given(PRICES, MONTHS, DAYS, st.integers(0, 3000))
def test_what_is_stopped_owes_until_the_month_of_its_stop_and_nothing_after(
    price, months, accepted_on, later
):
    whole = lent(price, months, accepted_on)
    stopped = accepted_on + timedelta(days=later)
    cut = owed_by(lent(price, months, accepted_on, stopped_on=stopped))
    assert [due for due in cut if not due.interim] == [
        due for due in owed_by(whole) if not due.interim and due.month <= stopped.replace(day=1)
    ]


@settings(max_examples=40)
@given(PRICES, MONTHS, DAYS, DAYS)
def test_years_and_maturities_are_the_same_sum(price, months, accepted_on, year_end):
    dues = owed_by(lent(price, months, accepted_on))
    whole = sum(due.cents for due in dues)
    assert sum(total_by_year(dues).values()) == whole
    past = sum(due.cents for due in dues if due.due_on <= year_end)
    assert maturities(dues, year_end).total + past == whole


def test_maturities_are_divided_after_one_year_and_after_five():
    dues = owed_by(lent(1000_00, 72, date(2027, 1, 1)))
    found = maturities(dues, date(2026, 12, 31))
    assert (found.within_one, found.one_to_five, found.over_five) == (
        12 * 22_50, 48 * 22_50, 12 * 22_50
    )  # fmt: skip


def test_notice_is_given_whole_months_before_the_day_after_the_end():
    ends_on = term_end(date(2026, 4, 1), 36)
    notice = notice_of(ends_on, 3, 60)
    assert (ends_on, notice.given_by) == (date(2029, 3, 31), date(2028, 12, 31))
    assert notice.told_from == date(2028, 11, 1)
    assert [notice.is_near(day) for day in (date(2028, 10, 31), date(2028, 11, 1))] == [False, True]
    assert [notice.is_past(day) for day in (date(2028, 12, 31), date(2029, 1, 1))] == [False, True]


def test_financing_is_what_rents_and_the_rest_cost_beyond_the_price():
    terms = Terms(36, 25_500, residual_permille=100, penalty_permille=200)
    rent = monthly_rent(900_00, terms.rent_ppm)
    assert (rent, residual_value(900_00, 100)) == (22_95, 90_00)
    assert financing(900_00, rent, terms) == 36 * 22_95 + 90_00 - 900_00
    assert financing(900_00, 10_00, terms) == 0
    left = owed_from(owed_by(lent(900_00, 36, date(2026, 4, 1))), date(2029, 1, 1))
    assert (left, penalty(left, 200)) == (3 * 20_25, 12_15)
    assert buy_out_price(900_00, left, terms) == left + 90_00


def test_schedules_differ_by_device_to_the_cent_and_agree_whatever_the_writing():
    own = [Line("SN 1", 20_00), Line("SN2", 20_23), Line("SN3", 1)]
    theirs = [Line("sn1", 20_00), Line("SN2", 20_24), Line("SN4", 2)]
    found = differences(own, theirs)
    assert found == [
        Difference("SN2", 20_23, 20_24), Difference("SN3", 1, None), Difference("SN4", None, 2)
    ]  # fmt: skip
    assert sum(one.cents for one in found) == 2


def test_the_class_follows_the_organisations_own_thresholds():
    usual = Thresholds()
    long = figures_of(Decimal(920), Decimal(1000), 48, 60)
    assert (long.value_share, long.life_share) == (Decimal("0.92"), Decimal("0.8"))
    assert suggested_class(long, usual) == LeaseClass.FINANCIAL
    assert suggested_class(figures_of(Decimal(920), Decimal(1000), 36, 48), usual) == "operating"
    kept = Figures(Decimal(0), Decimal(0), 12, becomes_own=True)
    assert suggested_class(kept, usual) == "financial"
    low = Figures(Decimal("0.5"), Decimal("0.5"), 48)
    assert suggested_class(low, Thresholds(value_share=Decimal("0.4"))) == "financial"
    assert suggested_class(low, usual) == "operating"
