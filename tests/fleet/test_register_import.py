"""A register of devices from a file: all rows or none, each fault by row and column."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
import xlsxwriter

from factories.ordering import NOW
from factories.parties import (
    a_cost_centre,
    a_delivery_location,
    a_municipality,
    a_person,
    a_supplier,
    an_actor,
)
from factories.registers import HEADING, a_device, a_register
from samkop.fleet.models import Asset, AssetSeries, Custody, DeviceModel, Holder
from samkop.fleet.queries.register_plans import plan_fleet
from samkop.fleet.usecases.register_import import (
    import_fleet,
    import_fleet_file,
    name_fleet_headings,
    upload_fleet_file,
)
from samkop.parties.models import ImportFile
from samkop.platform.models import AuditEntry, ImportRecord
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.exporting.fleet import export_fleet as export_command
from samkop.site.importing.fleet import import_fleet as command

pytestmark = pytest.mark.usefixtures("database")
LATER = NOW + timedelta(days=7)


@pytest.fixture
def keeper():
    """An ICT manager of a municipality with a site, a cost centre and an employee."""
    party = a_municipality()
    site = a_delivery_location(party, code="S1")
    centre = a_cost_centre(party, code="2000")
    user = a_person(party, "employee")
    actor = an_actor(party, "ict-manager")
    return SimpleNamespace(party=party, site=site, centre=centre, user=user, actor=actor)


def imported(keeper, content, *, now=NOW, by=None):
    return perform(
        by or keeper.actor, import_fleet, now=now, party_id=keeper.party.pk, name="register.csv",
        content=content,
    )  # fmt: skip


def faults_of(keeper, *rows, **file):
    with reading(keeper.actor):
        plan = plan_fleet(keeper.party.pk, a_register(rows, **file))
    return [(fault.row, fault.column, fault.code) for fault in plan.faults]


def asset(keeper, number):
    with reading(keeper.actor):
        return Asset.objects.select_related("holder", "model").get(
            owner=keeper.party, asset_number=number
        )


def told(rows, new=0, changed=0, unchanged=0):
    return {"rows": rows, "new": new, "changed": changed, "unchanged": unchanged}


def test_a_register_is_taken_in_whole_with_holders_of_every_kind(keeper):
    supplier = a_supplier()
    rows = [
        a_device(1, holder_kind="person", holder=keeper.user.email, cost_centre="2000",
                 site="S1", received_on="2025-02-03", price="319,50",
                 warranty_until="3.2.2027"),
        a_device(2, holder_kind="class", holder="7A", holder_name="Klass 7 A", site="S1"),
        a_device(3, holder_kind="site", holder="S1"),
        a_device(4, holder_kind="supplier", holder=supplier.identifier, state="maintenance"),
        a_device(5, holder=keeper.user.email.upper(), renew_on="2027-08-01"),
        a_device(6, state="ended", ended_on="2024-05-01", end_reason="recycled"),
        a_device(7, category=""),
    ]  # fmt: skip
    assert imported(keeper, a_register(rows)) == told(7, new=7)
    used = asset(keeper, "A000001")
    assert (used.state, used.holder.person_id, used.location_id, used.cost_centre_id) == (
        "in-use", keeper.user.pk, keeper.site.pk, keeper.centre.pk,
    )  # fmt: skip
    assert (used.unit_cents, used.warranty_until, used.renew_on) == (
        31950, date(2027, 2, 3), date(2029, 2, 3),
    )  # fmt: skip
    assert (used.support_ends, used.category) == (used.model.support_ends, "rugged-phone")
    with reading(keeper.actor):
        assert list(
            Asset.objects.filter(owner=keeper.party).order_by("asset_number")
            .values_list("state", "holder__kind", "holder__name")
        ) == [
            ("in-use", "person", keeper.user.name), ("in-use", "class", "Klass 7 A"),
            ("received", "site", keeper.site.name),
            ("maintenance", "supplier", supplier.legal_name),
            ("in-use", "person", keeper.user.name), ("ended", "nobody", ""),
            ("received", "nobody", ""),
        ]  # fmt: skip
        steps = Custody.objects.filter(owner=keeper.party)
        assert set(steps.values_list("step", "since", "reason")) == {(0, NOW, "imported")}
        assert (steps.count(), DeviceModel.objects.filter(owner=keeper.party).count()) == (7, 1)
        entry = AuditEntry.objects.get(chain=keeper.party.pk, operation__endswith="import_fleet")
        record = ImportRecord.objects.get(party_id=keeper.party.pk)
    notes = json.loads(entry.payload)["notes"]
    assert (notes["file"], notes["new"]) == ("register.csv", 7)
    assert (record.kind, record.rows, notes["sha256"]) == ("fleet", 7, record.sha256)


def test_each_faulty_cell_is_named_by_row_and_column_and_nothing_is_written(keeper):
    rows = [
        a_device(1, serial_number=""),
        a_device(2, model=""),
        a_device(3, model="Nobody's own", manufacturer="", category=""),
        a_device(4, category="submarine"),
        a_device(5, category="laptop"),
        a_device(6, state="lost at sea"),
        a_device(7, holder_kind="uncle", holder="Bob"),
        a_device(8, holder="7A"),
        a_device(9, holder_kind="class"),
        a_device(10, holder_kind="person", holder="nobody@example.org"),
        a_device(11, site="S9"),
        a_device(12, cost_centre="9999"),
        a_device(13, received_on="31.2.2025"),
        a_device(14, price="cheap"),
        a_device(15, price="-1"),
        a_device(16, state="expected"),
        a_device(17, state="ended"),
        a_device(18, state="ended", ended_on="2025-01-01"),
        a_device(19, end_reason="sold"),
        a_device(20, asset_number="A000016", site="S1"),
        a_device(21, serial_number="SN00000016"),
        a_device(22, asset_number="A" * 41, serial_number="S" * 101),
        a_device(23, holder_kind="supplier", holder="123"),
        a_device(24, holder_kind="site"),
    ]
    assert faults_of(keeper, *rows) == [
        (2, "serial_number", "serial-missing"),
        (3, "model", "model-missing"),
        (4, "category", "category-missing"),
        (5, "category", "category-unknown"),
        (6, "category", "category-differs"),
        (7, "state", "state-unknown"),
        (8, "holder_kind", "holder-kind-unknown"),
        (9, "holder_kind", "holder-kind-missing"),
        (10, "holder", "holder-missing"),
        (11, "holder", "person-unknown"),
        (12, "site", "site-unknown"),
        (13, "cost_centre", "cost-centre-unknown"),
        (14, "received_on", "day-wrong"),
        (15, "price", "amount-wrong"),
        (16, "price", "amount-negative"),
        (17, "state", "state-by-order"),
        (18, "ended_on", "ended-on-missing"),
        (19, "end_reason", "end-reason-missing"),
        (20, "end_reason", "not-ended"),
        (21, "asset_number", "number-repeated"),
        (22, "serial_number", "serial-repeated"),
        (23, "asset_number", "asset-number-too-long"),
        (23, "serial_number", "serial-number-too-long"),
        (24, "holder", "supplier-unknown"),
        (25, "holder", "site-unknown"),
    ]
    with pytest.raises(Refused) as refused:
        imported(keeper, a_register(rows))
    assert (refused.value.code, refused.value.facts["count"]) == ("fleet-file-faulty", 25)
    with reading(keeper.actor):
        assert not Asset.objects.filter(owner=keeper.party).exists()
        assert not ImportRecord.objects.filter(party_id=keeper.party.pk).exists()
    assert faults_of(keeper, a_device(1), heading=["serial_number", "modell", "Färg"]) == [
        (1, "Färg", "column-unknown")
    ]


def test_of_25_000_rows_one_in_a_hundred_faulty_are_named_and_the_corrected_file_is_taken_once(
    keeper,
):
    right = [
        a_device(number, holder_kind="class", holder=f"{number % 900}", site="S1",
                 received_on=f"2025-{number % 12 + 1:02}-15")
        for number in range(1, 25_001)
    ]  # fmt: skip
    wrong = [
        {**row, "site": "S9"} if number % 100 == 0 else row
        for number, row in enumerate(right, start=1)
    ]
    assert faults_of(keeper, *wrong) == [
        (number + 1, "site", "site-unknown") for number in range(100, 25_001, 100)
    ]
    content = a_register(right)
    assert imported(keeper, content) == told(25_000, new=25_000)
    assert imported(keeper, content, now=LATER) == told(25_000, unchanged=25_000)
    with reading(keeper.actor):
        assert Custody.objects.filter(owner=keeper.party).count() == 25_000
        assert Holder.objects.filter(owner=keeper.party).count() == 900


def test_what_a_later_file_says_otherwise_changes_by_the_rules(keeper):
    first = [a_device(1, state="received"), a_device(2), a_device(3), a_device(4)]
    imported(keeper, a_register(first))
    second = [
        a_device(1, state="in-use", holder_kind="cart", holder="V1", site="S1"),
        a_device(2, serial_number="SN-NEW", cost_centre="2000", renew_on="2028-01-01"),
        a_device(3, asset_number="B3"),
        a_device(4, model="Galaxy A57 5G", category="phone"),
    ]
    assert imported(keeper, a_register(second), now=LATER) == told(4, changed=4)
    moved = asset(keeper, "A000001")
    assert (moved.state, moved.holder.code, moved.held_since) == ("in-use", "V1", LATER)
    changed = asset(keeper, "A000002")
    assert (changed.serial_number, changed.cost_centre_id, changed.renew_on) == (
        "SN-NEW", keeper.centre.pk, date(2028, 1, 1),
    )  # fmt: skip
    assert asset(keeper, "B3").serial_number == "SN00000003"
    other = asset(keeper, "A000004")
    assert (other.model_name, other.category) == ("Galaxy A57 5G", "phone")
    with reading(keeper.actor):
        steps = Custody.objects.filter(asset=moved).order_by("step")
        assert list(steps.values_list("step", "holder__kind", "since")) == [
            (0, "nobody", NOW), (1, "cart", LATER),
        ]  # fmt: skip
    assert imported(keeper, a_register(second), now=LATER) == told(4, unchanged=4)
    # An empty cell leaves what there is.
    assert imported(keeper, a_register([a_device(1)])) == told(1, unchanged=1)


def test_a_file_neither_ends_nor_revives_a_device_nor_changes_its_price(keeper):
    imported(
        keeper,
        a_register(
            [
                a_device(1, price="100"), a_device(2, holder_kind="class", holder="7A"),
                a_device(3, state="ended", ended_on="2024-05-01", end_reason="sold"), a_device(4),
            ]
        ),
    )  # fmt: skip
    assert faults_of(
        keeper, a_device(1, price="101"), a_device(2, state="received"),
        a_device(3, state="in-use"), a_device(4, state="ended"),
        a_device(5, asset_number="A000004", serial_number="SN00000001"),
    ) == [
        (2, "price", "price-stands"),
        (3, "state", "state-not-allowed"),
        (4, "asset_number", "asset-ended"),
        (5, "state", "state-by-return"),
        (6, "asset_number", "number-repeated"),
    ]  # fmt: skip
    taken = a_device(4, serial_number="SN00000001")
    assert faults_of(keeper, taken) == [(2, "serial_number", "serial-taken")]


def test_what_has_no_number_gets_the_next_free_of_the_series(keeper):
    rows = [a_device(1, asset_number="D000001"), a_device(2, asset_number=""),
            a_device(3, asset_number="")]  # fmt: skip
    imported(keeper, a_register(rows))
    with reading(keeper.actor):
        found = dict(
            Asset.objects.filter(owner=keeper.party).values_list("serial_number", "asset_number")
        )
        assert AssetSeries.objects.get(owner=keeper.party).next_number == 4
    assert found == {
        "SN00000001": "D000001", "SN00000002": "D000002", "SN00000003": "D000003",
    }  # fmt: skip
    assert imported(keeper, a_register(rows)) == told(3, unchanged=3)


def test_words_are_read_in_three_languages_and_workbooks_as_semicolons(keeper):
    heading = ["Inventarienummer", "Serienummer", "Tillverkare", "Modell", "Kategori", "Tillstånd"]
    cells = ["Å-1", "SN1", "HP", "255 G9 Notebook PC", "Bärbara datorer", "I bruk"]
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, heading)
        sheet.write_row(1, 0, cells)
    assert imported(keeper, content.getvalue()) == told(1, new=1)
    assert (asset(keeper, "Å-1").category, asset(keeper, "Å-1").state) == ("laptop", "in-use")
    text = ";".join(heading) + "\n" + ";".join(cells) + "\n"
    assert imported(keeper, text.encode("windows-1252")) == told(1, unchanged=1)


def test_who_keeps_the_fleet_imports_an_uploaded_file_once_with_its_own_headings(keeper):
    content = b"Tagg,serial,modell,slag\nT1,S1,X,laptop\n"
    file = perform(keeper.actor, upload_fleet_file, now=NOW, name="r.csv", content=content)
    with pytest.raises(Refused) as refused:
        perform(keeper.actor, import_fleet_file, now=NOW, file_id=file.pk)
    assert refused.value.facts["faults"] == [(1, "Tagg", "column-unknown")]
    perform(
        keeper.actor, name_fleet_headings, now=NOW, file_id=file.pk,
        called={"Tagg": "asset_number"},
    )  # fmt: skip
    for _twice in range(2):
        done = perform(keeper.actor, import_fleet_file, key="once", now=NOW, file_id=file.pk)
        assert done == told(1, new=1)
    with reading(keeper.actor):
        assert not ImportFile.objects.filter(party=keeper.party).exists()
        assert ImportRecord.objects.get(party_id=keeper.party.pk).state == "imported"
    for stranger in (
        an_actor(keeper.party, "installer"),
        an_actor(a_municipality(), "ict-manager"),
    ):
        with pytest.raises(Refused) as refused:
            imported(keeper, content, by=stranger)
        assert refused.value.code == "not-allowed"


def test_an_exported_register_says_the_same_and_imported_again_changes_nothing(keeper, tmp_path):
    supplier = a_supplier()
    imported(
        keeper,
        a_register(
            [
                a_device(1, holder=keeper.user.email, price="319.50", received_on="2025-02-03"),
                a_device(2, holder_kind="cart", holder="V1", holder_name="Vagn 1", site="S1"),
                a_device(3, holder_kind="supplier", holder=supplier.identifier),
                a_device(4, holder_kind="site", holder="S1", cost_centre="2000"),
                a_device(5, state="ended", ended_on="2024-05-01", end_reason="sold"),
            ]
        ),
    )  # fmt: skip
    number = f"{keeper.party.identifier_scheme}:{keeper.party.identifier}"
    for name in ("register.csv", "register.xlsx"):
        assert export_command(number, tmp_path / name) == 0
        content = (tmp_path / name).read_bytes()
        assert imported(keeper, content, now=LATER) == told(5, unchanged=5)
    heading, first, *_more = (tmp_path / "register.csv").read_text("utf-8").splitlines()
    assert tuple(heading.split(",")) == HEADING
    assert first.split(",")[7:14] == [keeper.user.email, "", "", "", "2025-02-03", "319.50", ""]


def test_the_command_tells_faults_and_counts(keeper, tmp_path, capsys):
    file = tmp_path / "register.csv"
    number = f"{keeper.party.identifier_scheme}:{keeper.party.identifier}"
    file.write_bytes(a_register([a_device(1, site="S9"), a_device(2)]))
    assert command(number, file, dry_run=False, as_json=False) == 1
    assert "Row 2, column site" in capsys.readouterr().out
    file.write_bytes(a_register([a_device(1), a_device(2)]))
    assert command(number, file, dry_run=True, as_json=False) == 0
    assert command(number, file, dry_run=False, as_json=True) == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (answer["kind"], answer["imported"], answer["new"]) == ("fleet", True, 2)
    assert HEADING[0] == "asset_number"
