"""The documents of a tender; its requirements, grounds and criteria of the ESPD."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_number
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import (
    EspdCriterion,
    KnownSupplier,
    Lot,
    Requirement,
    Tender,
    TenderDocument,
)
from samkop.tendering.pages.part_forms import (
    DocumentForm,
    EspdForm,
    KnownSupplierForm,
    MarksForm,
    RequirementForm,
)
from samkop.tendering.pages.sections import PartRow, Section
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import may_read_tender
from samkop.tendering.queries import lots_of, tender_of
from samkop.tendering.queries.consultation_records import unattached_records
from samkop.tendering.queries.contents import (
    document_of,
    documents_of,
    espd_of,
    known_suppliers_of,
    requirements_of,
)
from samkop.tendering.rules.espd import espd_entries
from samkop.tendering.usecases.consultation_records import attach_consultation_records
from samkop.tendering.usecases.contents import (
    add_known_supplier,
    add_mandatory_grounds,
    add_tender_document,
    mark_known_supplier,
    remove_tender_part,
    set_espd_criterion,
    set_requirement,
)

Shown = tuple[str, dict[str, Any]]
LOT = (_("Lot"), False)
# The page on which a part stands, by its kind.
PAGES = {
    "document": "tender-documents", "requirement": "tender-requirements",
    "known-supplier": "tender-requirements", "espd": "tender-requirements",
    "price-line": "tender-prices", "criterion": "tender-evaluation",
    "model": "tender-evaluation", "award-rule": "tender-evaluation",
}  # fmt: skip


def of_lot(lot: Lot | None) -> Any:
    """A lot's code, or that all are meant."""
    return lot.code if lot else _("All lots")


def _documents(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
) -> Shown:
    found = tender_of(tender_id)
    allow(may_read_tender(actor, found))
    frame = frame_of(actor, found, "tender-documents")
    form = None
    if frame["runs"] and frame["in_preparation"]:
        posted = (request.POST, request.FILES) if refused else ()
        form = with_refusal(DocumentForm(*posted, lots=lots_of(tender_id)), refused)
    section = Section(
        _("Documents"),
        [(_("Document"), False), (_("Kind"), False), (_("File"), False), (_("Version"), True),
         (_("Bytes"), True), LOT],
        [_document_row(row) for row in documents_of(tender_id)],
        _("What bidders have to know stands in the tender's documents."),
        form, reverse("add-tender-document", args=[tender_id]), _("Add a document"),
        more={"open": refused is not None, **_records(found, prepares=form is not None)},
    )  # fmt: skip
    return "tendering/sections.html", {
        **frame, "part_title": _("Documents"), "sections": [section],
    }  # fmt: skip


documents = page(open_to_all=True, or_sign_in=True)(_documents)


def _records(tender: Tender, *, prepares: bool) -> dict[str, Any]:
    """The button that attaches what was recorded since the pre-study was taken over."""
    if not prepares or not unattached_records(tender):
        return {}
    return {
        "action": reverse("attach-consultation-records", args=[tender.pk]),
        "button": _("Attach the record of the consultation"),
    }


@act(again=_documents)
def attach(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Attach the records of its pre-study's market consultations."""
    perform(actor, attach_consultation_records, tender_id=tender_id)
    return Answer(
        to=reverse("tender-documents", args=[tender_id]),
        message=_("The record is among the documents: it reaches every bidder."),
    )


def _document_row(row: TenderDocument) -> PartRow:
    cells = [
        row.title, row.get_kind_display(), row.name, format_number(row.version),
        format_number(row.size), of_lot(row.lot),
    ]  # fmt: skip
    return PartRow(cells, "document", row.pk, reverse("tender-document", args=[row.pk]))


@page(open_to_all=True, or_sign_in=True)
def document(request: HttpRequest, actor: Actor, document_id: int) -> HttpResponse:
    """The file itself."""
    found = document_of(document_id)
    allow(may_read_tender(actor, found.tender))
    answer = HttpResponse(bytes(found.content), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = str(content_disposition_header(True, found.name))
    return answer


@act(again=_documents)
def add_document(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Add a document, or its next version."""
    form = DocumentForm(request.POST, request.FILES, lots=_lots(actor, tender_id))
    checked(form)
    perform(actor, add_tender_document, tender_id=tender_id, file=form.document())
    return Answer(
        to=reverse("tender-documents", args=[tender_id]), message=_("The document is added.")
    )


def _lots(actor: Actor, tender_id: int) -> list[Lot]:
    with reading(actor):
        return lots_of(tender_id)


def _requirements(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None,
    sent: str = "requirement",
) -> Shown:  # fmt: skip
    found = tender_of(tender_id)
    allow(may_read_tender(actor, found))
    frame = frame_of(actor, found, "tender-requirements")
    prepares, lots = frame["runs"] and frame["in_preparation"], lots_of(tender_id)
    rows = requirements_of(tender_id)

    def form_of(kind: type[Any], name: str, **named: Any) -> Any:
        if not prepares:
            return None
        here = refused if sent == name else None
        return with_refusal(kind(request.POST if here else None, **named), here)

    def opened(name: str) -> bool:
        return refused is not None and sent == name

    known = known_suppliers_of(tender_id) if prepares else []
    sections = [
        Section(
            _("Mandatory requirements"),
            [(_("Code"), False), (_("What has to be met"), False), (_("Evidence"), False), LOT],
            [_requirement_row(row) for row in rows],
            _("What every bid has to meet; whoever does not is rejected."),
            form_of(RequirementForm, "requirement", lots=lots),
            reverse("set-requirement", args=[tender_id]), _("Set a requirement"),
            more={"open": opened("requirement")},
        ),
        Section(
            _("Exclusion and selection by the ESPD"),
            [(_("Ground or criterion"), False), (_("Kind"), False), (_("Own threshold"), False),
             LOT],
            [_espd_row(row) for row in espd_of(tender_id)],
            _("Bidders declare first; only the winner proves."),
            form_of(EspdForm, "espd", lots=lots),
            reverse("set-espd-criterion", args=[tender_id]), _("Ask for a ground or criterion"),
            more={
                "open": opened("espd"),
                "action": reverse("add-mandatory-grounds", args=[tender_id]) if prepares else "",
                "button": _("Add the mandatory grounds"),
            },
        ),
    ]  # fmt: skip
    if prepares:
        sections.append(_known(tender_id, known, form_of(KnownSupplierForm, "known")))
    return "tendering/sections.html", {
        **frame, "part_title": _("Requirements"), "sections": sections,
        "marks": [
            (one, MarksForm(requirements=rows, initial=MarksForm.filled(one),
                            prefix=f"s{one.pk}"))
            for one in known
        ] if rows else [],
    }  # fmt: skip


requirements = page(open_to_all=True, or_sign_in=True)(_requirements)


def _known(tender_id: int, known: list[KnownSupplier], form: Any) -> Section:
    return Section(
        _("Known suppliers"), [(_("Supplier"), False)],
        [PartRow([one.name], "known-supplier", one.pk) for one in known],
        _("Note who is on the market, to see whom each requirement shuts out."),
        form, reverse("add-known-supplier", args=[tender_id]), _("Add a known supplier"),
    )  # fmt: skip


def _requirement_row(row: Requirement) -> PartRow:
    return PartRow([row.code, row.text, row.evidence, of_lot(row.lot)], "requirement", row.pk)


def _espd_row(row: EspdCriterion) -> PartRow:
    entry = espd_entries().get(row.code)
    name = entry.name(get_language() or "en") if entry else row.code
    return PartRow([name, row.get_kind_display(), row.text, of_lot(row.lot)], "espd", row.pk)


def _espd_again(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
) -> Shown:
    return _requirements(request, actor, tender_id, refused, sent="espd")


def _known_again(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
) -> Shown:
    return _requirements(request, actor, tender_id, refused, sent="known")


def _marks_again(
    request: HttpRequest, actor: Actor, tender_id: int, known_supplier_id: int,
    refused: Refused | None = None,
) -> Shown:  # fmt: skip
    return _requirements(request, actor, tender_id, refused, sent="marks")


@act(again=_requirements)
def send_requirement(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Set a requirement."""
    form = RequirementForm(request.POST, lots=_lots(actor, tender_id))
    checked(form)
    perform(actor, set_requirement, tender_id=tender_id, terms=form.terms())
    return _back("requirement", tender_id)


@act(again=_espd_again)
def send_espd(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Ask for an entry of the ESPD."""
    form = EspdForm(request.POST, lots=_lots(actor, tender_id))
    checked(form)
    perform(actor, set_espd_criterion, tender_id=tender_id, terms=form.terms())
    return _back("espd", tender_id)


@act(again=_espd_again)
def mandatory(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Ask for all mandatory grounds."""
    perform(actor, add_mandatory_grounds, tender_id=tender_id)
    return _back("espd", tender_id)


@act(again=_known_again)
def add_known(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Note a supplier of the market."""
    values = checked(KnownSupplierForm(request.POST))
    perform(actor, add_known_supplier, tender_id=tender_id, **values)
    return _back("known-supplier", tender_id)


@act(again=_marks_again)
def mark(request: HttpRequest, actor: Actor, tender_id: int, known_supplier_id: int) -> Answer:
    """Say which requirements a known supplier meets."""
    with reading(actor):
        rows = requirements_of(tender_id)
    form = MarksForm(request.POST, requirements=rows, prefix=f"s{known_supplier_id}")
    checked(form)
    perform(actor, mark_known_supplier, known_supplier_id=known_supplier_id, meets=form.answers())
    return _back("known-supplier", tender_id)


def _part_again(
    request: HttpRequest, actor: Actor, tender_id: int, part_kind: str, part_id: int,
    refused: Refused | None = None,
) -> Shown:  # fmt: skip
    return _documents(request, actor, tender_id, refused)


@act(again=_part_again)
def remove(
    request: HttpRequest, actor: Actor, tender_id: int, part_kind: str, part_id: int
) -> Answer:
    """Take a part out."""
    perform(actor, remove_tender_part, kind=part_kind, part_id=part_id)
    return _back(part_kind, tender_id)


def _back(kind: str, tender_id: int) -> Answer:
    return Answer(to=reverse(PAGES[kind], args=[tender_id]), message=_("The tender is saved."))
