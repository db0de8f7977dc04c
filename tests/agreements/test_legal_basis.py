"""On which legal basis a buyer orders, and what is refused without one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.agreements import (
    a_basis,
    a_participation,
    a_runner,
    an_agreement,
    an_agreement_in_preparation,
)
from factories.parties import a_municipality, a_purchasing_body, a_supplier, an_actor
from samkop.agreements.queries import agreements_open_to, buyers_of
from samkop.agreements.rules import basis_state
from samkop.agreements.usecases.agreement import put_in_force
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.legal_basis import end_legal_basis, record_legal_basis
from samkop.agreements.usecases.right_to_order import require_right_to_order
from samkop.agreements.vocabulary import BasisKind
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = date(2026, 11, 2)
HOLDS = {"control_holds": True, "activities_hold": True, "no_private_capital": True}


@pytest.fixture
def scene():
    body, buyer = a_purchasing_body(), a_municipality()
    return body, a_runner(body), buyer, an_agreement(body, a_supplier(), [buyer])


def code_of(actor, use_case, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, now=NOW, **inputs)
    return refused.value.code


def refused_on(buyer, agreement, day):
    with reading(an_actor(buyer, RoleName.EMPLOYEE)), pytest.raises(Refused) as refused:
        require_right_to_order(buyer.pk, agreement.pk, day)
    return refused.value.code


def test_a_buyer_without_a_legal_basis_on_the_day_orders_nothing(scene):
    _body, runner, buyer, agreement = scene
    last = date(2026, 11, 30)
    perform(
        runner, end_legal_basis, now=NOW, agreement_id=agreement.pk, buyer_id=buyer.pk,
        valid_until=last,
    )  # fmt: skip
    with reading(an_actor(buyer, RoleName.EMPLOYEE)):
        assert require_right_to_order(buyer.pk, agreement.pk, last).buyer_id == buyer.pk
        assert agreements_open_to(buyer.pk, last + timedelta(days=1)) == []
    assert refused_on(buyer, agreement, last + timedelta(days=1)) == "legal-basis-missing"


def test_a_new_basis_follows_the_old_one_and_never_overlaps_it(scene):
    body, runner, buyer, agreement = scene
    named = {"agreement_id": agreement.pk, "buyer_id": buyer.pk}
    following = a_basis(body, buyer, kind=BasisKind.IN_HOUSE, valid_from=DAY, **HOLDS)
    assert code_of(runner, record_legal_basis, basis=following, **named) == "basis-holds-already"
    perform(runner, end_legal_basis, now=NOW, valid_until=date(2026, 11, 1), **named)
    perform(runner, record_legal_basis, now=NOW, basis=following, **named)
    with reading(an_actor(buyer, RoleName.EMPLOYEE)):
        (standing,) = buyers_of(agreement.pk)
        kinds = [(basis.kind, basis.valid_from, basis.valid_until) for basis in standing.bases]
    assert kinds == [
        ("central-purchasing", date(2020, 1, 1), date(2026, 11, 1)),
        ("in-house", DAY, None),
    ]


@pytest.mark.parametrize("missing", list(HOLDS))
def test_in_house_needs_each_of_its_three_conditions(missing):
    body, buyer = a_purchasing_body(), a_municipality()
    runner = a_runner(body)
    agreement = an_agreement_in_preparation(runner, a_supplier())
    basis = a_basis(body, buyer, kind=BasisKind.IN_HOUSE, **{**HOLDS, missing: False})
    code = code_of(
        runner, name_buyer, agreement_id=agreement.pk, buyer_id=buyer.pk,
        expected_share_cents=0, legal_basis=basis,
    )  # fmt: skip
    assert code == "in-house-does-not-hold"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "habit"}, "basis-unknown"),
        ({"document": " "}, "basis-document-missing"),
        ({"kind": BasisKind.OWN_PROCUREMENT}, "not-its-own-procurement"),
        ({"valid_until": date(2019, 1, 1)}, "basis-ends-before-it-starts"),
    ],
)
def test_a_faulty_basis_is_refused(scene, fields, code):
    body, runner, buyer, agreement = scene
    basis = a_basis(body, buyer, **fields)
    named = {"agreement_id": agreement.pk, "buyer_id": buyer.pk}
    assert code_of(runner, record_legal_basis, basis=basis, **named) == code


def test_a_municipality_serves_nobody_under_article_37_and_itself_by_its_own_procurement():
    city, other = a_municipality(), a_municipality()
    runner = a_runner(city)
    agreement = an_agreement_in_preparation(runner, a_supplier())
    inputs = {"agreement_id": agreement.pk, "expected_share_cents": 0}
    central = a_basis(city, other, kind=BasisKind.CENTRAL_PURCHASING)
    assert (
        code_of(runner, name_buyer, buyer_id=other.pk, legal_basis=central, **inputs)
        == "not-a-central-purchasing-body"
    )
    perform(runner, name_buyer, buyer_id=other.pk, legal_basis=a_basis(city, other), **inputs)
    perform(runner, name_buyer, buyer_id=city.pk, legal_basis=a_basis(city, city), **inputs)
    with reading(runner):
        assert {one.bases[0].kind for one in buyers_of(agreement.pk)} == {
            "joint-procurement",
            "own-procurement",
        }


def test_only_who_runs_the_agreement_records_a_basis_and_only_of_a_named_buyer(scene):
    body, runner, buyer, agreement = scene
    inputs = {"agreement_id": agreement.pk, "basis": a_basis(body, buyer)}
    manager = an_actor(buyer, RoleName.BUYER)
    assert code_of(manager, record_legal_basis, buyer_id=buyer.pk, **inputs) == "not-allowed"
    assert (
        code_of(runner, record_legal_basis, buyer_id=a_municipality().pk, **inputs) == "not-found"
    )


def test_a_buyer_that_was_named_without_a_basis_gets_one_later():
    body, buyer = a_purchasing_body(), a_municipality()
    runner = a_runner(body)
    agreement = an_agreement_in_preparation(runner, a_supplier())
    perform(
        runner, name_buyer, agreement_id=agreement.pk, buyer_id=buyer.pk, expected_share_cents=0
    )
    perform(runner, put_in_force, agreement_id=agreement.pk, register_number="D/1")
    a_participation(agreement, buyer)
    assert refused_on(buyer, agreement, DAY) == "legal-basis-missing"
    perform(
        runner, record_legal_basis, now=NOW, agreement_id=agreement.pk, buyer_id=buyer.pk,
        basis=a_basis(body, buyer),
    )  # fmt: skip
    with reading(an_actor(buyer, RoleName.EMPLOYEE)):
        assert agreements_open_to(buyer.pk, DAY) == [agreement]


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(bases=st.lists(st.tuples(days, st.none() | days), max_size=4), day=days)
def test_a_basis_holds_exactly_on_the_days_between_its_first_and_last(bases, day):
    covered = any(
        first.toordinal() <= day.toordinal() <= (last or date.max).toordinal()
        for first, last in bases
    )
    assert (basis_state(bases, day) == "holds") == covered
    assert (basis_state(bases, day) == "missing") == (not bases)
