"""Where a basket may go: the addresses of a purchasing system, as an administrator allowed them."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

PORTS = {"https": 443, "http": 80}
LONGEST_HOST = 253


def origin_of(address: str) -> str | None:
    """Scheme, host and port of an address (``https://erp.example.fi``, RFC 6454); None for none.

    In the ASCII form of its name, without the scheme's own port. An address with a user in it, or
    with characters that programs read differently, has none.
    """
    if any(sign.isspace() or sign in "\\\"'<>;," or not sign.isprintable() for sign in address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not parts.hostname or "@" in parts.netloc:
        return None
    host = _ascii(parts.hostname)
    if host is None:
        return None
    return f"{parts.scheme}://{host}" + (
        f":{port}" if port is not None and port != PORTS[parts.scheme] else ""
    )


def allowed_origin(text: str) -> str | None:
    """An origin as it was typed: a host alone means https. None for what is no origin."""
    typed = text.strip()
    address = typed if "://" in typed else f"https://{typed}"
    origin = origin_of(address)
    if origin is None or urlsplit(address).path not in {"", "/"} or set("?#") & set(address):
        return None
    return origin


def may_return_to(address: str, origins: Iterable[str]) -> bool:
    """Whether a basket may go to this address."""
    origin = origin_of(address)
    return origin is not None and origin in set(origins)


def _ascii(host: str) -> str | None:
    if host.startswith("[") or ":" in host:
        return None  # a number of IPv6 has no place in a list that a person reads
    try:
        plain = host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        return None
    allowed = all(sign.isalnum() or sign in "-." for sign in plain)
    return plain.lower() if plain and allowed and len(plain) <= LONGEST_HOST else None
