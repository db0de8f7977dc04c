"""The joint range: what stands in it, what changes when, and what people say of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from samkop.catalogue.models import CatalogueItem, RangeChange, RangeItem
from samkop.catalogue.pages.range_list import PROPOSALS, RANGE
from samkop.catalogue.policies import may_keep_range_of, may_propose_ranges, may_see_range
from samkop.catalogue.queries.availability import endings_of, stated_of
from samkop.catalogue.queries.range_proposals import (
    changes_ahead,
    items_in_range,
    proposals_seen,
    ranges_proposed_to,
)
from samkop.catalogue.queries.wishes import Keeper, Tally, lines_said, tallies_of
from samkop.catalogue.vocabulary import Category, RangeStep
from samkop.governance.pages.tabs import cooperation_tabs
from samkop.parties.models import Party
from samkop.parties.queries import own_today, party_of
from samkop.platform.actors import Actor
from samkop.platform.lists import list_page
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.time_charts import Span, time_chart

MOST_DRAWN = 40


@page()
def joint_range(request: HttpRequest, actor: Actor) -> Any:
    """The range now, and coming changes on a time line."""
    allow(may_see_range(actor))
    today, bodies = own_today(), _bodies(actor)
    rows = items_in_range([body.pk for body in bodies], today)
    changes = changes_ahead([body.pk for body in bodies], today)
    return list_page(
        request, actor, RANGE, rows, "catalogue/joint_range.html",
        bodies=bodies, changes=_shown(changes), chart=_time_line(changes, today),
        may_propose=may_propose_ranges(actor) and bool(bodies), steps=RangeStep.choices,
        **cooperation_tabs(actor, "joint-range"),
    )  # fmt: skip


@page()
def proposals(request: HttpRequest, actor: Actor) -> Any:
    """What is proposed of the ranges from which one orders."""
    allow(may_see_range(actor))
    rows = proposals_seen(actor.own_party_id)
    return list_page(
        request, actor, PROPOSALS, rows, "catalogue/range_proposals.html",
        may_propose=may_propose_ranges(actor) and bool(_bodies(actor)), steps=RangeStep.choices,
        **cooperation_tabs(actor, "joint-range"),
    )  # fmt: skip


@page()
def said(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """How many people wish what and complain of what, by organisation, and never who."""
    allow(may_see_range(actor))
    rows = []
    for body in _bodies(actor):
        lines = lines_said(body.pk) if may_keep_range_of(actor, body.pk) else {}
        tallies = tallies_of(body.pk)
        items = CatalogueItem.objects.in_bulk({one.item_id for one in tallies if one.item_id})
        parties = Party.objects.in_bulk({pk for one in tallies for pk in one.by_party})
        rows.append(
            {
                "body": body,
                "tallies": [_tally(one, items, parties, lines) for one in tallies],
                "keeps": may_keep_range_of(actor, body.pk),
            }
        )
    return "catalogue/range_wishes.html", {
        "ranges": rows, **cooperation_tabs(actor, "joint-range"),
    }  # fmt: skip


def ranges(actor: Actor) -> list[Keeper]:
    """Whose ranges the acting organisation orders from, or keeps."""
    return ranges_proposed_to(party_of(actor.own_party_id), own_today())


def _bodies(actor: Actor) -> list[Party]:
    return list({one.body.pk: one.body for one in ranges(actor)}.values())


def _tally(
    one: Tally, items: dict[int, CatalogueItem], parties: dict[int, Party], lines: dict[Any, Any]
) -> dict[str, Any]:
    return {
        "tally": one, "item": items.get(one.item_id or 0),
        "kind": Category(one.category).label, "lines": lines.get((one.item_id, one.category), []),
        "by_party": sorted(
            ((parties[pk].name, *counts) for pk, counts in one.by_party.items() if pk in parties),
            key=lambda row: row[0],
        ),
    }  # fmt: skip


def _shown(changes: list[RangeChange]) -> list[dict[str, Any]]:
    """Each change with the last day of sale of what goes, and what its supplier has left."""
    goes = [one.item for one in changes if one.item and one.step != RangeStep.TAKE_IN]
    ends = endings_of(goes)
    zone = changes[0].purchasing_body.time_zone if changes else "UTC"
    stated = stated_of((item.pk for item in goes), zone)
    return [
        {
            "change": one,
            "goes": one.item if one.step != RangeStep.TAKE_IN else None,
            "comes": one.item if one.step == RangeStep.TAKE_IN else one.successor,
            "sold_until": ends.get(one.item_id or 0),
            "left": stated.get(one.item_id or 0),
        }
        for one in changes
    ]


def _time_line(changes: list[RangeChange], today: date) -> Any:
    """When what changes stands in the range, from today on."""
    if not changes:
        return None
    named = {pk for one in changes for pk in (one.item_id, one.successor_id) if pk is not None}
    entries = RangeItem.objects.filter(item_id__in=named).exclude(valid_until__lt=today)
    spans = [
        Span(entry.item.shown_name, entry.valid_from, entry.valid_until)
        for entry in entries.select_related("item").order_by("valid_from", "id")[:MOST_DRAWN]
    ]
    return time_chart(_("Coming changes of the range"), _("Item"), spans, today) if spans else None
