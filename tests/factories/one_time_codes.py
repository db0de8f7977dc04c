"""The code that an authenticator app shows (RFC 6238, SHA-1, 30 seconds, six digits)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time


def code_of(secret: str) -> str:
    """The code of a base32 secret, now."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 0xF
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
