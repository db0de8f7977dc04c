"""Uploading a catalogue file, and asking for it to be checked and imported."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.agreements.queries import agreement_of
from samkop.catalogue.documents import format_of
from samkop.catalogue.models import CatalogueFile
from samkop.catalogue.policies import may_import_catalogue
from samkop.catalogue.queries import catalogue_file_of
from samkop.catalogue.vocabulary import CATALOGUE, FileFormat, ImportTask
from samkop.platform.actors import Actor
from samkop.platform.imports import import_waits
from samkop.platform.jobs import start_job
from samkop.platform.models import JobRun
from samkop.platform.records import create_all, note
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require


def upload_catalogue(
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    name: str,
    content: bytes,
    replaces_all: bool,
) -> CatalogueFile:
    """Keep a catalogue file and start its dry run.

    Raises Refused ``file-empty``, ``file-unreadable`` (neither text nor workbook).
    """
    agreement = agreement_of(agreement_id)
    require(may_import_catalogue(actor, agreement))
    if not content.strip():
        sentence = _("The file is empty. Choose the file that the supplier sent.")
        raise Refused("file-empty", sentence, status=422, fields={"file": sentence})
    file_format = format_of(content, name)
    if file_format == FileFormat.CSV and b"\0" in content:
        sentence = _("This is neither XML nor a table. Choose a Peppol Catalogue, CSV or .xlsx.")
        raise Refused("file-unreadable", sentence, status=422, fields={"file": sentence})
    sha256 = hashlib.sha256(content).hexdigest()
    file = CatalogueFile(
        purchasing_body_id=agreement.purchasing_body_id, agreement=agreement,
        name=name[-200:], format=file_format, content=content, size=len(content),
        sha256=sha256, replaces_all=replaces_all, uploaded_at=now,
    )  # fmt: skip
    create_all([file])
    note(file=sha256, name=file.name, size=file.size)
    import_waits(now=now, kind=CATALOGUE, name=file.name, sha256=sha256, file=file, replaces=False)
    start_job(
        actor=actor, now=now, task=ImportTask.CHECK, key=f"file:{file.pk}",
        inputs={"file_id": file.pk},
    )  # fmt: skip
    return file


def start_import(*, actor: Actor, now: datetime, file_id: int) -> JobRun:
    """Ask for a checked file to be taken onto the shelf; asked twice, it is one job.

    A job that was stopped or has failed may be asked for again.
    """
    file = catalogue_file_of(file_id)
    require(may_import_catalogue(actor, file.agreement))
    ended = JobRun.objects.filter(
        party_id=file.purchasing_body_id, task=ImportTask.IMPORT, inputs__file_id=file_id,
        state__in=[JobRun.State.FAILED, JobRun.State.CANCELLED],
    ).count()  # fmt: skip
    return start_job(
        actor=actor, now=now, task=ImportTask.IMPORT, key=f"file:{file_id}:{ended}",
        inputs={"file_id": file_id},
    )  # fmt: skip
