"""The sums as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from samkop.followup.pages.feedback_sums import year_of
from samkop.followup.policies.feedback import may_see_feedback
from samkop.followup.queries.feedback_sums import WAYS, own_sums, region_sums
from samkop.followup.rules.feedback import Sum
from samkop.governance.queries import regions_of
from samkop.parties.queries import own_today, party_of
from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import not_found

COLUMNS = (
    "scope", "key", "name", "asked", "answered", "yes", "partly", "no", "unanswered", "stated",
    "minutes", "days",
)  # fmt: skip


@page()
def file(request: HttpRequest, actor: Actor, grouping: str) -> HttpResponse:
    """A year's sums by member, supplier, item or month, as CSV: own, then each region's.

    An empty cell is a figure that fewer than five answers keep back.
    """
    allow(may_see_feedback(actor))
    if grouping not in WAYS:
        raise not_found()
    year = year_of(request, own_today())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="feedback-{grouping}-{year}.csv"'
    written = csv.writer(response)
    written.writerow(COLUMNS)
    written.writerows(_rows(actor, grouping, date(year, 1, 1), date(year, 12, 1)))
    return response


def _rows(actor: Actor, by: str, first: date, last: date) -> Iterator[list[Any]]:
    party = party_of(actor.own_party_id)
    if by != "member":
        for one in own_sums(party.pk, by, first, last):
            yield _row(party.legal_name, one)
    for region in regions_of(party.pk, own_today()):
        for one in region_sums(region.pk, by, first, last):
            yield _row(region.name_en, one)


def _row(scope: str, one: Sum) -> list[Any]:
    counts = [getattr(one, name) for name in COLUMNS[3:]]
    return [scope, one.key, _plain(one.called), *("" if n is None else n for n in counts)]


def _plain(text: str) -> str:
    """A name that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text
