"""One name for one model, however its maker, a seller or a register writes it."""

from __future__ import annotations

import re

_STORAGE = re.compile(r"\b(\d+(?:\.\d+)?)\s?(GB|TB)\b", re.IGNORECASE)
# What says nothing about which model it is: storage, radio, a maker's own model number.
_NOISE = re.compile(
    r"\bwith\s+(?=\d+\s?(?:gb|tb)\b)"
    r"|\b\d+(?:\.\d+)?\s?(?:gb|tb)\b"
    r"|\bwi-?fi(?:\s*\+\s*cellular)?\b"
    r"|\(sm-[a-z0-9]+\)"
    r"|\s-\s(?:19|20)\d\d$",
)
_GENERATION = re.compile(
    r"\(?\b(?:(\d+)(?:st|nd|rd|th)\s+gen(?:eration)?|gen(?:eration)?\s?(\d+))\b\)?"
)
_SEPARATORS = re.compile(r"[\s,;()\-\u2013\u2014_/]+")


def model_key(manufacturer: str, name: str) -> str:
    """The key under which names of one model meet: ``apple iphone se gen2``.

    Storage and radio do not count; *2nd generation* and *Gen 2* are the same.
    """
    maker = manufacturer.strip().casefold()
    text = name.strip().casefold()
    text = text.removeprefix(f"{maker} ") if text != maker else text
    text = _NOISE.sub(" ", text)
    text = _GENERATION.sub(lambda found: f" gen{found[1] or found[2]} ", text)
    return " ".join(_SEPARATORS.sub(" ", f"{maker} {text}").split())


def without_radio(key: str) -> str | None:
    """The key without a trailing *5G* or *with 5G*, or None if it has none."""
    bare = re.sub(r"\s(?:with )?5g$", "", key)
    return None if bare == key else bare


def storage_of(name: str) -> str:
    """The storage that a name states, as ``256gb``; empty if none."""
    found = _STORAGE.search(name)
    return f"{found[1]}{found[2]}".casefold() if found else ""
