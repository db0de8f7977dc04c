"""The compiled release: what all releases of a process say together (OCDS 1.1, "Merging").

Releases are merged in the order of their dates. An object's members are merged one by one; rows
of a list are merged by their id; a list without ids is replaced whole; null takes away.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from samkop.core.ocds.parts import Json

# The release's own (omitWhenMerged) and lists replaced whole although their rows have ids
# (wholeListMerge) in release schema 1.1.5 and the extensions used.
OF_THE_RELEASE = frozenset({"id", "date", "tag"})
WHOLE_LISTS = frozenset({"additionalClassifications", "additionalIdentifiers", "identifiers"})


class MixedProcessesError(ValueError):
    """Releases of different processes, or none, have nothing that they say together."""


def compiled(releases: Iterable[Json]) -> Json:
    """The compiled release of one process. Raises MixedProcessesError."""
    ordered = sorted(releases, key=_when)
    if len({release["ocid"] for release in ordered}) != 1:
        raise MixedProcessesError
    merged: Json = {}
    for release in ordered:
        told = {name: value for name, value in release.items() if name not in OF_THE_RELEASE}
        _merge(merged, told)
    last = ordered[-1]
    date = last["date"]
    return {
        "ocid": last["ocid"],
        "id": f"{last['ocid']}-{date}",
        "date": date,
        "tag": ["compiled"],
        **{name: value for name, value in merged.items() if name != "ocid"},
    }


def _when(release: Json) -> tuple[datetime, str]:
    return datetime.fromisoformat(release["date"]), release["id"]


def _merge(into: Json, told: Json) -> None:
    for name, value in told.items():
        if value is None:
            into.pop(name, None)
        elif isinstance(value, dict):
            inner = into.get(name)
            into[name] = inner if isinstance(inner, dict) else {}
            _merge(into[name], value)
        elif _by_id(name, value):
            into[name] = _merged_rows(into.get(name, []), value)
        else:
            into[name] = value


def _by_id(name: str, value: Any) -> bool:
    return (
        isinstance(value, list)
        and name not in WHOLE_LISTS
        and all(isinstance(row, dict) and "id" in row for row in value)
    )


def _merged_rows(before: list[Json], told: list[Json]) -> list[Json]:
    rows = {row["id"]: row for row in before}
    for row in told:
        _merge(rows.setdefault(row["id"], {}), row)
    return list(rows.values())
