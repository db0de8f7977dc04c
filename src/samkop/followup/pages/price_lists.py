"""Lists: purchases held against their rules, and findings."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.followup.models import PriceCheck, PriceFinding
from samkop.followup.pages.price_tabs import price_tabs
from samkop.followup.policies.prices import may_see_findings, may_see_prices
from samkop.followup.queries.prices import checks_of, findings_of
from samkop.followup.vocabulary.prices import (
    FindingKind,
    PriceCause,
    PriceFindingState,
    PriceOutcome,
    PurchaseSource,
)
from samkop.platform.actors import Actor
from samkop.platform.lists import (
    Choice,
    Column,
    Days,
    Empty,
    Listing,
    code,
    day,
    list_page,
    money,
    number,
    pill,
    text,
)
from samkop.platform.pages import page
from samkop.platform.pages.page import allow

TONES = {
    PriceOutcome.AGREES: "good", PriceOutcome.HIGHER: "bad", PriceOutcome.LOWER: "info",
    PriceOutcome.NO_RULE: "neutral",
}  # fmt: skip
STATE_TONES = {
    PriceFindingState.FOUND: "warn", PriceFindingState.ASKED: "info",
    PriceFindingState.EXPLAINED: "good", PriceFindingState.CORRECTED: "good",
    PriceFindingState.CREDITED: "good",
}  # fmt: skip


def tone_of(check: PriceCheck) -> str:
    """How the outcome of a check looks."""
    return TONES[PriceOutcome(check.outcome)]


def state_tone(finding: PriceFinding) -> str:
    """How the state of a finding looks."""
    return STATE_TONES[PriceFindingState(finding.state)]


def _cause(value: str) -> Any:
    return PriceCause(value).label if value else ""


CHECKS: Listing[PriceCheck] = Listing(
    name="price-checks",
    title=_("Prices against their rules"),
    address="price-checks",
    columns=(
        Column(
            "reference", _("Number"), lambda one: code(one.reference),
            link=lambda one: reverse("price-check", args=[one.pk]),
            second=lambda one: one.name,
        ),
        Column("outcome", _("Outcome"), lambda one: pill(tone_of(one), one.get_outcome_display())),
        Column("cause", _("Cause"), lambda one: text(_cause(one.cause))),
        Column("day", _("Day"), lambda one: day(one.bought_on), sort="bought_on", down=True),
        Column(
            "buyer", pgettext_lazy("organisation", "Buyer"), lambda one: text(one.buyer.name)
        ),
        Column("supplier", _("Supplier"), lambda one: text(one.supplier.name), usual=False),
        Column("agreement", _("Agreement"), lambda one: code(one.agreement.number), usual=False),
        Column("item", _("Item number"), lambda one: code(one.seller_item_id), usual=False),
        Column("source", _("Source"), lambda one: text(one.get_source_display())),
        Column("quantity", _("Quantity"), lambda one: number(one.quantity), numeric=True),
        Column(
            "price", _("Price of one"), lambda one: money(one.price_cents, one.currency),
            numeric=True,
        ),
        Column(
            "expected", _("By its rule"), lambda one: money(one.expected_cents, one.currency),
            numeric=True,
        ),
        Column(
            "difference", _("Difference in all"),
            lambda one: money(
                None if one.expected_cents is None else one.total_difference_cents, one.currency
            ),
            sort="total_difference_cents", down=True, numeric=True,
        ),
    ),
    filters=(
        Choice(
            "outcome", _("Outcome"), PriceOutcome.choices,
            lambda rows, outcome: rows.filter(outcome=outcome),
        ),
        Choice(
            "source", _("Source"), PurchaseSource.choices,
            lambda rows, source: rows.filter(source=source),
        ),
        Choice(
            "cause", _("Cause"), PriceCause.choices, lambda rows, cause: rows.filter(cause=cause)
        ),
        Days("from", _("Bought from"), lambda rows, first: rows.filter(bought_on__gte=first)),
        Days("until", _("until"), lambda rows, last: rows.filter(bought_on__lte=last)),
    ),
    empty=Empty(
        _("No purchase has been held against its rule yet"),
        _("Each order line and each matched invoice line is, within the hour."),
    ),
)  # fmt: skip

FINDINGS: Listing[PriceFinding] = Listing(
    name="price-findings",
    title=_("Prices that drift"),
    address="price-findings",
    columns=(
        Column(
            "name", pgettext_lazy("goods", "Item"), lambda one: text(one.name),
            link=lambda one: reverse("price-finding", args=[one.pk]),
            second=lambda one: one.get_kind_display(),
        ),
        Column(
            "state", _("State"), lambda one: pill(state_tone(one), one.get_state_display())
        ),
        Column("cause", _("Cause"), lambda one: text(_cause(one.cause))),
        Column("supplier", _("Supplier"), lambda one: text(one.supplier.name)),
        Column(
            "buyer", pgettext_lazy("organisation", "Buyer"),
            lambda one: text(one.buyer.name if one.buyer else ""),
        ),
        Column("agreement", _("Agreement"), lambda one: code(one.agreement.number), usual=False),
        Column("last", _("Last seen"), lambda one: day(one.seen_until)),
        Column(
            "price", _("Price of one"), lambda one: money(one.price_cents, one.currency),
            numeric=True,
        ),
        Column(
            "expected", _("Expected"), lambda one: money(one.expected_cents, one.currency),
            numeric=True,
        ),
        Column("quantity", _("Quantity"), lambda one: number(one.quantity), numeric=True),
        Column(
            "total", _("Too much in all"), lambda one: money(one.total_cents, one.currency),
            numeric=True,
        ),
        Column("due", _("Answer by"), lambda one: day(one.answer_due_on), usual=False),
    ),
    filters=(
        Choice(
            "state", _("State"), PriceFindingState.choices,
            lambda rows, state: rows.filter(state=state),
        ),
        Choice(
            "kind", _("Kind"), FindingKind.choices, lambda rows, kind: rows.filter(kind=kind)
        ),
    ),
    empty=Empty(
        _("No price drifts"),
        _("What costs more than its rule, its index or its like allow, beyond the tolerance,"
          " is found and shown here."),
    ),
)  # fmt: skip


@page()
def checks(request: HttpRequest, actor: Actor) -> Any:
    """One's own purchases, and those under the agreements that one runs."""
    allow(may_see_prices(actor))
    return list_page(
        request, actor, CHECKS, checks_of(actor.own_party_id), "followup/price_list.html",
        **price_tabs(actor, "price-checks"),
    )  # fmt: skip


@page()
def findings(request: HttpRequest, actor: Actor) -> Any:
    """What was found, what is asked, and how it ended."""
    allow(may_see_findings(actor))
    return list_page(
        request, actor, FINDINGS, findings_of(actor.own_party_id), "followup/price_list.html",
        **price_tabs(actor, "price-findings"),
    )  # fmt: skip
