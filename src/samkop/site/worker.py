"""The worker process: jobs, facts and seals, each in a loop of its own.

It may be killed at any moment: whatever it was doing is taken up again by the next one.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import structlog
from django.db import DatabaseError, connections
from procrastinate.contrib.django import app

from samkop.platform import actors
from samkop.platform.audit.heads import Heads
from samkop.platform.audit.sealing import publish_heads, seal_waiting
from samkop.platform.outbox import dispatch_waiting
from samkop.site.wiring import FACTS

log = structlog.get_logger()

DISPATCH_EVERY = 0.25
SEAL_EVERY = 0.5
AFTER_A_FAILURE = 2.0


def heads() -> Heads:
    """The folder of signed heads of this installation."""
    return Heads(Path(os.environ["SAMKOP_DATA"], "audit", "heads"))


def run() -> None:
    """Work until SIGTERM or SIGINT."""
    stopping = threading.Event()
    loops = [
        ("dispatcher", DISPATCH_EVERY, lambda: dispatch_waiting(FACTS)),
        ("sealer", SEAL_EVERY, lambda: seal_and_publish(heads())),
    ]
    threads = [
        threading.Thread(target=repeat, args=(name, every, work, stopping), daemon=True)
        for name, every, work in loops
    ]
    for thread in threads:
        thread.start()
    try:
        with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
            worker_app.run_worker(install_signal_handlers=True, listen_notify=True)
    finally:
        stopping.set()
        for thread in threads:
            thread.join(timeout=5)


def seal_and_publish(folder: Heads) -> int:
    """Seal what waits and write the heads of the chains that grew."""
    sealer = actors.job("audit-sealer")
    grown = seal_waiting(sealer)
    publish_heads(folder, grown, sealer, datetime.now(UTC))
    return len(grown)


def repeat(name: str, every: float, work: Callable[[], int], stopping: threading.Event) -> None:
    """Call ``work`` again and again; at once while it finds something to do."""
    while not stopping.is_set():
        pause = every
        try:
            if work():
                pause = 0.0
        except DatabaseError as error:
            log.warning("waiting-for-the-database", loop=name, error=str(error).strip())
            connections.close_all()
            pause = AFTER_A_FAILURE
        except Exception:
            log.exception("loop-failed", loop=name)
            pause = AFTER_A_FAILURE
        stopping.wait(pause)


def stop(pid: int) -> None:
    """Ask a worker to finish what it does and end."""
    os.kill(pid, signal.SIGTERM)
