"""When an agreement runs out: the rate from the ledger, the next tender's day, its alarm."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browser_ground import a_client
from factories.agreements import a_runner, an_agreement, participation_of
from factories.parties import (
    a_municipality,
    a_person,
    a_purchasing_body,
    a_supplier,
    acting,
    an_account,
    an_actor,
)
from samkop.agreements.handlers import warn_of_run_outs
from samkop.agreements.queries import agreement_of, ceiling_of, forecast_of
from samkop.agreements.rules import Stage, rates_of, reached_on, run_out
from samkop.agreements.usecases import ceiling
from samkop.agreements.usecases.agreement import suspend
from samkop.agreements.usecases.run_out import set_tender_lead
from samkop.core.period import months_after
from samkop.parties.vocabulary import RoleName
from samkop.platform.models import Notification
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")

TODAY = date(2026, 11, 15)
FAR = date(2030, 12, 31)
SLOW_THEN_FAST = [100_00] * 9 + [400_00] * 3
CENTS = st.integers(-10_000_00, 10_000_00)


def at(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_the_forecast_is_as_computed_by_hand():
    # A month: 400 of the last three, 250 of six, 175 of twelve. 3,000 are left: 12 months at
    # the middle rate (365 days), 7.5 at the highest (228), 17.14 at the lowest (521).
    outcome = run_out(SLOW_THEN_FAST, 3_000_00, TODAY, FAR, 9)
    assert outcome.rates_cents == (175_00, 250_00, 400_00)
    assert (outcome.full_on, outcome.earliest, outcome.latest) == (
        date(2027, 11, 15),
        date(2027, 7, 1),
        date(2028, 4, 19),
    )
    assert (outcome.ends_on, outcome.start_by) == (date(2027, 11, 15), date(2027, 2, 15))


def test_the_last_day_of_the_term_counts_where_it_comes_first():
    outcome = run_out(SLOW_THEN_FAST, 3_000_00, TODAY, date(2027, 5, 31), 6)
    assert (outcome.ends_on, outcome.start_by) == (date(2027, 5, 31), date(2026, 11, 30))


def test_before_the_first_whole_month_only_the_term_is_known():
    outcome = run_out([], 3_000_00, TODAY, FAR, 9)
    assert (outcome.rates_cents, outcome.full_on, outcome.ends_on) == (None, None, FAR)


def test_an_agreement_of_two_months_has_their_rate():
    assert rates_of([100, 300]) == (200, 200, 200)


def test_one_large_order_does_not_move_the_middle_rate_of_a_year():
    assert rates_of([100] * 11 + [10_000])[1] == Fraction(100 * 5 + 10_000, 6)
    assert rates_of([100, 100, 10_000, *[100] * 9])[1] == 100


def test_what_was_given_back_only_is_no_rate():
    assert run_out([-500] * 12, 100, TODAY, FAR, 9).full_on is None


def test_a_full_ceiling_has_run_out_today():
    outcome = run_out(SLOW_THEN_FAST, 0, TODAY, FAR, 9)
    assert (outcome.full_on, outcome.stage(TODAY)) == (TODAY, Stage.OVERDUE)


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        (date(2026, 11, 14), None),
        (date(2026, 11, 15), Stage.NEAR),
        (date(2027, 2, 15), Stage.NEAR),
        (date(2027, 2, 16), Stage.OVERDUE),
    ],
)
def test_the_alarm_begins_three_months_before_and_is_late_the_day_after(day, stage):
    assert run_out(SLOW_THEN_FAST, 3_000_00, TODAY, FAR, 9).stage(day) == stage


@given(st.lists(CENTS, max_size=24), st.integers(0, 10**12), st.integers(0, 60))
def test_the_range_holds_the_forecast_and_the_tender_starts_before_the_end(months, left, lead):
    outcome = run_out(months, left, TODAY, FAR, lead)
    never = date.max
    days = [day or never for day in (outcome.earliest, outcome.full_on, outcome.latest)]
    assert days == sorted(days)
    assert outcome.ends_on == min(FAR, outcome.full_on or FAR)
    assert outcome.start_by == months_after(outcome.ends_on, -lead)


@given(st.integers(1, 10**12), st.fractions(Fraction(1), Fraction(10**9)))
def test_on_the_day_the_money_still_lasts_and_a_day_later_it_does_not(left, rate):
    day = reached_on(left, rate, TODAY)
    if day is None:
        assert left / rate > 1200
        return
    a_day = rate * Fraction(48, 1461)
    assert (day - TODAY).days * a_day <= left < ((day - TODAY).days + 1) * a_day


class Ground:
    """An agreement with one buyer whose ledger goes back as far as is asked for."""

    def __init__(self, *, maximum_cents=6_000_00, **fields):
        self.body, self.buyer = a_purchasing_body(), a_municipality()
        self.runner = a_runner(self.body)
        self.agreement = an_agreement(
            self.body, a_supplier(), [self.buyer], maximum_cents=maximum_cents, runner=self.runner,
            **fields,
        )  # fmt: skip
        self.participation = participation_of(self.agreement, self.buyer)
        self.actor = an_actor(self.buyer, RoleName.EMPLOYEE)

    def order(self, moment, cents):
        perform(self.actor, self._order, now=moment, cents=cents)

    def _order(self, *, actor, now, cents):
        ceiling.commit(
            agreement_id=self.agreement.pk, participation_id=self.participation.pk,
            buyer_id=self.buyer.pk, cents=cents, quantities={}, tier_marks={},
            reference=f"O-{now}", on=now.date(), now=now,
        )  # fmt: skip

    def a_year(self):
        """As ``SLOW_THEN_FAST`` before November 2026, and 900 in November itself."""
        for back, cents in enumerate(reversed(SLOW_THEN_FAST), 1):
            self.order(at(months_after(date(2026, 11, 3), -back)), cents)
        self.order(at(date(2026, 11, 3)), 900_00)

    def forecast(self, today=TODAY):
        with reading(self.runner):
            agreement = agreement_of(self.agreement.pk)
            return forecast_of(agreement, ceiling_of(agreement.pk), today)

    def told(self):
        with reading(self.runner):
            rows = Notification.objects.filter(person_id=self.runner.person_id).order_by("id")
            return [(row.kind, row.facts, row.url) for row in rows]


def test_the_ledger_gives_each_whole_month_and_the_present_one_counts_in_no_rate():
    ground = Ground()
    ground.a_year()
    forecast = ground.forecast()
    assert [cents for _month, cents in forecast.months] == SLOW_THEN_FAST
    assert forecast.months[0][0] == date(2025, 11, 1)
    assert forecast.month == (date(2026, 11, 1), 900_00)
    # 6,000 less 2,100 of the year and 900 of this month leave the 3,000 of the hand's figure.
    assert forecast.outcome == run_out(
        SLOW_THEN_FAST, 3_000_00, TODAY, ground.agreement.valid_until, 9
    )


def test_a_month_begins_in_the_purchasing_bodys_own_time_zone():
    ground = Ground(valid_from=date(2026, 9, 1))
    ground.order(datetime(2026, 9, 30, 21, 30, tzinfo=UTC), 100)  # past midnight in Helsinki
    assert ground.forecast().months == ((date(2026, 9, 1), 0), (date(2026, 10, 1), 100))


def test_the_first_month_of_a_term_that_begins_within_it_counts_in_no_rate():
    ground = Ground(valid_from=date(2026, 9, 10))
    ground.order(at(date(2026, 9, 20)), 500)
    assert ground.forecast().months == ((date(2026, 10, 1), 0),)


def test_the_lead_of_a_tender_is_set_by_who_runs_the_agreement():
    ground = Ground()
    perform(ground.runner, set_tender_lead, agreement_id=ground.agreement.pk, months=14)
    with reading(ground.runner):
        assert agreement_of(ground.agreement.pk).tender_lead_months == 14
    for actor in (an_actor(ground.body, RoleName.EMPLOYEE), ground.actor):
        with pytest.raises(Refused) as refused:
            perform(actor, set_tender_lead, agreement_id=ground.agreement.pk, months=3)
        assert refused.value.code == "not-allowed"
    with pytest.raises(Refused) as refused:
        perform(ground.runner, set_tender_lead, agreement_id=ground.agreement.pk, months=61)
    assert refused.value.code == "tender-lead-out-of-bounds"


def test_the_alarm_is_told_by_the_clock_once_a_quarter_and_again_when_it_is_late():
    ground = Ground()
    ground.a_year()
    # With the year's figures the tender has to start on 15 February 2027.
    warn_of_run_outs(at(TODAY - timedelta(days=20)))
    assert ground.told() == []
    for day in (TODAY, TODAY + timedelta(days=1)):
        warn_of_run_outs(at(day))
    [(kind, facts, url)] = ground.told()
    assert (kind, url) == ("tender-due", f"/agreements/{ground.agreement.pk}/run-out/")
    assert facts == {
        "number": ground.agreement.number, "ends_on": "2027-11-15", "start_on": "2027-02-15",
        "months": 9,
    }  # fmt: skip
    perform(ground.runner, set_tender_lead, agreement_id=ground.agreement.pk, months=18)
    warn_of_run_outs(at(TODAY + timedelta(days=2)))
    assert [kind for kind, _facts, _url in ground.told()] == ["tender-due", "tender-overdue"]


def test_only_those_who_run_the_agreement_are_told_and_a_stopped_one_still_runs_out():
    ground = Ground(maximum_cents=100)
    other = a_person(ground.body, RoleName.FINANCE_CLERK)
    ground.order(at(date(2026, 9, 3)), 100)
    perform(ground.runner, suspend, agreement_id=ground.agreement.pk, reason="So.")
    warn_of_run_outs(at(TODAY))
    assert [kind for kind, _facts, _url in ground.told()] == ["tender-overdue"]
    with reading(acting(other, ground.body)):
        assert not Notification.objects.filter(person_id=other.pk).exists()


def test_the_page_shows_the_chart_and_saves_the_lead():
    ground = Ground()
    ground.a_year()
    client = a_client(an_account(a_person(ground.body, RoleName.CATEGORY_MANAGER)))
    address = f"/agreements/{ground.agreement.pk}/run-out/"
    assert address in client.get(f"/agreements/{ground.agreement.pk}/").content.decode()
    shown = client.get(address).content.decode()
    assert (shown.count('<path class="chart-line '), "11/25" in shown) == (3, True)
    wrong = client.post(f"{address}send/", {"months": "61"})
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    saved = client.post(f"{address}send/", {"months": "12"})
    assert (saved.status_code, saved["Location"]) == (HTTPStatus.SEE_OTHER, address)
    buyer = a_client(an_account(a_person(ground.buyer, RoleName.BUYER)))
    assert buyer.get(address).status_code == HTTPStatus.FORBIDDEN
