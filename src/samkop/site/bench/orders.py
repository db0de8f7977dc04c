"""Goals 1 to 3: orders over HTTP with every rule, beside django-oscar and PostgreSQL alone.

All take turns in each round, on the same server and the same cores: ours over HTTP, the
rival's checkout over HTTP, the rival's order in one process, and one transaction of an
order's shape by pgbench.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import typer

from samkop.platform import embedded_postgres as postgres
from samkop.site.bench import oscar
from samkop.site.bench.clients import Browser, UnexpectedAnswerError, load
from samkop.site.bench.figures import Figure, Goal, Rival
from samkop.site.bench.ground import a_year, environment_of
from samkop.site.bench.limit import Limit
from samkop.site.supervisor.gate import Gate
from samkop.site.supervisor.keeper import PARENT
from samkop.site.supervisor.listening import address, answers, listen

if TYPE_CHECKING:
    from samkop.site.bench.market import Buyer

ROUNDS = 5
SECONDS = 5
FEW, MANY = 4, 16  # clients
PROCESSES = 2
PATIENCE = 60.0
CREATED = 201
P99 = 0.99


@dataclass
class Measured:
    """A value of each round, by what was measured."""

    rounds: dict[str, list[float]] = field(default_factory=dict)

    def keep(self, name: str, value: float) -> None:
        """Add a round's value."""
        self.rounds.setdefault(name, []).append(value)

    def median(self, name: str) -> float:
        """The median over the rounds."""
        return statistics.median(self.rounds[name])


def measure() -> list[Figure]:
    """Orders spread over many ceilings, with their latency."""
    ground, found = _ground(), Measured()
    with ground.served() as port, ground.rival() as shop:
        for round_ in range(ROUNDS):
            typer.echo(f"  round {round_ + 1} of {ROUNDS} …", err=True)
            ours = load(FEW, SECONDS, ground.spread(port))
            found.keep("ours", ours.per_second)
            found.keep("p50", ours.quantile(0.5))
            found.keep("p99", ours.quantile(P99))
            found.keep("limit", ground.limit.tps(FEW, SECONDS))
            if shop.checkout:
                theirs = load(FEW, SECONDS, shop.checkout)
                found.keep("checkout", theirs.per_second)
                found.keep("final post", theirs.quantile(0.5))
                found.keep("in process", shop.in_process())
    ground.check()
    return _spread_figures(found, ground, shop)


def measure_hot() -> list[Figure]:
    """All clients on one ceiling, which is never over."""
    ground, found = _ground(), Measured()
    with ground.served() as port, ground.rival() as shop:
        for round_ in range(ROUNDS):
            typer.echo(f"  round {round_ + 1} of {ROUNDS} …", err=True)
            found.keep("few", load(FEW, SECONDS, ground.hot(port)).per_second)
            found.keep("many", load(MANY, SECONDS, ground.hot(port)).per_second)
            found.keep("limit", ground.limit.tps(MANY, SECONDS, ceilings=1))
            if shop.checkout:
                found.keep("checkout", load(FEW, SECONDS, shop.checkout).per_second)
    ground.check()
    return _hot_figures(found, ground, shop)


def _spread_figures(found: Measured, ground: _Ground, shop: _Rival) -> list[Figure]:
    ours, size = found.median("ours"), f"{FEW} clients, ceilings spread"
    limit = ground.limit.as_rival(found.median("limit"))
    figures = [
        Figure("orders", size, ours, "1/s", limit=limit, goal=Goal("ratio", at_least=0.10)),
        Figure("orders p99 to p50", size, found.median("p99") / found.median("p50"), "times",
               goal=Goal("ours", at_most=4)),
    ]  # fmt: skip
    for name, what, least in (("checkout", "checkout", 100), ("in process", "in process", 20)):
        goal = Goal("ratio", at_least=least)
        if shop.checkout:
            rival = Rival(f"{oscar.NAME} {what}", oscar.VERSION, found.median(name))
            figures.append(Figure(f"orders to {what}", size, ours, "1/s", rival, goal=goal))
        else:
            figures.append(_absent(f"orders to {what}", size, "1/s", goal, shop.why_absent))
    goal = Goal("ratio", at_most=0.1)
    if not shop.checkout:
        return [*figures, _absent("orders p50", size, "ms", goal, shop.why_absent)]
    post = Rival(f"{oscar.NAME} final POST", oscar.VERSION, found.median("final post"))
    return [*figures, Figure("orders p50", size, found.median("p50"), "ms", post, goal=goal)]


def _hot_figures(found: Measured, ground: _Ground, shop: _Rival) -> list[Figure]:
    many, few, size = found.median("many"), found.median("few"), f"{MANY} clients, one ceiling"
    limit = ground.limit.as_rival(found.median("limit"))
    goal = Goal("ratio", at_least=30)
    return [
        Figure("orders --hot", size, many, "1/s", limit=limit, goal=Goal("ratio", at_least=0.25)),
        Figure("orders --hot to 4 clients", size, many / few, "times",
               goal=Goal("ours", at_least=0.9)),
        Figure("orders --hot to checkout", size, many, "1/s",
               Rival(f"{oscar.NAME} checkout", oscar.VERSION, found.median("checkout")), goal=goal)
        if shop.checkout
        else _absent("orders --hot to checkout", size, "1/s", goal, shop.why_absent),
    ]  # fmt: skip


def _absent(name: str, size: str, unit: str, goal: Goal, why: str) -> Figure:
    return Figure(name, size, None, unit, goal=goal, why_absent=why)


@dataclass
class _Rival:
    """The rival's actions while it is served; none, and the reason, where it is absent."""

    checkout: Callable[[int], Callable[[], float]] | None = None
    in_process: Callable[[], float] = lambda: 0.0
    why_absent: str = ""


@cache
def _ground() -> _Ground:
    """One a process, like the year that it stands on."""
    return _Ground(a_year())


class _Ground:
    """The data folder with a market on it, the limit, and the rival."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.server = postgres.ensure_running(data)
        typer.echo("  making a market …", err=True)
        from samkop.site.bench.market import make_market

        self.market = make_market()
        self.limit = Limit(self.server)

    @contextmanager
    def served(self) -> Iterator[int]:
        """The port of our pages: two processes, as the rival has."""
        listening = listen("127.0.0.1", 0)
        with Gate() as gate, listening:
            environment = {**environment_of(self.data), PARENT: str(os.getpid())}
            handles = (listening.fileno(), gate.descriptor)
            process = subprocess.Popen(
                [sys.executable, "-m", "samkop.site.supervisor.child", "web",
                 *map(str, handles), str(PROCESSES)],
                env=environment, pass_fds=handles,
            )  # fmt: skip
            gate.open()
            try:
                if not answers(address(listening), patience=PATIENCE, environ=os.environ):
                    raise UnexpectedAnswerError("Our own pages do not answer.")
                yield int(listening.getsockname()[1])
            finally:
                process.terminate()
                process.wait(PATIENCE)

    @contextmanager
    def rival(self) -> Iterator[_Rival]:
        """The rival beside us; without it, the reason."""
        typer.echo("  setting up the rival …", err=True)
        try:
            shop = oscar.Shop(self.server, self.data / "rival")
        except oscar.AbsentError as absent:
            yield _Rival(why_absent=str(absent))
            return
        with shop.served() as port:
            yield _Rival(
                lambda number: shop.buyer(port, number), lambda: shop.place_in_process(SECONDS)
            )

    def spread(self, port: int) -> Callable[[int], Callable[[], float]]:
        """Clients whose orders go from agreement to agreement."""
        return lambda number: self._client(port, number, spread=True)

    def hot(self, port: int) -> Callable[[int], Callable[[], float]]:
        """Clients that all order from the first agreement."""
        return lambda number: self._client(port, number, spread=False)

    def _client(self, port: int, number: int, *, spread: bool) -> Callable[[], float]:
        browser = Browser(port)
        buyer = self.market.buyers[number % len(self.market.buyers)]
        agreements = self.market.items if spread else self.market.items[:1]
        turn = number

        def order() -> float:
            nonlocal turn
            turn += 1
            return _order(browser, buyer, agreements[turn % len(agreements)])

        return order

    def check(self) -> None:
        """Raises UnexpectedAnswerError unless every ledger adds up and no ceiling is over."""
        from django.db import connections

        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM agreements_ceiling c WHERE committed_cents > maximum_cents"
                " OR committed_cents <> (SELECT coalesce(sum(cents), 0)"
                " FROM agreements_ceilingmovement m WHERE m.agreement_id = c.agreement_id)"
            )
            wrong = cursor.fetchone()[0]
        if wrong:
            raise UnexpectedAnswerError(f"{wrong} ceilings are over, or differ from their ledger.")


def _order(browser: Browser, buyer: Buyer, items: tuple[int, ...]) -> float:
    """One order of three lines by the API; the seconds that it took."""
    body = {
        "cost_centre": buyer.cost_centre, "delivery_location": buyer.site,
        "lines": [{"item_id": item, "quantity": 1} for item in items],
    }  # fmt: skip
    headers = {
        "Authorization": f"Bearer {buyer.token}", "Content-Type": "application/json",
        "Idempotency-Key": uuid.uuid4().hex,
    }  # fmt: skip
    started = perf_counter()
    made = browser.ask("POST", "/api/v1/requisitions", json.dumps(body).encode(), headers)
    seconds = perf_counter() - started
    if made.status != CREATED or json.loads(made.body)["state"] != "ordered":
        raise UnexpectedAnswerError(f"An order was not placed: {made.body.decode()[:300]}")
    return seconds
