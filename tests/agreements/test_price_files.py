"""Prices, tiers, price rules and evidence from a file: checked, then all rows or none."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from browser_ground import a_client
from factories.agreements import (
    a_basis,
    a_runner,
    an_agreement,
    an_agreement_in_preparation,
)
from factories.parties import (
    a_municipality,
    a_person,
    a_purchasing_body,
    a_supplier,
    an_account,
)
from samkop.agreements.models import PriceFile, PriceRule
from samkop.agreements.queries import clauses_of, prices_of, tiers_of
from samkop.agreements.queries.price_files import plan_price_file
from samkop.agreements.rules import Scope
from samkop.agreements.rules.price_cells import amount_in, permille_in
from samkop.agreements.usecases.agreement import put_in_force
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.indexes import NewIndexValue, keep_index
from samkop.agreements.usecases.price_file import (
    apply_price_file,
    call_price_columns,
    upload_price_file,
)
from samkop.agreements.usecases.price_rules import NewRule, set_price_rules
from samkop.agreements.usecases.scope import set_scopes
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
DAY = date(2026, 6, 1)
PRICES = """artikel;prisgrupp;pris;prislista;gäller från
P-1;phones;1 400,50;Lista 3;2026-06-01
P-2;phones;99.9;;2026-06-01
"""
TIERS = 'price group,from,discount\nphones,0,"2,5"\nphones,100,5\nscreens,10,1\n'
RULES = """price_group;rule;rate;index;base month;base value;first review;lag;cap
phones;list discount;12,5;;;;;;
tablets;ostohinta plus kate;4 %;PPI;2025-12;100,5;2027-01-01;3;2,5
"""
EVIDENCE = (
    "item,price group,maker,price,won,document,makers,from,until\n"
    "T-1,tablets,Maker,300,2026-05-02,Minutes 7,4,2026-06-01,2026-12-31\n"
)


class Desk:
    """A purchasing body's buyer with an agreement in preparation."""

    def __init__(self, **fields):
        self.body = a_purchasing_body()
        self.runner = a_runner(self.body)
        self.agreement = an_agreement_in_preparation(
            self.runner, a_supplier(), prices=(), tiers={}, **fields
        )

    def send(self, kind, text, actor=None):
        return perform(
            actor or self.runner, upload_price_file, agreement_id=self.agreement.pk, kind=kind,
            name="f.csv", content=text if isinstance(text, bytes) else text.encode(),
        )  # fmt: skip

    def take(self, kind, text):
        file = self.send(kind, text)
        return perform(self.runner, apply_price_file, file_id=file.pk)

    def faults(self, kind, text, today=DAY):
        with reading(self.runner):
            plan = plan_price_file(kind, text.encode(), self.agreement, today)
        return [(fault.row, fault.column, fault.code) for fault in plan.file.faults]

    def cents(self, *items, day=DAY):
        with reading(self.runner):
            found = prices_of(self.agreement.pk, items, day)
        return {item: origin.net_cents for item, origin in found.items()}


def code_of(actor, use_case, **inputs):
    with pytest.raises(Refused) as refusal:
        perform(actor, use_case, **inputs)
    return refusal.value.code


@pytest.fixture
def desk():
    return Desk()


def with_index(desk):
    values = [NewIndexValue(date(2025, 12, 1), Decimal("100.5"), date(2026, 1, 20))]
    perform(
        desk.runner, keep_index, code="PPI", name="Prices", publisher="Statistics", values=values
    )


def test_a_price_list_is_taken_with_its_days_and_the_same_again_changes_nothing(desk):
    assert desk.take("list-prices", PRICES) == {"rows": 2, "changed": 2, "unchanged": 0}
    assert desk.cents("P-1", "P-2") == {"P-1": 140_050, "P-2": 9_990}
    assert desk.cents("P-1", day=date(2026, 5, 31)) == {}
    assert desk.take("list-prices", PRICES) == {"rows": 2, "changed": 0, "unchanged": 2}
    with reading(desk.runner):
        assert PriceFile.objects.filter(agreement=desk.agreement).count() == 0


def test_tiers_rules_and_evidence_make_the_price_that_they_say(desk):
    with_index(desk)
    assert desk.take("tiers", TIERS)["rows"] == 3
    assert desk.take("price-rules", RULES)["rows"] == 2
    assert desk.take("list-prices", PRICES)["rows"] == 2
    assert desk.take("evidence", EVIDENCE)["rows"] == 1
    # 1400.50 less 12.5 % is 1225.44, less 2.5 % of it 1194.80; 300.00 and 4 %.
    assert desk.cents("P-1", "T-1") == {"P-1": 119_480, "T-1": 31_200}
    with reading(desk.runner):
        tiers = {
            group: [(tier.from_quantity, tier.discount_permille) for tier in of_group]
            for group, of_group in tiers_of(desk.agreement.pk).items()
        }
        [clause] = clauses_of(desk.agreement.pk)
    assert tiers == {"phones": [(0, 25), (100, 50)], "screens": [(10, 10)]}
    assert (clause.price_group, clause.base_value, clause.cap_permille, clause.lag_months) == (
        "tablets", Decimal("100.5"), 25, 3,
    )  # fmt: skip


def test_each_fault_of_a_price_list_has_its_row_column_and_code(desk):
    perform(
        desk.runner, set_price_rules, agreement_id=desk.agreement.pk,
        rules={"tablets": NewRule("cost-plus", 40)},
    )  # fmt: skip
    desk.take("list-prices", PRICES)
    text = (
        "item,price_group,price,from\nP-3,phones,ten,2026-06-01\nP-4,,1,soon\n"
        "T-1,tablets,5,2026-06-01\nP-1,phones,5,2026-05-01\nP-5,phones,1,\nP-5,phones,2,\n"
        f"{'x' * 81},phones,1.005,\n"
    )
    assert desk.faults("list-prices", text) == [
        (2, "price", "amount-wrong"),
        (3, "price_group", "cell-empty"), (3, "valid_from", "day-wrong"),
        (4, "price_group", "evidence-needed"),
        (5, "valid_from", "later-price-exists"),
        (7, "item", "row-repeated"),
        (8, "item", "text-too-long"), (8, "price", "amount-wrong"),
    ]  # fmt: skip


def test_each_fault_of_tiers_rules_and_evidence_is_told(desk):
    tiers = "price_group,from_quantity,discount\nphones,10,5\nphones,20,4\nphones,many,101\n"
    assert desk.faults("tiers", tiers) == [
        (3, "discount", "tiers-not-rising"),
        (4, "from_quantity", "number-wrong"), (4, "discount", "rate-wrong"),
    ]  # fmt: skip
    rules = (
        "price_group,kind,rate,index,base_month,base_value,first_review\n"
        "phones,cheap,1,,,,\nscreens,fixed,1,,,,\ntablets,fixed,,NONE,2025,x,2027-01-01\n"
        "docks,fixed,,,2025-12,,\n"
    )
    assert desk.faults("price-rules", rules) == [
        (2, "kind", "price-rule-unknown"),
        (3, "rate", "price-rule-wrong"),
        (4, "index", "index-unknown"), (4, "base_month", "index-clause-wrong"),
        (4, "base_value", "index-clause-wrong"),
        (5, "index", "index-missing"),
    ]  # fmt: skip
    wrong = EVIDENCE.replace("tablets,Maker,300,2026-05-02", "tablets,,300,2026-06-02")
    assert desk.faults("evidence", wrong.replace(",4,", ",0,")) == [
        (2, "maker", "cell-empty"), (2, "price_group", "rule-takes-no-evidence"),
        (2, "valid_from", "dates-reversed"), (2, "competitors", "number-wrong"),
    ]  # fmt: skip


def test_with_one_fault_nothing_is_taken_and_the_file_stays(desk):
    file = desk.send("list-prices", PRICES + "P-3;phones;;;\n")
    assert code_of(desk.runner, apply_price_file, file_id=file.pk) == "price-file-faulty"
    assert desk.cents("P-1") == {}
    with reading(desk.runner):
        assert PriceFile.objects.filter(pk=file.pk).exists()
    empty = desk.send("tiers", "price_group,from_quantity,discount\n")
    assert code_of(desk.runner, apply_price_file, file_id=empty.pk) == "price-file-empty"


def test_a_new_model_does_not_enter_a_tendered_group_by_a_price_list():
    desk = Desk()
    desk.take("list-prices", PRICES)
    scopes = [Scope("phones", ("phone",))]
    perform(desk.runner, set_scopes, agreement_id=desk.agreement.pk, scopes=scopes)
    text = "item,price_group,price\nP-1,phones,5\nP-9,phones,5\n"
    assert desk.faults("list-prices", text) == []
    buyer = a_municipality()
    perform(
        desk.runner, name_buyer, agreement_id=desk.agreement.pk, buyer_id=buyer.pk,
        expected_share_cents=0, maximum_share_cents=None, legal_basis=a_basis(desk.body, buyer),
    )  # fmt: skip
    perform(desk.runner, put_in_force, agreement_id=desk.agreement.pk, register_number="D/1")
    with reading(desk.runner):
        desk.agreement.refresh_from_db()
    assert desk.faults("list-prices", text) == [(3, "item", "model-not-admitted")]


def test_the_files_own_headings_are_called_and_remembered(desk):
    text = PRICES.replace("prisgrupp", "Grupp X")
    file = desk.send("list-prices", text)
    assert code_of(desk.runner, apply_price_file, file_id=file.pk) == "price-file-faulty"
    called = {"Grupp X": "price_group"}
    perform(desk.runner, call_price_columns, file_id=file.pk, called=called)
    again = desk.send("list-prices", text)
    assert perform(desk.runner, apply_price_file, file_id=again.pk)["rows"] == 2
    third = desk.send("list-prices", text)
    wrong = {"Grupp X": "colour"}
    unknown = code_of(desk.runner, call_price_columns, file_id=third.pk, called=wrong)
    assert unknown == "column-unknown"


def test_what_was_tendered_is_not_sent_again_during_the_term():
    body = a_purchasing_body()
    runner = a_runner(body)
    running = an_agreement(body, a_supplier(), [a_municipality()], runner=runner)
    wanted = {"agreement_id": running.pk, "name": "f.csv", "content": TIERS.encode()}
    codes = [code_of(runner, upload_price_file, kind=kind, **wanted)
             for kind in ("tiers", "price-rules", "no-such")]  # fmt: skip
    assert codes == ["prices-are-fixed", "prices-are-fixed", "not-found"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "file-unreadable"), (b"\xd0\xcf\x11\xe0", "file-unreadable"),
     (b"a" * (2 * 1024 * 1024 + 1), "file-too-large")],
)  # fmt: skip
def test_what_is_no_table_is_refused(desk, content, code):
    wanted = {"agreement_id": desk.agreement.pk, "name": "f", "kind": "tiers"}
    assert code_of(desk.runner, upload_price_file, content=content, **wanted) == code


def test_nobody_else_sees_or_takes_the_file(desk):
    file = desk.send("tiers", TIERS)
    stranger = a_runner(a_purchasing_body())
    assert code_of(stranger, apply_price_file, file_id=file.pk) == "not-found"
    client = a_client(an_account(a_person(a_municipality(), RoleName.ICT_MANAGER)))
    paths = [f"/price-files/{file.pk}/", f"/price-files/{file.pk}/faults.csv"]
    assert [client.get(path).status_code for path in paths] == [404, 404]


def test_a_file_goes_all_the_way_on_the_pages(desk):
    client = a_client(an_account(a_person(desk.body, RoleName.CATEGORY_MANAGER)))
    one = f"/agreements/{desk.agreement.pk}/prices/file/"
    assert client.get(one).status_code == 200
    faulty = PRICES + "P-3;phones;ten;;\n"
    sent = {"kind": "list-prices", "file": SimpleUploadedFile("f.csv", faulty.encode())}
    at = client.post(f"{one}send/", sent)["Location"]
    assert b"ten" in client.get(at).content
    rows = list(csv.reader(io.StringIO(client.get(f"{at}faults.csv").content.decode("utf-8-sig")),
                           delimiter=";"))  # fmt: skip
    assert [row[:3] for row in rows[1:]] == [["4", "price", "amount-wrong"]]
    assert client.post(f"{at}apply/").status_code == 422
    sent = {"kind": "list-prices", "file": SimpleUploadedFile("f.csv", PRICES.encode())}
    at = client.post(f"{one}send/", sent)["Location"]
    named = {f"column-{place}": key for place, key in enumerate(
        ["item", "price_group", "price", "reference", "valid_from"])}  # fmt: skip
    assert client.post(f"{at}columns/", named).status_code == 303
    assert client.post(f"{at}apply/").status_code == 303
    assert desk.cents("P-2") == {"P-2": 9_990}
    assert client.post(f"{one}send/", {"kind": "list-prices"}).status_code == 422


def test_one_price_is_set_by_hand_and_refused_where_it_cannot_be(desk):
    client = a_client(an_account(a_person(desk.body, RoleName.CATEGORY_MANAGER)))
    path = f"/agreements/{desk.agreement.pk}/prices/set/"
    sent = {"seller_item_id": "P-1", "price_group": "phones", "price": "12.50",
            "valid_from": "2026-06-01"}  # fmt: skip
    assert client.get(path).status_code == 200
    assert client.post(f"{path}send/", sent).status_code == 303
    assert desk.cents("P-1") == {"P-1": 1_250}
    earlier = client.post(f"{path}send/", {**sent, "valid_from": "2026-05-01", "price": "11"})
    assert earlier.status_code == 409
    assert client.post(f"{path}send/", {**sent, "price": "-1"}).status_code == 422


def test_the_dry_run_needs_the_same_queries_for_1_and_30_rows(desk):
    def counted(rows):
        text = "item,price_group,price\n" + "".join(f"P-{n},phones,{n}\n" for n in range(rows))
        with reading(desk.runner), CaptureQueriesContext(connection) as found:
            plan_price_file("list-prices", text.encode(), desk.agreement, DAY)
        return len(found)

    assert (counted(1), counted(30)) == (2, 2)


def test_rules_are_replaced_whole(desk):
    desk.take("price-rules", "price_group,kind,rate\nphones,list-discount,5\n")
    desk.take("price-rules", "price_group,kind,rate\nscreens,fixed,\n")
    with reading(desk.runner):
        kept = PriceRule.objects.filter(agreement=desk.agreement)
        assert [(rule.price_group, rule.kind) for rule in kept] == [("screens", "fixed")]


@given(st.integers(0, 10**12))
def test_an_amount_is_read_to_the_cent_as_people_write_it(cents):
    whole, rest = divmod(cents, 100)
    grouped = f"{whole:,}".replace(",", "\N{NO-BREAK SPACE}")
    texts = [f"{whole}.{rest:02}", f"{grouped},{rest:02}", f" {whole},{rest:02} "]
    assert [amount_in(text) for text in texts] == [cents] * 3


@pytest.mark.parametrize(
    ("text", "permille"),
    [("", 0), ("2,5", 25), ("100", 1000), ("4 %", 40), ("100,1", None), ("1,25", None),
     ("-1", None), ("five", None)],
)  # fmt: skip
def test_a_rate_is_read_in_per_cent(text, permille):
    assert permille_in(text) == permille
