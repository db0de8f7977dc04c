"""The way to an organisation's device management: one signed message, never a redirect."""

from __future__ import annotations

import json
import socket
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import requests
from django.conf import settings

from samkop.fleet.rules.webhooks import may_be_told, secret_of, signed

# Seconds until it answers at all, and between two pieces of its answer.
PATIENCE = (5.0, 15.0)
SUCCESS = range(200, 300)


class NotToldError(Exception):
    """The device management did not take the message; the outbox tries again.

    ``status`` is its answer's, None where there was none.
    """

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Destination:
    """Where one party's messages go; ``salt`` makes its secret."""

    party_id: int
    url: str
    salt: str


def addresses_of(host: str) -> Collection[str]:
    """What a name stands for; nothing where it stands for nothing."""
    try:
        return {str(found[4][0]) for found in socket.getaddrinfo(host, None)}
    except OSError:
        return ()


def is_allowed(url: str) -> bool:
    """Whether messages may go there (the setting SAMKOP_WEBHOOK_HOSTS)."""
    return may_be_told(url, settings.SAMKOP_WEBHOOK_HOSTS, addresses_of)


def tell(destination: Destination, key: str, message: dict[str, Any]) -> int:
    """Send a message; the answer's status. Under one ``key`` it is the same message each time.

    Raises NotToldError where it was not taken.
    """
    if not is_allowed(destination.url):
        raise NotToldError("not an address that messages may go to")
    body = json.dumps(message, sort_keys=True).encode()
    secret = secret_of(settings.SECRET_KEY, destination.party_id, destination.salt)
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": str(uuid.uuid5(uuid.NAMESPACE_URL, f"samkop:{key}")),
        "X-Samkop-Signature": signed(secret, body),
    }
    try:
        with requests.post(
            destination.url, data=body, headers=headers, timeout=PATIENCE, allow_redirects=False,
            stream=True,
        ) as answer:  # fmt: skip
            status = answer.status_code
    except requests.RequestException as error:
        raise NotToldError(type(error).__name__) from error
    if status not in SUCCESS:
        raise NotToldError(f"answered {status}", status)
    return status
