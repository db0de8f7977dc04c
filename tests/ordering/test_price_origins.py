"""A price of each rule shows the same lines on item, basket, requisition, order and API."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from browser_ground import a_client
from factories.agreements import a_runner
from factories.catalogue import PHONE, a_shelf
from factories.exchange import an_endpoint
from factories.ordering import a_buyer
from factories.parties import a_person, a_purchasing_body, a_supplier, an_account
from factories.price_rules import CLAUSE, a_ruled_agreement, an_evidence, an_index, recorded
from samkop.agreements.usecases.indexes import decide_index_step
from samkop.ordering.models import Order
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.requisition import approve_requisition, submit_requisition
from samkop.parties.models import Person
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.tokens import issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")

# As recomputed by hand in tests/agreements/test_price_rules.py.
LINES = {
    "PHONE-1": [
        ("list-price", "400.00", "List price"),
        ("index-step", "12.92", "Index adjustment (3.2%)"),
        ("tier-discount", "-20.65", "Volume tier (5.0%)"),
        ("markup", "9.81", "Markup of the purchasing body (2.5%)"),
    ],
    "MONITOR-1": [
        ("list-price", "299.90", "List price"),
        ("list-discount", "-37.49", "Tendered discount on the list price (12.5%)"),
        ("tier-discount", "-5.25", "Volume tier (2.0%)"),
        ("markup", "6.43", "Markup of the purchasing body (2.5%)"),
    ],
    "LAPTOP-1": [
        ("purchase-price", "912.35", "Purchase price that the supplier won"),
        ("tendered-margin", "31.93", "Tendered margin of the supplier (3.5%)"),
        ("tier-discount", "-14.16", "Volume tier (1.5%)"),
        ("markup", "23.25", "Markup of the purchasing body (2.5%)"),
    ],
}
NET = {"PHONE-1": "402.08", "MONITOR-1": "263.59", "LAPTOP-1": "953.37"}
NOTES = {
    ("PHONE-1", "index-step"): "PPI: 2025-10 108.4 → 2026-10 111.9, from 2026-11-02",
    ("MONITOR-1", "list-price"): "Maker's list 2026-01",
    (
        "LAPTOP-1",
        "purchase-price",
    ): "Provex won on 2025-12-01 among 4 makers, Protocol 7/2025, evidence ",
}
OFFERS = {"PHONE-1": "412.92", "MONITOR-1": "262.41", "LAPTOP-1": "944.28"}


class Shop:
    """A buyer before a shelf with an item of each rule."""

    def __init__(self):
        runner, supplier = a_runner(a_purchasing_body()), a_supplier()
        self.buyer = a_buyer()
        an_endpoint(supplier)
        an_endpoint(self.buyer.party)
        series = an_index(runner, m2026_10="111.9")
        clause = replace(CLAUSE, first_review_on=date(2026, 11, 1), lag_months=1)
        self.runner = runner
        self.agreement = a_ruled_agreement(
            runner, supplier, [self.buyer.party], series=series, clause=clause
        )
        perform(
            runner, decide_index_step, agreement_id=self.agreement.pk, price_group="phones",
            review_on=date(2026, 11, 1), register_number="D/8",
            now=datetime(2026, 11, 2, 9, tzinfo=UTC),
        )  # fmt: skip
        recorded(
            runner, self.agreement,
            an_evidence(valid_from=date(2026, 2, 1), valid_until=date(2099, 12, 31)),
        )  # fmt: skip
        offers = [
            replace(PHONE, row=row, seller_item_id=item, name=f"Thing {item}", price=Decimal(price))
            for row, (item, price) in enumerate(OFFERS.items(), 1)
        ]
        self.items = a_shelf(self.agreement, *offers, runner=runner)

    def asked(self):
        """A requisition of one of each."""
        for item in self.items.values():
            perform(self.buyer.employee, add_to_basket, item_id=item.pk, quantity=1)

    def sent_in(self):
        return perform(
            self.buyer.employee, submit_requisition, cost_centre_id=self.buyer.cost_centre.pk,
            delivery_location_id=self.buyer.site.pk,
        )  # fmt: skip


def shown(client, address):
    """The page's words, without markup and with plain spaces."""
    text = re.sub(r"<[^>]+>", " ", client.get(address).content.decode())
    return " ".join(unescape(text).split()).replace("( ", "(").replace(" )", ")")


def euros(amount):
    return f"−€{amount[1:]}" if amount.startswith("-") else f"€{amount}"


def missing(text, item):
    """What of an item's origin does not stand on a page; notes stand before the amount."""
    wanted = [
        f"{label} {NOTES[item, code]}" if (item, code) in NOTES else f"{label} {euros(amount)}"
        for code, amount, label in LINES[item]
    ]
    wanted += [euros(amount) for _code, amount, _label in LINES[item]]
    wanted.append(f"Price of one €{NET[item]}")
    return [one for one in wanted if one not in text]


def test_every_page_and_the_api_show_the_same_lines():
    shop = Shop()
    person = a_person(shop.buyer.party, RoleName.ICT_MANAGER, RoleName.EMPLOYEE)
    manager = a_client(an_account(person))
    employee = a_client(an_account(shop_person(shop)))
    for item, row in shop.items.items():
        assert missing(shown(employee, f"/shop/items/{row.pk}/"), item) == []
    shop.asked()
    basket = shown(employee, "/basket/")
    requisition = shop.sent_in()
    asked = shown(employee, f"/requisitions/{requisition.pk}/")
    perform(shop.buyer.approver, approve_requisition, requisition_id=requisition.pk)
    with reading(shop.buyer.manager):
        order = Order.objects.get(requisition=requisition)
    ordered = shown(manager, f"/orders/{order.pk}/")
    for text in (basket, asked, ordered):
        assert [missing(text, item) for item in LINES] == [[], [], []]

    program = a_program(shop.buyer.manager)
    body = program(f"/orders/{order.pk}")
    by_item = {line["seller_item_id"]: line["origin"] for line in body["lines"]}
    listed = {one["seller_item_id"]: one["origin"] for one in program("/items")["items"]}
    page = program(f"/agreements/{shop.agreement.pk}/prices")
    of_agreement = {one["seller_item_id"]: one["origin"] for one in page["prices"]}
    for found in (by_item, listed, of_agreement):
        assert {item: steps(origin) for item, origin in found.items()} == {
            item: [(code, amount) for code, amount, _label in lines]
            for item, lines in LINES.items()
        }
        assert {item: origin["net"] for item, origin in found.items()} == NET
    assert by_item["LAPTOP-1"]["steps"][0]["detail"]["document_reference"] == "Protocol 7/2025"


def test_an_order_is_refused_when_its_evidence_has_expired():
    shop = Shop()
    recorded(
        shop.runner, shop.agreement,
        an_evidence(valid_from=date(2026, 3, 1), valid_until=date(2027, 1, 31)),
    )  # fmt: skip
    shop.asked()
    last, after = datetime(2027, 1, 31, 9, tzinfo=UTC), datetime(2027, 2, 1, 9, tzinfo=UTC)
    asking = {
        "cost_centre_id": shop.buyer.cost_centre.pk, "delivery_location_id": shop.buyer.site.pk
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        perform(shop.buyer.employee, submit_requisition, now=after, **asking)
    assert refused.value.code == "price-evidence-expired"
    requisition = perform(shop.buyer.employee, submit_requisition, now=last, **asking)
    with pytest.raises(Refused) as refused:
        perform(shop.buyer.approver, approve_requisition, now=after, requisition_id=requisition.pk)
    assert refused.value.code == "price-evidence-expired"


def shop_person(shop):
    with reading(shop.buyer.employee):
        return Person.objects.get(pk=shop.buyer.employee.person_id)


def steps(origin):
    return [(step["code"], step["amount"]) for step in origin["steps"]]


def a_program(actor):
    text = new_token_text()
    scopes = ["agreements:read", "items:read", "orders:read"]
    perform(actor, issue_token, name="A program", scopes=scopes, days=30, text=text)
    headers = {"authorization": f"Bearer {text}"}

    def get(path):
        answer = Client().get(f"/api/v1{path}", headers=headers)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return get
