"""The law's tables (`data/*.tsv`): rows with the days on which they hold, and their source.

Each table has the columns of its rule, then `from`, `until`, `checked` and `source`. A cell may
hold several words: the row is for each of them. `checked` says whether somebody read the source
itself: `yes`, `no`, or the last day for which the text that was read is known to hold. Nothing is
guessed: what no row holds is a `NoRuleError`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import combinations

_DATA = files("samkop.core.procurement") / "data"
_DATED = ("from", "until", "checked", "source")


class NoRuleError(LookupError):
    """The tables have no rule for this; the message is one sentence that says what to do."""

    def __init__(self, table: str, day: date, wanted: Mapping[str, str]) -> None:
        self.table, self.day, self.wanted = table, day, dict(wanted)
        of = ", ".join(f"{column} {value}" for column, value in wanted.items())
        super().__init__(
            f"The table of {table} says nothing of {of} on {day}: add the row with its source, "
            "or ask somebody who knows the law."
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the words of its own columns, its days, and where it comes from.

    ``known_until``: the last day for which its source was read, None where nobody has read it.
    """

    words: Mapping[str, str]
    valid_from: date
    valid_until: date | None
    known_until: date | None
    source: str

    def holds(self, day: date) -> bool:
        """Whether it is the law on a day."""
        return self.valid_from <= day <= (self.valid_until or date.max)

    def checked(self, day: date) -> bool:
        """Whether its source was read, in the text of that day."""
        return self.known_until is not None and day <= self.known_until

    def fits(self, wanted: Mapping[str, str]) -> bool:
        """Whether it is for what is wanted."""
        return all(value in self.words[column].split() for column, value in wanted.items())

    def number(self, column: str) -> int | None:
        """A number of days; None where the column has a hyphen."""
        word = self.words[column]
        return None if word == "-" else int(word)


def row_of(table: str, day: date, **wanted: str) -> Row:
    """The one row that holds on a day. Raises NoRuleError where none does."""
    for row in rows_of(table, day, **wanted):
        return row
    raise NoRuleError(table, day, wanted)


def rows_of(table: str, day: date, **wanted: str) -> tuple[Row, ...]:
    """All rows for it that hold on a day, in the table's order."""
    return tuple(row for row in _for(table, frozenset(wanted.items())) if row.holds(day))


@cache
def _for(table: str, wanted: frozenset[tuple[str, str]]) -> tuple[Row, ...]:
    """The rows of all times for it, in the table's order."""
    return tuple(row for row in read(table) if row.fits(dict(wanted)))


@cache
def read(table: str) -> tuple[Row, ...]:
    """A whole table. Raises ValueError for a faulty row, or two that hold at once."""
    text = (_DATA / f"{table}.tsv").read_text("utf-8")
    return parsed(table, text)


def parsed(table: str, text: str) -> tuple[Row, ...]:
    """The rows of a table's text; its first line names the columns, answers after a `=`."""
    first, *lines = text.splitlines()
    columns = first.removeprefix("# ").split("\t")
    if tuple(columns[-4:]) != _DATED:
        raise ValueError(f"{table}: the last columns are not {', '.join(_DATED)}")
    rows = tuple(_rows(table, [column.removeprefix("=") for column in columns], lines))
    asked = [column for column in columns[:-4] if not column.startswith("=")]
    for one, other in combinations(rows, 2):
        if _at_once(one, other, asked):
            raise ValueError(f"{table}: two rows hold at once: {dict(other.words)}")
    return rows


def _rows(table: str, columns: list[str], lines: list[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        if len(cells) != len(columns) or not all(cells):
            raise ValueError(f"{table}, line {number}: not a cell for each column")
        words = dict(zip(columns, cells, strict=True))
        begun, ended, checked, source = (words.pop(column) for column in _DATED)
        until = None if ended == "-" else date.fromisoformat(ended)
        yield Row(words, date.fromisoformat(begun), until, _known_until(checked), source)


def _known_until(checked: str) -> date | None:
    if checked == "no":
        return None
    return date.max if checked == "yes" else date.fromisoformat(checked)


def _at_once(one: Row, other: Row, asked: list[str]) -> bool:
    """Whether two rows would answer one question on one day."""
    same = all(set(one.words[name].split()) & set(other.words[name].split()) for name in asked)
    later = max(one.valid_from, other.valid_from)
    return same and one.holds(later) and other.holds(later)
