"""Processes forked from one that has loaded Django: each would take seconds to load it anew."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Mapping


def forked(do: Callable[[], object]) -> int:
    """The number of a process that does it; what goes wrong in it stands on stderr."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        do()
        code = 0
    except Exception:  # noqa: BLE001 - whatever it is, the test shows it
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def counting(count: Callable[[], Mapping[str, int]]) -> tuple[int, int]:
    """The number of a process that counts, and where its answer is read from."""
    reading, writing = os.pipe()

    def answer() -> None:
        with os.fdopen(writing, "w") as told:
            json.dump(count(), told)

    process = forked(answer)
    os.close(writing)
    return process, reading


def counted(processes: Iterable[tuple[int, int]]) -> Counter[str]:
    """What all of them counted. Raises SystemExit if one of them failed."""
    total: Counter[str] = Counter()
    for process, reading in processes:
        with os.fdopen(reading) as told:
            said = told.read()
        _number, status = os.waitpid(process, 0)
        if status:
            sys.exit(f"a racing process ended with {os.waitstatus_to_exitcode(status)}")
        total.update(json.loads(said))
    return total
