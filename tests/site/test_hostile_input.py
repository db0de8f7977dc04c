"""Input that nobody honest sends is refused or passed over, and is never a fault of ours."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from browser_ground import a_client
from factories.ordering import a_market
from factories.parties import a_municipality, a_person, an_account, an_actor
from samkop.catalogue.queries.shelf import LARGEST_ID, Filters, _cursor
from samkop.catalogue.vocabulary import Sort
from samkop.ordering.models import Requisition
from samkop.ordering.pages.posted import number_of
from samkop.parties.models import CostCentre, ImportFile, Person
from samkop.parties.usecases.people import register_person
from samkop.platform.lists.keyset import Order as SortedBy
from samkop.platform.lists.keyset import _read
from samkop.platform.refusals import Refused
from samkop.platform.tokens import issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")

FORM = "application/x-www-form-urlencoded"
DIGITS = "9" * 5000
DEEP = "[" * 20_000
BROKEN = [
    '["a", "b"]', '["\\ud800", 1]', '["a\\u0000", 1]', DEEP, '["a", true]', '["a", 1e400]',
    '["a", Infinity]', f'["a", {10**30}]', f'["a", {-(10**30)}]', f'["a", {DIGITS}]', "[[], 1]",
    '{"a": 1}', "null", json.dumps(["a" * 2001, 1]), "not json",
]  # fmt: skip


def cursor(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode()


def client_of(actor):
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
    return a_client(an_account(person))


@pytest.fixture(scope="module")
def buyer(database):
    return a_market().buyers[0]


@pytest.fixture(scope="module")
def employee(buyer, pages):
    return client_of(buyer.employee)


@pytest.fixture(scope="module")
def manager(buyer, pages):
    return client_of(buyer.manager)


@pytest.fixture(scope="module")
def administrator(pages):
    return client_of(an_actor(a_municipality(), "administrator"))


@pytest.fixture
def token(buyer):
    text = new_token_text()
    scopes = ["items:read", "orders:read", "orders:write"]
    perform(buyer.employee, issue_token, name="A program", scopes=scopes, days=30, text=text)
    return {"authorization": f"Bearer {text}"}


@pytest.mark.parametrize(
    "path",
    [
        "/shop/?q=%00",
        "/mine/?before=%00",
        "/%00",
        "/orders/?state=a%00b",
        "/administration/people/?after=%00",
    ],
)
def test_a_nul_in_the_address_is_a_bad_request(employee, path):
    assert employee.get(path).status_code == 400


def test_a_nul_in_a_form_is_a_bad_request(employee):
    body = "note=a%00b&idempotency_key=k"
    assert employee.post("/basket/submit/", body, content_type=FORM).status_code == 400


def test_a_percent_sign_before_two_zeros_is_no_nul(employee):
    body = "item=1%2500"
    answer = employee.post("/basket/order-now/", body, content_type=FORM)
    assert answer.status_code not in {400, 500}


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (b'{"note": "a\\u0000b"}', "k"), (b'{"note": "\\\\\\u0000"}', "k"),
        (b'{"note": "a\x00b"}', "k"), (b"{}", "a\x00b"), (b"{}", "a%00b"),
    ],
)  # fmt: skip
def test_the_api_answers_a_nul_with_problem_details(employee, token, body, key):
    headers = {**token, "idempotency-key": key}
    answer = employee.post(
        "/api/v1/requisitions", body, content_type="application/json", headers=headers
    )
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (400, 400, "nul-character")
    assert set(problem) == {"type", "title", "status", "code", "detail", "errors"}


def test_an_escaped_backslash_before_u0000_is_no_nul(employee, token):
    headers = {**token, "idempotency-key": "escaped"}
    answer = employee.post(
        "/api/v1/requisitions", b'{"note": "\\\\u0000"}', content_type="application/json",
        headers=headers,
    )  # fmt: skip
    assert answer.json()["code"] == "request-invalid"


@pytest.mark.parametrize("text", BROKEN, ids=lambda text: text[:20])
def test_a_broken_cursor_of_a_list_is_as_none(text):
    assert _read(cursor(text), Person, SortedBy("sort_key", down=False)) is None


@pytest.mark.parametrize(
    "text",
    ['["2026-01-01", 1]', '["2026-13-01T00:00:00+00:00", 1]', '["9999-12-31T23:59:59+00:00", 1]',
     '["0001-01-01T00:00:00+23:59", 1]', "[1, 1]"],
)  # fmt: skip
def test_a_cursor_without_a_time_is_no_place_among_times(text):
    assert _read(cursor(text), Requisition, SortedBy("submitted_at", down=True)) is None


def test_a_whole_cursor_of_a_list_is_read():
    assert _read(cursor('["a", 7]'), Person, SortedBy("sort_key", down=False)) == ("a", 7)


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ('["a", Infinity]', Sort.NAME), ("[Infinity, 1]", Sort.CHEAPEST),
        ("[NaN, 1]", Sort.CHEAPEST),
        (f'["a", {-(10**30)}]', Sort.NAME), (f"[{-(10**30)}, 1]", Sort.CHEAPEST),
        ('["\\ud800", 1]', Sort.NAME), ('["a\\u0000", 1]', Sort.NAME), (DEEP, Sort.NAME),
        (DEEP, Sort.CHEAPEST), ("[[], 1]", Sort.NAME), (f'["{DIGITS}", 1]', Sort.CHEAPEST),
        (json.dumps(["a" * 2001, 1]), Sort.NAME),
    ],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_a_broken_cursor_of_the_shelf_is_as_none(text, sort):
    assert _cursor(cursor(text), Filters(sort=sort.value)) is None


def test_a_cursor_of_the_shelf_with_too_large_a_number_ends_at_the_largest():
    filters = Filters(sort=Sort.CHEAPEST.value)
    assert _cursor(cursor(f'["5", {10**30}]'), filters) == ("5", LARGEST_ID)
    assert _cursor("ö", filters) is None


@pytest.mark.parametrize("text", BROKEN, ids=lambda text: text[:20])
def test_pages_with_a_broken_cursor_show_the_first_page(employee, administrator, text):
    broken = {"after": cursor(text)[:6000]}
    assert employee.get("/shop/", broken).status_code == 200
    assert administrator.get("/administration/people/", broken).status_code == 200


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7), (str(2**63 - 1), 2**63 - 1), (str(2**63), None), (DIGITS, None), ("", None),
        ("-1", None), ("٣", None), ("²", None), ("1" * 19, int("1" * 19)), ("0" * 20, None),
    ],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_a_number_is_ascii_digits_that_fit(text, number):
    assert number_of(text) == number


@pytest.mark.parametrize("before", [DIGITS, str(2**63), "²", "-1"], ids=lambda text: text[:5])
def test_lists_pass_over_a_number_that_is_none(employee, manager, before):
    assert employee.get("/mine/", {"before": before}).status_code == 200
    assert manager.get("/orders/", {"before": before}).status_code == 200


def test_a_posted_number_of_5000_digits_is_refused(employee):
    answer = employee.post("/basket/order-now/", {"item": DIGITS})
    assert answer.status_code == 422


def test_a_person_with_a_name_of_more_than_200_characters_is_refused():
    municipality = a_municipality()
    actor = an_actor(municipality, "administrator")
    with pytest.raises(Refused) as refused:
        perform(
            actor, register_person, party_id=municipality.pk, name="å" * 201, email="a@example.org"
        )
    assert refused.value.code == "name-too-long"


def test_an_escaped_nul_in_a_cookie_is_400(pages):
    from django.test import Client

    cookie = r'sessionid="aaaaaaaa\000aaaaaaaa"'
    answer = Client(raise_request_exception=False).get("/shop/", headers={"cookie": cookie})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("path", "content_type"),
    [("/", "text/plain; charset=utf-8"), ("/api/v1/items", "application/problem+json")],
)
def test_an_unknown_host_gets_a_sentence_and_one_line_of_the_log(caplog, path, content_type):
    forged = "evil.example\r\nERROR forged"
    answer = a_client().get(path, headers={"host": forged})
    assert (answer.status_code, answer["Content-Type"]) == (400, content_type)
    assert b"evil" not in answer.content
    (record,) = caplog.records
    assert (record.levelname, record.exc_info) == ("WARNING", None)
    assert "\n" not in record.getMessage()


@pytest.mark.parametrize("note", [b"a\xe2\x80\xaeb", rb"a\u202eb", rb"a\u0007b", rb"\\\u200b"])
def test_the_api_refuses_what_nobody_sees(employee, token, note):
    answer = employee.post(
        "/api/v1/requisitions", b'{"note": "' + note + b'"}', content_type="application/json",
        headers={**token, "idempotency-key": "unseen"},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (400, "invisible-character")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_form_goes_on_without_what_nobody_sees_and_says_so(pages):
    administrator = an_actor(a_municipality(), "administrator")
    client = client_of(administrator)

    def added(code, name):
        """How many sentences the next page says, and what the cost centre is called."""
        typed = {"code": code, "name": name}
        answer = client.post(reverse("add-cost-centre"), typed)
        said = list(get_messages(answer.wsgi_request))
        client.get(answer.url)  # shows them, once
        with reading(administrator):
            return len(said), CostCentre.objects.get(code=code).name

    plain, name = added("seen", "Skolor och annat")
    assert name == "Skolor och annat"
    assert added("unseen", "Sko\u202elor\u200b") == (plain + 1, "Skolor")


def test_a_password_is_left_as_it_is_typed(pages, buyer):
    account = an_account(a_person(buyer.party, "employee"))
    account.set_password("lösen\u200bord-lång")
    account.save()
    client = Client(headers={"host": "localhost"})
    typed = {"login": account.email, "password": "lösen\u200bord-lång"}
    assert client.post(reverse("account_login"), typed).status_code == 302


def test_an_uploaded_file_is_called_what_it_looks_like(pages):
    administrator = an_actor(a_municipality(), "administrator")
    sent = SimpleUploadedFile("people\u202evsc.csv", b"name;email\n")
    client_of(administrator).post(reverse("people-import-send"), {"file": sent})
    with reading(administrator):
        assert [one.name for one in ImportFile.objects.all()] == ["peoplevsc.csv"]
