"""Forms of tenders and studies get what nobody honest sends: a refusal, and never a fault."""

from __future__ import annotations

import pytest

from browser_ground import a_client
from factories.parties import a_supplier, an_account, an_actor
from factories.planning import a_pre_study
from factories.tendering import (
    a_tender_in_preparation,
    a_tender_runner,
    an_open_tender,
    lots_in,
)
from samkop.parties.models import Person
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import reading
from samkop.tendering.models import TenderBuyer

pytestmark = [pytest.mark.usefixtures("database", "pages"), pytest.mark.empty_database]

DIGITS = "9" * 5000


def client_of(actor):
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
    return a_client(an_account(person))


@pytest.fixture(scope="module")
def buyer(runner, pages):
    return client_of(runner)


@pytest.fixture(scope="module")
def runner(database):
    return a_tender_runner()


@pytest.mark.parametrize("field", ["bids_until", "questions_until"])
@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_time_that_no_page_could_read_again_is_refused(runner, buyer, field, moment):
    tender = a_tender_in_preparation(runner)
    page = f"/tenders/{tender.pk}/dates/"
    sent = {
        "bids_until": "2027-02-28T11:00", "bids_valid_until": "2027-12-31",
        "questions_until": "2027-02-01T11:00", field: moment,
    }  # fmt: skip
    assert buyer.post(f"{page}set/", sent).status_code == 422
    assert buyer.get(page).status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_is_in_no_calendar_is_refused(runner, buyer, day):
    tender = a_tender_in_preparation(runner)
    sent = {"bids_until": "2027-02-28T11:00", "bids_valid_until": day}
    answer = buyer.post(f"/tenders/{tender.pk}/dates/set/", sent)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "parameters",
    ['{"a": "\\u0000"}', '{"a": "\\ud800"}', '{"a": 1e999}', '{"a": NaN}', "[1]", "{", "[" * 9000],
    ids=lambda text: text[:16],
)
def test_parameters_that_the_database_cannot_hold_are_refused(runner, buyer, parameters):
    tender = a_tender_in_preparation(runner)
    sent = {"kind": "lowest-price", "parameters": parameters, "lot": "", "method": "per-lot"}
    answer = buyer.post(f"/tenders/{tender.pk}/evaluation/model/", sent)
    assert answer.status_code == 422


@pytest.mark.parametrize("size", [DIGITS, "", "-1", "٣", "1e9", "0"], ids=lambda text: text[:4])
def test_a_size_that_is_no_number_begins_no_bid(runner, size):
    tender = an_open_tender(runner)
    seller = client_of(an_actor(a_supplier(), RoleName.SALESPERSON))
    begin = f"/tenders/{tender.pk}/bids/lots/LOT-0001/begin/"
    answer = seller.post(begin, {"size": size})
    assert (answer.status_code, answer.json()["code"]) == (422, "too-large")


def test_a_need_that_is_no_number_is_passed_over(runner, buyer):
    study = a_pre_study(runner)
    sent = {"need": [DIGITS, "²", "-1", str(2**63)]}
    answer = buyer.post(f"/pre-studies/{study.pk}/needs/include/", sent)
    assert answer.status_code == 422


def test_a_refused_step_before_the_opening_shows_the_page_again(runner, buyer):
    tender = a_tender_in_preparation(runner)
    opening = f"/tenders/{tender.pk}/opening/"
    assert buyer.post(f"{opening}tender-key/").status_code == 409
    once = {"person": runner.person_id}
    assert buyer.post(f"{opening}appoint/", once).status_code == 303
    assert buyer.post(f"{opening}appoint/", once).status_code == 409


def test_a_lot_that_prices_are_given_to_is_not_removed(runner, buyer):
    tender = a_tender_in_preparation(runner)
    lot = lots_in(runner, tender)[0]
    answer = buyer.post(f"/tenders/lots/{lot.pk}/remove/")
    assert answer.status_code == 409
    with reading(runner):
        assert TenderBuyer.objects.filter(lot=lot).count() == 1
