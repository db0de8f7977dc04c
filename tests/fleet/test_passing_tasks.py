"""What is to be done with devices goes on with whoever they pass to, or ends and says why."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time

import pytest

from factories.answers import let_facts_work
from factories.fleet_register import NOW, a_keeper, registered
from factories.parties import a_membership, a_supplier, an_actor
from samkop.fleet.models import (
    Asset,
    DeviceCase,
    DeviceLoan,
    DeviceReturn,
    RecalledDevice,
    WorkOrder,
)
from samkop.fleet.queries.transfers import tasks_along
from samkop.fleet.rules.holding import named_target
from samkop.fleet.rules.reporting import Said
from samkop.fleet.rules.visits import Visit
from samkop.fleet.transfer_clock import carry_out_transfers
from samkop.fleet.usecases.cases import open_case
from samkop.fleet.usecases.device_returns import ask_for_return
from samkop.fleet.usecases.missing import report_missing
from samkop.fleet.usecases.recalls import open_recall, work_on_recall
from samkop.fleet.usecases.repairs import report_repair, send_for_repair
from samkop.fleet.usecases.standing_in import lend
from samkop.fleet.usecases.transfers import answer_transfer, decide_transfer
from samkop.fleet.usecases.work_orders import plan_work
from samkop.fleet.usecases.work_reports import report_work
from samkop.fleet.vocabulary import HolderKind
from samkop.parties.models import Person
from samkop.platform.models import Notification
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
DAY = date(2026, 8, 1)
THAT_DAY = datetime.fromisoformat("2026-07-31T21:30:00+00:00")  # 00:30 in Helsinki
FAR = date(2099, 5, 4)
CLASS = named_target(HolderKind.CLASS, "4B", "Class 4 B")


@pytest.fixture(scope="module")
def giver(database):
    return a_keeper("Givköping")


@pytest.fixture(scope="module")
def receiver(database):
    return a_keeper("Tagköping")


@pytest.fixture(scope="module")
def supplier(database):
    return a_supplier("Verkstaden Ab")


def decided(giver, receiver, devices, name):
    return perform(
        giver.manager, decide_transfer, now=NOW, receiver_id=receiver.party.pk, name=name,
        on_date=DAY, decision="D/1", asset_ids=[one.pk for one in devices],
    )  # fmt: skip


def passed(giver, receiver, devices, name):
    transfer = decided(giver, receiver, devices, name)
    perform(
        receiver.manager, answer_transfer, now=NOW, transfer_id=transfer.pk, accepted=True,
        location_id=receiver.site.pk,
    )  # fmt: skip
    count = carry_out_transfers(now=THAT_DAY)
    let_facts_work()
    return count


def planned(giver, devices, kind="installation", **visit):
    return perform(
        giver.manager, plan_work, now=NOW, kind=kind, asset_ids=[one.pk for one in devices],
        visit=Visit(location_id=giver.site.pk, due_on=FAR, window=(time(8), time(10)), **visit),
        to_kind="class", to_code="9A", to_name="Class 9 A",
    )  # fmt: skip


def lines_of(actor, order):
    with reading(actor):
        found = WorkOrder.objects.get(id=order.pk)
        rows = found.lines.order_by("position")
        return found.state, [(one.state, one.reason) for one in rows]


def newest(actor, model, asset):
    with reading(actor):
        return model.objects.filter(owner_id=actor.party_id, asset_id=asset.pk).latest("id")


def in_use(keeper, count=1):
    return registered(keeper, count, state="in-use", holder=CLASS)


def test_planned_work_goes_on_at_the_receivers_site_with_its_people_or_the_same_supplier(
    giver, receiver, supplier
):
    going, staying, theirs = registered(giver, 3)
    own = planned(giver, [going, staying], note="Mind the stairs")
    bought = planned(giver, [theirs], performer_id=supplier.pk, promised_on=FAR)
    assert passed(giver, receiver, [going, theirs], "Work") == 2
    assert lines_of(giver.manager, own) == ("open", [("cancelled", "passed-on"), ("open", "")])
    assert lines_of(giver.manager, bought) == ("cancelled", [("cancelled", "passed-on")])
    with reading(receiver.manager):
        first, second = WorkOrder.objects.filter(owner=receiver.party).order_by("id")
        assert (first.kind, first.due_on, first.window_from, first.note) == (
            "installation", FAR, time(8), "Mind the stairs",
        )  # fmt: skip
        assert (first.location_id, first.performer_id) == (receiver.site.pk, receiver.party.pk)
        assert (second.performer_id, second.promised_on) == (supplier.pk, FAR)
        (line,) = first.lines.all()
        assert (line.asset_id, line.to_kind, line.to_name) == (going.pk, "class", "Class 9 A")
    with reading(giver.manager):
        assert not WorkOrder.objects.filter(owner=receiver.party).exists()


def test_open_cases_go_on_and_the_supplier_answers_the_new_owner(giver, receiver, supplier):
    faulty, away = in_use(giver, 2)
    for device in (faulty, away):
        perform(
            giver.manager, open_case, now=NOW, asset_id=device.pk, kind="fault", fault="screen",
            words="It fell.",
        )  # fmt: skip
    case = newest(giver.manager, DeviceCase, away)
    perform(
        giver.manager, send_for_repair, now=NOW, case_id=case.pk, supplier_id=supplier.pk,
        way="warranty", rma_number="RMA-7",
    )  # fmt: skip
    assert passed(giver, receiver, [faulty, away], "Cases") == 2
    for device, state, rma in ((faulty, "open", ""), (away, "sent", "RMA-7")):
        old = newest(giver.manager, DeviceCase, device)
        new = newest(receiver.manager, DeviceCase, device)
        assert (old.state, old.outcome) == ("closed", "passed-on")
        assert (new.state, new.words, new.rma_number) == (state, "It fell.", rma)
    seller = an_actor(supplier, "service-manager")
    perform(seller, report_repair, case_id=new.pk, step="repaired")
    let_facts_work()
    assert newest(receiver.manager, DeviceCase, away).state == "coming"
    with pytest.raises(Refused) as refused:
        perform(seller, report_repair, case_id=case.pk, step="repaired")
    assert refused.value.code == "repair-reported-already"


def test_a_loan_goes_on_with_whom_the_receiver_knows_and_the_others_end(giver, receiver):
    with reading(giver.installer):
        person = Person.objects.get(id=giver.installer.person_id)
    a_membership(person, receiver.party)
    known, strange = registered(giver, 2)
    for device, whose in ((known, giver.installer), (strange, giver.manager)):
        perform(
            giver.manager, lend, now=NOW, asset_id=device.pk, due_on=FAR,
            person_id=whose.person_id,
        )  # fmt: skip
    assert passed(giver, receiver, [known, strange], "Loans") == 2
    for device in (known, strange):
        assert newest(giver.manager, DeviceLoan, device).ended_at is not None
    with reading(receiver.manager):
        loan = DeviceLoan.objects.select_related("holder").get(owner=receiver.party)
        assert (loan.asset_id, loan.due_on, loan.holder.person_id) == (known.pk, FAR, person.pk)


def test_what_was_asked_back_ends_and_a_recall_goes_on_with_the_receiver(giver, receiver):
    (device, other) = registered(giver, 2, category="phone", state="in-use", holder=CLASS)
    perform(
        giver.manager, ask_for_return, now=NOW, name="Autumn", due_on=FAR, asset_ids=[device.pk]
    )
    perform(
        giver.manager, open_recall, now=NOW, model_id=device.model_id, title="Battery", due_on=FAR,
        words="It swells.", serial_from=device.serial_number, serial_to=other.serial_number,
    )  # fmt: skip
    assert passed(giver, receiver, [device], "Ended") == 1
    asked = newest(giver.manager, DeviceReturn, device)
    assert (asked.state, asked.condition) == ("cancelled", "Ended")
    recalled = newest(giver.manager, RecalledDevice, device)
    with reading(giver.manager):
        assert (recalled.state, recalled.note, recalled.recall.ended_at) == (
            "not-concerned", "Ended", None,
        )  # fmt: skip
    taken = newest(receiver.manager, RecalledDevice, device)
    with reading(receiver.manager):
        assert (taken.state, taken.recall.title, taken.recall.words, taken.recall.due_on) == (
            "open", "Battery", "It swells.", FAR,
        )  # fmt: skip
        assert taken.recall.model_id == Asset.objects.get(id=device.pk).model_id
        assert taken.recall.devices.count() == 1


def test_work_that_a_recall_opened_deals_with_the_recall_of_who_has_the_device_then(
    giver, receiver
):
    (device,) = in_use(giver)
    recall = perform(
        giver.manager, open_recall, now=NOW, model_id=device.model_id, title="Fan", due_on=FAR
    )
    rows = RecalledDevice.objects.filter(recall=recall, asset=device)
    with reading(giver.manager):
        ids = list(rows.values_list("id", flat=True))
    perform(giver.manager, work_on_recall, now=NOW, recall_id=recall.pk, device_ids=ids)
    assert passed(giver, receiver, [device], "Recalled") == 1
    with reading(receiver.manager):
        order = WorkOrder.objects.filter(owner=receiver.party).latest("id")
    perform(
        receiver.installer, report_work,
        said=Said(
            client_id=uuid.uuid4(), work_order_id=order.pk, kind="done", code=device.serial_number
        ),
    )  # fmt: skip
    let_facts_work()
    taken = newest(receiver.manager, RecalledDevice, device)
    with reading(receiver.manager):
        assert (taken.state, taken.recall.title, taken.recall.ended_at is not None) == (
            "done", "Fan", True,
        )  # fmt: skip


def test_what_is_on_its_way_or_missing_stays(giver, receiver, supplier):
    carried, waiting, lost = registered(giver, 3)
    driver = an_actor(supplier, "installer")
    order = planned(giver, [carried], "transport", performer_id=supplier.pk)
    transfer = decided(giver, receiver, [carried, waiting, lost], "Stays")
    said = Said(
        client_id=uuid.uuid4(), work_order_id=order.pk, kind="collected",
        code=carried.serial_number,
    )  # fmt: skip
    perform(driver, report_work, now=NOW, said=said)
    perform(
        giver.manager, report_missing, now=NOW, asset_id=lost.pk, kind="lost",
        happened_on=NOW.date(),
    )  # fmt: skip
    let_facts_work()
    with reading(receiver.manager):
        assert tasks_along(transfer.pk) == {"stays": 2}
    with pytest.raises(Refused) as refused:
        decided(giver, receiver, [carried], "On its way")
    assert refused.value.code == "not-to-be-passed-on"
    perform(
        receiver.manager, answer_transfer, now=NOW, transfer_id=transfer.pk, accepted=True,
        location_id=receiver.site.pk,
    )  # fmt: skip
    assert carry_out_transfers(now=THAT_DAY) == 1
    with reading(giver.manager):
        here = Asset.objects.filter(id__in=[carried.pk, waiting.pk, lost.pk])
        assert set(here.values_list("id", flat=True)) == {carried.pk, lost.pk}


def test_both_sides_see_beforehand_what_goes_on_and_nobody_else(giver, receiver):
    one, two = registered(giver, 2, category="monitor")
    planned(giver, [one, two])
    perform(
        giver.manager, open_case, now=NOW, asset_id=one.pk, kind="fault", fault="screen", words=""
    )  # fmt: skip
    transfer = decided(giver, receiver, [one, two], "Counted")
    third = a_keeper("Tredje")
    for actor, seen in (
        (giver.manager, {"work": 2, "case": 1}), (receiver.manager, {"work": 2, "case": 1}),
        (third.manager, {}),
    ):  # fmt: skip
        with reading(actor):
            assert tasks_along(transfer.pk) == seen
    perform(
        receiver.manager, answer_transfer, now=NOW, transfer_id=transfer.pk, accepted=False,
        words="No room",
    )  # fmt: skip
    let_facts_work()
    with reading(giver.manager):
        told = Notification.objects.filter(
            person_id=giver.manager.person_id, subject=subject_of(transfer)
        )
        assert [one.kind for one in told] == ["transfer-declined"]
