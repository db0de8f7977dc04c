"""The pages of a tender in two rows: its stages, and the pages of the stage that one is on."""

from __future__ import annotations

import pytest
from lxml import html

from browser_ground import a_client
from factories.awards import an_opened_tender
from factories.parties import an_account
from samkop.parties.models import Person
from samkop.platform.unit_of_work import reading

pytestmark = pytest.mark.usefixtures("database", "pages")
CALM = 6  # links in a row


@pytest.fixture(scope="module")
def scene(database):
    return an_opened_tender({"Ask Ab": {1: 100_00}})


@pytest.fixture(scope="module")
def runner(scene):
    """Who runs the tender, signed in."""
    with reading(scene.runner):
        person = Person.objects.get(id=scene.runner.person_id)
    return a_client(an_account(person))


def rows_of(client, address):
    """Of each row of the page: its links, and which of them is marked as the place."""
    answer = client.get(address)
    assert answer.status_code == 200
    rows = html.fromstring(answer.content).xpath("//main//ul[contains(@class, 'tabs')]")
    return [
        ([a.get("href") for a in row.iter("a")],
         [a.get("href") for a in row.iter("a") if a.get("aria-current")])
        for row in rows
    ]  # fmt: skip


def test_every_page_of_a_tender_is_reached_by_two_rows_none_of_them_long(scene, runner):
    start = f"/tenders/{scene.tender.pk}/"
    [(stages, _here)] = rows_of(runner, start)
    reached = set()
    for stage in stages:
        (first, [here]), *second = rows_of(runner, stage)
        assert (first, here) == (stages, stage)
        for links, places in second:
            assert places == [stage]
            assert 1 < len(links) <= CALM
            reached.update(links)
    assert len(stages) <= CALM
    pages = (
        "lots", "documents", "requirements", "prices", "evaluation", "laboratory", "dates",
        "notices", "questions", "opening", "opened-bids", "bid-questions", "evaluators",
        "scores", "award", "requests",
    )  # fmt: skip
    assert reached | set(stages) == {start, *(f"{start}{page}/" for page in pages)}


def test_a_page_within_a_stage_is_marked_in_both_rows(scene, runner):
    start = f"/tenders/{scene.tender.pk}/"
    (_stages, [stage]), (_links, [page]) = rows_of(runner, f"{start}requests/")
    assert (stage, page) == (f"{start}award/", f"{start}requests/")
