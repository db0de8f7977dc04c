"""Devices as people see them: the list with its filters, and one device with its chain."""

from __future__ import annotations

import pytest
from django.urls import reverse
from lxml import html

from approving import client_of
from browser_ground import queries_of
from factories.fleet import new_serials, received_devices
from factories.ordering import a_market
from factories.parties import a_supplier, an_actor
from samkop.fleet.models import Asset, DeviceModel
from samkop.fleet.usecases.handing_over import hand_over
from samkop.fleet.vocabulary import HolderKind
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


@pytest.fixture(scope="module")
def market(database):
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
def phones(market, buyer):
    """Four phones in stock; the third is a pupil class's now, the fourth an employee's."""
    found = received_devices(market, *new_serials(4))
    third, fourth = found[2:]
    perform(
        buyer.manager, hand_over, asset_ids=[third.pk], kind=HolderKind.CLASS, code="5B",
        note_text="a cart of its own",
    )  # fmt: skip
    perform(
        buyer.manager, hand_over, asset_ids=[fourth.pk], kind=HolderKind.PERSON,
        code=str(buyer.employee.person_id),
    )  # fmt: skip
    return found


def listed(client, **asked):
    response = client.get(reverse("devices"), asked)
    assert response.status_code == 200
    rows = html.fromstring(response.content).findall(".//tbody/tr/th/a")
    return [row.text_content() for row in rows]


def numbers(*assets):
    return [asset.asset_number for asset in assets]


def test_each_filter_of_the_list_keeps_its_devices(buyer, manager, phones):
    first, second, third, fourth = phones
    site = str(first.location_id)
    with reading(buyer.manager):
        year = str(first.renew_on.year)
        model = str(first.model_id)
    assert listed(manager) == numbers(*phones)
    assert listed(manager, state="in-use") == numbers(third, fourth)
    assert listed(manager, holder="class") == numbers(third)
    assert listed(manager, holder="person") == numbers(fourth)
    assert listed(manager, holder="nobody") == []
    assert listed(manager, site=site, state="received") == numbers(first, second)
    assert listed(manager, category="phone", model=model) == numbers(*phones)
    assert listed(manager, renew=year) == numbers(*phones)
    assert listed(manager, renew="late") == []
    assert sorted(listed(manager, range="in") + listed(manager, range="out")) == numbers(*phones)
    kinds = ("over", "soon", "longer", "unknown")
    assert [one for kind in kinds for one in listed(manager, support=kind)] == numbers(*phones)


def test_a_text_finds_by_serial_alone_and_by_a_part_of_the_model(buyer, manager, phones):
    first = phones[0]
    with reading(buyer.manager):
        name = DeviceModel.objects.get(id=first.model_id).name
    assert listed(manager, q=first.serial_number.lower()) == numbers(first)
    assert listed(manager, q=first.asset_number) == numbers(first)
    assert listed(manager, q=name[1:].upper()) == numbers(*phones)
    assert listed(manager, q=f"{name}%") == []
    stranger = client_of(an_actor(buyer.party, "finance-clerk"))
    assert listed(stranger, q=name, state="in-use") == numbers(*phones[2:])


def test_a_text_of_one_or_two_characters_finds_as_a_longer_one_does(buyer, manager, phones):
    with reading(buyer.manager):
        name = DeviceModel.objects.get(id=phones[0].model_id).name
    assert listed(manager, q=name[0].upper()) == numbers(*phones)
    assert listed(manager, q=name[-2:].upper()) == numbers(*phones)
    assert [listed(manager, q=text) for text in ("%", "_", "\\", "¤")] == [[], [], [], []]


def test_the_list_asks_as_much_for_thirty_as_for_four_and_goes_out_as_a_file(
    market, buyer, manager, phones
):
    place = reverse("devices")
    few, _page = queries_of(manager, place)
    received_devices(market, *new_serials(30), buyer=buyer)
    many, _page = queries_of(manager, place)
    assert (few, many) == (11, 11)
    lines = manager.get(reverse("devices"), {"file": "csv"}).getvalue().splitlines()
    with reading(buyer.manager):
        assert len(lines) == 1 + Asset.objects.count()


def test_a_device_shows_its_chain_and_its_custody(buyer, manager, phones):
    third, fourth = phones[2:]
    asked, page = queries_of(manager, reverse("device", args=[third.pk]))
    assert asked == queries_of(manager, reverse("device", args=[fourth.pk]))[0]
    root = html.fromstring(page)
    steps = [" ".join(one.text_content().split()) for one in root.xpath("//ol[1]/li/p[1]")]
    links = [one.get("href") for one in root.xpath("//nav[@class='chain']//a")]
    assert third.serial_number in page
    assert [step.split(" (")[0] for step in steps[:1]] == ["5B"]
    assert [link.split("/")[1] for link in links] == [
        "agreements", "requisitions", "orders", "deliveries",
    ]  # fmt: skip
    for link in links:
        assert manager.get(link).status_code == 200


def test_who_has_a_device_sees_it_and_others_do_not(buyer, phones):
    third, fourth = phones[2:]
    employee = client_of(buyer.employee)
    assert employee.get(reverse("device", args=[fourth.pk])).status_code == 200
    assert employee.get(reverse("device", args=[third.pk])).status_code == 403
    assert employee.get(reverse("devices")).status_code == 403
    stranger = client_of(an_actor(a_supplier(), "salesperson"))
    assert stranger.get(reverse("device", args=[third.pk])).status_code == 404
