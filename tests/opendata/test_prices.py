"""Prices by item pass the gate: nothing before a decision, nothing after one that takes it back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from django.test import Client

from factories.awards import a_decided_tender, a_sent_decision, an_opened_tender
from factories.open_data import AGREEMENT, MARCH, decided, publish_what_was_decided
from factories.ordering import LAPTOP, NOW, PHONE, a_market_made
from factories.parties import a_municipality, an_actor
from factories.prices import bought
from samkop.agreements.queries import agreements_of_tender
from samkop.agreements.rules import Tier
from samkop.followup.price_clock import watch_paid_prices
from samkop.followup.usecases.price_terms import choose_price_sharing
from samkop.opendata.documents.prices import price_rows, told_steps
from samkop.opendata.handlers import publish_last_month
from samkop.opendata.models import PublishedPrice
from samkop.opendata.policies import PUBLISHER
from samkop.opendata.queries.prices import secrets_of
from samkop.opendata.rules import PriceSeen
from samkop.opendata.usecases.publishing_prices import publish_prices
from samkop.opendata.vocabulary import Field
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.actors import ANONYMOUS
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS
from samkop.tendering.usecases.documents import Document, decide_bid_secrecy

pytestmark = [pytest.mark.usefixtures("database", "pages"), pytest.mark.empty_database]
PRICES = (Field.PRICES_ITEMS, Field.PRICES_ORIGIN, Field.PRICES_COUNT)
OFFERS = {"Ask Ab": {1: 100_00}, "Embla Ab": {1: 120_00}}
ENGLISH = Client(headers={"accept-language": "en"})
APRIL = datetime(2026, 4, 3, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def market(database):
    """Five phones bought one by one by three buyers, from 4 on 10 % cheaper; one laptop."""
    market = a_market_made(buyers=3, tiers={PHONE: [Tier(4, 100)]})
    for buyer in (0, 0, 1, 1, 2):
        bought(market, buyer, PHONE)
    bought(market, 2, LAPTOP)
    watch_paid_prices(NOW)
    return market


def told():
    """What everybody gets, by file: item, price, purchases, origin."""
    lines = b"".join(Client().get("/open-data/prices/prices.csv").streaming_content).decode()
    rows = [line.split(",") for line in lines.splitlines()[1:]]
    return [(row[5], row[8], row[10], row[11]) for row in rows]


def test_nothing_is_told_before_a_decision_and_all_that_is_decided_after_it(market):
    publish_last_month(APRIL)
    assert told() == []
    assert "No price is published" in ENGLISH.get("/open-data/prices/").content.decode()
    # The agreement is published, and its prices are not.
    decided(market.purchasing_body, *AGREEMENT)
    publish_last_month(APRIL + timedelta(days=7))
    assert told() == []
    [made] = decided(market.purchasing_body, Field.PRICES_ITEMS)
    publish_what_was_decided(made)
    assert told() == [
        ("LAPTOP-1", "900.00", "", ""), ("PHONE-1", "270.00", "", ""),
        ("PHONE-1", "300.00", "", ""),
    ]  # fmt: skip
    shown = ENGLISH.get("/open-data/prices/").content.decode()
    assert market.agreement.number in shown
    assert not any(one.party.identifier in shown for one in market.buyers)


def test_origin_and_number_each_have_their_decision_and_small_numbers_are_not_told(market):
    decided(market.purchasing_body, *AGREEMENT, *PRICES)
    job = actors.job(PUBLISHER, market.purchasing_body.pk)
    asked = {"agreement_id": market.agreement.pk, "month": MARCH}
    perform(job, publish_prices, now=APRIL, **asked)
    # One, one and four purchases: none is five.
    assert told() == [
        ("LAPTOP-1", "900.00", "", "list-price 90000 0"),
        ("PHONE-1", "270.00", "", "list-price 30000 0; tier-discount -3000 100"),
        ("PHONE-1", "300.00", "", "list-price 30000 0"),
    ]
    # Published anew, nothing new is said.
    assert perform(job, publish_prices, now=APRIL, **asked) is None
    rows = Client().get("/api/v1/open/prices").json()
    assert sorted(row["unit_price"] for row in rows) == ["270.00", "300.00", "900.00"]
    page = ENGLISH.get(f"/open-data/prices/{rows[0]['row']}/")
    assert page.status_code == 200
    assert "List price" in page.content.decode()


def test_who_does_not_show_its_prices_is_in_no_row(market):
    third = market.buyers[2].party
    perform(
        an_actor(third, RoleName.REGISTRAR), choose_price_sharing, now=APRIL, shared=False,
        valid_from=MARCH, decided_by="Board", register_number="D/9",
    )  # fmt: skip
    job = actors.job(PUBLISHER, market.purchasing_body.pk)
    perform(job, publish_prices, now=APRIL, agreement_id=market.agreement.pk, month=MARCH)
    # The laptop and the fifth phone were its own.
    assert [row[:2] for row in told()] == [("PHONE-1", "300.00")]


def test_a_later_decision_takes_them_back_at_once_before_any_job_has_run(market):
    assert told() != []
    decided(market.purchasing_body, Field.PRICES_ITEMS, published=False, now=datetime.now(UTC))
    assert told() == []
    assert Client().get("/api/v1/open/prices").json() == []
    with reading(ANONYMOUS):
        kept = list(PublishedPrice.objects.values_list("id", flat=True))
    assert kept
    assert all(Client().get(f"/open-data/prices/{pk}/").status_code == 404 for pk in kept)


def test_numbers_below_the_least_are_not_told_and_the_least_is(market):
    seen = [PriceSeen(str(n), "Phone", "EA", 300_00, n) for n in (4, 5)]
    rows = price_rows(seen, frozenset(PRICES), 5, secret_origin=False)
    assert [row.purchases for row in rows] == [None, 5]
    # A country without a rule tells none.
    rows = price_rows(seen, frozenset(PRICES), None, secret_origin=False)
    assert [row.purchases for row in rows] == [None, None]


def test_what_a_supplier_won_from_makers_is_one_step_and_a_secret_has_none():
    steps = (
        {"code": "purchase-price", "cents": 900_00, "permille": 0, "detail": {"maker": "Provex"}},
        {"code": "tendered-margin", "cents": 31_50, "permille": 35},
        {"code": "markup", "cents": 23_29, "permille": 25},
    )
    assert told_steps(steps) == [["by-rule", 931_50, 0], ["markup", 23_29, 25]]
    seen = [PriceSeen("L", "Laptop", "EA", 954_79, 9, steps)]
    [row] = price_rows(seen, frozenset(PRICES), 5, secret_origin=True)
    assert row.origin == []


def test_what_was_accepted_as_secret_in_the_tender_stays_out(database):
    opened = a_decided_tender(an_opened_tender(OFFERS, now=NOW, buyers=[a_municipality()]), now=NOW)
    a_sent_decision(opened, now=NOW)
    dispatch_waiting(FACTS, now=APRIL)
    with reading(opened.runner):
        agreement = agreements_of_tender(opened.tender.pk)[0]
        bid_id = agreement.origin.awarded_lot.bid_id
        assert secrets_of(agreement.pk) == (False, False)
    given = {
        "tender_id": opened.tender.pk, "document": Document(bid_id, None), "secrecy": "secret",
        "ground": "trade-secret", "reason": "Its prices tell its costs.", "register_number": "D/7",
    }  # fmt: skip
    perform(opened.runner, decide_bid_secrecy, now=APRIL, **given)
    with reading(opened.runner):
        assert secrets_of(agreement.pk) == (True, True)
    # The newest decision counts.
    perform(opened.runner, decide_bid_secrecy, now=APRIL, **given | {"secrecy": "open"})
    with reading(opened.runner):
        assert secrets_of(agreement.pk) == (False, False)


@pytest.mark.parametrize("table", ["opendata_pricepublication", "opendata_publishedprice"])
def test_nobody_but_the_job_writes_and_nobody_changes(market, table):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT cmd, with_check FROM pg_policies WHERE tablename = %s ORDER BY cmd", [table]
        )
        policies = dict(cursor.fetchall())
    assert set(policies) == {"INSERT", "SELECT"}
    assert "job:open-data" in policies["INSERT"]
