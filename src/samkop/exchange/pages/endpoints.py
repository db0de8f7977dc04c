"""The organisation's electronic addresses."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.exchange.policies import may_register_own_endpoint, may_see_messages
from samkop.exchange.queries import endpoints_of, folder_of
from samkop.exchange.usecases.endpoints import register_own_endpoint
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import perform


@page()
def endpoints(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """Under which addresses documents reach the organisation, and in which folders."""
    allow(may_see_messages(actor))
    party_id = actor.party_id or 0
    context = {
        "endpoints": list(endpoints_of(party_id)),
        "folder": folder_of(party_id),
        "may_register": may_register_own_endpoint(actor),
    }
    return "exchange/endpoints.html", context


@act()
def register(request: HttpRequest, actor: Actor) -> Answer:
    """Register the address that follows from the organisation's own number."""
    endpoint = perform(actor, register_own_endpoint)
    return Answer(
        to=reverse("endpoints"),
        message=_("Documents now reach you under %(address)s.") % {"address": endpoint},
    )
