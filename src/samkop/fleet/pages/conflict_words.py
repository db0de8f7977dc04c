"""Limits of a renewal plan that cannot all hold, in the reader's words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from samkop.core.renewal import LimitKind
from samkop.fleet.models import RenewalPlan
from samkop.fleet.queries.renewal import month_of
from samkop.platform.formatting import format_money, format_number

MOST = 20


def conflict_words(plan: RenewalPlan) -> dict[str, list[str]]:
    """``conflicts``: the limits that exclude each other; ``moves``: how far which has to move."""
    models = dict(plan.cohorts.values_list("position", "model__name")) if plan.conflicts else {}
    said = _Said(plan, models)
    stand = [said.limit(one) for one in plan.conflicts if "to" not in one]
    return {
        "conflicts": stand[:MOST],
        "moves": [said.move(one) for one in plan.conflicts if "to" in one][:MOST],
    }


class _Said:
    """Sentences on the limits of one plan."""

    def __init__(self, plan: RenewalPlan, models: dict[int, str]) -> None:
        self.plan, self.models = plan, models

    def limit(self, one: dict[str, Any]) -> str:
        """The limit as it stands."""
        return self._at(one, one["at"])

    def move(self, one: dict[str, Any]) -> str:
        """The limit as it stands, and where it would have to."""
        facts = {"limit": self._at(one, one["at"]), "moved": self._at(one, one["to"])}
        return _("%(limit)s → %(moved)s") % facts

    def _at(self, one: dict[str, Any], at: Any) -> str:
        model = self.models.get(int(one["cohort"] or 0), "")
        facts = {
            "month": self._month(one["month"]), "year": one["year"], "model": model,
            "count": "" if isinstance(at, list) else format_number(at),
        }  # fmt: skip
        match one["kind"]:
            case LimitKind.BUDGET:
                facts["amount"] = format_money(Decimal(at) / 100, self.plan.currency, 0)
                return _("Budget of %(year)s: %(amount)s") % facts
            case LimitKind.CAPACITY_TOTAL:
                return _("Installers of all, %(month)s: %(count)s devices") % facts
            case LimitKind.ROUND:
                return _("Delivery rounds of at least %(count)s devices") % facts
            case LimitKind.LOCKED:
                return _("Decided before: %(count)s of %(model)s in %(month)s") % facts
            case LimitKind.WINDOW:
                facts |= {"first": self._month(at[0]), "last": self._month(at[1])}
                return _("%(model)s: renewed from %(first)s to %(last)s") % facts
            case _:
                return _("Installers, %(month)s: %(count)s devices") % facts

    def _month(self, index: int | None) -> str:
        return "" if index is None else f"{month_of(self.plan, index):%Y-%m}"
