"""Reads: what a tender asks for, and what every bid on a lot has to say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from django.db.models import Q
from django.utils.translation import get_language

from samkop.core.award.scoring import Kind
from samkop.core.bidding import Asked, BidForm
from samkop.core.bidding import PriceLine as FormLine
from samkop.core.bidding import Requirement as FormRequirement
from samkop.platform.refusals import not_found
from samkop.tendering.models import (
    AwardCriterion,
    AwardRule,
    EspdCriterion,
    EvaluationModel,
    KnownSupplier,
    Lot,
    PriceLine,
    Requirement,
    Tender,
    TenderDocument,
)
from samkop.tendering.queries.tenders import lots_of, tender_of
from samkop.tendering.rules.espd import espd_entries
from samkop.tendering.rules.scoring_problem import Comparison, Marked, plain_numbers
from samkop.tendering.vocabulary import AwardRuleKind


class Coded(Protocol):
    """What has a code."""

    @property
    def code(self) -> str:
        """R1, Q2 …"""


Row = TypeVar("Row", bound=Coded)


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Rows by their codes, R2 before R10."""
    return sorted(rows, key=lambda row: _natural(row.code))


def _natural(code: str) -> list[tuple[bool, int, str]]:
    parts = re.split(r"([0-9]+)", code)
    return [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts if part]


def documents_of(tender_id: int) -> list[TenderDocument]:
    """The documents in their newest versions, without their content, by kind and title."""
    rows = TenderDocument.objects.filter(tender_id=tender_id).defer("content")
    newest = {row.name: row for row in rows.select_related("lot").order_by("version")}
    return sorted(newest.values(), key=lambda row: (row.kind, row.title, row.name))


def versions_of(tender_id: int) -> list[TenderDocument]:
    """All versions of the documents, without their content, the newest first."""
    rows = TenderDocument.objects.filter(tender_id=tender_id).defer("content")
    return list(rows.order_by("-added_at", "-id"))


def document_of(document_id: int) -> TenderDocument:
    """A document with its content. Raises Refused ``not-found``."""
    found = TenderDocument.objects.select_related("tender__owner").filter(id=document_id).first()
    if found is None:
        raise not_found()
    return found


def known_suppliers_of(tender_id: int) -> list[KnownSupplier]:
    """The suppliers that the buyer knows, by name."""
    return list(KnownSupplier.objects.filter(tender_id=tender_id).order_by("name"))


def requirements_of(tender_id: int, lot_id: int | None = None) -> list[Requirement]:
    """The requirements, of one lot with those of all lots where a lot is given."""
    return in_order(Requirement.objects.filter(_for(tender_id, lot_id)).select_related("lot"))


def espd_of(tender_id: int, lot_id: int | None = None) -> list[EspdCriterion]:
    """The grounds and criteria, in the order of the lists."""
    order = {code: place for place, code in enumerate(espd_entries())}
    rows = EspdCriterion.objects.filter(_for(tender_id, lot_id)).select_related("lot")
    return sorted(rows, key=lambda row: (row.kind, order.get(row.code, len(order)), row.code))


def price_lines_of(tender_id: int, lot_id: int | None = None) -> list[PriceLine]:
    """The lines of the price sheet, by lot and code."""
    rows = PriceLine.objects.filter(_for(tender_id, lot_id)).select_related("lot")
    return sorted(in_order(rows), key=lambda row: row.lot.code)


def criteria_of(tender_id: int, lot_id: int | None = None) -> list[AwardCriterion]:
    """The criteria that are marked."""
    return in_order(AwardCriterion.objects.filter(_for(tender_id, lot_id)).select_related("lot"))


def models_of(tender_id: int) -> list[EvaluationModel]:
    """The models: that of all lots first, then lots' own."""
    rows = EvaluationModel.objects.filter(tender_id=tender_id).select_related("lot")
    return sorted(rows, key=lambda row: row.lot.code if row.lot else "")


def model_for(tender_id: int, lot_id: int) -> EvaluationModel | None:
    """The model by which the bids on a lot are compared: its own, or that of all lots."""
    rows = {row.lot_id: row for row in EvaluationModel.objects.filter(_for(tender_id, lot_id))}
    return rows.get(lot_id) or rows.get(None)


def award_rules_of(tender_id: int) -> list[AwardRule]:
    """The rules over several lots, in the order in which they were set."""
    return list(AwardRule.objects.filter(tender_id=tender_id).order_by("id"))


def _for(tender_id: int, lot_id: int | None) -> Q:
    whole = Q(tender_id=tender_id)
    return whole if lot_id is None else whole & (Q(lot_id=lot_id) | Q(lot_id__isnull=True))


def comparison_of(tender: Tender, lot_id: int) -> Comparison | None:
    """How the bids on a lot are compared; None where no model is set."""
    model = model_for(tender.pk, lot_id)
    if model is None:
        return None
    marked = tuple(
        Marked(
            row.code, row.weight, row.deduction_cents, row.scale_top, row.scale_step,
            row.minimum_mark,
        )
        for row in criteria_of(tender.pk, lot_id)
    )  # fmt: skip
    return Comparison(model.kind, model.price_weight, model.parameters, marked, tender.currency)


def scoring_of(tender_id: int, lot_code: str) -> dict[str, Any]:
    """``model``, ``criteria`` and ``currency`` of a lot as ``core.award.scoring`` reads them.

    Plain JSON. Raises Refused ``not-found`` where the lot or its model is not there.
    """
    tender = tender_of(tender_id)
    found = comparison_of(tender, _lot(tender_id, lot_code).pk)
    if found is None:
        raise not_found()
    problem: dict[str, Any] = plain_numbers(found.problem())
    return problem


def rules_over_lots(tender_id: int) -> tuple[dict[str, Any], dict[str, int]]:
    """The announced rules as ``core.award`` reads them, and the cost of each lot that may stay
    unawarded, in cents, by its code.
    """
    rules: dict[str, Any] = {}
    unawarded: dict[str, int] = {}
    for row in award_rules_of(tender_id):
        kind = AwardRuleKind(row.kind)
        if kind == AwardRuleKind.UNAWARDED:
            unawarded[row.lots[0]] = row.value or 0
        elif kind == AwardRuleKind.INCOMPATIBLE:
            rules.setdefault(kind.value, []).append(list(row.lots))
        else:
            rules[kind.value] = row.value
    return rules, unawarded


def bid_form(tender_id: int, lot_code: str) -> BidForm:
    """What is asked of every bid on a lot. Raises Refused ``not-found``."""
    tender, lot = tender_of(tender_id), _lot(tender_id, lot_code)
    language = get_language() or "en"
    model = model_for(tender_id, lot.pk)
    return BidForm(
        tender=tender.number, lot=lot.code, currency=tender.currency,
        lots=tuple(one.code for one in lots_of(tender_id)),
        prices=tuple(map(_line, price_lines_of(tender_id, lot.pk))),
        requirements=tuple(
            FormRequirement(row.code, _with_evidence(row), bool(row.evidence))
            for row in requirements_of(tender_id, lot.pk)
        ),
        criteria=tuple(Asked(row.code, row.text) for row in criteria_of(tender_id, lot.pk)),
        espd=tuple(Asked(row.code, _named(row, language)) for row in espd_of(tender_id, lot.pk)),
        discounts=model.discounts if model else False,
        valid_until=tender.bids_valid_until,
    )  # fmt: skip


def _lot(tender_id: int, code: str) -> Lot:
    found = Lot.objects.filter(tender_id=tender_id, code=code).first()
    if found is None:
        raise not_found()
    return found


def _line(row: PriceLine) -> FormLine:
    return FormLine(
        row.code, row.text, row.unit, Decimal(row.quantity), row.price_max_cents, row.item,
        tuple(row.years),
    )  # fmt: skip


def _with_evidence(row: Requirement) -> str:
    return f"{row.text} ({row.evidence})" if row.evidence else row.text


def _named(row: EspdCriterion, language: str) -> str:
    entry = espd_entries().get(row.code)
    name = entry.name(language) if entry else row.code
    return f"{name}: {row.text}" if row.text else name


def few_meet(tender_id: int) -> list[tuple[Requirement, int, int]]:
    """Requirements that one known supplier or none meets: with how many do, of how many marked."""
    found = []
    for row in requirements_of(tender_id):
        marks = list(row.marks.values_list("meets", flat=True))
        if marks and sum(marks) <= 1:
            found.append((row, sum(marks), len(marks)))
    return found


def life_cycle_items(model: EvaluationModel) -> set[str]:
    """The cost items that a bid prices, of a model of life-cycle cost; else none."""
    if model.kind != Kind.LIFE_CYCLE_COST and "life_cycle" not in model.parameters:
        return set()
    items = model.parameters.get("life_cycle", {}).get("items", [])
    return {item["id"] for item in items if not item.get("own")}
