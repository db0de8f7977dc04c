"""What a list of agreements filters by says the same as the rule says of one agreement."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from django.db import connections

from factories.agreements import a_runner, an_agreement_in_preparation
from factories.parties import a_municipality, a_purchasing_body, a_supplier
from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.queries.standing import near_its_end, nearly_full, part_is, standing_in
from samkop.agreements.rules import standing
from samkop.agreements.vocabulary import State
from samkop.platform.unit_of_work import reading

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)
TODAY = date(2029, 11, 27)
LAST_DAYS = (TODAY - DAY, TODAY, TODAY + 179 * DAY, TODAY + 180 * DAY)
MAXIMUM = 1_000_00
COMMITTED = (0, 799_99, 800_00, MAXIMUM)
INTERIMS = (None, TODAY - DAY, TODAY)


def owner(*statements):
    table = "ALTER TABLE agreements_frameworkagreement"
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"{table} DISABLE TRIGGER USER")
        for statement, values in statements:
            cursor.execute(statement, values)
        cursor.execute(f"{table} ENABLE TRIGGER USER")


@pytest.fixture(scope="module")
def deal(database):
    """(who runs it, an agreement) with a ceiling."""
    runner = a_runner(a_purchasing_body())
    agreement = an_agreement_in_preparation(runner, a_supplier())
    ceiling = "INSERT INTO agreements_ceiling VALUES (%s, %s, 0)"
    owner((ceiling, [agreement.pk, MAXIMUM]))
    return runner, agreement


def recorded(agreement, state, last_day, interim_until, committed):
    dates = "UPDATE agreements_frameworkagreement SET state = %s, valid_until = %s"
    owner(
        (
            f"{dates}, interim_until = %s WHERE id = %s",
            [state, last_day, interim_until, agreement.pk],
        ),
        (
            "UPDATE agreements_ceiling SET committed_cents = %s WHERE agreement_id = %s",
            [committed, agreement.pk],
        ),
    )


@pytest.mark.parametrize("state", State)
def test_an_agreement_is_found_in_the_one_state_in_which_it_stands(deal, state):
    runner, agreement = deal
    interims = INTERIMS if state == State.INTERIM else (None,)
    for last_day, until, committed in itertools.product(LAST_DAYS, interims, COMMITTED):
        recorded(agreement, state, last_day, until, committed)
        room = MAXIMUM - committed
        said = standing(state, agreement.valid_from, last_day, room, TODAY, until)
        with reading(runner):
            found = [
                one
                for one in State
                if FrameworkAgreement.objects.filter(standing_in([one], TODAY)).exists()
            ]
        assert found == [said]


@pytest.mark.parametrize(
    ("state", "last_day", "committed", "full", "near"),
    [
        (State.IN_FORCE, TODAY + 179 * DAY, 799_99, False, True),
        (State.IN_FORCE, TODAY + 180 * DAY, 800_00, True, False),
        (State.IN_FORCE, TODAY + 180 * DAY, MAXIMUM, True, False),
        (State.IN_FORCE, TODAY - DAY, MAXIMUM, False, False),
        (State.SUSPENDED, TODAY + DAY, MAXIMUM, False, True),
        (State.ANNULLED, TODAY + DAY, MAXIMUM, False, False),
        (State.IN_PREPARATION, TODAY + DAY, 0, False, False),
    ],
)
def test_what_is_to_be_looked_at_is_not_over(deal, state, last_day, committed, full, near):
    runner, agreement = deal
    recorded(agreement, state, last_day, None, committed)
    with reading(runner):
        rows = FrameworkAgreement.objects
        assert (
            rows.filter(nearly_full(TODAY)).exists(), rows.filter(near_its_end(TODAY)).exists()
        ) == (full, near)  # fmt: skip


def test_a_partys_part_is_to_run_to_supply_or_to_buy(deal):
    runner, agreement = deal
    parties = [runner.party_id, agreement.supplier_id, a_municipality().pk]
    with reading(runner):
        found = [
            [part for part in ("run", "supply", "buy")
             if FrameworkAgreement.objects.filter(part_is(part, party)).exists()]
            for party in parties
        ]  # fmt: skip
    assert found == [["run"], ["supply"], []]
