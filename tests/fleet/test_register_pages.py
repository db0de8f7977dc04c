"""The pages on which a register of devices comes in."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from browser_ground import a_client
from factories.parties import a_municipality, a_person, an_account
from factories.registers import a_device, a_register
from samkop.fleet.models import Asset
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.unit_of_work import reading

pytestmark = pytest.mark.usefixtures("database", "pages")


def sent(client, content):
    file = SimpleUploadedFile("register.csv", content)
    return client.post("/devices/import/send/", {"file": file}, follow=True)


def test_a_file_is_checked_its_columns_are_named_and_pressed_twice_it_is_imported_once():
    party = a_municipality()
    client = a_client(an_account(a_person(party, RoleName.ICT_MANAGER)))
    assert b"serial_number" in client.get("/devices/import/").content
    heading = ("Tagg", "serial_number", "model", "category", "site")
    rows = [
        {**a_device(1, site="S9"), "Tagg": "T1"}, {**a_device(2), "Tagg": "T2"},
    ]  # fmt: skip
    shown = sent(client, a_register(rows, heading))
    [(address, _status)] = shown.redirect_chain
    columns = {"column-0": "asset_number", "column-1": "serial_number", "column-2": "model",
               "column-3": "category", "column-4": "site"}  # fmt: skip
    client.post(f"{address}columns/", columns)
    faults = client.get(f"{address}faults.csv").content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[:3] for line in faults[1:]] == [["2", "site", "site-unknown"]]
    shown = sent(client, a_register([{**row, "site": ""} for row in rows], heading))
    [(address, _status)] = shown.redirect_chain
    for _twice in range(2):
        done = client.post(f"{address}apply/", follow=True)
        assert done.redirect_chain[0][0] == "/devices/"
    with reading(actors.job("operator", party.pk)):
        numbers = Asset.objects.filter(owner=party).order_by("asset_number")
        assert list(numbers.values_list("asset_number", flat=True)) == ["T1", "T2"]


def test_who_only_looks_at_devices_is_not_offered_the_import():
    party = a_municipality()
    looking = a_client(an_account(a_person(party, RoleName.SECURITY_OFFICER)))
    keeping = a_client(an_account(a_person(party, RoleName.ICT_MANAGER)))
    offers = re.compile(rb'href="/devices/import/"')
    assert [bool(offers.search(one.get("/administration/").content)) for one in (looking, keeping)
            ] == [False, True]  # fmt: skip
    assert looking.get("/devices/import/").status_code == 403
