"""Devices come back, are erased, and leave; none leaves with data on it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connections

from factories.fleet_register import NOW, a_keeper, registered
from factories.parties import an_actor
from samkop.fleet.models import (
    Asset,
    Custody,
    DeviceReturn,
    DisposedAsset,
    ErasureProof,
    LossReport,
)
from samkop.fleet.rules.holding import named_target, person_target
from samkop.fleet.usecases.device_returns import (
    ask_for_return,
    cancel_device_return,
    check_returned,
    hand_in,
)
from samkop.fleet.usecases.disposals import (
    cancel_disposal,
    complete_disposal,
    prepare_disposal,
    price_disposal,
    restock,
)
from samkop.fleet.usecases.erasure import certify_destruction, prove_erasure
from samkop.fleet.usecases.losses import decide_loss, report_loss
from samkop.fleet.vocabulary import HolderKind
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
LATER = NOW + timedelta(days=1)
DUE = date(2026, 6, 1)
PROOF = {"method": "purge", "tool": "Eraser 7", "erased_at": LATER}
CERTIFICATE = {
    "firm": "Krossverket Ab", "destroyed_on": DUE, "file_name": "intyg.pdf",
    "content": b"%PDF-1.7 intyg",
}  # fmt: skip


@pytest.fixture(scope="module")
def keeper(database):
    return a_keeper()


def used(keeper, category="laptop", count=1):
    return registered(
        keeper, count, category, state="in-use", holder=named_target(HolderKind.CLASS, "4B", "4 B")
    )


def back(keeper, category="laptop", count=1):
    """Returns of used devices that are handed in."""
    devices = used(keeper, category, count)
    return perform(
        keeper.installer, hand_in, now=LATER, asset_ids=[one.pk for one in devices],
        location_id=keeper.site.pk,
    )  # fmt: skip


def prove(keeper, one, storage=1, **changed):
    inputs = {**PROOF, "storage_serial": f"DISK{one.pk}-{storage}", **changed}
    return perform(
        keeper.installer, prove_erasure, now=LATER, return_id=one.pk, storage=storage, **inputs
    )


def cleared(keeper, grade="b", count=1):
    found = back(keeper, count=count)
    for one in found:
        perform(
            keeper.installer, check_returned, now=LATER, return_id=one.pk, grade=grade, storages=1
        )
        prove(keeper, one)
    return found


def again(keeper, one):
    with reading(keeper.manager):
        return DeviceReturn.objects.select_related("asset__holder").get(id=one.pk)


def code_of(actor, use_case, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, now=LATER, **inputs)
    return refused.value.code


def test_a_device_is_asked_back_handed_in_checked_erased_and_sold(keeper):
    (device,) = used(keeper)
    perform(
        keeper.manager, ask_for_return, now=NOW, name="Spring", due_on=DUE, asset_ids=[device.pk]
    )
    with reading(keeper.manager):
        asked = DeviceReturn.objects.get(asset=device)
    assert (asked.state, asked.due_on, asked.storages) == ("asked", DUE, 1)
    (handed,) = perform(
        keeper.installer, hand_in, now=LATER, asset_ids=[device.pk], location_id=keeper.site.pk
    )
    assert handed.pk == asked.pk
    perform(keeper.installer, check_returned, now=LATER, return_id=asked.pk, grade="a", storages=1)
    assert again(keeper, asked).asset.state == "returned"
    prove(keeper, asked)
    after = again(keeper, asked)
    assert (after.state, after.asset.state) == ("cleared", "erased")
    sale = perform(
        keeper.manager, prepare_disposal, now=LATER, kind="sale", firm="Andra livet Ab",
        return_ids=[asked.pk],
    )  # fmt: skip
    perform(keeper.manager, price_disposal, now=LATER, disposal_id=sale.pk, prices={"a": 120_00})
    done = perform(keeper.manager, complete_disposal, now=LATER, disposal_id=sale.pk, done_on=DUE)
    ended = again(keeper, asked)
    assert (done.income_cents, done.state) == (120_00, "done")
    assert (ended.state, ended.asset.state, ended.asset.end_reason) == ("closed", "ended", "sold")
    with reading(keeper.manager):
        assert DisposedAsset.objects.get(asset=device).income_cents == 120_00
        chain = Custody.objects.filter(asset=device).order_by("step")
        assert [step.reason for step in chain] == ["imported", "returned", "left"]


def test_each_storage_of_a_server_has_a_proof_of_its_own(keeper):
    (one,) = back(keeper, "server")
    prove(keeper, one, 1)
    assert again(keeper, one).asset.state == "returned"
    prove(keeper, one, 2)
    assert again(keeper, one).asset.state == "erased"


def test_a_device_without_storage_is_cleared_when_it_is_checked(keeper):
    (one,) = back(keeper, "monitor")
    perform(keeper.installer, check_returned, now=LATER, return_id=one.pk, grade="c", storages=0)
    assert again(keeper, one).state == "cleared"


def test_the_number_of_storages_is_corrected_with_words(keeper):
    (one,) = back(keeper, "server")
    inputs = {"return_id": one.pk, "grade": "d"}
    assert code_of(keeper.installer, check_returned, **inputs, storages=1) == (
        "storages-unexplained"
    )
    perform(
        keeper.installer, check_returned, now=LATER, **inputs, storages=1, condition="One bay empty"
    )
    prove(keeper, one)
    assert again(keeper, one).state == "cleared"


def test_destruction_with_a_certificate_clears_what_is_left(keeper):
    (one,) = back(keeper, "server")
    prove(keeper, one, 2)
    perform(
        keeper.installer, certify_destruction, now=LATER, return_ids=[one.pk], number="K-1",
        **CERTIFICATE,
    )  # fmt: skip
    with reading(keeper.manager):
        assert [row.storage for row in one.destroyed.all()] == [1]
    shredded = perform(
        keeper.manager, prepare_disposal, now=LATER, kind="destruction", firm="Krossverket Ab",
        return_ids=[one.pk],
    )  # fmt: skip
    perform(keeper.manager, complete_disposal, now=LATER, disposal_id=shredded.pk, done_on=DUE)
    assert again(keeper, one).asset.end_reason == "destroyed"


def test_a_lost_storage_counts_when_the_security_officer_accepts_it(keeper):
    (one,) = back(keeper)
    report = perform(
        keeper.installer, report_loss, now=LATER, asset_id=one.asset_id, storage=1,
        what_happened="The disk was gone", happened_on=DUE,
    )  # fmt: skip
    assert again(keeper, one).state == "handed-in"
    perform(keeper.officer, decide_loss, now=LATER, loss_id=report.pk, accepted=True)
    assert again(keeper, one).asset.state == "erased"


def test_a_missing_device_ends_by_an_accepted_loss(keeper):
    (device,) = registered(keeper, state="missing")
    report = perform(
        keeper.manager, report_loss, now=LATER, asset_id=device.pk, what_happened="Stolen",
        happened_on=DUE, police_number="P-1",
    )  # fmt: skip
    refusal = code_of(keeper.officer, decide_loss, loss_id=report.pk, accepted=False)
    assert refusal == "words-missing"
    perform(keeper.officer, decide_loss, now=LATER, loss_id=report.pk, accepted=True)
    with reading(keeper.manager):
        ended = Asset.objects.get(id=device.pk)
        assert (ended.state, ended.end_reason) == ("ended", "lost")
    assert code_of(keeper.officer, decide_loss, loss_id=report.pk, accepted=True) == "loss-decided"


def test_nobody_decides_of_the_loss_that_he_reported(keeper):
    both = an_actor(keeper.party, "security-officer", "ict-manager")
    (device,) = registered(keeper, state="missing")
    report = perform(
        both, report_loss, now=LATER, asset_id=device.pk, what_happened="Stolen", happened_on=DUE
    )
    assert code_of(both, decide_loss, loss_id=report.pk, accepted=True) == "loss-own"
    assert code_of(keeper.manager, decide_loss, loss_id=report.pk, accepted=True) == "not-allowed"
    with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError) as refused:
        cursor.execute(
            "UPDATE fleet_lossreport SET decision = 'accepted', decided_at = now(),"
            " decided_by_id = reported_by_id WHERE id = %s",
            [report.pk],
        )
    assert "loss_report_decided_by_another" in str(refused.value)


def test_an_erased_device_is_used_again_and_its_next_return_begins_anew(keeper):
    (first,) = cleared(keeper)
    perform(keeper.installer, restock, now=LATER, return_ids=[first.pk])
    stocked = again(keeper, first)
    assert (stocked.state, stocked.asset.state) == ("closed", "staged")
    (second,) = perform(
        keeper.installer, hand_in, now=LATER, asset_ids=[first.asset_id],
        location_id=keeper.site.pk,
    )  # fmt: skip
    assert second.pk != first.pk
    assert _refused_by_the_database(first.asset_id, "erased") == "asset_leaves_empty"


def test_recycling_needs_a_weight_and_a_sale_a_price_of_each_grade(keeper):
    first, second = cleared(keeper, count=2)
    heap = perform(
        keeper.manager, prepare_disposal, now=LATER, kind="recycling", firm="Skrot Ab",
        return_ids=[first.pk],
    )  # fmt: skip
    inputs = {"disposal_id": heap.pk, "done_on": DUE}
    assert code_of(keeper.manager, complete_disposal, **inputs) == "weight-missing"
    perform(
        keeper.manager, complete_disposal, now=LATER, **inputs, reference="C-9", weight_grams=2100
    )
    assert again(keeper, first).asset.end_reason == "recycled"
    sale = perform(
        keeper.manager, prepare_disposal, now=LATER, kind="sale", firm="Andra livet Ab",
        return_ids=[second.pk],
    )  # fmt: skip
    inputs = {"disposal_id": sale.pk, "done_on": DUE}
    assert code_of(keeper.manager, complete_disposal, **inputs) == "price-missing"
    assert code_of(
        keeper.manager, prepare_disposal, kind="sale", firm="X", return_ids=[second.pk]
    ) == "in-a-disposal"  # fmt: skip
    perform(keeper.manager, cancel_disposal, now=LATER, disposal_id=sale.pk)
    assert code_of(keeper.manager, complete_disposal, **inputs) == "disposal-done"


def test_each_refusal_of_a_return_has_its_code(keeper):
    (one,) = back(keeper)
    (device,) = used(keeper)
    manager, installer = keeper.manager, keeper.installer
    ask = {"name": "Autumn", "due_on": DUE, "asset_ids": [device.pk]}
    assert code_of(installer, ask_for_return, **ask) == "not-allowed"
    assert code_of(manager, ask_for_return, **{**ask, "name": " "}) == "name-missing"
    assert code_of(manager, ask_for_return, **{**ask, "asset_ids": []}) == "devices-missing"
    assert code_of(manager, ask_for_return, **{**ask, "asset_ids": [one.asset_id]}) == (
        "not-to-be-returned"
    )
    perform(manager, ask_for_return, now=LATER, **ask)
    assert code_of(manager, ask_for_return, **ask) == "campaign-known"
    assert code_of(manager, cancel_device_return, return_id=one.pk) == "return-not-asked"
    with reading(manager):
        asked = DeviceReturn.objects.get(asset=device)
    proof = {**PROOF, "return_id": asked.pk, "storage": 1, "storage_serial": "X"}
    assert code_of(installer, prove_erasure, **proof) == "not-back"
    perform(manager, cancel_device_return, now=LATER, return_id=asked.pk)
    proof["return_id"] = one.pk
    assert code_of(installer, prove_erasure, **{**proof, "storage": 2}) == "storage-unknown"
    assert code_of(installer, prove_erasure, **{**proof, "tool": " "}) == "proof-incomplete"
    assert code_of(installer, prove_erasure, **{**proof, "method": "burn"}) == "proof-incomplete"
    future = LATER + timedelta(hours=1)
    assert code_of(installer, prove_erasure, **{**proof, "erased_at": future}) == "erased-tomorrow"
    used_since = LATER - timedelta(minutes=1)
    assert code_of(installer, prove_erasure, **{**proof, "erased_at": used_since}) == (
        "erased-before-hand-in"
    )
    paper = {**CERTIFICATE, "return_ids": [one.pk], "number": "K-7"}
    assert code_of(installer, certify_destruction, **{**paper, "content": b"x"}) == "file-unfit"
    assert code_of(installer, certify_destruction, **{**paper, "firm": ""}) == (
        "certificate-incomplete"
    )
    assert code_of(
        manager, prepare_disposal, kind="sale", firm="X", return_ids=[one.pk]
    ) == "not-cleared"  # fmt: skip
    loss = {"asset_id": device.pk, "what_happened": "Gone", "happened_on": DUE}
    assert code_of(manager, report_loss, **loss) == "not-missing"
    assert code_of(manager, report_loss, **{**loss, "what_happened": ""}) == "words-missing"
    assert code_of(manager, report_loss, **loss, storage=3) == "storage-unknown"


def _refused_by_the_database(asset_id, state):
    fields = ", ended_on = now(), end_reason = 'sold'" if state == "ended" else ""
    with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError) as refused:
        cursor.execute(
            f"UPDATE fleet_asset SET state = %s{fields} WHERE id = %s", [state, asset_id]
        )
    return str(refused.value).partition(":")[0]


def test_the_database_lets_no_returned_device_go_before_its_storages_are_accounted_for(keeper):
    (one,) = back(keeper, "server")
    prove(keeper, one, 1)
    assert _refused_by_the_database(one.asset_id, "erased") == "asset_leaves_empty"
    assert _refused_by_the_database(one.asset_id, "ended") == "asset_leaves_empty"


def test_the_database_lets_no_missing_device_end_by_a_loss_of_another_time(keeper):
    (device,) = registered(keeper, state="missing")
    assert _refused_by_the_database(device.pk, "ended") == "asset_leaves_empty"
    inputs = {"asset_id": device.pk, "what_happened": "Stolen", "happened_on": DUE}
    report = perform(keeper.manager, report_loss, now=NOW - timedelta(days=9), **inputs)
    perform(keeper.officer, decide_loss, now=LATER, loss_id=report.pk, accepted=False, words="Look")
    assert _refused_by_the_database(device.pk, "ended") == "asset_leaves_empty"
    with reading(keeper.manager):
        assert LossReport.objects.get(id=report.pk).decision == "rejected"


def test_what_somebody_has_used_does_not_end_from_stock(keeper):
    person = person_target(keeper.manager.person_id, "Anna")
    (stocked,) = registered(keeper, state="staged", holder=person)
    assert _refused_by_the_database(stocked.pk, "ended") == "asset_leaves_empty"


def test_proofs_are_never_changed_nor_taken_away(keeper):
    (one,) = cleared(keeper)
    with reading(keeper.manager):
        assert ErasureProof.objects.filter(device_return=one).count() == 1
    for statement in ("UPDATE fleet_erasureproof SET tool = 'x'", "DELETE FROM fleet_erasureproof"):
        with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError):
            cursor.execute(f"{statement} WHERE device_return_id = %s", [one.pk])


def test_nobody_of_another_organisation_sees_a_return(keeper):
    (one,) = cleared(keeper)
    other = a_keeper("Grannköping")
    with reading(other.manager):
        assert not DeviceReturn.objects.filter(id=one.pk).exists()
        assert not ErasureProof.objects.filter(device_return_id=one.pk).exists()
    assert code_of(other.installer, prove_erasure, return_id=one.pk, storage=1,
                   storage_serial="X", **PROOF) == "not-found"  # fmt: skip
