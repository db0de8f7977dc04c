"""Employees who order over HTTP, and who ask again with the same key until they are answered."""

from __future__ import annotations

import http.client
import random
import secrets
import threading
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

PATIENCE = 30  # seconds for one answer
HURRIED, LEISURELY = 0.1, 2.0  # seconds at most between two orders
SEE_OTHER, SERVER_ERROR = 303, 500


class TurnedAwayError(Exception):
    """An answer that asking again does not mend; the shopper goes home."""


@dataclass
class Shopper:
    """One employee's browser. ``acknowledged`` has the requisition's address for each key."""

    address: str
    session: str
    items: list[int]
    cost_centre: int
    site: int
    seed: str
    acknowledged: dict[str, str] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    asked_again: int = 0
    longest_pause: float = HURRIED

    def shop(self, stopping: threading.Event) -> None:
        """Order one thing after another until told to stop; never leaves one unanswered."""
        chance = random.Random(self.seed)
        try:
            while not stopping.is_set():
                self._order(f"{self.seed}-{len(self.acknowledged)}", chance)
                stopping.wait(chance.uniform(0, self.longest_pause))
        except Exception as error:  # noqa: BLE001 - told by the test, which runs in another thread
            self.refusals.append(repr(error))

    def _order(self, key: str, chance: random.Random) -> None:
        self._post(
            reverse("add-to-basket"), idempotency_key=f"{key}-add",
            item=chance.choice(self.items), quantity=chance.randint(1, 3),
        )  # fmt: skip
        self.acknowledged[key] = self._post(
            reverse("submit-requisition"), idempotency_key=key, cost_centre=self.cost_centre,
            delivery_location=self.site,
        )  # fmt: skip

    def _post(self, path: str, **fields: object) -> str:
        """Where the answer leads. Asks again after a broken connection or a failure of ours."""
        while True:
            try:
                status, location, body = self._once(path, fields)
            except (OSError, http.client.HTTPException):
                status, location, body = SERVER_ERROR, "", ""
            if status == SEE_OTHER:
                return location
            if status < SERVER_ERROR:
                raise TurnedAwayError(f"{path} {status}: {body[:4000]}")
            self.asked_again += 1
            threading.Event().wait(0.2)

    def _once(self, path: str, fields: dict[str, object]) -> tuple[int, str, str]:
        token = secrets.token_hex(16)
        host = self.address.removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=PATIENCE)
        try:
            connection.request(
                "POST", path, urlencode({**fields, "csrfmiddlewaretoken": token}),
                {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Cookie": f"sessionid={self.session}; csrftoken={token}",
                },
            )  # fmt: skip
            answer = connection.getresponse()
            body = answer.read().decode()
            return answer.status, answer.headers.get("location", ""), body
        finally:
            connection.close()
