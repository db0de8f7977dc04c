"""Writing rows inside a use case, so that the audit entry knows each field that changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import DatabaseError, models

from samkop.platform.audit.entries import Change
from samkop.platform.database.writing import insert, insert_new, insert_with, update
from samkop.platform.unit_of_work import current_unit

Row = TypeVar("Row", bound=models.Model)

# Up to so many rows one statement of its own is worth keeping for each number of rows.
FEW = 8


def create(row: Row) -> Row:
    """Insert a row; its fields stand in the history as set."""
    _insert([row])
    _note_created(row)
    return row


def create_new(row: Row) -> bool:
    """Insert a row, unless another stands there already by one of the table's unique keys.

    Waits for whoever is writing such a row. False where nothing was written.
    """
    if not insert_new(row):
        return False
    _note_created(row)
    return True


def create_with(row: Row, parts: Sequence[models.Model]) -> Row:
    """Insert a row whose key is given and the rows that belong to it; one statement for a few."""
    if len(parts) <= FEW:
        insert_with(row, parts)
        _note_created(row)
        _note_counted(row, parts)
    else:
        create(row)
        create_all(parts, under=row)
    return row


def create_all(rows: Iterable[Row], *, under: models.Model | None = None) -> list[Row]:
    """Insert many rows of one kind at once; history counts them, under ``under`` if given."""
    made = list(rows)
    if made:
        _insert(made)
        _note_counted(under or made[0], made)
    return made


def create_each(rows: Sequence[models.Model]) -> None:
    """Insert many rows of one kind at once; the fields of each stand in the history as set."""
    if rows:
        _insert(rows)
    for row in rows:
        _note_created(row)


def create_under(wholes: Iterable[tuple[models.Model, Sequence[models.Model]]]) -> None:
    """Insert the rows of many things at once; history counts each thing's own."""
    found = [(whole, parts) for whole, parts in wholes if parts]
    if found:
        _insert([part for _whole, parts in found for part in parts])
    for whole, parts in found:
        _note_counted(whole, parts)


def change_each(changes: Iterable[tuple[models.Model, Mapping[str, Any]]]) -> None:
    """Set the same fields of many rows of one kind, each its own values, in one statement.

    Unchanged ones are neither written nor in the history.
    """
    changed: list[tuple[models.Model, dict[str, list[Any]]]] = []
    names: set[str] = set()
    for row, fields in changes:
        was = {name: getattr(row, name) for name in fields}
        said = {
            name: [_shown(was[name]), _shown(value)]
            for name, value in fields.items()
            if was[name] != value
        }
        if said:
            for name, value in fields.items():
                setattr(row, name, value)
            changed.append((row, said))
            names |= fields.keys()
    if changed:
        rows = [row for row, _said in changed]
        if type(rows[0])._default_manager.bulk_update(rows, sorted(names)) != len(rows):
            raise DatabaseError(f"some of {rows[0]._meta.label} were not there to be changed")
    current_unit().changes.extend(Change(subject_of(row), said) for row, said in changed)


def change(row: Row, **fields: Any) -> Row:
    """Set fields of a row and save these only; unchanged ones are left out of the history."""
    changed = {}
    for name, value in fields.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            changed[name] = [_shown(before), _shown(value)]
    if changed:
        update(row, list(changed))
        current_unit().changes.append(Change(subject_of(row), changed))
    return row


def remove(row: models.Model) -> None:
    """Delete a row; its last values stay in the history."""
    fields = {f.attname: [getattr(row, f.attname), None] for f in row._meta.concrete_fields}
    subject = subject_of(row)
    row.delete()
    current_unit().changes.append(Change(subject, fields))


def note(**facts: Any) -> None:
    """Put facts that are no field (a file's hash, a count of rows) into the audit entry."""
    current_unit().notes.update(facts)


def subject_of(row: models.Model) -> str:
    """How the audit trail names a row: ``ordering.order:17``."""
    return f"{row._meta.label_lower}:{row.pk}"


def _note_created(row: models.Model) -> None:
    fields = {
        field.attname: [None, getattr(row, field.attname)]
        for field in row._meta.concrete_fields
        if not field.primary_key and getattr(row, field.attname) not in (None, "")
    }
    current_unit().changes.append(Change(subject_of(row), fields))


def _note_counted(whole: models.Model, parts: Sequence[models.Model]) -> None:
    counted = {f"{parts[0]._meta.model_name}_rows": [None, len(parts)]}
    current_unit().changes.append(Change(subject_of(whole), counted))


def _insert(rows: Sequence[models.Model]) -> None:
    alike = len({row.pk is None for row in rows}) == 1
    if alike and len(rows) <= FEW:
        insert(rows)
    else:
        type(rows[0])._default_manager.bulk_create(rows)


def _shown(value: Any) -> Any:
    return subject_of(value) if isinstance(value, models.Model) else value
