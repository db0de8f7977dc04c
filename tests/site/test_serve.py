"""``samkop serve`` as a whole: what is killed comes back, and in the end nothing is left."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import urllib.request

import pytest

from samkop.platform import embedded_postgres as postgres
from samkop.site.supervisor import register
from serving_ground import COMMAND, an_installation, children_of

ORGANISATIONS = """kind,identifier,name,country,administrator,administrator_email
municipality,0112038-9,Provby,FI,Administratör,admin@example.org
"""


@pytest.fixture(scope="module")
def serving():
    """One installation for all tests; each but the last leaves it serving."""
    with an_installation() as installation:
        installation.start()
        installation.wait(installation.is_ready, 120)
        yield installation


def page(address: str) -> int:
    with urllib.request.urlopen(f"{address}/sign-in/", timeout=60) as answer:  # noqa: S310
        return answer.status


def test_the_first_page_is_shown_without_an_error_before(serving):
    assert page(serving.served.address) == 200
    assert "Samköp is ready: http://127.0.0.1:" in serving.log.read_text()
    assert "ERROR" not in serving.log.read_text()


def test_a_data_folder_that_was_not_there_before_has_style_sheet_scripts_and_icon(serving):
    address = serving.served.address
    with urllib.request.urlopen(f"{address}/sign-in/", timeout=60) as answer:  # noqa: S310
        found = re.findall(r'(?:href|src)="(/static/[^"]+)"', answer.read().decode())
    assert {name.rpartition(".")[2] for name in found} == {"css", "js", "svg", "woff2"}
    for name in found:
        with urllib.request.urlopen(address + name, timeout=60) as answer:  # noqa: S310
            assert (name, answer.status) == (name, 200)
    assert "No directory at" not in serving.log.read_text()


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_killed_program_is_replaced_and_what_it_had_started_ends_with_it(serving, name):
    before = serving.served.programs[name]
    started = children_of(before)
    assert len(started) == {"web": 2, "worker": 0}[name]
    before.send(signal.SIGKILL)
    serving.wait(lambda: not any(process.is_alive() for process in started))
    serving.wait(lambda: serving.is_ready() and serving.served.programs[name] != before)
    assert page(serving.served.address) == 200
    assert serving.served.programs[name].is_alive()


def test_a_killed_database_server_is_started_again(serving):
    before = serving.postmaster
    before.send(signal.SIGKILL)
    serving.wait(lambda: postgres.status(serving.data).pid not in {before.pid, None})
    serving.wait(lambda: page_is_there(serving.served.address))
    assert serving.postmaster != before


def page_is_there(address: str) -> bool:
    try:
        return page(address) == 200
    except OSError:
        return False


def test_the_port_of_another_installation_is_refused_with_a_sentence(serving, tmp_path):
    port = serving.served.address.rpartition(":")[2]
    done = subprocess.run(
        [*COMMAND, "--data", str(tmp_path), "serve", "--port", port],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith(f"Another program listens on port {port}")
    assert not (tmp_path / "postgresql").exists()


def test_what_is_served_is_not_stopped_under_its_supervisor(serving):
    done = serving.run("stop")
    assert (done.returncode, serving.served.address in done.stderr) == (1, True)
    assert postgres.status(serving.data).state == "running"


def test_a_data_folder_that_is_served_is_refused_with_its_address(serving):
    done = serving.run("serve", "--port", "0")
    assert done.returncode == 2
    assert serving.served.address in done.stderr


def test_an_empty_installation_is_entered_by_a_file_and_a_link(serving, tmp_path):
    """And before it the doctor finds that nobody is there, and nothing wrong afterwards."""
    done = serving.run("doctor")
    assert (done.returncode, "There is no organisation yet" in done.stdout) == (1, True)
    file = tmp_path / "organisations.csv"
    file.write_text(ORGANISATIONS, "utf-8")
    done = serving.run("import", "organisations", str(file))
    assert done.returncode == 0, done.stderr
    done = serving.run("account", "reset", "admin@example.org")
    assert done.returncode == 0, done.stderr
    link = done.stdout.strip()
    assert link.startswith(f"{serving.served.address}/sign-in/password/reset/key/")
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(link, timeout=60) as answer:
        assert 'name="password1"' in answer.read().decode()
    done = serving.run("doctor")
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1] == "Nothing is wrong."


def test_a_database_that_cannot_be_reached_is_a_sentence_and_leaves_nothing_running(
    serving, tmp_path
):
    nowhere = "postgresql://samkop@127.0.0.1:1/samkop"
    done = subprocess.run(
        [*COMMAND, "--data", str(tmp_path), "serve", "--port", "0"],
        capture_output=True, text=True, check=False,
        env={
            **os.environ, "DATABASE_URL": nowhere, "DATABASE_OWNER_URL": nowhere,
            "SAMKOP_STATIC": str(serving.static),
        },
    )  # fmt: skip
    # The output ends: no program of it holds the pipe any longer.
    assert (done.returncode, done.stdout) == (2, "")
    assert "No PostgreSQL server answers on 127.0.0.1, port 1" in done.stderr.splitlines()[-1]
    assert register.read(tmp_path) is None


def test_killed_itself_its_programs_end_and_the_next_start_takes_over(serving):
    before, port = serving.served, serving.served.address.rpartition(":")[2]
    workers = children_of(before.programs["web"])
    server = serving.postmaster
    serving.supervisor.kill()
    serving.supervisor.wait()
    serving.start("--port", port)
    serving.wait(lambda: serving.is_ready() and serving.served.supervisor != before.supervisor)
    assert [p for p in (*before.programs.values(), *workers) if p.is_alive()] == []
    assert serving.postmaster == server
    assert page(serving.served.address) == 200


def test_stopped_in_order_it_leaves_nothing_running(serving):
    served, server = serving.served, serving.postmaster
    workers = children_of(served.programs["web"])
    assert serving.stop() == 0
    ours = [server, *served.programs.values(), *workers]
    assert [process for process in ours if process.is_alive()] == []
    assert serving.served is None
    assert serving.run("migrate").returncode == 0  # starts the database server, and leaves it
    assert postgres.status(serving.data).state == "running"
    assert serving.run("stop").returncode == 0
    assert postgres.status(serving.data).state != "running"
