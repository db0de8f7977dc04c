"""The signed heads of the chains, kept as files outside the database.

Whoever rewrites the whole chain in the database would still have to forge the head:
it is signed with a key (Ed25519, RFC 8032) that only the worker's machine holds, and the
file can be copied to a place of the auditor's own.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)


@dataclass(frozen=True)
class Head:
    """Where a chain stood: how many entries were sealed, and the hash of the last one."""

    chain: int
    count: int
    hash: bytes
    at: str


class HeadForgedError(Exception):
    """A head file's signature does not fit its content."""


class Heads:
    """The folder of head files, one per chain, and the key that signs them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def write(self, chain: int, count: int, value: bytes, now: datetime) -> Head:
        """Replace the head of one chain, whole or not at all."""
        head = Head(chain, count, value, now.isoformat())
        signature = self._key().sign(_signed(head)).hex()
        content = {"chain": chain, "count": count, "hash": value.hex(), "at": head.at,
                   "signature": signature}  # fmt: skip
        draft = self.folder / f".{chain}.{os.getpid()}"
        draft.write_text(json.dumps(content) + "\n")
        draft.replace(self.folder / f"{chain}.json")
        return head

    def read(self) -> dict[int, Head]:
        """All heads by chain. Raises HeadForgedError for a file that was tampered with."""
        found = {}
        for path in sorted(self.folder.glob("*.json")):
            try:
                content = json.loads(path.read_text())
                head = Head(
                    int(content["chain"]), int(content["count"]),
                    bytes.fromhex(content["hash"]), str(content["at"]),
                )  # fmt: skip
                signature = bytes.fromhex(content["signature"])
                self._key().public_key().verify(signature, _signed(head))
            except (InvalidSignature, KeyError, TypeError, ValueError) as error:
                raise HeadForgedError(path.name) from error
            found[head.chain] = head
        return found

    def _key(self) -> Ed25519PrivateKey:
        path = self.folder / "signing-key"
        if not path.exists():
            raw = Ed25519PrivateKey.generate().private_bytes(
                Encoding.Raw, PrivateFormat.Raw, NoEncryption()
            )
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as f:
                f.write(raw)
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())


def _signed(head: Head) -> bytes:
    return f"{head.chain} {head.count} {head.hash.hex()} {head.at}".encode()
