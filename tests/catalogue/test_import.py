"""Taking a supplier's catalogue onto the shelf."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connections

from factories.catalogue import (
    BETTER_PHONE,
    LAPTOP,
    PHONE,
    a_shelf,
    an_import,
    an_offered_catalogue,
    items_of,
)
from factories.parties import a_municipality, a_purchasing_body, an_actor
from samkop.catalogue.models import Catalogue
from samkop.catalogue.usecases.imports import import_catalogue
from samkop.catalogue.vocabulary import RowFaultCode, SupportState
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.models import AuditEntry
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading


def faults(catalogue: Catalogue) -> list[tuple[int, str, str]]:
    return [(one["row"], one["column"], one["code"]) for one in catalogue.faults]


def test_an_item_is_written_as_it_was_offered(trade):
    item = a_shelf(trade.agreement, PHONE, runner=trade.runner)["PHONE-1"]
    assert (item.name, item.manufacturer, item.category) == (PHONE.name, "Fairphone", "phone")
    assert (item.list_price_cents, item.currency, item.unit_code) == (40_000, "EUR", "EA")
    assert (item.lead_time_days, item.active) == (5, True)
    assert (item.supplier_id, item.purchasing_body_id) == (trade.supplier.pk, trade.body.pk)


def test_an_item_gets_its_models_footprint_and_support_end(trade):
    items = a_shelf(trade.agreement, runner=trade.runner)
    phone, better, laptop = (items[n] for n in ("PHONE-1", "PHONE-2", "LAPTOP-1"))
    assert (phone.co2e_kg, phone.support_ends) == (Decimal("49.90"), date(2028, 9, 1))
    assert (better.co2e_kg, better.support_state) == (Decimal("61.00"), SupportState.NOT_ANNOUNCED)
    assert laptop.support_ends == date(2026, 10, 13)


def test_what_does_not_join_is_not_known(trade):
    strange = replace(PHONE, name="Doro Aurora", manufacturer="Doro", model="Aurora")
    item = a_shelf(trade.agreement, strange, runner=trade.runner)["PHONE-1"]
    assert (item.co2e_kg, item.co2e_source) == (None, "")
    assert (item.support_state, item.support_ends) == (SupportState.NOT_KNOWN, None)


@pytest.mark.parametrize(
    ("state", "ends"),
    [("known", None), ("not-announced", "2030-01-01"), ("not-known", "2030-01-01")],
)
def test_an_end_of_support_stands_with_known_support_and_with_no_other(trade, state, ends):
    item = a_shelf(trade.agreement, runner=trade.runner)["PHONE-1"]
    with (
        connections["owner"].cursor() as cursor,
        pytest.raises(IntegrityError, match="catalogue_item_support_end_if_known"),
    ):
        cursor.execute(
            "UPDATE catalogue_catalogueitem SET support_state = %s, support_ends = %s"
            " WHERE id = %s", [state, ends, item.pk],
        )  # fmt: skip


def test_a_price_above_its_rule_is_refused_and_the_other_lines_are_taken(trade):
    dear = replace(BETTER_PHONE, price=Decimal("799.01"))
    catalogue = an_import(trade.agreement, an_offered_catalogue(PHONE, dear), trade.runner)
    assert faults(catalogue) == [(2, "price", RowFaultCode.PRICE_ABOVE_RULE)]
    assert (catalogue.items, catalogue.refused) == (1, 1)
    assert set(items_of(trade.agreement, trade.runner)) == {"PHONE-1"}


def test_an_item_without_a_price_rule_is_refused(trade):
    new = replace(PHONE, row=2, seller_item_id="PHONE-99")
    catalogue = an_import(trade.agreement, an_offered_catalogue(PHONE, new), trade.runner)
    assert faults(catalogue) == [(2, "seller_item_id", RowFaultCode.NO_PRICE_RULE)]


@pytest.mark.parametrize(
    ("wrong", "column", "code"),
    [
        ({"seller_item_id": ""}, "seller_item_id", RowFaultCode.ITEM_NUMBER_MISSING),
        ({"name": ""}, "name", RowFaultCode.NAME_MISSING),
        ({"name": "x" * 201}, "name", RowFaultCode.TOO_LONG),
        ({"gtin": "4006381333932"}, "gtin", RowFaultCode.GTIN_INVALID),
        ({"currency": "SEK"}, "currency", RowFaultCode.CURRENCY_DIFFERS),
        ({"price": None}, "price", RowFaultCode.PRICE_MISSING),
        ({"price": Decimal(-1)}, "price", RowFaultCode.PRICE_NEGATIVE),
        ({"price": Decimal("1.005")}, "price", RowFaultCode.PRICE_FINER_THAN_CENTS),
        ({"lead_time_days": 99_999}, "lead_time_days", RowFaultCode.OUT_OF_BOUNDS),
        ({"unit_code": "FOO"}, "unit_code", RowFaultCode.UNIT_UNKNOWN),
        ({"name": "Phone\x01"}, "name", RowFaultCode.TEXT_UNSENDABLE),
        ({"seller_item_id": "A  1"}, "seller_item_id", RowFaultCode.TEXT_UNSENDABLE),
        ({"properties": {"Colour": "red\x02"}}, "Colour", RowFaultCode.TEXT_UNSENDABLE),
        ({"properties": {" ": "red"}}, " ", RowFaultCode.TEXT_UNSENDABLE),
        ({"vat_percent": Decimal(101)}, "vat_percent", RowFaultCode.OUT_OF_BOUNDS),
    ],
)
def test_a_line_with_a_fault_says_where_and_what(trade, wrong, column, code):
    offered = an_offered_catalogue(PHONE, replace(BETTER_PHONE, **wrong))
    catalogue = an_import(trade.agreement, offered, trade.runner)
    assert faults(catalogue) == [(2, column, code)]


def test_an_item_that_stands_twice_is_refused_in_both_lines(trade):
    offered = an_offered_catalogue(PHONE, replace(PHONE, row=2), LAPTOP)
    catalogue = an_import(trade.agreement, offered, trade.runner)
    assert faults(catalogue) == [
        (1, "seller_item_id", RowFaultCode.TWICE),
        (2, "seller_item_id", RowFaultCode.TWICE),
    ]
    assert catalogue.items == 1


def test_items_missing_from_a_full_replacement_leave_the_shelf(trade):
    a_shelf(trade.agreement, runner=trade.runner)
    an_import(trade.agreement, an_offered_catalogue(PHONE, replaces_all=True), trade.runner)
    items = items_of(trade.agreement, trade.runner)
    assert {number: item.active for number, item in items.items()} == {
        "PHONE-1": True, "PHONE-2": False, "LAPTOP-1": False,
    }  # fmt: skip


def test_items_missing_from_an_addition_stay(trade):
    a_shelf(trade.agreement, runner=trade.runner)
    an_import(trade.agreement, an_offered_catalogue(PHONE), trade.runner)
    assert [item.active for item in items_of(trade.agreement, trade.runner).values()] == [True] * 3


def test_a_refused_line_leaves_its_item_as_it_was_even_in_a_full_replacement(trade):
    a_shelf(trade.agreement, runner=trade.runner)
    dear = replace(BETTER_PHONE, name="Dearer", price=Decimal(5000))
    an_import(trade.agreement, an_offered_catalogue(PHONE, dear, replaces_all=True), trade.runner)
    kept = items_of(trade.agreement, trade.runner)["PHONE-2"]
    assert (kept.name, kept.list_price_cents, kept.active) == (BETTER_PHONE.name, 79_900, True)


def test_an_item_that_the_supplier_takes_back_leaves_and_may_come_again(trade):
    a_shelf(trade.agreement, runner=trade.runner)
    an_import(
        trade.agreement, an_offered_catalogue(replace(PHONE, deleted=True), LAPTOP), trade.runner
    )
    assert items_of(trade.agreement, trade.runner)["PHONE-1"].active is False
    an_import(trade.agreement, an_offered_catalogue(PHONE), trade.runner)
    assert items_of(trade.agreement, trade.runner)["PHONE-1"].active is True


def test_a_successor_is_named_on_the_item_that_it_replaces(trade):
    items = a_shelf(trade.agreement, PHONE, runner=trade.runner)
    newer = replace(BETTER_PHONE, replaces="PHONE-1")
    an_import(trade.agreement, an_offered_catalogue(newer), trade.runner)
    after = items_of(trade.agreement, trade.runner)
    assert after["PHONE-1"].pk == items["PHONE-1"].pk
    assert after["PHONE-1"].replaced_by_id == after["PHONE-2"].pk


def test_the_same_version_again_answers_as_before_and_writes_nothing(trade):
    offered = an_offered_catalogue()
    first = an_import(trade.agreement, offered, trade.runner)
    again = an_import(trade.agreement, offered, trade.runner)
    assert again.pk == first.pk
    with reading(trade.runner):
        assert Catalogue.objects.filter(agreement=trade.agreement).count() == 1


def test_another_content_under_a_known_version_is_refused(trade):
    an_import(trade.agreement, an_offered_catalogue(PHONE, number="A"), trade.runner)
    with pytest.raises(Refused) as refused:
        an_import(trade.agreement, an_offered_catalogue(LAPTOP, number="A"), trade.runner)
    assert refused.value.code == "catalogue-version-known"


def test_a_catalogue_of_which_nothing_can_be_taken_is_refused_whole(trade):
    with pytest.raises(Refused) as refused:
        an_import(trade.agreement, an_offered_catalogue(replace(PHONE, price=None)), trade.runner)
    assert refused.value.code == "catalogue-without-lines"
    with reading(trade.runner):
        assert not Catalogue.objects.filter(agreement=trade.agreement).exists()


def test_one_audit_entry_holds_the_files_hash_and_the_counts(trade):
    offered = an_offered_catalogue()
    an_import(trade.agreement, offered, trade.runner)
    with reading(trade.runner):
        entries = AuditEntry.objects.filter(
            chain=trade.body.pk, operation="catalogue.usecases.imports.import_catalogue"
        )
        payloads = [entry.payload for entry in entries]
    assert len(payloads) == 1
    assert f'"file":"{offered.sha256}"' in payloads[0]
    assert '"added":3' in payloads[0]


def test_a_stop_while_writing_keeps_nothing(trade):
    def stop(_written: int) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        perform(
            trade.runner, import_catalogue,
            agreement_id=trade.agreement.pk, offered=an_offered_catalogue(), progress=stop,
        )  # fmt: skip
    assert items_of(trade.agreement, trade.runner) == {}


def test_the_suppliers_document_may_import_and_its_people_may_not(trade):
    message = actors.message(1, "catalogue 1", trade.supplier.pk)
    catalogue = an_import(trade.agreement, an_offered_catalogue(), message)
    assert catalogue.items == 3
    with pytest.raises(Refused) as refused:
        an_import(trade.agreement, an_offered_catalogue(), trade.salesperson)
    assert refused.value.code == "not-allowed"


def test_an_employee_a_buyer_of_another_body_and_a_municipalitys_buyer_may_not(trade):
    others = [
        (an_actor(trade.body, RoleName.EMPLOYEE), "not-allowed"),
        (an_actor(trade.buyer, RoleName.BUYER), "not-allowed"),
        (an_actor(a_purchasing_body(), RoleName.BUYER), "not-found"),
        (an_actor(a_municipality(), RoleName.BUYER), "not-found"),
    ]
    for actor, code in others:
        with pytest.raises(Refused) as refused:
            an_import(trade.agreement, an_offered_catalogue(), actor)
        assert refused.value.code == code


def test_an_older_catalogue_again_answers_as_before_and_leaves_the_newer_content(trade):
    older = an_offered_catalogue(PHONE, number="CAT-OLD")
    first = an_import(trade.agreement, older, trade.runner)
    newer = an_offered_catalogue(replace(PHONE, description="A newer text"))
    an_import(trade.agreement, newer, trade.runner)
    assert an_import(trade.agreement, older, trade.runner).pk == first.pk
    assert items_of(trade.agreement, trade.runner)["PHONE-1"].description == "A newer text"


def refusal_of(trade, offered, **more):
    with pytest.raises(Refused) as refused:
        perform(
            trade.runner, import_catalogue, agreement_id=trade.agreement.pk, offered=offered,
            **more,
        )  # fmt: skip
    return refused.value.code


def test_a_catalogue_that_names_another_agreement_is_refused(trade):
    offered = replace(an_offered_catalogue(PHONE), contracts=("RA-OTHER",))
    assert refusal_of(trade, offered) == "catalogue-of-another-agreement"
    named = replace(offered, contracts=("RA-OTHER", trade.agreement.number))
    assert an_import(trade.agreement, named, trade.runner).items == 1


def test_after_its_last_day_an_agreement_takes_no_catalogue(trade):
    last = trade.agreement.valid_until
    after = datetime(last.year, last.month, last.day, 12, tzinfo=UTC) + timedelta(days=1)
    assert refusal_of(trade, an_offered_catalogue(PHONE), now=after) == "agreement-ended"
