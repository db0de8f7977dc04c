"""Publication decisions hold from their day on, a month is told once it is over; sums by hand."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest

from factories.open_data import AGREEMENT, ORDERS, decided
from factories.ordering import LAPTOP, PHONE, a_market_made, approved
from samkop.opendata.handlers import publish_last_month
from samkop.opendata.models import Release
from samkop.opendata.policies import PUBLISHER
from samkop.opendata.queries.purchases import published_purchases
from samkop.opendata.usecases.publishing import publish_agreement
from samkop.opendata.vocabulary import ReleaseKind
from samkop.platform import actors
from samkop.platform.actors import ANONYMOUS
from samkop.platform.unit_of_work import perform, reading

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.empty_database]
MOMENT = timedelta(milliseconds=1)
# Midnight in Helsinki: of 15 January by winter time, of 1 April by summer time.
DECIDED_FROM = datetime(2026, 1, 14, 22, tzinfo=UTC)
MARCH_OVER = datetime(2026, 3, 31, 21, tzinfo=UTC)


@pytest.fixture(scope="module")
def market(database):
    market = a_market_made(buyers=2)
    one, two = market.buyers
    approved(market, one, PHONE, 3)
    approved(market, one, LAPTOP, 2)
    approved(market, two, LAPTOP, 1)
    decided(market.purchasing_body, *AGREEMENT)
    for buyer in market.buyers:
        decided(buyer.party, *ORDERS)
    return market


def releases(kind):
    with reading(ANONYMOUS):
        return list(Release.objects.filter(kind=kind).order_by("id"))


def test_what_was_decided_for_a_day_is_published_from_that_day_on(market):
    job = actors.job(PUBLISHER, market.purchasing_body.pk)
    asked = {"agreement_id": market.agreement.pk}
    assert perform(job, publish_agreement, now=DECIDED_FROM - MOMENT, **asked) is None
    assert releases(ReleaseKind.AGREEMENT) == []
    made = perform(job, publish_agreement, now=DECIDED_FROM, **asked)
    assert releases(ReleaseKind.AGREEMENT) == [made]


def test_the_orders_of_a_month_are_published_once_it_is_over_and_add_up(market):
    publish_last_month(MARCH_OVER - MOMENT)
    assert releases(ReleaseKind.ORDERS) == []
    publish_last_month(MARCH_OVER)
    (release,) = releases(ReleaseKind.ORDERS)
    told = json.loads(release.body)
    spent = told["contracts"][0]["implementation"]["transactions"]
    # Three phones at 300 and two laptops at 900; one laptop at 900.
    assert sorted(one["value"]["amount"] for one in spent) == [900, 2700]
    with reading(ANONYMOUS):
        rows = {}
        for row in published_purchases():
            rows[row.buyer_id] = rows.get(row.buyer_id, 0) + row.net_cents
    one, two = (buyer.party.pk for buyer in market.buyers)
    assert rows == {one: 2_700_00, two: 900_00}
    assert release.sha256 == hashlib.sha256(release.body.encode()).hexdigest()
