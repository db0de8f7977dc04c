"""``samkop import`` of what makers, programmes, erasure tools and financiers say of devices."""

from __future__ import annotations

import json
from datetime import date

import jsonschema_rs
import pytest

from factories.fleet_register import NOW, Keeper, a_keeper, registered
from factories.parties import a_party
from samkop.fleet.models import Asset, EnrolmentRecord, LeaseScheduleLine, SupportRelease
from samkop.fleet.usecases.device_returns import hand_in
from samkop.platform.unit_of_work import perform, reading
from samkop.site import schemas
from samkop.site.importing import fleet_files as files

pytestmark = pytest.mark.usefixtures("database")
SCHEMA = jsonschema_rs.validator_for(json.loads(schemas.text_of("import")))


@pytest.fixture(scope="module")
def keeper(database):
    return a_keeper()


@pytest.fixture
def answered(keeper: Keeper, tmp_path, capsys):
    """Run a command on a text; its exit code and its answer, which fits its schema."""

    def run(command, text, *given, dry_run=False):
        file = tmp_path / "file.csv"
        file.write_text(text, "utf-8")
        number = f"{keeper.party.identifier_scheme}:{keeper.party.identifier}"
        code = command(number, file, *given, dry_run=dry_run, as_json=True)
        said = capsys.readouterr()
        if not said.out:
            return code, said.err
        answer = json.loads(said.out)
        SCHEMA.validate(answer)
        return code, answer

    return run


def kept(keeper, model):
    with reading(keeper.manager):
        return model.objects.count()


def counted(answer):
    return tuple(answer[name] for name in ("rows", "new", "changed", "unchanged", "leaving"))


def faults(answer):
    return [(one["row"], one["column"], one["code"]) for one in answer["faults"]]


def test_makers_support_comes_in_whole_once_and_not_at_all_for_trial(keeper, answered):
    heading = "Maker;Model;Support ends\n"
    sound = f"{heading}Samsung;Galaxy A54;2026-08-31\nNokia;XR21;2027-05-31\n"
    code, answer = answered(files.import_support, sound, dry_run=True)
    assert (code, counted(answer), kept(keeper, SupportRelease)) == (0, (2, 2, 0, 0, None), 0)
    for expected in ((2, 2, 0, 0, None), (2, 0, 0, 2, None)):
        code, answer = answered(files.import_support, sound)
        assert (code, counted(answer), answer["imported"]) == (0, expected, True)
    code, answer = answered(files.import_support, f"{heading}Nokia;XR21;soon\n")
    assert (code, answer["imported"]) == (1, False)
    assert faults(answer) == [(2, "ends", "day-unreadable")]
    assert kept(keeper, SupportRelease) == 2


def test_a_programmes_list_replaces_the_one_before(keeper, answered):
    first = "Serial Number;IMEI;Group tag\nA1;;school\nA2;;school\n"
    second = "Serial Number;IMEI;Group tag\nA2;;office\nA3;;office\n"
    for text, dry_run, expected in (
        (first, True, (2, 2, 0, 0, 0)), (first, False, (2, 2, 0, 0, 0)),
        (second, False, (2, 1, 1, 0, 1)),
    ):  # fmt: skip
        code, answer = answered(files.import_enrolment, text, "windows-autopilot", dry_run=dry_run)
        assert (code, counted(answer)) == (0, expected)
    faulty = f"{second};;office\n"
    code, answer = answered(files.import_enrolment, faulty, "windows-autopilot")
    assert (code, faults(answer)) == (1, [(4, "serial_number", "device-missing")])
    code, answer = answered(files.import_enrolment, "Färg\nröd\nblå\n", "windows-autopilot")
    assert (code, faults(answer)) == (1, [(1, "serial_number", "column-missing")])
    assert kept(keeper, EnrolmentRecord) == 2


def test_an_erasers_report_clears_what_it_proves_and_names_the_rest(keeper, answered):
    (device,) = registered(keeper, state="in-use")
    perform(keeper.installer, hand_in, now=NOW, asset_ids=[device.pk], location_id=keeper.site.pk)
    heading = "Serial number;Disk serial;Method;Software;Status;End time\n"
    rest = "Purge;Eraser 7;Erased;2026-03-03 14:30"
    report = f"{heading}{device.serial_number};D-1;{rest}\nSTRANGE;D-2;{rest}\n"
    code, answer = answered(files.import_erasures, report, dry_run=True)
    assert (code, counted(answer)[:2], answer["imported"]) == (1, (2, 1), False)
    for new, before in ((1, 0), (0, 1)):
        code, answer = answered(files.import_erasures, report)
        assert (code, answer["new"], answer["unchanged"]) == (1, new, before)
        assert faults(answer) == [(3, "serial", "not-back")]
    with reading(keeper.manager):
        assert Asset.objects.get(id=device.pk).state == "erased"


def test_a_financiers_schedule_comes_in_for_its_lessee(keeper, answered):
    bank = a_party("financier", "Provfinans Abp")
    terms = files.Terms(bank.identifier, "S-1", date(2026, 4, 1), 36)
    text = "Serial number;Monthly rent\nA1;8,70\nA2;8.70\n"
    assert answered(files.import_lease_schedule, text, terms)[0] == 0
    code, answer = answered(files.import_lease_schedule, f"{text}A2;9\nA3;0\n", terms)
    assert faults(answer) == [(4, "serial_number", "row-repeated"), (5, "monthly", "rent-wrong")]
    with reading(keeper.manager):
        rows = LeaseScheduleLine.objects.filter(lessee=keeper.party)
        assert list(rows.values_list("monthly_cents", flat=True)) == [870, 870]
    for wrong in (
        files.Terms(bank.identifier, "S-1", date(2026, 4, 2), 36),
        files.Terms("0000000-0", "S-1", date(2026, 4, 1), 36),
        files.Terms(keeper.party.identifier, "S-1", date(2026, 4, 1), 36),
    ):
        code, said = answered(files.import_lease_schedule, text, wrong)
        assert (code, bool(said)) == (2, True)
