"""Files of releases: the package, the record of a process, and the one way to write a value."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from samkop.core.ocds.merging import compiled
from samkop.core.ocds.parts import Json, kept, moment
from samkop.core.ocds.values import Publisher

VERSION = "1.1"
_EXTENSIONS = "https://raw.githubusercontent.com/open-contracting-extensions"
EXTENSIONS = (
    f"{_EXTENSIONS}/ocds_lots_extension/master/extension.json",
    f"{_EXTENSIONS}/ocds_techniques_extension/master/extension.json",
)


def canonical(value: Json) -> str:
    """The one text of a JSON value: names sorted, no blanks, characters as they are.

    RFC 8785 but for the order of names beyond the basic plane, of which OCDS has none.
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def release_package(
    releases: Sequence[Json], *, uri: str, publisher: Publisher, published: datetime
) -> Json:
    """A package of at least one release (OCDS 1.1, release package schema)."""
    return _package(uri, publisher, published) | {"releases": list(releases)}


def record_package(
    records: Sequence[Json], *, uri: str, publisher: Publisher, published: datetime
) -> Json:
    """A package of records (OCDS 1.1, record package schema)."""
    return _package(uri, publisher, published) | {"records": list(records)}


def record(releases: Iterable[Json]) -> Json:
    """Everything that was published of one process, and what it says together.

    Raises MixedProcessesError.
    """
    rows = list(releases)
    together = compiled(rows)
    return {"ocid": together["ocid"], "releases": rows, "compiledRelease": together}


def _package(uri: str, publisher: Publisher, published: datetime) -> Json:
    who = kept(
        name=publisher.name, scheme=publisher.register, uid=publisher.number, uri=publisher.uri
    )
    return kept(
        uri=uri, version=VERSION, extensions=list(EXTENSIONS), publishedDate=moment(published),
        publisher=who, license=publisher.licence, publicationPolicy=publisher.policy,
    )  # fmt: skip
