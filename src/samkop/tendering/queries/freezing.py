"""Reads: all that is published of a tender, its hash, and whether it is still the same."""

from __future__ import annotations

import hashlib
from typing import Any

from samkop.core.sealing.members import canonical, time_text
from samkop.tendering.models import Freeze, Lot, Tender, TenderBuyer
from samkop.tendering.queries.contents import (
    award_rules_of,
    criteria_of,
    documents_of,
    espd_of,
    models_of,
    price_lines_of,
    requirements_of,
)
from samkop.tendering.queries.tenders import lots_of, tender_of
from samkop.tendering.rules.scoring_problem import plain_numbers

TENDER = (
    "number", "register_number", "title_sv", "title_fi", "title_en", "description", "category",
    "procedure", "by_invitation", "regime", "nature", "cpv", "currency", "estimated_value_cents",
    "term_months", "option_months", "term_reason", "division_reason",
)  # fmt: skip
LOT = (
    "code", "title_sv", "title_fi", "title_en", "description", "cpv", "estimated_value_cents",
    "maximum_value_cents", "reason",
)  # fmt: skip
# Published where a lot may have several suppliers.
CALL_OFF = ("most_suppliers", "call_off_method", "turn_by", "mini_competition_from_cents")
DOCUMENT = ("kind", "title", "name", "version", "sha256", "size")
LINE = ("code", "text", "unit", "price_max_cents", "item", "years")
CRITERION = ("code", "text", "weight", "deduction_cents", "scale_top")


def published_of(tender_id: int) -> str:
    """All that is published of a tender, as one canonical JSON text.

    Numbers that are not whole are texts. Whoever may read the tender gets the same.
    """
    tender = tender_of(tender_id)
    value = {
        "samkop": "published-tender", "version": 1,
        **_taken(tender, TENDER),
        "owner": f"{tender.owner.identifier_scheme}:{tender.owner.identifier}",
        **_dates(tender),
        "lots": [_lot(lot) for lot in lots_of(tender_id)],
        "documents": [
            _taken(row, DOCUMENT) | _of(row.lot) for row in documents_of(tender_id)
        ],
        "requirements": [
            _taken(row, ("code", "text", "evidence")) | _of(row.lot)
            for row in requirements_of(tender_id)
        ],
        "espd": [
            _taken(row, ("kind", "code", "text")) | _of(row.lot) for row in espd_of(tender_id)
        ],
        **_comparing(tender_id),
    }  # fmt: skip
    return canonical(value).decode()


def _comparing(tender_id: int) -> dict[str, Any]:
    return {
        "prices": [
            _taken(row, LINE) | _of(row.lot) | {"quantity": _text(row.quantity)}
            for row in price_lines_of(tender_id)
        ],
        "criteria": [
            _taken(row, CRITERION)
            | _of(row.lot)
            | {"scale_step": _text(row.scale_step), "minimum_mark": _text(row.minimum_mark)}
            for row in criteria_of(tender_id)
        ],
        "models": [
            _taken(row, ("kind", "price_weight", "method", "discounts"))
            | _of(row.lot)
            | {"parameters": _texts(plain_numbers(row.parameters))}
            for row in models_of(tender_id)
        ],
        "rules": [
            _taken(row, ("kind", "value", "lots", "clause")) for row in award_rules_of(tender_id)
        ],
    }


def _taken(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _of(lot: Lot | None) -> dict[str, str]:
    return {"lot": lot.code if lot else ""}


def _dates(tender: Tender) -> dict[str, str]:
    return {
        "bids_until": time_text(tender.bids_until) if tender.bids_until else "",
        "questions_until": time_text(tender.questions_until) if tender.questions_until else "",
        "bids_valid_until": str(tender.bids_valid_until or ""),
    }


def _lot(lot: Lot) -> dict[str, Any]:
    rows = TenderBuyer.objects.filter(lot=lot).select_related("buyer")
    buyers = [
        {
            "buyer": f"{row.buyer.identifier_scheme}:{row.buyer.identifier}",
            **_taken(row, ("expected_quantity", "unit", "expected_value_cents")),
        }
        for row in rows
    ]
    call_off = _taken(lot, CALL_OFF) if lot.most_suppliers > 1 else {}
    return _taken(lot, LOT) | call_off | {"buyers": sorted(buyers, key=lambda row: row["buyer"])}


def _text(value: Any) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _texts(value: Any) -> Any:
    """Numbers that are not whole as texts, deep within."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return {name: _texts(member) for name, member in value.items()}
    return [_texts(member) for member in value] if isinstance(value, list) else value


def hash_of(published: str) -> str:
    """The SHA-256 of what is published, in hexadecimal."""
    return hashlib.sha256(published.encode()).hexdigest()


def freeze_of(tender_id: int) -> Freeze | None:
    """The newest edition that was published, if there is one."""
    return Freeze.objects.filter(tender_id=tender_id).order_by("-edition").first()


def is_as_published(tender_id: int) -> bool:
    """Whether all that is published is still what was frozen: its hash is reckoned anew."""
    frozen = freeze_of(tender_id)
    if frozen is None:
        return False
    return frozen.sha256 == hash_of(published_of(tender_id)) == hash_of(frozen.content)
