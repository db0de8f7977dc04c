"""Rows into tables by COPY, in the owner's transaction: beside the making of the next ones."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connections, models

Row = tuple[Any, ...]

FOREIGN_KEYS = """
SELECT quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND conrelid = %s::regclass
"""
SEQUENCES = """
SELECT d.refobjid::regclass::text, coalesce(pg_sequence_last_value(d.objid), 0)
FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S'
WHERE d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
"""
COUNT_ON = "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)"
# How the columns begin where rows have their ids.
ID = ("id, ", '"id", ')
# So many rows may wait for the database: then they are made no faster than it takes them.
WAITING = 60_000
# What the driver passes on as it is; of any other the field knows how.
PLAIN = frozenset({int, str, bool, NoneType, date, datetime})
STRUCTURED = (models.JSONField, ArrayField)


@dataclass
class Loader:
    """Writes many rows of a table at once; nothing is left out, every constraint is checked.

    Rows are made while the database takes the ones before: what is asked of it, and the end,
    wait for them. Foreign keys are checked when all is loaded, by one question each: row by row
    they are a third of the time. Until then nobody else reads or writes these tables.
    """

    cursor: Any
    _set_aside: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    _last: dict[str, int] = field(default_factory=dict)
    _counted: set[str] = field(default_factory=set)
    _writer: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    _under_way: deque[tuple[int, Future[None]]] = field(default_factory=deque)

    def ids(self, model: type[models.Model], count: int) -> range:
        """So many new ids of a table, counted here: nobody else writes it meanwhile."""
        if not count:
            return range(0)
        table = model._meta.db_table
        if not self._last:
            self._last.update(self.rows(SEQUENCES))
        first = self._last[table] + 1
        self._last[table] += count
        self._counted.add(table)
        return range(first, first + count)

    def number(self, rows: Sequence[models.Model]) -> None:
        """Give new rows of one table their ids, in their order."""
        if rows:
            for row, pk in zip(rows, self.ids(type(rows[0]), len(rows)), strict=True):
                row.pk = pk

    def rows(self, sql: str, *values: object) -> list[Row]:
        """What a question answers."""
        self.execute(sql, *values)
        found: list[Row] = self.cursor.fetchall()
        return found

    def execute(self, sql: str, *values: object) -> None:
        """Run a statement, after all that was written."""
        self._wait(0)
        self.cursor.execute(sql, values)

    def copy(self, model: type[models.Model], columns: str, rows: Iterable[Row]) -> None:
        """Write rows that are values, and number those without an id.

        Raises what the database said of rows before.
        """
        made = list(rows)
        if not made:
            return
        if isinstance(model._meta.pk, models.AutoField) and not columns.startswith(ID):
            columns = f"id, {columns}"
            made = [(pk, *row) for pk, row in zip(self.ids(model, len(made)), made, strict=True)]
        self._wait(WAITING)
        doing = self._writer.submit(self._copy, model._meta.db_table, columns, made)
        self._under_way.append((len(made), doing))

    def _copy(self, table: str, columns: str, rows: Sequence[Row]) -> None:
        self._set_foreign_keys_aside(table)
        with self.cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def _wait(self, left: int) -> None:
        """Until no more than so many rows are under way."""
        while self._under_way and sum(count for count, _doing in self._under_way) > left:
            _count, doing = self._under_way.popleft()
            doing.result()

    def write(self, rows: Sequence[models.Model]) -> None:
        """Write rows that are models, all of one table, and give ids to those without."""
        if not rows:
            return
        model = type(rows[0])
        self.number([row for row in rows if row.pk is None])
        columns, values = _adapted(model)
        self.copy(model, columns, map(values, rows))

    def close(self) -> None:
        """Write nothing more; what waits is dropped."""
        self._writer.shutdown(cancel_futures=True)

    def _set_foreign_keys_aside(self, table: str) -> None:
        if table in self._set_aside:
            return
        self.cursor.execute(FOREIGN_KEYS, [table])
        keys = self._set_aside[table] = self.cursor.fetchall()
        self._alter(table, [f"DROP CONSTRAINT {name}" for name, _definition in keys])

    def check_foreign_keys(self) -> None:
        """Give the tables their foreign keys again, over all of their rows.

        Raises IntegrityError where a row names one that is not there.
        """
        # What waits for the commit would keep a table from being altered.
        self.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, keys in self._set_aside.items():
            self._alter(table, [f"ADD CONSTRAINT {name} {definition}" for name, definition in keys])
        self._set_aside.clear()
        for table in sorted(self._counted):
            self.execute(COUNT_ON, table, self._last[table])

    def _alter(self, table: str, changes: Sequence[str]) -> None:
        if changes:
            self.cursor.execute(f"ALTER TABLE {table} {', '.join(changes)}")


@cache
def _adapted(model: type[models.Model]) -> tuple[str, Callable[[models.Model], Row]]:
    """The columns of a table, and what reads a row's values as the driver takes them."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    known = [frozenset() if isinstance(field, STRUCTURED) else PLAIN for field in fields]
    read, connection = attrgetter(*(field.attname for field in fields)), connections["owner"]

    def values(row: models.Model) -> Row:
        return tuple([
            value if type(value) in plain else field.get_db_prep_save(value, connection)
            for value, plain, field in zip(read(row), known, fields, strict=True)
        ])  # fmt: skip

    return ", ".join(f'"{field.column}"' for field in fields), values
