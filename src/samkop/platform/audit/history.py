"""The history of a thing, read off the audit trail: one history, no second one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, ForeignKey
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from samkop.platform.audit.shown_values import id_of, shown
from samkop.platform.models import AuditEntry

# Bookkeeping: nothing that a reader would miss. Faults of a message stand above in sentences.
HIDDEN = frozenset(
    {
        "message_id", "sort_key", "search_text", "attempts", "next_attempt_at", "due_at",
        "settled_at", "last_error", "fault_code", "faults", "revision", "result", "done",
        "secret_digest", "done_at", "total", "kept", "shown_price_cents", "newest",
        "budget_cents", "custody_step", "held_since", "state_since",
    }
)  # fmt: skip
Words = Mapping[str, str | Promise]


@dataclass(frozen=True)
class HistoryEntry:
    """One step: when, who, what, and which fields changed (label, before, after)."""

    at: datetime
    who: str
    what: str
    changes: tuple[dict[str, Any], ...]


def history_of(
    subject: str, words: Words, *, limit: int = 50, otherwise: str | Promise = ""
) -> list[HistoryEntry]:
    """The newest entries about one thing (``ordering.order:17``) that the actor may see.

    ``words`` says in the reader's language what each use case did, by its name, and
    ``otherwise`` what one did that they do not name. Other
    things that a field names are read by their names: a query for each kind of them.
    """
    entries = list(AuditEntry.objects.filter(auditsubject__subject=subject).order_by("-id")[:limit])
    payloads = [json.loads(entry.payload) if entry.payload else None for entry in entries]
    changed = [list(_changed(payload, subject)) for payload in payloads]
    names = _names(subject, changed)
    return [
        HistoryEntry(
            entry.at,
            who_of(entry, payload) if payload else _("erased"),
            verb_of(entry, words, otherwise),
            tuple(_change(subject, *change, names) for change in changes),
        )
        for entry, payload, changes in zip(entries, payloads, changed, strict=True)
    ]


def label_of(field: str) -> str:
    """What a reader calls a field, by its column's name; its own words where nobody gave any."""
    name = field.removesuffix("_id")
    return str(_fields().get(name) or name.replace("_", " ").capitalize())


def _changed(payload: Any, subject: str) -> Iterator[tuple[str, Any, Any]]:
    """The fields of the thing that got another value: column, before, after."""
    for about, fields in payload["changes"] if payload else ():
        if about == subject:
            for name, (before, after) in fields.items():
                if before is not None and name not in HIDDEN:
                    yield name, before, after


def verb_of(entry: AuditEntry, words: Words, otherwise: str | Promise = "") -> str:
    """What was done, in the reader's language."""
    use_case = entry.operation.rsplit(".", 1)[-1]
    return str(words.get(use_case) or otherwise or use_case.replace("_", " ").capitalize())


def who_of(entry: AuditEntry, payload: Any) -> str:
    """A person's name, or what a job or a kind of document is called."""
    kind, _colon, reference = entry.actor.partition(":")
    name: str = payload["name"]
    if kind == "job":
        return str(_actors().get(reference, name))
    if kind == "message":
        document, _space, number = name.partition(" ")
        return f"{_actors().get(document, document)} {number}".strip()
    return name


def _change(
    subject: str, name: str, before: Any, after: Any, names: Mapping[str, Mapping[int, str]]
) -> dict[str, Any]:
    field = _field(subject, name)
    known = names.get(name, {})
    return {
        "field": name,
        "label": label_of(name),
        "before": shown(field, name, before, known),
        "after": shown(field, name, after, known),
    }


def _names(
    subject: str, changed: Sequence[Sequence[tuple[str, Any, Any]]]
) -> dict[str, dict[int, str]]:
    """What the things are called that foreign keys name, as far as the actor may read them."""
    meant: dict[str, set[int]] = {}
    for changes in changed:
        for name, before, after in changes:
            if isinstance(_field(subject, name), ForeignKey):
                ids = {id_of(value) for value in (before, after)} - {0}
                meant.setdefault(name, set()).update(ids)
    return {name: _named(_field(subject, name), ids) for name, ids in meant.items() if ids}


def _named(field: Field[Any, Any] | None, ids: set[int]) -> dict[int, str]:
    assert field is not None  # noqa: S101 - only foreign keys get here
    related = field.related_model
    return {pk: str(row) for pk, row in related._default_manager.in_bulk(list(ids)).items()}  # type: ignore[union-attr]


def _field(subject: str, name: str) -> Field[Any, Any] | None:
    """The thing's field of this column; None for what is no field, such as a count of rows."""
    try:
        model = apps.get_model(subject.partition(":")[0])
        field = model._meta.get_field(name.removesuffix("_id"))
    except (LookupError, FieldDoesNotExist):
        return None
    return field if isinstance(field, Field) else None


@cache
def _fields() -> Words:
    """Every app's words for its fields, by the setting ``SAMKOP_FIELDS``."""
    found: Words = import_string(settings.SAMKOP_FIELDS)
    return found


@cache
def _actors() -> Words:
    """What jobs and documents are called, by the setting ``SAMKOP_ACTORS``."""
    found: Words = import_string(settings.SAMKOP_ACTORS)
    return found
