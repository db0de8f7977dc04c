"""What the shop refuses, met by people on its pages: why, and what to do, in Chromium."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from factories.agreements import a_runner
from factories.exchange import an_endpoint
from factories.order_files import a_sheet
from factories.ordering import PHONE, a_buyer, a_market, a_requisition, an_item
from factories.parties import (
    a_delivery_location,
    a_municipality,
    a_purchasing_body,
    a_supplier,
    an_actor,
)
from factories.price_rules import SCOPES, a_ruled_agreement
from samkop.agreements.models import AdmittedModel, FrameworkAgreement
from samkop.agreements.usecases.prices import NewPrice, set_list_prices
from samkop.catalogue.usecases.entitlements import Subject, add_entitlement_rule
from samkop.ordering.models import Order, OrderLine, Requisition
from samkop.ordering.usecases.approval_links import digest_of, open_link
from samkop.ordering.usecases.authority import grant_authority
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading
from seat import Seat

WITHIN = {
    "seller_item_id": "MONITOR-2", "name": "Skärmia 27", "maker": "Skärmia",
    "price_group": "monitors", "category": "monitor", "screen_size": "27 in",
    "reference": "Maker's list 2026-10", "valid_from": "2026-11-02", "register_number": "D/9",
}  # fmt: skip
TODAY = date.today()  # noqa: DTZ011 - the pages act today, whatever the day


@pytest.fixture
def seat_of(browser, live_server):
    """Makes the seat of an actor; all windows are closed at the end."""
    seats = []

    def made(actor):
        seats.append(Seat(browser, live_server, actor))
        return seats[-1]

    yield made
    for seat in seats:
        seat.context.close()


def orders_of(buyer):
    with reading(buyer.manager):
        return Order.objects.filter(buyer=buyer.party).count()


def ordered_now(seat, item):
    """Ask for one of an item from its page, and send it in."""
    seat.open(f"/shop/items/{item.pk}/").send("/basket/order-now/")
    return seat.press("#checkout .btn-primary")


def test_an_interim_agreement_ends_with_the_judgment_and_the_next_order_names_it(seat_of):
    body, supplier, buyer = a_purchasing_body(), a_supplier(), a_buyer()
    an_endpoint(supplier)
    an_endpoint(buyer.party)
    manager = an_actor(body, RoleName.CATEGORY_MANAGER)
    registrar = an_actor(buyer.party, RoleName.REGISTRAR)
    desk = seat_of(manager)
    desk.open("/agreements/prepare/").give(
        number="INT-1", register_number="D/100", supplier=supplier.pk, title_sv="Telefoner",
        title_fi="Puhelimet", title_en="Phones", category="mobile-devices",
        valid_from="2026-01-01", valid_until="2029-12-31", currency="EUR",
        maximum_value="50000.00", acts_as="intermediary", fee="1.5",
    ).send("/agreements/prepare/send/")  # fmt: skip
    with reading(manager):
        agreement = FrameworkAgreement.objects.get(number="INT-1")
    perform(
        manager, set_list_prices, agreement_id=agreement.pk, valid_from=date(2026, 1, 1),
        prices=[NewPrice(PHONE, PHONE, 300_00)],
    )  # fmt: skip
    item = an_item(manager, agreement, PHONE, 300_00)
    address = f"/agreements/{agreement.pk}/"
    desk.open(f"{address}buyers/").give(
        buyer=buyer.party.pk, expected_share="20000", kind="central-purchasing",
        basis_from="2026-01-01", document="Serviceavtal", basis_register_number="D/101",
    ).send("/buyers/send/")  # fmt: skip
    desk.open(f"{address}decide/interim/").give(
        court="Marknadsdomstolen", case_number="2026/417", reason="Under review.",
        started_on=TODAY - timedelta(3), register_number="D/103",
    ).send("/decide/interim/send/")  # fmt: skip
    seat_of(registrar).open(f"{address}join/").give(
        decided_on=TODAY, orders_from=TODAY, organ="Kommunstyrelsen", register_number="D/102"
    ).send("/join/send/")

    employee = seat_of(buyer.employee)
    first = ordered_now(employee, item).path
    approver = seat_of(buyer.approver).open(first)
    approver.send("/approve/")
    assert orders_of(buyer) == 1
    waiting = ordered_now(employee, item).path

    desk.open(f"{address}decide/judgment/").give(
        outcome="award-annulled", decided_on=TODAY, reason="The award is annulled.",
        register_number="D/105",
    ).send("/decide/judgment/send/")  # fmt: skip

    approver.open(waiting).send("/approve/")
    assert approver.refused == "agreement-interim-ended"
    assert approver.shows("Marknadsdomstolen", "2026/417", "Orders placed before stay") == []
    assert orders_of(buyer) == 1


def test_a_model_outside_the_tendered_scope_cannot_enter(seat_of):
    body = a_purchasing_body()
    runner = a_runner(body)
    agreement = a_ruled_agreement(runner, a_supplier(), [a_municipality()], scopes=SCOPES)
    desk = seat_of(runner).open(f"/agreements/{agreement.pk}/new-model/").give(**WITHIN)
    desk.give(price="500.01").send("/new-model/send/")
    assert desk.answer.status == 409
    assert (
        desk.shows("lies outside what was tendered in monitors", "a procurement of its own") == []
    )
    with reading(runner):
        assert AdmittedModel.objects.count() == 0
    # What was typed stands there still; only the price has to be put right.
    desk.give(price="399.90").send("/new-model/send/")
    with reading(runner):
        assert AdmittedModel.objects.filter(agreement=agreement).count() == 1


def test_an_order_beyond_the_entitlement_is_refused_with_what_is_left(seat_of):
    market = a_market(free_below_cents=10**7)
    buyer = market.buyers[0]
    perform(
        buyer.manager, add_entitlement_rule, subject=Subject("category", "phone"), quantity=1,
        months=24,
    )  # fmt: skip
    employee = seat_of(buyer.employee)
    employee.open(f"/shop/items/{market.items[PHONE].pk}/")
    employee.give(quantity=2).send("/basket/order-now/")
    employee.press("#checkout .btn-primary")
    assert (employee.answer.status, orders_of(buyer)) == (409, 0)
    assert employee.shows("may have 1 more of this kind", "for an exception") == []
    employee.open("/basket/").page.locator("main input[name^='quantity-']").first.fill("1")
    employee.press("#checkout .btn-primary")
    assert orders_of(buyer) == 1


def test_nobody_approves_an_order_of_ones_own(seat_of):
    market = a_market()
    buyer = market.buyers[0]
    both = an_actor(buyer.party, RoleName.EMPLOYEE, RoleName.APPROVER, name="Both")
    perform(
        buyer.finance, grant_authority, person_id=both.person_id, cost_centre_id=None,
        limit_cents=10_000_00,
    )  # fmt: skip
    seat = seat_of(both)
    seat.open(f"/shop/items/{market.items[PHONE].pk}/").send("/basket/order-now/")
    seat.give(cost_centre=buyer.cost_centre.pk, delivery_location=buyer.site.pk)
    own = seat.press("#checkout .btn-primary").path
    assert seat.open(own).page.locator("main form[action$='/approve/']").count() == 0
    assert seat.open("/to-approve/").page.locator("main form[action$='/approve/']").count() == 0
    # Whoever makes the button himself hears why there is none.
    seat.open(own)
    token = seat.page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    answer = seat.context.request.post(
        f"{seat.server}{own}approve/", form={"csrfmiddlewaretoken": token},
        headers={"Referer": seat.page.url},
    )  # fmt: skip
    assert (answer.status, "<code>own-requisition</code>" in answer.text()) == (403, True)
    assert orders_of(buyer) == 0


def test_a_mailed_link_decides_once(seat_of):
    market = a_market()
    buyer = market.buyers[0]
    waiting, link = a_requisition(market, buyer, PHONE), "ab" * 32
    perform(
        actors.job("notices", buyer.party.pk), open_link, digest=digest_of(link),
        person_id=buyer.approver.person_id, requisition_id=waiting.pk,
    )  # fmt: skip
    seat = seat_of(buyer.approver).open(f"/decide/{link}/")
    seat.press("form [type=submit].btn-primary")
    assert orders_of(buyer) == 1
    answer = seat.page.goto(f"{seat.server}/decide/{link}/")
    assert (answer.status, seat.refused, orders_of(buyer)) == (409, "link-used", 1)


def test_the_absent_approvers_delegate_decides(seat_of):
    market = a_market()
    buyer = market.buyers[0]
    delegate = an_actor(buyer.party, RoleName.EMPLOYEE, RoleName.APPROVER, name="Delegate")
    waiting = f"/requisitions/{a_requisition(market, buyer, PHONE).pk}/"
    stranger = seat_of(delegate).open("/to-approve/")
    assert stranger.page.locator(f"main form[action='{waiting}approve/']").count() == 0
    seat_of(buyer.approver).open("/delegations/").give(
        delegate=delegate.person_id, valid_from=TODAY, valid_until=TODAY + timedelta(7)
    ).send("/delegations/delegate/")
    stranger.open("/to-approve/").press(f"form[action='{waiting}approve/'] [type=submit]")
    assert orders_of(buyer) == 1
    with reading(buyer.manager):
        [decision] = Requisition.objects.get().approvals.all()
    assert decision.person_id == delegate.person_id
    assert decision.on_behalf_of_id == buyer.approver.person_id


def test_a_school_orders_600_tablets_by_file_with_three_faulty_rows(seat_of):
    market = a_market(
        prices={"TABLET-1": 350_00}, maximum_cents=1_000_000_00, budget_cents=500_000_00,
        approval_limit_cents=500_000_00,
    )  # fmt: skip
    buyer = market.buyers[0]
    schools = [buyer.site, *(a_delivery_location(buyer.party) for _ in range(3))]
    rows = [("TABLET-1", 25, schools[n % 4].code, "", "", f"class {n + 1}") for n in range(24)]
    rows[4:4] = [("TABLET-9", 25, schools[0].code)]
    rows[9:9] = [("TABLET-1", "twenty", schools[0].code)]
    rows.append(("TABLET-1", 25, "closed-school"))
    school = seat_of(buyer.employee).open("/order-files/").give(
        cost_centre=buyer.cost_centre.pk, delivery_location=buyer.site.pk,
        file=("tablets.csv", a_sheet(*rows)),
    )  # fmt: skip
    school.send("/order-files/send/")
    faults = school.page.locator("main tr:has(code) th[scope=row]").all_inner_texts()
    assert (faults, school.shows("€210,000.00")) == (["6", "11", "28"], [])
    school.send("/order/")
    seat_of(buyer.approver).open(school.path).send("/approve/")
    assert orders_of(buyer) == 4
    with reading(buyer.manager):
        assert sum(OrderLine.objects.values_list("quantity", flat=True)) == 600
