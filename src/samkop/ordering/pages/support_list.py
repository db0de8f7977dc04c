"""Models that the organisation has ordered and whose maker soon stops security updates."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import CatalogueItem
from samkop.ordering.policies import may_see_requisitions
from samkop.ordering.queries.support import ordered_of, support_ends_near
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Empty,
    Listing,
    code,
    day,
    list_page,
    number,
    pill,
    text,
)
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit


class Listed(NamedTuple):
    """A model, and how many of it have been ordered."""

    item: CatalogueItem
    pieces: int


def _state(one: Listed) -> Cell:
    item = one.item
    today = own_today()
    over = item.support_ends is not None and item.support_ends < today
    return pill("bad", _("Support has ended")) if over else pill("warn", _("Support ends"))


def _prepare(items: list[CatalogueItem]) -> list[Listed]:
    """How many of each have been ordered; one query."""
    pieces = ordered_of(current_unit().actor.own_party_id, [item.pk for item in items])
    return [Listed(item, pieces.get(item.pk, 0)) for item in items]


def _follows(one: Listed) -> str:
    return one.item.replaced_by.shown_name if one.item.replaced_by else ""


SUPPORT_ENDS: Listing[Listed] = Listing(
    name="support-ends",
    title=_("Models whose support ends"),
    address="support-ends",
    order="ends",
    columns=(
        Column(
            "item", _("Model"), lambda one: text(one.item.shown_name),
            link=lambda one: reverse("item", args=[one.item.pk]),
            second=lambda one: one.item.manufacturer,
        ),
        Column("number", _("Item number"), lambda one: code(one.item.seller_item_id), usual=False),
        Column("agreement", _("Agreement"), lambda one: code(one.item.agreement.number)),
        Column("state", _("State"), _state),
        Column("ends", _("Last security update"), lambda one: day(one.item.support_ends),
               sort="support_ends"),
        Column("successor", _("Successor"), lambda one: text(_follows(one))),
        Column(
            "pieces", _("Ordered by you"),
            lambda one: number(one.pieces), numeric=True,
        ),
    ),
    filters=(
        Choice(
            "when", _("State"), [("over", _("Support has ended")), ("soon", _("Support ends"))],
            lambda rows, when: (
                rows.filter(support_ends__lt=own_today())
                if when == "over"
                else rows.filter(support_ends__gte=own_today())
            ),
        ),
    ),
    empty=Empty(
        _("Nothing that you have ordered loses its support within a year"),
        _("A model shows here a year before its maker's last security update."), "check",
    ),
    prepare=_prepare,
)  # fmt: skip


@page()
def support_ends(request: HttpRequest, actor: Actor) -> Any:
    """The models, those that end first at the top."""
    allow(may_see_requisitions(actor))
    today = own_today()
    return list_page(request, actor, SUPPORT_ENDS, support_ends_near(actor.own_party_id, today))
