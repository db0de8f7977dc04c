"""django-oscar as the rival of orders: its shop in a throw-away environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from samkop.platform import embedded_postgres as postgres
from samkop.site.bench.clients import Browser, UnexpectedAnswerError
from samkop.site.bench.start import free_port
from samkop.site.project import uv

VERSION = "4.2"
NAME = "django-oscar"
PACKAGES = (f"django-oscar=={VERSION}", "sorl-thumbnail", "psycopg[binary]", "gunicorn")
PROGRAM = Path(__file__).with_name("rivals") / "oscar_shop.py"
LINES = 3
OK = 200
PATIENCE = 60.0
DATABASE = "rival_oscar"
ADDRESS = {
    "first_name": "A", "last_name": "Buyer", "line1": "Street 1", "line4": "Town",
    "postcode": "33100", "country": "FI",
}  # fmt: skip


class AbsentError(Exception):
    """The rival cannot be had here; says why."""


class Shop:
    """The rival's shop, set up on our server in a database of its own."""

    def __init__(self, server: postgres.Server, folder: Path) -> None:
        """``folder`` is where its pictures lie, for as long as it is used."""
        folder.mkdir(exist_ok=True)
        self._environment = {
            **os.environ, "OSCAR_DATABASE": json.dumps(_database(server)),
            "OSCAR_MEDIA": str(folder),
        }  # fmt: skip
        self.products: list[int] = self._run("setup")

    def place_in_process(self, seconds: float) -> float:
        """Orders a second of one process, without HTTP."""
        return float(self._run("place", str(seconds)))

    @contextmanager
    def served(self) -> Iterator[int]:
        """The port of the shop, served by two processes."""
        port = free_port()
        process = subprocess.Popen([*_command(), "serve", str(port)], env=self._environment)
        try:
            _wait_for(port, process)
            # Its counter of views fails when the very first two come at once.
            self.buyer(port, 0)()
            yield port
        finally:
            process.terminate()
            process.wait(PATIENCE)

    def buyer(self, port: int, number: int) -> Callable[[], float]:
        """A guest's whole checkout of three products; returns the seconds of its last POST."""
        products = [self.products[(number + n) % len(self.products)] for n in range(LINES)]

        def check_out() -> float:
            browser = Browser(port)
            browser.get(f"/catalogue/device-0_{self.products[0]}/")
            for product in products:
                browser.post(f"/basket/add/{product}/", {"quantity": "1"})
            guest = {"username": "a@example.org", "options": "anonymous"}
            browser.post("/checkout/", guest)
            browser.post("/checkout/shipping-address/", ADDRESS)
            started = time.perf_counter()
            placed = browser.post("/checkout/preview/", {"action": "place_order"}, follow=False)
            seconds = time.perf_counter() - started
            thanks = browser.get("/checkout/thank-you/")
            browser.close()
            if placed.status // 100 != 3 or thanks.status != OK:  # noqa: PLR2004 - a redirect
                raise UnexpectedAnswerError(f"{NAME} did not take the order: {placed.status}")
            return seconds

        return check_out

    def _run(self, *arguments: str) -> Any:
        done = subprocess.run(
            [*_command(), *arguments], env=self._environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
            raise AbsentError(f"{NAME} {VERSION} does not run here: {last}")
        return json.loads(done.stdout.strip().splitlines()[-1])


def _command() -> list[str]:
    found = uv()
    if found is None:
        raise AbsentError(f"{NAME} needs uv to be installed beside us, and there is no uv.")
    packages = [word for package in PACKAGES for word in ("--with", package)]
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return [*found, "run", "--quiet", "--isolated", "--no-project", "--python", python,
            *packages, "python", "-W", "ignore", str(PROGRAM)]  # fmt: skip


def _database(server: postgres.Server) -> dict[str, str]:
    """A database for the rival; Django's settings of it."""
    parameters = server.parameters("postgres")
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        admin.execute(f"CREATE DATABASE {DATABASE}")
    return {
        "NAME": DATABASE, "USER": parameters["user"], "PASSWORD": parameters["password"],
        "HOST": parameters["host"], "PORT": str(parameters["port"]),
    }  # fmt: skip


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        if process.poll() is not None:
            raise AbsentError(f"{NAME} {VERSION} ended with exit code {process.returncode}.")
        browser = Browser(port)
        try:
            page = browser.get("/basket/")
        except OSError:
            time.sleep(0.1)
            continue
        finally:
            browser.close()
        if page.status == OK:
            return
    raise AbsentError(f"{NAME} {VERSION} shows no page within {PATIENCE:g} s.")
