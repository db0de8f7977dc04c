"""``samkop officer``, ``bid`` and ``tender`` as people outside call them."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime

import jsonschema_rs
import pytest
from typer.testing import CliRunner

from core.sealing.opening import ENTRIES, FIRST, SECOND, WITHDRAWAL, dossier
from core.sealing.tender import KEYS, NAMES, OFFICERS, REGISTER, TENDER, head_of, sealed
from samkop.core.sealing import (
    TenderKey,
    dossier_file,
    padded,
    private_file,
    proof_file,
    proofs,
    public_file,
    receipt_file,
    root_of,
    signed_receipt,
)
from samkop.site import schemas
from samkop.site.cli import app
from serving_ground import COMMAND

PASSPHRASE = "four words in one row"
PAST = datetime(2026, 1, 1, tzinfo=UTC)
FUTURE = datetime(2200, 1, 1, tzinfo=UTC)


def run(*arguments, **more):
    return CliRunner().invoke(app, [str(one) for one in arguments], **more)


def fits(name: str, value: object) -> bool:
    jsonschema_rs.validator_for(json.loads(schemas.text_of(name))).validate(value)
    return True


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder with the officers' files, and the tender's key of a deadline that has passed."""
    folder = tmp_path_factory.mktemp("desk")
    for number, (name, key) in enumerate(zip(NAMES[:2], KEYS, strict=False)):
        (folder / f"{number}.json").write_bytes(private_file(name, key, PASSPHRASE))
    (folder / "words").write_text(f"{PASSPHRASE}\n")
    (folder / "key.json").write_bytes(TenderKey("KS 1", PAST, ("1",), OFFICERS).data)
    (folder / "later.json").write_bytes(TenderKey("KS 1", FUTURE, ("1",), OFFICERS).data)
    (folder / "price.csv").write_text("A;899.00\n")
    (folder / "Bilaga å.pdf").write_bytes(bytes(200_000))
    return folder


def seal(desk, out, *arguments, key="key.json"):
    return run("bid", "seal", desk / "price.csv", desk / "Bilaga å.pdf", "--key", desk / key,
               "--lot", "1", "--bidder", "0007:5567891234", "--out", out, *arguments)  # fmt: skip


def part(desk, officer, *files, key="key.json", out):
    return run(
        "bid", "open-part", *files, "--key", desk / key, "--private", desk / f"{officer}.json",
        "--passphrase-file", desk / "words", "--out", out,
    )  # fmt: skip


@pytest.fixture(scope="module")
def opened(desk, tmp_path_factory):
    """A sealed bid, and both officers' parts of it."""
    folder = tmp_path_factory.mktemp("opened")
    assert seal(desk, folder / "bid").exit_code == 0
    for officer in (0, 1):
        done = part(desk, officer, folder / "bid", out=folder / f"{officer}.parts")
        assert done.exit_code == 0, done.output
    return folder


def test_an_officer_makes_a_key_and_a_tender_its_own_of_two(tmp_path):
    done = run("officer", "make-key", "Åsa Öst", "--out", tmp_path,
               input=f"{PASSPHRASE}\n{PASSPHRASE}\n")  # fmt: skip
    assert done.exit_code == 0, done.output
    own, other = tmp_path / "asa-ost.public.json", tmp_path / "other.json"
    other.write_bytes(public_file(OFFICERS[1]))
    assert (tmp_path / "asa-ost.private.json").stat().st_mode & 0o77 == 0
    assert run("officer", "fingerprint", own).stdout == done.stdout.splitlines()[-1] + "\n"
    again = run("officer", "make-key", "Åsa Öst", "--out", tmp_path)
    assert (again.exit_code, "exists already" in again.stderr) == (2, True)
    out = tmp_path / "key.json"
    made = run("tender", "make-key", own, other, "--tender", "KS 1", "--lot", "1", "--lot", "2",
               "--deadline", "2026-12-01T12:00:00+01:00", "--out", out)  # fmt: skip
    assert made.exit_code == 0, made.output
    key = json.loads(out.read_bytes())
    assert (key["deadline"], key["lots"]) == ("2026-12-01T11:00:00.000Z", ["1", "2"])
    assert run("officer", "fingerprint", out).stdout == made.stdout
    assert fits("tender-key", key)


def test_a_short_passphrase_and_a_time_without_a_zone_are_bad_usage(tmp_path):
    short = run("officer", "make-key", "A", "--out", tmp_path, input="short\nshort\n")
    assert (short.exit_code, list(tmp_path.iterdir())) == (2, [])
    done = run("tender", "make-key", tmp_path / "none", "--tender", "1", "--lot", "1",
               "--deadline", "2026-12-01T12:00:00")  # fmt: skip
    assert done.exit_code == 2


def test_two_officers_open_what_a_bidder_sealed(desk, opened, tmp_path):
    done = run("bid", "open", opened / "bid", "--part", opened / "0.parts", "--part",
               opened / "1.parts", "--out", tmp_path / "out", "--key", desk / "key.json",
               "--json")  # fmt: skip
    answer = json.loads(done.stdout)
    assert (done.exit_code, fits("bid-open", answer)) == (0, True)
    assert answer["bidder"] == "0007:5567891234"
    for name in ("price.csv", "Bilaga å.pdf"):
        assert (tmp_path / "out" / name).read_bytes() == (desk / name).read_bytes()
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


def test_sealing_says_what_was_sealed(desk, tmp_path):
    key = TenderKey("KS 1", PAST, ("1",), OFFICERS)
    done = seal(desk, tmp_path / "bid", "--json", "--fingerprint", key.fingerprint)
    answer = json.loads(done.stdout)
    assert fits("bid-seal", answer)
    data = (tmp_path / "bid").read_bytes()
    assert answer["sha256"] == hashlib.sha256(data).hexdigest()
    assert answer["bytes"] == len(data)
    assert head_of(data)[0].lot == "1"
    told = seal(desk, tmp_path / "other")
    assert OFFICERS[2].key.fingerprint in told.stdout
    assert key.fingerprint in told.stderr


def test_a_key_put_in_the_tenders_place_is_not_sealed_to(desk, tmp_path):
    done = seal(desk, tmp_path / "bid", "--fingerprint", "00000 " * 8)
    assert (done.exit_code, list(tmp_path.iterdir())) == (1, [])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--lot", "9"], 2),
        (["--key", "none.json"], 2),
        (["--key", "price.csv"], 2),
    ],
)
def test_what_cannot_be_sealed_has_its_exit_code_and_leaves_no_file(
    desk, tmp_path, arguments, code
):
    arguments = [str(desk / one) if "." in one else one for one in arguments]
    done = seal(desk, tmp_path / "bid", *arguments)
    assert (done.exit_code, done.stdout, list(tmp_path.iterdir())) == (code, "", [])


def test_nothing_is_written_over(desk, opened):
    before = (opened / "bid").read_bytes()
    assert seal(desk, opened / "bid").exit_code == 2
    assert part(desk, 0, opened / "bid", out=opened / "0.parts").exit_code == 2
    assert (opened / "bid").read_bytes() == before


def test_before_the_deadline_parts_of_a_rehearsal_alone_are_given_out(desk, tmp_path):
    assert seal(desk, tmp_path / "bid", key="later.json").exit_code == 0
    assert seal(desk, tmp_path / "trial", "--rehearsal", key="later.json").exit_code == 0
    early = part(desk, 0, tmp_path / "bid", key="later.json", out=tmp_path / "parts")
    assert (early.exit_code, (tmp_path / "parts").exists()) == (1, False)
    done = part(desk, 0, tmp_path / "trial", key="later.json", out=tmp_path / "parts")
    assert done.exit_code == 0
    assert seal(desk, tmp_path / "before").exit_code == 0
    put_off = run("bid", "open-part", tmp_path / "before", "--key", desk / "key.json", "--key",
                  desk / "later.json", "--private", desk / "0.json")  # fmt: skip
    assert put_off.exit_code == 1


def test_a_bid_that_does_not_open_does_not_keep_the_others(desk, opened, tmp_path):
    """Or whoever sends in rubbish would stop the whole opening."""
    data = bytearray((opened / "bid").read_bytes())
    data[60] ^= 1  # of the nonce: no part opens
    (tmp_path / "bad").write_bytes(data)
    (tmp_path / "rubbish").write_bytes(b"rubbish")
    files = [tmp_path / "rubbish", tmp_path / "bad", opened / "bid"]
    done = part(desk, 0, *files, out=tmp_path / "parts")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 2)
    assert (tmp_path / "parts").read_bytes() == (opened / "0.parts").read_bytes()
    none = part(desk, 0, tmp_path / "bad", out=tmp_path / "none")
    assert (none.exit_code, (tmp_path / "none").exists()) == (1, False)


def test_one_officers_parts_open_nothing(opened, tmp_path):
    done = run("bid", "open", opened / "bid", "--part", opened / "0.parts", "--part",
               opened / "0.parts", "--out", tmp_path / "out")  # fmt: skip
    assert (done.exit_code, list(tmp_path.iterdir())) == (1, [])


def test_a_bid_that_is_damaged_or_another_leaves_no_file_behind(desk, opened, tmp_path):
    data = (opened / "bid").read_bytes()
    parts = ["--part", opened / "0.parts", "--part", opened / "1.parts"]
    for name, changed in {
        "cut": data[:-66_000],
        "changed": data[:-1] + bytes((data[-1] ^ 1,)),
    }.items():
        (tmp_path / name).write_bytes(changed)
        done = run("bid", "open", tmp_path / name, *parts, "--out", tmp_path / "out")
        assert (done.exit_code, done.stdout) == (1, "")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["changed", "cut"]
    for another in (["--bidder", "0007:1"], ["--key", desk / "later.json"]):
        done = run("bid", "open", opened / "bid", *parts, *another, "--out", tmp_path / "out")
        assert (done.exit_code, (tmp_path / "out").exists()) == (1, False)


WHOLE = dossier()


def verify(tmp_path, data, *arguments):
    file = tmp_path / "dossier.json"
    file.write_bytes(data if isinstance(data, bytes) else dossier_file(data))
    return run("tender", "verify", file, *arguments)


def test_a_whole_dossier_is_exit_code_0(tmp_path):
    receipt = tmp_path / "receipt.json"
    receipt.write_bytes(receipt_file(signed_receipt(FIRST, REGISTER)))
    root = WHOLE.root.root.hex()
    done = verify(tmp_path, WHOLE, "--root", root, "--receipt", receipt, "--json")
    answer = json.loads(done.stdout)
    assert (done.exit_code, fits("tender-verify", answer), answer["whole"]) == (0, True, True)
    told = [answer[name] for name in ("bids", "withdrawn", "replaced", "late")]
    assert told == [3, 1, 1, 1]
    assert fits("opening-dossier", json.loads(dossier_file(WHOLE)))
    plain = verify(tmp_path, WHOLE)
    assert "It holds." in plain.stdout
    assert root in plain.stderr


def test_a_dossier_that_differs_is_exit_code_1_and_says_which_bid(tmp_path):
    dropped = replace(WHOLE, opened=replace(WHOLE.opened, bids=WHOLE.opened.bids[:2]))
    done = verify(tmp_path, dropped, "--json")
    answer = json.loads(done.stdout)
    assert (done.exit_code, fits("tender-verify", answer)) == (1, True)
    assert [one["code"] for one in answer["findings"]] == ["bid-missing"]
    number = answer["findings"][0]["number"]
    assert number == WHOLE.opened.bids[2].number.hex()
    assert f"({number})" in verify(tmp_path, dropped).stdout
    assert verify(tmp_path, WHOLE, "--root", "00" * 32).exit_code == 1


def test_what_is_no_dossier_is_exit_code_2(tmp_path):
    for data in (b"", b"{}", b"\xff", TENDER.data, dossier_file(WHOLE)[:-1]):
        done = verify(tmp_path, data)
        assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert verify(tmp_path, WHOLE, "--root", "12").exit_code == 2


def test_a_bidders_own_proof_is_checked_too(tmp_path):
    leaves = [one.leaf for one in padded(ENTRIES, TENDER.digest, 64)]
    root = replace(WHOLE.root, size=64, root=root_of(leaves))
    data = proof_file(WITHDRAWAL, proofs(leaves)[WITHDRAWAL.leaf], root)
    good = verify(tmp_path, data, "--json", "--root", root.root.hex())
    assert (good.exit_code, fits("tender-verify", json.loads(good.stdout))) == (0, True)
    bad = verify(tmp_path, proof_file(WITHDRAWAL, proofs(leaves)[FIRST.leaf], root))
    assert bad.exit_code == 1
    receipt = tmp_path / "receipt.json"
    receipt.write_bytes(receipt_file(signed_receipt(SECOND, REGISTER)))
    assert verify(tmp_path, data, "--receipt", receipt).exit_code == 1


def test_sealing_loads_neither_django_nor_a_database_driver(desk, tmp_path):
    (tmp_path / "bid").write_bytes(sealed())
    program = (
        "import sys; from samkop.site.cli import main\n"
        "try: main()\n"
        "except SystemExit as ending: assert not ending.code\n"
        "print('\\n' + ' '.join({name.partition('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "bid", "seal", str(desk / "price.csv"), "--key",
         str(desk / "key.json"), "--lot", "1", "--bidder", "A", "--out", str(tmp_path / "own")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    loaded = set(done.stdout.splitlines()[-1].split())
    assert {"django", "psycopg", "lxml", "rich", "highspy", "numpy"} & loaded == set()
    assert "cryptography" in loaded


def test_an_interrupt_while_sealing_leaves_nothing(desk, tmp_path):
    endless = tmp_path / "endless.bin"
    with endless.open("wb") as stream:
        stream.truncate(2 * 2**30)  # a hole, which takes no room
    out = tmp_path / "out"
    out.mkdir()
    process = subprocess.Popen(
        [*COMMAND, "bid", "seal", str(endless), "--key", str(desk / "key.json"), "--lot", "1",
         "--bidder", "A", "--out", str(out / "bid")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        process.stderr.readline()  # the fingerprint; sealing begins
        while not list(out.iterdir()) and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(2)
        process.communicate(timeout=60)
    assert (process.returncode, list(out.iterdir())) == (130, [])
