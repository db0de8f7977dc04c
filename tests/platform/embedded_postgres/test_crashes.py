import os
import signal
import subprocess
import sys

import psycopg
import pytest

from samkop.platform.embedded_postgres import ensure_running, status, stop

RACERS = 3
RACE = """
print("ready", flush=True)
while not (data_dir / "go").exists():
    time.sleep(0.001)
print(ensure_running(data_dir, durable=False).pid)
"""
LOCK_OFF = """
from contextlib import nullcontext
from samkop.platform.embedded_postgres import lifecycle
lifecycle.locked = nullcontext
lifecycle.ORPHAN_SECONDS = 0.5
"""


def race(in_another_process, data_dir, preamble=""):
    racers = [in_another_process(preamble + RACE, data_dir) for _ in range(RACERS)]
    for racer in racers:
        assert racer.stdout.readline() == "ready\n"
    (data_dir / "go").touch()
    answers = [racer.communicate() for racer in racers]
    return [racer.returncode for racer in racers], {out for out, _ in answers if out}


def test_processes_that_race_to_create_the_server_share_one(in_another_process, empty_dir):
    codes, pids = race(in_another_process, empty_dir)
    assert codes == [0] * RACERS
    assert pids == {f"{ensure_running(empty_dir, durable=False).pid}\n"}


def test_without_the_lock_the_same_race_has_losers(in_another_process, empty_dir):
    codes, _ = race(in_another_process, empty_dir, LOCK_OFF)
    assert set(codes) == {0, 1} or set(codes) == {1}


def killed(server, eventually):
    os.kill(server.pid, signal.SIGKILL)
    eventually(lambda: status(server.data_dir).state == "stopped")


def test_committed_data_survive_kill_9_of_the_server(data_dir, eventually):
    server = ensure_running(data_dir)
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS figure")
        killed(server, eventually)
    again = ensure_running(data_dir)
    assert again.pid != server.pid
    with psycopg.connect(again.dsn()) as connection:
        assert connection.execute("SELECT figure FROM kept").fetchall() == [(7,)]


def test_a_computation_that_outlives_its_killed_server_is_ended(
    in_another_process, data_dir, eventually
):
    server = ensure_running(data_dir, durable=False)
    busy = in_another_process(
        "import psycopg\n"
        "psycopg.connect(ensure_running(data_dir, durable=False).dsn()).execute("
        "'SELECT count(*) FROM generate_series(1, 10000000000)')",
        data_dir,
    )
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        query = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%generate_series(1%'"
        eventually(lambda: connection.execute(query).fetchone() == (2,))
    killed(server, eventually)
    assert ensure_running(data_dir, durable=False).pid != server.pid
    busy.communicate()
    assert busy.returncode == 1


def test_the_server_outlives_kill_9_of_the_process_that_started_it(in_another_process, data_dir):
    caller = in_another_process(
        "print(ensure_running(data_dir, durable=False).pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)",
        data_dir,
    )
    pid = int(caller.communicate()[0])
    assert caller.returncode == -signal.SIGKILL
    assert ensure_running(data_dir, durable=False).pid == pid


@pytest.mark.parametrize("stage", ["data-unfinished-*/base", "data/postmaster.pid"])
def test_kill_9_in_the_middle_of_a_start_leaves_nothing_broken(
    in_another_process, empty_dir, eventually, stage
):
    caller = in_another_process("ensure_running(data_dir, durable=False)", empty_dir)
    eventually(lambda: list((empty_dir / "postgresql").glob(stage)))
    caller.kill()
    caller.communicate()
    with psycopg.connect(ensure_running(empty_dir, durable=False).dsn()) as connection:
        assert connection.execute("SELECT lower('Å')").fetchone() == ("å",)


def test_a_stale_pid_file_with_the_number_of_a_living_process_is_seen_through(data_dir):
    server = ensure_running(data_dir, durable=False)
    pid_file = data_dir / "postgresql/data/postmaster.pid"
    text = pid_file.read_text()
    stop(data_dir)
    living = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        pid_file.write_text(text.replace(str(server.pid), str(living.pid), 1))
        assert status(data_dir).state == "stopped"
        assert stop(data_dir) is False
        again = ensure_running(data_dir, durable=False)
        assert again.pid != living.pid
        assert living.poll() is None
    finally:
        living.communicate(b"\n")


def test_a_server_whose_socket_was_deleted_is_started_anew(data_dir):
    server = ensure_running(data_dir, durable=False)
    for path in server.socket_folder.iterdir():
        path.unlink()
    again = ensure_running(data_dir, durable=False)
    assert again.pid != server.pid
    with psycopg.connect(again.dsn()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_server_that_holds_the_lock_out_of_sight_is_left_alone(in_another_process, data_dir):
    ensure_running(data_dir, durable=False)
    stop(data_dir)
    holder = in_another_process(
        "import fcntl\n"
        "file = open(data_dir / 'postgresql/server.lock')\n"
        "fcntl.flock(file, fcntl.LOCK_EX)\n"
        "print('locked', flush=True)\n"
        "time.sleep(600)",
        data_dir,
    )
    assert holder.stdout.readline() == "locked\n"
    refused = in_another_process(
        "from samkop.platform.embedded_postgres import lifecycle\n"
        "lifecycle.ORPHAN_SECONDS = 0.1\n"
        "try:\n    ensure_running(data_dir, durable=False)\n"
        "except EmbeddedPostgresError as refusal:\n    print(refusal.code)",
        data_dir,
    )
    assert refused.communicate()[0] == "server-out-of-sight\n"
