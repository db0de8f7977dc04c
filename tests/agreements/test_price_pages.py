"""Evidence, index values and index steps by their pages, with their refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from browser_ground import a_client
from factories.agreements import a_runner, an_agreement_in_preparation
from factories.parties import a_municipality, a_person, a_purchasing_body, a_supplier, an_account
from factories.price_rules import (
    CLAUSE,
    SCOPES,
    a_ruled_agreement,
    an_evidence,
    an_index,
    recorded,
)
from samkop.agreements.documents import read_index_values
from samkop.agreements.models import IndexAdjustment, IndexSeries
from samkop.agreements.queries import (
    clauses_of,
    rules_of,
    scopes_of,
    simulated_step,
    values_of,
)
from samkop.agreements.rules import IndexStep
from samkop.agreements.usecases.prices import NewPrice, set_list_prices
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")

REVIEW = date(2026, 11, 1)
# Reviewed on a day that has passed, whatever the day of the test.
PASSED = replace(CLAUSE, first_review_on=REVIEW, lag_months=1, interval_months=1200)


class Scene:
    def __init__(self, **values):
        body, self.supplier = a_purchasing_body(), a_supplier()
        self.runner = a_runner(body)
        self.series = an_index(self.runner, **values)
        self.agreement = a_ruled_agreement(
            self.runner, self.supplier, [a_municipality()], series=self.series, clause=PASSED,
            scopes=SCOPES,
        )  # fmt: skip
        self.client = a_client(an_account(a_person(body, RoleName.CATEGORY_MANAGER)))
        self.seller = a_client(an_account(a_person(self.supplier, RoleName.SALESPERSON)))
        self.address = f"/agreements/{self.agreement.pk}/"


EVIDENCE = {
    "seller_item_id": "LAPTOP-1", "price_group": "laptops", "maker": "Provex",
    "purchase_price": "905.00", "decided_on": "2026-10-01", "competitors": "5",
    "document_reference": "Protocol 9/2026", "valid_from": "2026-11-02",
    "valid_until": "2099-12-31",
}  # fmt: skip


def test_evidence_is_recorded_by_the_form_and_the_price_builds_on_it():
    scene = Scene()
    address = f"{scene.address}evidence/"
    assert scene.client.get(address).status_code == HTTPStatus.OK
    wrong = scene.client.post(address + "send/", {**EVIDENCE, "valid_until": "2026-11-01"})
    assert wrong.status_code == HTTPStatus.CONFLICT
    assert b"Protocol 9/2026" in wrong.content
    unfinished = scene.client.post(address + "send/", {**EVIDENCE, "maker": ""})
    assert unfinished.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    kept = scene.client.post(address + "send/", EVIDENCE)
    assert kept["Location"] == f"{scene.address}price-rules/"
    assert "€905.00" in scene.client.get(kept["Location"]).content.decode()


def test_an_index_step_is_tried_out_and_then_decided():
    scene = Scene(m2026_10="111.9")
    rules = scene.client.get(f"{scene.address}price-rules/").content.decode()
    asked = f"{scene.address}index-step/?price_group=phones&amp;review_on=2026-11-01"
    assert asked in rules
    tried = scene.client.get(asked.replace("&amp;", "&")).content.decode()
    # As recomputed by hand in test_price_rules: 389.50 becomes 402.08.
    for said in ("€389.50", "€402.08", "€12.58"):
        assert said in tried, said
    with reading(scene.runner):
        assert IndexAdjustment.objects.count() == 0
    given = {"price_group": "phones", "review_on": "2026-11-01", "register_number": "D/8"}
    send = f"{scene.address}index-step/send/"
    unfinished = scene.client.post(send, {**given, "register_number": ""})
    assert unfinished.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert scene.client.post(send, given).status_code == HTTPStatus.SEE_OTHER
    again = scene.client.post(send, given)
    assert again.status_code == HTTPStatus.NOT_FOUND
    with reading(scene.runner):
        assert IndexAdjustment.objects.get().value == Decimal("111.9")


def test_a_review_whose_value_is_not_published_has_nothing_to_decide():
    scene = Scene()
    address = f"{scene.address}index-step/?price_group=phones&review_on=2026-11-01"
    shown = scene.client.get(address).content.decode()
    assert "The prices stay" in shown
    given = {"price_group": "phones", "review_on": "2026-11-01", "register_number": "D/8"}
    refused = scene.client.post(f"{scene.address}index-step/send/", given)
    assert refused.status_code == HTTPStatus.CONFLICT
    unknown = scene.client.get(address.replace("2026-11-01", "2026-11-02"))
    assert unknown.status_code == HTTPStatus.NOT_FOUND


def test_a_simulated_step_changes_each_price_of_its_group_and_nothing_else():
    scene = Scene()
    perform(
        scene.runner, set_list_prices, agreement_id=scene.agreement.pk, valid_from=REVIEW,
        prices=[NewPrice("PHONE-1", "phones", 40_000), NewPrice("MONITOR-1", "monitors", 10_000)],
    )  # fmt: skip
    step = IndexStep(
        date(2026, 12, 1), "PPI", date(2025, 10, 1), Decimal("108.4"), date(2026, 10, 1),
        Decimal("111.9"),
    )  # fmt: skip
    with reading(scene.runner):
        found = simulated_step(scene.agreement.pk, "phones", step)
    assert [(one.item, one.before, one.after, one.change) for one in found] == [
        ("PHONE-1", 38_950, 40_208, 1_258)
    ]


def a_file(text):
    return SimpleUploadedFile("index.csv", text.encode())


def test_index_values_are_imported_from_a_table_whole_or_not_at_all():
    scene = Scene()
    named = {"code": "PPI-2", "name": "Producer price index", "publisher": "Statistics"}
    bad = "Kuukausi;Arvo;Julkaistu\n2026-09;111,2;2026-10-26\n2026-10;much;2026-11-25\n"
    refused = scene.client.post("/indexes/send/", {**named, "file": a_file(bad)})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Row 3, column value" in refused.content.decode()
    with reading(scene.runner):
        assert not IndexSeries.objects.filter(code="PPI-2").exists()
    good = bad.replace("much", "111,9")
    kept = scene.client.post("/indexes/send/", {**named, "file": a_file(good)})
    assert kept["Location"] == "/indexes/"
    shown = scene.client.get("/indexes/").content.decode()
    for said in ("PPI-2", "111.9", "2026-11-25"):
        assert said in shown, said
    with reading(scene.runner):
        series = IndexSeries.objects.get(code="PPI-2")
        values = values_of([series.pk])
    assert values[series.pk, date(2026, 9, 1)].value == Decimal("111.2")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("month;value\n2026-10;1\n", "index-column-missing"),
        ("month;value;published\n2026-13;1;2026-11-25\n", "index-row-wrong"),
        ("month;value;published\n2026-10;NaN;2026-11-25\n", "index-row-wrong"),
        ("month;value;published\n2026-10;1.23456;2026-11-25\n", "index-row-wrong"),
        ("month;value;published\n2026-10;1;soon\n", "index-row-wrong"),
        ("month;value;published\n2026-10\n", "index-row-wrong"),
    ],
)
def test_a_faulty_table_is_refused_with_its_place(text, code):
    with pytest.raises(Refused) as refused:
        read_index_values(text.encode())
    assert refused.value.code == code
    unreadable = b"\xd0\xcf\x11\xe0" + bytes(20)
    with pytest.raises(Refused) as refused:
        read_index_values(unreadable)
    assert refused.value.code == "index-file-unreadable"


def test_the_supplier_reads_its_own_rules_and_decides_nothing():
    scene = Scene(m2026_10="111.9")
    shown = scene.seller.get(f"{scene.address}price-rules/").content.decode()
    assert "Protocol 7/2025" in shown
    for page in ("evidence/", "new-model/", "index-step/?price_group=phones&review_on=2026-11-01"):
        assert page.partition("?")[0] not in shown, page
        assert scene.seller.get(scene.address + page).status_code == HTTPStatus.FORBIDDEN
    given = {"price_group": "phones", "review_on": "2026-11-01", "register_number": "D/8"}
    for page, body in (("evidence/send/", EVIDENCE), ("index-step/send/", given)):
        assert scene.seller.post(scene.address + page, body).status_code == HTTPStatus.FORBIDDEN
    assert scene.seller.get("/indexes/").status_code == HTTPStatus.FORBIDDEN
    stranger = a_client(an_account(a_person(a_purchasing_body(), RoleName.CATEGORY_MANAGER)))
    for page in ("price-rules/", "evidence/", "index-step/", "new-model/"):
        assert stranger.get(scene.address + page).status_code == HTTPStatus.NOT_FOUND
    assert "PPI" not in stranger.get("/indexes/").content.decode()


def queries_of(client, address):
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == HTTPStatus.OK
    return len(made)


def test_the_pages_ask_as_much_for_thirty_rows_as_for_one():
    scene = Scene(m2026_10="111.9")
    pages = [
        f"{scene.address}price-rules/", "/indexes/",
        f"{scene.address}index-step/?price_group=phones&review_on=2026-11-01",
    ]  # fmt: skip
    alone = [queries_of(scene.client, page) for page in pages]
    for number in range(29):
        an_index(scene.runner, code=f"INDEX-{number}")
    recorded(
        scene.runner, scene.agreement,
        *(an_evidence(valid_from=date(2026, 2, 1 + day)) for day in range(28)),
    )  # fmt: skip
    assert [queries_of(scene.client, page) for page in pages] == alone


TERMS = {
    "price_group": "monitors", "kind": "list-discount", "rate": "12.5", "base_month": "2025-10-01",
    "base_value": "108.4", "first_review_on": "2027-01-01", "interval_months": "12",
    "lag_months": "3", "cap": "5", "floor": "", "threshold": "1.0",
    "categories": ["monitor"], "makers": "Provex, Skärmia", "most": "500.00",
    "screen_size_least": "24", "screen_size_most": "32", "memory_least": "", "memory_most": "",
    "storage_least": "", "storage_most": "",
}  # fmt: skip


def test_a_price_groups_rule_and_scope_are_prepared_by_the_form():
    body = a_purchasing_body()
    runner = a_runner(body)
    series = an_index(runner)
    agreement = an_agreement_in_preparation(runner, a_supplier())
    client = a_client(an_account(a_person(body, RoleName.CATEGORY_MANAGER)))
    address = f"/agreements/{agreement.pk}/group-terms/"
    assert client.get(address).status_code == HTTPStatus.OK
    given = {**TERMS, "series": str(series.pk)}
    unfinished = client.post(address + "send/", {**given, "base_value": ""})
    assert unfinished.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    wrong = client.post(address + "send/", {**given, "screen_size_least": "33"})
    assert wrong.status_code == HTTPStatus.CONFLICT
    with reading(runner):
        assert rules_of(agreement.pk) == {}
    for rate, permille in (("10", 100), ("12.5", 125)):
        sent = client.post(address + "send/", {**given, "rate": rate})
        assert sent["Location"] == f"/agreements/{agreement.pk}/price-rules/"
        with reading(runner):
            rule = rules_of(agreement.pk)["monitors"]
            assert (rule.kind, rule.permille) == ("list-discount", permille)
    with reading(runner):
        [clause] = clauses_of(agreement.pk)
        assert scopes_of(agreement.pk) == {"monitors": SCOPES[1]}
    assert (clause.cap_permille, clause.floor_permille, clause.threshold_permille) == (50, None, 10)
    # The form shows it again as it was saved: sent once more, nothing changes.
    shown = client.get(f"{address}?price_group=monitors").content.decode()
    for said in ('value="12.5"', 'value="108.4000"', 'value="Provex, Skärmia"', 'value="24"'):
        assert said in shown, said


def test_rule_and_scope_stay_as_they_were_tendered():
    scene = Scene()
    address = f"{scene.address}group-terms/"
    assert scene.client.get(address).status_code == HTTPStatus.CONFLICT
    sent = scene.client.post(address + "send/", {**TERMS, "series": ""})
    assert sent.status_code == HTTPStatus.CONFLICT
    with reading(scene.runner):
        assert scopes_of(scene.agreement.pk)["monitors"] == SCOPES[1]
        assert "monitors" in rules_of(scene.agreement.pk)
    assert scene.seller.post(address + "send/", {**TERMS, "series": ""}).status_code == (
        HTTPStatus.FORBIDDEN
    )
