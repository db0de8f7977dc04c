"""Rents from a file: upload, say what the columns are, see what it would do, apply."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samkop.invoicing.policies import may_keep_rents
from samkop.invoicing.queries.rent_plans import plan_rent_file, rent_columns
from samkop.invoicing.usecases.rents import (
    import_rent_file,
    name_rent_headings,
    rent_file_of,
    upload_rent_file,
)
from samkop.invoicing.vocabulary import RENTS
from samkop.parties.columns import ColumnMap
from samkop.parties.file_plans import FilePlan
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
    import_rows,
)
from samkop.parties.pages.forms import ImportFileForm, checked, with_refusal
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform, reading

Shown = tuple[str, dict[str, Any]]
WORDS = {
    "financier": gettext_lazy("Financier's organisation number"),
    "schedule": gettext_lazy("Number of the schedule"),
    "serial_number": gettext_lazy("Serial number"),
    "monthly": gettext_lazy("Rent a month, without VAT"),
    "currency": gettext_lazy("Currency"),
    "first_month": gettext_lazy("First month, as 2026-08 or a day in it"),
    "months": gettext_lazy("Term in months"),
    "returned_on": gettext_lazy("Day on which the device went back"),
}


def _upload_form(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_keep_rents(actor))
    form = ImportFileForm(request.POST, request.FILES) if refused else ImportFileForm()
    return "invoicing/rent_import.html", {
        "form": with_refusal(form, refused),
        "columns": columns_listed(rent_columns(), WORDS),
        "trail": _trail(),
    }


upload = page()(_upload_form)


@act(again=_upload_form)
def send(request: HttpRequest, actor: Actor) -> Answer:
    """Keep the file, and show what it would do."""
    sent = checked(ImportFileForm(request.POST, request.FILES))["file"]
    file = perform(actor, upload_rent_file, name=sent.name, content=sent.read())
    return Answer(to=reverse("rent-file", args=[file.pk]))


def _checked(
    request: HttpRequest, actor: Actor, rent_file_id: int, refused: Refused | None = None
) -> Shown:
    file, called, plan = _planned(actor, rent_file_id)
    counts = plan.counts()
    told = [
        (_("Rows"), counts["rows"]), (_("New"), counts["new"]), (_("Changed"), counts["changed"]),
        (_("As before"), counts["unchanged"]),
    ]  # fmt: skip
    return file_page(
        file.name, Checked(plan.rows, plan.faults, told), _places(file),
        button=import_rows(counts["rows"]), words=WORDS, refused=refused,
        columns=columns_shown(bytes(file.content), rent_columns(), called),
        trail=[*_trail(), (_("Import rents"), reverse("rents-import"))],
    )  # fmt: skip


shown = page()(_checked)


@act(again=_checked)
def columns(request: HttpRequest, actor: Actor, rent_file_id: int) -> Answer:
    """Say what each of the file's columns is, and see what it then would do."""
    with reading(actor):
        called = columns_sent(request, bytes(rent_file_of(actor, rent_file_id).content))
    perform(actor, name_rent_headings, file_id=rent_file_id, called=called)
    return Answer(to=reverse("rent-file", args=[rent_file_id]))


@page()
def faults(request: HttpRequest, actor: Actor, rent_file_id: int) -> HttpResponse:
    """The faults as CSV: row, column, code, what is wrong and what to do."""
    _file, _called, plan = _planned(actor, rent_file_id)
    return faults_as_file(plan.faults)


@act(again=_checked)
def apply(request: HttpRequest, actor: Actor, rent_file_id: int) -> Answer:
    """Import the file; sent twice, it is imported once."""
    done = perform(
        actor, import_rent_file, key=f"rent-file:{rent_file_id}", file_id=rent_file_id
    )  # fmt: skip
    sentence = ngettext(
        "%(rows)s row imported: %(new)s new, %(changed)s changed, %(unchanged)s as before.",
        "%(rows)s rows imported: %(new)s new, %(changed)s changed, %(unchanged)s as before.",
        done["rows"],
    )
    return Answer(to=reverse("rents"), message=sentence % done)


def _planned(actor: Actor, rent_file_id: int) -> tuple[ImportFile, ColumnMap, FilePlan]:
    file = rent_file_of(actor, rent_file_id)
    called = headings_of(file.party_id, RENTS)
    party = party_of(file.party_id)
    return file, called, plan_rent_file(bytes(file.content), party, current_unit().now, called)


def _places(file: ImportFile) -> Places:
    return Places(
        faults=reverse("rent-file-faults", args=[file.pk]),
        another=reverse("rents-import"),
        columns=reverse("rent-file-columns", args=[file.pk]),
        apply=reverse("rent-file-apply", args=[file.pk]),
    )


def _trail() -> list[tuple[str, str]]:
    return [(_("Rents"), reverse("rents"))]
