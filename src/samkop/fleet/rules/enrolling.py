"""Which maker's programme has to know a device (as data), and whether it does."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from samkop.fleet.vocabulary import EnrolmentCheck

Rule = tuple[str, frozenset[str], frozenset[str]]


@cache
def _rules() -> tuple[Rule, ...]:
    text = (files("samkop.fleet") / "data" / "enrolment_programmes.csv").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return tuple(
        (
            row["manufacturer"], frozenset(row["categories"].split("|")),
            frozenset(row["programmes"].split("|")),
        )
        for row in csv.DictReader(lines)
    )  # fmt: skip


def programmes_for(manufacturer: str, category: str) -> frozenset[str]:
    """The programmes of which one has to know such a device; empty where none has to."""
    maker = manufacturer.strip().casefold().partition(" ")[0]
    for known, categories, programmes in _rules():
        if maker == known and category in categories:
            return programmes
    return frozenset()


def plain_identifier(text: str) -> str:
    """A serial number or IMEI as lists are compared by: capitals, no blanks."""
    return "".join(text.split()).upper()


def check_of(
    programmes: frozenset[str], listed: Iterable[tuple[str, str]], groups: Mapping[str, str]
) -> EnrolmentCheck:
    """What the lists say: ``listed`` is (programme, group) of each entry with the device.

    ``groups`` are those that the owner wants by programme, where it says which.
    """
    if not programmes:
        return EnrolmentCheck.NOT_NEEDED
    found = [(programme, group) for programme, group in listed if programme in programmes]
    if not found:
        return EnrolmentCheck.NOT_ENROLLED
    fits = any(
        not group or groups.get(programme, group) == group for programme, group in found
    )  # fmt: skip
    return EnrolmentCheck.ENROLLED if fits else EnrolmentCheck.OTHER_GROUP
