"""Devices that are missing, recalled, under warranty, moved; and people who come and go."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from factories.answers import let_facts_work
from factories.care import used
from factories.fleet import asset_of, new_serials, received_devices
from factories.ordering import NOW, TODAY, a_market
from factories.parties import an_actor
from samkop.fleet.models import Asset, LossReport, RecalledDevice, StaffChange, WorkOrder
from samkop.fleet.usecases.losses import decide_loss
from samkop.fleet.usecases.missing import add_to_missing, find_again, give_up, report_missing
from samkop.fleet.usecases.recalls import (
    open_recall,
    set_warranty,
    settle_recalled,
    work_on_recall,
)
from samkop.fleet.usecases.relocating import relocate
from samkop.fleet.usecases.staff_changes import close_staff_change
from samkop.parties.models import Membership, Person
from samkop.parties.usecases.people_import import import_people
from samkop.platform import actors
from samkop.platform.models import Notification
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
LAST = date(2098, 6, 30)


@pytest.fixture(scope="module")
def market(database):
    return a_market(buyers=2, maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9)


@pytest.fixture(scope="module")
def buyer(market):
    return market.buyers[0]


@pytest.fixture(scope="module")
def stock(market, buyer):
    """One delivery for all tests."""
    return received_devices(market, *new_serials(14), buyer=buyer)


@pytest.fixture(scope="module")
def officer(buyer):
    return an_actor(buyer.party, "security-officer")


@pytest.fixture(scope="module")
def admin(buyer):
    return an_actor(buyer.party, "administrator")


@pytest.fixture
def user(buyer):
    return an_actor(buyer.party, "employee", name="Anna Användare")


@pytest.fixture
def asset(buyer, user, stock):
    return used(buyer, user, stock.pop())


def again(buyer, asset):
    return asset_of(buyer, asset.serial_number)


def refused(actor, use_case, **inputs):
    with pytest.raises(Refused) as found:
        perform(actor, use_case, **inputs)
    return found.value.code


def a_report(user, asset, kind="stolen"):
    return perform(user, report_missing, asset_id=asset.pk, kind=kind, happened_on=TODAY)


def told(person_id, kind):
    with reading(actors.person(person_id, "x")):
        return Notification.objects.filter(person_id=person_id, kind=kind).count()


def test_a_stolen_device_is_with_nobody_and_the_security_officer_hears_of_it(
    buyer, user, officer, asset
):
    before = told(officer.person_id, "device-missing")
    missing = a_report(user, asset)
    gone = again(buyer, asset)
    assert (gone.state, gone.holder.kind, missing.holder_id) == (
        "missing",
        "nobody",
        asset.holder_id,
    )
    assert told(officer.person_id, "device-missing") == before + 1
    noted = perform(
        officer, add_to_missing, missing_id=missing.pk, police_report="K-1", is_wiped=True
    )
    assert (noted.police_report, noted.wiped_at is not None) == ("K-1", True)
    perform(buyer.manager, give_up, missing_id=missing.pk, words="Encrypted; not found.")
    with reading(officer):
        (report,) = LossReport.objects.filter(asset=asset)
    perform(officer, decide_loss, loss_id=report.pk, accepted=True)
    let_facts_work()
    ended = again(buyer, asset)
    assert (ended.state, ended.end_reason) == ("ended", "lost")
    assert refused(buyer.manager, find_again, missing_id=missing.pk) == "missing-closed"


def test_what_is_found_is_used_again_or_in_stock(buyer, user, asset, stock):
    missing = a_report(user, asset, "lost")
    perform(buyer.manager, find_again, missing_id=missing.pk)
    assert (again(buyer, asset).state, again(buyer, asset).holder_id) == ("in-use", asset.holder_id)
    missing = a_report(user, asset, "lost")
    perform(buyer.manager, find_again, missing_id=missing.pk, location_id=buyer.site.pk)
    assert (again(buyer, asset).state, again(buyer, asset).holder.kind) == ("received", "site")


def test_each_refusal_of_a_report_has_its_code(market, buyer, user, officer, asset):
    lost = {"asset_id": asset.pk, "kind": "lost", "happened_on": TODAY}
    assert refused(user, report_missing, **{**lost, "kind": "eaten"}) == "missing-kind-unknown"
    assert refused(
        user, report_missing, **{**lost, "happened_on": date(2099, 1, 1)}
    ) == "day-to-come"  # fmt: skip
    assert refused(an_actor(buyer.party, "employee"), report_missing, **lost) == "not-allowed"
    assert refused(market.buyers[1].manager, report_missing, **lost) == "not-found"
    missing = perform(user, report_missing, **lost)
    assert refused(buyer.manager, report_missing, **lost) == "missing-already"
    assert refused(officer, give_up, missing_id=missing.pk, words="x") == "not-allowed"
    assert refused(buyer.manager, give_up, missing_id=missing.pk, words=" ") == "words-missing"
    assert refused(user, find_again, missing_id=missing.pk) == "not-allowed"


def test_a_recall_finds_the_range_and_ends_when_each_device_is_dealt_with(buyer, user, stock):
    three = sorted((stock.pop() for _ in range(3)), key=lambda one: one.serial_number)
    used(buyer, user, three[0])
    inputs = {"model_id": three[0].model_id, "title": "Battery", "due_on": LAST}
    first, last = three[0].serial_number, three[-1].serial_number
    recall = perform(buyer.manager, open_recall, **inputs, serial_from=first, serial_to=last)
    with reading(buyer.manager):
        rows = list(RecalledDevice.objects.filter(recall=recall).order_by("serial_number"))
    assert [one.asset_id for one in rows] == [one.pk for one in three]
    assert told(user.person_id, "device-recalled") == 1
    (order,) = perform(
        buyer.manager, work_on_recall, recall_id=recall.pk, device_ids=[rows[1].pk, rows[2].pk]
    )
    assert (order.kind, order.due_on) == ("maintenance", LAST)
    settle = {"recall_id": recall.pk, "device_ids": [one.pk for one in rows[:2]]}
    assert refused(buyer.manager, settle_recalled, **settle, state="open") == (
        "recalled-state-unknown"
    )
    assert perform(buyer.manager, settle_recalled, **settle, state="done").ended_at is None
    assert refused(buyer.manager, settle_recalled, **settle, state="done") == "no-devices"
    settle["device_ids"] = [rows[2].pk]
    done = perform(buyer.manager, settle_recalled, **settle, state="not-concerned")
    assert done.ended_at is not None
    assert refused(
        buyer.manager, open_recall, **inputs, serial_from="ZZZ"
    ) == "nothing-to-recall"  # fmt: skip
    assert refused(buyer.manager, open_recall, **{**inputs, "title": ""}) == "title-missing"
    assert refused(user, open_recall, **inputs) == "not-allowed"


def test_warranty_follows_its_term_for_what_is_here_and_what_comes(market, buyer, stock):
    here = stock[0]
    perform(buyer.manager, set_warranty, model_id=here.model_id, months=12)
    perform(
        buyer.manager, set_warranty, model_id=here.model_id, months=24,
        supplier_id=market.supplier.pk,
    )  # fmt: skip
    assert again(buyer, here).warranty_until == TODAY.replace(year=TODAY.year + 2)
    (new,) = received_devices(market, *new_serials(1), buyer=buyer)
    assert again(buyer, new).warranty_until == TODAY.replace(year=TODAY.year + 2)
    assert refused(
        buyer.manager, set_warranty, model_id=here.model_id, months=0
    ) == "warranty-months-wrong"  # fmt: skip


def test_what_moves_keeps_its_user_and_what_lay_at_a_site_lies_at_the_next(buyer, asset, stock):
    spare, there = stock.pop(), buyer.site.pk
    perform(
        buyer.manager, relocate, asset_ids=[asset.pk, spare.pk], location_id=there
    )  # fmt: skip
    assert (again(buyer, asset).holder_id, again(buyer, asset).location_id) == (
        asset.holder_id, there,
    )  # fmt: skip
    assert again(buyer, spare).holder.location_id == there


def feed(admin, *rows, now=NOW):
    content = "\n".join(["name;email;valid_until", *rows]).encode()
    perform(
        admin, import_people, now=now, party_id=admin.party_id, name="people.csv", content=content
    )  # fmt: skip
    let_facts_work()


def changes(buyer, person_id):
    with reading(buyer.manager):
        rows = StaffChange.objects.filter(person_id=person_id).order_by("id")
        return [(one.kind, one.state, one.due_on) for one in rows]


def row(user, last=""):
    with reading(actors.person(user.person_id, "x")):
        person = Person.objects.get(id=user.person_id)
    return f"{person.name};{person.email};{last}"


def test_a_leaver_in_the_people_feed_opens_the_return_job_once(buyer, admin, user, asset):
    leaving = row(user, LAST.isoformat())
    feed(admin, leaving)
    feed(admin, leaving)
    assert changes(buyer, user.person_id) == [("leaver", "open", LAST)]
    with reading(buyer.manager):
        found = StaffChange.objects.get(person_id=user.person_id)
        order = WorkOrder.objects.get(source=f"fleet.staffchange:{found.pk}")
        assert (order.kind, order.due_on) == ("collection", LAST)
        assert [line.asset_id for line in order.lines.all()] == [asset.pk]
    close = {"staff_change_id": found.pk}
    assert refused(buyer.manager, close_staff_change, **close) == "devices-out"
    later = LAST + timedelta(days=30)
    feed(admin, row(user, later.isoformat()))
    assert changes(buyer, user.person_id) == [("leaver", "open", later)]
    with reading(buyer.manager):
        assert WorkOrder.objects.get(id=order.pk).due_on == later
    missing = a_report(user, asset, "lost")
    perform(buyer.manager, find_again, missing_id=missing.pk, location_id=buyer.site.pk)
    perform(buyer.manager, close_staff_change, **close)
    assert refused(buyer.manager, close_staff_change, **close) == "staff-change-over"


def test_who_leaves_without_devices_needs_no_job(buyer, admin, user):
    feed(admin, row(user, LAST.isoformat()))
    assert changes(buyer, user.person_id) == []


def test_a_joiner_is_told_by_a_later_feed_and_not_by_the_first(market):
    other = market.buyers[1]
    admin = an_actor(other.party, "administrator")
    feed(admin, "First Person;first.person@example.org;")
    feed(admin, "Second Person;second.person@example.org;")
    with reading(other.manager):
        members = dict(
            Membership.objects.filter(person__email__contains="person@example.org").values_list(
                "person__email", "person_id"
            )
        )
        names = set(StaffChange.objects.values_list("person_name", "kind"))
    assert set(members) == {"first.person@example.org", "second.person@example.org"}
    assert names == {("Second Person", "joiner")}


def test_nobody_of_another_organisation_sees_any_of_it(market, buyer, user, asset):
    a_report(user, asset)
    with reading(market.buyers[1].manager):
        for model in (Asset, RecalledDevice, StaffChange, WorkOrder):
            assert not model.objects.filter(owner=buyer.party).exists()
