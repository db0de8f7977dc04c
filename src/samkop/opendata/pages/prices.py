"""What each item cost, for everybody: as far as it is decided to publish it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.agreements.vocabulary import PriceStepCode
from samkop.opendata.documents.files import told_name
from samkop.opendata.documents.prices import BY_RULE
from samkop.opendata.models import PublishedPrice
from samkop.opendata.pages.tabs import tabs_of
from samkop.opendata.queries.prices import published_prices
from samkop.opendata.rules import least_told
from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.platform.refusals import not_found

Shown = tuple[str, dict[str, Any]]
MOST = 500
STEPS: dict[str, str | Promise] = {
    **{code.value: code.label for code in PriceStepCode},
    BY_RULE: gettext_lazy("Price by the agreement's rule"),
}


@page(open_to_all=True)
def prices(request: HttpRequest, actor: Actor) -> Shown:
    """Each item's price by month; of one month or agreement where the address says so."""
    rows = published_prices()
    months = sorted(set(rows.values_list("publication__month", flat=True).order_by()), reverse=True)
    numbers = sorted(set(rows.values_list("publication__agreement_number", flat=True).order_by()))
    month = next((one for one in months if f"{one:%Y-%m}" == request.GET.get("month", "")), None)
    number = next((one for one in numbers if one == request.GET.get("agreement", "")), None)
    if month:
        rows = rows.filter(publication__month=month)
    if number:
        rows = rows.filter(publication__agreement_number=number)
    shown = list(rows[: MOST + 1])
    return "opendata/prices.html", {
        "tabs": tabs_of(actor, "open-prices"), "rows": [_row(one) for one in shown[:MOST]],
        "more": len(shown) > MOST, "months": [f"{one:%Y-%m}" for one in months],
        "month": f"{month:%Y-%m}" if month else "", "numbers": numbers, "number": number or "",
    }  # fmt: skip


def _row(one: PublishedPrice) -> dict[str, Any]:
    return {
        "price": one, "publication": one.publication,
        "supplier": told_name(one.publication.supplier),
        "least": least_told(one.publication.owner.country),
    }  # fmt: skip


@page(open_to_all=True)
def price(request: HttpRequest, actor: Actor, published_price_id: int) -> Shown:
    """One price with the steps that it comes from, and the same item's other months."""
    found = published_prices().filter(pk=published_price_id).first()
    if found is None:
        raise not_found()
    others = published_prices().filter(
        item=found.item, publication__agreement_id=found.publication.agreement_id
    )
    return "opendata/price.html", {
        "tabs": tabs_of(actor, "open-prices"), **_row(found),
        "steps": [
            (STEPS.get(code, code), Decimal(permille) / 1000 if permille else None, cents)
            for code, cents, permille in found.origin
        ],
        "others": [_row(one) for one in others[:MOST]],
        "trail": [(_("Prices"), reverse("open-prices"))],
    }  # fmt: skip
