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


def all_windows(owner_id: int) -> list[SiteWindow]:
    """The times of all of an owner's sites, by name, Monday first."""
    found = SiteWindow.objects.filter(owner_id=owner_id).select_related("location")
    return list(found.order_by("location__name", "location_id", "weekday"))
