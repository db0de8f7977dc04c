"""Devices pass to another organisation on a day, and their history stays readable."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection

from factories.answers import let_facts_work
from factories.fleet_register import NOW, a_keeper, registered
from factories.parties import a_membership, a_supplier
from samkop.fleet.models import (
    Asset,
    AssetTransfer,
    Custody,
    DeviceModel,
    PassedAsset,
    TransferredAsset,
)
from samkop.fleet.rules.holding import named_target, person_target
from samkop.fleet.transfer_clock import carry_out_transfers
from samkop.fleet.usecases.device_returns import hand_in
from samkop.fleet.usecases.handing_over import hand_over
from samkop.fleet.usecases.renewal import Wanted, draft_renewal
from samkop.fleet.usecases.taking_over import carry_out_transfer
from samkop.fleet.usecases.transfers import answer_transfer, cancel_transfer, decide_transfer
from samkop.fleet.vocabulary import HolderKind
from samkop.parties.models import Person
from samkop.platform import actors
from samkop.platform.audit.history import history_of
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
DAY = date(2026, 8, 1)
BEFORE = datetime.fromisoformat("2026-07-31T20:00:00+00:00")  # 23:00 in Helsinki
THAT_DAY = datetime.fromisoformat("2026-07-31T21:30:00+00:00")  # 00:30 in Helsinki


@pytest.fixture(scope="module")
def giver(database):
    return a_keeper("Givköping")


@pytest.fixture(scope="module")
def receiver(database):
    return a_keeper("Tagköping")


def decided(giver, receiver, devices, name="The school"):
    return perform(
        giver.manager, decide_transfer, now=NOW, receiver_id=receiver.party.pk, name=name,
        on_date=DAY, decision="D/12/2026", asset_ids=[one.pk for one in devices],
    )  # fmt: skip


def accepted(giver, receiver, devices, name="The school"):
    transfer = decided(giver, receiver, devices, name)
    perform(
        receiver.manager, answer_transfer, now=NOW, transfer_id=transfer.pk, accepted=True,
        location_id=receiver.site.pk,
    )  # fmt: skip
    return transfer


def chain(actor, device):
    with reading(actor):
        steps = Custody.objects.filter(asset_id=device.pk).order_by("step")
        return [
            (one.step, one.owner_id, one.reason, one.holder.kind if own(one, actor) else None)
            for one in steps
        ]


def own(step, actor):
    return step.owner_id == actor.party_id


def code_of(actor, use_case, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, now=NOW, **inputs)
    return refused.value.code


def test_six_hundred_devices_of_a_school_pass_on_their_day_and_their_history_stays_readable(
    giver, receiver
):
    classroom = named_target(HolderKind.CLASS, "4B", "Class 4 B", giver.site.pk)
    devices = registered(giver, 600, state="in-use", holder=classroom)
    transfer = accepted(giver, receiver, devices, "600")
    assert carry_out_transfers(now=BEFORE) == 0
    assert carry_out_transfers(now=THAT_DAY) == 600
    assert carry_out_transfers(now=THAT_DAY) == 0
    let_facts_work()
    first = devices[0]
    with reading(receiver.manager):
        assert Asset.objects.filter(owner=receiver.party, location=receiver.site).count() == 600
        here = Asset.objects.select_related("holder", "model").get(id=first.pk)
        assert (here.state, here.holder.name, here.renew_on) == (
            "in-use", "Class 4 B", first.renew_on,
        )  # fmt: skip
        assert (here.model.owner_id, here.serial_number) == (
            receiver.party.pk, first.serial_number,
        )  # fmt: skip
    assert chain(receiver.manager, first) == [
        (0, giver.party.pk, "imported", None), (1, receiver.party.pk, "transferred", "class"),
    ]  # fmt: skip
    assert chain(giver.manager, first) == [(0, giver.party.pk, "imported", "class")]
    with reading(giver.manager):
        assert not Asset.objects.filter(id=first.pk).exists()
        assert TransferredAsset.objects.get(asset_id=first.pk).holder_name == "Class 4 B"
        assert PassedAsset.objects.filter(transfer=transfer).count() == 600
        closed = AssetTransfer.objects.get(id=transfer.pk)
        assert (closed.state, closed.ended_at is not None) == ("done", True)
        assert len(history_of(subject_of(transfer), {})) == 2


def test_whoever_has_a_device_keeps_it_where_the_receiver_knows_the_person(giver, receiver):
    person_id = giver.manager.person_id
    with reading(giver.manager):
        person = Person.objects.get(id=person_id)
    a_membership(person, receiver.party)
    known, strange = (
        registered(giver, state="in-use", holder=person_target(one.person_id, "X"))[0]
        for one in (giver.manager, giver.installer)
    )
    accepted(giver, receiver, [known, strange], "People")
    carry_out_transfers(now=THAT_DAY)
    with reading(receiver.manager):
        rows = Asset.objects.select_related("holder").in_bulk([known.pk, strange.pk])
        assert rows[known.pk].holder.person_id == person_id
        assert (rows[strange.pk].holder.kind, rows[strange.pk].holder.location_id) == (
            "site", receiver.site.pk,
        )  # fmt: skip


def test_what_the_givers_plan_of_renewal_has_decided_does_not_bind_the_receiver(giver, receiver):
    (device,) = registered(giver)
    plan = perform(
        giver.manager, draft_renewal, now=NOW,
        wanted=Wanted(name="Plan", start=date(2026, 9, 1), months=12),
    )  # fmt: skip
    perform(giver.manager, _planned, now=NOW, asset=device, plan=plan)
    accepted(giver, receiver, [device], "Planned")
    assert carry_out_transfers(now=THAT_DAY) == 1
    with reading(receiver.manager):
        here = Asset.objects.get(id=device.pk)
        assert (here.renewal_plan_id, here.renew_on) == (None, device.renew_on)


def _planned(*, actor, now, asset, plan):
    Asset.objects.filter(id=asset.pk).update(renewal_plan=plan)


def test_a_number_that_is_taken_is_given_anew(giver, receiver):
    (theirs,) = registered(receiver)
    (ours,) = registered(giver)
    perform(giver.manager, _renumber, now=NOW, asset=ours, number=theirs.asset_number)
    accepted(giver, receiver, [ours], "Numbers")
    carry_out_transfers(now=THAT_DAY)
    with reading(receiver.manager):
        here = Asset.objects.get(id=ours.pk)
        assert here.asset_number not in {theirs.asset_number, ours.asset_number}
        assert PassedAsset.objects.get(asset_id=ours.pk).asset_number == here.asset_number


def _renumber(*, actor, now, asset, number):
    Asset.objects.filter(id=asset.pk).update(asset_number=number)


def test_what_comes_back_meanwhile_stays_with_the_giver(giver, receiver):
    going, staying = registered(giver, 2)
    transfer = accepted(giver, receiver, [going, staying], "Some")
    perform(giver.installer, hand_in, now=NOW, asset_ids=[staying.pk], location_id=giver.site.pk)
    assert carry_out_transfers(now=THAT_DAY) == 1
    with reading(giver.manager):
        assert Asset.objects.filter(id__in=[going.pk, staying.pk]).get().pk == staying.pk
        assert [row.asset_id for row in transfer.passed.all()] == [going.pk]


def test_a_transfer_that_is_cancelled_declined_or_not_answered_moves_nothing(giver, receiver):
    devices = registered(giver, 3)
    cancelled = accepted(giver, receiver, devices[:1], "Cancelled")
    perform(giver.manager, cancel_transfer, now=NOW, transfer_id=cancelled.pk)
    declined = decided(giver, receiver, devices[1:2], "Declined")
    perform(
        receiver.manager, answer_transfer, now=NOW, transfer_id=declined.pk, accepted=False,
        words="No room",
    )  # fmt: skip
    decided(giver, receiver, devices[2:], "Silent")
    assert carry_out_transfers(now=THAT_DAY) == 0
    job = actors.job("fleet-keeper", receiver.party.pk)
    assert perform(job, carry_out_transfer, now=THAT_DAY, transfer_id=cancelled.pk) == 0
    with reading(giver.manager):
        assert Asset.objects.filter(id__in=[one.pk for one in devices]).count() == 3


def test_the_receiver_goes_on_with_what_it_took_over(giver, receiver):
    (device,) = registered(giver)
    accepted(giver, receiver, [device], "Going on")
    carry_out_transfers(now=THAT_DAY)
    perform(
        receiver.installer, hand_over, now=THAT_DAY + timedelta(days=1), asset_ids=[device.pk],
        kind="class", code="9A",
    )  # fmt: skip
    assert [step[2] for step in chain(receiver.manager, device)] == [
        "imported", "transferred", "handed-over",
    ]  # fmt: skip
    assert [step[2] for step in chain(giver.manager, device)] == ["imported"]
    with reading(receiver.manager):
        model = DeviceModel.objects.get(id=Asset.objects.get(id=device.pk).model_id)
        assert (model.owner_id, model.storages) == (receiver.party.pk, 1)


def test_each_refusal_of_a_transfer_has_its_code(giver, receiver):
    (device,) = registered(giver)
    (asked,) = registered(giver)
    perform(giver.installer, hand_in, now=NOW, asset_ids=[asked.pk], location_id=giver.site.pk)
    inputs = {
        "receiver_id": receiver.party.pk, "name": "Refused", "on_date": DAY, "decision": "D/1",
        "asset_ids": [device.pk],
    }  # fmt: skip
    manager = giver.manager

    def refused(**changed):
        return code_of(manager, decide_transfer, **{**inputs, **changed})

    assert code_of(giver.installer, decide_transfer, **inputs) == "not-allowed"
    assert refused(receiver_id=giver.party.pk) == "receiver-unfit"
    assert refused(receiver_id=a_supplier().pk) == "receiver-unfit"
    assert refused(decision=" ") == "transfer-incomplete"
    assert refused(asset_ids=[]) == "transfer-incomplete"
    assert refused(asset_ids=[asked.pk]) == "not-to-be-passed-on"
    assert refused(asset_ids=[10**9]) == "not-found"
    made = perform(manager, decide_transfer, now=NOW, **inputs)
    assert refused() == "transfer-known"
    answer = {"transfer_id": made.pk, "accepted": True, "location_id": receiver.site.pk}
    assert code_of(manager, answer_transfer, **answer) == "not-allowed"
    assert code_of(
        receiver.manager, answer_transfer, **{**answer, "location_id": giver.site.pk}
    ) == "site-missing"  # fmt: skip
    assert code_of(receiver.manager, cancel_transfer, transfer_id=made.pk) == "not-found"
    perform(receiver.manager, answer_transfer, now=NOW, **answer)
    assert code_of(receiver.manager, answer_transfer, **answer) == "transfer-answered"
    third = a_keeper("Tredje")
    assert code_of(third.manager, answer_transfer, **answer) == "not-found"
    perform(manager, cancel_transfer, now=NOW, transfer_id=made.pk)
    assert code_of(manager, cancel_transfer, transfer_id=made.pk) == "transfer-over"


def test_the_database_passes_nothing_on_that_both_have_not_agreed_on(giver, receiver):
    (device,) = registered(giver)
    transfer = decided(giver, receiver, [device], "Not agreed")
    (theirs,) = registered(receiver)
    job = actors.job("fleet-keeper", receiver.party.pk)
    for actor in (job, receiver.manager):
        with pytest.raises(DatabaseError) as refused:
            perform(actor, _pass_on, transfer=transfer, asset=device, like=theirs)
        assert "fleet_pass_on" in str(refused.value)


def _pass_on(*, actor, now, transfer, asset, like):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT fleet_pass_on(%s, %s, 'x', %s, %s, %s, %s, %s)",
            [transfer.pk, THAT_DAY, [asset.pk], ["N1"], [like.model_id], [like.holder_id],
             [like.location_id]],
        )  # fmt: skip
