"""Reads of the times at which sites take things in."""

from __future__ import annotations

from datetime import date, time

from samkop.fleet.models import SiteWindow


def usual_window(location_id: int | None, day: date) -> tuple[time, time] | None:
    """When a site is open on a day; None where nothing is said of it."""
    if location_id is None:
        return None
    found = SiteWindow.objects.filter(location_id=location_id, weekday=day.isoweekday())
    return found.values_list("opens", "closes").first()


def windows_of(location_id: int) -> list[SiteWindow]:
    """A site's times, Monday first."""
    return list(SiteWindow.objects.filter(location_id=location_id).order_by("weekday"))
