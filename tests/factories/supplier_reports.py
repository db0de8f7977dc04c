"""Suppliers' reports for tests."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from typing import Any

from factories.ordering import NOW, Market, Municipality
from samkop.ordering.models import SupplierReport
from samkop.ordering.rules import ReportLine
from samkop.ordering.usecases.reports import send_report
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform

_rows = itertools.count(2)
QUARTER = (date(2026, 1, 1), date(2026, 3, 31))


def a_row(buyer: Municipality, number: str, cents: int = 300_00, **fields: Any) -> ReportLine:
    """A reported order of a buyer."""
    given = {"row": next(_rows), "ordered_on": date(2026, 3, 2), "fee_cents": 0}
    return ReportLine(
        buyer_identifier=buyer.party.identifier, order_number=number, cents=cents,
        **{**given, **fields},
    )  # fmt: skip


def a_report(
    market: Market, lines: Sequence[ReportLine], sender: Actor | None = None, **fields: Any
) -> SupplierReport:
    """A quarter's report, sent in by the purchasing body unless somebody else is named."""
    given = {"now": NOW.replace(month=4), "first_day": QUARTER[0], "last_day": QUARTER[1]}
    return perform(
        sender or market.category_manager, send_report, agreement_id=market.agreement.pk,
        lines=list(lines), **{**given, **fields},
    )  # fmt: skip
