"""Indicators of an attack: how they are kept, and how they are shown so that nobody follows one."""

from __future__ import annotations

import ipaddress
import re

_HASH = re.compile(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128}")
_DOMAIN = re.compile(r"(?=.{4,253}$)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}")
_EMAIL = re.compile(r"[^@\s]{1,64}@(.+)")
_URL = re.compile(r"https?://[^\s/?#]+\S*")


def refanged(text: str) -> str:
    """As it was before somebody made it harmless: ``hxxps://bad[.]example`` is an address."""
    plain = text.strip().replace("[.]", ".").replace("(.)", ".").replace("[:]", ":")
    plain = plain.replace("[@]", "@").replace("[at]", "@").replace("[://]", "://")
    return re.sub(r"^hxxp", "http", plain, flags=re.IGNORECASE)


def kind_of(text: str) -> tuple[str, str] | None:
    """Kind and value of an indicator as it is kept; None where it is none."""
    plain = refanged(text)
    lower = plain.lower()
    if _HASH.fullmatch(lower):
        return "hash", lower
    if _URL.fullmatch(lower):
        return "url", plain
    address = _EMAIL.fullmatch(lower)
    if address and _DOMAIN.fullmatch(address[1]):
        return "email", lower
    try:
        network = ipaddress.ip_network(plain, strict=False)
    except ValueError:
        return ("domain", lower) if _DOMAIN.fullmatch(lower) else None
    alone = network.num_addresses == 1
    return "ip", str(network.network_address if alone else network)


def defanged(kind: str, value: str) -> str:
    """As it is shown: no program makes a link of it, and nobody follows it by mistake."""
    if kind == "hash":
        return value
    shown = re.sub(r"^http", "hxxp", value) if kind == "url" else value
    shown = shown.replace(".", "[.]").replace("@", "[@]")
    return shown.replace(":", "[:]") if kind == "ip" else shown
