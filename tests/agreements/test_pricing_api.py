"""Prices, tiers, rules, evidence and indexes by program, refused as the pages refuse."""

from __future__ import annotations

import json
from datetime import date
from itertools import count

import pytest
from django.test import Client

from factories.agreements import a_runner, an_agreement, an_agreement_in_preparation
from factories.parties import a_municipality, a_purchasing_body, a_supplier, an_actor
from samkop.agreements.queries import prices_of, tiers_of
from samkop.parties.models import Party
from samkop.parties.vocabulary import RoleName
from samkop.platform.tokens import SCOPES, issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
KEYS = count(1)
DAY = date(2026, 6, 1)
LIST = {"valid_from": "2026-06-01", "prices": [
    {"seller_item_id": "P-1", "price_group": "phones", "net_price": "400.00"},
    {"seller_item_id": "P-2", "price_group": "screens", "net_price": "200.00", "reference": "L 1"},
]}  # fmt: skip
EVIDENCE = {
    "seller_item_id": "P-3", "price_group": "tablets", "maker": "Maker", "competitors": 4,
    "purchase_price": "300.00", "decided_on": "2026-05-02", "document_reference": "Minutes 7",
    "valid_from": "2026-06-01", "valid_until": "2026-12-31",
}  # fmt: skip
RULES = {"rules": {
    "screens": {"kind": "list-discount", "rate": "12.5"},
    "tablets": {"kind": "cost-plus", "rate": "4"},
}}  # fmt: skip
INDEX = {"code": "PPI", "name": "Producer prices", "publisher": "Statistics", "values": [
    {"month": "2025-12-01", "value": "100.0", "published_on": "2026-01-20"},
    {"month": "2026-03-31", "value": "103.5", "published_on": "2026-04-20"},
]}  # fmt: skip


class Program:
    """A program with a token of an actor."""

    def __init__(self, actor, scopes=tuple(SCOPES)):
        self.text = new_token_text()
        perform(actor, issue_token, name="API", scopes=list(scopes), days=1, text=self.text)
        self.client = Client()

    def send(self, path, body):
        headers = {"authorization": f"Bearer {self.text}", "idempotency-key": f"k{next(KEYS)}"}
        answer = self.client.post(
            f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers
        )
        return answer.status_code, answer.json()

    def read(self, path):
        headers = {"authorization": f"Bearer {self.text}"}
        return self.client.get(f"/api/v1{path}", headers=headers).json()


@pytest.fixture
def runner():
    return a_runner(a_purchasing_body())


@pytest.fixture
def draft(runner):
    return an_agreement_in_preparation(runner, a_supplier(), prices=(), tiers={})


def test_rules_tiers_prices_and_evidence_make_the_prices_that_they_say(runner, draft):
    program, one = Program(runner), f"/agreements/{draft.pk}"
    assert program.send(f"{one}/price-rules", RULES) == (
        200, {"agreement_id": draft.pk, "rows": 2},
    )  # fmt: skip
    tiers = {"tiers": {"phones": [{"from_quantity": 0, "discount": "5"},
                                  {"from_quantity": 100, "discount": "7.5"}]}}  # fmt: skip
    assert program.send(f"{one}/tiers", tiers)[1]["rows"] == 2
    assert program.send(f"{one}/prices/list", LIST)[1]["rows"] == 2
    status, [shown] = program.send(f"{one}/price-evidence", {"evidence": [EVIDENCE]})
    assert (status, shown["purchase_price"], shown["maker"]) == (200, "300.00", "Maker")
    with reading(runner):
        prices = prices_of(draft.pk, ["P-1", "P-2", "P-3"], DAY)
        steps = [
            (tier.from_quantity, tier.discount_permille) for tier in tiers_of(draft.pk)["phones"]
        ]
    # 400 less 5 %; 200 less 12.5 %; 300 and 4 % of it.
    assert {item: origin.net_cents for item, origin in prices.items()} == {
        "P-1": 38_000, "P-2": 17_500, "P-3": 31_200,
    }  # fmt: skip
    assert steps == [(0, 50), (100, 75)]
    assert program.read(f"{one}/price-rules") == [
        {"price_group": "screens", "kind": "list-discount", "rate": "12.5"},
        {"price_group": "tablets", "kind": "cost-plus", "rate": "4.0"},
    ]


def test_an_index_is_kept_and_its_step_decided(runner, draft):
    program, one = Program(runner), f"/agreements/{draft.pk}"
    status, kept = program.send("/indexes", INDEX)
    assert (status, kept["code"]) == (200, "PPI")
    [listed] = program.read("/indexes")
    assert (listed["id"], listed["newest_month"]) == (kept["id"], "2026-03-01")
    clause = {
        "series_id": kept["id"], "base_month": "2025-12-01", "base_value": "100",
        "first_review_on": "2026-06-01", "lag_months": 3, "cap": "2.5",
    }  # fmt: skip
    rules = {"rules": {"phones": {"kind": "fixed", "index": clause}}}
    assert program.send(f"{one}/price-rules", rules)[0] == 200
    assert program.send(f"{one}/prices/list", LIST)[0] == 200
    step = {"price_group": "phones", "review_on": "2026-06-01", "register_number": "D/9"}
    status, decided = program.send(f"{one}/index-steps", step)
    # 100.0 to 103.5 is a rise of 3.5 %, held at 2.5 %.
    assert (status, decided["month"], decided["held"]) == (201, "2026-03-01", "2.5")
    with reading(runner):
        applies = date.fromisoformat(decided["applies_from"])
        assert prices_of(draft.pk, ["P-1"], applies)["P-1"].net_cents == 41_000
    again = program.send(f"{one}/index-steps", step)
    assert (again[0], again[1]["code"]) == (409, "index-step-decided")


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("prices/list", {**LIST, "prices": [LIST["prices"][0]] * 2}, "price-given-twice"),
        ("price-evidence", {"evidence": [EVIDENCE]}, "rule-takes-no-evidence"),
        (
            "price-rules", {"rules": {"phones": {"kind": "fixed", "rate": "1"}}},
            "price-rule-wrong",
        ),
        (
            "tiers", {"tiers": {"phones": [{"from_quantity": 10, "discount": "5"},
                                           {"from_quantity": 20, "discount": "4"}]}},
            "tiers-not-rising",
        ),
        (
            "index-steps",
            {"price_group": "phones", "review_on": "2026-06-01", "register_number": "D"},
            "no-index-clause",
        ),
    ],
)  # fmt: skip
def test_what_the_pages_refuse_a_program_is_refused(runner, draft, path, body, code):
    answer = Program(runner).send(f"/agreements/{draft.pk}/{path}", body)
    assert answer[1]["code"] == code


def test_what_was_tendered_is_not_changed_during_the_term(runner):
    with reading(runner):
        party = Party.objects.get(pk=runner.own_party_id)
    running = an_agreement(party, a_supplier(), [a_municipality()], runner=runner)
    program, one = Program(runner), f"/agreements/{running.pk}"
    codes = [
        program.send(f"{one}/price-rules", RULES)[1]["code"],
        program.send(f"{one}/tiers", {"tiers": {}})[1]["code"],
    ]
    assert codes == ["price-rules-are-fixed", "tiers-are-fixed"]
    taken = {"valid_from": "2098-01-01", "prices": [
        {"seller_item_id": "PHONE-1", "price_group": "phones", "net_price": "399.00"},
    ]}  # fmt: skip
    assert program.send(f"{one}/prices/list", taken)[0] == 200


def test_nobody_else_sets_prices_and_a_token_that_reads_does_not_write(runner, draft):
    stranger = a_runner(a_purchasing_body())
    employee = an_actor(a_municipality(), RoleName.EMPLOYEE)
    answers = [
        Program(stranger).send(f"/agreements/{draft.pk}/prices/list", LIST)[0],
        Program(employee).send("/indexes", INDEX)[0],
        Program(runner, ["agreements:read"]).send(f"/agreements/{draft.pk}/prices/list", LIST)[0],
        Program(runner).send(
            f"/agreements/{draft.pk}/prices/list",
            {**LIST, "prices": [{**LIST["prices"][0], "net_price": "-1"}]},
        )[0],
    ]  # fmt: skip
    assert answers == [404, 403, 403, 422]
