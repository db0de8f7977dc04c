"""Whom a basket is for: a colleague, found by a part of the name or address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.core.period import day_of
from samkop.ordering.policies import may_shop
from samkop.parties.models import Party
from samkop.parties.queries import colleagues_of
from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit

LONGEST_SEARCH = 100
MOST_FOUND = 20


@page()
def recipients(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """Colleagues to order for, by a part of their name or address."""
    allow(may_shop(actor))
    party = Party.objects.get(id=actor.own_party_id)
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    today = day_of(current_unit().now, party.time_zone)
    found = list(colleagues_of(party.pk, today, text)[: MOST_FOUND + 1]) if text else []
    return "ordering/recipients.html", {
        "text": text,
        "found": found[:MOST_FOUND],
        "more": len(found) > MOST_FOUND,
        "trail": [(_("Basket"), reverse("basket"))],
    }
