"""The search page: one field on every page leads here, or straight to the thing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from samkop.parties.pages.today import own_day
from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.site.search_hits import SHOWN
from samkop.site.searching import LONGEST, search, straight_to, too_short
from samkop.site.searching_devices import device_at_once


@page()
def search_page(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]] | HttpResponse:
    """What was found, by kind; the one thing of exactly that number is shown at once."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    if address := device_at_once(actor, text):
        return HttpResponseRedirect(address)
    groups = search(actor, text, own_day(request))
    if address := straight_to(groups, text):
        return HttpResponseRedirect(address)
    return "site/search.html", {
        "groups": groups, "text": text, "too_short": too_short(text), "most": SHOWN,
    }  # fmt: skip
