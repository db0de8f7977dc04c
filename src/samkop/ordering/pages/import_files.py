"""Cost centres, budgets, authority and groups from a file: upload, see, apply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samkop.core.period import day_of
from samkop.ordering.policies import may_import
from samkop.ordering.queries.import_plans import Against, columns_for, plan_import_file
from samkop.ordering.usecases.import_file import (
    call_columns,
    import_uploaded_file,
    upload_import_file,
    uploaded_file,
)
from samkop.ordering.vocabulary import ImportKind
from samkop.parties.columns import ColumnMap
from samkop.parties.file_plans import FilePlan
from samkop.parties.import_files import headings_of
from samkop.parties.models import ImportFile, Party
from samkop.parties.pages.files import (
    Checked,
    Places,
    columns_listed,
    columns_sent,
    columns_shown,
    faults_as_file,
    file_page,
    import_rows,
)
from samkop.parties.pages.forms import ImportFileForm, checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import current_unit, perform, reading

Shown = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Words:
    """What the pages of a kind of file say, and the list that the rows end up in."""

    title: str | Promise
    text: str | Promise
    back: str


WORDS = {
    ImportKind.COST_CENTRES: Words(
        gettext_lazy("Import cost centres"),
        gettext_lazy(
            "A code that is known gets what the row says; one that is not is added. What the"
            " file does not name stays as it is."
        ),
        "cost-centres",
    ),
    ImportKind.BUDGETS: Words(
        gettext_lazy("Import budgets"),
        gettext_lazy(
            "One row for each cost centre and year, or for a project in it. A budget that is set"
            " already gets the new amount; it never falls below what is committed."
        ),
        "budgets",
    ),
    ImportKind.AUTHORITY: Words(
        gettext_lazy("Import the register of authority"),
        gettext_lazy(
            "One row for each approver, cost centre and limit. A line that stands already is left"
            " or ended by its last day; no line is made longer."
        ),
        "register",
    ),
    ImportKind.GROUPS: Words(
        gettext_lazy("Import groups"),
        gettext_lazy(
            "One row for each group and member. A group that is not known yet is made. Who is not"
            " in the file stays; to let somebody leave a group, give the last day."
        ),
        "groups",
    ),
    ImportKind.PURCHASE_PLAN: Words(
        gettext_lazy("Load a purchase plan"),
        gettext_lazy(
            "One row for each purchase, with a reference of its own. The same reference again is"
            " changed until it is ordered. What the file does not name stays as it is. On its day"
            " each row is ordered in your name."
        ),
        "purchase-plan",
    ),
}

COLUMN_WORDS: Mapping[str, str | Promise] = {
    "code": gettext_lazy("Code"),
    "name": gettext_lazy("Name"),
    "manager": gettext_lazy("The manager's e-mail address"),
    "active": gettext_lazy("In use: yes or no"),
    "email": gettext_lazy("The member's e-mail address"),
    "cost_centre": gettext_lazy("Cost centre"),
    "project": gettext_lazy("Project"),
    "year": gettext_lazy("Year"),
    "amount": gettext_lazy("Amount, without VAT"),
    "currency": gettext_lazy("Currency"),
    "approver": gettext_lazy("The approver's e-mail address"),
    "limit": gettext_lazy("Up to, without VAT"),
    "valid_from": gettext_lazy("First day"),
    "valid_until": gettext_lazy("Last day"),
    "reference": gettext_lazy("The plan's own reference, different for each row"),
    "item": gettext_lazy("Item number"),
    "quantity": gettext_lazy("Quantity"),
    "site": gettext_lazy("Site"),
    "order_on": gettext_lazy("Day or month when it is ordered: 2027-03-15 or 2027-03"),
}


def _upload_form(
    request: HttpRequest, actor: Actor, import_kind: str, refused: Refused | None = None
) -> Shown:
    if import_kind not in ImportKind.values:
        raise not_found()
    allow(may_import(actor, import_kind))
    words = WORDS[ImportKind(import_kind)]
    form = ImportFileForm(request.POST, request.FILES) if refused else ImportFileForm()
    return "ordering/import_upload.html", {
        "kind": import_kind,
        "words": words,
        "form": with_refusal(form, refused),
        "columns": columns_listed(columns_for(import_kind), COLUMN_WORDS),
        "trail": _trail(import_kind),
        "back": reverse(words.back),
    }


upload = page()(_upload_form)


@act(again=_upload_form)
def send(request: HttpRequest, actor: Actor, import_kind: str) -> Answer:
    """Keep the file, and show what it would do."""
    sent = checked(ImportFileForm(request.POST, request.FILES))["file"]
    file = perform(actor, upload_import_file, kind=import_kind, name=sent.name, content=sent.read())
    return Answer(to=reverse("import-file", args=[file.pk]))


def _checked(
    request: HttpRequest, actor: Actor, import_file_id: int, refused: Refused | None = None
) -> Shown:
    file, called, plan = _planned(actor, import_file_id)
    known, counts = columns_for(file.kind), plan.counts()
    told = [
        (_("Rows"), counts["rows"]),
        (_("New"), counts["new"]),
        (_("Changed"), counts["changed"]),
        (_("As before"), counts["unchanged"]),
    ]
    return file_page(
        file.name, Checked(plan.rows, plan.faults, told), _places(file),
        button=import_rows(counts["rows"]), refused=refused,
        words={key: COLUMN_WORDS[key] for key in known},
        columns=columns_shown(bytes(file.content), known, called),
        trail=[*_trail(file.kind), _again(file.kind)],
    )  # fmt: skip


shown = page()(_checked)


@act(again=_checked)
def columns(request: HttpRequest, actor: Actor, import_file_id: int) -> Answer:
    """Say what each of the file's columns is, and see what it then would do."""
    with reading(actor):
        called = columns_sent(request, bytes(uploaded_file(actor, import_file_id).content))
    perform(actor, call_columns, file_id=import_file_id, called=called)
    return Answer(to=reverse("import-file", args=[import_file_id]))


@page()
def faults(request: HttpRequest, actor: Actor, import_file_id: int) -> HttpResponse:
    """The faults as CSV: row, column, code, what is wrong and what to do."""
    _file, _called, plan = _planned(actor, import_file_id)
    return faults_as_file(plan.faults)


@act(again=_checked)
def apply(request: HttpRequest, actor: Actor, import_file_id: int) -> Answer:
    """Import the file; sent twice, it is imported once."""
    done = perform(
        actor, import_uploaded_file, key=f"import-file:{import_file_id}", file_id=import_file_id
    )
    sentence = ngettext(
        "%(rows)s row imported: %(new)s new, %(changed)s changed, %(unchanged)s as before.",
        "%(rows)s rows imported: %(new)s new, %(changed)s changed, %(unchanged)s as before.",
        done["rows"],
    )
    return Answer(to=reverse(WORDS[ImportKind(done["kind"])].back), message=sentence % done)


def _planned(actor: Actor, file_id: int) -> tuple[ImportFile, ColumnMap, FilePlan]:
    file = uploaded_file(actor, file_id)
    party = Party.objects.get(id=file.party_id)
    called = headings_of(party.pk, file.kind)
    against = Against(party, day_of(current_unit().now, party.time_zone), actor.person_id)
    return file, called, plan_import_file(file.kind, bytes(file.content), against, called)


def _places(file: ImportFile) -> Places:
    return Places(
        faults=reverse("import-file-faults", args=[file.pk]),
        another=reverse("import-upload", args=[file.kind]),
        columns=reverse("import-file-columns", args=[file.pk]),
        apply=reverse("import-file-apply", args=[file.pk]),
    )


def _trail(kind: str) -> list[tuple[str, str]]:
    return [(str(ImportKind(kind).label), reverse(WORDS[ImportKind(kind)].back))]


def _again(kind: str) -> tuple[str, str]:
    return str(WORDS[ImportKind(kind)].title), reverse("import-upload", args=[kind])
