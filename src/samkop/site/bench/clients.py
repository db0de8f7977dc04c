"""Clients over HTTP, for ours and for the rival alike: threads, kept connections, cookies."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

REDIRECTS = frozenset({301, 302, 303, 307, 308})
TIMEOUT = 60


class UnexpectedAnswerError(Exception):
    """A server answered something else than what is measured."""


@dataclass(frozen=True)
class Response:
    """Status, body, and the address that it came from after redirects."""

    status: int
    body: bytes
    path: str


class Browser:
    """One kept connection and its cookies; follows redirects as a browser does."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Response:
        """A page, after redirects."""
        return self.ask("GET", path)

    def post(self, path: str, form: Mapping[str, str], *, follow: bool = True) -> Response:
        """Send a form with the cross-site token of the cookie."""
        sent = {**form, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(sent).encode(), headers, follow=follow)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        follow: bool = True,
    ) -> Response:
        """One request. Raises OSError where the server is gone."""
        given = {"Host": "localhost", "Accept-Language": "en", **(headers or {})}
        if self.cookies:
            given["Cookie"] = "; ".join(f"{name}={text}" for name, text in self.cookies.items())
        self._connection.request(method, path, body, given)
        answer = self._connection.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        if follow and answer.status in REDIRECTS:
            where = urlsplit(answer.headers["Location"])
            return self.get(where.path + (f"?{where.query}" if where.query else ""))
        return Response(answer.status, content, path)

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()


@dataclass
class Load:
    """What clients did in a time: how long each action's last request took, in seconds."""

    seconds: float
    latencies: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Actions done a second."""
        return len(self.latencies) / self.seconds

    def quantile(self, share: float) -> float:
        """The latency in milliseconds below which this share of the actions stayed."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


# Given a client's number, makes its action; an action returns the seconds to be kept.
Client = Callable[[int], Callable[[], float]]


def load(clients: int, seconds: float, client: Client) -> Load:
    """Let so many clients act for so long, all at once; a failure of one ends the measuring."""
    found, failures = Load(seconds), list[BaseException]()
    ready = threading.Barrier(clients + 1)
    actions = [client(number) for number in range(clients)]

    def run(act: Callable[[], float]) -> None:
        ready.wait()
        ends = time.perf_counter() + seconds
        try:
            while time.perf_counter() < ends:
                found.latencies.append(act())
        except Exception as failure:  # noqa: BLE001 - raised again below, in the caller's thread
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(act,)) for act in actions]
    for thread in threads:
        thread.start()
    ready.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    found.seconds = time.perf_counter() - started
    if failures:
        raise failures[0]
    return found
