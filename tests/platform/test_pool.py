"""Pooled transactions of many parties show no foreign row; with session settings they do."""

from __future__ import annotations

import os
import random
import threading

import psycopg
import pytest
from django.db import connection, connections

from samkop.parties.models import CostCentre, Party
from samkop.platform import actors
from samkop.platform.records import create
from samkop.platform.unit_of_work import perform, reading

FULL = os.environ.get("SAMKOP_TEST_SCALE") == "all"
TRANSACTIONS = 100_000 if FULL else 2_000
THREADS = 8
PARTIES = 10

pytestmark = pytest.mark.usefixtures("database")


def found(*, actor, now, number):
    return create(
        Party(kind="municipality", legal_name=f"M {number}", country="FI",
              identifier_scheme="0212", identifier=f"77{number}")
    )  # fmt: skip


def open_centre(*, actor, now):
    return create(CostCentre(party_id=actor.own_party_id, code="1", name="Own"))


@pytest.fixture(scope="module")
def people(database):
    """One person in each of ten parties, each party with one row of its own."""
    made = []
    for number in range(PARTIES):
        party = perform(actors.job("operator"), found, number=number)
        made.append(actors.person(number + 1, "P", party.pk))
        perform(made[-1], open_centre)
    return made


def test_pooled_transactions_show_no_foreign_row(people):
    """Each thread keeps its connection and acts for another party each time; some break off."""
    foreign, broken = [], []

    def work(seed):
        chance = random.Random(seed)
        for _ in range(TRANSACTIONS // THREADS):
            actor = chance.choice(people)
            try:
                with reading(actor):
                    seen = list(CostCentre.objects.values_list("party_id", flat=True))
                    if seen != [actor.party_id]:
                        foreign.append((actor.party_id, seen))
                    if chance.random() < 0.05:
                        raise ConnectionAbortedError
            except ConnectionAbortedError:
                broken.append(1)
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_setting('samkop.party_ids', true)")
                if cursor.fetchone()[0] not in (None, ""):
                    foreign.append("left behind")
        connections.close_all()

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert foreign == []
    assert len(broken) > TRANSACTIONS // 50


def test_the_twin_with_session_settings_leaks_from_one_user_of_a_connection_to_the_next(people):
    """Who acts, set for the session, is still set for whoever gets the connection next."""
    leaked = 0
    login = connection.get_connection_params()
    login = {key: login[key] for key in ("dbname", "user", "password", "host", "port")}
    with psycopg.connect(**login) as pooled:
        for actor in people:
            pooled.execute(
                "SELECT set_config('samkop.party_ids', %s, false)", [f"{{{actor.party_id}}}"]
            )
            pooled.commit()
            # The next user of the connection is nobody yet.
            leaked += len(pooled.execute("SELECT id FROM parties_costcentre").fetchall())
            pooled.commit()
    assert leaked == PARTIES
