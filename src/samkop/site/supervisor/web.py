"""The web process: gunicorn on a socket that the supervisor holds.

While a web process is replaced, requests wait in the socket's queue and are not refused.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from samkop.site import start
from samkop.site.supervisor.gate import wait_at
from samkop.site.supervisor.processes import die_with_parent

# Each thread keeps a database connection of its own.
THREADS = 2
SLOWEST_REQUEST = 120  # seconds without a sign of life, after which a worker is replaced
GRACE = 10  # seconds that open requests are given at the end
# So many new objects that are not gone yet are looked through for cycles; Python's own 700 are
# less than one page makes.
NEW_OBJECTS = 10_000
MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn's own advice for its workers' heartbeat


def options(descriptor: int, workers: int) -> dict[str, Any]:
    """Gunicorn's settings.

    Threaded workers, although each of them is mostly alone with its request: a browser opens
    connections in advance, and a worker of the kind ``sync`` would wait on such a one and
    serve nobody.
    """
    return {
        "bind": f"fd://{descriptor}",
        "worker_class": "gthread",
        "workers": workers,
        "threads": THREADS,
        "preload_app": True,  # a worker is replaced within milliseconds
        "timeout": SLOWEST_REQUEST,
        "graceful_timeout": GRACE,
        "keepalive": 5,
        "worker_tmp_dir": str(MEMORY) if os.access(MEMORY, os.W_OK) else None,
        "control_socket_disable": True,
        "loglevel": "warning",
        "proc_name": "samkop-web",
        "post_fork": _bound_to_its_parent,
    }


class Pages(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """Samköp's pages as a gunicorn application."""

    def __init__(self, settings: dict[str, Any], gate: int) -> None:
        self.settings, self.gate = settings, gate
        super().__init__()

    def load_config(self) -> None:
        """Called by gunicorn: its settings."""
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """Called by gunicorn, before it forks: the WSGI application."""
        start.django()
        # All modules load while the database is prepared; the application itself afterwards,
        # for it reads which static files there are, once and for all.
        with start.loading():
            import_module(settings.ROOT_URLCONF)
        wait_at(self.gate)
        from samkop.site.wsgi import application

        # What is there before the fork stays: looking through it for cycles, again and again,
        # takes a tenth of a request, and would copy the memory that the workers share.
        gc.collect()
        gc.freeze()
        gc.set_threshold(NEW_OBJECTS, 10, 10)
        return application


def run(*, descriptor: int, gate: int, workers: int) -> None:
    """Serve the pages on an open socket, once the gate is open, until SIGTERM."""
    Pages(options(descriptor, workers), gate).run()


def _bound_to_its_parent(arbiter: Any, _worker: Any) -> None:
    die_with_parent(arbiter.pid)
