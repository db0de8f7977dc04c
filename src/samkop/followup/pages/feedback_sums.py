"""The sums: of one's own organisation, and of the region as far as they may be seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samkop.followup.policies.feedback import may_see_answers, may_see_feedback
from samkop.followup.queries.feedback import asking_of
from samkop.followup.queries.feedback_sums import members_shown, own_sums, region_sums
from samkop.followup.rules.feedback import SMALLEST, Sum
from samkop.governance.pages.tabs import cooperation_tabs
from samkop.governance.queries import regions_of
from samkop.parties.queries import own_today, party_of
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform.actors import Actor
from samkop.platform.charts import Chart, line_chart
from samkop.platform.formatting import format_date
from samkop.platform.pages import page
from samkop.platform.pages.numbers import number_of
from samkop.platform.pages.page import allow

FIRST_YEAR, LAST_YEAR = 2020, 2200
MOST_ROWS = 10
BY = ("member", "supplier", "item")


@page()
def sums(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """What people said of what was delivered, in a year."""
    allow(may_see_feedback(actor))
    today = own_today()
    year = year_of(request, today)
    first, last = date(year, 1, 1), date(year, 12, 1)
    party = party_of(actor.own_party_id)
    buys = party.kind in BUYER_KINDS
    old_way = asking_of(party.pk, today).old_way_minutes
    return "followup/feedback.html", {
        "year": year, "shown_year": str(year),
        "years": [str(one) for one in range(today.year, today.year - 4, -1)],
        "own": _own(party.pk, first, last, old_way) if buys else None,
        "regions": [
            _region(region.pk, region.name, first, last, own=buys)
            for region in regions_of(party.pk, today)
        ],
        "smallest": SMALLEST, "sees_answers": may_see_answers(actor), "old_way": old_way,
        **cooperation_tabs(actor, "feedback"),
    }  # fmt: skip


def year_of(request: HttpRequest, today: date) -> int:
    """The year in the address, or today's where it names none."""
    asked = number_of(request.GET.get("year", "")) or today.year
    return asked if FIRST_YEAR <= asked <= LAST_YEAR else today.year


def labels_of(by: str) -> str:
    """What a grouping is called."""
    return {
        "member": pgettext("cooperation", "Member"), "supplier": _("Supplier"), "item": _("Item"),
    }[by]  # fmt: skip


def _own(party_id: int, first: date, last: date, old_way: int | None) -> dict[str, Any]:
    whole = next(iter(own_sums(party_id, "all", first, last)), None)
    return {
        "whole": whole, "chart": by_month(own_sums(party_id, "month", first, last)),
        "saved": whole.saved(old_way) if whole else None,
        "tables": [
            _table(by, own_sums(party_id, by, first, last)) for by in ("supplier", "item")
        ] if whole else [],
    }  # fmt: skip


def _region(region_id: int, name: str, first: date, last: date, *, own: bool) -> dict[str, Any]:
    shown, left_out = members_shown(region_id, first, last)
    whole = next(iter(region_sums(region_id, "all", first, last)), None)
    # Of one's own organisation alone it would say the same twice.
    whole = None if own and shown <= 1 else whole
    return {
        "name": name, "shown": shown, "left_out": left_out, "whole": whole,
        "chart": by_month(region_sums(region_id, "month", first, last)),
        "tables": [_table(by, region_sums(region_id, by, first, last)) for by in BY]
        if whole else [],
    }  # fmt: skip


def by_month(found: Sequence[Sum]) -> Chart | None:
    """What was said, month by month; None where there is nothing to compare."""
    if len(found) <= 1:
        return None
    keys = [format_date(date(one.key // 100, one.key % 100, 1), "M Y") for one in found]
    series = {
        _("It works"): [one.yes for one in found],
        _("In part, or not"): [
            None if one.partly is None or one.no is None else one.partly + one.no for one in found
        ],
        pgettext("feedback", "No answer"): [one.unanswered for one in found],
    }
    return line_chart(_("Answers by month"), _("Month"), keys, series)


def _table(by: str, found: Sequence[Sum]) -> dict[str, Any]:
    return {
        "by": by, "label": labels_of(by), "rows": found[:MOST_ROWS],
        "more": max(len(found) - MOST_ROWS, 0),
        "file": reverse("feedback-file", args=[by]),
    }  # fmt: skip
