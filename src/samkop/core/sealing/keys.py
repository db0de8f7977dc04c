"""Officers' keys: P-256, for HPKE base mode (RFC 9180) with HKDF-SHA-256 and AES-256-GCM."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from samkop.core.sealing.faults import Fault, SealingError

PUBLIC_LENGTH = 65  # uncompressed point, SEC 1, section 2.3.3
PRIVATE_LENGTH = 32
ADDED_LENGTH = PUBLIC_LENGTH + 16  # an encapsulated key before, a tag after
_GROUP_BYTES, _GROUP_DIGITS = 4, 5  # of a fingerprint
_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def fingerprint_of(label: bytes, data: bytes) -> str:
    """Forty digits in groups of five (132 bits), to be read aloud and compared."""
    digest = hashlib.sha256(label + b"\0" + data).digest()
    numbers = [
        int.from_bytes(digest[at : at + _GROUP_BYTES]) for at in range(0, len(digest), _GROUP_BYTES)
    ]
    return " ".join(str(number % 10**_GROUP_DIGITS).zfill(_GROUP_DIGITS) for number in numbers)


@dataclass(frozen=True)
class PublicKey:
    """An officer's public key: ``raw`` is a point of P-256, uncompressed (65 bytes)."""

    raw: bytes

    def __post_init__(self) -> None:
        """Raise SealingError(KEY_UNUSABLE) where the bytes are no point of the curve."""
        _ = self._point

    @cached_property
    def _point(self) -> ec.EllipticCurvePublicKey:
        if len(self.raw) == PUBLIC_LENGTH:
            try:
                return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), self.raw)
            except ValueError:
                pass
        raise SealingError(
            Fault.KEY_UNUSABLE, "A public key is no point of P-256; get the officer's file again."
        )

    @property
    def fingerprint(self) -> str:
        """What two people compare by voice to know that they have the same key."""
        return fingerprint_of(b"samkop officer-key/1", self.raw)

    def seal(self, plain: bytes, info: bytes) -> bytes:
        """HPKE, single shot: encapsulated key (65 bytes), then ciphertext with tag."""
        return _SUITE.encrypt(plain, self._point, info=info)


class PrivateKey:
    """An officer's private key, in memory."""

    def __init__(self, scalar: bytes) -> None:
        """Raises SealingError(KEY_UNUSABLE)."""
        number = int.from_bytes(scalar)
        try:
            self._key = ec.derive_private_key(number, ec.SECP256R1())
        except ValueError as error:
            raise SealingError(
                Fault.KEY_UNUSABLE, "This is no private key of P-256; use another copy of the file."
            ) from error
        self.scalar = number.to_bytes(PRIVATE_LENGTH)

    @classmethod
    def make(cls) -> PrivateKey:
        """A new one, from the operating system's chance."""
        numbers = ec.generate_private_key(ec.SECP256R1()).private_numbers()
        return cls(numbers.private_value.to_bytes(PRIVATE_LENGTH))

    @cached_property
    def public(self) -> PublicKey:
        return PublicKey(
            self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        )

    def open(self, sealed: bytes, info: bytes) -> bytes | None:
        """What was sealed to this key under this ``info``; None where it was not."""
        try:
            return _SUITE.decrypt(sealed, self._key, info=info)
        except InvalidTag:
            return None
