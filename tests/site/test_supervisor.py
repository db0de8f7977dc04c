"""The parts of the supervisor, each by itself."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from samkop.site.supervisor import ServeError, listening, register
from samkop.site.supervisor.keeper import Keeper, Program, ending, pause_after
from samkop.site.supervisor.processes import Process, end

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def sleeper():
    process = subprocess.Popen(SLEEP)
    yield process
    process.kill()
    process.wait()


def test_pauses_grow_up_to_a_quarter_of_a_minute():
    pauses = [pause_after(failures) for failures in range(9)]
    assert pauses == [0, 0, 0.5, 1, 2, 4, 8, 15, 15]


def test_a_process_is_known_by_its_start_not_by_its_number_alone(sleeper):
    found = Process.of(sleeper.pid)
    assert found is not None
    assert found.is_alive()
    assert not Process(found.pid, "another start").is_alive()


def test_another_process_under_the_same_number_gets_no_signal(sleeper):
    Process(sleeper.pid, "another start").send(signal.SIGKILL)
    time.sleep(0.1)
    assert sleeper.poll() is None


def test_a_process_that_has_ended_but_was_not_collected_is_not_alive():
    process = subprocess.Popen([sys.executable, "-c", ""])
    found = Process.of(process.pid)
    while Process.of(process.pid) is not None:
        time.sleep(0.01)
    assert found is None or not found.is_alive()
    process.wait()


def test_what_does_not_end_when_asked_is_ended():
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print(flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", stubborn], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        found = Process.of(process.pid)
        assert end([found], patience=0.2) == [found]
        assert process.wait() == -signal.SIGKILL


def test_endings_are_told_in_words():
    assert ending(0) == "ended"
    assert ending(3) == "failed (exit code 3)"
    assert ending(-9) == "was killed (SIGKILL)"


def test_a_program_that_fails_again_and_again_is_started_after_pauses():
    said = []
    keeper = Keeper(Program("broken", ("no-such-command",)), said.append)
    keeper.tick()
    for failures in (1, 2):
        keeper.running.wait()
        keeper.tick()
        assert keeper.failures == failures
    assert keeper.running is None
    assert not keeper.tick()
    assert said == [
        "The program broken failed (exit code 2); starting again.",
        "The program broken failed (exit code 2); starting again in 0.5 s.",
    ]


def test_a_busy_port_is_refused():
    with listening.listen("127.0.0.1", 0) as taken, pytest.raises(ServeError) as refusal:
        listening.listen("127.0.0.1", taken.getsockname()[1])
    assert refusal.value.code == "port-busy"


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(ServeError) as refusal:
        listening.listen("192.0.2.1", 0)
    assert refusal.value.code == "host-unknown"


def test_the_address_of_every_interface_is_one_that_a_browser_can_open():
    with listening.listen("0.0.0.0", 0) as everywhere:  # noqa: S104
        port = everywhere.getsockname()[1]
        assert listening.address(everywhere) == f"http://127.0.0.1:{port}"


def test_a_socket_on_which_nobody_answers_is_not_ready():
    with listening.listen("127.0.0.1", 0) as silent:
        assert not listening.answers(listening.address(silent), patience=0.1, environ={})


@pytest.mark.parametrize(
    ("environ", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"SAMKOP_HOSTS": "shop.example localhost"}, "http://127.0.0.1:8000"),
        ({"SAMKOP_HOSTS": "*"}, "http://127.0.0.1:8000"),
        ({"SAMKOP_HOSTS": ".example other"}, "http://example:8000"),
        ({"SAMKOP_HOSTS": "a", "SAMKOP_ORIGINS": "https://shop.example/"}, "https://shop.example"),
    ],
)
def test_the_printed_address_is_one_under_which_the_pages_answer(environ, address):
    at = "http://127.0.0.1:8000"
    assert listening.address_for_browsers(at, environ) == address
    assert address in listening.said_ready(at, environ)


def test_the_sign_of_life_is_asked_for_under_the_name_and_scheme_of_browsers():
    environ = {"SAMKOP_HOSTS": "shop.example", "SAMKOP_TLS": "1"}
    asked = []
    with listening.listen("127.0.0.1", 0) as served:

        def answer():
            with served.accept()[0] as connection:
                asked.append(connection.recv(4096).decode().splitlines())
                connection.sendall(b"HTTP/1.0 200 OK\r\n\r\n")

        browser = threading.Thread(target=answer)
        browser.start()
        assert listening.answers(listening.address(served), patience=5, environ=environ)
        browser.join()
    assert {"Host: shop.example", "X-Forwarded-Proto: https"} <= set(asked[0])


def test_a_data_folder_has_one_supervisor(tmp_path):
    with register.claimed(tmp_path) as before:
        assert before is None
        with pytest.raises(ServeError) as refusal, register.claimed(tmp_path):
            raise AssertionError
    assert refusal.value.code == "serving-already"
    with register.claimed(tmp_path):
        assert True


def test_a_supervisor_that_was_killed_leaves_its_file_and_no_lock(tmp_path):
    program = (
        "import os, sys; from pathlib import Path\n"
        "from samkop.site.supervisor import register\n"
        "from samkop.site.supervisor.processes import Process\n"
        "folder = Path(sys.argv[1])\n"
        "with register.claimed(folder):\n"
        "    me = Process.of(os.getpid())\n"
        "    register.write(folder, register.Served(me, 'http://x', True, {'web': me}))\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    with register.claimed(tmp_path) as before:
        assert before is not None
        assert (before.address, before.is_alive, [*before.programs]) == ("http://x", False, ["web"])
    assert register.read(tmp_path) is None


def test_a_torn_file_is_no_file(tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "serve.json").write_text('{"supervisor": {"pid"')
    assert register.read(tmp_path) is None


def test_a_program_dies_with_its_supervisor():
    supervisor = (
        "import sys, time\n"
        "from samkop.site.supervisor.keeper import Keeper, Program\n"
        "keeper = Keeper(Program('one', ('supplier-simulator',)), print)\n"
        "keeper.tick()\n"
        "sys.stdout.write(f'{keeper.running.pid}\\n'); sys.stdout.flush(); time.sleep(600)\n"
    )
    environment = {**os.environ, "SAMKOP_DATA": "/nonexistent"}
    with subprocess.Popen(
        [sys.executable, "-c", supervisor], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        child = Process.of(int(process.stdout.readline()))
        assert child is not None
        process.kill()
    while child.is_alive():
        time.sleep(0.02)


def test_a_waiting_request_is_answered_by_whoever_inherits_the_socket():
    """The port stays open while one web process is replaced by another."""
    heir = (
        "import socket, sys; accepted, _ = socket.socket(fileno=int(sys.argv[1])).accept();"
        "accepted.sendall(accepted.recv(5).upper())"
    )
    with (
        listening.listen("127.0.0.1", 0) as opened,
        socket.create_connection(opened.getsockname()) as client,
    ):
        client.sendall(b"hello")
        descriptor = opened.fileno()
        arguments = [sys.executable, "-c", heir, str(descriptor)]
        subprocess.run(arguments, pass_fds=(descriptor,), check=True)
        assert client.recv(5) == b"HELLO"
