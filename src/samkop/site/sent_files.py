"""Files that programs send in: kept, taken by a job, all of their rows or none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from samkop.parties.import_files import import_file_of
from samkop.parties.in_whose_name import actor_of_person
from samkop.parties.models import ImportFile
from samkop.parties.policies import may_manage_people
from samkop.parties.usecases.import_files import require_size, require_table, store_file
from samkop.parties.usecases.jobs import stop_job
from samkop.platform.actors import Actor
from samkop.platform.jobs import Cancelled, Progress, start_job
from samkop.platform.models import JobRun
from samkop.platform.refusals import Refused, not_allowed, not_found
from samkop.platform.unit_of_work import perform, reading
from samkop.site.sent import Found, Given, Sent
from samkop.site.sent_kinds import KINDS

TASK = "file-import"
LARGEST_FILE = 10 * 1024 * 1024  # bytes
MOST_FAULTS = 1_000  # so many are kept with the outcome; how many there were is kept beside
FAULTY = "file-faulty"
BY_PROGRAM = "api-"  # before the kind of a file that no page shows


def send_file(
    *, actor: Actor, now: datetime, kind: str, name: str, content: bytes, given: Given,
    dry_run: bool, leave_out: bool,
) -> JobRun:  # fmt: skip
    """Keep a file and ask for the job that takes it.

    ``dry_run`` only says what the file would do; ``leave_out`` takes the sound rows of a
    catalogue, an order or erasures without the faulty ones. Raises Refused: ``not-found`` (a
    kind or an agreement that there is not), ``not-allowed``, ``column-unknown``,
    ``file-too-large``, ``file-unreadable``, ``programme-unknown``, ``cost-centre-unknown``,
    ``delivery-location-unknown``.
    """
    known = KINDS.get(kind)
    if known is None:
        raise not_found()
    if known.scope not in actor.scopes:
        raise not_allowed()
    known.refuse(Sent(actor, now, kind, name, content, given))
    if set(given.called.values()) - {*(known.columns() if known.columns else ()), ""}:
        sentence = _("There is no such column. Choose one of those that the kind of file has.")
        raise Refused("column-unknown", sentence, status=422, fields={"columns": sentence})
    file = store_file(
        actor=actor, now=now, kind=f"{BY_PROGRAM}{kind}", name=name, content=content,
        sha256=_readable(kind, content),
    )  # fmt: skip
    inputs = {
        "file_id": file.pk, "kind": kind, "name": file.name, "given": asdict(given),
        "dry_run": dry_run, "leave_out": leave_out,
    }  # fmt: skip
    return start_job(actor=actor, now=now, task=TASK, key=f"file:{file.pk}", inputs=inputs)


def sent_file_run(actor: Actor, run_id: int) -> JobRun:
    """The job of a file that one has sent in, or one's organisation where one administers it.

    Raises Refused ``not-found``.
    """
    run = JobRun.objects.filter(id=run_id, party_id=actor.own_party_id, task=TASK).first()
    own = run is not None and run.person_id == actor.person_id
    if run is None or not (own or may_manage_people(actor, run.party_id)):
        raise not_found()
    return run


def stop_sent_file(*, actor: Actor, now: datetime, run_id: int) -> JobRun:
    """Ask the job of a file to stop before it writes; one at its end stays as it ended.

    Raises Refused ``not-found``.
    """
    return stop_job(actor=actor, now=now, run_id=sent_file_run(actor, run_id).pk)


def _readable(kind: str, content: bytes) -> str:
    """The file's SHA-256; a catalogue may be XML too, so that only its job can tell."""
    if KINDS[kind].columns is None:
        return require_size(content, LARGEST_FILE)
    return require_table(content, LARGEST_FILE)


def take_sent_file(
    *, actor: Actor, now: datetime, file_id: int, kind: str, given: dict[str, Any], leave_out: bool
) -> dict[str, int]:
    """Take a file that was sent in, and let it go; answers what its rows did.

    Raises Refused: ``not-found``, ``file-faulty`` and what the import of its kind raises.
    """
    sent = _sent(actor, now, file_id, kind, given)
    found = KINDS[kind].plan(sent)
    _refuse_faulty(kind, found, leave_out=leave_out)
    counts = dict(KINDS[kind].take(sent, found))
    ImportFile.objects.filter(id=file_id).delete()
    return counts


def drop_sent_file(*, actor: Actor, now: datetime, file_id: int) -> None:
    """Let a file go that was not taken."""
    ImportFile.objects.filter(
        id=file_id, party_id=actor.own_party_id, kind__startswith=BY_PROGRAM
    ).delete()


def import_sent_file(run: JobRun, actor: Actor, progress: Progress) -> dict[str, Any]:
    """Job: check a file that was sent in and, unless it is a dry run, take it.

    As the person whose token sent it, in the roles that the person has now. Run twice, it is
    taken once. Raises Refused as ``take_sent_file``, with the faults row by row among its facts.
    """
    person, language = _sender(run)
    file_id, kind = run.inputs["file_id"], run.inputs["kind"]
    given, leave_out = run.inputs["given"], run.inputs["leave_out"]
    with translation.override(language), _dropped_if_not_taken(person, file_id):
        found = _found(person, run)
        progress(0, found.rows)
        _refuse_faulty(kind, found, leave_out=leave_out)
        if run.inputs["dry_run"]:
            counts = dict(found.counts)
            perform(person, drop_sent_file, file_id=file_id)
        else:
            counts = perform(
                person, take_sent_file, key=f"{TASK}:{run.pk}", file_id=file_id, kind=kind,
                given=given, leave_out=leave_out,
            )  # fmt: skip
    with suppress(Cancelled):  # too late: it is written
        progress(found.rows)
    return {"imported": not run.inputs["dry_run"], "counts": counts, "left_out": _told(found)}


def _refuse_faulty(kind: str, found: Found, *, leave_out: bool) -> None:
    if found.faults and not (leave_out and KINDS[kind].partly and found.rows):
        raise Refused(
            FAULTY,
            ngettext(
                "Nothing was imported: %(count)s cell of the file is wrong.",
                "Nothing was imported: %(count)s cells of the file are wrong.",
                len(found.faults),
            ),
            status=422, counts=dict(found.counts), **_told(found),
        )  # fmt: skip


def _told(found: Found) -> dict[str, Any]:
    return {"count": len(found.faults), "faults": [list(f) for f in found.faults[:MOST_FAULTS]]}


def _found(person: Actor, run: JobRun) -> Found:
    """What the file would do; nothing where an earlier run of the job has taken it already."""
    kind, file_id = run.inputs["kind"], run.inputs["file_id"]
    with reading(person) as unit:
        if not ImportFile.objects.filter(id=file_id).exists():
            return Found(0, {}, ())
        return KINDS[kind].plan(_sent(person, unit.now, file_id, kind, run.inputs["given"]))


@contextmanager
def _dropped_if_not_taken(person: Actor, file_id: int) -> Iterator[None]:
    """What was refused or stopped is not kept; its sentence is in the sender's language."""
    try:
        yield
    except Cancelled:
        perform(person, drop_sent_file, file_id=file_id)
        raise
    except Refused as refused:
        perform(person, drop_sent_file, file_id=file_id)
        told = refused.facts if refused.code == FAULTY else {}
        sentence = str(refused).replace("%", "%%") if told else str(refused)
        raise Refused(refused.code, sentence, status=refused.status, **told) from refused


def _sent(actor: Actor, now: datetime, file_id: int, kind: str, given: dict[str, Any]) -> Sent:
    file = import_file_of(actor.own_party_id, file_id, [f"{BY_PROGRAM}{kind}"])
    return Sent(actor, now, kind, file.name, bytes(file.content), Given(**given))


def _sender(run: JobRun) -> tuple[Actor, str]:
    """Who sent the file, and in which language to answer.

    Raises Refused ``not-allowed`` for who has left, or whose account is closed.
    """
    try:
        return actor_of_person(
            run.person_id or 0, run.party_id, datetime.now(UTC), by="a job"
        )  # fmt: skip
    except Refused as gone:
        raise not_allowed() from gone
