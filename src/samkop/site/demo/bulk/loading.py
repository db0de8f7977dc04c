"""Rows into tables by COPY, in the owner's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connections, models

Row = tuple[Any, ...]

FOREIGN_KEYS = """
SELECT quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND conrelid = %s::regclass
"""


@dataclass(frozen=True)
class Loader:
    """Writes many rows of a table at once; nothing is left out, every constraint is checked.

    Foreign keys are, when all is loaded, by one question each: row by row they are a third of
    the time. Until then nobody else reads or writes these tables.
    """

    cursor: Any
    _set_aside: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def ids(self, model: type[models.Model], count: int) -> list[int]:
        """So many new ids of a table."""
        self.cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [pk for (pk,) in self.cursor.fetchall()]

    def number(self, rows: Sequence[models.Model]) -> None:
        """Give new rows of one table their ids, in their order."""
        if rows:
            for row, pk in zip(rows, self.ids(type(rows[0]), len(rows)), strict=True):
                row.pk = pk

    def rows(self, sql: str, *values: object) -> list[Row]:
        """What a question answers."""
        self.cursor.execute(sql, values)
        found: list[Row] = self.cursor.fetchall()
        return found

    def copy(self, model: type[models.Model], columns: str, rows: Iterable[Row]) -> None:
        """Write rows that are values."""
        self._set_foreign_keys_aside(model._meta.db_table)
        sql = f"COPY {model._meta.db_table} ({columns}) FROM STDIN"
        with self.cursor.copy(sql) as copy:
            for row in rows:
                copy.write_row(row)

    def write(self, rows: Sequence[models.Model]) -> None:
        """Write rows that are models, all of one table, and give ids to those without."""
        if not rows:
            return
        model = type(rows[0])
        self.number([row for row in rows if row.pk is None])
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        names = [(field, field.attname) for field in fields]
        connection = connections["owner"]
        self.copy(
            model, ", ".join(f'"{field.column}"' for field in fields),
            (
                tuple(field.get_db_prep_save(getattr(row, name), connection)
                      for field, name in names)
                for row in rows
            ),
        )  # fmt: skip

    def _set_foreign_keys_aside(self, table: str) -> None:
        if table in self._set_aside:
            return
        keys = self._set_aside[table] = self.rows(FOREIGN_KEYS, table)
        self._alter(table, [f"DROP CONSTRAINT {name}" for name, _definition in keys])

    def check_foreign_keys(self) -> None:
        """Give the tables their foreign keys again, over all of their rows.

        Raises IntegrityError where a row names one that is not there.
        """
        # What waits for the commit would keep a table from being altered.
        self.cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, keys in self._set_aside.items():
            self._alter(table, [f"ADD CONSTRAINT {name} {definition}" for name, definition in keys])
        self._set_aside.clear()

    def _alter(self, table: str, changes: Sequence[str]) -> None:
        if changes:
            self.cursor.execute(f"ALTER TABLE {table} {', '.join(changes)}")

    def count_anew(self, *tables: type[models.Model]) -> None:
        """Statistics, so that foreign keys are checked by the right index."""
        for model in tables:
            self.cursor.execute(f"ANALYZE {model._meta.db_table}")
