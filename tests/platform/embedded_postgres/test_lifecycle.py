import os
import stat
from pathlib import Path

import psycopg
import pytest

from samkop.platform.embedded_postgres import (
    EmbeddedPostgresError,
    Status,
    ensure_running,
    status,
    stop,
)


def open_to_passage(folder):
    folder.chmod(0o711)  # the data folder is a folder in it, and root's server runs as another user


def test_a_running_server_is_adopted_and_a_stopped_one_started_again(empty_dir):
    assert status(empty_dir) == Status("absent")
    first = ensure_running(empty_dir, durable=False)
    assert ensure_running(empty_dir, durable=False) == first
    assert status(empty_dir) == Status("running", first.pid, "18")
    assert stop(empty_dir) is True
    assert status(empty_dir) == Status("stopped", None, "18")
    assert stop(empty_dir) is False
    assert ensure_running(empty_dir, durable=False).pid != first.pid


def test_two_spellings_of_a_folder_are_one_server(data_dir):
    first = ensure_running(data_dir, durable=False)
    (data_dir / "link").symlink_to(data_dir)
    assert ensure_running(data_dir / "link", durable=False) == first


def test_the_server_knows_swedish_letters_and_speaks_utc(server):
    with psycopg.connect(server.dsn()) as connection:
        row = connection.execute(
            "SELECT lower('ÅÄÖ'), upper('åäö'), 'Å' ~* 'å', current_setting('timezone'),"
            " current_setting('listen_addresses'), current_setting('server_encoding')"
        ).fetchone()
    assert row == ("åäö", "ÅÄÖ", True, "UTC", "", "UTF8")


def settings(server, *names):
    with psycopg.connect(server.dsn()) as connection:
        return [connection.execute(f"SHOW {name}").fetchone()[0] for name in names]


def test_only_a_test_server_gives_up_durability(data_dir, server):
    names = ("fsync", "synchronous_commit", "full_page_writes")
    assert settings(server, *names) == ["off"] * 3
    assert settings(ensure_running(data_dir, durable=True), *names) == ["on"] * 3


def test_a_test_server_is_not_taken_for_a_durable_one(server):
    with pytest.raises(EmbeddedPostgresError) as refusal:
        ensure_running(server.data_dir, durable=True)
    assert refusal.value.code == "server-not-durable"


def test_settings_of_ones_own_survive_a_restart(data_dir):
    ensure_running(data_dir, durable=False)
    stop(data_dir)
    local = data_dir / "postgresql" / "local.conf"
    local.write_text("max_connections = 77\n")
    local.chmod(0o644)
    assert settings(ensure_running(data_dir, durable=False), "max_connections") == ["77"]


@pytest.mark.parametrize("name", ["x" * 200, "it's, “Årstad” #%s {0}"])
def test_a_data_folder_may_have_a_long_or_odd_name(empty_dir, created_in, name):
    open_to_passage(empty_dir)
    folder = created_in(empty_dir / name)
    try:
        server = ensure_running(folder, durable=False)
        with psycopg.connect(server.dsn()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        found = server.socket_folder.lstat()
        assert stat.S_ISDIR(found.st_mode)
        assert stat.S_IMODE(found.st_mode) == 0o700
    finally:
        stop(folder)
    assert server.socket_folder == folder / "postgresql/run" or not server.socket_folder.exists()


def test_a_name_that_the_shell_would_misread_is_refused(empty_dir):
    with pytest.raises(EmbeddedPostgresError) as refusal:
        ensure_running(empty_dir / "$(reboot)")
    assert refusal.value.code == "data-folder-name"


def test_the_short_socket_folder_is_not_taken_from_a_stranger(empty_dir, created_in):
    open_to_passage(empty_dir)
    folder = created_in(empty_dir / ("x" * 200))
    usual = ensure_running(folder, durable=False).socket_folder
    stop(folder)
    usual.symlink_to(empty_dir)  # laid there by somebody who guessed the name
    try:
        taken = ensure_running(folder, durable=False).socket_folder
        assert taken != usual
        assert taken.parent == usual.parent
        assert stat.S_IMODE(taken.lstat().st_mode) == 0o700
    finally:
        stop(folder)
        usual.unlink()
    assert not taken.exists()


def test_a_socket_folder_open_to_others_is_refused(data_dir):
    server = ensure_running(data_dir, durable=False)
    server.socket_folder.chmod(0o755)
    with pytest.raises(EmbeddedPostgresError) as refusal:
        ensure_running(data_dir, durable=False)
    assert refusal.value.code == "socket-folder-unsafe"


def test_the_server_never_runs_as_root(server):
    postmaster = Path(f"/proc/{server.pid}").stat().st_uid
    assert postmaster != 0
    assert postmaster == (server.data_dir / "postgresql/data").stat().st_uid
    assert os.geteuid() in {0, postmaster}
