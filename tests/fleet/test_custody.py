"""At each moment a device has exactly one holder; the database lets nothing else in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections

from factories.fleet import asset_of, new_serials, received_devices
from factories.ordering import NOW, a_market
from factories.parties import an_actor
from samkop.fleet.models import Asset, Custody, Holder
from samkop.fleet.usecases.handing_over import hand_over
from samkop.fleet.vocabulary import TRANSITIONS, AssetState
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
# Facts are handled by the clock: later than that.
LATER = NOW + timedelta(days=7300)


@pytest.fixture(scope="module")
def market(database):
    return a_market(buyers=2, maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9)


@pytest.fixture
def buyer(market):
    return market.buyers[0]


@pytest.fixture
def asset(market):
    return received_devices(market, *new_serials(1))[0]


def hand(buyer, asset, kind, code="", *, now=LATER, **how):
    perform(buyer.manager, hand_over, now=now, asset_ids=[asset.pk], kind=kind, code=code, **how)
    return asset_of(buyer, asset.serial_number)


def refused(actor, **inputs):
    with pytest.raises(Refused) as found:
        perform(actor, hand_over, now=LATER, **inputs)
    return found.value.code


def test_a_device_passes_from_hand_to_hand_and_each_step_follows_the_last(buyer, asset):
    person = buyer.manager.person_id
    used = hand(buyer, asset, "person", str(person))
    assert (used.state, used.holder.person_id, used.held_since) == ("in-use", person, LATER)
    later = LATER + timedelta(hours=1)
    classroom = hand(buyer, asset, "class", "4B", now=later, name="Class 4 B")
    assert (classroom.state, classroom.holder.name) == ("in-use", "Class 4 B")
    with reading(buyer.manager):
        steps = list(Custody.objects.filter(asset=asset).order_by("step"))
    assert [one.step for one in steps] == [0, 1, 2, 3]
    assert [one.previous_since for one in steps[1:]] == [one.since for one in steps[:-1]]


def test_handed_to_whom_it_is_with_already_it_takes_no_step(buyer, asset):
    first = hand(buyer, asset, "class", "5A")
    again = hand(buyer, asset, "class", "5A", now=LATER + timedelta(hours=1))
    assert (again.custody_step, again.held_since) == (first.custody_step, first.held_since)


def test_each_refusal_of_handing_over_has_its_code(market, buyer, asset):
    nobody_there = {"asset_ids": [asset.pk], "kind": "person", "code": "999999999"}
    assert refused(buyer.manager, **nobody_there) == "holder-unknown"
    assert refused(buyer.manager, **{**nobody_there, "kind": "class", "code": " "}) == (
        "holder-unknown"
    )
    assert refused(buyer.manager, **{**nobody_there, "asset_ids": [10**9]}) == "not-found"
    assert refused(an_actor(buyer.party, "employee"), **nobody_there) == "not-allowed"
    other = market.buyers[1]
    assert refused(other.manager, **nobody_there) == "not-found"


def test_the_database_lets_no_holder_change_without_a_step(buyer, asset):
    with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError) as refused:
        cursor.execute("UPDATE fleet_asset SET held_since = now() WHERE id = %s", [asset.pk])
    assert "asset_changes_hands" in str(refused.value)


def _refused_step(asset, row):
    columns = "asset_id, owner_id, holder_id, step, since, previous_step, previous_since"
    statement = (
        f"INSERT INTO fleet_custody ({columns}, reason, source, note)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, 'moved', '', '')"
    )
    values = [asset.pk, asset.owner_id, asset.holder_id, *row]
    with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError) as refused:
        cursor.execute(statement, values)
    return str(refused.value)


@pytest.mark.parametrize(
    ("step", "since", "before", "before_since", "constraint"),
    [
        (1, 2, 0, 0, "custody_step_once"),
        (2, 2, 0, 0, "custody_step_after_step"),
        (2, 0, 1, 1, "custody_step_after_step"),
        (3, 2, 2, 1, "custody_follows"),
        (2, 2, 1, 0, "custody_follows"),
        (2, 2, 1, 1, "custody_of_asset"),
    ],
)
def test_the_database_takes_neither_gap_nor_overlap(
    buyer, asset, step, since, before, before_since, constraint
):
    """Times are those of step 0, of step 1, and one after both."""
    with reading(buyer.manager):
        times = list(Custody.objects.filter(asset=asset).order_by("step").values_list(
            "since", flat=True))  # fmt: skip
    times.append(times[-1] + timedelta(hours=1))
    if times[0] == times[1]:
        times[0] -= timedelta(seconds=1)
    row = (step, times[since], before, times[before_since])
    assert constraint in _refused_step(asset, row)


def test_steps_are_never_changed_nor_taken_away(asset):
    for statement in ("UPDATE fleet_custody SET note = 'x'", "DELETE FROM fleet_custody"):
        with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError):
            cursor.execute(f"{statement} WHERE asset_id = %s", [asset.pk])


def test_the_database_allows_exactly_the_transitions_of_the_vocabulary():
    """The trigger's function, asked of each pair of states by a table of its own."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE probe (state text)")
        cursor.execute(
            "CREATE TRIGGER probed BEFORE UPDATE ON probe FOR EACH ROW"
            " EXECUTE FUNCTION fleet_asset_transition()"
        )
        allowed = {(a, b) for a in AssetState for b in AssetState if a != b and _goes(cursor, a, b)}
        cursor.execute("DROP TABLE probe")
    assert allowed == {(a, b) for a, following in TRANSITIONS.items() for b in following}


def _goes(cursor, before, after):
    cursor.execute("DELETE FROM probe")
    cursor.execute("INSERT INTO probe VALUES (%s)", [before])
    try:
        cursor.execute("UPDATE probe SET state = %s", [after])
    except DatabaseError:
        return False
    return True


def test_nobody_of_another_organisation_sees_a_device_or_its_steps(market, asset):
    with reading(market.buyers[1].manager), connection.cursor() as cursor:
        cursor.execute("SELECT fleet_owns(%s)", [asset.pk])
        assert cursor.fetchone() == (False,)
        assert not Asset.objects.filter(id=asset.pk).exists()
        assert not Custody.objects.filter(asset_id=asset.pk).exists()
        assert not Holder.objects.filter(owner=asset.owner_id).exists()
