import os
import pwd
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from samkop.platform.embedded_postgres import EmbeddedPostgresError, ensure_running

KNOCK = """
import os, socket, sys
uid = int(sys.argv[2])
if uid != os.geteuid():
    os.setgroups([]); os.setgid(uid); os.setuid(uid)
try:
    socket.socket(socket.AF_UNIX).connect(sys.argv[1])
    print("let in")
except PermissionError:
    print("shut out")
"""


def mode(path):
    return stat.S_IMODE(path.lstat().st_mode)


def knock(server, uid):
    path = server.socket_folder / ".s.PGSQL.5432"
    done = subprocess.run(
        [sys.executable, "-c", KNOCK, path, str(uid)], check=True, capture_output=True, text=True
    )
    return done.stdout


def test_everything_secret_is_closed_to_others(server):
    home = server.data_dir / "postgresql"
    private = [server.socket_folder, home / "data", home / "log", server.data_dir / "secrets"]
    assert [mode(folder) for folder in private] == [0o700] * 4
    assert mode(server.data_dir / "secrets/postgresql-admin") == 0o600
    for folder in (server.data_dir, home):
        assert mode(folder) & 0o027 == 0
    for file in (*home.glob("log/*"), *home.glob("data/*.conf")):
        assert mode(file) & 0o077 == 0


def test_another_user_of_the_machine_cannot_reach_the_socket(server):
    assert knock(server, os.geteuid()) == "let in\n"
    if os.geteuid() == 0:
        assert knock(server, pwd.getpwnam("nobody").pw_uid) == "shut out\n"
    else:
        assert server.socket_folder.stat().st_uid == os.geteuid()


@pytest.mark.parametrize("password", ["", "wrong"])
def test_nobody_gets_in_without_the_password(server, password):
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.dsn(password=password))


def test_passwords_do_not_show_in_what_is_printed(server):
    assert server.admin_password not in repr(server)
    assert len(server.admin_password) == 43


def test_every_data_folder_has_a_password_of_its_own(server, empty_dir):
    other = ensure_running(empty_dir, durable=False)
    assert other.admin_password != server.admin_password


def test_a_link_in_the_place_of_the_password_is_not_followed(data_dir):
    file = data_dir / "secrets/postgresql-admin"
    file.rename(data_dir / "elsewhere")
    file.symlink_to(data_dir / "elsewhere")
    with pytest.raises(EmbeddedPostgresError) as refusal:
        ensure_running(data_dir, durable=False)
    assert refusal.value.code == "password-missing"


def test_a_data_folder_of_another_user_is_refused(data_dir):
    if os.geteuid() == 0:
        os.chown(data_dir, pwd.getpwnam("nobody").pw_uid, -1)
        folder, code = data_dir, "data-folder-of-another-user"
    else:
        folder, code = Path("/usr"), "data-folder-not-writable"
    with pytest.raises(EmbeddedPostgresError) as refusal:
        ensure_running(folder, durable=False)
    assert refusal.value.code == code
    os.chown(data_dir, os.geteuid(), -1)
