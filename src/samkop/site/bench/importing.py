"""Goal 7: a million devices imported, checked, audited, all or nothing, beside COPY of the rows.

In a process and a folder of their own (``imported``), for Django keeps to one database: both take
turns on empty tables.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from samkop.platform import embedded_postgres as postgres
from samkop.site.bench.figures import Figure, Goal, Rival
from samkop.site.bench.ground import environment_of

ROUNDS, DEVICES = 5, 1_000_000
GOAL = Goal("ratio", at_most=2)


def measure(*, devices: int = DEVICES, rounds: int = ROUNDS) -> list[Figure]:
    """The import and its limit, taking turns; medians."""
    data = Path(tempfile.mkdtemp(prefix="samkop-bench-"))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "samkop.site.bench.imported", str(devices), str(rounds)],
            env=environment_of(data), check=True, stdout=subprocess.PIPE,
        )  # fmt: skip
    finally:
        postgres.stop(data)
        shutil.rmtree(data, ignore_errors=True)
    told = json.loads(done.stdout)
    limit = Rival(
        "COPY of the same rows into tables with the same indexes, PostgreSQL", told["version"],
        statistics.median(told["limit"]),
    )  # fmt: skip
    seconds = statistics.median(told["ours"])
    return [Figure("import", f"{devices:,} devices", seconds, "s", limit=limit, goal=GOAL)]
