"""Workers that die by ``SIGKILL`` in the middle of their work."""

from __future__ import annotations

import itertools
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from django.db import connection

FILE_STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.scandir"}


def die_before_step(last: int) -> None:
    """Let this process kill itself just before its step of that number, counted from now.

    Steps are queries and changes of files. It works on where there are fewer.
    """
    steps = itertools.count(1)

    def step(*_said: object) -> None:
        if next(steps) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def before_query(execute: Callable[..., Any], *said: Any) -> Any:
        step()
        return execute(*said)

    connection.execute_wrappers.append(before_query)
    sys.addaudithook(lambda event, _arguments: step() if event in FILE_STEPS else None)
