"""Messages to another system of the organisation's: where they may go, how they are signed."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

Resolve = Callable[[str], Collection[str]]


def secret_of(key: str, party_id: int, salt: str) -> str:
    """The secret of a party's endpoint, made of the installation's key: it is kept nowhere."""
    said = f"mdm-webhook:{party_id}:{salt}".encode()
    return hmac.new(key.encode(), said, hashlib.sha256).hexdigest()


def signed(secret: str, body: bytes) -> str:
    """The value of the header ``X-Samkop-Signature``: HMAC with SHA-256 over the body."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def may_be_told(url: str, allowed: Collection[str], resolve: Resolve) -> bool:
    """Whether a message may go there: by https to the public network, or to an allowed host.

    ``allowed`` are hosts with their port where it is not the scheme's own; ``resolve`` gives
    a name's addresses. Else a party's administrator could have this machine ask its neighbours.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.password is not None:
        return False
    if {host, f"{host}:{port}"} & set(allowed):
        return parts.scheme in {"http", "https"}
    if parts.scheme != "https":
        return False
    addresses = resolve(host)
    return bool(addresses) and all(ipaddress.ip_address(one).is_global for one in addresses)
