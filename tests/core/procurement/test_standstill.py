"""From when a contract may be signed, and what a review and a judgment change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.procurement.calendars import Almanac, all_days
from samkop.core.procurement import (
    Case,
    Court,
    How,
    NoRuleError,
    after_judgment,
    extended_by_review,
    standstill,
)

DAY = timedelta(1)


def award(country, sent, **more):
    return standstill(country=country, case=Case.AWARD, sent=date.fromisoformat(sent), **more)


# When a decision sent electronically on 1 April may be followed by a contract: on the 12th
# wherever the 11th is a working day, else two days after the next one.
AFTER_1_APRIL = {
    2018: "04-12", 2019: "04-12", 2020: "04-15", 2021: "04-13", 2022: "04-12", 2023: "04-12",
    2024: "04-12", 2025: "04-12", 2026: "04-14", 2027: "04-13", 2028: "04-12", 2029: "04-12",
    2030: "04-12",
}  # fmt: skip


@pytest.mark.parametrize(("year", "day"), AFTER_1_APRIL.items())
def test_sent_on_1_april_a_swedish_contract_is_signed_from_the_12th_where_the_11th_is_worked(
    year, day
):
    found = award("SE", f"{year}-04-01")
    assert found.first_day_to_sign == date.fromisoformat(f"{year}-{day}")
    assert (found.days, found.event, found.checked) == (10, "dispatch", True)


def test_sent_on_18_april_2019_the_tenth_day_is_a_sunday_and_it_is_signed_from_the_30th():
    found = award("SE", "2019-04-18")
    assert (found.last_day, found.first_day_to_sign) == (date(2019, 4, 29), date(2019, 4, 30))


@pytest.mark.parametrize(
    ("country", "how", "days", "counted_from"),
    [("SE", How.ELECTRONIC, 10, 0), ("SE", How.OTHER, 15, 0), ("FI", How.ELECTRONIC, 14, 0),
     ("FI", How.OTHER, 14, 7)],
)  # fmt: skip
def test_every_day_of_2018_to_2030_it_ends_where_the_almanac_says(country, how, days, counted_from):
    almanac = Almanac(country)
    for sent in all_days():
        found = standstill(country=country, case=Case.AWARD, sent=sent, how=how)
        event = sent + counted_from * DAY
        last = almanac.end(event, days)
        assert (found.event_day, found.last_day) == (event, last), sent
        assert found.first_day_to_sign == last + DAY


def test_finland_counts_from_the_receipt_and_a_later_one_that_is_proven_counts():
    sent = date(2025, 10, 1)
    proven = award("FI", "2025-10-01", received=date(2025, 10, 3))
    assert (proven.event, proven.event_day) == ("receipt", date(2025, 10, 3))
    assert proven.last_day == date(2025, 10, 17)
    earlier = award("FI", "2025-10-01", how=How.OTHER, received=date(2025, 10, 2))
    assert earlier.event_day == sent + 7 * DAY


def test_nobody_receives_before_it_was_sent():
    with pytest.raises(ValueError, match="before it was sent"):
        award("FI", "2025-10-01", received=date(2025, 9, 30))


@pytest.mark.parametrize(
    ("country", "case", "days"),
    [
        ("SE", Case.NATIONAL_AWARD, 10), ("SE", Case.SPECIAL_SERVICES, 10),
        ("SE", Case.SOLE_BID, 10), ("SE", Case.CALL_OFF, None),
        ("SE", Case.DYNAMIC_PURCHASING, None), ("SE", Case.DIRECT_AWARD, None),
        ("SE", Case.ANNOUNCED_DIRECT_AWARD, 10),
        ("FI", Case.NATIONAL_AWARD, None), ("FI", Case.SPECIAL_SERVICES, 14),
        ("FI", Case.SOLE_BID, None), ("FI", Case.CALL_OFF, None),
        ("FI", Case.DYNAMIC_PURCHASING, None), ("FI", Case.DIRECT_AWARD, None),
        ("FI", Case.CALL_OFF_BY_TERMS, None), ("FI", Case.ANNOUNCED_DIRECT_AWARD, 14),
    ],
)  # fmt: skip
def test_each_country_exempts_its_own_cases(country, case, days):
    sent = date(2025, 9, 2)
    found = standstill(country=country, case=case, sent=sent)
    assert (found.days, found.checked) == (days, True)
    if days is None:
        assert (found.last_day, found.first_day_to_sign) == (None, sent)


def test_no_country_has_fewer_days_than_the_directive():
    sent = date(2025, 9, 2)
    for case in (Case.AWARD, Case.SPECIAL_SERVICES, Case.ANNOUNCED_DIRECT_AWARD):
        for how in How:
            least = standstill(country="EU", case=case, sent=sent, how=how).last_day
            for country in ("SE", "FI"):
                found = standstill(country=country, case=case, sent=sent, how=how)
                assert found.last_day >= least, (country, case, how)


def test_a_standstill_that_the_buyer_chooses_to_keep_has_its_own_days():
    sent = date(2025, 9, 2)
    call_off = {"case": Case.CALL_OFF, "sent": sent, "chosen": True}
    assert standstill(country="SE", **call_off).days == 10
    assert standstill(country="SE", how=How.OTHER, **call_off).days == 15
    assert standstill(country="FI", **call_off).days == 10


def test_a_longer_standstill_that_the_decision_promised_counts_and_a_shorter_does_not():
    assert award("SE", "2025-09-02", announced_days=20).last_day == date(2025, 9, 22)
    assert award("SE", "2025-09-02", announced_days=5).days == 10


def test_what_was_not_read_in_the_text_of_that_day_is_said_to_be_unchecked():
    assert not award("FI", "2026-09-01").checked
    assert award("FI", "2025-12-31").checked
    by_terms = standstill(country="SE", case=Case.CALL_OFF_BY_TERMS, sent=date(2025, 9, 2))
    assert (by_terms.days, by_terms.checked) == (None, False)
    before = standstill(country="SE", case=Case.CALL_OFF, sent=date(2022, 1, 31))
    since = standstill(country="SE", case=Case.CALL_OFF, sent=date(2022, 2, 1))
    assert (before.checked, since.checked) == (False, True)


@pytest.mark.parametrize(("country", "sent"), [("NO", "2025-09-02"), ("SE", "2016-12-31")])
def test_a_country_or_a_day_outside_the_table_is_no_guess(country, sent):
    with pytest.raises(NoRuleError) as refused:
        award(country, sent)
    assert refused.value.wanted["country"] == country


@pytest.mark.parametrize("country", ["SE", "FI"])
def test_a_review_filed_within_the_standstill_holds_and_one_filed_after_does_not(country):
    standing = award(country, "2025-09-02")
    assert extended_by_review(standing, filed_on=standing.last_day).held
    assert not extended_by_review(standing, filed_on=standing.first_day_to_sign).held


@pytest.mark.parametrize("country", ["SE", "FI"])
def test_the_court_decides_otherwise_either_way(country):
    standing = award(country, "2025-09-02")
    late = standing.first_day_to_sign
    assert extended_by_review(standing, filed_on=late, ordered=True).held
    assert not extended_by_review(standing, filed_on=standing.last_day, ordered=False).held


def test_on_appeal_only_the_court_holds_it_back():
    standing = award("SE", "2025-09-02")
    on_appeal = {"filed_on": standing.last_day, "court": Court.APPEAL}
    assert not extended_by_review(standing, **on_appeal).held
    assert extended_by_review(standing, ordered=True, **on_appeal).held


def test_no_law_holds_back_a_call_off_without_a_standstill():
    call_off = standstill(country="SE", case=Case.CALL_OFF, sent=date(2025, 9, 2))
    assert not extended_by_review(call_off, filed_on=date(2025, 9, 2)).held
    assert extended_by_review(call_off, filed_on=date(2025, 9, 2), ordered=True).held


def judged(country, sent, decided, **more):
    standing = award(country, sent)
    hold = extended_by_review(standing, filed_on=standing.event_day)
    return after_judgment(standing, hold=hold, decided_on=date.fromisoformat(decided), **more)


def test_ten_days_after_a_swedish_judgment_of_30_may_2018_it_is_signed_from_12_june():
    """Upphandlingsmyndigheten, frågeportalen, 9 June 2017 (2018's days): day ten is a Saturday."""
    found = judged("SE", "2018-03-01", "2018-05-30")
    assert (found.last_day, found.first_day_to_sign) == (date(2018, 6, 11), date(2018, 6, 12))


def test_every_day_of_2018_to_2030_ten_days_follow_a_swedish_judgment():
    standing = award("SE", "2018-01-02")
    hold = extended_by_review(standing, filed_on=standing.last_day)
    almanac = Almanac("SE")
    for decided in all_days():
        if decided > standing.last_day:
            found = after_judgment(standing, hold=hold, decided_on=decided)
            assert found.last_day == almanac.end(decided, 10), decided


def test_after_a_finnish_judgment_it_is_signed_on_the_next_day_but_not_within_the_standstill():
    assert judged("FI", "2025-09-02", "2025-11-14").first_day_to_sign == date(2025, 11, 15)
    # 2 September and 14 days: the 16th, however early the court decides (150 §, second paragraph).
    assert judged("FI", "2025-09-02", "2025-09-10").first_day_to_sign == date(2025, 9, 17)


def test_the_court_may_waive_the_ten_days():
    assert judged("SE", "2025-09-02", "2025-11-14", waived=True).last_day == date(2025, 11, 14)


def test_a_judgment_changes_nothing_where_nothing_was_held_back():
    standing = award("SE", "2025-09-02")
    late = extended_by_review(standing, filed_on=standing.first_day_to_sign)
    assert after_judgment(standing, hold=late, decided_on=date(2025, 11, 14)) == standing
