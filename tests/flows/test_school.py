"""A school orders 600 tablets by file to several sites, with three faulty rows."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from browser_ground import a_client, pages  # noqa: F401
from factories.order_files import a_sheet
from factories.ordering import a_market
from factories.parties import a_delivery_location, an_account
from samkop.agreements.models import Ceiling
from samkop.core import edocs
from samkop.exchange.queries import content_of
from samkop.ordering.models import Budget, Order, OrderLine, Requisition
from samkop.ordering.vocabulary import RequisitionState
from samkop.parties.models import Membership
from samkop.platform.unit_of_work import reading

pytestmark = pytest.mark.usefixtures("database", "pages")

TABLET, PRICE = "TABLET-1", 350_00


def client_of(actor):
    with reading(actor):
        person = Membership.objects.get(person_id=actor.person_id).person
    return a_client(an_account(person))


def shown(answer):
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_600_tablets_by_file_with_three_faulty_rows():
    market = a_market(
        prices={TABLET: PRICE}, maximum_cents=1_000_000_00, budget_cents=500_000_00,
        approval_limit_cents=500_000_00,
    )  # fmt: skip
    buyer = market.buyers[0]
    schools = [buyer.site, *(a_delivery_location(buyer.party) for _ in range(3))]
    # 24 classes of 25 in four schools; three rows more are wrong.
    rows = [(TABLET, 25, schools[n % 4].code, "", "", f"class {n + 1}") for n in range(24)]
    rows[4:4] = [("TABLET-9", 25, schools[0].code)]
    rows[9:9] = [(TABLET, "twenty", schools[0].code)]
    rows.append((TABLET, 25, "closed-school"))
    school = client_of(buyer.employee)

    sent = {
        "cost_centre": buyer.cost_centre.pk, "delivery_location": buyer.site.pk,
        "file": SimpleUploadedFile("tablets.csv", a_sheet(*rows)),
    }  # fmt: skip
    checked = school.post("/order-files/send/", sent)["Location"]
    page = shown(school.get(checked))
    faults = re.findall(r'<th scope="row" class="num">(\d+)</th><td[^>]*><code>(\w+)</code>', page)
    assert faults == [("6", "item"), ("11", "quantity"), ("28", "site")]
    assert "€210,000.00" in page

    refused = school.post(f"{checked}order/")
    assert refused.status_code == 422
    with reading(buyer.manager):
        assert Requisition.objects.count() == 0

    accepted = school.post(f"{checked}order/", {"leave_out": 3})
    assert accepted.status_code == 303
    requisition = accepted["Location"].split("?")[0]
    assert school.post(f"{checked}order/", {"leave_out": 3})["Location"] == accepted["Location"]

    approver = client_of(buyer.approver)
    assert approver.post(f"{requisition}approve/").status_code == 303
    with reading(buyer.manager):
        made = Requisition.objects.get()
        orders = list(Order.objects.order_by("delivery_location_id"))
        documents = [edocs.read(content_of(order.message_id)) for order in orders]
        pieces = sum(OrderLine.objects.values_list("quantity", flat=True))
        committed = Budget.objects.get().committed_cents
    with reading(market.category_manager):
        ceiling = Ceiling.objects.get(agreement=market.agreement).committed_cents
    assert (made.state, pieces) == (RequisitionState.ORDERED, 600)
    assert [order.delivery_location_id for order in orders] == sorted(s.pk for s in schools)
    assert [len(document.lines) for document in documents] == [6, 6, 6, 6]
    assert {d.delivery.location_name for d in documents} == {s.name for s in schools}
    # By hand: 600 at 350.00.
    assert committed == ceiling == 210_000_00
