"""Prices of the region: the overview, what an item cost each member, and its file."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries.items import item_of
from samkop.core.money import amount_text
from samkop.followup.pages.price_tabs import price_tabs
from samkop.followup.policies.prices import may_see_prices
from samkop.followup.queries.prices import (
    Paid,
    comparables_of,
    findings_of,
    items_with,
    left_out_of,
    paid_for,
    parties_by_id,
    prices_today,
    spreads_of,
    totals_between,
)
from samkop.followup.vocabulary.prices import ENDS
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.charts import Chart, line_chart
from samkop.platform.lists.files import harmless
from samkop.platform.pages import page
from samkop.platform.pages.page import allow

Shown = tuple[str, dict[str, Any]]
YEARS, MOST_ITEMS, CENTS = 3, 500, 100


@page()
def overview(request: HttpRequest, actor: Actor) -> Shown:
    """How many purchases agree with their rules, by agreement and year."""
    allow(may_see_prices(actor))
    today = own_today()
    years = [today.year - back for back in range(YEARS)]
    asked = request.GET.get("year", "")
    year = next((one for one in years if str(one) == asked), today.year)
    totals = totals_between(date(year, 1, 1), date(year, 12, 31))
    figures = {
        name: sum(getattr(one, name) for one in totals)
        for name in ("checked", "agrees", "higher", "lower", "no_rule")
    }
    ruled = figures["checked"] - figures["no_rule"]
    waiting = sum(
        side.exclude(state__in=list(ENDS)).count() for side in findings_of(actor.own_party_id)
    )
    return "followup/prices.html", {
        "totals": totals, "figures": figures, "years": years, "year": year,
        "share": Decimal(figures["agrees"]) / ruled if ruled else None, "waiting": waiting,
        **price_tabs(actor, "prices-overview"),
    }  # fmt: skip


@page()
def items(request: HttpRequest, actor: Actor) -> Shown:
    """What was bought, the widest spread first: what the same item cost the members."""
    allow(may_see_prices(actor))
    spreads = spreads_of(paid_for(None, own_today()))
    known = items_with(spreads)
    rows = [(known[pk], spread) for pk, found in spreads.items() if pk in known for spread in found]
    rows.sort(key=lambda row: (-row[1].difference_cents, row[0].name, row[0].pk))
    return "followup/price_items.html", {
        "rows": rows[:MOST_ITEMS], "more": max(len(rows) - MOST_ITEMS, 0),
        **price_tabs(actor, "price-items"),
    }  # fmt: skip


@page()
def item(request: HttpRequest, actor: Actor, item_id: int) -> Shown:
    """What one item cost each member, when, at which tier and markup; and its like."""
    allow(may_see_prices(actor))
    found, today = item_of(item_id), own_today()
    paid = paid_for([item_id], today)
    likes = comparables_of(found)
    prices = prices_today([found, *likes], today)
    own = prices.get(found.pk)
    return "followup/price_item.html", {
        "item": found, "rows": _rows(paid), "spreads": spreads_of(paid)[item_id],
        "left_out": left_out_of([item_id], today), "charts": _charts(paid), "own": own,
        "likes": [(one, prices.get(one.pk), _more(prices.get(one.pk), own)) for one in likes],
        "trail": trail(), **price_tabs(actor, "price-items"),
    }  # fmt: skip


def trail() -> list[tuple[str, str]]:
    """The pages above one of prices."""
    return [(_("Prices"), reverse("prices-overview"))]


def _more(price: int | None, own: int | None) -> int | None:
    return None if price is None or own is None else price - own


def _rows(paid: list[Paid]) -> list[dict[str, Any]]:
    parties = parties_by_id(one.buyer_id for one in paid)
    newest = sorted(paid, key=lambda one: (one.month, one.buyer_id), reverse=True)
    return [
        {
            "buyer": parties[one.buyer_id], "month": one.month, "price": one.price_cents,
            "currency": one.currency, "quantity": one.quantity,
            "tier": Decimal(one.tier_permille) / 1000,
            "markup": Decimal(one.markup_permille) / 1000,
        }
        for one in newest
    ]  # fmt: skip


def _charts(paid: list[Paid]) -> list[Chart]:
    """The lowest, the average and the highest price of each month, one chart a currency."""
    charts = []
    for currency in sorted({one.currency for one in paid}):
        months: dict[date, list[Paid]] = defaultdict(list)
        for one in paid:
            if one.currency == currency:
                months[one.month].append(one)
        if len(months) < 2:  # noqa: PLR2004 - a line needs two points
            continue
        ordered = sorted(months)
        charts.append(
            line_chart(
                _("Price of one by month, %(currency)s without VAT") % {"currency": currency},
                _("Month"), [f"{month:%Y-%m}" for month in ordered],
                {
                    _("Average price"): [_average(months[month]) for month in ordered],
                    _("Lowest price"): [_end(min, months[month]) for month in ordered],
                    _("Highest price"): [_end(max, months[month]) for month in ordered],
                },
                currency=currency,
            )
        )  # fmt: skip
    return charts


def _average(rows: list[Paid]) -> Decimal:
    """Weighted by pieces, to the cent."""
    pieces = sum(row.quantity for row in rows)
    cents = Decimal(sum(row.price_cents * row.quantity for row in rows)) / (pieces or 1)
    return (cents / CENTS).quantize(Decimal("0.01"))


def _end(which: Any, rows: list[Paid]) -> Decimal:
    return Decimal(which(row.price_cents for row in rows)) / CENTS


@page()
def item_file(request: HttpRequest, actor: Actor, item_id: int) -> HttpResponse:
    """The same rows as CSV."""
    allow(may_see_prices(actor))
    found = item_of(item_id)
    response = HttpResponse(_lines(found, paid_for([item_id], own_today())),
                            content_type="text/csv; charset=utf-8")  # fmt: skip
    response["Content-Disposition"] = f'attachment; filename="prices-{item_id}.csv"'
    return response


def _lines(found: CatalogueItem, paid: list[Paid]) -> str:
    written = io.StringIO()
    out = csv.writer(written)
    out.writerow(
        ["item", "name", "member", "month", "price", "currency", "quantity", "tier_permille",
         "markup_permille"]
    )  # fmt: skip
    parties = parties_by_id(one.buyer_id for one in paid)
    for one in paid:
        out.writerow(
            [found.seller_item_id, harmless(found.name), harmless(parties[one.buyer_id].legal_name),
             f"{one.month:%Y-%m}", amount_text(one.price_cents), one.currency, one.quantity,
             one.tier_permille, one.markup_permille]
        )  # fmt: skip
    return written.getvalue()
