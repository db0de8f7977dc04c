"""Audit rounds by scanning: what is here, what is elsewhere, what is missing, what is unknown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from factories.fleet_register import NOW, a_keeper, registered
from factories.parties import a_delivery_location, an_actor
from samkop.fleet.models import Asset, Holder, StocktakingMissing, StocktakingScan
from samkop.fleet.queries.stocktaking import code_on, not_scanned
from samkop.fleet.rules.holding import named_target, person_target
from samkop.fleet.usecases.stocktaking import (
    cancel_stocktaking,
    finish_stocktaking,
    open_stocktaking,
    scan_in_stocktaking,
)
from samkop.fleet.vocabulary import HolderKind
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
LATER = NOW + timedelta(days=1)


@pytest.fixture(scope="module")
def keeper(database):
    return a_keeper()


@pytest.fixture
def site(keeper):
    return a_delivery_location(keeper.party)


def begun(keeper, site, holder_id=None):
    return perform(
        keeper.installer, open_stocktaking, now=LATER, location_id=site.pk, holder_id=holder_id
    )


def scan(keeper, found, label, actor=None):
    return perform(
        actor or keeper.installer, scan_in_stocktaking, now=LATER, stocktaking_id=found.pk,
        label=label,
    )  # fmt: skip


def at(keeper, site, count=1, **how):
    return registered_at(keeper, site, count, **how)


def registered_at(keeper, site, count, **how):
    devices = registered(keeper, count, **how)
    perform(keeper.manager, _put, now=NOW, devices=devices, site=site)
    return devices


def _put(*, actor, now, devices, site):
    Asset.objects.filter(id__in=[one.pk for one in devices]).update(location_id=site.pk)


def device(keeper, one):
    with reading(keeper.manager):
        return Asset.objects.select_related("holder").get(id=one.pk)


def test_a_round_tells_what_is_here_elsewhere_missing_and_unknown(keeper, site):
    here, absent, silent = at(keeper, site, 3)
    (elsewhere,) = registered(keeper)
    found = begun(keeper, site)
    outcomes = [
        scan(keeper, found, label).outcome
        for label in (here.asset_number, elsewhere.serial_number, "STRANGE-1")
    ]
    assert outcomes == ["here", "elsewhere", "unknown"]
    with reading(keeper.manager):
        assert list(not_scanned(found)) == [absent, silent]
    done = perform(
        keeper.installer, finish_stocktaking, now=LATER, stocktaking_id=found.pk,
        moved_ids=[elsewhere.pk], missing_ids=[absent.pk],
    )  # fmt: skip
    assert (done.state, done.moved, done.missing) == ("finished", 1, 1)
    moved = device(keeper, elsewhere)
    assert (moved.location_id, moved.holder.location_id) == (site.pk, site.pk)
    assert device(keeper, absent).state == "missing"
    assert device(keeper, silent).state == "received"
    with reading(keeper.manager):
        listed = StocktakingMissing.objects.filter(stocktaking=found).order_by("asset_id")
        assert [(row.asset_id, row.is_reported) for row in listed] == [
            (absent.pk, True), (silent.pk, False),
        ]  # fmt: skip


def test_a_label_scanned_by_several_is_one_scan(keeper, site):
    (one,) = at(keeper, site)
    found = begun(keeper, site)
    other = an_actor(keeper.party, "installer")
    first = scan(keeper, found, one.asset_number)
    labels = (one.serial_number, f"https://samkop.example/d/{one.asset_number}/")
    assert {scan(keeper, found, label, other).pk for label in labels} == {first.pk}
    with reading(keeper.manager):
        assert StocktakingScan.objects.filter(stocktaking=found).count() == 1
    assert begun(keeper, site).pk == found.pk


def test_what_was_missing_and_is_here_is_in_stock_again(keeper, site):
    (lost,) = at(keeper, site, state="missing")
    found = begun(keeper, site)
    assert scan(keeper, found, lost.asset_number).outcome == "found"
    perform(
        keeper.installer, finish_stocktaking, now=LATER, stocktaking_id=found.pk,
        moved_ids=[lost.pk],
    )  # fmt: skip
    assert device(keeper, lost).state == "received"


def test_a_device_that_a_person_has_stays_with_the_person_when_it_moves(keeper, site):
    person = person_target(keeper.manager.person_id, "Anna")
    (carried,) = registered(keeper, state="in-use", holder=person)
    found = begun(keeper, site)
    scan(keeper, found, carried.asset_number)
    perform(
        keeper.installer, finish_stocktaking, now=LATER, stocktaking_id=found.pk,
        moved_ids=[carried.pk],
    )  # fmt: skip
    moved = device(keeper, carried)
    assert (moved.holder.kind, moved.location_id) == ("person", site.pk)


def test_a_round_of_one_room_looks_for_what_the_room_has(keeper, site):
    room = named_target(HolderKind.ROOM, "R1", "Room 1", site.pk)
    (inside,) = at(keeper, site, state="in-use", holder=room)
    (outside,) = at(keeper, site)
    with reading(keeper.manager):
        holder = Holder.objects.get(owner=keeper.party, kind="room", code="R1")
    found = begun(keeper, site, holder.pk)
    assert scan(keeper, found, outside.asset_number).outcome == "elsewhere"
    with reading(keeper.manager):
        assert list(not_scanned(found)) == [inside]
    perform(
        keeper.installer, finish_stocktaking, now=LATER, stocktaking_id=found.pk,
        moved_ids=[outside.pk],
    )  # fmt: skip
    assert device(keeper, outside).holder_id == holder.pk


def test_each_refusal_of_a_round_has_its_code(keeper, site):
    (one,) = at(keeper, site)
    found = begun(keeper, site)

    def code_of(use_case, actor=keeper.installer, **inputs):
        with pytest.raises(Refused) as refused:
            perform(actor, use_case, now=LATER, **inputs)
        return refused.value.code

    ours = {"stocktaking_id": found.pk}
    assert code_of(scan_in_stocktaking, **ours, label=" ") == "label-empty"
    assert code_of(scan_in_stocktaking, keeper.officer, **ours, label="X") == "not-allowed"
    assert code_of(open_stocktaking, location_id=10**9) == "not-found"
    assert code_of(open_stocktaking, location_id=site.pk, holder_id=10**9) == "not-found"
    assert code_of(finish_stocktaking, **ours, moved_ids=[one.pk]) == "not-of-this-round"
    assert code_of(finish_stocktaking, **ours, missing_ids=[10**9]) == "not-of-this-round"
    other = a_keeper("Grannköping")
    assert code_of(scan_in_stocktaking, other.installer, **ours, label="X") == "not-found"
    perform(keeper.installer, cancel_stocktaking, now=LATER, **ours)
    assert code_of(scan_in_stocktaking, **ours, label="X") == "round-over"
    assert device(keeper, one).state == "received"


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("D000123", "D000123"),
        ("https://samkop.example/d/D000123/", "D000123"),
        ("https://samkop.example/d/A%2F7", "A/7"),
        ("https://samkop.example/", ""),
        ("(01)09506000134352(21)SN-9", "SN-9"),
        (" SN-9\n", "SN-9"),
    ],
)
def test_a_label_says_a_number(label, code):
    assert code_on(label) == code
