"""Catalogues from a file: upload, dry run with progress, import, result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.queries import agreements_not_over
from samkop.catalogue.models import CatalogueFile
from samkop.catalogue.pages.catalogue_list import CATALOGUES
from samkop.catalogue.pages.forms import CatalogueFileForm, form_refused
from samkop.catalogue.pages.results import shown_faults
from samkop.catalogue.policies import may_import_catalogue, may_import_catalogues
from samkop.catalogue.queries import catalogue_file_of, catalogues_of, files_of, runs_of
from samkop.catalogue.usecases.catalogue_files import start_import, upload_catalogue
from samkop.catalogue.vocabulary import ImportTask
from samkop.core.period import day_of
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.jobs import cancel_job
from samkop.platform.lists import list_page
from samkop.platform.models import JobRun
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import current_unit, perform, reading

SHOWN = 20
OPEN = (JobRun.State.WAITING, JobRun.State.RUNNING)


@dataclass(frozen=True)
class Stage:
    """How far the file has come: the job that runs or ran last, and what may be done."""

    check: JobRun | None
    load: JobRun | None

    @property
    def running(self) -> JobRun | None:
        """The job under way."""
        return next((run for run in (self.load, self.check) if run and run.state in OPEN), None)

    @property
    def checked(self) -> JobRun | None:
        """The dry run, once it has ended well."""
        return self.check if self.check and self.check.state == JobRun.State.DONE else None

    @property
    def loaded(self) -> JobRun | None:
        """The import, once it has ended well."""
        return self.load if self.load and self.load.state == JobRun.State.DONE else None

    @property
    def broken(self) -> JobRun | None:
        """The last job, where it failed or was stopped."""
        last = self.load or self.check
        ended_badly = (JobRun.State.FAILED, JobRun.State.CANCELLED)
        return last if last and last.state in ended_badly else None

    @property
    def importable(self) -> bool:
        """Whether the dry run found lines to take, and the import is neither done nor on."""
        return self._takes_something and not self.running and not self.loaded

    @property
    def refused(self) -> bool:
        """Whether the dry run found nothing that could be taken: no catalogue, or none fit."""
        return self.checked is not None and not self._takes_something

    @property
    def _takes_something(self) -> bool:
        found = self.checked.result if self.checked else {}
        return any(found.get(count) for count in ("added", "changed", "unchanged", "leaving"))


def _catalogues(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Any:
    allow(may_import_catalogues(actor))
    assert actor.party_id is not None  # noqa: S101 - roles are held in a party
    agreements = _agreements(actor.party_id)
    form = CatalogueFileForm(request.POST or None, request.FILES or None, agreements=agreements)
    for name, sentence in (refused.fields if refused else {}).items():
        if name not in form.errors:
            form.add_error(name, str(sentence))
    return list_page(
        request, actor, CATALOGUES, catalogues_of(actor.party_id), "catalogue/catalogues.html",
        form=form, refused=refused if refused and not refused.fields else None,
        agreements=agreements, files=list(files_of(actor.party_id)[:SHOWN]),
    )  # fmt: skip


catalogues = page()(_catalogues)


@act(again=_catalogues)
def upload(request: HttpRequest, actor: Actor) -> Answer:
    """Keep a file and start its dry run."""
    with reading(actor):
        agreements = _agreements(actor.party_id or 0)
    form = CatalogueFileForm(request.POST, request.FILES, agreements=agreements)
    if not form.is_valid():
        raise form_refused(form)
    sent = form.cleaned_data["file"]
    kept = perform(
        actor, upload_catalogue, agreement_id=form.cleaned_data["agreement"],
        name=sent.name, content=sent.read(), replaces_all=form.cleaned_data["replaces_all"],
    )  # fmt: skip
    return Answer(to=reverse("catalogue-file", args=[kept.pk]))


@page()
def file(request: HttpRequest, actor: Actor, file_id: int) -> tuple[str, dict[str, Any]]:
    """What importing the file would do, how far it is, or what came of it."""
    kept, stage = _staged(actor, file_id)
    found = stage.checked.result if stage.checked else {}
    return "catalogue/file.html", {
        "file": kept,
        "stage": stage,
        "found": found,
        "faults": shown_faults(found.get("faults", [])),
        "trail": [(_("Catalogues"), reverse("catalogues"))],
        "steps": _steps(stage),
    }


@act()
def apply(request: HttpRequest, actor: Actor, file_id: int) -> Answer:
    """Start the import of a checked file."""
    perform(actor, start_import, file_id=file_id)
    return Answer(to=reverse("catalogue-file", args=[file_id]))


@act()
def stop(request: HttpRequest, actor: Actor, file_id: int) -> Answer:
    """Stop the job that is under way; nothing of it is kept."""
    with reading(actor):
        _kept, stage = _staged(actor, file_id)
    if stage.running is None:
        raise not_found()
    perform(actor, cancel_job, run_id=stage.running.pk)
    return Answer(to=reverse("catalogue-file", args=[file_id]))


def _agreements(party_id: int) -> list[FrameworkAgreement]:
    """Those that the party runs and that are not over."""
    party = Party.objects.get(id=party_id)
    found = agreements_not_over(party_id, day_of(current_unit().now, party.time_zone))
    return list(found.filter(purchasing_body_id=party_id))


def _staged(actor: Actor, file_id: int) -> tuple[CatalogueFile, Stage]:
    kept = catalogue_file_of(file_id)
    allow(may_import_catalogue(actor, kept.agreement))
    runs = runs_of(kept)
    return kept, Stage(runs.get(ImportTask.CHECK), runs.get(ImportTask.IMPORT))


def _steps(stage: Stage) -> list[dict[str, Any]]:
    def state(run: JobRun | None) -> str:
        if run is None:
            return "todo"
        ended = {JobRun.State.DONE: "done", JobRun.State.FAILED: "refused"}
        return ended.get(JobRun.State(run.state), "current")

    checked = "refused" if stage.refused else state(stage.check)
    loaded = state(stage.load)
    return [
        {"label": _("Uploaded"), "state": "done"},
        {
            "label": _("Checked: cannot be imported") if stage.refused else _("Checked"),
            "state": checked,
        },
        {
            "label": _("Imported"),
            "state": "current" if loaded == "todo" and checked == "done" else loaded,
        },
    ]
