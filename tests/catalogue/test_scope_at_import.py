"""What is outside the tendered scope does not get onto the shelf by a catalogue."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from factories.agreements import a_runner
from factories.catalogue import PHONE, an_offered_catalogue, items_of
from factories.parties import a_municipality, a_purchasing_body, a_supplier
from factories.price_rules import SCOPES, a_ruled_agreement
from samkop.agreements.usecases.scope import ModelPrice, NewModel, admit_model
from samkop.catalogue.pages.results import fault_rows
from samkop.catalogue.queries import plan_import
from samkop.catalogue.rules.plan import faults_as_json
from samkop.catalogue.usecases.imports import import_catalogue
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
MONITOR = replace(
    PHONE, seller_item_id="MONITOR-1", name="Skärmia 27", manufacturer="Skärmia", model="S27",
    category="monitor", price=Decimal("262.41"), properties={"Näytön koko": "27 tuumaa"},
)  # fmt: skip


@pytest.fixture(scope="module")
def scoped(database):
    runner = a_runner(a_purchasing_body())
    return runner, a_ruled_agreement(runner, a_supplier(), [a_municipality()], scopes=SCOPES)


def planned(scoped, *offers):
    runner, agreement = scoped
    with reading(runner):
        return plan_import(agreement, an_offered_catalogue(*offers), DAY)


def faults(scoped, *offers):
    return [(one.row, one.column, str(one.code)) for one in planned(scoped, *offers).faults]


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"properties": {"Screen size": "34 in"}}, "screen-size"),
        ({"properties": {}}, "screen-size"),
        ({"manufacturer": "Okänd"}, "manufacturer"),
        ({"category": "laptop"}, "category"),
    ],
)
def test_a_listed_item_that_left_its_scope_is_refused(scoped, changed, column):
    assert faults(scoped, MONITOR) == []
    found = faults(scoped, replace(MONITOR, **changed))
    assert found == [(1, column, "outside-tendered-scope")]


def test_an_item_without_a_price_is_told_whether_it_may_enter(scoped):
    fits = replace(MONITOR, seller_item_id="MONITOR-9")
    outside = replace(fits, properties={"Screen size": "49 in"})
    assert faults(scoped, fits) == [(1, "seller_item_id", "model-not-admitted")]
    assert faults(scoped, outside) == [(1, "screen-size", "outside-tendered-scope")]


def test_the_sentence_names_the_bound_in_the_readers_words(scoped):
    plan = planned(scoped, replace(MONITOR, category="laptop", row=4))
    with translation.override("en"):
        [(row, column, sentence)] = fault_rows(faults_as_json(plan.faults))
    assert (row, column) == (4, "Category")
    assert "the category is Laptops, and Monitors was tendered" in sentence


def test_a_model_that_has_entered_is_taken_and_one_outside_is_not(scoped):
    runner, agreement = scoped
    new = replace(MONITOR, row=1, seller_item_id="MONITOR-2", price=Decimal("349.91"))
    outside = replace(new, row=2, seller_item_id="MONITOR-3", properties={"Screen": "49 in"})
    perform(
        runner, admit_model, agreement_id=agreement.pk, register_number="D/9", now=NOW,
        model=NewModel("MONITOR-2", "monitors", "Skärmia 27", "Skärmia", "monitor",
                       {"screen-size": "27"}),
        price=ModelPrice(39_990, DAY),
    )  # fmt: skip
    catalogue = perform(
        runner, import_catalogue, now=NOW,
        agreement_id=agreement.pk, offered=an_offered_catalogue(new, outside),
    )  # fmt: skip
    assert [(one["row"], one["code"]) for one in catalogue.faults] == [
        (2, "outside-tendered-scope")
    ]
    assert set(items_of(agreement, runner)) == {"MONITOR-2"}
