"""The origin of a price as lines: the same on every page that shows a price."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samkop.agreements.rules import PriceOrigin, PriceStep, origin_from_json
from samkop.agreements.vocabulary import PriceStepCode
from samkop.core.money import CENT
from samkop.platform.formatting import format_date, format_number


@dataclass(frozen=True, slots=True)
class OriginLine:
    """One line: what it is, its rate as a share, its amount, and what it rests on."""

    label: str | Promise
    rate: Decimal | None
    amount: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class ShownOrigin:
    """All lines of a price; they add up to ``net``. ``fee`` is in none of them."""

    lines: tuple[OriginLine, ...]
    net: Decimal
    currency: str
    fee: Decimal | None
    fee_rate: Decimal | None


def shown_origin(origin: PriceOrigin | None) -> ShownOrigin | None:
    """The lines of a price; None where there is no price."""
    if origin is None:
        return None
    fee = origin.fee_permille
    return ShownOrigin(
        lines=tuple(map(_line, origin.steps)),
        net=origin.net_cents * CENT,
        currency=origin.currency,
        fee=origin.fee_cents * CENT if fee else None,
        fee_rate=Decimal(fee) / 1000 if fee else None,
    )


def kept_origin(kept: Mapping[str, Any]) -> ShownOrigin | None:
    """The lines of a price as a line of an order keeps it; None where it keeps none."""
    return shown_origin(origin_from_json(kept))


def _line(step: PriceStep) -> OriginLine:
    return OriginLine(
        step.code.label, _rate(step), step.cents * CENT, ", ".join(filter(None, _notes(step)))
    )


def _rate(step: PriceStep) -> Decimal | None:
    """The step's rate as a share; an index's is exact, unless the clause holds it."""
    if step.code == PriceStepCode.INDEX and "held" not in step.detail:
        value, base = (Decimal(step.detail[name]) for name in ("value", "from_value"))
        return value / base - 1
    return Decimal(step.permille) / 1000 if step.permille else None


def _notes(step: PriceStep) -> Iterator[str]:
    detail = step.detail
    if step.code == PriceStepCode.LIST_PRICE:
        yield detail.get("reference", "")
    elif step.code == PriceStepCode.PURCHASE_PRICE and detail:
        makers = int(detail["competitors"])
        won = {"maker": detail["maker"], "day": _day(detail["decided_on"]), "makers": makers}
        yield (
            ngettext(
                "%(maker)s won on %(day)s, %(makers)s maker took part",
                "%(maker)s won on %(day)s among %(makers)s makers",
                makers,
            )
            % won
        )
        yield detail["document_reference"]
        yield _("evidence %(number)s") % {"number": detail["evidence"]}
    elif step.code == PriceStepCode.INDEX:
        old, new = (format_number(Decimal(detail[name])) for name in ("from_value", "value"))
        yield (
            f"{detail['series']}: {detail['from_month']} {old}"
            f" \N{RIGHTWARDS ARROW} {detail['month']} {new}"
        )
        yield _("from %(day)s") % {"day": _day(detail["applies_from"])}
        if "held" in detail:
            yield _("held by the clause")


def _day(text: str) -> str:
    return format_date(date.fromisoformat(text), "SHORT_DATE_FORMAT")
