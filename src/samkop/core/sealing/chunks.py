"""The body: chunks of AES-256-GCM, none of which can be changed, cut, moved or left out.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Viz\u00e1r 2015) as age has it: the nonce is
the chunk's number (11 bytes, big-endian) and a byte that is 1 for the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from samkop.core.sealing.faults import Fault, SealingError
from samkop.core.sealing.header import LABEL, Readable, up_to

CHUNK = 64 * 1024
TAG = 16
_COUNTER = 11


def body_length(content: int) -> int:
    """The body's bytes for so many of content (at least one)."""
    return content + TAG * -(-content // CHUNK)


def content_length(body: int) -> int:
    """The content's bytes in a body of so many, 0 or fewer where there is none."""
    return body - TAG * -(-body // (CHUNK + TAG))


def _cipher(file_key: bytes, header_digest: bytes) -> AESGCM:
    derived = HKDF(SHA256(), 32, salt=header_digest, info=LABEL + b"body").derive(file_key)
    return AESGCM(derived)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(_COUNTER) + bytes((last,))


def sealed_chunks(
    file_key: bytes, header_digest: bytes, blocks: Iterable[bytes]
) -> Iterator[bytes]:
    """The body of a content that comes in blocks of any size, of which one has bytes."""
    cipher = _cipher(file_key, header_digest)
    number, waiting = 0, bytearray()
    for block in blocks:
        waiting += block
        while len(waiting) > CHUNK:  # the last chunk is full or not, never empty
            yield cipher.encrypt(_nonce(number, last=False), bytes(waiting[:CHUNK]), None)
            del waiting[:CHUNK]
            number += 1
    yield cipher.encrypt(_nonce(number, last=True), bytes(waiting), None)


def opened_chunks(file_key: bytes, header_digest: bytes, body: Readable) -> Iterator[bytes]:
    """The content, chunk by chunk; it is whole only when the iteration ends by itself.

    Raises SealingError(BODY_CHANGED, BODY_CUT, BODY_EXTENDED).
    """
    cipher = _cipher(file_key, header_digest)
    number, chunk = 0, up_to(body, CHUNK + TAG)
    if not chunk:
        raise _cut()
    while chunk:
        following = up_to(body, CHUNK + TAG)
        last = not following
        plain = _opened(cipher, number, chunk, last=last)
        if plain is None:
            raise _fault(cipher, number, chunk, last=last)
        yield plain
        number, chunk = number + 1, following


def _opened(cipher: AESGCM, number: int, chunk: bytes, *, last: bool) -> bytes | None:
    if len(chunk) <= TAG:
        return None
    try:
        return cipher.decrypt(_nonce(number, last=last), chunk, None)
    except InvalidTag:
        return None


def _fault(cipher: AESGCM, number: int, chunk: bytes, *, last: bool) -> SealingError:
    """Which of the three, by whether the chunk opens as the other kind."""
    if _opened(cipher, number, chunk, last=not last) is None:
        return SealingError(
            Fault.BODY_CHANGED,
            f"The sealed bid has been changed or is damaged, from chunk {number + 1} on.",
        )
    if last:
        return _cut()
    return SealingError(Fault.BODY_EXTENDED, "Something stands after the sealed bid's end.")


def _cut() -> SealingError:
    return SealingError(Fault.BODY_CUT, "The sealed bid lacks its end.")
