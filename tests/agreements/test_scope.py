"""A new model enters only within what was tendered, and by its group's rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from http import HTTPStatus

import pytest
from django.db import DatabaseError, connection
from hypothesis import given
from hypothesis import strategies as st

from browser_ground import a_client
from factories.agreements import a_runner
from factories.parties import (
    a_municipality,
    a_person,
    a_purchasing_body,
    a_supplier,
    an_account,
    an_actor,
)
from factories.price_rules import SCOPES, a_ruled_agreement, an_evidence, recorded
from samkop.agreements.models import AdmittedModel, TenderedScope
from samkop.agreements.queries import prices_of, scopes_of
from samkop.agreements.rules import Bound, Model, Scope, breaches, closest
from samkop.agreements.rules.scope import measure
from samkop.agreements.usecases.prices import NewPrice, set_list_prices
from samkop.agreements.usecases.scope import ModelPrice, NewModel, admit_model, set_scopes
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2026, 11, 2)
PHONES, MONITORS, LAPTOPS = SCOPES
MONITOR = NewModel(
    "MONITOR-2", "monitors", "Skärmia 27", "Skärmia", "monitor", {"Skärmstorlek": "27 tum"}
)
PRICE = ModelPrice(39_990, DAY, "Maker's list 2026-10")


@pytest.fixture
def body():
    return a_purchasing_body()


@pytest.fixture
def runner(body):
    return a_runner(body)


@pytest.fixture
def agreement(runner):
    return a_ruled_agreement(runner, a_supplier(), [a_municipality()], scopes=SCOPES)


def admitted(runner, agreement, model=MONITOR, price=PRICE):
    return perform(
        runner, admit_model, agreement_id=agreement.pk, model=model, price=price,
        register_number="D/9",
    )  # fmt: skip


def refusal(runner, agreement, model=MONITOR, price=PRICE):
    with pytest.raises(Refused) as refused:
        admitted(runner, agreement, model, price)
    return refused.value


def test_a_model_within_the_scope_enters_at_a_price_by_its_rule(runner, agreement):
    kept = admitted(runner, agreement)
    with reading(runner):
        origin = prices_of(agreement.pk, ["MONITOR-2"], DAY)["MONITOR-2"]
    # 12.5 % of 399.90 is 49.9875, that is 49.99.
    assert (origin.rule_cents, origin.steps[0].detail) == (
        34_991,
        {"reference": "Maker's list 2026-10"},
    )
    assert (kept.properties, kept.register_number) == ({"Skärmstorlek": "27 tum"}, "D/9")


@pytest.mark.parametrize(
    ("changed", "cents", "bound"),
    [
        ({"category": "laptop"}, 39_990, "category"),
        ({"maker": "Okänd"}, 39_990, "maker"),
        ({}, 50_001, "price"),
        ({"properties": {"Screen size": "32.5 in"}}, 39_990, "screen-size"),
        ({"properties": {"Näytön koko": "60,9 cm"}}, 39_990, "screen-size"),
        ({"properties": {"Screen size": "large"}}, 39_990, "screen-size"),
        ({"properties": {}}, 39_990, "screen-size"),
    ],
)
def test_a_model_outside_the_scope_cannot_enter(runner, agreement, changed, cents, bound):
    refused = refusal(
        runner, agreement, replace(MONITOR, **changed), replace(PRICE, net_price_cents=cents)
    )
    assert refused.code == "outside-tendered-scope"
    offered = replace(MONITOR, **changed)
    found = next(
        breaches(MONITORS, Model(offered.category, offered.maker, cents, offered.properties))
    )
    assert found.bound == bound
    with reading(runner):
        assert prices_of(agreement.pk, ["MONITOR-2"], DAY) == {}
        assert AdmittedModel.objects.filter(agreement=agreement).count() == 0


def test_a_bound_is_within_it(runner, agreement):
    for size, item in (("24 in", "A"), ("32 in", "B"), ("81,28 cm", "C")):
        model = replace(MONITOR, seller_item_id=item, properties={"Screen size": size})
        admitted(runner, agreement, model, replace(PRICE, net_price_cents=50_000))


def test_a_group_without_a_scope_lets_nothing_in_and_a_known_model_enters_once(runner, agreement):
    assert refusal(runner, agreement, replace(MONITOR, price_group="others")).code == (
        "scope-missing"
    )
    known = replace(MONITOR, seller_item_id="MONITOR-1")
    assert refusal(runner, agreement, known).code == "model-known"
    admitted(runner, agreement)
    assert refusal(runner, agreement).code == "model-known"


def test_a_cost_plus_model_enters_with_its_evidence_alone(runner, agreement):
    laptop = NewModel("LAPTOP-2", "laptops", "Provbook", "Provex", "laptop")
    assert refusal(runner, agreement, laptop, ModelPrice(80_000, DAY)).code == "evidence-needed"
    shown = an_evidence(seller_item_id="LAPTOP-2", purchase_price_cents=80_000, valid_from=DAY)
    admitted(runner, agreement, laptop, ModelPrice(80_000, DAY, evidence=shown))
    with reading(runner):
        # 3.5 % of 800.00 is 28.00.
        assert prices_of(agreement.pk, ["LAPTOP-2"], DAY)["LAPTOP-2"].rule_cents == 82_800


def test_a_price_or_an_evidence_alone_lets_no_new_model_in(runner, agreement):
    new = NewPrice("MONITOR-2", "monitors", 39_990)
    known = NewPrice("MONITOR-1", "monitors", 28_000)
    inputs = {"agreement_id": agreement.pk, "valid_from": DAY}
    with pytest.raises(Refused) as refused:
        perform(runner, set_list_prices, prices=[known, new], **inputs)
    assert refused.value.code == "model-not-admitted"
    with pytest.raises(Refused) as refused:
        recorded(runner, agreement, an_evidence(seller_item_id="LAPTOP-2"))
    assert refused.value.code == "model-not-admitted"
    perform(runner, set_list_prices, prices=[known], **inputs)


def test_scopes_stay_as_they_were_tendered(runner, agreement):
    with pytest.raises(Refused) as refused:
        perform(runner, set_scopes, agreement_id=agreement.pk, scopes=[])
    assert refused.value.code == "scope-is-fixed"
    with reading(runner):
        assert tuple(scopes_of(agreement.pk).values()) == tuple(
            sorted(SCOPES, key=lambda scope: scope.price_group)
        )


@pytest.mark.parametrize(
    "scope",
    [
        Scope("g", ()),
        Scope("g", ("phone",), most_cents=0),
        Scope("g", ("phone",), bounds=(Bound("beauty", Decimal(1)),)),
        Scope("g", ("phone",), bounds=(Bound("memory"),)),
        Scope("g", ("phone",), bounds=(Bound("memory", Decimal(9), Decimal(8)),)),
    ],
)
def test_a_scope_that_bounds_nothing_is_refused(runner, scope):
    agreement = a_ruled_agreement(runner, a_supplier(), in_force=False)
    with pytest.raises(Refused) as refused:
        perform(runner, set_scopes, agreement_id=agreement.pk, scopes=[scope])
    assert refused.value.code == "scope-wrong"


def test_the_parties_read_scopes_and_admitted_models_and_strangers_do_not(runner, agreement):
    admitted(runner, agreement)
    with reading(runner):
        supplier = agreement.supplier
    seen = []
    for actor in (runner, an_actor(supplier, RoleName.SALESPERSON), a_runner(a_purchasing_body())):
        with reading(actor):
            seen.append((TenderedScope.objects.count(), AdmittedModel.objects.count()))
    assert seen == [(3, 1), (3, 1), (0, 0)]


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE agreements_admittedmodel SET id = id", "permission denied"),
        ("DELETE FROM agreements_admittedmodel", "permission denied"),
        ("UPDATE agreements_tenderedscope SET id = id", "permission denied"),
    ],
)
def test_what_entered_is_never_changed(runner, statement, why):
    def attempt(*, actor, now):
        with connection.cursor() as cursor:
            cursor.execute(statement)

    with pytest.raises(DatabaseError, match=why):
        perform(runner, attempt)


# By the page

FORM = {
    "seller_item_id": "MONITOR-2", "name": "Skärmia 27", "maker": "Skärmia",
    "price_group": "monitors", "category": "monitor", "screen_size": "27", "memory": "",
    "storage": "", "weight": "", "price": "399.90", "reference": "Maker's list 2026-10",
    "valid_from": "2026-11-02", "decided_on": "", "competitors": "", "document_reference": "",
    "valid_until": "", "register_number": "D/9",
}  # fmt: skip


def test_the_purchasing_body_enters_a_model_by_the_form(pages, body, runner, agreement):
    client = a_client(an_account(a_person(body, RoleName.CATEGORY_MANAGER)))
    address = f"/agreements/{agreement.pk}/new-model/"
    assert client.get(address).status_code == HTTPStatus.OK
    outside = client.post(address + "send/", {**FORM, "screen_size": "34"})
    assert outside.status_code == HTTPStatus.CONFLICT
    assert (
        "the screen size is 34 in, and 24\N{EN DASH}32 in was tendered" in outside.content.decode()
    )
    missing = client.post(address + "send/", {**FORM, "name": ""})
    assert missing.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    entered = client.post(address + "send/", FORM)
    assert entered["Location"] == f"/agreements/{agreement.pk}/price-rules/"
    shown = client.get(entered["Location"]).content.decode()
    for said in ("MONITOR-2", "24\N{EN DASH}32 in", "12.5%", "Protocol 7/2025", "D/9"):
        assert said in shown, said


def test_others_read_the_price_rules_and_enter_nothing(pages, agreement, runner):
    with reading(runner):
        supplier = agreement.supplier
    seller = a_client(an_account(a_person(supplier, RoleName.SALESPERSON)))
    rules = f"/agreements/{agreement.pk}/price-rules/"
    assert seller.get(rules).status_code == HTTPStatus.OK
    sent = seller.post(f"/agreements/{agreement.pk}/new-model/send/", FORM)
    assert sent.status_code == HTTPStatus.FORBIDDEN
    stranger = a_client(an_account(a_person(a_municipality(), RoleName.BUYER)))
    assert stranger.get(rules).status_code == HTTPStatus.NOT_FOUND


# Arithmetic


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("screen-size", "13,3 tum (IPS)", "13.3"), ("screen-size", '27"', "27"),
        ("screen-size", "14-inch", "14"), ("screen-size", "33,8 cm", "13.31"),
        ("screen-size", "68", "68"), ("memory", "16GB", "16"), ("memory", "512 Mt", "0.51"),
        ("storage", "1 TB", "1000"), ("weight", "1350 g", "1.35"), ("weight", "16 GB", None),
        ("memory", "much", None),
    ],
)  # fmt: skip
def test_measures_are_read_as_sheets_write_them(code, text, value):
    assert measure(code, text) == (None if value is None else Decimal(value))


def test_a_bound_is_written_the_same_in_every_language():
    bounds = [Bound("memory", least=Decimal(6)), Bound("weight", most=Decimal("1.50")),
              Bound("screen-size", Decimal(24), Decimal(32))]  # fmt: skip
    assert [str(bound) for bound in bounds] == ["≥ 6 GB", "≤ 1.5 kg", "24\N{EN DASH}32 in"]


@given(
    st.sampled_from(["phone", "monitor", "laptop"]),
    st.sampled_from(["Provex", "skärmia", "Okänd"]),
    st.integers(1, 100_000),
    st.integers(1, 60),
)
def test_a_model_is_within_a_scope_or_told_a_bound_that_it_breaks(category, maker, cents, size):
    model = Model(category, maker, cents, {"screen": str(size)})
    within = category == "monitor" and maker != "Okänd" and cents <= 50_000 and 24 <= size <= 32
    assert (list(breaches(MONITORS, model)) == []) == within
    scope, broken = closest(SCOPES, model)
    assert category in scope.categories
    assert broken == list(breaches(scope, model))
