"""The schema of a language as tables: which children, in which order, how often, of what type."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from samkop.core.edocs.rules.rule import Rule
from samkop.core.edocs.tables import rows
from samkop.core.edocs.ubl.datatypes import Form


class Language(Protocol):
    """What tables are read by; see `syntax.Syntax`."""

    @property
    def folder(self) -> str:
        """Where the tables stand."""

    @property
    def basic(self) -> str:
        """The prefix of elements without children that are named without one."""

    @property
    def aggregate(self) -> str:
        """The prefix of elements with children that are named without one."""

    @property
    def tag_of(self) -> Callable[[str], str]:
        """A name's tag."""

    @property
    def form_of(self) -> Callable[[str], Form | None]:
        """The test of a lexical form."""

    @property
    def broken_of(self) -> Callable[[str], Rule | None]:
        """The rule that is broken where a text is not of the form, if it has one of its own."""


@dataclass(frozen=True, slots=True)
class Datatype:
    """What an element may contain: a lexical form (None: any text) and attributes.

    `broken` is the rule against other forms, where it is not the schema's own.
    """

    name: str
    form: Form | None
    attributes: Mapping[str, Form | None]
    required: tuple[str, ...]
    broken: Rule | None = None


NO_DATATYPE = Datatype("", None, {}, ())


@dataclass(frozen=True, slots=True)
class Particle:
    """A child's place in its parent's sequence."""

    name: str
    position: int
    repeatable: bool
    mandatory: bool


@dataclass(frozen=True, slots=True)
class Aggregate:
    """The children of an aggregate element by tag, and the attributes that it may have."""

    children: Mapping[str, Particle]
    attributes: Datatype


class Schema:
    """One version of a language, from the tables in its folder.

    A child is written `TAG=NAME` where elements of one tag are of two kinds.
    """

    def __init__(self, language: Language) -> None:
        folder, self._tag_of = language.folder, language.tag_of
        datatypes = _datatypes(language)
        self._basic: dict[str, Datatype] = {
            _prefixed(name, language.basic): datatypes[datatype]
            for datatype, names in rows(f"{folder}/basic.tsv")
            for name in names.split()
        }
        self._sequences: dict[str, tuple[str, str]] = {
            _prefixed(name, language.aggregate): (children, "")
            for _type, names, children in rows(f"{folder}/aggregate.tsv")
            for name in names.split()
        }
        for root, children, *attributes in rows(f"{folder}/documents.tsv"):
            self._sequences[root] = (children, " ".join(attributes))
        self._language = language
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
            found = self._aggregates[name] = self._aggregate(name)
        return found

    def _aggregate(self, name: str) -> Aggregate:
        sequence, attributes = self._sequences[name]
        children = {}
        for position, word in enumerate(sequence.split()):
            tag, _, child = word.rstrip("?*+").rpartition("=")
            occurs = word[len(word.rstrip("?*+")) :]
            children[self._tag_of(tag or child)] = Particle(
                child, position, occurs in {"*", "+"}, occurs in {"", "+"}
            )
        return Aggregate(children, _datatype(name, "", attributes, self._language))


def _prefixed(name: str, prefix: str) -> str:
    return name if ":" in name else f"{prefix}{name}"


def _datatypes(language: Language) -> Mapping[str, Datatype]:
    return {
        name: _datatype(name, form, attributes, language)
        for name, form, attributes in rows(f"{language.folder}/datatypes.tsv")
    }


def _datatype(name: str, form: str, attributes: str, language: Language) -> Datatype:
    words = attributes.split()
    forms = {}
    for word in words:
        attribute, _, kind = word.rstrip("!").partition(":")
        forms[attribute] = language.form_of(kind)
    required = tuple(word.rstrip("!").partition(":")[0] for word in words if word.endswith("!"))
    return Datatype(name, language.form_of(form), forms, required, language.broken_of(form))
