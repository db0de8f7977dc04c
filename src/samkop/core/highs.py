"""HiGHS, ready for use: quiet, one thread, a seed; stopped in time, even within its long loops."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

SEED = 1
NO_LIMIT = 1e9  # seconds

_once = threading.Lock()
_banner: list[str] = []


def new_highs() -> Any:
    """A solver without a model. Imported when first needed: it takes a quarter of a second."""
    import highspy

    with _banner_kept_from_stdout():
        highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    set_options(highs, output_flag=False, threads=1, random_seed=SEED)
    return highs


def set_options(highs: Any, **options: Any) -> None:
    """Set options of HiGHS by their names."""
    for name, value in options.items():
        highs.setOptionValue(name, value)


def run(
    highs: Any, *, until: float | None = None, stopped: Callable[[], bool] | None = None
) -> bool:
    """Solve until a moment of ``time.monotonic`` or until stopped; False where no time is left.

    What is raised meanwhile (Ctrl-C, or by ``stopped``) is raised when the solver has ended.
    """
    left = NO_LIMIT if until is None else until - time.monotonic()
    if left <= 0:
        return False
    set_options(highs, time_limit=float(highs.getRunTime() + left))
    ended_by: list[BaseException] = []
    _listen(highs, until, stopped, ended_by)
    highs.run()
    if ended_by:
        raise ended_by[0]
    return True


def _listen(
    highs: Any,
    until: float | None,
    stopped: Callable[[], bool] | None,
    ended_by: list[BaseException],
) -> None:
    """Stop within the solver's long loops, too: its own clock looks only between them.

    What is raised must not pass through the solver's own frames; it is kept in ``ended_by`` and
    the solver asked to end.
    """

    def heard(event: Any) -> None:
        try:
            late = until is not None and time.monotonic() > until
            if ended_by or late or (stopped is not None and stopped()):
                event.interrupt()
        except BaseException as error:  # noqa: BLE001 - raised again after the solver
            ended_by.append(error)
            event.interrupt()

    for source in ("cbMipInterrupt", "cbSimplexInterrupt", "cbIpmInterrupt"):
        callback = getattr(highs, source)
        callback.clear()
        callback.subscribe(heard)


@contextmanager
def _banner_kept_from_stdout() -> Iterator[None]:
    """The solver's library greets on stdout when it is first used, whatever its options; an
    answer in JSON stands there, and nobody has asked for it on stderr.
    """
    import ctypes

    with _once:
        if _banner:
            yield
            return
        _banner.append("said")
        flush = ctypes.CDLL(None).fflush
        sys.stdout.flush()
        flush(None)
        kept = os.dup(1)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)
        try:
            yield
            flush(None)
        finally:
            os.dup2(kept, 1)
            os.close(kept)
