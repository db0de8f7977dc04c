"""Hostile files by the hundred, in a process whose memory and calls are watched; fuzzing."""

import json
import os
import socket
import subprocess
import sys
import threading
from importlib.metadata import version
from pathlib import Path

import pytest

from core.edocs.fuzzing import check
from core.edocs.hostile_files import VALID
from core.edocs.mutation import mutated
from samkop.site.project import uv

FULL = os.environ.get("SAMKOP_TEST_SCALE") == "all"
HERE = Path(__file__).parent
TESTS, SOURCE = HERE.parents[1], HERE.parents[2] / "src"
SCALE = 50 if FULL else 1
MUTANTS = 4000 if FULL else 80
FUZZED = 600  # seconds of one processor
ATHERIS = "2.3.0" if sys.version_info < (3, 12) else "3.1.0"


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{TESTS}{os.pathsep}{SOURCE}"}


def test_no_hostile_file_crashes_hangs_calls_out_or_fills_the_memory(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("what nobody is to see")
    callers: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/x"

        def listen() -> None:
            try:
                callers.append(server.accept())
            except OSError:
                return  # closed, and nobody had called

        listener = threading.Thread(target=listen)
        listener.start()
        done = subprocess.run(
            [sys.executable, HERE / "hostile_child.py", url, secret, str(SCALE)],
            env=environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        server.shutdown(socket.SHUT_RDWR)
        listener.join()
    assert done.returncode == 0, done.stderr[-4000:]
    answer = json.loads(done.stdout)
    assert answer == {"read": 439, "failed": [], "told": [], "large": []}
    assert callers == []


@pytest.mark.parametrize("name", sorted(VALID))
def test_damaged_documents_are_judged_the_same_way_twice(name: str) -> None:
    for seed in range(MUTANTS // len(VALID)):
        check(mutated(VALID[name], seed))


def test_fuzzing_finds_nothing(tmp_path: Path) -> None:
    """Ten minutes of atheris in full; else that its program takes every seed."""
    if not FULL:
        for data in VALID.values():
            check(data)
        return
    for number, data in enumerate(VALID.values()):
        (tmp_path / str(number)).write_bytes(data)
    found = uv()
    assert found is not None, "atheris needs uv to be installed beside us"
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    done = subprocess.run(
        [*found, "run", "--quiet", "--isolated", "--no-project", "--python", python,
         "--with", f"atheris=={ATHERIS}", "--with", f"lxml=={version('lxml')}",
         "python", HERE / "fuzz_program.py", tmp_path, f"-max_total_time={FUZZED}",
         "-max_len=20000", "-timeout=10", "-rss_limit_mb=1000",
         f"-artifact_prefix={tmp_path}/found-"],
        env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    assert list(tmp_path.glob("found-*")) == []
