"""A tender whole, for an archive: every row, every file, its history, each with its retention."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.db import models

from samkop.core.archive import ArchiveWriter
from samkop.platform.models import AuditEntry
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.tendering.archive_words import not_yet, readme
from samkop.tendering.models import Tender
from samkop.tendering.vocabulary import TenderState

DATA = Path(__file__).with_name("data")
# Before the opening nothing may tell how many bids there are: nothing is archived.
ARCHIVED = frozenset({TenderState.OPENED, TenderState.DECIDED, TenderState.CONCLUDED})
OTHERWISE = "*"
STEPS = 2  # from a row to its tender


def write_archive(tender: Tender, target: IO[bytes], now: datetime) -> int:
    """Write the archive in the open reading of who runs the tender; returns how many files.

    Raises Refused ``nothing-to-archive-yet``.
    """
    if tender.state not in ARCHIVED:
        raise Refused("nothing-to-archive-yet", not_yet())
    with zipfile.ZipFile(target, "w") as opened:
        writer = ArchiveWriter(opened)
        writer.add("README.txt", readme().encode(), **_retention("tender"))
        subjects = []
        for model, path in tables():
            rows = model._default_manager.filter(**{path: tender.pk}).order_by("pk")
            subjects += _write_table(writer, model, rows)
        _write_history(writer, subjects)
        writer.close(
            {
                "tender": {
                    "number": tender.number, "register_number": tender.register_number,
                    "title_sv": tender.title_sv, "title_fi": tender.title_fi,
                    "title_en": tender.title_en, "owner": tender.owner.legal_name,
                    "owner_identifier": tender.owner.identifier, "state": tender.state,
                },
                "made_at": now.isoformat(),
            }
        )  # fmt: skip
    return len(writer.files)


@cache
def tables() -> tuple[tuple[type[models.Model], str], ...]:
    """Every table of this app that hangs on a tender, with the lookup that leads there."""
    found: list[tuple[type[models.Model], str]] = [(Tender, "pk")]
    for model in sorted(apps.get_app_config("tendering").get_models(), key=lambda m: m.__name__):
        path = "" if model is Tender else _way_to_tender(model, STEPS)
        if path:
            found.append((model, path))
    return tuple(found)


def _way_to_tender(model: type[models.Model], steps: int) -> str:
    keys = [one for one in model._meta.concrete_fields if isinstance(one, models.ForeignKey)]
    for key in keys:
        if key.related_model is Tender:
            return key.name
    for key in keys if steps > 1 else ():
        target = key.related_model
        if isinstance(target, type) and target._meta.app_label == "tendering":
            further = _way_to_tender(target, steps - 1)
            if further:
                return f"{key.name}__{further}"
    return ""


def _write_table(
    writer: ArchiveWriter, model: type[models.Model], rows: models.QuerySet[Any]
) -> list[str]:
    """One JSON file a table, and each file that a row holds beside it."""
    name = model._meta.model_name or ""
    about, shown, subjects = _retention(name), [], []
    for row in rows.iterator(chunk_size=20):
        shown.append(_row(writer, row, name, about))
        subjects.append(subject_of(row))
    if shown:
        writer.add(f"records/{name}.json", _dumped(shown), **about)
    return subjects


def _row(writer: ArchiveWriter, row: models.Model, name: str, about: dict[str, Any]) -> Any:
    shown: dict[str, Any] = {}
    for column in row._meta.concrete_fields:
        value = getattr(row, column.attname)
        if isinstance(column, models.BinaryField) and value is not None:
            label = _safe(str(getattr(row, "name", "") or column.attname))
            path = f"files/{name}/{row.pk}-{label}"
            shown[column.attname] = {
                "file": path,
                "sha256": writer.add(path, bytes(value), **about),
            }
        else:
            shown[column.attname] = _plain(value)
            if column.is_relation and column.attname != column.name:
                shown.update(_called(row, column))
    return shown


def _called(row: models.Model, column: models.Field[Any, Any]) -> Iterator[tuple[str, str]]:
    """A party beside its number: who reads the archive has no register of ours."""
    if column.related_model is apps.get_model("parties", "Party"):
        party = getattr(row, column.name)
        if party is not None:
            yield f"{column.name}_name", f"{party.legal_name} ({party.identifier})"


def _write_history(writer: ArchiveWriter, subjects: list[str]) -> None:
    """The audit trail's entries about all that was archived, as they stand."""
    entries = (
        AuditEntry.objects.filter(auditsubject__subject__in=subjects).distinct().order_by("id")
    )
    shown = [
        {
            column.attname: _plain(getattr(entry, column.attname))
            for column in entry._meta.concrete_fields
            if not isinstance(column, models.BinaryField)
        }
        for entry in entries.iterator()
    ]
    writer.add("history.json", _dumped(shown), **_retention("tender"))


def _retention(name: str) -> dict[str, Any]:
    """The document class of a table, and how long it is kept."""
    rows = _classes()
    return dict(rows.get(name, rows[OTHERWISE]))


@cache
def _classes() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for line in (DATA / "retention.tsv").read_text("utf-8").splitlines()[1:]:
        names, kind, years, start, checked, source = line.split("\t")
        about = {
            "class": kind,
            "retention": {
                "years": int(years) or None, "from": start, "checked": checked == "yes",
                "source": source,
            },
        }  # fmt: skip
        found.update(dict.fromkeys(names.split(), about))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    if isinstance(value, Decimal):
        return str(value)
    return value if isinstance(value, (str, int, bool, list, dict, type(None))) else str(value)


def _safe(name: str) -> str:
    return re.sub(r"[^\w.\- ]", "_", name)[-100:]


def _dumped(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
