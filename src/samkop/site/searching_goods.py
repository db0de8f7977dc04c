"""Deliveries, returns and invoices by their numbers, and deliveries by what lay in them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.invoicing.models import MatchResult
from samkop.invoicing.policies import may_see_invoices
from samkop.invoicing.queries.invoices import invoice_sides
from samkop.platform.actors import Actor
from samkop.receiving.models import Consignment, GoodsReturn
from samkop.receiving.policies import may_see_goods
from samkop.receiving.queries.consignments import consignments_numbered, consignments_with_serial
from samkop.site.search_hits import SHOWN, Group, Hit


def deliveries_found(actor: Actor, text: str, *, by_serial: bool = True) -> Group:
    """By number; else by a serial number that was announced or received, for who sees goods."""
    hits: list[Hit] = []
    if may_see_goods(actor):
        numbered = consignments_numbered(actor.own_party_id, text)[:SHOWN]
        hits = [_delivery_hit(one, "") for one in numbered]
        if by_serial and not hits:
            found = consignments_with_serial(actor.own_party_id, text)[:SHOWN]
            hits = [_delivery_hit(one, text) for one in found]
    return Group("deliveries", _("Deliveries"), "download", tuple(hits))


def _delivery_hit(one: Consignment, serial: str) -> Hit:
    note = f"{one.supplier} → {one.buyer} · {one.get_state_display()}"
    address = reverse("consignment", args=[one.pk])
    if not serial:
        return Hit(one.pk, one.number, note, address, (one.number,))
    query = urlencode({"serial": serial})
    return Hit(one.pk, serial, f"{one.number} · {note}", f"{address}?{query}", (serial,))


def returns_found(actor: Actor, text: str) -> Group:
    """By the number that stands on the package."""
    hits: list[Hit] = []
    if may_see_goods(actor):
        side = Q(buyer_id=actor.own_party_id) | Q(supplier_id=actor.own_party_id)
        found = GoodsReturn.objects.filter(side, number=text).select_related("buyer", "supplier")
        hits = [
            Hit(
                one.pk, one.number,
                f"{one.buyer} → {one.supplier} · {one.get_state_display()}",
                reverse("return", args=[one.pk]), (one.number,),
            )
            for one in found.order_by("-id")[:SHOWN]
        ]  # fmt: skip
    return Group("returns", _("Returns"), "swap", tuple(hits))


def invoices_found(actor: Actor, text: str) -> Group:
    """By the supplier's number, for who sees invoices."""
    hits: list[Hit] = []
    if may_see_invoices(actor):
        for side in invoice_sides(actor.own_party_id):
            found = side.filter(invoice__number=text).order_by("-id")[:SHOWN]
            hits.extend(map(_invoice_hit, found))
    return Group("invoices", _("Invoices"), "file", tuple(hits[:SHOWN]))


def _invoice_hit(one: MatchResult) -> Hit:
    note = f"{one.supplier} → {one.buyer} · {one.get_state_display()}"
    number = one.invoice.number
    return Hit(one.pk, number, note, reverse("invoice", args=[one.invoice_id]), (number,))
