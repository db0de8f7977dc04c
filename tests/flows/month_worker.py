"""A worker of the month in a process of its own: it kills itself just before its STEPth query.

``python month_worker.py DATABASE DATA STEP``; queries and changes of files count. It ends by
itself where there is less to do.
"""

import itertools
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import ground

ground.point_at(sys.argv[1])

from django.db import connection  # noqa: E402

from month import until_quiet  # noqa: E402

FILE_STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.scandir"}
LAST = int(sys.argv[3])
steps = itertools.count(1)


def step(*_said: object) -> None:
    """Before each step: is it the last one?"""
    if next(steps) == LAST:
        os.kill(os.getpid(), signal.SIGKILL)


def before_query(execute: Callable[..., Any], *said: Any) -> Any:
    """Django's execute wrapper."""
    step()
    return execute(*said)


connection.execute_wrappers.append(before_query)
sys.addaudithook(lambda event, _arguments: step() if event in FILE_STEPS else None)
until_quiet(Path(sys.argv[2]))
