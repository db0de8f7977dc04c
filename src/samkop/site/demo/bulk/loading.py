"""Rows into tables by COPY, in the owner's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections, models

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Loader:
    """Writes many rows of a table at once; nothing is left out, every constraint is checked."""

    cursor: Any

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

    def count_anew(self, *tables: type[models.Model]) -> None:
        """Statistics, so that foreign keys are checked by the right index."""
        for model in tables:
            self.cursor.execute(f"ANALYZE {model._meta.db_table}")
