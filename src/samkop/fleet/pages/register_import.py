"""A register of devices from a file: upload, name the columns, see what it would do, apply."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samkop.fleet.policies.registers import may_import_fleet
from samkop.fleet.queries.register_file import fleet_columns
from samkop.fleet.queries.register_plans import FleetPlan, plan_fleet
from samkop.fleet.usecases.register_import import (
    fleet_file_of,
    import_fleet_file,
    name_fleet_headings,
    upload_fleet_file,
)
from samkop.fleet.vocabulary import AssetState, EndReason, HolderKind
from samkop.fleet.vocabulary.registers import FLEET
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
    import_rows,
)
from samkop.parties.pages.forms import ImportFileForm, checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
WORDS = {
    "asset_number": gettext_lazy("Asset number"),
    "serial_number": gettext_lazy("Serial number"),
    "manufacturer": gettext_lazy("Manufacturer"),
    "model": gettext_lazy("Model"),
    "category": gettext_lazy("Category: laptop, phone, tablet …"),
    "state": gettext_lazy("State"),
    "holder_kind": gettext_lazy("Kind of holder"),
    "holder": gettext_lazy("Holder: a person's e-mail address, or a code"),
    "holder_name": gettext_lazy("The holder's name, where it is new"),
    "site": gettext_lazy("Site"),
    "cost_centre": gettext_lazy("Cost centre"),
    "received_on": gettext_lazy("Day received"),
    "price": gettext_lazy("Price, without VAT"),
    "warranty_until": gettext_lazy("Warranty until"),
    "renew_on": gettext_lazy("To be renewed on"),
    "ended_on": gettext_lazy("Day of the end"),
    "end_reason": gettext_lazy("Reason of the end"),
}


def _upload_form(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_import_fleet(actor, actor.party_id or 0))
    form = ImportFileForm(request.POST, request.FILES) if refused else ImportFileForm()
    return "fleet/register_import.html", {
        "form": with_refusal(form, refused),
        "columns": columns_listed(fleet_columns(), WORDS),
        "words": [
            (_("States"), [one for one in AssetState.choices if one[0] != AssetState.EXPECTED]),
            (_("Kinds of holders"), HolderKind.choices),
            (_("Reasons of an end"), EndReason.choices),
        ],
        "trail": _trail(),
    }


upload = page()(_upload_form)


@act(again=_upload_form)
def send(request: HttpRequest, actor: Actor) -> Answer:
    """Keep the file, and show what it would do."""
    sent = checked(ImportFileForm(request.POST, request.FILES))["file"]
    file = perform(actor, upload_fleet_file, name=sent.name, content=sent.read())
    return Answer(to=reverse("fleet-file", args=[file.pk]))


def _checked(
    request: HttpRequest, actor: Actor, fleet_file_id: int, refused: Refused | None = None
) -> Shown:
    file, called, plan = _planned(actor, fleet_file_id)
    counts = plan.counts()
    told = [
        (_("Rows"), counts["rows"]),
        (_("New"), counts["new"]),
        (_("Changed"), counts["changed"]),
        (_("As before"), counts["unchanged"]),
    ]
    return file_page(
        file.name, Checked(plan.cells, plan.faults, told), _places(file),
        button=import_rows(counts["rows"]), words=WORDS, refused=refused,
        columns=columns_shown(bytes(file.content), fleet_columns(), called),
        trail=[*_trail(), (_("Import devices"), reverse("fleet-import"))],
        notice=_("What the file does not name stays as before."),
    )  # fmt: skip


shown = page()(_checked)


@act(again=_checked)
def columns(request: HttpRequest, actor: Actor, fleet_file_id: int) -> Answer:
    """Say what each of the file's columns is, and see what it then would do."""
    with reading(actor):
        called = columns_sent(request, bytes(fleet_file_of(actor, fleet_file_id).content))
    perform(actor, name_fleet_headings, file_id=fleet_file_id, called=called)
    return Answer(to=reverse("fleet-file", args=[fleet_file_id]))


@page()
def faults(request: HttpRequest, actor: Actor, fleet_file_id: int) -> HttpResponse:
    """The faults as CSV: row, column, code, what is wrong and what to do."""
    _file, _called, plan = _planned(actor, fleet_file_id)
    return faults_as_file(plan.faults)


@act(again=_checked)
def apply(request: HttpRequest, actor: Actor, fleet_file_id: int) -> Answer:
    """Import the file; sent twice, it is imported once."""
    key = f"fleet-file:{fleet_file_id}"
    done = perform(actor, import_fleet_file, key=key, file_id=fleet_file_id)
    sentence = ngettext(
        "%(rows)s row imported: %(new)s new, %(changed)s changed, %(unchanged)s as before.",
        "%(rows)s rows imported: %(new)s new, %(changed)s changed, %(unchanged)s as before.",
        done["rows"],
    )
    return Answer(to=reverse("devices"), message=sentence % done)


def _planned(actor: Actor, fleet_file_id: int) -> tuple[ImportFile, ColumnMap, FleetPlan]:
    file = fleet_file_of(actor, fleet_file_id)
    called = headings_of(file.party_id, FLEET)
    return file, called, plan_fleet(file.party_id, bytes(file.content), called)


def _places(file: ImportFile) -> Places:
    return Places(
        faults=reverse("fleet-file-faults", args=[file.pk]),
        another=reverse("fleet-import"),
        columns=reverse("fleet-file-columns", args=[file.pk]),
        apply=reverse("fleet-file-apply", args=[file.pk]),
    )


def _trail() -> list[tuple[str, str]]:
    return [(_("Devices"), reverse("devices"))]
