"""Devices are prepared, brought, signed for and used; each report acts once."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta

import pytest
from django.db import DatabaseError, connections

from factories.answers import let_facts_work
from factories.fleet import asset_of, new_serials, received_devices
from factories.ordering import NOW, TODAY, a_market
from factories.parties import a_delivery_location, a_person, an_actor
from samkop.fleet.clock import alarm_of_all_work
from samkop.fleet.models import (
    Custody,
    DeviceModel,
    DeviceRecall,
    Signature,
    WorkOrder,
    WorkReport,
)
from samkop.fleet.pages.today import says_of
from samkop.fleet.queries.work import reported_last, work_order_of
from samkop.fleet.rules.reporting import Said, path_of, strokes_of
from samkop.fleet.rules.visits import Visit
from samkop.fleet.usecases.enrolment import except_from_enrolment, read_enrolment_list
from samkop.fleet.usecases.recalls import open_recall, settle_recalled, work_on_recall
from samkop.fleet.usecases.work_orders import change_work, plan_work
from samkop.fleet.usecases.work_reports import report_work, sync_work
from samkop.platform.models import Notification
from samkop.platform.records import change
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
# Facts are handled by the clock: what is done with devices comes after that.
LATER = NOW + timedelta(days=7300)
FAR = date(2099, 5, 4)


@pytest.fixture(scope="module")
def market(database):
    return a_market(maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9)


@pytest.fixture(scope="module")
def buyer(market):
    return market.buyers[0]


@pytest.fixture(scope="module")
def school(buyer):
    return a_delivery_location(buyer.party, name="Bergskolan")


def planned(buyer, devices, kind, *, to="", takes_back=(), **visit):
    return perform(
        buyer.manager, plan_work, now=NOW, kind=kind, asset_ids=[one.pk for one in devices],
        visit=Visit(due_on=TODAY, **visit), to_kind="room" if to else "", to_code=to,
        takes_back=takes_back,
    )  # fmt: skip


def said(order, kind, code="", **more):
    client_id = more.pop("client_id", None) or uuid.uuid4()
    return Said(client_id=client_id, work_order_id=order.pk, kind=kind, code=code, **more)


def report(actor, order, kind, code="", *, now=LATER, **more):
    return perform(actor, report_work, now=now, said=said(order, kind, code, **more))


def refused(call, *inputs, **how):
    with pytest.raises(Refused) as found:
        call(*inputs, **how)
    return found.value.code


def order_now(buyer, order):
    with reading(buyer.manager):
        found = WorkOrder.objects.get(id=order.pk)
        return found.state, [line.state for line in found.lines.order_by("position")]


def chain(buyer, device):
    with reading(buyer.manager):
        steps = Custody.objects.filter(asset=device).order_by("step").select_related("holder")
        return [(one.holder.kind, one.reason) for one in steps]


def made_by_apple(*, actor, now, model_id):
    change(DeviceModel.objects.get(id=model_id), manufacturer="Apple")


def listed(buyer, *serials):
    content = "\n".join(["Serial Number;Color;MDM server", *(f"{one};red;" for one in serials)])
    return perform(
        buyer.manager, read_enrolment_list, now=NOW, programme="apple", name="devices.csv",
        content=content.encode(),
    )  # fmt: skip


def test_a_device_is_prepared_only_when_its_maker_knows_it_or_an_exception_was_made(market, buyer):
    known, strange, late = received_devices(market, *new_serials(3))
    perform(buyer.manager, made_by_apple, model_id=known.model_id)
    assert listed(buyer, known.serial_number) == {"listed": 1, "new": 1, "gone": 0}
    order = planned(buyer, [known, strange, late], "staging")
    with reading(buyer.manager):
        lines = list(order.lines.order_by("position"))
    assert [line.enrolment for line in lines] == ["enrolled", "not-enrolled", "not-enrolled"]
    for device in (known, strange):
        report(buyer.manager, order, "done", device.serial_number.lower())
    assert [asset_of(buyer, one.serial_number).state for one in (known, strange)] == [
        "staged", "received",
    ]  # fmt: skip
    with reading(buyer.manager):
        assert order.lines.get(position=2).problem == "not-enrolled"
    assert refused(
        perform, buyer.manager, except_from_enrolment, now=LATER, line_id=lines[1].pk, reason=" "
    ) == "reason-missing"  # fmt: skip
    perform(
        buyer.manager, except_from_enrolment, now=LATER, line_id=lines[1].pk, reason="A spare"
    )  # fmt: skip
    report(buyer.manager, order, "done", strange.serial_number)
    assert listed(buyer, late.serial_number) == {"listed": 1, "new": 1, "gone": 1}
    report(buyer.manager, order, "done", late.serial_number)
    assert order_now(buyer, order) == ("done", ["done"] * 3)


def test_what_a_carrier_collects_is_signed_for_at_the_site_and_its_custody_says_so(
    market, buyer, school
):
    device, unscanned = received_devices(market, *new_serials(2))
    order = planned(buyer, [device, unscanned], "transport", location_id=school.pk)
    for one in (device, unscanned):
        report(buyer.manager, order, "collected", one.serial_number)
    assert asset_of(buyer, device.serial_number).state == "in-transit"
    assert refused(report, buyer.manager, order, "done", device.serial_number) == (
        "signature-missing"
    )
    assert refused(report, buyer.manager, order, "signed", name="Aino") == "nothing-scanned"
    report(buyer.manager, order, "scanned", device.serial_number)
    report(
        buyer.manager, order, "signed", name="Aino Ansökare", strokes=[[[1, 2], [9, 900]], "x"]
    )  # fmt: skip
    here = asset_of(buyer, device.serial_number)
    assert (here.state, here.holder.kind, here.location_id) == ("received", "site", school.pk)
    assert chain(buyer, device)[-2:] == [("carrier", "collected"), ("site", "delivered")]
    with reading(buyer.manager):
        signature = Signature.objects.get(work_order=order)
        assert signature.strokes == [[[1, 2], [9, 200]]]
        last = Custody.objects.filter(asset=device).latest("step")
        assert last.source == f"fleet.signature:{signature.pk}"
    assert refused(report, buyer.manager, order, "not-done", unscanned.serial_number) == (
        "reason-missing"
    )
    report(buyer.manager, order, "not-done", unscanned.serial_number, reason="not-there")
    assert order_now(buyer, order) == ("done", ["done", "not-done"])


def test_who_signs_is_known_where_the_devices_go_to_them_or_only_they_have_the_name(
    market, buyer, school
):
    aino, elsewhere = a_person(buyer.party, name="Aino"), an_actor(market.supplier, "installer")
    a_person(buyer.party, name="Ainola")
    devices = received_devices(market, *new_serials(3))
    for device, performer, to, name, known in (
        (devices[0], None, "", "aino", True),
        (devices[1], market.supplier, aino, "Aino", True),
        (devices[2], market.supplier, "", "Aino", False),
    ):
        order = perform(
            buyer.manager, plan_work, now=NOW, kind="transport", asset_ids=[device.pk],
            visit=Visit(due_on=TODAY, location_id=school.pk,
                        performer_id=performer and performer.pk),
            to_kind="person" if to else "", to_code=str(to and to.pk),
        )  # fmt: skip
        actor = elsewhere if performer else buyer.manager
        report(actor, order, "scanned", device.serial_number, now=NOW)
        report(actor, order, "signed", name=name, now=NOW)
        with reading(buyer.manager):
            signed = Signature.objects.get(work_order=order)
        assert (name, signed.person_id) == (name, aino.pk if known else None)
    let_facts_work()
    assert asset_of(buyer, devices[1].serial_number).holder.person_id == aino.pk


def test_what_nobody_took_comes_back_to_where_it_was(market, buyer, school):
    (device,) = received_devices(market, *new_serials(1))
    order = planned(buyer, [device], "transport", location_id=school.pk)
    report(buyer.manager, order, "collected", device.serial_number)
    report(buyer.manager, order, "brought-back", device.serial_number)
    back = asset_of(buyer, device.serial_number)
    assert (back.state, back.location_id) == ("received", buyer.site.pk)
    assert chain(buyer, device)[-1] == ("site", "came-back")


def test_at_one_visit_the_new_device_is_installed_and_the_old_one_fetched(market, buyer, school):
    new, old = received_devices(market, *new_serials(2))
    first = planned(buyer, [old], "installation", location_id=school.pk, to="A1")
    report(buyer.manager, first, "scanned", old.asset_number)
    report(buyer.manager, first, "signed", name="Aino")
    assert asset_of(buyer, old.serial_number).state == "in-use"
    visit = planned(
        buyer, [new, old], "installation", location_id=school.pk, to="A1", takes_back={old.pk},
        origin_id=buyer.site.pk,
    )  # fmt: skip
    for device in (new, old):
        report(buyer.manager, visit, "scanned", device.serial_number)
    report(buyer.manager, visit, "signed", name="Aino")
    used, fetched = asset_of(buyer, new.serial_number), asset_of(buyer, old.serial_number)
    assert (used.state, used.holder.name) == ("in-use", "A1")
    assert (fetched.state, fetched.holder.kind, fetched.location_id) == (
        "returned", "site", buyer.site.pk,
    )  # fmt: skip


def test_a_phone_that_sends_everything_again_changes_nothing(market, buyer, school):
    (device,) = received_devices(market, *new_serials(1))
    order = planned(buyer, [device], "installation", location_id=school.pk, to="B2")
    batch = [
        said(order, "scanned", device.serial_number, at=LATER),
        said(order, "scanned", "of something else"),
        said(order, "done", "of something else"),
        said(order, "signed", name="Aino"),
    ]
    first = perform(buyer.manager, sync_work, now=LATER, said=batch)
    assert [(one.status, one.code) for one in first] == [
        ("kept", ""), ("kept", ""), ("refused", "not-of-order"), ("kept", ""),
    ]  # fmt: skip
    again = perform(buyer.manager, sync_work, now=LATER + timedelta(minutes=10), said=batch)
    assert [one.status for one in again] == ["kept", "kept", "refused", "kept"]
    with reading(buyer.manager):
        assert WorkReport.objects.filter(work_order=order).count() == 3
        assert Signature.objects.filter(work_order=order).count() == 1
    assert chain(buyer, device)[-1] == ("room", "handed-over")


def test_another_partys_installer_reports_and_the_owners_devices_follow(market, buyer, school):
    (device,) = received_devices(market, *new_serials(1))
    order = planned(
        buyer, [device], "installation", location_id=school.pk, performer_id=market.supplier.pk,
        to="C3",
    )  # fmt: skip
    installer = an_actor(market.supplier, "installer")
    assert refused(report, buyer.manager, order, "scanned", device.serial_number) == "not-allowed"
    assert refused(report, an_actor(market.supplier), order, "scanned", "x") == "not-allowed"
    report(installer, order, "scanned", device.serial_number, now=NOW)
    report(installer, order, "signed", name="Aino", now=NOW)
    assert asset_of(buyer, device.serial_number).state == "received"
    let_facts_work()
    assert asset_of(buyer, device.serial_number).state == "in-use"
    assert order_now(buyer, order) == ("done", ["done"])
    assert refused(report, installer, order, "scanned", device.serial_number) == "work-over"


def test_reports_and_signatures_are_never_changed():
    for table in ("fleet_workreport", "fleet_signature"):
        with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError):
            cursor.execute(f"UPDATE {table} SET client_id = client_id")


def test_a_signature_is_drawn_as_it_was_and_nothing_else_is_kept():
    strokes = strokes_of([[[0, 0], [10.4, 20]], [[5, 5]], [], [["a", 1]], None])
    assert strokes == [[[0, 0], [10, 20]], [[5, 5]]]
    assert path_of(strokes) == "M0 0L10 20M5 5h0"
    assert strokes_of({"no": "list"}) == []


def test_recalled_devices_are_dealt_with_when_the_work_that_the_recall_opened_is_done(
    market, buyer
):
    devices = received_devices(market, *new_serials(2))
    recall = perform(
        buyer.manager, open_recall, now=NOW, model_id=devices[0].model_id, title="Battery",
        due_on=FAR, serial_from=devices[0].serial_number, serial_to=devices[1].serial_number,
    )  # fmt: skip
    with reading(buyer.manager):
        ids = list(recall.devices.order_by("id").values_list("id", flat=True))
    (order,) = perform(buyer.manager, work_on_recall, now=NOW, recall_id=recall.pk, device_ids=ids)
    report(buyer.manager, order, "done", devices[0].serial_number, now=NOW)
    report(buyer.manager, order, "not-done", devices[1].serial_number, now=NOW, reason="damaged")
    let_facts_work()
    with reading(buyer.manager):
        rows = recall.devices.order_by("id")
        assert list(rows.values_list("state", flat=True)) == ["done", "open"]
    perform(
        buyer.manager, settle_recalled, now=LATER, recall_id=recall.pk, device_ids=ids[1:],
        state="not-concerned",
    )  # fmt: skip
    with reading(buyer.manager):
        assert DeviceRecall.objects.get(id=recall.pk).ended_at is not None


def test_a_promised_time_that_passes_is_told_once_to_who_planned_it_and_the_service_manager(
    market, buyer
):
    own, bought, done = received_devices(market, *new_serials(3))
    serves = an_actor(market.supplier, "service-manager")
    ours = planned(
        buyer, [own], "maintenance", promised_on=TODAY, window=(time(8), time(12)),
        location_id=buyer.site.pk,
    )  # fmt: skip
    theirs = planned(
        buyer, [bought], "maintenance", promised_on=TODAY, performer_id=market.supplier.pk
    )
    kept = planned(buyer, [done], "maintenance", promised_on=TODAY)
    report(buyer.manager, kept, "done", done.serial_number, now=NOW)
    # NOW is 11.00 in Helsinki.
    for now, told in (
        (NOW, set()), (NOW + timedelta(hours=2), {ours.pk}),
        (NOW + timedelta(hours=14), {ours.pk, theirs.pk}),
        (NOW + timedelta(days=2), {ours.pk, theirs.pk}),
    ):  # fmt: skip
        alarm_of_all_work(now)
        let_facts_work()
        assert broken(buyer.manager) == sorted(told)
    assert broken(serves) == [theirs.pk]
    change_day(buyer, ours)
    assert alarm_of_all_work(NOW + timedelta(days=3)) == 0


def change_day(buyer, order):
    perform(buyer.manager, change_work, now=LATER, work_order_id=order.pk, due_on=FAR)


def broken(actor):
    with reading(actor):
        rows = Notification.objects.filter(person_id=actor.person_id, kind="work-promise-broken")
        return sorted(int(one.subject.partition(":")[2]) for one in rows)


def test_a_scan_says_that_a_device_is_taken_along_until_all_of_them_are(market, buyer, school):
    one, two = received_devices(market, *new_serials(2))
    order = planned(buyer, [one, two], "transport", location_id=school.pk)

    def first():
        with reading(buyer.manager):
            found = work_order_of(order.pk)
            return says_of(found, reported_last([found]))[0]

    assert first() == "collected"
    report(buyer.manager, order, "collected", one.serial_number)
    assert first() == "collected"
    report(buyer.manager, order, "collected", two.serial_number)
    assert first() == "scanned"
