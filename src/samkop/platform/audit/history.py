"""The history of a thing, read off the audit trail: one history, no second one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from samkop.platform.models import AuditEntry

# What a change row is called, where the field's name would not do for a reader.
HIDDEN = {"message_id", "sort_key", "search_text"}


@dataclass(frozen=True)
class HistoryEntry:
    """One step: when, who, what, and which fields changed (label, before, after)."""

    at: datetime
    who: str
    what: str
    changes: tuple[dict[str, Any], ...]


def history_of(
    subject: str, words: Mapping[str, str | Promise], *, limit: int = 50
) -> list[HistoryEntry]:
    """The newest entries about one thing (``ordering.order:17``) that the actor may see.

    ``words`` says in the reader's language what each use case did, by its name.
    """
    entries = AuditEntry.objects.filter(auditsubject__subject=subject).order_by("-id")[:limit]
    return [_entry(entry, subject, words) for entry in entries]


def _entry(entry: AuditEntry, subject: str, words: Mapping[str, str | Promise]) -> HistoryEntry:
    use_case = entry.operation.rsplit(".", 1)[-1]
    verb = str(words.get(use_case) or use_case.replace("_", " ").capitalize())
    if entry.payload is None:
        return HistoryEntry(entry.at, _("erased"), verb, ())
    payload = json.loads(entry.payload)
    changes = tuple(
        {"label": name.removesuffix("_id").replace("_", " "), "before": before, "after": after}
        for about, fields in payload["changes"]
        if about == subject
        for name, (before, after) in fields.items()
        if before is not None and name not in HIDDEN
    )
    return HistoryEntry(entry.at, payload["name"], verb, changes)
