"""Goals 4 to 6: the list of devices, any page of it, one device, a text, a change of a thousand.

Whole requests through every middleware, in a process of its own, of the ICT manager of three
municipalities with 10,000, 100,000 and 1,000,000 devices in one database. The limit is the
statement alone, prepared, as the owner past row security, on the same tables, taking turns.
"""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from samkop.site.bench.figures import Figure, Goal, Rival
from samkop.site.bench.fleet_ground import RARE, Fleet, data_folder, load_fleets
from samkop.site.bench.ground import let_go

if TYPE_CHECKING:
    from django.test import Client

    from samkop.platform.actors import Actor

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS, EACH, CHANGED = 5, 3, 1_000
DEEP = 0.95
OK, FOUND = 200, 302
NO_RIVAL = (
    "NetBox needs Python 3.12 or later, a compiler for its database driver and a Redis server,"
    " which an environment of this run does not bring"
)
SQL = "the statement alone, PostgreSQL"
ROWS_GOAL, SERIAL_GOAL = Goal("ratio", at_most=100), Goal("ours", at_most=10)
TEXT_GOAL, GROWTH_GOAL = Goal("ratio", at_most=2), Goal("ratio", at_most=1.3)

PAGE_SQL = "SELECT * FROM fleet_asset WHERE owner_id = %s ORDER BY asset_number, id LIMIT 51"
DEEP_SQL = (
    "SELECT * FROM fleet_asset WHERE owner_id = %s AND (asset_number, id) > (%s, %s)"
    " ORDER BY asset_number, id LIMIT 51"
)
FACET_SQL = (
    "SELECT * FROM fleet_asset WHERE owner_id = %s AND state = 'maintenance'"
    " ORDER BY asset_number, id LIMIT 51"
)
SERIAL_SQL = "SELECT * FROM fleet_asset WHERE owner_id = %s AND serial_number = %s"
TEXT_SQL = "SELECT * FROM fleet_asset WHERE owner_id = %s AND search_text LIKE %s"
# What the page asks for a text: ids by the one function that reads past the wall, rows behind it.
FOUND_SQL = (
    "SELECT * FROM fleet_asset WHERE owner_id = %s"
    " AND id = ANY (ARRAY(SELECT id FROM fleet_search_assets(%s, %s, 10001)))"
)
CHANGE_SQL = "UPDATE fleet_asset SET renew_on = %s WHERE id = ANY (%s)"


@dataclass(frozen=True)
class Work:
    """One thing that is measured: ours, and the statement alone; each does it once.

    ``goal`` is that of the largest, ``growth`` of the largest beside the smallest.
    """

    name: str
    ours: Callable[[], object]
    alone: Callable[[], object]
    goal: Goal | None
    growth: Goal | None = GROWTH_GOAL
    each: int = EACH


def measure(*, sizes: Sequence[int] = SIZES, rounds: int = ROUNDS) -> list[Figure]:
    """Each work at each size, and how it grew from the smallest to the largest."""
    # Django goes to the first database of its process: this one has a process of its own.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(measured, tuple(sizes), rounds).result()


def measured(sizes: Sequence[int], rounds: int) -> list[Figure]:
    """As ``measure``, in this process."""
    data = data_folder()
    try:
        return figures_of(load_fleets(sizes), rounds)
    finally:
        let_go(data)


def figures_of(fleets: Sequence[Fleet], rounds: int) -> list[Figure]:
    version = str(_owner().info.server_version // 10_000)
    works = [_works_of(fleet) for fleet in fleets]
    taken: dict[tuple[int, str], tuple[list[float], list[float]]] = {}
    for _round in range(rounds):
        for fleet, its in zip(fleets, works, strict=True):
            for work in its:
                ours, alone = taken.setdefault((fleet.devices, work.name), ([], []))
                for _each in range(work.each):
                    ours.append(_milliseconds(work.ours))
                    alone.append(_milliseconds(work.alone))
    figures = []
    for work in works[0]:
        medians = []
        for fleet in fleets:
            ours, alone = taken[fleet.devices, work.name]
            medians.append(statistics.median(ours))
            limit = Rival(SQL, version, statistics.median(alone))
            figures.append(
                Figure(
                    f"fleet {work.name}", f"{fleet.devices:,} devices", medians[-1], "ms",
                    limit=limit, goal=work.goal if fleet is fleets[-1] else None,
                    why_absent=NO_RIVAL,
                )
            )  # fmt: skip
        smallest = Rival("the smallest", "", medians[0])
        figures.append(
            Figure(f"fleet {work.name}, growth", _sizes(fleets), medians[-1], "ms",
                   limit=smallest, goal=work.growth)
        )  # fmt: skip
    return figures


def _sizes(fleets: Sequence[Fleet]) -> str:
    return f"{fleets[-1].devices:,} beside {fleets[0].devices:,} devices"


def _works_of(fleet: Fleet) -> list[Work]:
    from django.urls import reverse

    client, owner = _signed_in(fleet), fleet.owner_id
    listed, searched = reverse("devices"), reverse("search")
    number, identity = _row_at(fleet, DEEP)
    deep = f"{listed}?{urlencode({'after': _cursor(number, identity)})}"

    def page(address: str, status: int = OK) -> Callable[[], object]:
        return lambda: _answered(client, address, status)

    def alone(sql: str, *values: object) -> Callable[[], object]:
        return lambda: _owner().execute(sql, [owner, *values], prepare=True).fetchall()

    def texts(term: str, text: str) -> list[Work]:
        # A page is held against the statement as a page of rows: it may take a tenth of one's time.
        limit, shown = alone(TEXT_SQL, f"%{text.lower()}%"), f"{listed}?{urlencode({'q': text})}"
        return [
            Work(f"text: {term}", _found_by(fleet, text), limit, TEXT_GOAL, growth=None),
            Work(f"text page: {term}", page(shown), limit, ROWS_GOAL, growth=None),
        ]

    return [
        Work("list page", page(listed), alone(PAGE_SQL), ROWS_GOAL),
        Work("deep page", page(deep), alone(DEEP_SQL, number, identity), ROWS_GOAL),
        Work("facet", page(f"{listed}?state=maintenance"), alone(FACET_SQL), ROWS_GOAL),
        Work(
            "serial", page(f"{searched}?{urlencode({'q': fleet.serial})}", FOUND),
            alone(SERIAL_SQL, fleet.serial), SERIAL_GOAL,
        ),
        *texts("part of a serial", fleet.serial[2:8]),
        *texts("a rare word", RARE),
        _bulk_of(fleet),
    ]  # fmt: skip


def _found_by(fleet: Fleet, text: str) -> Callable[[], object]:
    """The search without a page around it: through the door, behind row security."""
    from samkop.platform.database.driver import asked
    from samkop.platform.unit_of_work import reading

    manager, values = _manager_of(fleet), [fleet.owner_id, fleet.owner_id, text]

    def found() -> object:
        with reading(manager):
            return asked(FOUND_SQL, values).fetchall()

    return found


def _manager_of(fleet: Fleet) -> Actor:
    from samkop.parties.in_whose_name import actor_of_person

    now = datetime.now(UTC)
    return actor_of_person(fleet.person_id, fleet.owner_id, now, by="bench")[0]


def _bulk_of(fleet: Fleet) -> Work:
    """A thousand devices get another day of renewal: the job, from its asking to its end."""
    from samkop.fleet.rules.changes import Change, What
    from samkop.fleet.usecases.chosen_assets import start_changes
    from samkop.platform import jobs
    from samkop.platform.unit_of_work import perform

    manager = _manager_of(fleet)
    step = max(1, fleet.devices // CHANGED)
    sql = "SELECT id FROM fleet_asset WHERE owner_id = %s ORDER BY id"
    ids = [row[0] for row in _owner().execute(sql, [fleet.owner_id]).fetchall()][::step][:CHANGED]
    days = (date(2031, 1, 1) + timedelta(days=n) for n in range(10_000))

    def ours() -> None:
        change = Change(What.RENEWAL, renew_on=next(days))
        run = perform(manager, start_changes, asset_ids=ids, change=change)
        jobs.run_job(run.pk, run.party_id)

    def alone() -> None:
        _owner().execute(CHANGE_SQL, [next(days), ids], prepare=True)

    return Work(f"change of {CHANGED:,}", ours, alone, None, growth=None, each=1)


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _answered(client: Client, address: str, status: int) -> None:
    answer = client.get(address)
    if answer.status_code != status:
        message = f"{address} answered {answer.status_code}"
        raise RuntimeError(message)


def _signed_in(fleet: Fleet) -> Client:
    from django.test import Client

    from samkop.platform.models import Account

    client = Client(headers={"host": "localhost", "accept-language": "sv"})
    account = Account.objects.get(id=fleet.account_id)
    client.force_login(account)
    return client


def _row_at(fleet: Fleet, share: float) -> tuple[str, int]:
    number = f"D{int(fleet.devices * share):07}"
    sql = "SELECT id FROM fleet_asset WHERE owner_id = %s AND asset_number = %s"
    [(identity,)] = _owner().execute(sql, [fleet.owner_id, number]).fetchall()
    return number, identity


def _cursor(number: str, identity: int) -> str:
    """The list's own cursor of a page that begins after this row."""
    from samkop.platform.lists.keyset import cursor_of

    return cursor_of((number, identity))


def _owner() -> Any:
    """Psycopg's own connection as the owner: no guard, no row security."""
    from django.db import connections

    connections["owner"].ensure_connection()
    return connections["owner"].connection
