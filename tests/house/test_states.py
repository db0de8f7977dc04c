"""The reference of what has states forgets none of the code's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db.models import TextChoices

ROOT = Path(__file__).parent.parent.parent
TABLE, SOURCE = ROOT / "docs/reference/states.md", ROOT / "src/samkop"
# A row with one of these begins or ends by a decision or by the clock.
MARKS = {
    "active", "adopted_at", "done_at", "ended_at", "ends_at", "expires_at", "finished_at",
    "is_active", "orders_until", "read_at", "revoked_at", "settled_at", "sold_until", "state",
    "used_at", "valid_until",
}  # fmt: skip


def rows() -> list[list[str]]:
    """The table's rows as cells: noun, states, what moves it, what the clock does, figure."""
    lines = [line for line in TABLE.read_text().splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def kinds_of(kind: type[TextChoices]) -> Iterator[type[TextChoices]]:
    for below in kind.__subclasses__():
        yield below
        yield from kinds_of(below)


def test_the_states_of_every_noun_stand_in_the_table_and_no_others():
    kinds = [
        kind
        for kind in kinds_of(TextChoices)
        if kind.__module__.startswith("samkop.") and kind.__name__.endswith(("State", "Status"))
    ]
    told = {frozenset(re.findall(r"`([^`]+)`", row[1])) for row in rows()} - {frozenset()}
    assert told == {frozenset(kind.values) for kind in kinds}


def test_whatever_begins_or_ends_has_its_row_in_the_table():
    nouns = {noun.strip().lower() for row in rows() for noun in row[0].split(",")}
    changing = {
        re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()
        for model in apps.get_models()
        if model.__module__.startswith("samkop.")
        and MARKS & {field.name for field in model._meta.concrete_fields}
    }
    assert sorted(changing - nouns) == []


def test_each_use_case_that_the_table_names_is_one():
    named = {name for row in rows() for name in re.findall(r"`([a-z]+(?:_[a-z]+)+)`", row[2])}
    code = "\n".join(path.read_text() for path in SOURCE.rglob("usecases/*.py"))
    code += "\n".join(path.read_text() for path in SOURCE.glob("platform/**/*.py"))
    assert sorted(name for name in named if f"def {name}(" not in code) == []


def test_each_row_says_who_moves_it_what_the_clock_does_and_which_figure():
    assert [row[0] for row in rows() if len(row) != 5 or not all(row)] == []
