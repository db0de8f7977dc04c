"""What files of every kind go through: uploaded, their headings named, imported, gone.

Parts of the use cases of each kind, which say who may and what the columns are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.parties.columns import Columns
from samkop.parties.import_files import table_of
from samkop.parties.models import HeadingMap, ImportFile
from samkop.platform.actors import Actor
from samkop.platform.imports import import_waits
from samkop.platform.records import change, create, create_all, note
from samkop.platform.refusals import Refused

LARGEST_FILE = 2 * 1024 * 1024  # bytes; far more than 5,000 rows need


def require_table(content: bytes, largest: int = LARGEST_FILE) -> str:
    """The SHA-256 of a table that can be kept.

    Raises Refused ``file-too-large``, ``file-unreadable``, with the sentence at ``file``.
    """
    sha256 = require_size(content, largest)
    try:
        table_of(content)
    except Refused as refused:
        raise _about_file(refused.code, refused.sentence) from refused
    return sha256


def require_size(content: bytes, largest: int) -> str:
    """The SHA-256 of a file of any kind. Raises Refused ``file-too-large``."""
    if len(content) > largest:
        sentence = _("The file is larger than 2 MB: divide it.")
        if largest > LARGEST_FILE:
            sentence = _("The file is larger than 10 MB: divide it.")
        raise _about_file("file-too-large", sentence)
    return hashlib.sha256(content).hexdigest()


def keep_file(
    *, actor: Actor, now: datetime, kind: str, name: str, content: bytes,
    largest: int = LARGEST_FILE,
) -> ImportFile:  # fmt: skip
    """Keep a file until it is imported; it replaces the person's earlier one of its kind.

    Raises Refused as ``require_table``.
    """
    sha256 = require_table(content, largest)
    ImportFile.objects.filter(
        party_id=actor.own_party_id, uploaded_by_id=actor.own_person_id, kind=kind
    ).delete()
    file = store_file(actor=actor, now=now, kind=kind, name=name, content=content, sha256=sha256)
    import_waits(now=now, kind=kind, name=file.name, sha256=sha256, file=file)
    return file


def store_file(
    *, actor: Actor, now: datetime, kind: str, name: str, content: bytes, sha256: str
) -> ImportFile:
    """Write a file down, beside those that wait already."""
    # Counted, not written out in the history: it holds people's data.
    [file] = create_all(
        [
            ImportFile(
                party_id=actor.own_party_id, uploaded_by_id=actor.own_person_id, kind=kind,
                name=name[-200:], content=content, sha256=sha256, uploaded_at=now,
            )
        ]
    )  # fmt: skip
    note(file=file.name, sha256=sha256)
    return file


def name_headings(
    *, actor: Actor, now: datetime, kind: str, called: Mapping[str, str], known: Columns
) -> HeadingMap:
    """Remember what headings mean in the organisation's files of a kind: a key, or nothing.

    Those that ``called`` does not name stay as they were. Raises Refused ``column-unknown``.
    """
    if set(called.values()) - {*known, ""}:
        raise Refused(
            "column-unknown",
            _("There is no such column. Choose one of those that the page names."),
            status=422,
        )
    found = HeadingMap.objects.filter(party_id=actor.own_party_id, kind=kind).first()
    if found is None:
        return create(
            HeadingMap(
                party_id=actor.own_party_id, kind=kind, called=dict(called),
                changed_by_id=actor.person_id, changed_at=now,
            )
        )  # fmt: skip
    named = {text.strip().casefold() for text in called}
    kept = {text: key for text, key in found.called.items() if text.strip().casefold() not in named}
    merged = {**kept, **called}
    if merged == found.called:
        return found
    return change(found, called=merged, changed_by_id=actor.person_id, changed_at=now)


def _about_file(code: str, sentence: str | Promise) -> Refused:
    return Refused(code, sentence, status=422, fields={"file": sentence})
