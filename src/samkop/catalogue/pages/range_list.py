"""The lists of the joint range: what stands in it, and what is proposed."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samkop.catalogue.models import CatalogueItem, RangeItem, RangeProposal
from samkop.catalogue.queries.range_proposals import entries_of
from samkop.catalogue.queries.wishes import Tally, tallies_by_item
from samkop.catalogue.tables import shown_sort_key
from samkop.catalogue.vocabulary import Category, ProposalState, RangeStep
from samkop.parties.queries import own_today
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Empty,
    Listing,
    Search,
    code,
    day,
    last_day,
    number,
    pill,
    text,
)

TONES = {
    ProposalState.DRAFT: "neutral", ProposalState.PROPOSED: "info",
    ProposalState.ON_TABLE: "info", ProposalState.CARRIED: "good",
    ProposalState.REJECTED: "warn", ProposalState.IN_EFFECT: "good",
    ProposalState.WITHDRAWN: "neutral",
}  # fmt: skip


def tone_of(proposal: RangeProposal) -> str:
    """How the state of a proposal looks."""
    return TONES[ProposalState(proposal.state)]


class Listed(NamedTuple):
    """An item with its entry of the range, and what people say of it; None where nobody does."""

    item: CatalogueItem
    entry: RangeItem
    said: Tally | None


def _prepare(items: list[CatalogueItem]) -> list[Listed]:
    """When each stands in the range, and what people say of it; one query, and one a body."""
    entries = entries_of([item.pk for item in items], own_today())
    tallies = tallies_by_item(item.purchasing_body_id for item in items)
    return [Listed(item, entries[item.pk], tallies.get(item.pk)) for item in items]


def _standing(one: Listed) -> Cell:
    if one.entry.valid_from > own_today():
        return pill("info", _("To come"))
    if one.entry.valid_until is not None:
        return pill("warn", _("Goes"))
    return pill("good", _("In the range"))


def _follows(one: Listed) -> str:
    successor = one.item.replaced_by
    return successor.shown_name if successor else ""


RANGE: Listing[Listed] = Listing(
    name="joint-range",
    title=gettext_lazy("The joint range"),
    address="joint-range",
    order="item",
    columns=(
        Column(
            "item", gettext_lazy("Item"), lambda one: text(one.item.shown_name),
            sort=shown_sort_key,
            link=lambda one: reverse("item", args=[one.item.pk]),
            second=lambda one: one.item.manufacturer,
        ),
        Column(
            "number", gettext_lazy("Item number"),
            lambda one: code(one.item.seller_item_id), usual=False,
        ),
        Column(
            "category", gettext_lazy("Category"),
            lambda one: text(Category(one.item.category).label),
        ),
        Column("state", gettext_lazy("State"), _standing),
        Column("from", gettext_lazy("In the range from"), lambda one: day(one.entry.valid_from)),
        Column("until", gettext_lazy("until"), lambda one: last_day(one.entry.valid_until)),
        Column("successor", gettext_lazy("Successor"), lambda one: text(_follows(one))),
        Column(
            "wishes", gettext_lazy("Wishes"),
            lambda one: number(one.said.wishes if one.said else 0), numeric=True,
        ),
        Column(
            "complaints", gettext_lazy("Complaints"),
            lambda one: number(one.said.complaints if one.said else 0), numeric=True,
        ),
        Column(
            "supplier", gettext_lazy("Supplier"),
            lambda one: text(one.item.supplier.name), usual=False,
        ),
        Column(
            "agreement", gettext_lazy("Agreement"),
            lambda one: code(one.item.agreement.number), usual=False,
        ),
    ),
    filters=(
        Search(
            "q", gettext_lazy("Name or item number"),
            lambda rows, text: rows.filter(
                Q(name__icontains=text) | Q(seller_item_id__istartswith=text)
            ),
        ),
        Choice(
            "category", gettext_lazy("Category"), Category.choices,
            lambda rows, category: rows.filter(category=category),
        ),
    ),
    empty=Empty(
        gettext_lazy("The joint range is empty"),
        gettext_lazy("What is taken in stands here, and first in every member's shop."), "star",
    ),
    prepare=_prepare,
)  # fmt: skip

PROPOSALS: Listing[RangeProposal] = Listing(
    name="range-proposals",
    title=gettext_lazy("Proposals for the range"),
    address="range-proposals",
    columns=(
        Column(
            "title", gettext_lazy("Proposal"), lambda one: text(one.title),
            link=lambda one: reverse("range-proposal", args=[one.pk]),
        ),
        Column(
            "state", gettext_lazy("State"),
            lambda one: pill(tone_of(one), one.get_state_display()),
        ),
        Column("by", gettext_lazy("Proposed by"), lambda one: text(one.proposed_by.name)),
        Column(
            "from", pgettext_lazy("proposal", "Wanted from"), lambda one: day(one.wanted_from)
        ),
        Column(
            "effective", gettext_lazy("Takes effect on"),
            lambda one: day(one.change.effective_on if hasattr(one, "change") else None),
        ),
        Column(
            "decided", gettext_lazy("Decided on"),
            lambda one: day(one.decision.decided_on if hasattr(one, "decision") else None),
            usual=False,
        ),
    ),
    filters=(
        Choice(
            "state", gettext_lazy("State"), ProposalState.choices,
            lambda rows, state: rows.filter(state=state),
        ),
        Choice(
            "step", gettext_lazy("What it does to the range"), RangeStep.choices,
            lambda rows, step: rows.filter(step=step),
        ),
    ),
    empty=Empty(
        gettext_lazy("No proposals yet"),
        gettext_lazy("Who keeps the range, or a member's ICT manager, proposes what to change."),
    ),
)  # fmt: skip
