"""People from a file: upload, see what it would do, apply."""

from __future__ import annotations

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samkop.parties.columns import columns_of
from samkop.parties.models import PeopleFile
from samkop.parties.pages.forms import PeopleFileForm, checked, with_refusal
from samkop.parties.pages.today import own_day
from samkop.parties.people_plans import PeoplePlan, plan_people
from samkop.parties.people_rows import COLUMNS
from samkop.parties.policies import may_manage_people
from samkop.parties.usecases.people_import import import_people_file, upload_people_file
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform

SHOWN_FAULTS = 200


def upload_form(
    request: HttpRequest, actor: Actor, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The form for a file, after a refusal with what was wrong."""
    form = PeopleFileForm(request.POST, request.FILES) if refused else PeopleFileForm()
    return "parties/people_import.html", {
        "form": with_refusal(form, refused),
        "columns": [
            {"key": key, "required": required}
            for key, (required, _texts) in columns_of(COLUMNS).items()
        ],
        "roles": RoleName.choices,
    }


@page()
def upload(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """The form for a file."""
    allow(may_manage_people(actor, actor.party_id or 0))
    return upload_form(request, actor)


@act(again=upload_form)
def send(request: HttpRequest, actor: Actor) -> Answer:
    """Keep the file, and show what it would do."""
    sent = checked(PeopleFileForm(request.POST, request.FILES))["file"]
    file = perform(
        actor, upload_people_file, party_id=actor.party_id or 0, name=sent.name,
        content=sent.read(),
    )  # fmt: skip
    return Answer(to=reverse("people-file", args=[file.pk]))


@page()
def checked_file(request: HttpRequest, actor: Actor, file_id: int) -> tuple[str, dict[str, Any]]:
    """The dry run: what the import would do, or every fault by row and column."""
    file, plan = _planned(request, actor, file_id)
    return "parties/people_file.html", {
        "file": file,
        "plan": plan,
        "faults": plan.faults[:SHOWN_FAULTS],
        "first_rows": plan.rows[:20],
    }


@page()
def faults(request: HttpRequest, actor: Actor, file_id: int) -> HttpResponse:
    """The faults as CSV: row, column, what is wrong and what to do."""
    _file, plan = _planned(request, actor, file_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="faults.csv"'
    response.write("\N{BYTE ORDER MARK}")  # for spreadsheet programs
    writer = csv.writer(response, delimiter=";")
    writer.writerow([_("Row"), _("Column"), _("Code"), _("What is wrong")])
    # A heading could be a formula: a spreadsheet program would run it.
    writer.writerows([f.row, f.column.lstrip("=+-@"), f.code, str(f)] for f in plan.faults)
    return response


@act()
def apply(request: HttpRequest, actor: Actor, file_id: int) -> Answer:
    """Import the file; sent twice, it is imported once."""
    done = perform(actor, import_people_file, key=f"people-file:{file_id}", file_id=file_id)
    sentence = ngettext(
        "%(rows)s person imported, %(new)s of them new.",
        "%(rows)s people imported, %(new)s of them new.",
        done["rows"],
    )
    return Answer(to=reverse("people"), message=sentence % done)


def _planned(request: HttpRequest, actor: Actor, file_id: int) -> tuple[PeopleFile, PeoplePlan]:
    allow(may_manage_people(actor, actor.party_id or 0))
    file = PeopleFile.objects.filter(id=file_id, party_id=actor.party_id or 0).first()
    if file is None:
        raise not_found()
    return file, plan_people(file.party_id, bytes(file.content), own_day(request))
