"""The keys that the server keeps for registers of bids, beside the database and never in it.

One signs receipts (Ed25519, RFC 8032). Under the other whoever bids has a pseudonym, another in
each tender, so that a copy of the database names nobody. Neither opens a bid: no server has
ever had a key that does.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

LENGTH = 32  # bytes of each key
SIGNING, NAMING = "signing-key", "naming-key"


def signing_key() -> Ed25519PrivateKey:
    """What receipts are signed by; its public half stands in every tender's key."""
    return Ed25519PrivateKey.from_private_bytes(_kept(SIGNING))


def pseudonym_of(tender_id: int, party_id: int) -> str:
    """How a party is named in a tender's register: 64 hexadecimal digits."""
    of_tender = _digest(_kept(NAMING), f"tender {tender_id}")
    return _digest(of_tender, f"party {party_id}").hex()


def _digest(key: bytes, text: str) -> bytes:
    return hmac.new(key, f"samkop bidder/1 {text}".encode(), hashlib.sha256).digest()


def _kept(name: str) -> bytes:
    """A key of 32 bytes from its file, which only the server reads; made on first use.

    Two processes that start together agree: the first whole file gets the name.
    """
    path = Path(settings.BID_KEYS, name)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(LENGTH))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_bytes()
