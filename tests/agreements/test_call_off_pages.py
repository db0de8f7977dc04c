"""The pages and the API of rules of call-off, from the draft to who got what."""

from __future__ import annotations

import itertools
import json
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from browser_ground import a_client
from factories.call_offs import a_draft_rule, a_panel, a_part, offer_of, sent_in
from factories.parties import a_person, a_purchasing_body, an_account, an_actor
from samkop.agreements.models import CallOffRule
from samkop.parties.vocabulary import RoleName
from samkop.platform.tokens import SCOPES, issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")

KEYS = itertools.count(1)
TERMS = {
    "number": "DAT-2026", "title": "Datorer", "method": "rotation", "turn_by": "value",
    "competition_from": "", "maximum_value": "250000", "currency": "EUR",
    "register_number": "D/7",
}  # fmt: skip


def client_of(party, *roles):
    return a_client(an_account(a_person(party, *roles)))


def text_of(client, address):
    return client.get(address).content.decode()


def sent(client, address, **values):
    return client.post(address, values).status_code


def test_a_rule_is_prepared_ranked_and_adopted_by_its_forms():
    body = a_purchasing_body()
    client = client_of(body, RoleName.CATEGORY_MANAGER)
    runner = an_actor(body, RoleName.CATEGORY_MANAGER)
    parts = [a_part(runner, number) for number in (1, 2)]
    assert sent(client, "/call-offs/prepare/send/", **{**TERMS, "method": "x"}) == 422
    made = client.post("/call-offs/prepare/send/", TERMS)
    one = made["Location"]
    assert (made.status_code, "DAT-2026" in text_of(client, "/call-offs/")) == (303, True)
    assert sent(client, f"{one}adopt/") == HTTPStatus.CONFLICT
    for rank, part in enumerate(parts, 1):
        assert sent(client, f"{one}suppliers/", agreement=part.pk, rank=rank) == 303
        offer = {"supplied": part.pk, "position": "Bärbar dator", "item_number": f"ITEM-{rank}"}
        assert sent(client, f"{one}offers/", **offer) == 303
    wrong = client.post(
        f"{one}offers/", {"supplied": parts[0].pk, "position": "Dator", "item_number": "NONE"}
    )
    assert (wrong.status_code, b'value="NONE"' in wrong.content) == (HTTPStatus.CONFLICT, True)
    page = text_of(client, one)
    assert (page.count("Bärbar dator"), "ITEM-1" in page, "ITEM-2" in page) == (1, True, True)
    assert sent(client, f"{one}adopt/") == 303
    with reading(runner):
        assert CallOffRule.objects.get(purchasing_body=body).adopted_at is not None
    assert "/adopt/" not in text_of(client, one)
    assert f'href="{one}"' in text_of(client, f"/agreements/{parts[0].pk}/")


def test_suppliers_and_offers_are_taken_out_of_a_draft_by_their_buttons():
    body = a_purchasing_body()
    client = client_of(body, RoleName.BUYER)
    runner = an_actor(body, RoleName.BUYER)
    one, part = f"/call-offs/{a_draft_rule(runner).pk}/", a_part(runner, 1)
    assert sent(client, f"{one}suppliers/", agreement=part.pk, rank=1) == 303
    assert (
        sent(client, f"{one}offers/", supplied=part.pk, position="P", item_number="ITEM-1") == 303
    )
    page = text_of(client, one)
    [out] = [part for part in page.split('"') if part.startswith(f"{one}offers/") and "out" in part]
    assert sent(client, out) == 303
    assert out not in text_of(client, one)
    assert sent(client, f"{one}suppliers/{part.pk}/out/") == 303
    assert part.number not in text_of(client, one).split("<form")[0]


def test_a_draft_is_changed_by_its_form_and_removed_by_its_button():
    body = a_purchasing_body()
    client, runner = client_of(body, RoleName.BUYER), an_actor(body, RoleName.BUYER)
    made = a_draft_rule(runner, mini_competition_from_cents=1_234_56)
    one = f"/call-offs/{made.pk}/"
    form = text_of(client, f"{one}change/")
    assert ('value="1234.56"' in form, 'value="300000"' in form) == (True, True)
    assert (
        sent(client, f"{one}change/send/", **{**TERMS, "maximum_value": "0"}) == HTTPStatus.CONFLICT
    )
    assert sent(client, f"{one}change/send/", **TERMS) == 303
    page = text_of(client, one)
    assert ("DAT-2026" in page, f'action="{one}remove/"' in page) == (True, True)
    assert sent(client, f"{one}remove/") == 303
    assert client.get(one).status_code == HTTPStatus.NOT_FOUND
    adopted = a_panel(suppliers=2, body=body)
    kept = f"/call-offs/{adopted.rule.pk}/"
    assert sent(client, f"{kept}remove/") == HTTPStatus.CONFLICT
    assert client.get(f"{kept}change/").status_code == HTTPStatus.CONFLICT
    assert (
        f"{kept}remove/" in text_of(client, kept),
        f"{kept}change/" in text_of(client, kept),
    ) == (
        False,
        False,
    )


def test_the_item_and_the_requisition_say_how_the_supplier_is_found():
    panel = a_panel(suppliers=2)
    buyer = panel.buyers[0]
    requisition = sent_in(panel, buyer, asked=1)
    client = a_client(an_account(a_person(buyer.party, RoleName.EMPLOYEE, RoleName.ICT_MANAGER)))
    rule = f'href="/call-offs/{panel.rule.pk}/"'
    assert rule in text_of(client, f"/shop/items/{panel.items[1].pk}/")
    page = text_of(client, f"/requisitions/{requisition.pk}/")
    assert (rule in page, panel.suppliers[0].name in page) == (True, True)
    assert requisition.number in text_of(client, f"/call-offs/{panel.rule.pk}/")


def test_a_stranger_finds_no_rule_and_an_employee_of_the_body_prepares_none():
    panel = a_panel(suppliers=2)
    stranger = client_of(a_purchasing_body(), RoleName.CATEGORY_MANAGER)
    assert stranger.get(f"/call-offs/{panel.rule.pk}/").status_code == HTTPStatus.NOT_FOUND
    assert panel.rule.number not in text_of(stranger, "/call-offs/")
    employee = client_of(panel.body, RoleName.EMPLOYEE)
    assert employee.get("/call-offs/prepare/").status_code == HTTPStatus.FORBIDDEN
    assert sent(employee, f"/call-offs/{panel.rule.pk}/adopt/") == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("adopt/", HTTPStatus.NOT_FOUND), ("suppliers/", HTTPStatus.NOT_FOUND),
        ("remove/", HTTPStatus.NOT_FOUND),
        ("offers/", HTTPStatus.NOT_FOUND), ("offers/{offer}/out/", HTTPStatus.NOT_FOUND),
        ("suppliers/{agreement}/out/", HTTPStatus.NOT_FOUND),
    ],
)  # fmt: skip
def test_who_is_a_stranger_to_a_rule_changes_nothing_of_it(address, answer):
    panel = a_panel(suppliers=2)
    ids = {"offer": offer_of(panel).pk, "agreement": panel.agreements[0].pk}
    for roles in ([RoleName.EMPLOYEE], [RoleName.CATEGORY_MANAGER]):
        stranger = client_of(a_purchasing_body(), *roles)
        stranger.raise_request_exception = False
        path = f"/call-offs/{panel.rule.pk}/{address.format(**ids)}"
        typed = {"agreement": 1, "rank": 9, "supplied": 1, "position": "P", "item_number": "X"}
        assert sent(stranger, path, **typed) == answer, roles


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == HTTPStatus.OK
    return len(asked)


def test_pages_ask_as_much_for_thirty_rows_as_for_one():
    panel = a_panel(suppliers=2)
    client = client_of(panel.body, RoleName.CATEGORY_MANAGER)
    addresses = ["/call-offs/", f"/call-offs/{panel.rule.pk}/"]
    sent_in(panel, panel.buyers[0])
    few = [queries_of(client, address) for address in addresses]
    for number in range(29):
        a_draft_rule(panel.runner, number=f"N-{number}")
        sent_in(panel, panel.buyers[0])
    assert [queries_of(client, address) for address in addresses] == few == [10, 17]


class Caller:
    """A program with a token of an actor."""

    def __init__(self, actor):
        self.text, self.client = new_token_text(), Client()
        perform(actor, issue_token, name="API", scopes=list(SCOPES), days=1, text=self.text)

    def ask(self, path, body=None):
        headers = {"authorization": f"Bearer {self.text}", "idempotency-key": str(next(KEYS))}
        kind = {"content_type": "application/json"}
        ask = self.client.get if body is None else self.client.post
        given = () if body is None else (json.dumps(body),)
        answer = ask(f"/api/v1{path}", *given, headers=headers, **({} if body is None else kind))
        return answer.status_code, answer.json() if answer.content else None


def test_a_program_prepares_a_rule_and_adopts_it():
    runner = an_actor(a_purchasing_body(), RoleName.CATEGORY_MANAGER)
    program, parts = Caller(runner), [a_part(runner, number) for number in (1, 2)]
    terms = {
        "number": "API-1", "title": "Laptops", "method": "ranking", "currency": "EUR",
        "maximum_value": "200000.00", "mini_competition_from": "50000.00",
        "register_number": "D/1",
    }  # fmt: skip
    status, made = program.ask("/call-offs", terms)
    one = f"/call-offs/{made['id']}"
    assert (status, made["adopted_at"], made["mini_competition_from"]) == (201, None, "50000.00")
    for rank, part in enumerate(parts, 1):
        program.ask(f"{one}/suppliers", {"agreement_id": part.pk, "rank": rank})
        offer = {"agreement_id": part.pk, "position": "P", "seller_item_id": f"ITEM-{rank}"}
        status, whole = program.ask(f"{one}/offers", offer)
        assert status == HTTPStatus.OK
    program.ask(f"{one}/offers/{whole['offers'][1]['id']}/out", {})
    status, whole = program.ask(f"{one}/suppliers/{parts[1].pk}/out", {})
    assert [(place["agreement_id"], place["rank"]) for place in whole["suppliers"]] == [
        (parts[0].pk, 1)
    ]
    assert [offer["seller_item_id"] for offer in whole["offers"]] == ["ITEM-1"]
    assert program.ask(f"{one}/adoption", {})[1]["code"] == "suppliers-too-few"
    program.ask(f"{one}/suppliers", {"agreement_id": parts[1].pk, "rank": 2})
    status, changed = program.ask(f"{one}/terms", {**terms, "title": "Computers"})
    assert (status, changed["title"], len(changed["suppliers"])) == (200, "Computers", 2)
    assert program.ask(f"{one}/adoption", {})[1]["adopted_at"] is not None
    assert program.ask(f"{one}/out", {})[1]["code"] == "call-off-adopted"
    other = program.ask("/call-offs", {**terms, "number": "API-2"})[1]["id"]
    assert program.ask(f"/call-offs/{other}/out", {}) == (204, None)
    assert [rule["number"] for rule in program.ask("/call-offs")[1]] == ["API-1"]


def test_a_program_reads_who_got_what_and_who_was_considered():
    panel = a_panel(suppliers=2)
    requisition = sent_in(panel, panel.buyers[0])
    program = Caller(an_actor(panel.buyers[0].party, RoleName.ICT_MANAGER))
    status, answer = program.ask(f"/call-offs/{panel.rule.pk}/turns")
    [turn] = answer["turns"]
    assert (status, turn["requisition"], turn["value"], answer["next_before"]) == (
        HTTPStatus.OK,
        requisition.number,
        "900.00",
        None,
    )
    considered = [(one["agreement_id"], one["hindrance"]) for one in turn["considered"]]
    assert considered == [(agreement.pk, None) for agreement in panel.agreements]
    suppliers = program.ask(f"/call-offs/{panel.rule.pk}")[1]["suppliers"]
    assert [(one["call_offs"], one["value"]) for one in suppliers] == [(1, "900.00"), (0, "0.00")]
    assert Caller(panel.runner).ask("/call-offs/999999999/turns")[0] == HTTPStatus.NOT_FOUND
