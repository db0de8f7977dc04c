"""The agreements of the organisation acted for, and how full each one's ceiling is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.pages.standings import OVER, shown_state, state_today
from samkop.agreements.policies import may_prepare_agreement, may_see_agreements
from samkop.agreements.queries import agreements_of
from samkop.agreements.vocabulary import State
from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.platform.pages.numbers import number_of
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit

PAGE = 50


@page()
def agreements(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """Those that the organisation runs, supplies or is named in, the newest first."""
    allow(may_see_agreements(actor))
    state, after = request.GET.get("state", ""), number_of(request.GET.get("after", ""))
    found = agreements_of(actor.party_id or 0)
    if state in State.values:
        found = found.filter(state=state)
    if after is not None:
        found = found.filter(id__lt=after)
    rows = list(found[: PAGE + 1])
    return "agreements/agreements.html", {
        "rows": [_row(agreement) for agreement in rows[:PAGE]],
        "following": str(rows[PAGE - 1].pk) if len(rows) > PAGE else None,
        "states": [(value, label, value == state) for value, label in State.choices],
        "state": state,
        "may_prepare": may_prepare_agreement(actor),
    }


def _row(agreement: FrameworkAgreement) -> dict[str, Any]:
    ceiling = getattr(agreement, "ceiling", None)
    tone, label = shown_state(agreement, ceiling, current_unit().now)
    left = ceiling.maximum_cents - ceiling.committed_cents if ceiling else None
    share = Decimal(ceiling.committed_cents) / ceiling.maximum_cents if ceiling else None
    return {
        "agreement": agreement, "tone": tone, "state": label, "left": left, "share": share,
        "over": state_today(agreement, ceiling, current_unit().now) in OVER,
    }  # fmt: skip
