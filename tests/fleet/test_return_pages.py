"""The pages of returns, losses, disposals, transfers, rounds, labels and support, as forms work."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from approving import client_of
from factories.answers import let_facts_work
from factories.fleet_register import a_keeper, registered
from samkop.fleet.models import Asset, AssetTransfer, DeviceReturn, Disposal, Stocktaking
from samkop.fleet.printing import qr_of
from samkop.fleet.rules.label_sheets import label_sheets, on_sheets
from samkop.fleet.transfer_clock import carry_out_transfers
from samkop.platform.unit_of_work import reading

pytestmark = pytest.mark.usefixtures("database", "pages")


@pytest.fixture(scope="module")
def keeper(database):
    return a_keeper()


@pytest.fixture(scope="module")
def manager(keeper):
    return client_of(keeper.manager)


@pytest.fixture(scope="module")
def officer(keeper):
    return client_of(keeper.officer)


def sent(client, name, /, *ids, **fields):
    response = client.post(reverse(name, args=ids), fields)
    assert response.status_code == 303, response.content.decode()[:4000]
    return response.headers["location"]


def shown(client, name, /, *ids, **asked):
    response = client.get(reverse(name, args=ids), asked)
    assert response.status_code == 200
    return response.content.decode()


def test_from_asking_to_selling_by_the_pages(keeper, manager):
    (device,) = registered(keeper, state="in-use")
    number = device.asset_number
    sent(manager, "send-ask-for-return", name="Spring", due_on="2026-06-01", numbers=number)
    assert "Spring" in shown(manager, "device-returns")
    sent(manager, "send-hand-in", site=keeper.site.pk, numbers=number)
    with reading(keeper.manager):
        back = DeviceReturn.objects.get(asset=device)
    assert "is not accounted for" in shown(manager, "device-return", back.pk)
    proof = {
        "form": "proof", "storage": 1, "storage_serial": "D-1", "method": "purge",
        "tool": "Eraser 7", "erased_at": "2999-01-01T10:00",
    }  # fmt: skip
    refused = manager.post(reverse("prove-erasure", args=[back.pk]), proof)
    assert "error-summary" in refused.content.decode()
    here = back.handed_in_at.astimezone(ZoneInfo("Europe/Helsinki"))
    sent(manager, "prove-erasure", back.pk, **{**proof, "erased_at": f"{here:%Y-%m-%dT%H:%M}"})
    sent(manager, "check-returned", back.pk, form="check", grade="a", storages=1)
    sent(manager, "send-disposal", kind="sale", firm="Andra livet Ab")
    with reading(keeper.manager):
        sale = Disposal.objects.get(devices__asset=device)
    sent(manager, "price-disposal", sale.pk, form="prices", price_a="120.50")
    sent(manager, "complete-disposal", sale.pk, form="gone", done_on="2026-06-02")
    assert "120.50" in shown(manager, "disposal", sale.pk)
    with reading(keeper.manager):
        assert Asset.objects.get(id=device.pk).end_reason == "sold"
    assert reverse("device-return", args=[back.pk]) in shown(manager, "device", device.pk)


def test_a_device_that_has_passed_on_leads_to_its_transfer(keeper, manager):
    (device,) = registered(keeper)
    other = a_keeper("Dit")
    sent(
        manager, "send-transfer", name="Gone", receiver=other.party.pk, on_date="2026-03-01",
        decision="D/2", numbers=device.asset_number,
    )  # fmt: skip
    with reading(keeper.manager):
        transfer = AssetTransfer.objects.get(name="Gone")
    theirs = client_of(other.manager)
    sent(theirs, "answer-transfer", transfer.pk, answer="accepted", location=other.site.pk)
    carry_out_transfers()
    page = reverse("device", args=[device.pk])
    there = manager.get(page)
    assert (there.status_code, there.headers["location"]) == (
        302, reverse("transfer", args=[transfer.pk]),
    )  # fmt: skip
    assert theirs.get(page).status_code == 200


def test_a_loss_is_reported_by_one_and_decided_by_the_security_officer(keeper, manager, officer):
    (device,) = registered(keeper, state="missing")
    loss = sent(manager, "send-loss", device.pk, what_happened="Stolen", happened_on="2026-03-01")
    assert "decide/" not in manager.get(loss).content.decode()
    assert officer.post(f"{loss}decide/", {"decision": "accepted"}).status_code == 303
    with reading(keeper.manager):
        assert Asset.objects.get(id=device.pk).end_reason == "lost"


def test_a_transfer_is_decided_by_one_side_and_answered_by_the_other(keeper, manager):
    other = a_keeper("Tagköping")
    (device,) = registered(keeper)
    sent(
        manager, "send-transfer", name="School", receiver=other.party.pk, on_date="2026-08-01",
        decision="D/1", numbers=device.serial_number,
    )  # fmt: skip
    with reading(keeper.manager):
        transfer = AssetTransfer.objects.get(name="School")
    theirs = client_of(other.manager)
    assert device.asset_number in shown(theirs, "transfer", transfer.pk)
    sent(theirs, "answer-transfer", transfer.pk, answer="accepted", location=other.site.pk)
    sent(manager, "cancel-transfer", transfer.pk)
    with reading(keeper.manager):
        assert AssetTransfer.objects.get(id=transfer.pk).state == "cancelled"


def test_a_round_is_scanned_and_finished_by_the_pages(keeper, manager):
    (device,) = registered(keeper)
    place = sent(manager, "open-stocktaking", site=keeper.site.pk)
    with reading(keeper.manager):
        found = Stocktaking.objects.get()
    assert place == reverse("stocktaking", args=[found.pk])
    label = f"https://samkop.example{reverse('device-by-number', args=[device.asset_number])}"
    sent(manager, "scan-in-stocktaking", found.pk, label=label)
    assert "Here, as expected" in shown(manager, "stocktaking", found.pk)
    sent(manager, "finish-stocktaking", found.pk)
    assert "Finished" in shown(manager, "stocktaking", found.pk)


def test_labels_come_as_sheets_and_their_address_leads_to_the_device(keeper, manager):
    devices = registered(keeper, 2)
    numbers = "\n".join(one.asset_number for one in devices)
    answer = manager.post(
        reverse("print-labels"), {"numbers": numbers, "sheet": "3x8", "start": 24}
    )
    assert answer.content.startswith(b"%PDF-1.7")
    address = reverse("device-by-number", args=[devices[0].asset_number])
    assert manager.get(address).headers["location"] == reverse("device", args=[devices[0].pk])
    assert manager.get(reverse("device-by-number", args=["NONE"])).status_code == 404


def test_labels_begin_where_the_sheet_is_still_full():
    sheet = label_sheets()["3x8"]
    pages = on_sheets(["A", "B"], sheet, 23)
    assert [len(page) for page in pages] == [24, 1]
    assert (pages[0][22:], pages[1]) == ([None, "A"], ["B"])


def test_a_code_is_a_square_of_modules_with_its_quiet_zone():
    drawn = qr_of("https://samkop.example/d/D000123/")
    assert 'viewBox="0 0 41 41"' in drawn
    assert "M4 4h1v1h-1z" in drawn
    assert "M3 3h1" not in drawn


def test_files_of_erasures_and_of_support_are_read_by_the_pages(keeper, manager, officer):
    report = SimpleUploadedFile("r.csv", b"serial,storage serial\nX,Y\n")
    sent(manager, "send-erasure-report", file=report)
    (device,) = registered(keeper, category="phone")
    support = SimpleUploadedFile("s.csv", b"maker,model,eol\nSamsung,Galaxy A54,2026-08-31\n")
    sent(officer, "send-support", file=support)
    let_facts_work()
    assert device.asset_number in shown(officer, "devices-losing-support")
    with reading(keeper.manager):
        model = Asset.objects.get(id=device.pk).model_id
    sent(manager, "bring-renewal-forward", model=model)
