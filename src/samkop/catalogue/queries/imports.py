"""Reads around imports."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.queries import rule_prices_of, scopes_of
from samkop.agreements.vocabulary import State
from samkop.catalogue.models import Catalogue, CatalogueFile, CatalogueItem
from samkop.catalogue.rules.joining import ItemValues
from samkop.catalogue.rules.offers import OfferedCatalogue
from samkop.catalogue.rules.plan import ImportPlan, plan_of
from samkop.catalogue.vocabulary import ImportTask
from samkop.core import edocs
from samkop.platform.models import JobRun
from samkop.platform.refusals import Refused, not_found

CLOSED = (State.ANNULLED, State.ENDED)
COLUMNS = tuple(field.name for field in fields(ItemValues))


def plan_import(
    agreement: FrameworkAgreement, offered: OfferedCatalogue, today: date
) -> ImportPlan:
    """What importing a catalogue today would do; nothing is written."""
    shelf = CatalogueItem.objects.filter(agreement_id=agreement.pk).values_list(*COLUMNS)
    return plan_of(
        offered,
        currency=agreement.currency,
        rule_prices=rule_prices_of(agreement.pk, today),
        scopes=scopes_of(agreement.pk),
        shelf={row[0]: ItemValues(*row) for row in shelf.iterator()},
    )


def known_catalogue(agreement: FrameworkAgreement, offered: OfferedCatalogue) -> Catalogue | None:
    """The catalogue that this one is, if it was imported before.

    Raises Refused ``catalogue-version-known``: other content under its number and version.
    """
    known = Catalogue.objects.filter(
        agreement=agreement, number=offered.number, version=offered.version
    ).first()
    if known and known.source_hash != offered.sha256:
        raise Refused(
            "catalogue-version-known",
            _(
                "Catalogue %(number)s version “%(version)s” was imported before with other"
                " content. Give this one a version of its own."
            ),
            number=offered.number,
            version=offered.version,
        )
    return known


def require_fitting(agreement: FrameworkAgreement, offered: OfferedCatalogue, today: date) -> None:
    """Raises Refused for a catalogue that this agreement cannot take.

    ``agreement-ended``: nothing can be ordered under it any more;
    ``catalogue-of-another-agreement``: it names others.
    """
    if agreement.state in CLOSED or agreement.valid_until < today:
        raise Refused(
            "agreement-ended",
            _("Agreement %(number)s has ended: no catalogue is taken onto its shelf."),
            number=agreement.number,
        )
    if offered.contracts and agreement.number not in offered.contracts:
        raise Refused(
            "catalogue-of-another-agreement",
            _(
                "The catalogue is for agreement %(named)s, and you chose %(number)s. Choose the"
                " agreement that it names."
            ),
            named=", ".join(offered.contracts),
            number=agreement.number,
        )


def agreement_of_document(
    document: edocs.Catalogue, *, supplier_id: int, purchasing_body_id: int
) -> FrameworkAgreement:
    """The agreement that a catalogue is for: the one that it names, or the only one there is.

    Raises Refused ``agreement-not-named`` where neither tells.
    """
    agreements = FrameworkAgreement.objects.filter(
        supplier_id=supplier_id, purchasing_body_id=purchasing_body_id
    )
    if document.contracts:
        agreements = agreements.filter(number__in=document.contracts)
    found = list(agreements.exclude(state__in=CLOSED).order_by("id")[:2])
    if len(found) != 1:
        raise Refused(
            "agreement-not-named",
            _(
                "Catalogue %(number)s does not say for which agreement it is. Ask the supplier"
                " to name the agreement's number in it (ReferencedContract)."
            ),
            number=document.id,
        )
    return found[0]


def catalogue_file_of(file_id: int) -> CatalogueFile:
    """An uploaded file with its agreement, without its bytes. Raises Refused ``not-found``."""
    files = CatalogueFile.objects.defer("content").select_related("agreement__purchasing_body")
    found = files.filter(pk=file_id).first()
    if found is None:
        raise not_found()
    return found


def content_of_file(file_id: int) -> bytes:
    """The bytes of an uploaded file. Raises Refused ``not-found``."""
    content = CatalogueFile.objects.filter(pk=file_id).values_list("content", flat=True).first()
    if content is None:
        raise not_found()
    return bytes(content)


def files_of(purchasing_body_id: int) -> QuerySet[CatalogueFile]:
    """A purchasing body's uploads, the newest first, without their bytes."""
    files = CatalogueFile.objects.filter(purchasing_body_id=purchasing_body_id)
    return files.defer("content").select_related("agreement").order_by("-id")


def catalogues_of(purchasing_body_id: int) -> QuerySet[Catalogue]:
    """The catalogues imported under a purchasing body's agreements, the newest first."""
    catalogues = Catalogue.objects.filter(purchasing_body_id=purchasing_body_id)
    return catalogues.select_related("agreement", "supplier").order_by("-imported_at", "-id")


def with_refused_lines(purchasing_body_id: int) -> QuerySet[Catalogue]:
    """Of each agreement the newest catalogue, where lines of it were refused."""
    run = Catalogue.objects.filter(purchasing_body_id=purchasing_body_id)
    newest = run.values("agreement_id").annotate(newest=Max("id"))
    return Catalogue.objects.filter(id__in=newest.values("newest"), refused__gt=0)


def catalogue_of(catalogue_id: int) -> Catalogue:
    """An imported catalogue with its agreement and supplier. Raises Refused ``not-found``."""
    catalogues = Catalogue.objects.select_related("agreement", "supplier")
    found = catalogues.filter(pk=catalogue_id).first()
    if found is None:
        raise not_found()
    return found


def runs_of(file: CatalogueFile) -> dict[str, JobRun]:
    """The latest run of each job on an uploaded file, by the job's name."""
    runs = JobRun.objects.filter(
        party_id=file.purchasing_body_id, task__in=ImportTask.values, inputs__file_id=file.pk
    )
    return {run.task: run for run in runs.order_by("id")}
