"""Forms and bids as JSON."""

from __future__ import annotations

import json
from typing import Any

from samkop.core.bidding.content import BidContent
from samkop.core.bidding.form import BidForm, PriceLine
from samkop.core.bidding.reading import VERSION
from samkop.core.money import amount_text

# The name of a bid's content among its files.
CONTENT_FILE = "bid.json"


def written(value: Any) -> str:
    """A JSON value as the text of a file."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def form_value(form: BidForm) -> dict[str, Any]:
    """The form as a JSON value (schema ``bid-form``)."""
    until = {"valid_until": form.valid_until.isoformat()} if form.valid_until else {}
    return {
        "samkop": "bid-form", "version": VERSION, "tender": form.tender, "lot": form.lot,
        "currency": form.currency,
        "prices": [_line(line) for line in form.prices],
        "requirements": [
            {"code": row.code, "text": row.text, "evidence": row.evidence}
            for row in form.requirements
        ],
        "criteria": [{"code": row.code, "text": row.text} for row in form.criteria],
        "espd": [{"code": row.code, "text": row.text} for row in form.espd],
        "discounts": form.discounts, "lots": list(form.lots), **until,
    }  # fmt: skip


def _line(line: PriceLine) -> dict[str, Any]:
    value: dict[str, Any] = {
        "line": line.code, "text": line.text, "unit": line.unit,
        "quantity": f"{line.quantity.normalize():f}",
    }  # fmt: skip
    if line.price_max is not None:
        value["price_max"] = amount_text(line.price_max)
    if line.item:
        value |= {"item": line.item, "years": list(line.years)}
    return value


def content_value(content: BidContent) -> dict[str, Any]:
    """The bid as a JSON value (schema ``bid-content``)."""
    bidder = content.bidder
    return {
        "samkop": "bid-content", "version": VERSION, "tender": content.tender, "lot": content.lot,
        "bidder": {
            "name": bidder.name, "identifier": bidder.identifier, "contact": bidder.contact,
            "email": bidder.email,
        },
        "prices": [
            {"line": row.line, "price": amount_text(row.cents)} for row in content.prices
        ],
        "requirements": [
            {"code": row.code, "meets": row.meets, "note": row.note} | _file(row.file)
            for row in content.requirements
        ],
        "criteria": [
            {"code": row.code, "answer": row.answer} | _file(row.file) for row in content.criteria
        ],
        "espd": [{"code": row.code, "yes": row.yes, "note": row.note} for row in content.espd],
        "discounts": [
            {"lots": list(row.lots), "amount": amount_text(row.cents)} for row in content.discounts
        ],
        "trade_secrets": [
            {"file": row.file, "reason": row.reason} for row in content.trade_secrets
        ],
        "valid_until": content.valid_until.isoformat(),
    }  # fmt: skip


def _file(name: str) -> dict[str, str]:
    return {"file": name} if name else {}
