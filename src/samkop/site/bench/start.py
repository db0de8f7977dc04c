"""Goal 14: from ``uv run samkop demo`` on existing data to its first page."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from samkop.platform import embedded_postgres as postgres
from samkop.site.bench.figures import Figure, Goal
from samkop.site.project import run_samkop

ROUNDS = 5
GOAL = 10.0  # seconds
LONGEST = 180.0
POLL = 0.02


def measure() -> list[Figure]:
    """Prepare the demo once in a folder of its own, then start it five times, cold.

    Cold: the database server is stopped in between, as after a restart of the machine.
    """
    data = Path(tempfile.mkdtemp(prefix="samkop-bench-"))
    environment = {**os.environ, "SAMKOP_DATA": str(data)}
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "SAMKOP_STATIC", "SAMKOP_SECRET_KEY"):
        environment.pop(name, None)
    try:
        prepare = run_samkop("demo", "--no-serve")
        subprocess.run(prepare, env=environment, stdout=subprocess.DEVNULL, check=True)
        seconds = [first_page(environment, data) for _round in range(ROUNDS)]
    finally:
        postgres.stop(data)
        shutil.rmtree(data, ignore_errors=True)
    median = statistics.median(seconds)
    return [Figure("start", "the demo region", median, "s", goal=Goal("ours", at_most=GOAL))]


def first_page(environment: dict[str, str], data: Path) -> float:
    """Seconds from the command to the first page; stops everything afterwards."""
    postgres.stop(data)
    port = free_port()
    command = run_samkop("demo", "--port", str(port))
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        while not page_is_there(port):
            if process.poll() is not None:
                raise RuntimeError(f"samkop demo ended with exit code {process.returncode}.")
            if time.perf_counter() - started > LONGEST:
                raise RuntimeError(f"samkop demo shows no page after {LONGEST:g} s.")
            time.sleep(POLL)
        return time.perf_counter() - started
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def page_is_there(port: int) -> bool:
    """Whether the first page is shown in full."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
            return bool(answer.read()) and answer.status == 200  # noqa: PLR2004
    except (OSError, urllib.error.URLError):
        return False


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
