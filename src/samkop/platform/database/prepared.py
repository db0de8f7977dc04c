"""Querysets and inserts whose SQL is built once a process instead of once a call.

For the path of an order: there Django takes longer to build a statement than PostgreSQL to
answer it. ``prepared`` keeps the statement of a queryset and fills in the values, so that the
queryset stays the one place where the question stands.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from functools import cache
from inspect import signature
from typing import Any, TypeVar

from django.db import DatabaseError, connection, models
from django.db.models import Expression, Field, QuerySet
from django.db.models.lookups import Exact
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=models.Model)


class Hole(Expression):
    """The place of a value in a prepared queryset."""

    def __init__(self, position: int) -> None:
        super().__init__(output_field=Field())
        self.position = position

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class Among(Exact):  # type: ignore[type-arg]  # generic for the checker only
    """``Among(F("item_id"), ids)``: one statement however many ids, unlike ``item_id__in``."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = compiler.compile(self.rhs)
        return f"{left} = ANY ({right})", [*left_values, *right_values]


def prepared(build: Callable[..., QuerySet[Row]]) -> Callable[..., list[Row]]:
    """Decorate a function whose queryset has the same SQL for all values of its arguments.

    The arguments may stand only where a lookup compares with them (``Among`` for a list, never
    ``in``): the function must not look at them. It then answers with the rows.
    """
    holes = [Hole(position) for position, _name in enumerate(signature(build).parameters)]

    @cache
    def compiled() -> tuple[QuerySet[Row], SQLCompiler, str, tuple[Any, ...]]:
        rows = build(*holes)
        compiler = rows.query.get_compiler(rows.db)
        sql, parameters = compiler.as_sql()
        return rows, compiler, sql, parameters

    def ask(*values: Any) -> list[Row]:
        rows, compiler, sql, parameters = compiled()
        filled = tuple(values[one.position] if isinstance(one, Hole) else one for one in parameters)
        return list(_Filled(rows, compiler, sql, filled))

    ask.__doc__, ask.__name__ = build.__doc__, build.__name__
    return ask


class _Filled(ModelIterable):  # type: ignore[type-arg]
    """Django's own making of instances, over a statement that is not built again."""

    def __init__(
        self, rows: QuerySet[Any], compiler: SQLCompiler, sql: str, values: tuple[Any, ...]
    ) -> None:
        filled = copy.copy(compiler)
        # It was built on some thread's connection; this one's says who asks.
        filled.connection = connection
        filled.as_sql = lambda *_given, **_named: (sql, values)  # type: ignore[method-assign]
        super().__init__(_Asked(rows, filled))  # type: ignore[arg-type]


class _Asked:
    """As much of a queryset as ``ModelIterable`` looks at."""

    def __init__(self, rows: QuerySet[Any], compiler: SQLCompiler) -> None:
        self.db = rows.db
        self.model = rows.model
        self.query = self
        self._known_related_objects: dict[Any, Any] = {}
        self._compiler = compiler

    def get_compiler(self, **_named: Any) -> SQLCompiler:
        return self._compiler


def insert(rows: Sequence[models.Model]) -> None:
    """Insert a few rows of one model; sets numbered keys and generated columns.

    As ``bulk_create`` does, without parents and signals, of which we have none.
    """
    model = type(rows[0])
    sql, fields, returned = _insert_statement(model, len(rows))
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for row in rows
        for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        answers = cursor.fetchall() if returned else [()] * len(rows)
    for row, answer in zip(rows, answers, strict=True):
        for field, value in zip(returned, answer, strict=True):
            setattr(row, field.attname, value)
        row._state.adding, row._state.db = False, connection.alias


@cache
def _insert_statement(
    model: type[models.Model], count: int
) -> tuple[str, list[Field[Any, Any]], list[Field[Any, Any]]]:
    numbered = model._meta.auto_field
    fields = [f for f in model._meta.local_concrete_fields if f is not numbered and not f.generated]
    returned = list(model._meta.db_returning_fields)
    quote = connection.ops.quote_name
    row = f"({', '.join(['%s'] * len(fields))})"
    sql = (
        f"INSERT INTO {quote(model._meta.db_table)}"  # noqa: S608 - names of our own columns
        f" ({', '.join(quote(field.column) for field in fields)})"
        f" VALUES {', '.join([row] * count)}"
    )
    if returned:
        sql += f" RETURNING {', '.join(quote(field.column) for field in returned)}"
    return sql, fields, returned


def update(row: models.Model, names: Sequence[str]) -> None:
    """Save these fields of a row, as ``save(update_fields=names)`` does.

    Raises DatabaseError when the row is gone, or not the actor's to change.
    """
    sql, fields = _update_statement(type(row), tuple(names))
    values = [
        field.get_db_prep_save(field.pre_save(row, add=False), connection) for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk])
        if cursor.rowcount != 1:
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
