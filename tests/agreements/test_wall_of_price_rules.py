"""Who reads and who writes price rules, evidence and indexes, whatever the use cases say."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection

from factories.agreements import a_runner
from factories.parties import a_municipality, a_purchasing_body, a_supplier, an_actor
from factories.price_rules import a_ruled_agreement, an_index
from samkop.agreements.usecases.indexes import decide_index_step
from samkop.parties.vocabulary import RoleName
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")

ROWS = {
    "pricerule": 3,
    "indexclause": 1,
    "priceevidence": 1,
    "indexadjustment": 1,
    "indexseries": 1,
    "indexvalue": 2,
}
APPEND_ONLY = ("priceevidence", "indexadjustment", "indexvalue")


@pytest.fixture(scope="module")
def actors(database):
    body, supplier, buyer = a_purchasing_body(), a_supplier(), a_municipality()
    runner = a_runner(body)
    series = an_index(runner, m2026_10="111.9")
    agreement = a_ruled_agreement(runner, supplier, [buyer], series=series)
    perform(
        runner, decide_index_step, agreement_id=agreement.pk, price_group="phones",
        review_on=date(2027, 1, 1), register_number="D/8",
        now=datetime(2026, 12, 1, tzinfo=UTC),
    )  # fmt: skip
    # Somebody else's, which could leak into what is counted.
    stranger = a_runner(a_purchasing_body())
    others = an_index(stranger, m2026_10="111.9")
    other = a_ruled_agreement(stranger, a_supplier(), [a_municipality()], series=others)
    return {
        "runner": runner,
        "supplier": an_actor(supplier, RoleName.CATEGORY_MANAGER),
        "buyer": an_actor(buyer, RoleName.ICT_MANAGER),
        "stranger": stranger,
        "agreement": agreement.pk,
        "series": series.pk,
        "other": other.pk,
    }


def counted(actor, table, where):
    with reading(actor), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM agreements_{table} WHERE {where}")
        return cursor.fetchone()[0]


def of_victim(actors, table):
    column = {"indexseries": "id", "indexvalue": "series_id"}.get(table)
    return f"{column} = {actors['series']}" if column else f"agreement_id = {actors['agreement']}"


@pytest.mark.parametrize("table", ROWS)
def test_the_parties_to_an_agreement_read_its_rules_and_others_do_not(actors, table):
    where = of_victim(actors, table)
    found = {name: counted(actors[name], table, where)
             for name in ("runner", "supplier", "buyer", "stranger")}  # fmt: skip
    every = dict.fromkeys(("runner", "supplier", "buyer"), ROWS[table])
    assert found == {**every, "stranger": 0}
    assert counted(actors["runner"], table, "true") == ROWS[table]


def executed(*, actor, now, statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


def insertions(actors):
    agreement, series = actors["agreement"], actors["series"]
    body = actors["runner"].party_id
    day = "'2026-11-02'"
    return {
        "pricerule": ("agreement_id, price_group, kind, permille", f"{agreement}, 'g', 'fixed', 0"),
        "indexclause": (
            (
                "agreement_id, price_group, series_id, base_month, base_value, first_review_on,"
                " interval_months, lag_months, threshold_permille"
            ),
            f"{agreement}, 'g', {series}, '2026-01-01', 1, {day}, 12, 0, 0",
        ),
        "priceevidence": (
            (
                "agreement_id, seller_item_id, maker, purchase_price_cents, decided_on,"
                " document_reference, competitors, valid_from, valid_until, at"
            ),
            f"{agreement}, 'X', 'm', 1, {day}, 'd', 1, {day}, {day}, now()",
        ),
        "indexadjustment": (
            (
                "agreement_id, price_group, series_code, review_on, applies_from, base_month,"
                " base_value, month, value, register_number, at"
            ),
            (
                f"{agreement}, 'phones', 'PPI', '2030-01-01', '2030-01-01', {day}, 1, {day}, 1,"
                " '', now()"
            ),
        ),
        "indexseries": ("purchasing_body_id, code, name, publisher", f"{body}, 'Y', 'n', 'p'"),
        "indexvalue": (
            "series_id, month, value, published_on, at",
            f"{series}, '2026-11-01', 1, '2026-12-01', now()",
        ),
    }


class Undone(Exception):  # noqa: N818
    """Rolls the attempt back, whatever it could do."""


@pytest.mark.parametrize("table", ROWS)
def test_a_row_is_added_by_who_runs_the_agreement_alone(actors, table):
    columns, values = insertions(actors)[table]
    statement = f"INSERT INTO agreements_{table} ({columns}) VALUES ({values})"
    for name in ("supplier", "buyer", "stranger"):
        with pytest.raises(DatabaseError, match="row-level security"):
            perform(actors[name], executed, statement=statement)

    def attempt(*, actor, now):
        assert executed(actor=actor, now=now, statement=statement) == 1
        raise Undone

    with pytest.raises(Undone):
        perform(actors["runner"], attempt)


@pytest.mark.parametrize("table", ROWS)
def test_no_row_is_ever_changed(actors, table):
    for name in ("runner", "supplier", "buyer", "stranger"):
        with pytest.raises(DatabaseError, match="permission denied"):
            perform(actors[name], executed, statement=f"UPDATE agreements_{table} SET id = id")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_evidence_index_values_and_steps_are_never_deleted(actors, table):
    with pytest.raises(DatabaseError, match="permission denied"):
        perform(actors["runner"], executed, statement=f"DELETE FROM agreements_{table}")


@pytest.mark.parametrize("table", ["pricerule", "indexclause"])
def test_rules_are_deleted_by_nobody_but_who_runs_the_agreement(actors, table):
    for name in ("supplier", "buyer", "stranger"):
        where = f"agreement_id = {actors['agreement']}"
        statement = f"DELETE FROM agreements_{table} WHERE {where}"
        assert perform(actors[name], executed, statement=statement) == 0
    assert counted(actors["runner"], table, "true") == ROWS[table]


def test_an_index_step_stands_on_a_clause(actors):
    columns, values = insertions(actors)["indexadjustment"]
    statement = (
        f"INSERT INTO agreements_indexadjustment ({columns})"
        f" VALUES ({values.replace('phones', 'laptops')})"
    )
    with pytest.raises(DatabaseError, match="index_adjustment_by_its_clause"):
        perform(actors["runner"], executed, statement=statement)
