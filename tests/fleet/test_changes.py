"""One change for many devices: by a job, each by its own state, told row by row."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from lxml import html

from api_ground import caller
from approving import client_of
from factories.fleet import announced_devices, expected_device, new_serials, received_devices
from factories.ordering import a_market
from factories.parties import an_actor
from samkop.fleet.handlers import change_devices
from samkop.fleet.models import Asset, Custody
from samkop.fleet.rules.changes import Change, What
from samkop.fleet.usecases.chosen_assets import start_changes
from samkop.fleet.vocabulary import HolderKind
from samkop.parties.models import CostCentre, Person
from samkop.parties.vocabulary import RoleName
from samkop.platform import jobs
from samkop.platform.models import JobRun
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site import wiring

pytestmark = pytest.mark.usefixtures("database", "pages")
A_DAY = date(2031, 5, 1)


@pytest.fixture(scope="module")
def market(database):
    wiring.connect()
    return a_market(
        maximum_cents=10_000_000_00, budget_cents=5_000_000_00, approval_limit_cents=10**9
    )


@pytest.fixture(scope="module")
def buyer(market):
    return market.buyers[0]


@pytest.fixture(scope="module")
def manager(buyer):
    return client_of(buyer.manager)


@pytest.fixture(scope="module")
def phones(market):
    return received_devices(market, *new_serials(3))


@pytest.fixture(scope="module")
def awaited(market, buyer):
    """A device that is announced and has not come: nobody can hand it over."""
    return expected_device(buyer, announced_devices(market, *new_serials(1)))


def code_of(use_case, actor, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, **inputs)
    return refused.value.code


def again(buyer, assets):
    with reading(buyer.manager):
        return list(
            Asset.objects.select_related("holder")
            .filter(id__in=[one.pk for one in assets])
            .order_by("id")
        )


def the_run(buyer):
    with reading(buyer.manager):
        return JobRun.objects.latest("id")


def test_what_can_is_handed_over_and_what_cannot_is_told_with_its_reason(
    buyer, manager, phones, awaited
):
    chosen = [*phones[:2], awaited]
    sent = {
        "what": "hand-over", "chosen": [one.pk for one in chosen], "hand-over-kind": "class",
        "hand-over-code": "7C",
    }  # fmt: skip
    started = manager.post(reverse("start-device-change"), sent)
    run = the_run(buyer)
    assert started["location"] == reverse("change-run", args=[run.pk])
    assert manager.post(reverse("start-device-change"), sent)["location"] == started["location"]
    jobs.run_job(run.pk, run.party_id)
    ended = the_run(buyer)
    [row] = ended.result["rows"]
    assert (ended.state, ended.result["devices"]) == (JobRun.State.DONE, 2)
    assert (row["number"], row["code"]) == (awaited.asset_number, "not-to-be-handed-over")
    page = manager.get(started["location"])
    links = [one.get("href") for one in html.fromstring(page.content).findall(".//tbody/tr/th/a")]
    assert links == [reverse("device", args=[awaited.pk])]
    assert [one.holder.code for one in again(buyer, phones[:2])] == ["7C", "7C"]


def test_a_job_that_runs_again_after_a_crash_hands_nothing_over_twice(buyer, phones):
    change = Change(What.HAND_OVER, kind=HolderKind.ROOM, code="B12")
    run = perform(buyer.manager, start_changes, asset_ids=[phones[2].pk], change=change)
    jobs.run_job(run.pk, run.party_id)
    with reading(buyer.manager):
        steps = Custody.objects.filter(asset=phones[2]).count()
    told = change_devices(the_run(buyer), buyer.manager, jobs.Progress(run.pk, run.party_id))
    with reading(buyer.manager):
        assert Custody.objects.filter(asset=phones[2]).count() == steps
    assert told == {"devices": 1, "refused": 0, "rows": []}


def test_all_that_the_filters_keep_gets_another_cost_centre(buyer, manager, phones):
    with reading(buyer.manager):
        centre = CostCentre.objects.filter(party=buyer.party).first()
    query = f"q={phones[0].serial_number}"
    sent = {
        "what": "cost-centre", "all": 1, "query": query, "count": 1,
        "cost-centre-cost_centre": centre.pk,
    }  # fmt: skip
    shown = manager.get(reverse("change-devices"), {"all": 1, "query": query})
    [count] = html.fromstring(shown.content).xpath("(//input[@name='count'])[1]/@value")
    assert count == "1"
    assert manager.post(reverse("start-device-change"), sent | {"count": 2}).status_code == 409
    answered = manager.post(reverse("start-device-change"), sent)
    assert answered["location"] == reverse("device", args=[phones[0].pk])
    assert again(buyer, phones[:1])[0].cost_centre_id == centre.pk


def test_a_device_goes_to_the_colleague_of_that_name_and_to_nobody_else(buyer, manager, phones):
    sent = {"what": "hand-over", "chosen": phones[1].pk, "hand-over-kind": "person"}
    place = reverse("start-device-change")
    for strange in ("", "nobody of that name"):
        assert manager.post(place, sent | {"hand-over-code": strange}).status_code == 422
    with reading(buyer.manager):
        email = Person.objects.get(id=buyer.manager.person_id).email
    assert manager.post(place, sent | {"hand-over-code": email}).status_code == 303
    [found] = again(buyer, phones[1:2])
    assert found.holder.person_id == buyer.manager.person_id


def test_an_installer_hands_over_and_does_not_keep_the_register(buyer, phones):
    installer = an_actor(buyer.party, RoleName.INSTALLER)
    renewal = Change(What.RENEWAL, renew_on=A_DAY)
    chosen = [one.pk for one in phones]
    assert code_of(start_changes, installer, asset_ids=chosen, change=renewal) == "not-allowed"
    assert code_of(start_changes, buyer.manager, asset_ids=[], change=renewal) == "none-chosen"
    nowhere = Change(What.HAND_OVER, kind=HolderKind.SITE, code="0")
    assert code_of(start_changes, installer, asset_ids=chosen, change=nowhere) == "holder-unknown"
    run = perform(buyer.manager, start_changes, asset_ids=chosen, change=renewal)
    jobs.run_job(run.pk, run.party_id)
    assert {one.renew_on for one in again(buyer, phones)} == {A_DAY}


def test_a_program_reads_devices_and_hands_them_over_once(buyer, phones):
    program = caller(buyer.manager)
    first, second = phones[:2]
    listed = [one["id"] for one in program.get("/devices").json()]
    assert listed[:3] == [one.pk for one in phones]
    after = program.get(f"/devices?after={first.asset_number}&state=in-use").json()
    assert [one["id"] for one in after] == [second.pk, phones[2].pk]
    wanted = {"asset_ids": [first.pk], "kind": "cart", "code": "CART-1", "note": "a note"}
    for _twice in range(2):
        [handed] = program.post("/devices/hand-over", wanted, key="once").json()
        assert (handed["state"], handed["holder"]["code"]) == ("in-use", "CART-1")
    shown = program.get(f"/devices/{first.pk}").json()
    assert [step["holder"]["code"] for step in shown["custody"]].count("CART-1") == 1
    strange = wanted | {"kind": "person", "code": "0"}
    refused = program.post("/devices/hand-over", strange, key="strange")
    assert refused.json()["code"] == "holder-unknown"
    assert caller(buyer.employee).get("/devices").json()["code"] == "not-allowed"
