"""Files from programs: sent in, taken by a job, followed by its address."""

import json
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Path, Router, Schema, Status
from ninja.files import UploadedFile

from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.models import JobRun
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform
from samkop.site.sent import Given
from samkop.site.sent_files import send_file, sent_file_run, stop_sent_file

router = Router(tags=["Imports"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]


class FileKind(StrEnum):
    """What a file holds."""

    PEOPLE = "people"
    COST_CENTRES = "cost-centres"
    BUDGETS = "budgets"
    AUTHORITY = "authority"
    GROUPS = "groups"
    PURCHASE_PLAN = "purchase-plan"
    LIST_PRICES = "list-prices"
    EVIDENCE = "evidence"
    TIERS = "tiers"
    PRICE_RULES = "price-rules"
    CATALOGUE = "catalogue"
    ORDER = "order"
    FLEET = "fleet"
    SUPPORT = "support"
    ENROLMENT = "enrolment"
    ERASURES = "erasures"


class FileGiven(Schema):
    """What is said beside the file."""

    kind: FileKind
    dry_run: bool = Field(False, description="Only say what the file would do")
    leave_out: bool = Field(
        False,
        description="Catalogue, order, erasures: take the sound rows without the faulty ones",
    )
    columns: str = Field(
        "", max_length=20_000,
        description="What the file's own headings mean, as a JSON object: heading to column, or"
        " to an empty text for one to leave out",
    )  # fmt: skip
    agreement_id: int | None = Field(
        None, ge=1, le=2**63 - 1, description="Prices, catalogue: the agreement's id"
    )
    cost_centre: str = Field("", max_length=40, description="Order: for rows that name none")
    delivery_location: str = Field("", max_length=40, description="Order: for rows that name none")
    replaces_all: bool = Field(
        False, description="Catalogue as a table: what is not in it leaves the shelf"
    )
    programme: str = Field("", max_length=40, description="Enrolment: whose list it is")


class FaultOut(Schema):
    """What is wrong in one cell; rows as a spreadsheet counts, the headings are row 1."""

    row: int
    column: str
    code: str
    sentence: str


class ImportState(StrEnum):
    """How far a file has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ImportOut(Schema):
    """A file that was sent in, and what became of it.

    ``counts`` are rows by what they did: rows, new, changed, unchanged, leaving, left_out, as
    the kind of file knows them; of erasures ``cleared`` devices besides. ``faults``
    are the first thousand of ``fault_count``.
    """

    id: int
    href: str
    kind: FileKind
    file: str
    dry_run: bool
    state: ImportState
    done: int = Field(description="Rows that have been gone through")
    total: int | None
    imported: bool
    counts: dict[str, int]
    fault_count: int
    faults: list[FaultOut]
    code: str = Field(description="Why it failed; empty until it does")
    sentence: str = Field(description="The same for people, in the sender's language")
    asked_at: datetime
    ended_at: datetime | None


@router.post("/imports", response={202: ImportOut, **PROBLEMS}, operation_id="send_file")
@writes("imports:write")
def send_in(
    request: HttpRequest, response: HttpResponse, key: IdempotencyKey,
    given: Form[FileGiven], file: File[UploadedFile],
) -> Status[ImportOut]:  # fmt: skip
    """Send a file in: CSV or .xlsx, a catalogue as Peppol XML too; at most 10 MB.

    It is kept and taken by a job, whose address is in ``Location`` and in ``href``. Besides
    ``imports:write`` the token needs ``people:write``, ``approvals:write`` (cost centres,
    budgets, authority), ``entitlements:write`` (groups), ``agreements:write`` (prices),
    ``items:write`` (catalogue), ``orders:write`` (order, purchase plan), ``devices:write``
    (fleet, support, erasures) or ``work-orders:write`` (enrolment).
    """
    run = perform(
        caller(request), send_file, key=key, kind=str(given.kind), name=file.name or "",
        content=file.read(), dry_run=given.dry_run, leave_out=given.leave_out,
        given=Given(
            called=_called(given.columns), agreement_id=given.agreement_id,
            cost_centre=given.cost_centre, delivery_location=given.delivery_location,
            replaces_all=given.replaces_all, programme=given.programme,
        ),
    )  # fmt: skip
    answer = _answer(run)
    response["Location"] = answer.href
    return Status(202, answer)


@router.get(
    "/imports/{sent_file_id}", response={200: ImportOut, **PROBLEMS}, operation_id="sent_file"
)
@reads("imports:read")
def sent_in(request: HttpRequest, sent_file_id: Id) -> ImportOut:
    """How far a file that was sent in has come, or what became of it, row by row."""
    return _answer(sent_file_run(caller(request), sent_file_id))


@router.post(
    "/imports/{sent_file_id}/stop", response={200: ImportOut, **PROBLEMS},
    operation_id="stop_sent_file",
)  # fmt: skip
@writes("imports:write")
def stop_sent(request: HttpRequest, sent_file_id: Id, key: IdempotencyKey) -> ImportOut:
    """Ask the job to stop before it writes; one that has ended stays as it ended."""
    return _answer(perform(caller(request), stop_sent_file, key=key, run_id=sent_file_id))


def _called(text: str) -> dict[str, str]:
    """What headings mean. Raises Refused ``columns-unreadable``."""
    try:
        called = json.loads(text or "{}")
    except ValueError:
        called = None
    if not isinstance(called, dict) or not all(isinstance(key, str) for key in called.values()):
        sentence = _('This is no map of columns: write a JSON object such as {"Nr": "code"}.')
        raise Refused("columns-unreadable", sentence, status=422, fields={"columns": sentence})
    return called


def _answer(run: JobRun) -> ImportOut:
    found = run.result
    wrong = found.get("left_out", found)
    return ImportOut(
        id=run.pk, href=reverse("api:sent_in", args=[run.pk]), kind=run.inputs["kind"],
        file=run.inputs["name"], dry_run=run.inputs["dry_run"], state=ImportState(run.state),
        done=run.done, total=run.total, imported=bool(found.get("imported")),
        counts=found.get("counts", {}), fault_count=wrong.get("count", 0),
        faults=[
            FaultOut(row=row, column=column, code=code, sentence=sentence)
            for row, column, code, sentence in wrong.get("faults", [])
        ],
        code=found.get("code", ""), sentence=run.sentence, asked_at=run.asked_at,
        ended_at=run.ended_at,
    )  # fmt: skip
