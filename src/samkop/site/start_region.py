"""The figures of the start page for who steers: what is to be decided, and how the region does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samkop.fleet.queries.overview import member_totals
from samkop.followup.queries.benefit import newest_benefit
from samkop.followup.queries.feedback_sums import region_sums
from samkop.governance.models import Meeting, MemberDecision, Motion
from samkop.governance.queries import regions_of
from samkop.governance.queries.meetings import day_of_meeting, meetings_of
from samkop.governance.queries.projects import projects_of
from samkop.governance.queries.steering import group_of_region
from samkop.governance.vocabulary.decisions import DecisionKind, ProjectState
from samkop.governance.vocabulary.steering import MeetingState
from samkop.parties.models import Region
from samkop.platform.formatting import (
    format_date,
    format_money_compact,
    format_number,
    format_percent,
)
from samkop.site.start_tiles import Tile

TO_COME = (MeetingState.PLANNED, MeetingState.CALLED, MeetingState.OPEN)


def regions_in_figures(party_id: int, today: date) -> list[tuple[str, list[Tile]]]:
    """Of each region that the party is in: its name, and its tiles."""
    return [
        (
            region.name,
            [
                *_meeting(region), *_projects(region, party_id), *_devices(region, today),
                *_benefit(region), *_feedback(region, today),
            ],
        )
        for region in regions_of(party_id, today)
    ]  # fmt: skip


def _meeting(region: Region) -> Iterator[Tile]:
    """The next meeting, or the one that is held, and how many motions it deals with."""
    group = group_of_region(region.pk)
    rows = meetings_of([group.pk]).filter(state__in=TO_COME) if group else Meeting.objects.none()
    found = rows.order_by("starts_at", "id").first()
    if found is None:
        return
    motions = Motion.objects.filter(agenda_item__meeting=found).count()
    is_open = found.state == MeetingState.OPEN
    yield Tile(
        _("The meeting that is held now") if is_open else _("Next meeting"),
        format_date(day_of_meeting(found), "SHORT_DATE_FORMAT"),
        reverse("meeting-now" if is_open else "meeting", args=[found.pk]),
        ngettext("%(count)s motion", "%(count)s motions", motions)
        % {"count": format_number(motions)},
        "warn" if is_open else "",
    )  # fmt: skip


def _projects(region: Region, party_id: int) -> Iterator[Tile]:
    """Projects that are open, and about which the organisation has not decided or waits."""
    found = projects_of([region.pk]).filter(state=ProjectState.OPEN)
    ids = set(found.values_list("id", flat=True))
    own = MemberDecision.objects.filter(party_id=party_id, project_id__in=ids).order_by("id")
    newest = dict(own.values_list("project_id", "kind"))
    waiting = sum(newest.get(one, DecisionKind.WAIT) == DecisionKind.WAIT for one in ids)
    if ids:
        yield Tile(
            _("Projects that wait for our decision"), format_number(waiting),
            reverse("joint-projects"),
            ngettext("of %(count)s that is open", "of %(count)s that are open", len(ids))
            % {"count": format_number(len(ids))},
            "warn" if waiting else "",
        )  # fmt: skip


def _devices(region: Region, today: date) -> Iterator[Tile]:
    totals = member_totals(region.pk, today)
    living, bare = sum(one.living for one in totals), sum(one.unsupported for one in totals)
    if living:
        yield Tile(
            _("Devices in the region"), format_number(living), reverse("fleet-region"),
            _("%(count)s without security updates") % {"count": format_number(bare)},
        )  # fmt: skip


def _benefit(region: Region) -> Iterator[Tile]:
    """What was bought together, and what that was worth, as it was computed last."""
    found = newest_benefit(region.pk, region.purchasing_body_id)
    if found is None:
        return
    whole, address = found.result["together"], reverse("benefit")
    yield Tile(
        _("Bought together in %(year)s") % {"year": found.year},
        format_money_compact(Decimal(whole["paid_cents"]) / 100, found.currency), address,
        ngettext("%(count)s piece", "%(count)s pieces", whole["units"])
        % {"count": format_number(whole["units"])},
    )  # fmt: skip
    if whole["gain_cents"] is not None:
        low, likely, high = (
            format_money_compact(Decimal(cents) / 100, found.currency)
            for cents in whole["gain_cents"]
        )
        yield Tile(
            _("Worth, against own prices"), likely, address,
            _("likely; from %(low)s to %(high)s") % {"low": low, "high": high},
        )  # fmt: skip


def _feedback(region: Region, today: date) -> Iterator[Tile]:
    """Of the year's answers that may be shown, how many say that it works."""
    first, last = date(today.year, 1, 1), date(today.year, 12, 1)
    whole = next(iter(region_sums(region.pk, "all", first, last)), None)
    if whole is None or whole.share_yes is None:
        return
    yield Tile(
        _("It works, of those who answered"), format_percent(whole.share_yes),
        reverse("feedback"),
        _("%(answered)s of %(asked)s have answered")
        % {"answered": format_number(whole.answered or 0), "asked": format_number(whole.asked)},
    )  # fmt: skip
