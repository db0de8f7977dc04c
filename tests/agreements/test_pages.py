"""The pages of agreements, as each party to one sees them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from browser_ground import a_client
from factories.agreements import NewPrice, a_runner, an_agreement, an_agreement_in_preparation
from factories.catalogue import PHONE, a_shelf
from factories.parties import a_municipality, a_person, a_purchasing_body, a_supplier, an_account
from samkop.agreements.models import FrameworkAgreement, Participation
from samkop.agreements.queries import agreements_not_over
from samkop.agreements.usecases.agreement import annul, end
from samkop.agreements.vocabulary import ActsAs
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


def client_of(party, *roles):
    return a_client(an_account(a_person(party, *roles)))


@pytest.fixture
def parties():
    return {
        "body": a_purchasing_body("Provinköp Ab"),
        "supplier": a_supplier("Telefonhandeln Ab"),
        "buyer": a_municipality("Alby"),
        "stranger": a_municipality("Fjärrby"),
    }


@pytest.fixture
def agreement(parties):
    return an_agreement(
        parties["body"], parties["supplier"], [parties["buyer"]],
        acts_as=ActsAs.WHOLESALER, markup_permille=25,
    )  # fmt: skip


@pytest.mark.parametrize("whose", ["body", "supplier", "buyer"])
def test_each_party_to_an_agreement_sees_it(parties, agreement, whose):
    client = client_of(parties[whose], RoleName.EMPLOYEE)
    listed = client.get("/agreements/").content.decode()
    assert f'href="/agreements/{agreement.pk}/"' in listed
    shown = client.get(f"/agreements/{agreement.pk}/")
    text = shown.content.decode()
    assert (shown.status_code, text.count("<h1")) == (HTTPStatus.OK, 1)
    for said in ("Alby", "Kommunstyrelsen", "PHONE-1", "€410.00", "10\u00a0pcs", "Now: In force"):
        assert said in text, said
    prices = client.get(f"/agreements/{agreement.pk}/prices/").content.decode()
    assert "€10.00" in prices


@pytest.mark.parametrize(
    "page", ["", "prices/", "join/", "decide/suspend/", "terms/", "buyers/", "modifications/"]
)
def test_a_stranger_finds_nothing(parties, agreement, page):
    client = client_of(parties["stranger"], RoleName.ICT_MANAGER, RoleName.BUYER)
    answer = client.get(f"/agreements/{agreement.pk}/{page}")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "Telefonhandeln" not in client.get("/agreements/").content.decode()


@pytest.mark.parametrize("page", ["", "1/", "1/prices/", "1/join/", "1/decide/end/", "prepare/"])
def test_who_is_not_signed_in_is_sent_to_the_sign_in_page(page):
    answer = a_client().get(f"/agreements/{page}")
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/sign-in/")


def test_the_list_is_filtered_by_state(parties, agreement):
    client = client_of(parties["body"])
    assert agreement.number in client.get("/agreements/?state=in-force").content.decode()
    assert agreement.number not in client.get("/agreements/?state=ended").content.decode()


def test_a_cursor_or_filter_that_makes_no_sense_shows_the_list(parties, agreement):
    client = client_of(parties["body"])
    for query in ("?state=x", "?after=x", "?after=²", "?after=" + "9" * 30):
        assert agreement.number in client.get("/agreements/" + query).content.decode()


def test_a_long_list_goes_on_after_fifty(parties):
    runner = a_runner(parties["body"])
    made = [an_agreement_in_preparation(runner, parties["supplier"]) for _ in range(51)]
    client = client_of(parties["body"])
    first = client.get("/agreements/").content.decode()
    assert (made[50].number in first, f">{made[0].number}<" in first) == (True, False)
    following = re.search(r'id="following"[^>]* href="([^"]+)"', first)[1]
    rest = client.get(f"/agreements/{following}").content.decode()
    assert f">{made[0].number}<" in rest


def test_a_long_list_sorted_by_first_day_misses_no_agreement(parties):
    """The one registered last begins first: by the ids alone it would be passed over."""
    runner = a_runner(parties["body"])
    made = [
        an_agreement_in_preparation(
            runner, parties["supplier"], valid_from=date(2027, 3, 31) - timedelta(days=number)
        )
        for number in range(61)
    ]
    client = client_of(parties["body"])
    first = client.get("/agreements/").content.decode()
    following = unescape(re.search(r'id="following"[^>]* href="([^"]+)"', first)[1])
    rest = client.get(f"/agreements/{following}").content.decode()
    shown = re.findall(r'<th scope="row"><a href="/agreements/(\d+)/"', first + rest)
    assert [int(pk) for pk in shown] == [agreement.pk for agreement in made]
    last = client.get("/agreements/?sort=-last").content.decode()
    assert 'aria-sort="descending"' in last


def test_a_price_list_goes_on_after_fifty(parties):
    prices = [NewPrice(f"ITEM-{number:03}", "things", 100) for number in range(51)]
    agreement = an_agreement(
        parties["body"], parties["supplier"], [parties["buyer"]], prices=prices
    )
    client = client_of(parties["buyer"])
    first = client.get(f"/agreements/{agreement.pk}/prices/").content.decode()
    assert ("ITEM-049" in first, "ITEM-050" in first, "?after=ITEM-049" in first) == (
        True,
        False,
        True,
    )
    assert (
        "ITEM-050"
        in client.get(f"/agreements/{agreement.pk}/prices/?after=ITEM-049").content.decode()
    )


DECISION = {
    "decided_on": "2026-11-02", "organ": "Stadsstyrelsen", "section": "§ 7",
    "register_number": "D/77", "orders_from": "2026-11-03", "orders_until": "",
}  # fmt: skip


def test_a_municipality_joins_by_the_form(parties):
    agreement = an_agreement(parties["body"], parties["supplier"], [parties["buyer"]], joined=False)
    manager = client_of(parties["buyer"], RoleName.ICT_MANAGER)
    address = f"/agreements/{agreement.pk}/join/"
    page = manager.get(f"/agreements/{agreement.pk}/").content.decode()
    assert f'class="btn btn-primary" href="{address}"' in page
    assert f"/agreements/{agreement.pk}/leave/" not in page
    assert manager.get(address).status_code == HTTPStatus.OK

    wrong = manager.post(address + "send/", {**DECISION, "orders_from": "2026-11-01"})
    assert wrong.status_code == HTTPStatus.CONFLICT
    assert b"D/77" in wrong.content
    missing = manager.post(address + "send/", {**DECISION, "organ": ""})
    assert missing.status_code == HTTPStatus.UNPROCESSABLE_ENTITY

    assert manager.post(address + "send/", DECISION).status_code == HTTPStatus.SEE_OTHER
    with reading(a_runner(parties["body"])):
        joined = Participation.objects.get(agreement=agreement)
        said = (joined.buyer_id, joined.orders_from)
    assert said == (parties["buyer"].pk, date(2026, 11, 3))
    page = manager.get(f"/agreements/{agreement.pk}/").content.decode()
    # Joined: no longer what the page asks for, but it may leave, or decide on other terms.
    assert f'class="btn btn-primary" href="{address}"' not in page
    assert f'class="btn" href="{address}"' in page
    assert f"/agreements/{agreement.pk}/leave/" in page


def test_a_municipality_leaves_by_the_form(parties, agreement):
    manager = client_of(parties["buyer"], RoleName.ICT_MANAGER)
    address = f"/agreements/{agreement.pk}/leave/"
    assert address in manager.get(f"/agreements/{agreement.pk}/").content.decode()
    assert manager.get(address).status_code == HTTPStatus.OK
    early = manager.post(address + "send/", {"orders_until": "2019-12-31"})
    assert (early.status_code, b"2019-12-31" in early.content) == (HTTPStatus.CONFLICT, True)
    left = manager.post(address + "send/", {"orders_until": "2026-12-31"})
    assert left.status_code == HTTPStatus.SEE_OTHER
    with reading(a_runner(parties["body"])):
        last_day = Participation.objects.get(agreement=agreement).orders_until
    assert last_day == date(2026, 12, 31)
    body = client_of(parties["body"], RoleName.CATEGORY_MANAGER)
    assert address not in body.get(f"/agreements/{agreement.pk}/").content.decode()


def test_the_purchasing_body_suspends_and_resumes_by_the_form(parties, agreement):
    runner = client_of(parties["body"], RoleName.CATEGORY_MANAGER)
    address = f"/agreements/{agreement.pk}/decide/suspend/"
    before = runner.get(address).content.decode()
    for said in ("This concerns 1 buyer that has joined.", "0 orders stand.", "What stops"):
        assert said in before, said
    said = {"reason": "A hearing.", "register_number": "D/8"}
    assert runner.post(address + "send/", said).status_code == HTTPStatus.SEE_OTHER
    again = runner.post(address + "send/", said)
    assert again.status_code == HTTPStatus.CONFLICT
    assert "This decision cannot be taken." in again.content.decode()
    address = f"/agreements/{agreement.pk}/decide/resume/"
    said = {"reason": "Mended.", "register_number": "D/9"}
    assert runner.post(address + "send/", said).status_code == HTTPStatus.SEE_OTHER
    with reading(a_runner(parties["body"])):
        assert FrameworkAgreement.objects.get(id=agreement.pk).state == "in-force"


@pytest.mark.parametrize("page", ["join/", "decide/suspend/"])
def test_an_employee_decides_nothing(parties, agreement, page):
    address = f"/agreements/{agreement.pk}/{page}"
    for whose in ("body", "buyer", "supplier"):
        client = client_of(parties[whose], RoleName.EMPLOYEE)
        assert client.get(address).status_code == HTTPStatus.FORBIDDEN
        said = {**DECISION, "reason": "Because."}
        assert client.post(address + "send/", said).status_code == HTTPStatus.FORBIDDEN
    stranger = client_of(parties["stranger"], RoleName.ICT_MANAGER, RoleName.CATEGORY_MANAGER)
    assert stranger.post(address + "send/", said).status_code == HTTPStatus.NOT_FOUND


def queries_of(client, address):
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == HTTPStatus.OK
    return [query["sql"] for query in made]


def test_pages_ask_as_much_for_thirty_rows_as_for_one(parties):
    runner = a_runner(parties["body"])
    few = an_agreement(parties["body"], parties["supplier"], [parties["buyer"]], runner=runner)
    client = client_of(parties["body"], RoleName.CATEGORY_MANAGER)
    alone = len(queries_of(client, "/agreements/"))
    small = len(queries_of(client, f"/agreements/{few.pk}/"))

    buyers = [parties["buyer"], *(a_municipality(f"By {number}") for number in range(29))]
    prices = [NewPrice(f"ITEM-{number:03}", f"group-{number}", 100) for number in range(30)]
    many = an_agreement(parties["body"], parties["supplier"], buyers, runner=runner, prices=prices)
    for _ in range(28):
        an_agreement_in_preparation(runner, parties["supplier"])
    assert len(queries_of(client, "/agreements/")) == alone
    assert len(queries_of(client, f"/agreements/{many.pk}/")) == small


def test_what_an_ended_agreement_has_left_is_not_shown_as_room(parties):
    over = an_agreement(parties["body"], parties["supplier"], [parties["buyer"]])
    perform(a_runner(parties["body"]), end, agreement_id=over.pk, reason="Replaced.")
    an_agreement(parties["body"], parties["supplier"], [parties["buyer"]], maximum_cents=7_700)
    listed = client_of(parties["body"], RoleName.BUYER).get("/agreements/").content.decode()
    assert (over.number in listed, "€77" in listed, "€1,000,000" in listed) == (True, True, False)


def test_prices_name_the_items_that_stand_on_the_shelf(parties, agreement):
    a_shelf(agreement, replace(PHONE, name="Fairphone 4 Alpha"))
    client = client_of(parties["buyer"], RoleName.EMPLOYEE)
    for address in (f"/agreements/{agreement.pk}/", f"/agreements/{agreement.pk}/prices/"):
        shown = client.get(address).content.decode()
        assert 'scope="row">Fairphone 4 Alpha<span class="second">PHONE-1</span>' in shown
        assert 'scope="row">LAPTOP-1</th>' in shown


def test_what_is_over_is_offered_in_no_choice_of_agreements(parties):
    runner, seller = a_runner(parties["body"]), parties["supplier"]
    over, annulled, runs = (
        an_agreement(parties["body"], seller, [parties["buyer"]]) for _each in range(3)
    )
    perform(runner, end, agreement_id=over.pk, reason="Replaced.")
    judged = {"reason": "By judgment.", "register_number": "D/9"}
    perform(runner, annul, agreement_id=annulled.pk, **judged)
    with reading(runner):
        found = agreements_not_over(parties["body"].pk, date(2026, 1, 1))
        assert [one.pk for one in found] == [runs.pk]
        assert not agreements_not_over(parties["body"].pk, date(2100, 1, 1)).exists()
    body = client_of(parties["body"], RoleName.CATEGORY_MANAGER)
    supplier = client_of(seller, RoleName.SALESPERSON)
    for address in ("/shortages/", "/catalogues/", "/availability/"):
        client = supplier if address == "/availability/" else body
        shown = client.get(address).content.decode()
        said = [one.number in shown for one in (over, annulled, runs)]
        assert (address, said) == (address, [False, False, True])
