"""One's own settings, and the accessibility statement."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from samkop.parties.models import Membership
from samkop.parties.pages.forms import LANGUAGE_NAMES
from samkop.parties.queries import roles_held_by
from samkop.parties.viewings import viewings_of
from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.platform.unit_of_work import current_unit


@page(open_to_all=True)
def accessibility(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """The accessibility statement (directive (EU) 2016/2102, article 7)."""
    return "parties/accessibility.html", {}


@page()
def own_settings(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """Language, ways to sign in, and what the organisations have noted about oneself."""
    memberships = (
        Membership.objects.filter(person_id=actor.person_id or 0)
        .select_related("party", "cost_centre", "delivery_location")
        .order_by("valid_from", "id")
    )
    return "parties/own_settings.html", {
        "memberships": list(memberships),
        "viewings": list(viewings_of(actor.person_id or 0)[:20]),
        "roles": roles_held_by(actor.person_id or 0, current_unit().now),
        "languages": LANGUAGE_NAMES,
    }
