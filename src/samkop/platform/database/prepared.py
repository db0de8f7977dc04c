"""Questions whose SQL is built once a process instead of once a call, and several at a time.

For the path of an order: there Django takes longer to build a statement than PostgreSQL to
answer it, and each statement costs a way there and back. ``prepared`` keeps the statement of a
queryset and fills in the values, so that the queryset stays the one place where the question
stands; ``ask_ahead`` asks several of them in one statement.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property
from inspect import signature
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, QuerySet
from django.db.models.lookups import Exact
from django.db.models.query import get_related_populators  # type: ignore[attr-defined]

from samkop.platform.database.driver import asked

Row = TypeVar("Row")
Model = TypeVar("Model", bound=models.Model)
Convert = Callable[[Any], Any]

# What was asked ahead in the open unit of work and not used yet; the door sets it.
foreseen: ContextVar[dict[Any, list[list[Any]]] | None] = ContextVar("foreseen", default=None)

# Values that JSON writes as text (or, of numbers, as what Python reads as a float).
_OF_JSON: Mapping[str, Convert] = {
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "DecimalField": Decimal,
    "BinaryField": lambda text: bytes.fromhex(text.removeprefix("\\x")),
}


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


class Question(Generic[Row]):
    """A statement with places for values; called with them, it answers with rows."""

    sql: str
    width: int  # columns

    def filled(self, values: Sequence[Any]) -> list[Any]:
        """Its parameters."""
        raise NotImplementedError

    def made(self, rows: Iterable[Sequence[Any]]) -> list[Row]:
        """What the driver's rows are for the caller."""
        raise NotImplementedError

    def made_of_json(self, rows: Iterable[list[Any]]) -> list[Row]:
        """The same of rows that came as JSON."""
        raise NotImplementedError

    def __call__(self, *values: Any) -> list[Row]:
        known = foreseen.get()
        if known:
            answers = known.get((self, _frozen(values)))
            if answers:
                return self.made_of_json(answers.pop())
        return self.made(asked(self.sql, self.filled(values)).fetchall())

    def of(self, *values: Any) -> Asked:
        """The question about these values, for ``ask_ahead``."""
        return self, values


Asked = tuple[Question[Any], tuple[Any, ...]]


def ask_ahead(*questions: Asked) -> None:
    """Ask all of these in one statement; the next call of each with its values is answered by it.

    Nothing but time depends on it: a question that was not asked ahead is asked when its turn
    comes, and one that is asked again is asked anew. Only for what this unit of work does not
    write in between.
    """
    known = foreseen.get()
    if known is None:
        raise RuntimeError("Questions are asked ahead within a unit of work.")
    sql = _together(tuple(question for question, _values in questions))
    filled = [value for question, values in questions for value in question.filled(values)]
    answers = asked(sql, filled).fetchall()[0]
    for (question, values), answer in zip(questions, answers, strict=True):
        rows = json.loads(answer, parse_float=Decimal) if answer else []
        name = question, _frozen(values)
        known.setdefault(name, []).append([list(row.values()) for row in rows])


@cache
def _together(questions: tuple[Question[Any], ...]) -> str:
    # Numbered columns: joined tables bring the same name twice.
    parts = (
        f"(SELECT json_agg(q)::text FROM ({one.sql}) AS q"  # noqa: S608 - our own statements
        f" ({', '.join(f'c{number}' for number in range(one.width))}))"
        for one in questions
    )
    return f"SELECT {', '.join(parts)}"


def _plain(
    rows: Iterable[list[Any]], conversions: Sequence[tuple[int, Convert]]
) -> list[list[Any]]:
    """Rows that came as JSON, with the values of the driver."""
    found = list(rows)
    for row in found:
        for place, convert in conversions:
            if row[place] is not None:
                row[place] = convert(row[place])
    return found


def _frozen(values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(tuple(value) if isinstance(value, list) else value for value in values)


class Prepared(Question[Model]):
    """A queryset as a question; its rows are instances, made as ``ModelIterable`` makes them.

    How they are made is worked out once too. Without prefetches, of which we have none.
    """

    def __init__(self, build: Callable[..., QuerySet[Model]]) -> None:
        self.__doc__, self.__name__ = build.__doc__, build.__name__
        self._build = build

    @cached_property
    def _compiler(self) -> Any:
        holes = [Hole(position) for position, _name in enumerate(signature(self._build).parameters)]
        rows = self._build(*holes)
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        # Sets what is selected besides.
        compiler.statement = compiler.as_sql()
        return compiler

    @cached_property
    def sql(self) -> str:  # type: ignore[override]
        return str(self._compiler.statement[0])

    @cached_property
    def width(self) -> int:  # type: ignore[override]
        return len(self._compiler.select)

    @cached_property
    def _parameters(self) -> tuple[Any, ...]:
        return tuple(self._compiler.statement[1])

    def filled(self, values: Sequence[Any]) -> list[Any]:
        return [values[one.position] if isinstance(one, Hole) else one for one in self._parameters]

    def made(self, rows: Iterable[Sequence[Any]]) -> list[Model]:
        found, database = list(rows), connections[DEFAULT_DB_ALIAS]
        if self._conversions:
            found = [self._converted(row, database) for row in found]
        return self._instances(found)

    def made_of_json(self, rows: Iterable[list[Any]]) -> list[Model]:
        return self._instances(_plain(rows, self._conversions_of_json))

    @cached_property
    def _conversions(self) -> tuple[Any, ...]:
        selected = [one[0] for one in self._compiler.select]
        return tuple(self._compiler.get_converters(selected).items())

    @cached_property
    def _conversions_of_json(self) -> tuple[tuple[int, Convert], ...]:
        kinds = [one[0].output_field.get_internal_type() for one in self._compiler.select]
        return tuple((n, _OF_JSON[kind]) for n, kind in enumerate(kinds) if kind in _OF_JSON)

    def _converted(self, row: Sequence[Any], database: BaseDatabaseWrapper) -> list[Any]:
        values = list(row)
        for place, (conversions, expression) in self._conversions:
            for convert in conversions:
                values[place] = convert(values[place], expression, database)
        return values

    def _instances(self, rows: Sequence[Sequence[Any]]) -> list[Model]:
        model, own, fields, joined, annotated = self._shape
        found = []
        for row in rows:
            made = model.from_db(DEFAULT_DB_ALIAS, fields, row[own])
            for populator in joined:
                populator.populate(row, made)
            for name, place in annotated.items():
                setattr(made, name, row[place])
            found.append(made)
        return found

    @cached_property
    def _shape(self) -> tuple[type[Model], slice, list[str], list[Any], Mapping[str, int]]:
        """The model, the place and names of its columns, what is joined, what is annotated."""
        compiler = self._compiler
        made = compiler.klass_info
        own = slice(made["select_fields"][0], made["select_fields"][-1] + 1)
        fields = [column.target.attname for column, _sql, _alias in compiler.select[own]]
        joined = get_related_populators(made, compiler.select, DEFAULT_DB_ALIAS)
        return made["model"], own, fields, joined, compiler.annotation_col_map or {}


def prepared(build: Callable[..., QuerySet[Model]]) -> Prepared[Model]:
    """Decorate a function whose queryset has the same SQL for all values of its arguments.

    The arguments may stand only where a lookup compares with them (``Among`` for a list, never
    ``in``): the function must not look at them. It then answers with the rows.
    """
    return Prepared(build)


class Rows(Question[tuple[Any, ...]]):
    """SQL by hand as a question; its rows are tuples.

    ``columns`` names the kind of each column: empty, or a key of ``_OF_JSON``.
    """

    def __init__(self, sql: str, *columns: str) -> None:
        self.sql, self.width = sql, len(columns)
        self._conversions = [(n, _OF_JSON[kind]) for n, kind in enumerate(columns) if kind]

    def filled(self, values: Sequence[Any]) -> list[Any]:
        return list(values)

    def made(self, rows: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in rows]

    def made_of_json(self, rows: Iterable[list[Any]]) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in _plain(rows, self._conversions)]
