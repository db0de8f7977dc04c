"""The access point's transport: documents in business envelopes, over its HTTP API.

AS4 and the network's directory are the access point's trade (an accredited provider's). Its
API is written down in ``docs/reference/access-point-api.md``.
"""

from __future__ import annotations

import json
import uuid
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import requests

from samkop.core.edocs.business_envelope import BusinessEnvelope, unwrap, wrap
from samkop.core.edocs.limits import STANDARD
from samkop.core.edocs.model import Faults
from samkop.exchange.transports.parcel import Parcel, TransportError

# Seconds until it answers at all, and between two pieces of its answer.
PATIENCE = (5.0, 30.0)
CHUNK = 1 << 16
SUCCESS = range(200, 300)
SAID = 300  # characters of an answer that are shown to a person


@dataclass(frozen=True)
class AccessPoint:
    """Where the access point's API stands (without a slash at the end), and the key to it."""

    url: str
    token: str

    @property
    def is_private(self) -> bool:
        """Whether nobody on the way reads the key: by TLS, or on this machine."""
        address = urlsplit(self.url)
        return address.scheme == "https" or address.hostname in {"localhost", "127.0.0.1", "::1"}

    def ask(self, method: str, path: str, **more: Any) -> requests.Response:
        """The answer to a request. Raises TransportError, also for an answer that is no yes.

        Never follows a redirect: the key is for this address alone.
        """
        if not self.is_private:
            raise TransportError(
                "SAMKOP_ACCESS_POINT must begin with https://: a key goes with it."
            )
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        try:
            answer = requests.request(
                method, f"{self.url}{path}", headers=headers, timeout=PATIENCE,
                allow_redirects=False, stream=True, **more,
            )  # fmt: skip
        except requests.RequestException as error:
            raise TransportError(f"{type(error).__name__}: {error}") from error
        if answer.status_code not in SUCCESS:
            with closing(answer):
                said = _read(answer, limit=CHUNK).decode("utf-8", "replace")
            raise TransportError(f"{answer.status_code} {answer.reason}: {said[:SAID]}")
        return answer


def send(access_point: AccessPoint, parcel: Parcel) -> str:
    """Hand a document over for the network; returns the envelope's identifier.

    It is the same at each attempt, so that the access point knows a document that it has
    already. Raises TransportError.
    """
    if parcel.sender_address is None or parcel.receiver_address is None:
        raise TransportError("The sender has no electronic address.")
    instance = str(uuid.uuid5(uuid.NAMESPACE_URL, parcel.link))
    try:
        envelope = wrap(
            parcel.content, sender=parcel.sender_address, receiver=parcel.receiver_address,
            instance=instance, created=parcel.created_at, country=parcel.sender_country,
        )  # fmt: skip
    except ValueError as error:
        raise TransportError(f"{error}.") from error
    headers = {"Content-Type": "application/xml", "Idempotency-Key": instance}
    with closing(access_point.ask("POST", "/documents", data=envelope, headers=headers)):
        return instance


def waiting(access_point: AccessPoint) -> list[str]:
    """The keys of what waits for organisations here, the oldest first. Raises TransportError."""
    with closing(access_point.ask("GET", "/inbox")) as answer:
        return _keys(answer)


def fetch(access_point: AccessPoint, key: str) -> BusinessEnvelope | Faults:
    """What waits under a key, or why it is no envelope. Raises TransportError."""
    with closing(access_point.ask("GET", _place(key))) as answer:
        return unwrap(_read(answer, limit=STANDARD.size + CHUNK))


def confirm(access_point: AccessPoint, key: str) -> None:
    """Tell the access point that a document is stored here. Raises TransportError."""
    with closing(access_point.ask("DELETE", _place(key))):
        return


def _keys(answer: requests.Response) -> list[str]:
    try:
        keys = json.loads(_read(answer, limit=CHUNK * 16))["documents"]
    except (ValueError, KeyError, TypeError) as error:
        raise TransportError("The access point's list of documents cannot be read.") from error
    if not isinstance(keys, list) or not all(isinstance(key, str) and key for key in keys):
        raise TransportError("The access point's list of documents cannot be read.")
    return keys


def _place(key: str) -> str:
    return f"/inbox/{quote(key, safe='')}"


def _read(answer: requests.Response, *, limit: int) -> bytes:
    """The body, at most ``limit`` bytes of it. Raises TransportError where it breaks off."""
    body = bytearray()
    try:
        for chunk in answer.iter_content(CHUNK):
            body += chunk
            if len(body) > limit:
                break
    except requests.RequestException as error:
        raise TransportError(f"{type(error).__name__}: {error}") from error
    return bytes(body)
