"""The organisation's electronic addresses."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.exchange.models import Endpoint
from samkop.exchange.pages.forms import CodedWayForm, TypeForm, WayForm
from samkop.exchange.policies import may_register_own_endpoint, may_see_messages
from samkop.exchange.queries import endpoints_of, folder_of, own_endpoint
from samkop.exchange.usecases.endpoints import (
    reach_as_usual,
    reach_by_type,
    reach_own_party,
    register_own_endpoint,
)
from samkop.exchange.vocabulary import DocumentType, TransportName
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading


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


def _way(
    request: HttpRequest, actor: Actor, endpoint_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    allow(may_register_own_endpoint(actor))
    endpoint = own_endpoint(actor.party_id or 0, endpoint_id)
    form = _form_of(endpoint)(
        request.POST if refused else None,
        initial={
            "transport": endpoint.transport, "syntax": endpoint.syntax,
            "mailbox": endpoint.address if endpoint.transport == TransportName.EMAIL else "",
            "system_address":
                endpoint.address if endpoint.transport == TransportName.ACCESS_POINT else "",
            "wants_acknowledgement": endpoint.wants_acknowledgement,
        },
    )  # fmt: skip
    return "exchange/way.html", {
        "endpoint": endpoint, "form": with_refusal(form, refused),
        "trail": [(_("Messages"), reverse("messages")),
                  (_("Electronic addresses"), reverse("endpoints"))],
    }  # fmt: skip


way = page()(_way)


def _form_of(endpoint: Endpoint) -> type[WayForm]:
    coded = endpoint.document_type == DocumentType.CODED_INVOICE
    return CodedWayForm if coded else WayForm


@act(again=_way)
def reach(request: HttpRequest, actor: Actor, endpoint_id: int) -> Answer:
    """Choose the way."""
    with reading(actor):
        form = _form_of(own_endpoint(actor.party_id or 0, endpoint_id))
    values = checked(form(request.POST))
    endpoint = perform(actor, reach_own_party, endpoint_id=endpoint_id, **values)
    message = {
        TransportName.DIRECTORY: _("Documents for %(address)s now come into your folder."),
        TransportName.EMAIL: _("Documents for %(address)s now come by e-mail."),
        TransportName.ACCESS_POINT: _("Documents for %(address)s now go to the access point."),
    }[TransportName(endpoint.transport)]
    return Answer(to=reverse("endpoints"), message=message % {"address": endpoint})


def _by_type(
    request: HttpRequest, actor: Actor, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    allow(may_register_own_endpoint(actor))
    form = TypeForm(
        request.POST if refused else None, initial={"transport": TransportName.DIRECTORY}
    )
    return "exchange/way_by_type.html", {
        "form": with_refusal(form, refused),
        "trail": [(_("Messages"), reverse("messages")),
                  (_("Electronic addresses"), reverse("endpoints"))],
    }  # fmt: skip


by_type = page()(_by_type)


@act(again=_by_type)
def choose_by_type(request: HttpRequest, actor: Actor) -> Answer:
    """Choose the way of one kind of document."""
    endpoint = perform(actor, reach_by_type, **checked(TypeForm(request.POST)))
    message = _("Documents of this kind now come on their own way: %(document)s.")
    return Answer(
        to=reverse("endpoints"),
        message=message % {"document": endpoint.get_document_type_display()},
    )


@act()
def as_usual(request: HttpRequest, actor: Actor, endpoint_id: int) -> Answer:
    """Let a kind of document come on the usual way again."""
    perform(actor, reach_as_usual, endpoint_id=endpoint_id)
    return Answer(
        to=reverse("endpoints"), message=_("These documents come on the usual way again.")
    )


@act()
def register(request: HttpRequest, actor: Actor) -> Answer:
    """Register the address that follows from the organisation's own number."""
    endpoint = perform(actor, register_own_endpoint)
    return Answer(
        to=reverse("endpoints"),
        message=_("Documents now reach you under %(address)s.") % {"address": endpoint},
    )
