"""Coding rules as data: the most special one wins, ties are refused, the past stands."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from api_ground import caller
from factories.coding import COLUMNS, a_coding_rule, a_setup
from factories.ordering import NOW, TODAY, a_market
from samkop.invoicing.models import CodingRule
from samkop.invoicing.queries.coding import rules_on, setup_of
from samkop.invoicing.rules.coding import CodedThing, chosen, criteria_of, specificity, spread
from samkop.invoicing.usecases.coding import (
    Filing,
    Ruling,
    add_coding_rule,
    end_coding_rule,
    set_up_accounting,
)
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
PHONE = CodedThing("4100", "P-1", "phones", "phone", ("43191501", "32250000"), 30_000)
FILING = {
    "form": "sie", "payable_account": "2510", "vat_account": "1681", "rounding_account": "3740"
}  # fmt: skip


@pytest.fixture
def market():
    return a_market()


def ruled(account, **asked):
    return Ruling(account=account, **asked)


def refused(actor, use_case, **inputs):
    with pytest.raises(Refused) as found:
        perform(actor, use_case, now=NOW, **inputs)
    return found.value.code


def test_the_rule_with_most_criteria_wins_and_of_as_many_the_weightier():
    every = ruled("1")
    kind = ruled("2", category="phone")
    centre = ruled("3", cost_centre_code="4100")
    both = ruled("4", category="phone", amount_from_cents=30_000)
    dearer = ruled("5", category="phone", amount_from_cents=30_001)
    narrow = ruled("6", item_class="431915")
    wide = ruled("7", item_class="4319")
    assert chosen([every], PHONE) == every
    assert chosen([every, kind, centre], PHONE) == centre
    assert chosen([every, kind, centre, both, dearer], PHONE) == both
    assert chosen([wide, narrow, kind], PHONE) == narrow
    assert chosen([dearer], PHONE) is None
    rent = replace(PHONE, financier_id=7, schedule="L-77")
    rented, scheduled = ruled("9", financier_id=7), ruled("10", financier_id=7, schedule="L-77")
    assert chosen([every, kind, rented, scheduled], rent) == scheduled
    assert chosen([kind, rented], rent) == rented
    assert chosen([rented, ruled("11", financier_id=8)], PHONE) is None
    # Two lists classify it: of equally long classes the one that it names first.
    assert chosen([ruled("8", item_class="3225"), wide], PHONE) == wide


rulings = st.builds(
    Ruling, account=st.just("1"), cost_centre_code=st.sampled_from(["", "4100"]),
    project_code=st.sampled_from(["", "P-1"]), price_group=st.sampled_from(["", "phones"]),
    category=st.sampled_from(["", "phone"]), item_class=st.sampled_from(["", "43", "4319"]),
    amount_from_cents=st.integers(0, 3), financier_id=st.sampled_from([None, 7]),
    schedule=st.sampled_from(["", "L-77"]),
)  # fmt: skip


@given(st.lists(rulings, unique_by=criteria_of))
def test_no_two_rules_of_different_criteria_are_ever_a_tie(rules):
    assert len({specificity(rule) for rule in rules}) == len(rules)
    assert chosen(rules, PHONE) == chosen(rules[::-1], PHONE)


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**9), min_size=1))
def test_cents_spread_over_lines_add_up(cents, weights):
    assert sum(spread(cents, weights)) == cents


def test_cents_are_spread_by_the_largest_remainder():
    assert spread(100, [1, 1, 1]) == [34, 33, 33]
    assert spread(-5, [0, 0]) == [-5, 0]


def test_a_rule_for_the_same_lines_is_refused_until_the_other_has_ended(market):
    buyer = market.buyers[0]
    finance = buyer.finance
    rule = a_coding_rule(buyer, category="phone")
    same = {"ruling": ruled("6570", category="phone"), "valid_from": TODAY}
    assert refused(finance, add_coding_rule, **same) == "coding-rule-twice"
    perform(finance, end_coding_rule, now=NOW, rule_id=rule.pk, valid_until=TODAY)
    assert refused(finance, add_coding_rule, **same) == "coding-rule-twice"
    later = a_coding_rule(
        buyer, "6570", category="phone", valid_from=TODAY + timedelta(days=1)
    )  # fmt: skip
    with reading(finance):
        found = [rules_on(buyer.party.pk, TODAY + timedelta(days=day)) for day in (0, 1)]
    assert found == [[rule], [later]]
    ends = {"rule_id": rule.pk, "valid_until": TODAY}
    assert refused(finance, end_coding_rule, **ends) == "coding-rule-ended"


def test_what_a_rule_cannot_be_is_refused(market):
    buyer, other = market.buyers[0], a_market().buyers[0]
    finance = buyer.finance
    a_setup(buyer)
    a_coding_rule(other)  # of another municipality: it is in nobody's way
    for fields, code in (
        ({"account": " "}, "account-missing"),
        ({"account": "65A"}, "account-not-numeric"),
        ({"account": "1", "cost_centre_code": "none"}, "cost-centre-unknown"),
        ({"account": "1", "to_project": "none"}, "project-unknown"),
        ({"account": "1", "category": "none"}, "category-unknown"),
        ({"account": "1", "item_class": "43-1"}, "item-class-not-numeric"),
        ({"account": "1", "amount_from_cents": -1}, "amount-negative"),
        ({"account": "1", "financier_id": buyer.party.pk}, "financier-unknown"),
        ({"account": "1", "schedule": "L-77"}, "schedule-without-financier"),
    ):
        inputs = {"ruling": Ruling(**fields), "valid_from": TODAY}
        assert refused(finance, add_coding_rule, **inputs) == code
    past = {"ruling": ruled("1"), "valid_from": TODAY - timedelta(days=1)}
    assert refused(finance, add_coding_rule, **past) == "first-day-past"
    today = {"ruling": ruled("1"), "valid_from": TODAY}
    assert refused(buyer.employee, add_coding_rule, **today) == "not-allowed"
    rule = a_coding_rule(buyer)
    past = {"rule_id": rule.pk, "valid_until": TODAY - timedelta(days=1)}
    assert refused(finance, end_coding_rule, **past) == "last-day-past"
    stranger = {"rule_id": rule.pk, "valid_until": TODAY}
    assert refused(other.finance, end_coding_rule, **stranger) == "not-found"


def test_of_two_who_add_the_same_rule_at_once_one_is_refused(market):
    buyer, found = market.buyers[0], []
    gate = threading.Barrier(2)

    def add():
        gate.wait()
        try:
            found.append(a_coding_rule(buyer, category="phone").account)
        except Refused as no:
            found.append(no.code)
        finally:
            connections.close_all()

    both = [threading.Thread(target=add) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(found) == ["6560", "coding-rule-twice"]
    with reading(buyer.finance):
        assert CodingRule.objects.count() == 1


def test_the_newest_setup_holds_and_what_no_file_can_be_is_refused(market):
    buyer = market.buyers[0]
    a_setup(buyer)
    a_setup(buyer, "csv", payable_account="A-2510")
    with reading(buyer.finance):
        setup = setup_of(buyer.party.pk)
    assert (setup.form, setup.payable_account) == ("csv", "A-2510")
    assert setup.columns == [list(one) for one in COLUMNS]
    for fields, code in (
        ({"form": "xml"}, "form-unknown"),
        ({"vat_account": ""}, "account-missing"),
        ({"rounding_account": "R"}, "account-not-numeric"),
        ({"object_dimension": 15}, "dimension-not-free"),
        ({"object_dimension": 20, "vat_dimension": 20}, "dimension-not-free"),
        ({"form": "csv"}, "columns-missing"),
        ({"vat_accounts": (("K", "25,5", 1000, "1766", ""),)}, "vat-account-wrong"),
        ({"vat_accounts": (("K", "", 1001, "1766", ""),)}, "vat-account-wrong"),
        ({"vat_accounts": (("K", "", 1, "", ""),)}, "account-missing"),
        ({"vat_accounts": (("K", "", 0, "", ""), ("K", "", 1, "1", ""))}, "vat-account-twice"),
        ({"form": "csv", "columns": (("A", "colour", ""),)}, "column-unknown"),
        ({"form": "csv", "columns": COLUMNS, "separator": ","}, "csv-form-unknown"),
    ):
        filing = Filing(**FILING | fields)
        assert refused(buyer.finance, set_up_accounting, filing=filing) == code
    assert refused(buyer.employee, set_up_accounting, filing=Filing(**FILING)) == "not-allowed"


def test_a_finance_system_keeps_the_rules_by_the_api(market):
    program = caller(market.buyers[0].finance, scopes=["invoices:read", "invoices:write"])
    new = {"account": "6560", "amount_from_cents": 125_000, "valid_from": "2099-01-01"}
    for _twice in range(2):
        made = program.post("/coding-rules", new, key="1")
        assert made.status_code == 200
    [listed] = program.get("/coding-rules").json()["rules"]
    assert listed == made.json()
    assert (listed["amount_from"], listed["valid_until"]) == ("1250.00", None)
    ended = program.post(
        f"/coding-rules/{listed['id']}/end", {"valid_until": "2099-01-31"}, key="2"
    )
    assert ended.json()["valid_until"] == "2099-01-31"
    again = program.post("/coding-rules", new, key="3")
    assert (again.status_code, again.json()["code"]) == (409, "coding-rule-twice")
    other = caller(a_market().buyers[0].finance, scopes=["invoices:read"])
    assert other.get("/coding-rules").json()["rules"] == []
