"""Writing rows of one model by statements that are built once a process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from types import NoneType
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field

from samkop.platform.database.driver import asked


@dataclass(frozen=True, eq=False)
class _Insert:
    """The statement for so many rows of a model, with or without their keys."""

    sql: str
    returning: str
    fields: Sequence[Field[Any, Any]]
    returned: Sequence[Field[Any, Any]]

    def values(self, rows: Sequence[models.Model], database: BaseDatabaseWrapper) -> list[Any]:
        """The rows' values in the order of the statement's places."""
        return [_stored(field, row, database) for row in rows for field in self.fields]

    @cached_property
    def alone(self) -> str:
        """The whole statement."""
        return self.sql + self.returning

    @cached_property
    def unless_known(self) -> str:
        """The whole statement, for rows that may stand there already."""
        return f"{self.sql} ON CONFLICT DO NOTHING{self.returning}"


def insert(rows: Sequence[models.Model]) -> None:
    """Insert a few rows of one model, all with a key or all without; sets what is generated.

    As ``bulk_create`` does, without parents and signals, of which we have none.
    """
    statement = _statement(type(rows[0]), len(rows), keyed=rows[0].pk is not None)
    _inserted(statement, statement.alone, rows)


def insert_new(row: models.Model) -> bool:
    """Insert a row, or nothing where a unique key of its table is taken: False."""
    statement = _statement(type(row), 1, keyed=row.pk is not None)
    return _inserted(statement, statement.unless_known, [row]) == 1


def insert_with(whole: models.Model, parts: Sequence[models.Model]) -> None:
    """Insert a row whose key is given, and a few rows of one model under it, in one statement."""
    database = connections[DEFAULT_DB_ALIAS]
    first = _statement(type(whole), 1, keyed=True)
    second = _statement(type(parts[0]), len(parts), keyed=False)
    values = [*first.values([whole], database), *second.values(parts, database)]
    _set(second, parts, asked(_under(first, second), values).fetchall())
    whole._state.adding, whole._state.db = False, DEFAULT_DB_ALIAS


def _inserted(statement: _Insert, sql: str, rows: Sequence[models.Model]) -> int:
    """How many rows were inserted: all, or with a condition perhaps none."""
    answer = asked(sql, statement.values(rows, connections[DEFAULT_DB_ALIAS]))
    written = answer.rowcount
    if written:
        _set(statement, rows, answer.fetchall() if statement.returning else [()] * written)
    return written


@cache
def _under(whole: _Insert, parts: _Insert) -> str:
    return f"WITH whole AS ({whole.sql}) {parts.alone}"


def _set(
    statement: _Insert, rows: Sequence[models.Model], answers: Sequence[Sequence[Any]]
) -> None:
    for row, answer in zip(rows, answers, strict=True):
        for field, value in zip(statement.returned, answer, strict=True):
            setattr(row, field.attname, value)
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


# psycopg passes these on as they are; subclasses (such as our vocabularies) are Django's to make
# plain, and so is whatever stands in a column of a kind of its own.
_PLAIN = frozenset({NoneType, bool, int, str, date, datetime})


def _stored(field: Field[Any, Any], row: models.Model, database: BaseDatabaseWrapper) -> Any:
    """A row's value for a column, as the driver takes it."""
    value = getattr(row, field.attname)
    if type(value) in _PLAIN and not isinstance(field, models.JSONField):
        return value
    return field.get_db_prep_save(field.pre_save(row, add=row._state.adding), database)


@cache
def _statement(model: type[models.Model], count: int, *, keyed: bool) -> _Insert:
    numbered = None if keyed else model._meta.auto_field
    fields = [f for f in model._meta.local_concrete_fields if f is not numbered and not f.generated]
    quote = connection.ops.quote_name
    row = f"({', '.join(['%s'] * len(fields))})"
    sql = (
        f"INSERT INTO {quote(model._meta.db_table)}"  # noqa: S608 - names of our own columns
        f" ({', '.join(quote(field.column) for field in fields)})"
        f" VALUES {', '.join([row] * count)}"
    )
    returned = [f for f in model._meta.db_returning_fields if f.generated or f is numbered]
    names = ", ".join(quote(field.column) for field in returned)
    return _Insert(sql, f" RETURNING {names}" if names else "", fields, returned)


def update(row: models.Model, names: Sequence[str]) -> None:
    """Save these fields of a row, as ``save(update_fields=names)`` does.

    Raises DatabaseError when the row is gone, or not the actor's to change.
    """
    database = connections[DEFAULT_DB_ALIAS]
    sql, fields = _update_statement(type(row), tuple(names))
    values = [_stored(field, row, database) for field in fields]
    if asked(sql, [*values, row.pk]).rowcount != 1:
        raise DatabaseError(f"{row._meta.label}:{row.pk} was not there to be changed")


@cache
def _update_statement(
    model: type[models.Model], names: tuple[str, ...]
) -> tuple[str, list[Field[Any, Any]]]:
    known = {name: f for f in model._meta.concrete_fields for name in (f.name, f.attname)}
    fields = [known[name] for name in names]
    quote, key = connection.ops.quote_name, known[model._meta.pk.attname]
    assigned = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    table = quote(model._meta.db_table)
    return f"UPDATE {table} SET {assigned} WHERE {quote(key.column)} = %s", fields  # noqa: S608
