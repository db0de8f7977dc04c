"""What of one's own will soon not be sold any more."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.ordering.policies import may_shop
from samkop.ordering.queries.endings import TOLD_BEFORE, own_endings
from samkop.parties.queries import own_today, party_of
from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.platform.pages.page import allow


@page()
def endings(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """Saved baskets, standing orders and requisitions that name what ends, with what follows."""
    allow(may_shop(actor))
    party = party_of(actor.own_party_id)
    return "ordering/my_endings.html", {
        "endings": own_endings(party, actor.own_person_id, own_today()),
        "days": TOLD_BEFORE.days,
        "trail": [(_("My things"), reverse("my-things"))],
    }
