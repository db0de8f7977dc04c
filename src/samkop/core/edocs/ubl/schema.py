"""The XML Schema of UBL as tables: which children, in which order, how often, of what type."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from samkop.core.edocs.tables import rows
from samkop.core.edocs.ubl.datatypes import Datatype, load_datatypes
from samkop.core.edocs.ubl.names import tag_of


@dataclass(frozen=True, slots=True)
class Particle:
    """A child's place in its parent's sequence."""

    name: str
    position: int
    repeatable: bool
    mandatory: bool


@dataclass(frozen=True, slots=True)
class Aggregate:
    """The children of an aggregate element, by tag."""

    children: Mapping[str, Particle]


class Schema:
    """One version of UBL (`2.1`), from the tables in a folder such as `ubl/schema_2_1`."""

    def __init__(self, version: str) -> None:
        folder = f"ubl/schema_{version.replace('.', '_')}"
        datatypes = load_datatypes(f"{folder}/datatypes.tsv")
        self._basic: dict[str, Datatype] = {
            _prefixed(name, "cbc"): datatypes[datatype]
            for datatype, names in rows(f"{folder}/basic.tsv")
            for name in names.split()
        }
        self._sequences: dict[str, str] = {
            _prefixed(name, "cac"): children
            for _type, names, children in rows(f"{folder}/aggregate.tsv")
            for name in names.split()
        }
        self._sequences.update((row[0], row[1]) for row in rows(f"{folder}/documents.tsv"))
        self._aggregates: dict[str, Aggregate] = {}

    def basic(self, name: str) -> Datatype | None:
        """The data type of a basic element such as `cbc:ID`; None if there is no such element."""
        return self._basic.get(name)

    def ending(self, letters: str) -> list[str]:
        """The basic elements whose names end so, in alphabetical order."""
        return sorted(name for name in self._basic if name.endswith(letters))

    def aggregate(self, name: str) -> Aggregate | None:
        """The children of `cac:Party` or of a document's root; None if there is no such element."""
        found = self._aggregates.get(name)
        if found is None and name in self._sequences:
            found = self._aggregates[name] = _aggregate(self._sequences[name])
        return found


@cache
def schema(version: str) -> Schema:
    """The tables of one version, loaded once."""
    return Schema(version)


def _prefixed(name: str, prefix: str) -> str:
    return name if ":" in name else f"{prefix}:{name}"


def _aggregate(sequence: str) -> Aggregate:
    children = {}
    for position, word in enumerate(sequence.split()):
        name = word.rstrip("?*+")
        occurs = word[len(name) :]
        children[tag_of(name)] = Particle(name, position, occurs in {"*", "+"}, occurs in {"", "+"})
    return Aggregate(children)
