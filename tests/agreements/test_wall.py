"""Who reads and who writes the rows of an agreement, whatever the use cases say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection

from factories.agreements import a_runner, an_agreement, participation_of
from factories.parties import a_municipality, a_purchasing_body, a_supplier, an_actor
from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.usecases import ceiling
from samkop.agreements.usecases.agreement import suspend
from samkop.agreements.usecases.modification import raise_maximum_value
from samkop.agreements.vocabulary import Ground
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")

# Rows of the one agreement below, as every party to it sees them.
ROWS = {
    "frameworkagreement": 1,
    "statechange": 2,
    "modification": 1,
    "namedbuyer": 2,
    "legalbasis": 2,
    "participation": 2,
    "listprice": 3,
    "pricetier": 2,
    "ceiling": 1,
    "committedshare": 2,
    "tiervolume": 1,
    "ceilingmovement": 2,
}


@dataclass
class Scene:
    """An agreement with two buyers who have each ordered, and everybody around it."""

    agreement: FrameworkAgreement
    runner: Actor
    supplier: Actor
    buyers: list[Actor]
    stranger: Actor

    @property
    def everybody(self):
        return [self.runner, self.supplier, *self.buyers, self.stranger]


@pytest.fixture(scope="module")
def scene(database):
    body, supplier = a_purchasing_body(), a_supplier()
    buyers = [a_municipality(), a_municipality()]
    runner = a_runner(body)
    agreement = an_agreement(body, supplier, buyers, runner=runner)
    actors = [an_actor(buyer, RoleName.BUYER) for buyer in buyers]
    for buyer, actor in zip(buyers, actors, strict=True):
        participation = participation_of(agreement, buyer)
        perform(actor, committing, agreement=agreement.pk, participation=participation.pk)
    perform(
        runner, raise_maximum_value, agreement_id=agreement.pk, by_cents=1, description="§ 7",
        ground=Ground.REVIEW_CLAUSE, decided_on=date(2026, 11, 2), register_number="D/5",
    )  # fmt: skip
    perform(runner, suspend, agreement_id=agreement.pk, reason="Hearing.")
    # Somebody else's agreement, which could leak into what is counted.
    an_agreement(a_purchasing_body(), a_supplier(), [a_municipality()])
    seller = an_actor(supplier, RoleName.CATEGORY_MANAGER)
    stranger = a_runner(a_purchasing_body())
    return Scene(agreement, runner, seller, actors, stranger)


def committing(*, actor, now, agreement, participation):
    ceiling.commit(
        agreement_id=agreement, participation_id=participation, buyer_id=actor.party_id,
        cents=40_000, quantities={"phones": 1}, tier_marks={}, reference="O-1",
        on=date(2026, 11, 2), now=datetime(2026, 11, 2, 9, tzinfo=UTC),
    )  # fmt: skip


def counted(actor):
    with reading(actor), connection.cursor() as cursor:
        found = {}
        for table in ROWS:
            cursor.execute(f"SELECT count(*) FROM agreements_{table}")
            found[table] = cursor.fetchone()[0]
        return found


def test_the_parties_to_an_agreement_see_all_of_it_and_of_the_ledger_their_own(scene):
    assert counted(scene.runner) == ROWS
    for buyer in scene.buyers:
        assert counted(buyer) == {**ROWS, "ceilingmovement": 1}
    assert counted(scene.supplier) == {**ROWS, "ceilingmovement": 0}


def test_others_see_nothing_of_it(scene):
    assert counted(scene.stranger) == dict.fromkeys(ROWS, 0)


def written(*, actor, now, statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


UPDATES = {
    "frameworkagreement": "state = 'ended'",
    "participation": "decision_id = decision_id",
    "listprice": "net_price_cents = net_price_cents",
    "legalbasis": "valid_until = '2099-12-31'",
}


@pytest.mark.parametrize("table", UPDATES)
def test_a_row_is_changed_by_its_writer_alone(scene, table):
    writers = scene.buyers if table == "participation" else [scene.runner]
    for actor in scene.everybody:
        changed = changed_and_undone(
            actor,
            f"UPDATE agreements_{table} SET {UPDATES[table]}",
        )
        own = 1 if table == "participation" else ROWS[table]
        assert changed == (own if actor in writers else 0)


class Undone(Exception):  # noqa: N818
    """Rolls the attempt back, whatever it could do."""


def changed_and_undone(actor, statement):
    changed = []

    def attempt(*, actor, now):
        changed.append(written(actor=actor, now=now, statement=statement))
        raise Undone

    with pytest.raises(Undone):
        perform(actor, attempt)
    return changed[0]


@pytest.mark.parametrize("table", sorted(set(ROWS) - set(UPDATES)))
def test_no_other_row_is_ever_changed(scene, table):
    column = "committed_cents" if table in {"ceiling", "committedshare"} else "id"
    statement = f"UPDATE agreements_{table} SET {column} = 0"
    for actor in scene.everybody:
        with pytest.raises(DatabaseError, match="permission denied"):
            perform(actor, written, statement=statement)


# Tiers are replaced; buyers and their legal bases are taken out of a draft.
REPLACED = {"pricetier", "namedbuyer", "legalbasis"}


@pytest.mark.parametrize("table", sorted(set(ROWS) - REPLACED))
def test_no_row_is_deleted(scene, table):
    for actor in scene.everybody:
        with pytest.raises(DatabaseError, match="permission denied"):
            perform(actor, written, statement=f"DELETE FROM agreements_{table}")


def test_tiers_are_replaced_by_who_runs_the_agreement_alone(scene):
    for actor in scene.everybody:
        deleted = changed_and_undone(actor, "DELETE FROM agreements_pricetier")
        assert deleted == (ROWS["pricetier"] if actor is scene.runner else 0)


@pytest.mark.parametrize("table", ["namedbuyer", "legalbasis"])
def test_once_signed_nobody_takes_a_buyer_out(scene, table):
    for actor in scene.everybody:
        assert changed_and_undone(actor, f"DELETE FROM agreements_{table}") == 0


def test_once_signed_nobody_changes_the_terms(scene):
    statement = "UPDATE agreements_frameworkagreement SET maximum_value_cents = 1"
    with pytest.raises(DatabaseError, match="framework_agreement_signed"):
        perform(scene.runner, written, statement=statement)
    for actor in set(scene.everybody) - {scene.runner}:
        assert changed_and_undone(actor, statement) == 0


def insertions(agreement, buyer):
    day, now = "'2026-11-02'", "now()"
    return {
        "statechange": ("from_state, to_state, reason, register_number, at",
                        f"'in-force', 'ended', '', '', {now}"),
        "modification": (("ground, value_change_cents, description, decided_on, register_number,"
                         " notice_number, at"),
                         f"'review-clause', 1, '', {day}, '', '', {now}"),
        "namedbuyer": ("buyer_id, expected_share_cents", f"{buyer}, 0"),
        "participation": ("buyer_id, decision_id, at",
                          (f"{buyer}, (SELECT max(d.id) FROM governance_memberdecision d"
                           f" WHERE d.party_id = {buyer}), {now}")),
        "listprice": ("seller_item_id, price_group, net_price_cents, reference, valid_from",
                      f"'NEW', 'g', 1, '', {day}"),
        "legalbasis": (("buyer_id, kind, valid_from, document, register_number, control_holds,"
                        " activities_hold, no_private_capital, at"),
                       f"{buyer}, 'in-house', {day}, 'd', 'd', true, true, true, {now}"),
        "review": ("court, case_number, started_on, at", f"'c', '1', {day}, {now}"),
        "pricetier": ("price_group, from_quantity, discount_permille", "'g', 1, 1"),
    }  # fmt: skip


@pytest.mark.parametrize("table", sorted(insertions(0, 0)))
def test_a_row_is_added_by_its_writer_alone(scene, table):
    someone = scene.buyers[0].party_id
    columns, values = insertions(scene.agreement.pk, someone)[table]
    statement = (
        f"INSERT INTO agreements_{table} (agreement_id, {columns})"
        f" VALUES ({scene.agreement.pk}, {values})"
    )
    writer = scene.buyers[0] if table == "participation" else scene.runner
    for actor in scene.everybody:
        if actor is not writer:
            with pytest.raises(DatabaseError, match="row-level security"):
                perform(actor, written, statement=statement)
    if table in {"namedbuyer", "participation"}:
        # The writer is let through the wall, and stopped only because the row is there.
        with pytest.raises(DatabaseError, match="_once"):
            perform(writer, written, statement=statement)
    else:
        assert changed_and_undone(writer, statement) == 1


def test_an_agreement_is_run_by_the_party_that_writes_it_down(scene):
    for actor in scene.everybody:
        other = scene.runner if actor is not scene.runner else scene.stranger
        with pytest.raises(DatabaseError, match="row-level security"):
            perform(actor, written, statement=copied_for(other, scene.agreement))


def copied_for(other, agreement):
    return (
        "INSERT INTO agreements_frameworkagreement (number, register_number, title_sv, title_fi,"
        " title_en, category, purchasing_body_id, supplier_id, valid_from, valid_until,"
        " term_justification, state, currency, maximum_value_cents, purchasing_body_acts_as,"
        f" markup_permille, fee_permille) VALUES ('X', '', '', '', '', 'services',"
        f" {other.party_id}, {agreement.supplier_id}, '2026-01-01', '2026-12-31', '',"
        " 'in-preparation', 'EUR', 1, 'wholesaler', 0, 0)"
    )
