"""What a tender asks for, while it is in preparation: documents, requirements, ESPD."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from samkop.core.texts import hides_something
from samkop.platform.actors import Actor
from samkop.platform.records import change, create, remove
from samkop.platform.refusals import Refused, not_found
from samkop.tendering.models import (
    AwardCriterion,
    AwardRule,
    EspdCriterion,
    EvaluationModel,
    KnownSupplier,
    KnownSupplierMark,
    Lot,
    PriceLine,
    Requirement,
    Tender,
    TenderDocument,
)
from samkop.tendering.rules.espd import MANDATORY, espd_entries
from samkop.tendering.usecases.lots import prepared

Row = TypeVar("Row", bound=Model)
LARGEST_DOCUMENT = 50_000_000
LONGEST_NAME = 120
# What a part of a tender is called where one is taken out.
PARTS: Mapping[str, type[Model]] = {
    "document": TenderDocument,
    "requirement": Requirement,
    "known-supplier": KnownSupplier,
    "espd": EspdCriterion,
    "price-line": PriceLine,
    "criterion": AwardCriterion,
    "model": EvaluationModel,
    "award-rule": AwardRule,
}


@dataclass(frozen=True)
class DocumentFile:
    """A file to be added: ``lot`` is a lot's code, empty for all lots."""

    kind: str
    title: str
    name: str
    content: bytes
    lot: str = ""


def lot_named(tender: Tender, code: str) -> Lot | None:
    """The lot of that code; None for all lots. Raises Refused ``no-such-lot``."""
    if not code:
        return None
    found = Lot.objects.filter(tender=tender, code=code).first()
    if found is None:
        raise Refused("no-such-lot", _("The tender has no lot %(lot)s."), lot=code)
    return found


def add_tender_document(
    *, actor: Actor, now: datetime, tender_id: int, file: DocumentFile
) -> TenderDocument:
    """Add a document, or a further version where the tender has a file of that name.

    Once the tender is announced a correction adds versions. Raises Refused: ``not-found``,
    ``not-allowed``, ``tender-in-another-state``, ``document-name-wrong``, ``document-too-large``,
    ``document-empty``, ``no-such-lot``.
    """
    return new_version(prepared(actor, tender_id), file, now)


def new_version(tender: Tender, file: DocumentFile, now: datetime) -> TenderDocument:
    """Write a document's version for a tender that is locked. Raises Refused as above."""
    name = file.name.strip()
    if not name or len(name) > LONGEST_NAME or set('/\\"<>:|?*') & set(name):
        raise Refused("document-name-wrong", _("The file's name cannot be kept. Rename the file."))
    if hides_something(name) or not name.isprintable():
        raise Refused("document-name-wrong", _("The file's name cannot be kept. Rename the file."))
    if not file.content:
        raise Refused("document-empty", _("The file is empty. Choose another."))
    if len(file.content) > LARGEST_DOCUMENT:
        raise Refused("document-too-large", _("The file is larger than 50 MB. Make it smaller."))
    known = TenderDocument.objects.filter(tender=tender, name=name).order_by("-version")
    last = known.defer("content").first()
    return create(
        TenderDocument(
            tender=tender, lot=lot_named(tender, file.lot), kind=file.kind, title=file.title,
            name=name, version=last.version + 1 if last else 1, content=file.content,
            sha256=hashlib.sha256(file.content).hexdigest(), size=len(file.content), added_at=now,
        )
    )  # fmt: skip


@dataclass(frozen=True)
class RequirementTerms:
    """A requirement by its code; ``lot`` is a lot's code, empty for all lots."""

    code: str
    text: str
    evidence: str = ""
    lot: str = ""


def set_requirement(
    *, actor: Actor, now: datetime, tender_id: int, terms: RequirementTerms
) -> Requirement:
    """Add a requirement, or write that of the code anew.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``, ``no-such-lot``.
    """
    tender = prepared(actor, tender_id)
    return upsert(
        Requirement, {"tender": tender, "code": terms.code},
        text=terms.text, evidence=terms.evidence, lot=lot_named(tender, terms.lot),
    )  # fmt: skip


def upsert(model: type[Row], key: Mapping[str, Any], **values: Any) -> Row:
    """The row of that key with these values, made where there is none."""
    known = model._default_manager.filter(**key).first()
    return create(model(**key, **values)) if known is None else change(known, **values)


def add_known_supplier(*, actor: Actor, now: datetime, tender_id: int, name: str) -> KnownSupplier:
    """Note a supplier of the market. Raises Refused as ``set_requirement``."""
    tender = prepared(actor, tender_id)
    known = KnownSupplier.objects.filter(tender=tender, name=name).first()
    return known or create(KnownSupplier(tender=tender, name=name))


def mark_known_supplier(
    *, actor: Actor, now: datetime, known_supplier_id: int, meets: Mapping[int, bool]
) -> KnownSupplier:
    """Say which requirements a known supplier meets, by the requirement's id.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``.
    """
    supplier = KnownSupplier.objects.filter(id=known_supplier_id).first()
    if supplier is None:
        raise not_found()
    tender = prepared(actor, supplier.tender_id)
    known = set(Requirement.objects.filter(tender=tender).values_list("id", flat=True))
    if not known.issuperset(meets):
        raise not_found()
    for requirement_id, answer in sorted(meets.items()):
        key = {"supplier": supplier, "requirement_id": requirement_id, "tender": tender}
        upsert(KnownSupplierMark, key, meets=answer)
    return supplier


@dataclass(frozen=True)
class EspdTerms:
    """An entry of the lists by its code, with one's own threshold; ``lot`` as elsewhere."""

    code: str
    text: str = ""
    lot: str = ""


def set_espd_criterion(
    *, actor: Actor, now: datetime, tender_id: int, terms: EspdTerms
) -> EspdCriterion:
    """Ask for an entry of the ESPD, or write one's own threshold of it anew.

    Raises Refused as ``set_requirement``, and ``not-in-the-list``.
    """
    tender = prepared(actor, tender_id)
    entry = espd_entries().get(terms.code)
    if entry is None:
        raise Refused(
            "not-in-the-list", _("The list has no code %(entry)s. Choose one of it."),
            entry=terms.code,
        )  # fmt: skip
    return upsert(
        EspdCriterion, {"tender": tender, "code": terms.code},
        kind=entry.kind, text=terms.text, lot=lot_named(tender, terms.lot),
    )  # fmt: skip


def add_mandatory_grounds(*, actor: Actor, now: datetime, tender_id: int) -> list[EspdCriterion]:
    """Ask for all mandatory grounds for exclusion (art. 57(1) and (2)) that are not there yet.

    Raises Refused as ``set_requirement``.
    """
    tender = prepared(actor, tender_id)
    there = set(EspdCriterion.objects.filter(tender=tender).values_list("code", flat=True))
    return [
        create(EspdCriterion(tender=tender, code=code, kind=espd_entries()[code].kind))
        for code in MANDATORY
        if code not in there
    ]


def remove_tender_part(*, actor: Actor, now: datetime, kind: str, part_id: int) -> int:
    """Take a part out of a tender in preparation, by its kind (``PARTS``); the tender's id.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``.
    """
    model: Any = PARTS.get(kind)
    found = model.objects.filter(id=part_id).first() if model else None
    if found is None:
        raise not_found()
    tender_id: int = prepared(actor, found.tender_id).pk
    marks = KnownSupplierMark.objects.filter(tender_id=tender_id)
    if isinstance(found, Requirement):
        marks = marks.filter(requirement=found)
    elif isinstance(found, KnownSupplier):
        marks = marks.filter(supplier=found)
    else:
        marks = marks.none()
    for mark in marks.order_by("id"):
        remove(mark)
    remove(found)
    return tender_id
