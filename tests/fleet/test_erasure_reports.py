"""An erasure tool's report: what it proves is taken in, what it does not is named."""

from __future__ import annotations

import pytest

from factories.fleet_register import NOW, a_keeper, registered
from samkop.fleet.models import Asset, ErasureProof
from samkop.fleet.usecases.device_returns import hand_in
from samkop.fleet.usecases.erasure_reports import import_erasure_reports
from samkop.platform.models import ImportRecord
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
HEADING = "Serial number;Disk serial;Method;Software;Status;End time"


@pytest.fixture(scope="module")
def keeper(database):
    return a_keeper()


def back(keeper, category, count=1):
    devices = registered(keeper, count, category, state="in-use")
    perform(
        keeper.installer, hand_in, now=NOW, asset_ids=[one.pk for one in devices],
        location_id=keeper.site.pk,
    )  # fmt: skip
    return devices


def row(serial, disk, method="Purge", result="Erased", at="2026-03-03 14:30"):
    return f"{serial};{disk};{method};Eraser 7;{result};{at}"


def taken(keeper, *rows):
    content = "\n".join([HEADING, *rows]).encode()
    return perform(
        keeper.installer, import_erasure_reports, name="report.csv", content=content
    )  # fmt: skip


def faults(keeper):
    with reading(keeper.manager):
        newest = ImportRecord.objects.filter(kind="erasures").latest("id")
        return sorted((line, column, code) for line, column, code, _said in newest.faults)


def states(keeper, devices):
    with reading(keeper.manager):
        wanted = Asset.objects.filter(id__in=[one.pk for one in devices])
        return list(wanted.order_by("id").values_list("state", flat=True))


def test_a_report_clears_the_devices_whose_storages_it_covers(keeper):
    (server,), laptops = back(keeper, "server"), back(keeper, "laptop", 2)
    counts = taken(
        keeper, row(server.serial_number, "D1"), row(server.serial_number, "D2"),
        *(row(one.serial_number, f"L{one.pk}", "clear") for one in laptops),
    )  # fmt: skip
    assert counts == {"rows": 4, "new": 4, "unchanged": 0, "cleared": 3, "faults": 0}
    assert states(keeper, [server, *laptops]) == ["erased"] * 3


def test_taken_in_twice_it_changes_nothing(keeper):
    (server,) = back(keeper, "server")
    rows = [row(server.serial_number, "E1"), row(server.serial_number, "E2")]
    taken(keeper, rows[0])
    assert states(keeper, [server]) == ["returned"]
    taken(keeper, *rows)
    assert taken(keeper, *rows) == {
        "rows": 2, "new": 0, "unchanged": 2, "cleared": 0, "faults": 0,
    }  # fmt: skip
    with reading(keeper.manager):
        proofs = ErasureProof.objects.filter(asset=server).order_by("storage")
        assert [(one.storage, one.storage_serial) for one in proofs] == [(1, "E1"), (2, "E2")]


def test_each_row_that_proves_nothing_is_named_and_the_others_are_taken(keeper):
    good, failed, full = back(keeper, "laptop", 3)
    (stocked,) = registered(keeper)
    counts = taken(
        keeper,
        row(good.serial_number, "G1"),
        row(failed.serial_number, "F1", result="Failed"),
        row(stocked.serial_number, "S1"),
        row(full.serial_number, "X1"), row(full.serial_number, "X2"),
        row(good.serial_number, "", method="magnet", at="yesterday"),
        row(good.serial_number, "G3", at="2999-01-01"),
        row(failed.serial_number, "F2", at="2026-03-02 10:59"),
    )  # fmt: skip
    assert (counts["new"], counts["cleared"], counts["faults"]) == (2, 2, 8)
    assert faults(keeper) == [
        (3, "result", "erasure-failed"),
        (4, "serial", "not-back"),
        (6, "storage_serial", "storage-too-many"),
        (7, "erased_at", "time-unreadable"),
        (7, "method", "method-unknown"),
        (7, "storage_serial", "cell-missing"),
        (8, "erased_at", "time-unreadable"),
        (9, "erased_at", "erased-before-hand-in"),
    ]
    assert states(keeper, [good, failed, full]) == ["erased", "returned", "erased"]


def test_a_report_without_a_needed_column_is_not_read(keeper):
    counts = perform(
        keeper.installer, import_erasure_reports, name="r.csv", content=b"Serial number\nX"
    )
    assert (counts["new"], counts["faults"]) == (0, 5)
