"""A catalogue price above its rule is refused at import, whatever the rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from factories.agreements import a_runner
from factories.catalogue import PHONE, an_offered_catalogue
from factories.parties import a_municipality, a_purchasing_body, a_supplier
from factories.price_rules import a_ruled_agreement, an_index
from samkop.agreements.usecases.indexes import decide_index_step
from samkop.catalogue.queries import plan_import
from samkop.catalogue.usecases.imports import import_catalogue
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2026, 11, 2)


@pytest.fixture(scope="module")
def ruled(database):
    runner = a_runner(a_purchasing_body())
    series = an_index(runner, m2026_10="111.9")
    agreement = a_ruled_agreement(runner, a_supplier(), [a_municipality()], series=series)
    perform(
        runner, decide_index_step, agreement_id=agreement.pk, price_group="phones",
        review_on=date(2027, 1, 1), register_number="D/8",
        now=datetime(2026, 12, 1, tzinfo=UTC),
    )  # fmt: skip
    return runner, agreement


def offer(item, price):
    return replace(PHONE, seller_item_id=item, price=Decimal(price))


def faults(ruled, item, price, day=DAY):
    runner, agreement = ruled
    with reading(runner):
        plan = plan_import(agreement, an_offered_catalogue(offer(item, price)), day)
    return [(fault.column, str(fault.code)) for fault in plan.faults]


@pytest.mark.parametrize(
    ("item", "most", "above", "code"),
    [
        # 299.90 less 12.5 % is 262.41; 912.35 and 3.5 % is 944.28 (test_price_rules).
        ("MONITOR-1", "262.41", "262.42", "list-price-risen"),
        ("LAPTOP-1", "944.28", "944.29", "margin-above-tendered"),
        # The step of 2027 makes 412.92: before it that price comes too early.
        ("PHONE-1", "400.00", "400.01", "index-too-early"),
        ("PHONE-1", "400.00", "412.92", "index-too-early"),
        ("PHONE-1", "400.00", "412.93", "price-above-rule"),
    ],
)
def test_a_price_drifts_no_cent_above_its_rule(ruled, item, most, above, code):
    assert faults(ruled, item, most) == []
    assert faults(ruled, item, above) == [("price", code)]


def test_an_index_step_may_be_in_a_price_from_its_day(ruled):
    new_year = date(2027, 1, 1)
    assert faults(ruled, "PHONE-1", "412.92", new_year) == []
    assert faults(ruled, "PHONE-1", "412.93", new_year) == [("price", "price-above-rule")]


def test_expired_evidence_lets_no_price_in(ruled):
    expired = [("seller_item_id", "price-evidence-expired")]
    assert faults(ruled, "LAPTOP-1", "1.00", date(2026, 12, 31)) == []
    assert faults(ruled, "LAPTOP-1", "1.00", date(2027, 1, 1)) == expired


def test_a_catalogue_of_nothing_but_drift_is_refused(ruled):
    runner, agreement = ruled
    drifted = an_offered_catalogue(offer("MONITOR-1", "299.90"), offer("LAPTOP-1", "999.00"))
    with pytest.raises(Refused) as refused:
        perform(runner, import_catalogue, agreement_id=agreement.pk, offered=drifted,
                now=datetime(2026, 11, 2, 9, tzinfo=UTC))  # fmt: skip
    assert refused.value.code == "catalogue-without-lines"
