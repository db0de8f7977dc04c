"""The list of what was ordered outside the shop, under any agreement or one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.agreements.models import FrameworkAgreement, OutsideOrder
from samkop.agreements.pages.decisions import trail
from samkop.agreements.pages.outside import buyers_to_record
from samkop.agreements.policies import may_see_agreements
from samkop.agreements.queries import agreement_of, agreements_of, outside_orders_seen_by
from samkop.platform.actors import Actor
from samkop.platform.lists import (
    Choice,
    Column,
    Days,
    Empty,
    Listing,
    Search,
    code,
    day,
    list_page,
    money,
    text,
)
from samkop.platform.lists.declared import Options
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit, once


def _own_agreements() -> list[FrameworkAgreement]:
    return once(_agreements, current_unit().actor.own_party_id)


def _agreements(party_id: int) -> list[FrameworkAgreement]:
    return list(agreements_of(party_id))


def _choices() -> Options:
    return [(str(one.pk), str(one)) for one in _own_agreements()]


def _corrected(order: OutsideOrder) -> int:
    cents: int = order.corrected_cents  # type: ignore[attr-defined]
    return cents


AGREEMENT = Choice(
    "agreement", _("Agreement"), _choices,
    lambda rows, agreement: rows.filter(agreement_id=int(agreement)),
    everything=_("All agreements"),
)  # fmt: skip
OUTSIDE: Listing[OutsideOrder] = Listing(
    name="outside-orders",
    title=_("Orders outside the shop"),
    address="outside-order-list",
    columns=(
        Column(
            "document", _("Order number"), lambda one: code(one.document),
            link=lambda one: reverse("outside-order", args=[one.pk]),
        ),
        Column("agreement", _("Agreement"), lambda one: code(one.agreement.number)),
        Column("buyer", pgettext_lazy("organisation", "Buyer"), lambda one: text(one.buyer.name)),
        Column("supplier", _("Supplier"), lambda one: text(one.supplier.name), usual=False),
        Column("ordered", _("Day of the order"), lambda one: day(one.ordered_on)),
        Column(
            "recorded", _("Recorded"), lambda one: money(one.cents, one.agreement.currency),
            numeric=True,
        ),
        Column(
            "corrected", _("Corrected by"),
            lambda one: money(_corrected(one), one.agreement.currency), numeric=True,
        ),
        Column(
            "stands", _("Stands"),
            lambda one: money(one.cents - _corrected(one), one.agreement.currency),
            numeric=True, usual=False,
        ),
        Column("note", _("Note"), lambda one: text(one.note), usual=False),
    ),
    filters=(
        Search(
            "q", _("Order number"), lambda rows, text: rows.filter(document__istartswith=text)
        ),
        AGREEMENT,
        Days("since", _("Ordered from"), lambda rows, on: rows.filter(ordered_on__gte=on)),
        Days("until", _("until"), lambda rows, on: rows.filter(ordered_on__lte=on)),
    ),
    empty=Empty(
        _("No orders outside the shop"),
        _("They show here when the buyer or the purchasing body has recorded them."),
    ),
)  # fmt: skip


@page()
def outside(request: HttpRequest, actor: Actor) -> Any:
    """The outside orders that the organisation may see, the newest first."""
    allow(may_see_agreements(actor))
    chosen = AGREEMENT.read(request.GET)
    found = next((one for one in _own_agreements() if str(one.pk) == chosen), None)
    return list_page(
        request, actor, OUTSIDE, outside_orders_seen_by(actor.own_party_id),
        "agreements/outside_orders.html",
        agreement=found, may_record=found is not None and bool(buyers_to_record(actor, found)),
        trail=trail(found.number, found.pk) if found else trail("", 0)[:1],
    )  # fmt: skip


@page()
def of_agreement(request: HttpRequest, actor: Actor, agreement_id: int) -> HttpResponseRedirect:
    """To the outside orders of one agreement."""
    allow(may_see_agreements(actor))
    found = agreement_of(agreement_id)
    return HttpResponseRedirect(f"{reverse('outside-order-list')}?agreement={found.pk}")
