"""The first page of the cooperation."""

from __future__ import annotations

import re
from datetime import date

import pytest

from browser_ground import a_client
from factories.parties import (
    LONG_AGO,
    OPERATOR,
    a_municipality,
    a_person,
    a_purchasing_body,
    a_region,
    an_account,
)
from samkop.parties.usecases.parties import add_region_member
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform

pytestmark = pytest.mark.usefixtures("database", "pages")


def rows(content: str) -> list[str]:
    return re.findall(r'<th scope="row">([^<]+)</th>', content)


def test_members_are_shown_with_one_vote_each_the_largest_first_and_no_future_one():
    body, small, large, later = (
        a_purchasing_body(), *(a_municipality(name) for name in ("Vesilahti", "Nokia", "Akaa"))
    )  # fmt: skip
    region = a_region(body)
    for party, population, first in (
        (small, 4_500, LONG_AGO), (large, 35_000, LONG_AGO), (later, 16_000, date(2199, 1, 1)),
    ):  # fmt: skip
        perform(
            OPERATOR, add_region_member, region_id=region.pk, party_id=party.pk,
            valid_from=first, population=population,
        )  # fmt: skip
    for party in (small, body):
        seen = a_client(an_account(a_person(party, RoleName.REGISTRAR))).get("/cooperation/")
        assert rows(seen.content.decode()) == ["Nokia", "Vesilahti", "In all"]


def test_whoever_takes_no_part_sees_no_members_and_an_employee_no_page():
    other = a_region(a_purchasing_body(), a_municipality("Ylöjärvi"))
    outside = a_municipality("Nacka")
    seen = a_client(an_account(a_person(outside, RoleName.ICT_MANAGER))).get("/cooperation/")
    content = seen.content.decode()
    assert rows(content) == []
    assert other.name_en not in content
    employee = a_client(an_account(a_person(outside, RoleName.EMPLOYEE)))
    assert employee.get("/cooperation/").status_code == 403
