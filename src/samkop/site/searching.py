"""Searching over everything that one may see: by number straight to the thing, else by text."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.queries.agreements import agreements_of, search_agreements
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries.shelf import open_agreements, search_items
from samkop.governance.models import SecurityIncident
from samkop.governance.queries.incidents import incidents_called
from samkop.ordering.models import Order, Requisition
from samkop.ordering.policies import SEES_ALL, may_see_orders
from samkop.ordering.queries.search import (
    numbers_meant,
    orders_numbered,
    requisitions_numbered,
    search_orders,
    search_requisitions,
)
from samkop.parties.models import Person
from samkop.parties.policies import may_see_people
from samkop.parties.queries import search_people
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.site.search_hits import SHOWN, Group, Hit
from samkop.site.searching_devices import devices_found
from samkop.site.searching_goods import deliveries_found, invoices_found, returns_found

SHORTEST = 2
LONGEST = 100


def search(actor: Actor, text: str, today: date) -> list[Group]:
    """What a text finds, by kind; kinds of which nothing was found are left out."""
    text = text.strip()[:LONGEST]
    if actor.party_id is None or too_short(text):
        return []
    devices = devices_found(actor, text)
    # A device leads to its delivery: by its serial number the device is meant.
    known = any(hit.numbers for hit in devices.hits)
    groups = [
        _orders(actor, text, today), _requisitions(actor, text, today), devices,
        deliveries_found(actor, text, by_serial=not known),
        returns_found(actor, text), invoices_found(actor, text),
        _items(actor, text, today), _agreements(actor, text), _people(actor, text),
        _incidents(actor, text),
    ]  # fmt: skip
    return [group for group in groups if group.hits]


def too_short(text: str) -> bool:
    """Whether a text would find nearly everything; a number may have one digit."""
    return len(text) < SHORTEST and not text.isdecimal()


def straight_to(groups: list[Group], text: str) -> str:
    """The page of the one thing that is called exactly so, or empty.

    An order and the requisition that it comes from have numbers of their own, so that one
    of them is meant.
    """
    wanted = text.strip().casefold()
    exact = [
        hit.url
        for group in groups
        for hit in group.hits
        if any(wanted == number.casefold() for number in hit.numbers)
    ]
    return exact[0] if len(exact) == 1 else ""


def _list(name: str, text: str) -> str:
    """The list that shows all that the text finds."""
    return f"{reverse(name)}?{urlencode({'q': text})}"


def _short(number: str) -> str:
    """``17`` of ``2026-0000017``, as people say it."""
    return number.partition("-")[2].lstrip("0")


def _orders(actor: Actor, text: str, today: date) -> Group:
    asked_by = None if may_see_orders(actor) else actor.person_id or 0
    if RoleName.APPROVER in actor.roles:
        asked_by = None
    numbered = orders_numbered(actor.own_party_id, numbers_meant(text, today.year), asked_by)
    found = list(numbered.order_by("-id")[:SHOWN]) or search_orders(text, asked_by, SHOWN)
    return Group("orders", _("Orders"), "truck", tuple(map(_order_hit, found)))


def _order_hit(order: Order) -> Hit:
    note = f"{order.buyer} → {order.supplier} · {order.get_state_display()}"
    numbers = (order.number, _short(order.number))
    return Hit(order.pk, order.number, note, reverse("order", args=[order.pk]), numbers)


def _requisitions(actor: Actor, text: str, today: date) -> Group:
    sees_all = actor.roles & (SEES_ALL | {RoleName.APPROVER})
    asked_by = None if sees_all else actor.person_id or 0
    numbered = requisitions_numbered(actor.own_party_id, numbers_meant(text, today.year), asked_by)
    found = list(numbered.order_by("-id")[:SHOWN]) or search_requisitions(text, asked_by, SHOWN)
    return Group("requisitions", _("Requisitions"), "list", tuple(map(_requisition_hit, found)))


def _requisition_hit(requisition: Requisition) -> Hit:
    note = f"{requisition.requester} · {requisition.get_state_display()}"
    return Hit(
        requisition.pk, requisition.number, note,
        reverse("requisition", args=[requisition.pk]),
        (requisition.number, _short(requisition.number)),
    )  # fmt: skip


def _items(actor: Actor, text: str, today: date) -> Group:
    on_shelves = [agreement.pk for agreement in open_agreements(actor.own_party_id, today)]
    exact = CatalogueItem.objects.filter(
        Q(seller_item_id=text) | Q(gtin=text), agreement_id__in=on_shelves, active=True
    )
    found = list(exact.order_by("id")[:SHOWN]) or search_items(on_shelves, text, today, SHOWN)
    more = _list("shop", text) if len(found) == SHOWN else ""
    return Group("items", _("Items"), "shop", tuple(map(_item_hit, found)), more)


def _item_hit(item: CatalogueItem) -> Hit:
    note = " · ".join(filter(None, (item.manufacturer, item.seller_item_id, item.gtin)))
    numbers = tuple(filter(None, (item.seller_item_id, item.gtin)))
    return Hit(item.pk, item.shown_name, note, reverse("item", args=[item.pk]), numbers)


def _agreements(actor: Actor, text: str) -> Group:
    exact = agreements_of(actor.own_party_id).filter(number=text)[:SHOWN]
    found = list(exact) or search_agreements(actor.own_party_id, text, SHOWN)
    return Group("agreements", _("Agreements"), "seal", tuple(map(_agreement_hit, found)))


def _agreement_hit(agreement: FrameworkAgreement) -> Hit:
    note = f"{agreement.number} · {agreement.supplier} · {agreement.get_state_display()}"
    return Hit(
        agreement.pk, agreement.title, note, reverse("agreement", args=[agreement.pk]),
        (agreement.number,),
    )  # fmt: skip


def _people(actor: Actor, text: str) -> Group:
    if not may_see_people(actor, actor.own_party_id):
        return Group("people", _("People"), "people", ())
    found = search_people(text, SHOWN)
    more = _list("people", text) if len(found) == SHOWN else ""
    return Group("people", _("People"), "people", tuple(map(_person_hit, found)), more)


def _incidents(actor: Actor, text: str) -> Group:
    """As far as their marks let the actor read them: the wall asks for each."""
    found = incidents_called(actor, text, SHOWN)
    return Group("incidents", _("Security incidents"), "alert", tuple(map(_incident_hit, found)))


def _incident_hit(incident: SecurityIncident) -> Hit:
    note = f"{incident.tlp} · {incident.originator} · {incident.get_state_display()}"
    return Hit(
        incident.pk, incident.title,  # type: ignore[attr-defined]  # annotated
        note, reverse("incident", args=[incident.pk]), (incident.number,),
    )  # fmt: skip


def _person_hit(person: Person) -> Hit:
    return Hit(
        person.pk, person.name, person.email, reverse("person", args=[person.pk]), (person.email,)
    )
