"""People from a file: upload, say what the columns are, see what it would do, apply."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samkop.parties.columns import ColumnMap
from samkop.parties.import_files import headings_of
from samkop.parties.models import ImportFile
from samkop.parties.pages.files import (
    Checked,
    Places,
    columns_listed,
    columns_sent,
    columns_shown,
    faults_as_file,
    file_page,
)
from samkop.parties.pages.forms import ImportFileForm, checked, with_refusal
from samkop.parties.pages.today import own_day
from samkop.parties.people_plans import Outcome, PeoplePlan, plan_people
from samkop.parties.people_rows import columns as people_columns
from samkop.parties.policies import may_manage_people
from samkop.parties.usecases.people_import import (
    PEOPLE,
    import_people_file,
    name_people_headings,
    people_file_of,
    upload_people_file,
)
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
WORDS = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail address"),
    "language": gettext_lazy("Language: sv, fi or en"),
    "roles": gettext_lazy("Roles"),
    "cost_centre": gettext_lazy("Cost centre"),
    "delivery_location": gettext_lazy("Site"),
    "valid_from": gettext_lazy("First day"),
    "valid_until": gettext_lazy("Last day"),
}


def _upload_form(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_manage_people(actor, actor.party_id or 0))
    form = ImportFileForm(request.POST, request.FILES) if refused else ImportFileForm()
    return "parties/people_import.html", {
        "form": with_refusal(form, refused),
        "columns": columns_listed(people_columns(), WORDS),
        "roles": RoleName.choices,
        "trail": _trail(),
    }


upload = page()(_upload_form)


@act(again=_upload_form)
def send(request: HttpRequest, actor: Actor) -> Answer:
    """Keep the file, and show what it would do."""
    sent = checked(ImportFileForm(request.POST, request.FILES))["file"]
    file = perform(
        actor, upload_people_file, party_id=actor.party_id or 0, name=sent.name,
        content=sent.read(),
    )  # fmt: skip
    return Answer(to=reverse("people-file", args=[file.pk]))


def _checked(
    request: HttpRequest, actor: Actor, people_file_id: int, refused: Refused | None = None
) -> Shown:
    file, called, plan = _planned(request, actor, people_file_id)
    counts = plan.counts()
    told = [
        (_("Rows"), counts["rows"]),
        (_("New people"), counts[Outcome.NEW]),
        (_("Changed"), counts[Outcome.CHANGED]),
        (_("As before"), counts[Outcome.UNCHANGED]),
        (_("Leaving"), counts[Outcome.LEAVING]),
    ]
    button = ngettext("Import %(count)s person", "Import %(count)s people", counts["rows"])
    return file_page(
        file.name, Checked(plan.cells, plan.faults, told), _places(file),
        button=button % {"count": counts["rows"]}, words=WORDS, refused=refused,
        columns=columns_shown(bytes(file.content), people_columns(), called),
        trail=[*_trail(), (_("Import people"), reverse("people-import"))],
        notice=_("Who is not in the file stays as before."),
    )  # fmt: skip


shown = page()(_checked)


@act(again=_checked)
def columns(request: HttpRequest, actor: Actor, people_file_id: int) -> Answer:
    """Say what each of the file's columns is, and see what it then would do."""
    with reading(actor):
        called = columns_sent(request, bytes(people_file_of(actor, people_file_id).content))
    perform(actor, name_people_headings, file_id=people_file_id, called=called)
    return Answer(to=reverse("people-file", args=[people_file_id]))


@page()
def faults(request: HttpRequest, actor: Actor, people_file_id: int) -> HttpResponse:
    """The faults as CSV: row, column, code, what is wrong and what to do."""
    _file, _called, plan = _planned(request, actor, people_file_id)
    return faults_as_file(plan.faults)


@act(again=_checked)
def apply(request: HttpRequest, actor: Actor, people_file_id: int) -> Answer:
    """Import the file; sent twice, it is imported once."""
    key = f"people-file:{people_file_id}"
    done = perform(actor, import_people_file, key=key, file_id=people_file_id)
    sentence = ngettext(
        "%(rows)s person imported, %(new)s of them new.",
        "%(rows)s people imported, %(new)s of them new.",
        done["rows"],
    )
    return Answer(to=reverse("people"), message=sentence % done)


def _planned(
    request: HttpRequest, actor: Actor, people_file_id: int
) -> tuple[ImportFile, ColumnMap, PeoplePlan]:
    file = people_file_of(actor, people_file_id)
    called = headings_of(file.party_id, PEOPLE)
    return file, called, plan_people(file.party_id, bytes(file.content), own_day(request), called)


def _places(file: ImportFile) -> Places:
    return Places(
        faults=reverse("people-file-faults", args=[file.pk]),
        another=reverse("people-import"),
        columns=reverse("people-file-columns", args=[file.pk]),
        apply=reverse("people-file-apply", args=[file.pk]),
    )


def _trail() -> list[tuple[str, str]]:
    return [(_("People"), reverse("people"))]
