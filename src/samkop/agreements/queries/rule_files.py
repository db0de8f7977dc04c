"""The index clause of a row of a file of price rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import IndexSeries
from samkop.agreements.rules import Clause
from samkop.agreements.rules.price_cells import (
    MOST_MONTHS,
    index_value_in,
    month_in,
    permille_in,
    whole_in,
)
from samkop.parties.columns import Cells
from samkop.parties.days import day_in
from samkop.parties.file_plans import FilePlan
from samkop.platform.unit_of_work import once as asked_once

OF_INDEX = ("base_month", "base_value", "first_review", "interval", "lag", "cap", "floor",
            "threshold")  # fmt: skip
YEAR = 12

Index = tuple[int, Decimal, Clause]


def rule_in(plan: FilePlan, row: Cells, body_id: int) -> Index | None:
    """The index, its value of the base month and the clause; None where the row has none, or
    a cell of it is wrong.
    """
    if not row["index"]:
        for column in OF_INDEX:
            if row[column]:
                sentence = _("Say which index: its code stands in the column “index”.")
                plan.wrong(row, "index", "index-missing", sentence)
                break
        return None
    before = len(plan.faults)
    series_id = asked_once(_series, body_id).get(row["index"])
    if series_id is None:
        sentence = _("There is no index “%(value)s” among yours. Import its values first.")
        plan.wrong(row, "index", "index-unknown", sentence, value=row["index"])
    values = {
        "base_month": month_in(row["base_month"]),
        "base_value": index_value_in(row["base_value"]),
        "first_review": day_in(row["first_review"])[0],
        "interval": whole_in(row["interval"] or str(YEAR), MOST_MONTHS) or None,
        "lag": whole_in(row["lag"] or "0", MOST_MONTHS),
        **{name: permille_in(row[name]) for name in ("cap", "floor", "threshold")},
    }
    for column, value in values.items():
        if value is None:
            sentence = _("“%(value)s” cannot be read here. Months are written 2026-10, days"
                         " 2026-12-20, values 111,9, rates 2,5.")  # fmt: skip
            plan.wrong(row, column, "index-clause-wrong", sentence, value=row[column])
    if len(plan.faults) > before or series_id is None:
        return None
    return series_id, *_clause(row, values)


def _clause(row: Cells, values: dict[str, Any]) -> tuple[Decimal, Clause]:
    return values["base_value"], Clause(
        base_month=values["base_month"],
        first_review_on=values["first_review"],
        interval_months=values["interval"],
        lag_months=values["lag"],
        cap_permille=values["cap"] if row["cap"] else None,
        floor_permille=values["floor"] if row["floor"] else None,
        threshold_permille=values["threshold"],
    )


def _series(body_id: int) -> dict[str, int]:
    own = IndexSeries.objects.filter(purchasing_body_id=body_id)
    return dict(own.values_list("code", "id"))
