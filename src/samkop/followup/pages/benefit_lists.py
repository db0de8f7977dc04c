"""What benefits were computed from, as a list and as files; the members' figures as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.followup.models import Benefit, BenefitPurchase
from samkop.followup.policies.benefit import may_see_benefit
from samkop.followup.queries.benefit import benefit_of
from samkop.followup.rules.benefit import Figures
from samkop.governance.pages.tabs import cooperation_tabs
from samkop.governance.queries import regions_of
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.lists import Choice, Column, Empty, Listing, list_page, money, number, text
from samkop.platform.lists.files import TYPES, file_of
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import current_unit

MOST_OFFERED = 50


def _benefits() -> list[tuple[str, str]]:
    rows = Benefit.objects.select_related("owner").order_by("-id")[:MOST_OFFERED]
    return [(str(one.pk), f"{one.year} {one.currency}, {one.owner} ({one.pk})") for one in rows]


def _buyers() -> list[tuple[str, str]]:
    own = current_unit().actor.own_party_id
    members = [one for region in regions_of(own, own_today()) for one in region.present]  # type: ignore[attr-defined]  # prefetched
    return [(str(one.party_id), one.party.name) for one in members]


def _permille(value: int | None) -> Any:
    return text("") if value is None else number(value)


PURCHASES: Listing[BenefitPurchase] = Listing(
    name="benefit-purchases",
    title=_("Purchases that were compared"),
    address="benefit-purchases",
    columns=(
        Column("item", _("Item"), lambda one: text(one.name),
               second=lambda one: one.seller_item_id),
        Column("buyer", pgettext_lazy("organisation", "Buyer"), lambda one: text(one.buyer.name)),
        Column("agreement", _("Agreement"), lambda one: text(one.agreement.number)),
        Column("group", _("Price group"), lambda one: text(one.price_group)),
        Column("quantity", _("Quantity"), lambda one: number(one.quantity), numeric=True),
        Column("orders", _("Orders"), lambda one: number(one.orders), numeric=True, usual=False),
        Column("unit", _("Price paid"), lambda one: money(one.unit_cents, one.benefit.currency),
               numeric=True),
        Column("rule", _("By the rule, before the tier"),
               lambda one: money(one.rule_cents, one.benefit.currency), numeric=True),
        Column("joint", _("Joint tier, permille"), lambda one: number(one.joint_permille),
               numeric=True),
        Column("own", _("Tier of the own volume, permille"),
               lambda one: _permille(one.own_permille if one.tiers else None), numeric=True),
        Column("markup", _("Markup, permille"), lambda one: number(one.markup_permille),
               numeric=True, usual=False),
        Column("fee", _("Fee, permille"), lambda one: number(one.fee_permille), numeric=True,
               usual=False),
    ),
    filters=(
        Choice("benefit", _("Computation"), _benefits,
               lambda rows, value: rows.filter(benefit_id=int(value))),
        Choice("buyer", pgettext_lazy("organisation", "Buyer"), _buyers,
               lambda rows, value: rows.filter(buyer_id=int(value))),
    ),
    empty=Empty(
        _("Nothing was compared yet"),
        _("Purchases show here once a year has been computed."),
    ),
)  # fmt: skip


@page()
def purchases(request: HttpRequest, actor: Actor) -> Any:
    """The rows from which computations came, of the agreements that one has a part in."""
    allow(may_see_benefit(actor))
    rows = BenefitPurchase.objects.select_related("buyer", "agreement", "benefit")
    return list_page(
        request, actor, PURCHASES, rows, "followup/benefit_purchases.html",
        **cooperation_tabs(actor, "benefit"),
    )  # fmt: skip


def _money(name: str, end: int) -> Any:
    def cell(row: tuple[Benefit, Figures]) -> Any:
        three = row[1][name]
        return money(None if three is None else three[end], row[0].currency)

    return cell


def _hours(name: str, end: int) -> Any:
    def cell(row: tuple[Benefit, Figures]) -> Any:
        three = row[1][name]
        return text("") if three is None else number(round(three[end] / 100))

    return cell


MEMBERS: Listing[tuple[Benefit, Figures]] = Listing(
    name="benefit",
    title=_("Benefit"),
    address="benefit",
    columns=(
        Column("member", pgettext_lazy("cooperation", "Member"), lambda row: text(row[1]["name"])),
        Column("inhabitants", _("Inhabitants"), lambda row: number(row[1]["population"])),
        Column("units", _("Units bought"), lambda row: number(row[1]["units"])),
        Column("compared", _("Units compared"), lambda row: number(row[1]["compared_units"])),
        Column("paid", _("Paid"), lambda row: money(row[1]["paid_cents"], row[0].currency)),
        Column("own_low", _("Alone, at the least"), _money("own_cents", 0)),
        Column("own", _("Alone, likely"), _money("own_cents", 1)),
        Column("own_high", _("Alone, at the most"), _money("own_cents", 2)),
        Column("gain_low", _("Gain in price, at the least"), _money("gain_cents", 0)),
        Column("gain", _("Gain in price, likely"), _money("gain_cents", 1)),
        Column("gain_high", _("Gain in price, at the most"), _money("gain_cents", 2)),
        Column("markup", _("Markup paid"), lambda row: money(row[1]["markup_cents"],
                                                             row[0].currency)),
        Column("fee", _("Fee that suppliers paid"), lambda row: money(row[1]["fee_cents"],
                                                                      row[0].currency)),
        Column("hours_low", _("Hours saved, at the least"), _hours("saved_hours", 0)),
        Column("hours", _("Hours saved, likely"), _hours("saved_hours", 1)),
        Column("hours_high", _("Hours saved, at the most"), _hours("saved_hours", 2)),
    ),
    empty=Empty(_("Nothing computed yet")),
)  # fmt: skip


@page()
def members_file(
    request: HttpRequest, actor: Actor, benefit_id: int, file_kind: str
) -> HttpResponseBase:
    """The members' figures as CSV or xlsx; what is not known is empty."""
    allow(may_see_benefit(actor))
    found = benefit_of(benefit_id)
    if file_kind not in TYPES:
        raise not_found()
    rows = [(found, one) for one in found.result["members"]]
    return file_of(file_kind, MEMBERS, MEMBERS.columns, [rows])
