"""Devices: the list, and one of them with its whole chain."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.fleet.models import Asset, Holder
from samkop.fleet.pages.asset_list import DEVICE_LIST
from samkop.fleet.pages.asset_parts import parts_of_device
from samkop.fleet.pages.shown import holder_name, state_of, support_left
from samkop.fleet.pages.sources import source_link
from samkop.fleet.pages.tabs import tabs_of
from samkop.fleet.policies import may_handle_assets, may_see_asset, may_see_fleet
from samkop.fleet.queries.assets import asset_of, assets_of, custody_of
from samkop.fleet.queries.purchase import Purchase, purchase_of
from samkop.fleet.queries.transfers import transfer_away
from samkop.fleet.vocabulary import HolderKind
from samkop.ordering.pages.parts import every_word
from samkop.ordering.policies import may_see_order, may_see_requisition
from samkop.parties.models import Person
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.lists import list_page
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.receiving.policies import may_see_goods

Shown = tuple[str, dict[str, Any]]
Link = dict[str, str]


@page()
def devices(request: HttpRequest, actor: Actor) -> Any:
    """The organisation's devices."""
    allow(may_see_fleet(actor))
    handles = may_handle_assets(actor, actor.own_party_id)
    listing = replace(DEVICE_LIST, chooser="change-devices") if handles else DEVICE_LIST
    return list_page(
        request, actor, listing, assets_of(actor.own_party_id), "fleet/devices.html",
        **tabs_of(actor, "devices"),
    )  # fmt: skip


@page()
def device(request: HttpRequest, actor: Actor, asset_id: int) -> Shown | HttpResponse:
    """One device: who has it, what it is, how it came, its custody, its history.

    One that has passed to another organisation: the transfer, with what one still reads of it.
    """
    try:
        found = asset_of(actor.own_party_id, asset_id)
    except Refused:
        transfer_id = transfer_away(actor.own_party_id, asset_id)
        if transfer_id is None:
            raise
        return redirect("transfer", transfer_id)
    allow(may_see_asset(actor, found))
    tone, state = state_of(found.state)
    bought = purchase_of(found)
    sees_fleet = may_see_fleet(actor)
    return "fleet/device.html", {
        "asset": found,
        "tone": tone,
        "state": state,
        "holder": holder_name(found.holder),
        "support": support_left(found.support_ends, own_today()),
        "bought": bought,
        "sees_order": bought is not None and may_see_order(actor, bought.order),
        "chain": _chain(actor, found, bought) if sees_fleet else [],
        "custody": _custody(actor, found),
        "parts": parts_of_device(actor, found),
        "history": history_of(subject_of(found), every_word()) if sees_fleet else [],
        "handles": may_handle_assets(actor, found.owner_id),
        "trail": [(_("Devices"), reverse("devices"))] if sees_fleet else [],
    }


def _chain(actor: Actor, asset: Asset, bought: Purchase | None) -> list[Link]:
    """What it came from that the actor may open, the furthest first, down to itself."""
    links: list[Link] = []
    if bought is not None:
        order = bought.order
        links.append(_link(_("Agreement"), str(order.agreement), "agreement", order.agreement_id))
        if may_see_requisition(actor, order.requisition):
            number = order.requisition.number
            links.append(_link(_("Requisition"), number, "requisition", order.requisition_id))
        if may_see_order(actor, order):
            links.append(_link(_("Order"), order.number, "order", order.pk))
        if may_see_goods(actor):
            # From there it is sent back, with its number filled in.
            serial = urlencode({"serial": asset.serial_number})
            for one in bought.consignments:
                link = _link(_("Delivery"), one.number, "consignment", one.pk)
                links.append(link | {"url": f"{link['url']}?{serial}"})
    return [*links, {"kind": _("Device"), "label": asset.asset_number, "url": ""}]


def _link(kind: str, label: str, address: str, key: int) -> Link:
    return {"kind": kind, "label": label, "url": reverse(address, args=[key])}


def _kind(holder: Holder) -> str:
    return "" if holder.kind == HolderKind.NOBODY else str(holder.get_kind_display())


def _custody(actor: Actor, asset: Asset) -> list[dict[str, Any]]:
    """Each step with its holder, who did it, and the page of what it happened by."""
    steps = custody_of(asset)
    people = Person.objects.in_bulk({step.person_id for step in steps if step.person_id})
    until: datetime | None = None
    rows: list[dict[str, Any]] = []
    for step in steps:
        known = type(step).holder.is_cached(step)
        rows.append(
            {
                "step": step, "until": until, "person": people.get(step.person_id or 0),
                "holder": holder_name(step.holder) if known else _("Another organisation's"),
                "kind": _kind(step.holder) if known else "",
                "source": source_link(actor, step.source),
            }
        )  # fmt: skip
        until = step.since
    return rows
