"""The gate, and what passes it: agreements, orders of a month; persons and secrets never."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection

from core.ocds.test_releases import faults
from factories.open_data import (
    AGREEMENT,
    APRIL,
    MARCH,
    ORDERS,
    decided,
    publish_march,
    publish_what_was_decided,
)
from factories.ordering import LAPTOP, PHONE, Market, a_market_made, approved
from factories.parties import a_supplier, an_actor
from samkop.agreements.usecases.agreement import suspend
from samkop.core.ocds import compiled, digest
from samkop.opendata.documents.parties import organisation_of
from samkop.opendata.models import PublishedPurchase, Release
from samkop.opendata.queries.purchases import published_purchases
from samkop.opendata.rules import (
    Decided,
    fields_open,
    publication_rules,
    tags_of_tender,
)
from samkop.opendata.usecases.decisions import decide_publication
from samkop.opendata.usecases.publishing import publish_agreement, publish_orders
from samkop.opendata.vocabulary import Field, ReleaseKind, Treatment
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.actors import ANONYMOUS
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2026, 4, 3)


@dataclass(frozen=True)
class Scene:
    market: Market
    job: actors.Actor


@pytest.fixture(scope="module")
def scene(database):
    market = a_market_made(buyers=2, centre="Hemlig skola", names={PHONE: "Phone One"})
    one, two = market.buyers
    approved(market, one, PHONE, 3)
    approved(market, one, PHONE, 1)
    approved(market, one, LAPTOP, 2)
    approved(market, two, LAPTOP, 1)
    return Scene(market, actors.job("open-data", market.purchasing_body.pk))


def seen(read):
    with reading(ANONYMOUS):
        return read()


def releases(kind=ReleaseKind.AGREEMENT):
    return seen(lambda: list(Release.objects.filter(kind=kind).order_by("id")))


def bought():
    names = ("buyer_id", "item", "quantity", "unit_price_cents", "net_cents")
    return seen(lambda: list(published_purchases().order_by("id").values_list(*names)))


def code_of(actor, use_case, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, now=APRIL, **inputs)
    return refused.value.code


def test_nothing_is_published_before_somebody_has_decided_so(scene):
    agreement = scene.market.agreement
    assert perform(scene.job, publish_agreement, now=APRIL, agreement_id=agreement.pk) is None
    assert publish_march() == 0
    asked = {"agreement_id": agreement.pk, "month": MARCH}
    assert perform(scene.job, publish_orders, now=APRIL, **asked) is None
    assert releases() == releases(ReleaseKind.ORDERS) == []


def test_an_agreement_is_told_field_by_field_as_decided(scene):
    market = scene.market
    (first,) = decided(market.purchasing_body, Field.AGREEMENT_TITLE)
    publish_what_was_decided(first)
    (release,) = releases()
    told = json.loads(release.body)
    assert release.tags == "award contract"
    assert "suppliers" not in told["awards"][0]
    assert set(told["contracts"][0]) == {
        "id", "awardID", "title", "title_sv", "title_en", "status",
    }  # fmt: skip
    *_others, last = decided(market.purchasing_body, *AGREEMENT[1:])
    publish_what_was_decided(last)
    _first, second = releases()
    told = json.loads(second.body)
    assert second.tags == "contractUpdate"
    assert told["awards"][0]["suppliers"][0]["name"] == market.supplier.legal_name
    assert told["contracts"][0]["value"] == {"amount": 100_000, "currency": "EUR"}
    assert sorted(party["roles"][0] for party in told["parties"]) == ["buyer", "buyer", "supplier"]
    assert second.release_id == told["id"]
    assert second.sha256 == digest(second.body)
    assert faults(told) == []
    assert publish_what_was_decided(last) == {"looked_at": 2}
    assert len(releases()) == 2


def test_a_months_orders_are_told_as_far_as_each_buyer_has_decided(scene):
    market = scene.market
    one, two = (buyer.party for buyer in market.buyers)
    decided(one, *ORDERS)
    decided(two, Field.ORDERS_TOTAL)
    assert publish_march() == 1
    assert bought() == [
        (one.pk, LAPTOP, 2, 900_00, 1800_00),
        (one.pk, PHONE, 4, 300_00, 1200_00),
        (two.pk, "", None, None, 900_00),
    ]
    (release,) = releases(ReleaseKind.ORDERS)
    told = json.loads(release.body)
    spent = told["contracts"][0]["implementation"]["transactions"]
    assert sorted(each["value"]["amount"] for each in spent) == [900, 3000]
    assert {each["id"][:7] for each in spent} == {"2026-03"}
    assert (release.tags, faults(told)) == ("implementation", [])
    assert publish_march(APRIL + timedelta(days=7)) == 1
    assert len(releases(ReleaseKind.ORDERS)) == 1
    (withheld,) = decided(one, Field.ORDERS_PRICES, published=False)
    publish_what_was_decided(withheld)
    assert bought()[:3] == [
        (one.pk, "", None, None, 3000_00),
        (one.pk, LAPTOP, None, None, None),
        (one.pk, PHONE, None, None, None),
    ]


def test_what_happens_to_an_agreement_is_published_as_it_is_told(scene):
    market = scene.market
    perform(
        market.category_manager, suspend, agreement_id=market.agreement.pk, reason="Anna Hemlig",
    )  # fmt: skip
    before = len(releases())
    dispatch_waiting(FACTS, limit=1000)
    assert len(releases()) == before
    told = [json.loads(release.body) for release in [*releases(), *releases(ReleaseKind.ORDERS)]]
    together = compiled(told)
    assert faults(together) == []
    assert together["contracts"][0]["status"] == "active"
    assert together["contracts"][0]["implementation"]["transactions"]


def test_no_person_no_place_and_no_cost_centre_ever_leaves(scene):
    one = scene.market.buyers[0]
    hidden = [
        one.employee.name, one.approver.name, one.cost_centre.code, one.cost_centre.name,
        one.site.name, one.site.street, "Anna Hemlig", scene.market.agreement.register_number,
    ]  # fmt: skip
    told = [release.body for release in seen(lambda: list(Release.objects.all()))]
    rows = seen(lambda: list(PublishedPurchase.objects.values_list()))
    text = " ".join([*told, *map(str, rows)])
    assert [word for word in hidden if word and word in text] == []


def test_a_sole_trader_is_told_without_name_and_number():
    trader = a_supplier("Anna Hemlig Data", country="SE")
    trader.identifier_scheme, trader.identifier = "0007", "8001019881"
    told = organisation_of(trader)
    assert (told.id, told.name) == (f"SAMKOP-{trader.pk}", "Sole trader")
    trader.identifier = "5560360793"
    assert organisation_of(trader).id == "SE-ON-556036-0793"


def test_only_what_the_countrys_rule_lets_through_is_decided_by_who_may(scene):
    body = scene.market.purchasing_body
    given = {
        "field": Field.TENDER_VALUE, "published": True, "decided_on": DAY,
        "decided_by": "Board", "register_number": "D 1",
    }  # fmt: skip
    registrar = an_actor(body, RoleName.REGISTRAR)
    for code, changed in {
        "publication-withheld-by-rule": {"field": Field.AWARD_REASONS},
        "decision-to-come": {"decided_on": DAY + timedelta(days=1)},
        "decider-missing": {"decided_by": " "},
        "reason-missing": {"published": False},
    }.items():
        assert code_of(registrar, decide_publication, **given | changed) == code
    employee = an_actor(body, RoleName.EMPLOYEE)
    assert code_of(employee, decide_publication, **given) == "not-allowed"
    asked = {"agreement_id": scene.market.agreement.pk}
    assert code_of(registrar, publish_agreement, **asked) == "not-allowed"


def test_every_field_has_a_rule_in_finland_and_sweden():
    assert set(publication_rules()) == {(c, field) for c in ("FI", "SE") for field in Field}


def test_the_newest_decision_of_the_day_holds_and_each_field_needs_the_one_before():
    def decision(field, published, day):
        return Decided(field, published, date(2026, 1, day))

    total, items, prices = ORDERS
    rows = [decision(total, True, 1), decision(prices, True, 2), decision(items, True, 5)]
    assert fields_open(rows, "FI", date(2026, 1, 4)) == {total}
    assert fields_open(rows, "FI", date(2026, 1, 5)) == {total, items, prices}
    closed = [*rows, decision(total, False, 6)]
    assert fields_open(closed, "FI", date(2026, 1, 6)) == set()
    assert fields_open(rows, "NO", date(2026, 1, 6)) == set()
    withheld = [decision(Field.AWARD_REASONS, True, 1)]
    assert publication_rules()["FI", Field.AWARD_REASONS].treatment == Treatment.WITHHELD
    assert fields_open(withheld, "FI", date(2026, 1, 6)) == set()


def test_a_release_says_what_it_is_about():
    notice = {"tender": {"status": "active"}}
    award = {**notice, "awards": [{"id": "1"}]}
    over = {"tender": {"status": "cancelled"}}
    assert tags_of_tender(None, notice) == ["tender"]
    assert tags_of_tender(notice, over) == ["tenderCancellation"]
    assert tags_of_tender(notice, award) == ["award"]
    gone = {**notice, "awards": [{"id": "1", "status": "cancelled"}]}
    assert tags_of_tender(award, gone) == ["awardCancellation"]
    assert tags_of_tender(award, {**award, "awards": [{"id": "2"}]}) == ["awardUpdate"]
    assert tags_of_tender(None, award) == ["tender", "award"]


def write_release(*, actor, now, owner, body="{}", sha256=None):
    return create(
        Release(
            owner=owner, kind="agreement", subject_id=1, ocid="ocds-000000-x", number=1, tags="x",
            at=now, body=body, sha256=sha256 or digest(body),
        )
    )  # fmt: skip


def test_nobody_but_the_job_writes_a_release_and_none_is_changed(scene):
    owner = scene.market.purchasing_body
    manager = scene.market.category_manager
    other = actors.job("open-data", scene.market.supplier.pk)
    for actor in (manager, other, actors.job("worker", owner.pk)):
        with pytest.raises(DatabaseError, match="row-level security"):
            perform(actor, write_release, owner=owner)
    with pytest.raises(DatabaseError, match="release_hash_of_its_body"):
        perform(scene.job, write_release, owner=owner, sha256="0" * 64)

    def rewrite(*, actor, now, statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)

    for statement in ("UPDATE opendata_release SET tags = 'x'", "DELETE FROM opendata_release"):
        with pytest.raises(DatabaseError, match="permission denied"):
            perform(scene.job, rewrite, statement=statement)
