"""How an app declares a list: its columns, its filters, and what it says when it is empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

from samkop.platform.lists.cells import Cell

# What the columns show: a model's row, or that with what ``Listing.prepare`` read besides.
Row = TypeVar("Row")
Words = str | Promise
Options = Sequence[tuple[str, Words]]
# What fits in an address that every browser and proxy takes.
LONGEST_TEXT = 200


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column. ``cell`` says what stands in it; ``link`` and ``second`` only a page shows.

    ``sort`` names a field of a leakproof type (text, whole number, day, time; never null)
    that the list's rows are indexed by, as (party, sort, id), or is a function that names the
    field for whoever reads, by language. ``down`` sorts from the largest
    at the first click. Columns that are not ``usual`` show when somebody chooses them.
    ``numeric`` aligns right; ``file_only`` leaves a column to the files.
    """

    key: str
    label: Words
    cell: Callable[[Row], Cell]
    sort: str | Callable[[], str] = ""
    down: bool = False
    numeric: bool = False
    usual: bool = True
    file_only: bool = False
    link: Callable[[Row], str] | None = None
    second: Callable[[Row], Words] | None = None

    @property
    def sort_field(self) -> str:
        """The field that it sorts by for who reads now; empty where it does not."""
        return self.sort() if callable(self.sort) else self.sort


@dataclass(frozen=True)
class Choice:
    """A filter with a few answers. ``options`` are (value, label); ``narrow`` keeps rows.

    Options that depend on who asks are a function, called inside the open unit of work.
    """

    key: str
    label: Words
    options: Options | Callable[[], Options]
    narrow: Callable[[QuerySet[Any], str], QuerySet[Any]]
    everything: Words = ""
    kind: str = "choice"

    def offered(self) -> Options:
        """The answers to choose from."""
        return self.options() if callable(self.options) else self.options

    def read(self, query: QueryDict) -> str:
        """The answer in the address, or empty where it is none of those offered."""
        asked = query.get(self.key, "")
        return asked if asked and asked in {value for value, _ in self.offered()} else ""


@dataclass(frozen=True)
class Search:
    """A filter by text that somebody types."""

    key: str
    label: Words
    narrow: Callable[[QuerySet[Any], str], QuerySet[Any]]
    kind: str = "search"

    def offered(self) -> Options:
        """Nothing to choose from."""
        return ()

    def read(self, query: QueryDict) -> str:
        """The text in the address, without blanks around it."""
        return query.get(self.key, "").strip()[:LONGEST_TEXT]


@dataclass(frozen=True)
class Days:
    """A filter by a day (ISO 8601), such as "placed from"; ``narrow`` is given the day."""

    key: str
    label: Words
    narrow: Callable[[QuerySet[Any], date], QuerySet[Any]]
    kind: str = "date"

    def offered(self) -> Options:
        """Nothing to choose from."""
        return ()

    def read(self, query: QueryDict) -> str:
        """The day in the address, or empty where it is no day."""
        asked = query.get(self.key, "").strip()
        try:
            return date.fromisoformat(asked).isoformat()
        except ValueError:
            return ""


@dataclass(frozen=True)
class Kept:
    """A part of the address that tabs choose: the page decides by it which rows there are."""

    key: str
    values: Sequence[str]
    label: Words = ""
    kind: str = "kept"

    def offered(self) -> Options:
        """Nothing to choose from in the form."""
        return ()

    def read(self, query: QueryDict) -> str:
        """The value in the address, or empty where it is none of those known."""
        asked = query.get(self.key, "")
        return asked if asked in self.values else ""

    def narrow(self, rows: QuerySet[Any], _value: str) -> QuerySet[Any]:
        """All of them: the page has chosen already."""
        return rows


Filter = Choice | Search | Days | Kept


@dataclass(frozen=True)
class Empty:
    """What an empty list says, and what to do first; ``address`` is the name of a page."""

    title: Words
    text: Words = ""
    sign: str = "list"
    address: str = ""
    action: Words = ""


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """A list. ``name`` is its slug, ``address`` the name of its page.

    The first column is the heading of each row and always shown. ``order`` is how it is
    sorted when nobody asked: a column's key or ``id``, downwards with a minus before it.
    ``prepare`` makes what the columns show of some of the query's rows at once, as many and in
    their order; in a number of queries that does not depend on how many they are. ``actions``
    is a template that is given ``row``. ``chooser`` is the name of the page that the ticked
    rows go to, as ``chosen``, or with ``all`` those that the filters of ``query`` keep; its rows
    are a model's, called by their ``str``.
    """

    name: str
    title: Words
    address: str
    columns: Sequence[Column[Row]]
    empty: Empty
    order: str = "-id"
    filters: Sequence[Filter] = ()
    prepare: Callable[[list[Any]], list[Row]] | None = None
    actions: str = ""
    chooser: str = ""

    def column(self, key: str) -> Column[Row] | None:
        """The column of that key."""
        return next((one for one in self.columns if one.key == key), None)

    def usually(self, **shown: bool) -> Listing[Row]:
        """The same list for another reader: of these columns, by their keys, which are usual."""
        columns = [replace(one, usual=shown.get(one.key, one.usual)) for one in self.columns]
        return replace(self, columns=columns)

    def shown_columns(self, chosen: Iterable[str] | None) -> list[Column[Row]]:
        """The columns that somebody chose, in their own order; without a choice the usual."""
        first, *others = self.columns
        keys = None if chosen is None else set(chosen)
        return [
            first,
            *(
                one
                for one in others
                if not one.file_only and (one.usual if keys is None else one.key in keys)
            ),
        ]

    def sorting(self, asked: str) -> str:
        """``asked`` (``key`` or ``-key``) if it can be sorted by, else the usual order."""
        column = self.column(asked.removeprefix("-"))
        return asked if column is not None and column.sort else self.order
