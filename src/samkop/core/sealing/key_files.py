"""An officer's two files: the public key, and the private key under a passphrase.

PBKDF2 and AES-GCM, because the browser has both: the same file opens there.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from samkop.core.sealing.faults import Fault, SealingError
from samkop.core.sealing.keys import PRIVATE_LENGTH, PUBLIC_LENGTH, PrivateKey, PublicKey
from samkop.core.sealing.members import VERSION, Members, canonical, check_text, document

PUBLIC, PRIVATE = "officer-key", "officer-private-key"
SHORTEST_PASSPHRASE = 14  # characters
ROUNDS = 600_000  # of PBKDF2-HMAC-SHA-256: OWASP, password storage, 2023
_MOST_ROUNDS = 10_000_000
_SALT_LENGTH = 16
_TAG_LENGTH = 16
_NONCE = bytes(12)  # each salt makes a key that seals once


@dataclass(frozen=True)
class Officer:
    """Who opens, by name, and the public key of that person."""

    name: str
    key: PublicKey

    @property
    def members(self) -> dict[str, str]:
        return {"name": self.name, "public_key": self.key.raw.hex()}


def officer_of(members: Members) -> Officer:
    return Officer(members.text("name"), PublicKey(members.bytes("public_key", PUBLIC_LENGTH)))


def public_file(officer: Officer) -> bytes:
    """What an officer hands out."""
    return canonical({"samkop": PUBLIC, "version": VERSION, **officer.members})


def read_public_file(data: bytes) -> Officer:
    """Raises SealingError."""
    return officer_of(document(data, "The public key's file", PUBLIC, {"name", "public_key"}))


def private_file(name: str, key: PrivateKey, passphrase: str) -> bytes:
    """What an officer keeps. Raises SealingError: the passphrase is too short, or no name."""
    check_text(name, "The officer's name")
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise SealingError(
            Fault.WORDS_SHORT,
            f"A passphrase has at least {SHORTEST_PASSPHRASE} characters; take four or more words.",
        )
    salt = secrets.token_bytes(_SALT_LENGTH)
    plain = {
        "samkop": PRIVATE, "version": VERSION, **Officer(name, key.public).members,
        "rounds": ROUNDS, "salt": salt.hex(),
    }  # fmt: skip
    cipher = _cipher(passphrase, salt, ROUNDS)
    sealed = cipher.encrypt(_NONCE, key.scalar, canonical(plain))
    return canonical({**plain, "sealed": sealed.hex()})


def private_members(data: bytes) -> Members:
    """The private file's members, still sealed. Raises SealingError."""
    names = {"name", "public_key", "rounds", "salt", "sealed"}
    return document(data, "The private key's file", PRIVATE, names)


def read_private_file(data: bytes, passphrase: str) -> tuple[str, PrivateKey]:
    """The officer's name and key. Raises SealingError: unreadable, or another passphrase."""
    members = private_members(data)
    officer = officer_of(members)
    rounds = members.whole("rounds", ROUNDS, _MOST_ROUNDS)
    cipher = _cipher(passphrase, members.bytes("salt", _SALT_LENGTH), rounds)
    bound = {name: value for name, value in members.value.items() if name != "sealed"}
    sealed = members.bytes("sealed", PRIVATE_LENGTH + _TAG_LENGTH)
    try:
        key = PrivateKey(cipher.decrypt(_NONCE, sealed, canonical(bound)))
    except InvalidTag:
        raise SealingError(
            Fault.WORDS_WRONG,
            "The passphrase does not open this file, or the file has been changed; try again.",
        ) from None
    if key.public != officer.key:
        raise SealingError(Fault.KEY_UNUSABLE, "The file's two keys do not belong together.")
    return officer.name, key


def _cipher(passphrase: str, salt: bytes, rounds: int) -> AESGCM:
    plain = unicodedata.normalize("NFC", passphrase).encode()
    return AESGCM(hashlib.pbkdf2_hmac("sha256", plain, salt, rounds))
