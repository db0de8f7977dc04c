"""Goal 13: the server's time for every page that each role can reach, after a year of orders.

Pages are found as a person finds them: from the start page along the links, one address of
each name and role. In this process, through every middleware, without the network.
"""

from __future__ import annotations

import re
import statistics
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import typer

from samkop.site.bench.figures import Figure, Goal
from samkop.site.bench.ground import ORDERS, a_year

if TYPE_CHECKING:
    from django.test import Client

ROUNDS = 5
MOST_OF_A_NAME = 2  # addresses of one name and role: with and without a query string
SLOWEST_SHOWN = 10
MEDIAN_GOAL, P95_GOAL = 50.0, 150.0  # milliseconds
P95 = 0.95
OK = 200
LINK = re.compile(r'<a\s[^>]*?href="([^"#]+)"')
# Signing in and out, files of any size, and the choice of whom to be are no pages of the shop.
LEFT_OUT = re.compile(r"^/(sign-in|static|api|demo|healthz)|\.(csv|xlsx|xml)$")


@dataclass(frozen=True)
class Timed:
    """A page's milliseconds, the median of ROUNDS."""

    role: str
    path: str
    milliseconds: float


def measure() -> list[Figure]:
    """Median and 95th percentile over all pages of all roles."""
    a_year()
    timed = [page for part in _parts() for page in _pages_of(*part)]
    timed.sort(key=lambda page: page.milliseconds)
    for page in timed[-SLOWEST_SHOWN:]:
        typer.echo(f"  {page.milliseconds:7.1f} ms  {page.role}  {page.path}", err=True)
    values = [page.milliseconds for page in timed]
    size = f"{len(timed)} pages, {ORDERS:,} orders"
    p95 = values[min(len(values) - 1, int(len(values) * P95))]
    return [
        Figure("pages p50", size, statistics.median(values), "ms",
               goal=Goal("ours", at_most=MEDIAN_GOAL)),
        Figure("pages p95", size, p95, "ms", goal=Goal("ours", at_most=P95_GOAL)),
    ]  # fmt: skip


def _parts() -> list[tuple[str, int]]:
    """One account of each set of roles in each kind of organisation: (label, account id)."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (kind, roles) kind || ': ' || roles, account FROM ("
            " SELECT p.kind, a.id AS account, count(*) OVER (PARTITION BY p.id) AS busy,"
            "  string_agg(r.role, ' + ' ORDER BY r.role) AS roles"
            " FROM parties_roleassignment r JOIN parties_party p ON p.id = r.party_id"
            " JOIN platform_account a ON a.person_id = r.person_id AND a.is_active"
            " GROUP BY p.kind, p.id, a.id) AS held"
            " ORDER BY kind, roles, busy DESC, account"
        )
        return list(cursor.fetchall())


def _pages_of(role: str, account_id: int) -> list[Timed]:
    """From the start page along the links, a page of each name."""
    client = _signed_in(account_id)
    waiting, seen = deque(["/"]), {"/"}
    of_name: Counter[str] = Counter()
    found: list[Timed] = []
    while waiting:
        path = waiting.popleft()
        name = _name_of(path)
        of_name[name] += 1
        if not name or of_name[name] > MOST_OF_A_NAME:
            continue
        first = client.get(path)
        if first.status_code != OK or not first["Content-Type"].startswith("text/html"):
            continue
        found.append(Timed(role, path, _median(client, path)))
        new = [link for link in _links(path, first.content.decode()) if link not in seen]
        seen.update(new)
        waiting.extend(dict.fromkeys(new))
    return found


def _signed_in(account_id: int) -> Client:
    from django.test import Client

    from samkop.platform.models import Account

    client = Client(headers={"host": "localhost", "accept-language": "sv"})
    account = Account.objects.get(id=account_id)
    client.force_login(account)
    return client


def _name_of(path: str) -> str:
    """The name of an address; empty where there is none."""
    from django.urls import Resolver404, resolve

    try:
        return resolve(urlsplit(path).path).url_name or ""
    except Resolver404:
        return ""


def _links(path: str, html: str) -> Iterator[str]:
    """Where a page leads to, as whole paths of ours."""
    for link in map(unescape, LINK.findall(html)):
        whole = urlsplit(path).path + link if link.startswith("?") else link
        if whole.startswith("/") and not LEFT_OUT.search(whole):
            yield whole


def _median(client: Client, path: str) -> float:
    taken = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        client.get(path)
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)
