"""Publishing each item's price by month, as far as the gate lets it through."""

from __future__ import annotations

from datetime import date, datetime

from samkop.agreements.queries import agreement_of
from samkop.core.period import day_of
from samkop.opendata.documents.prices import price_rows
from samkop.opendata.models import PricePublication, PublishedPrice
from samkop.opendata.policies import may_publish
from samkop.opendata.queries import open_fields_of
from samkop.opendata.queries.prices import newest_prices, prices_in, secrets_of
from samkop.opendata.rules import least_told
from samkop.platform.actors import Actor
from samkop.platform.records import create, create_all
from samkop.platform.unit_of_work import require


def publish_prices(
    *, actor: Actor, now: datetime, agreement_id: int, month: date
) -> PricePublication | None:
    """Publish what each item cost in a month (its first day), over all buyers of an agreement.

    Without what was accepted as secret in the tender. What was published before and may not be
    any more is followed by a publication without it. None where nothing may be, or nothing is
    new. Raises Refused: ``not-found``, ``not-allowed``.
    """
    require(may_publish(actor))
    agreement = agreement_of(agreement_id)
    body = agreement.purchasing_body
    let_through = open_fields_of(body, day_of(now, body.time_zone))
    secret_prices, secret_origin = secrets_of(agreement_id)
    rows: list[PublishedPrice] = []
    if not secret_prices:
        rows = price_rows(
            prices_in(agreement, month), let_through, least_told(body.country),
            secret_origin=secret_origin,
        )  # fmt: skip
    before = newest_prices(agreement_id, month)
    if before is None and not rows:
        return None
    if before is not None and _same(before, rows):
        return None
    made = create(
        PricePublication(
            owner=body, agreement=agreement, agreement_number=agreement.number,
            category=agreement.category, supplier=agreement.supplier,
            currency=agreement.currency, month=month,
            number=before.number + 1 if before else 1, at=now,
        )
    )  # fmt: skip
    for row in rows:
        row.publication, row.owner = made, body
    create_all(rows, under=made)
    return made


def _same(before: PricePublication, rows: list[PublishedPrice]) -> bool:
    names = ("item", "name", "unit", "unit_price_cents", "origin", "purchases")
    was = list(before.prices.order_by("item", "unit_price_cents").values_list(*names))
    return was == [tuple(getattr(row, name) for name in names) for row in rows]
