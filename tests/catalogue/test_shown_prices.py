"""The shop filters and sorts by the price that it shows, and keeps up with what it is made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from factories.agreements import an_agreement
from factories.catalogue import (
    BETTER_PHONE,
    LAPTOP,
    PHONE,
    a_shelf,
    an_import,
    an_offered_catalogue,
    items_of,
    many_offers,
    priced,
)
from samkop.agreements.rules import Tier
from samkop.agreements.usecases.prices import NewPrice, set_list_prices
from samkop.agreements.vocabulary import ActsAs
from samkop.catalogue.handlers import keep_prices
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.policies import PRICE_KEEPER
from samkop.catalogue.queries import Filters, prices_of_items, shelf
from samkop.catalogue.usecases.shown_prices import keep_shown_prices
from samkop.core.period import day_of
from samkop.platform import actors
from samkop.platform.models import AuditEntry
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
TODAY = day_of(datetime.now(UTC), "Europe/Helsinki")


def kept(trade, agreement=None):
    found = items_of(agreement or trade.agreement, trade.runner)
    return {number: item.shown_price_cents for number, item in found.items()}


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def on_shelf(trade, agreement, after="", **filters):
    with reading(trade.employee):
        return shelf([agreement.pk], Filters(**filters), TODAY, after)


def numbers(found):
    return [item.seller_item_id for item in found.items]


def test_the_markup_and_the_tier_are_in_what_is_filtered_and_sorted_by(trade):
    # Phones 400.00 less 30 % is 280.00; laptops 1100.00; each with 5 % markup.
    agreement = an_agreement(
        trade.body, trade.supplier, [trade.buyer], runner=trade.runner,
        acts_as=ActsAs.WHOLESALER, markup_permille=50, tiers={"phones": (Tier(0, 300),)},
    )  # fmt: skip
    a_shelf(agreement, PHONE, LAPTOP, runner=trade.runner)
    assert kept(trade, agreement) == {"PHONE-1": 29_400, "LAPTOP-1": 115_500}
    assert numbers(on_shelf(trade, agreement, spans=(1,))) == ["PHONE-1"]
    assert numbers(on_shelf(trade, agreement, spans=(2,))) == []
    [prices] = [one for one in on_shelf(trade, agreement).facets if one.name == "price"]
    assert [(option.value, option.count) for option in prices.options] == [("1", 1), ("4", 1)]


def test_the_order_is_that_of_the_shown_prices_and_not_of_the_list(trade):
    # 799.00 less 60 % is 319.60, below 350.00, which is listed lower.
    tiers = {"phones": (Tier(0, 600),)}
    agreement = an_agreement(
        trade.body, trade.supplier, [trade.buyer], runner=trade.runner, tiers=tiers
    )
    cheap = replace(LAPTOP, price=Decimal("350.00"))
    a_shelf(agreement, cheap, BETTER_PHONE, runner=trade.runner)
    assert numbers(on_shelf(trade, agreement, sort="price")) == ["PHONE-2", "LAPTOP-1"]
    assert numbers(on_shelf(trade, agreement, sort="-price")) == ["LAPTOP-1", "PHONE-2"]


def test_pages_by_price_hold_each_item_once(trade):
    offers = many_offers(60)
    priced(trade.agreement, offers, trade.runner)
    a_shelf(trade.agreement, *offers, runner=trade.runner)
    first = on_shelf(trade, trade.agreement, sort="-price")
    second = on_shelf(trade, trade.agreement, first.following, sort="-price")
    shown = [*first.items, *second.items]
    assert (len(first.items), len(second.items), second.following) == (50, 10, "")
    assert [item.shown_price_cents for item in shown] == sorted(
        (item.shown_price_cents for item in shown), reverse=True
    )
    assert len({item.pk for item in shown}) == 60


def test_a_price_of_tomorrow_is_kept_from_tomorrow_on(trade):
    a_shelf(trade.agreement, PHONE, LAPTOP, runner=trade.runner)
    tomorrow = TODAY + timedelta(days=1)
    lower = [NewPrice("PHONE-1", "phones", 25_000)]
    perform(
        trade.runner, set_list_prices, agreement_id=trade.agreement.pk, prices=lower,
        valid_from=tomorrow,
    )  # fmt: skip
    keep_prices(at(TODAY))
    today = kept(trade)["PHONE-1"]
    keep_prices(at(tomorrow))
    assert (today, kept(trade)) == (40_000, {"PHONE-1": 25_000, "LAPTOP-1": 110_000})


def test_what_is_kept_is_what_the_shop_shows(trade):
    items = a_shelf(trade.agreement, PHONE, BETTER_PHONE, LAPTOP, runner=trade.runner)
    with reading(trade.employee):
        shown = prices_of_items(items.values(), TODAY)
        rows = CatalogueItem.objects.filter(agreement=trade.agreement)
        assert {row.pk: row.shown_price_cents for row in rows} == {
            pk: origin.net_cents for pk, origin in shown.items()
        }


def test_where_nothing_has_changed_nothing_is_written(trade):
    a_shelf(trade.agreement, PHONE, runner=trade.runner)
    keep_prices()
    job = actors.job(PRICE_KEEPER, trade.body.pk)
    with reading(job):
        before = AuditEntry.objects.count()
    assert keep_prices() == 0
    with reading(job):
        assert AuditEntry.objects.count() == before


def test_an_import_keeps_the_price_of_what_it_brings_at_once(trade):
    a_shelf(trade.agreement, PHONE, runner=trade.runner)
    cheaper = replace(PHONE, price=Decimal("399.00"))
    an_import(trade.agreement, an_offered_catalogue(cheaper), trade.runner)
    assert kept(trade) == {"PHONE-1": 39_900}


def test_nobody_keeps_prices_but_the_systems_own_job_of_the_body_that_runs_them(trade):
    a_shelf(trade.agreement, PHONE, runner=trade.runner)
    others = [
        trade.runner, trade.employee, actors.job(PRICE_KEEPER, trade.supplier.pk),
        actors.job("worker", trade.body.pk),
    ]  # fmt: skip
    codes = []
    for actor in others:
        with pytest.raises(Refused) as refused:
            perform(actor, keep_shown_prices, agreement_id=trade.agreement.pk)
        codes.append(refused.value.code)
    assert codes == ["not-allowed"] * 4
