"""The least times for requests and bids, by country, procedure and condition."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from core.procurement.calendars import Almanac, all_days
from samkop.core.procurement import Condition, NoRuleError, Procedure, Stage, least_deadline
from samkop.core.procurement.tables import read

SENT = date(2025, 9, 1)
PRIOR = SENT - timedelta(60)
REQUESTS = Stage.REQUESTS


def days(country, procedure, **more):
    return least_deadline(
        country=country, procedure=Procedure(procedure), dispatched=SENT, **more
    ).days


@pytest.mark.parametrize(
    ("procedure", "conditions", "sweden", "finland"),
    [
        ("open", {"electronic": False}, 35, 35),
        ("open", {}, 30, 30),
        ("open", {"prior_information": PRIOR}, 15, 15),
        ("open", {"urgent": True}, 15, 15),
        ("restricted", {"stage": REQUESTS}, 30, 30),
        ("restricted", {"stage": REQUESTS, "urgent": True}, 15, 15),
        ("restricted", {"electronic": False}, 30, 30),
        ("restricted", {}, 25, 25),
        ("restricted", {"prior_information": PRIOR}, 10, 10),
        ("restricted", {"urgent": True}, 10, 10),
        ("restricted", {"sub_central": True}, 10, 10),
        ("negotiated", {"stage": REQUESTS}, 30, 30),
        ("negotiated", {}, 25, 25),
        ("negotiated", {"urgent": True}, 10, 10),
        ("negotiated", {"sub_central": True}, 10, 25),
        ("dialogue", {"stage": REQUESTS}, 30, 30),
        ("dialogue", {"stage": REQUESTS, "urgent": True}, 30, 30),
        ("dialogue", {}, None, None),
        ("innovation", {"stage": REQUESTS}, 30, 30),
        ("innovation", {}, None, 25),
        ("national", {}, None, None),
        ("national", {"stage": REQUESTS}, None, None),
    ],
)  # fmt: skip
def test_the_acts_of_both_countries_are_kept(procedure, conditions, sweden, finland):
    assert days("SE", procedure, **conditions) == sweden
    assert days("FI", procedure, **conditions) == finland


def test_a_prior_information_notice_shortens_only_from_35_days_to_12_months_before():
    for before, expected in [(34, 30), (35, 15), (365, 15), (366, 30)]:
        found = days("SE", "open", prior_information=SENT - timedelta(before))
        assert found == expected, before


def test_documents_that_are_not_open_add_five_days_but_not_in_urgency():
    assert days("SE", "open", documents_open=False) == 35
    assert days("FI", "restricted", documents_open=False) == 30
    assert days("FI", "restricted", documents_open=False, urgent=True) == 10
    assert days("SE", "national", documents_open=False) is None


def test_a_sub_central_buyer_may_agree_on_the_time_and_nobody_else():
    found = least_deadline(
        country="FI", procedure=Procedure.RESTRICTED, dispatched=SENT, sub_central=True,
        agreed=date(2025, 9, 8),
    )  # fmt: skip
    assert (found.day, found.condition) == (date(2025, 9, 8), Condition.AGREED)
    for country, procedure, sub_central, day in [
        ("FI", "restricted", False, 8), ("FI", "negotiated", True, 8), ("SE", "open", True, 8),
        ("SE", "restricted", True, 1),
    ]:  # fmt: skip
        with pytest.raises(ValueError, match="no agreement"):
            days(country, procedure, sub_central=sub_central, agreed=date(2025, 9, day))


def test_the_notice_starts_the_open_procedure_and_the_invitation_the_others():
    for procedure, event in [("open", "notice"), ("restricted", "invitation")]:
        found = least_deadline(country="SE", procedure=Procedure(procedure), dispatched=SENT)
        assert found.event == event


@pytest.mark.parametrize("country", ["SE", "FI"])
def test_every_day_of_2018_to_2030_the_least_time_ends_where_the_almanac_says(country):
    almanac = Almanac(country)
    for sent in all_days():
        found = least_deadline(country=country, procedure=Procedure.OPEN, dispatched=sent)
        assert found.day == almanac.union_end(sent, 30), sent


def test_bids_may_be_due_when_the_last_day_has_passed_in_the_buyers_time_zone():
    found = least_deadline(country="FI", procedure=Procedure.OPEN, dispatched=SENT)
    assert found.day == date(2025, 10, 1)
    assert found.earliest("Europe/Helsinki") == datetime(2025, 10, 1, 21, tzinfo=UTC)
    reasonable = least_deadline(country="FI", procedure=Procedure.NATIONAL, dispatched=SENT)
    assert (reasonable.condition, reasonable.earliest("Europe/Helsinki")) == ("reasonable", None)


def test_a_procedure_without_a_rule_is_no_guess():
    with pytest.raises(NoRuleError):
        days("SE", "open", stage=REQUESTS)
    with pytest.raises(NoRuleError):
        days("NO", "open")
    with pytest.raises(NoRuleError):
        days("EU", "national")


def test_no_country_allows_less_than_the_directive_does():
    """Row by row: what a country's act sets is at least what the directive sets for it."""
    shown = 0
    rows = read("least-times")
    for row in rows:
        for floor in rows:
            if floor.words["country"] == "EU" != row.words["country"] and all(
                set(row.words[c].split()) & set(floor.words[c].split())
                for c in ("procedure", "stage", "condition")
            ):
                shown += 1
                assert (row.number("days") or 0) >= (floor.number("days") or 0), dict(row.words)
    assert shown > 30
