"""Every file that the organisation has taken in, or has waiting: kind, file, who, when, outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.agreements.policies import SELLS
from samkop.agreements.vocabulary import PriceFileKind
from samkop.catalogue.policies import may_import_catalogues
from samkop.catalogue.vocabulary import CATALOGUE, STOCK
from samkop.fleet.usecases.enrolment import ENROLMENT
from samkop.fleet.usecases.erasure_reports import ERASURES
from samkop.fleet.usecases.support import SUPPORT
from samkop.fleet.vocabulary.registers import FLEET
from samkop.invoicing.vocabulary import RENTS
from samkop.ordering.policies import BUYS, may_keep_budgets
from samkop.ordering.usecases.order_file import ORDER
from samkop.ordering.usecases.reports import SUPPLIER_REPORT
from samkop.ordering.vocabulary import ImportKind
from samkop.parties.models import Person
from samkop.parties.pages.files import fault_file
from samkop.parties.policies import may_see_people
from samkop.parties.usecases.people_import import PEOPLE
from samkop.platform.actors import Actor
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Days,
    Empty,
    Listing,
    list_page,
    moment,
    nothing,
    number,
    pill,
    text,
)
from samkop.platform.lists.days import from_day, to_day
from samkop.platform.models import ImportRecord
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import current_unit

State = ImportRecord.State
TONES = {State.WAITING: "warn", State.IMPORTED: "good", State.REPLACED: "neutral"}


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it is called, and the pages of one that waits (address names)."""

    label: str | Promise
    waiting: str
    faults: str = ""


KINDS = {
    PEOPLE: Kind(gettext_lazy("People"), "people-file", "people-file-faults"),
    **{
        str(kind): Kind(kind.label, "import-file", "import-file-faults") for kind in ImportKind
    },
    **{
        str(kind): Kind(kind.label, "price-file", "price-file-faults") for kind in PriceFileKind
    },
    FLEET: Kind(gettext_lazy("Devices"), "fleet-file", "fleet-file-faults"),
    RENTS: Kind(gettext_lazy("Rents"), "rent-file", "rent-file-faults"),
    SUPPLIER_REPORT: Kind(gettext_lazy("Supplier's report"), ""),
    CATALOGUE: Kind(gettext_lazy("Catalogue"), "catalogue-file", "file-faults"),
    STOCK: Kind(gettext_lazy("Stock list"), "availability-file"),
    ENROLMENT: Kind(gettext_lazy("Enrolment list"), ""),
    ERASURES: Kind(gettext_lazy("Erasure report"), ""),
    SUPPORT: Kind(gettext_lazy("Security support"), ""),
    ORDER: Kind(gettext_lazy("Order by file"), "order-file", "order-file-faults"),
}  # fmt: skip


def _label(record: ImportRecord) -> str:
    return str(KINDS[record.kind].label) if record.kind in KINDS else record.kind


def _waiting_page(record: ImportRecord, name: str) -> str:
    """A page of the uploaded file, for who uploaded it: others may not read every kind."""
    own = record.person_id is not None and record.person_id == current_unit().actor.person_id
    if not (own and name and record.state == State.WAITING):
        return ""
    return reverse(name, args=[int(record.subject.rpartition(":")[2])])


def _page(record: ImportRecord) -> str:
    if record.state == State.WAITING and record.kind in KINDS:
        return _waiting_page(record, KINDS[record.kind].waiting)
    return "" if _closed(record) else record.page


def _closed(record: ImportRecord) -> bool:
    """Whether what became of it is for its own readers alone: a catalogue is the buyers'."""
    return record.kind == CATALOGUE and not may_import_catalogues(current_unit().actor)


def _fault_file(record: ImportRecord) -> str:
    """The address of the faults as a file; empty where there are none to give."""
    if record.state == State.WAITING and record.kind in KINDS:
        return _waiting_page(record, KINDS[record.kind].faults)
    if record.kind == CATALOGUE:
        shown = record.fault_count and not _closed(record)
        return f"{record.page}refused.csv" if shown else ""
    return reverse("import-faults", args=[record.pk]) if record.fault_count else ""


def _faults(record: ImportRecord) -> Cell:
    if record.state == State.WAITING and _fault_file(record):
        return nothing(_("as a file"))
    return number(record.fault_count) if record.state == State.IMPORTED else nothing()


def _rows(record: ImportRecord) -> Cell:
    return nothing() if record.rows is None else number(record.rows)


class Listed(NamedTuple):
    """A file, and who sent it; empty for a program."""

    record: ImportRecord
    who: str


def _prepare(records: list[ImportRecord]) -> list[Listed]:
    """Who sent each; one query."""
    people = Person.objects.filter(id__in={record.person_id for record in records})
    names = dict(people.values_list("id", "name"))
    return [Listed(record, names.get(record.person_id or 0, "")) for record in records]


IMPORTS: Listing[Listed] = Listing(
    name="imports",
    title=gettext_lazy("Imports"),
    address="imports",
    order="-sent",
    columns=(
        Column(
            "file", gettext_lazy("File"), lambda one: text(one.record.file_name or _("by program")),
            link=lambda one: _page(one.record),
        ),
        Column("kind", gettext_lazy("Kind"), lambda one: text(_label(one.record))),
        Column("who", gettext_lazy("Who"), lambda one: text(one.who or _("by program"))),
        Column(
            "sent", gettext_lazy("Sent"), lambda one: moment(one.record.sent_at), sort="sent_at",
            down=True,
        ),
        Column(
            "state", gettext_lazy("State"),
            lambda one: pill(TONES[State(one.record.state)], one.record.get_state_display()),
        ),
        Column(
            "ended", gettext_lazy("Ended"),
            lambda one: moment(one.record.ended_at) if one.record.ended_at else nothing(),
            usual=False,
        ),
        Column("rows", gettext_lazy("Rows taken"), lambda one: _rows(one.record), numeric=True),
        Column(
            "faults", gettext_lazy("Rows left out"), lambda one: _faults(one.record),
            numeric=True, link=lambda one: _fault_file(one.record),
        ),
        Column("sha256", gettext_lazy("SHA-256"), lambda one: text(one.record.sha256), usual=False),
    ),
    filters=(
        Choice(
            "kind", gettext_lazy("Kind"), [(key, kind.label) for key, kind in KINDS.items()],
            lambda rows, kind: rows.filter(kind=kind),
        ),
        Choice(
            "state", gettext_lazy("State"), State.choices,
            lambda rows, state: rows.filter(state=state),
        ),
        Days("since", gettext_lazy("Sent from"), from_day("sent_at")),
        Days("until", gettext_lazy("until"), to_day("sent_at")),
    ),
    empty=Empty(
        gettext_lazy("No file yet"),
        gettext_lazy(
            "Files of people, cost centres, budgets, catalogues, prices and orders show here."
        ),
        "upload",
    ),
    prepare=_prepare,
)  # fmt: skip


def may_see_imports(actor: Actor) -> bool:
    """Whoever sees the organisation's people, or takes in files of its own work."""
    sees = may_see_people(actor, actor.party_id or 0) or may_keep_budgets(actor)
    return actor.party_id is not None and (sees or bool(actor.roles & (BUYS | SELLS)))


@page()
def imports(request: HttpRequest, actor: Actor) -> Any:
    """All of them, the newest first."""
    allow(may_see_imports(actor))
    return list_page(
        request, actor, IMPORTS, ImportRecord.objects.filter(party_id=actor.own_party_id),
        "site/imports.html", administers=may_see_people(actor, actor.own_party_id),
    )  # fmt: skip


@page()
def faults(request: HttpRequest, actor: Actor, import_id: int) -> HttpResponse:
    """The rows of an import that were left out, as CSV: row, column, code, what is wrong."""
    allow(may_see_imports(actor))
    record = ImportRecord.objects.filter(id=import_id, party_id=actor.own_party_id).first()
    if record is None:
        raise not_found()
    return fault_file(record.faults)
