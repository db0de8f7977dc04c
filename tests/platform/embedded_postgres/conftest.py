import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

import samkop
from installed import copied
from samkop.platform.embedded_postgres import Server, ensure_running, stop
from samkop.site.check_folder import quickest

SOURCES = Path(samkop.__file__).parents[1]


@contextmanager
def temporary_data_dir() -> Iterator[Path]:
    # Not pytest's tmp_path: that lies in a folder which root's server user cannot pass through.
    folder = Path(tempfile.mkdtemp(prefix="samkop-test-", dir=quickest()))
    try:
        yield folder
    finally:
        stop(folder)
        shutil.rmtree(folder)


@pytest.fixture
def empty_dir() -> Iterator[Path]:
    """A 0700 folder in which there is no server yet."""
    with temporary_data_dir() as folder:
        yield folder


@pytest.fixture(scope="session")
def created_once() -> Iterator[Path]:
    with temporary_data_dir() as folder:
        ensure_running(folder, durable=False)
        stop(folder)
        yield folder


@pytest.fixture(scope="session")
def created_in(created_once: Path) -> Callable[[Path], Path]:
    """Puts a stopped server's data into a folder; much quicker than creating them."""

    return partial(copied, created_once)


@pytest.fixture
def data_dir(empty_dir: Path, created_in: Callable[[Path], Path]) -> Path:
    """A folder whose server is created and stopped."""
    return created_in(empty_dir)


@pytest.fixture(scope="session")
def server(created_in: Callable[[Path], Path]) -> Iterator[Server]:
    """One that runs for all tests which do not harm it."""
    with temporary_data_dir() as folder:
        yield ensure_running(created_in(folder), durable=False)


@pytest.fixture
def in_another_process() -> Iterator[Callable[..., subprocess.Popen]]:
    """Starts a Python program that has the given folder in `data_dir`."""
    preamble = (
        "from pathlib import Path; import os, signal, sys, time\n"
        "from samkop.platform.embedded_postgres import *\n"
        "data_dir = Path(sys.argv[1])\n"
    )
    inherited = [path for path in [os.environ.get("PYTHONPATH")] if path]
    started = []

    def start(program: str, folder: Path, *path: Path) -> subprocess.Popen:
        search = os.pathsep.join(map(str, (*path, SOURCES, *inherited)))
        process = subprocess.Popen(
            [sys.executable, "-c", preamble + program, str(folder)],
            env={**os.environ, "PYTHONPATH": search},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.stdout.close()
        process.stderr.close()
        process.wait()


@pytest.fixture
def eventually() -> Callable[[Callable[[], object]], None]:
    """Waits for something that another process is about to do."""

    def wait(condition: Callable[[], object]) -> None:
        for _ in range(3000):
            if condition():
                return
            time.sleep(0.01)
        raise AssertionError("it never happened")

    return wait
