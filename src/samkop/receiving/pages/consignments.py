"""Deliveries: the list, and one of them with what was announced and what came."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.exchange.models import Message
from samkop.exchange.pages.shown import document_file, shown_document
from samkop.exchange.queries import message_of
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.lists import list_page
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import once
from samkop.receiving.models import Consignment, ConsignmentLine
from samkop.receiving.pages.consignment_list import CONSIGNMENTS
from samkop.receiving.pages.shown import DISCREPANCY_TONES, its_side, state_of
from samkop.receiving.policies import (
    may_receive,
    may_return,
    may_see_consignment,
    may_see_discrepancies,
    may_see_goods,
    may_set_segregation_limit,
)
from samkop.receiving.queries.consignments import (
    consignment_of,
    consignments_of,
    is_waiting_for,
    open_receipt_of,
    places_of,
)
from samkop.receiving.queries.discrepancies import discrepancies_in
from samkop.receiving.queries.segregation import kept_from_receiving
from samkop.receiving.queries.serials import serials_of_lines
from samkop.receiving.vocabulary import DONE, ConsignmentState, DiscrepancyState

LONGEST_SERIAL = 100


@page()
def consignments(request: HttpRequest, actor: Actor) -> Any:
    """What is expected, what is late, and what came."""
    allow(may_see_goods(actor))
    return list_page(
        request, actor, CONSIGNMENTS.usually(**its_side(actor)),
        consignments_of(actor.own_party_id),
        "receiving/lists.html", decides=may_set_segregation_limit(actor),
    )  # fmt: skip


def _returnable(
    request: HttpRequest, actor: Actor, found: Consignment, lines: Iterable[ConsignmentLine]
) -> list[tuple[str, str]]:
    """By order, where something of it is sent back; with the serial number that was asked for."""
    if not may_return(actor, found.buyer_id):
        return []
    serial = request.GET.get("serial", "")[:LONGEST_SERIAL]
    asked = f"?{urlencode({'serial': serial})}" if serial else ""
    came = {line.order_id: line.order.number for line in lines if line.received}
    return [
        (number, reverse("announce-return", args=[order_id]) + asked)
        for order_id, number in came.items()
    ]


@page()
def consignment(
    request: HttpRequest, actor: Actor, consignment_id: int
) -> tuple[str, dict[str, Any]]:
    """One delivery: announced against received, differences, its document, its history."""
    found = seen(actor, consignment_id)
    own = found.buyer_id == actor.party_id
    tone, words = state_of(found, own_today())
    lines = list(found.lines.all())
    serials = serials_of_lines(lines)
    receives = found.state != ConsignmentState.RECEIVED and may_receive(
        actor, found.buyer_id, waiting=_waits(actor, found)
    )
    orders = {line.order_id: line.order for line in lines}
    approved = kept_from_receiving(actor, orders) if receives else None
    return "receiving/consignment.html", {
        "consignment": found,
        "linked": may_see_discrepancies(actor),
        "may_receive": receives and approved is None,
        "approved": approved,
        "counting": open_receipt_of(found.pk),
        "tone": tone,
        "state": words,
        "lines": [(line, serials.get(line.pk, [])) for line in lines],
        "orders": orders.values(),
        "returnable": _returnable(request, actor, found, lines),
        "place": places_of([found]).get(found.delivery_location_id, ""),
        "discrepancies": [
            (one, DISCREPANCY_TONES[DiscrepancyState(one.state)])
            for one in discrepancies_in(found.pk)
        ],
        "documents": _documents(found),
        "history": history_of(subject_of(found), DONE) if own else [],
        "trail": [(_("Deliveries"), reverse("consignments"))] if may_see_goods(actor) else [],
    }


@page()
def document(request: HttpRequest, actor: Actor, consignment_id: int) -> tuple[str, dict[str, Any]]:
    """The despatch advice of a delivery, to be read."""
    found, message = _document(actor, consignment_id)
    shown, excerpt = shown_document(message)
    title = _("Delivery %(number)s") % {"number": found.number}
    return "receiving/document.html", {
        "consignment": found,
        "message": message,
        "document": shown,
        "excerpt": excerpt,
        "trail": [(title, reverse("consignment", args=[found.pk]))],
    }


@page()
def file(request: HttpRequest, actor: Actor, consignment_id: int) -> HttpResponse:
    """The despatch advice of a delivery, as it came."""
    return document_file(_document(actor, consignment_id)[1])


def seen(actor: Actor, consignment_id: int) -> Consignment:
    """A delivery that the actor may see. Raises Refused ``not-found``, ``not-allowed``."""
    found = consignment_of(consignment_id)
    allow(may_see_consignment(actor, found, waiting=_waits(actor, found)))
    return found


def _waits(actor: Actor, found: Consignment) -> bool:
    """Whether the actor has asked for something of it, or gets it; asked once."""
    orders = tuple(sorted({line.order_id for line in found.lines.all()}))
    return actor.person_id is not None and once(is_waiting_for, orders, actor.person_id)


def _documents(found: Consignment) -> list[dict[str, Any]]:
    if found.advice is None:
        return []
    return [
        {
            "label": f"{message.get_document_type_display()} {message.number}",
            "url": reverse("consignment-document", args=[found.pk]),
            "xml_url": reverse("consignment-document-file", args=[found.pk]),
            "at": found.advice.received_at, "tone": "neutral",
            "state": message.get_state_display(),
        }
        for message in Message.objects.filter(id=found.advice.message_id)
    ]  # fmt: skip


def _document(actor: Actor, consignment_id: int) -> tuple[Consignment, Message]:
    found = seen(actor, consignment_id)
    if found.advice is None:
        raise not_found()
    return found, message_of(found.advice.message_id)
