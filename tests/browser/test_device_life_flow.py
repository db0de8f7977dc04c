"""A phone's whole life at a critical site, page by page, everybody in their own role.

From the order in the shop to the recycler, with the lease that goes on with the phone that takes
its place. Played with everything real: pages, database, documents, the phone page's script.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.utils import timezone
from lxml import html
from playwright.sync_api import expect

from factories.exchange import an_endpoint, put_in
from factories.invoices import Sold, an_invoice
from factories.leases import Financing, a_financing
from factories.ordering import PHONE, Market, Municipality, a_market
from factories.parties import a_delivery_location, a_person, acting, an_actor
from samkop.core import edocs
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.queries import folder_of
from samkop.exchange.transmitting import transmit_waiting
from samkop.fleet.models import Asset, LeaseEvent, Signature
from samkop.invoicing.models import MatchResult, RentSchedule
from samkop.ordering.models import Order
from samkop.parties.models import DeliveryLocation
from samkop.platform.actors import Actor
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.unit_of_work import reading
from samkop.site.wiring import FACTS
from seat import Seat
from work_phone import SIZE, scan, sign, waits

USED, SPARE = "R5CX-AKUT-1A", "R5CX-AKUT-2B"
NURSE = "Nattskötare Exempelsson"
WARD = "Akutmottagningen"
SCHEDULE = "S-2207"
MONTHS, RENT = 36, 8_70  # of 300.00 by the factory's plan
NOW = timezone.localtime(timezone=ZoneInfo("Europe/Helsinki"))
TODAY = NOW.date()
FIRST = TODAY.replace(day=1)

# Whose one row says that of each of the devices exactly one holder has it at each moment: each
# step but the first goes on where the one before ended, none at a time of another's, and the
# last is what the device says.
CUSTODY = """
WITH step AS (
    SELECT c.asset_id, c.step, c.holder_id, c.since, following.since AS until,
        following.previous_since = c.since AS goes_on
    FROM fleet_custody c LEFT JOIN fleet_custody following
        ON (following.asset_id, following.previous_step) = (c.asset_id, c.step)
    WHERE c.asset_id = ANY (%(devices)s)
)
SELECT count(DISTINCT s.asset_id),
    bool_and(s.goes_on IS NOT FALSE),
    count(*) FILTER (WHERE s.until IS NULL),
    count(*) FILTER (WHERE s.until IS NULL
        AND (s.holder_id, s.since) = (a.holder_id, a.held_since)),
    count(*) FILTER (WHERE EXISTS (
        SELECT FROM step o WHERE o.asset_id = s.asset_id AND o.step <> s.step
            AND tstzrange(o.since, o.until) && tstzrange(s.since, s.until))),
    (SELECT count(*) FROM (
        SELECT asset_id FROM step GROUP BY asset_id
        HAVING range_agg(tstzrange(since, until))
            = tstzmultirange(tstzrange(min(since), NULL))) whole)
FROM step s JOIN fleet_asset a ON a.id = s.asset_id
"""


@dataclass(frozen=True)
class Place:
    """Who and what is there before anything is ordered."""

    market: Market
    buyer: Municipality
    ward: DeliveryLocation
    nurse: Actor
    installer: Actor
    financing: Financing


@pytest.fixture(scope="module")
def place(database):
    market = a_market(kind="wellbeing-services-county", maker="Samsung", centre="Akutvården")
    [buyer] = market.buyers
    years = [year for year in range(TODAY.year, TODAY.year + 5) if year != 2026]
    financing = a_financing(market, years=years)
    an_endpoint(financing.party)
    ward = a_delivery_location(
        buyer.party, name=WARD, street="Sjukhusgatan 2", criticality="critical"
    )
    nurse = a_person(
        buyer.party, name=NURSE, cost_centre=buyer.cost_centre, delivery_location=buyer.site
    )
    return Place(
        market, buyer, ward, acting(nurse, buyer.party), an_actor(buyer.party, "installer"),
        financing,
    )  # fmt: skip


@dataclass(frozen=True)
class Desks:
    """Everybody's own window, and what the worker does between them."""

    place: Place
    data: Any
    seats: dict[str, Seat]
    phone: Any

    def __getattr__(self, who: str) -> Seat:
        return self.seats[who]

    def carry(self) -> None:
        """What the worker does, until nothing waits."""
        for _round in range(2):
            transmit_waiting(self.data)
            collect_inboxes(self.data)
            while dispatch_waiting(FACTS):
                pass


@pytest.fixture
def desks(place, browser, live_server, tmp_path):
    buyer, market = place.buyer, place.market
    who = {
        "nurse": place.nurse, "approver": buyer.approver, "manager": buyer.manager,
        "finance": buyer.finance, "installer": place.installer, "seller": market.salesperson,
        "lender": place.financing.clerk,
    }  # fmt: skip
    seats = {name: Seat(browser, live_server, actor) for name, actor in who.items()}
    pocket = browser.new_context(**SIZE)
    pocket.add_cookies(seats["installer"].context.cookies())
    for context in (pocket, *(seat.context for seat in seats.values())):
        context.set_default_timeout(60_000)
    yield Desks(place, tmp_path, seats, pocket.new_page())
    for context in (pocket, *(seat.context for seat in seats.values())):
        context.close()


def device(place, serial):
    with reading(place.buyer.manager):
        return Asset.objects.select_related("holder").get(
            owner=place.buyer.party, serial_number=serial
        )


def look_up(seat, serial):
    """Straight to the device, as whoever has it in the hand does."""
    return seat.open(f"/search/?q={serial}")


def order_two(desks):
    """The nurse orders one to use and one to keep in reserve."""
    nurse = desks.nurse.open(f"/shop/?q={PHONE}")
    nurse.press("form[action$='/basket/order-now/'] [type=submit].btn-primary")
    nurse.page.locator("main input[name^='quantity-']").first.fill("2")
    nurse.press("[formaction='/basket/quantity/']").press("#checkout .btn-primary")
    desks.approver.open("/to-approve/").send("/approve/")
    desks.carry()
    with reading(desks.place.buyer.manager):
        return Order.objects.get(buyer=desks.place.buyer.party)


def send_and_receive(desks, order):
    """The supplier confirms and despatches by serial numbers; the installer scans both in."""
    seller, page = desks.seller, f"/orders/{order.pk}/"
    seller.open(page).press("a[href$='/answer/']").send("/answer/send/")
    desks.carry()
    seller.open(page).press("a[href$='/despatch/']")
    seller.give(serials_1=f"{USED}\n{SPARE}").send("/despatch/send/")
    desks.carry()
    assert device(desks.place, USED).state == "expected"
    installer = desks.installer.open("/deliveries/").press("tbody th a").send("/receive/")
    for count, serial in enumerate((USED, SPARE), 1):
        installer.page.locator("#serial").press_sequentially(f"{serial}\n")
        expect(installer.page.locator(".serials code")).to_have_count(count)
    installer.send("/finish/")
    desks.carry()
    assert [device(desks.place, one).state for one in (USED, SPARE)] == ["received"] * 2


def lease_the_one_in_use(desks):
    """It is accepted on the financier's plan; its schedule agrees to the cent; rent is invoiced."""
    plan = desks.place.financing.plan.pk
    manager = look_up(desks.manager, USED).press("a[href^='/leases/accept/']")
    manager.give(plan=plan, accepted_on=FIRST, serials=USED).send("/accept/send/")
    lease = manager.path
    rents = f"serial_number;monthly\n{USED};8,70\n".encode()
    desks.lender.open("/leases/schedule/").give(
        other=desks.place.buyer.party.pk, number=SCHEDULE, starts_on=FIRST, months=MONTHS,
        file=("rents.csv", rents),
    ).send("/schedule/send/")  # fmt: skip
    desks.finance.open(lease).send("/agree/")
    desks.carry()
    seller = desks.seller.open(f"/orders/{device(desks.place, USED).order_id}/")
    seller.press("a[href$='/invoice/']")
    seller.give(number="F-SPARE", quantity_1="1", account="FI2112345600000785")
    seller.send("/invoice/send/")
    rent_invoiced(desks)
    desks.carry()
    return lease


def rent_invoiced(desks):
    """The financier's invoice of this month's rent comes by the exchange."""
    place = desks.place
    document = an_invoice(
        replace(place.market, supplier=place.financing.party), None,
        Sold(1, "8.70", line=None, item=None, serial=USED, name=USED), number="H-RENT",
        issued=TODAY, contract_reference=SCHEDULE, period_start=FIRST,
        period_end=TODAY.replace(day=monthrange(TODAY.year, TODAY.month)[1]),
    )  # fmt: skip
    with reading(place.buyer.manager):
        inbox = desks.data / "exchange" / (folder_of(place.buyer.party.pk) or "") / "inbox"
    put_in(inbox, "rent.xml", edocs.write(document))


def read_list(desks, *serials):
    """The programme's whole list as its portal gives it."""
    content = "\n".join(["Serial number", *serials]).encode()
    return desks.manager.open("/devices/enrolment/").give(
        programme="samsung-knox", file=("knox.csv", content)
    ).send("/enrolment/read/")  # fmt: skip


def prepare(desks):
    """One of them is not enrolled: it is told, put right by the seller, and prepared then."""
    read_list(desks, USED)
    manager = look_up(desks.manager, USED).press("a[href^='/work-orders/plan/']")
    manager.give(kind="staging", devices=f"{USED}\n{SPARE}").send("/plan/send/")
    work = manager.path
    assert read_list(desks, USED).shows(SPARE, "Not enrolled") == []
    phone = desks.phone
    phone.goto(f"{manager.server}/devices/today/")
    phone.wait_for_selector("#today[data-ready=yes]", state="attached")
    for serial in (USED, SPARE):
        scan(phone, serial)
        waits(phone, 0)
    hindered = phone.locator(f"[data-line][data-codes^='{SPARE} '] .pill-bad")
    expect(hindered).to_be_visible()
    assert [device(desks.place, one).state for one in (USED, SPARE)] == ["staged", "received"]
    assert SPARE not in read_list(desks, USED, SPARE).page.locator("main").inner_text()
    phone.reload()
    expect(hindered).to_have_count(0)
    scan(phone, SPARE)
    waits(phone, 0)
    assert manager.open(work).shows("Done") == []
    assert device(desks.place, SPARE).state == "staged"


def bring(desks):
    """It goes to the ward within the ward's hours, and the nurse signs on the phone."""
    manager, ward = desks.manager, desks.place.ward
    manager.open("/devices/hours/").give(
        site=ward.pk, weekday=TODAY.isoweekday(), opens="08:00", closes="10:00"
    ).send("/hours/keep/")
    look_up(manager, USED).press("a[href^='/work-orders/plan/']")
    manager.give(
        kind="transport", location=ward.pk, to_kind="person", to_code="nattskötare",
        promised_on=TODAY,
    ).send("/plan/send/")  # fmt: skip
    assert manager.shows(NURSE, "08.00–10.00", "Critical") == []
    route = desks.installer.open("/devices/today/").press("a[href$='/route/']")
    assert route.shows(WARD, "Sjukhusgatan 2", "08.00–10.00", "Critical") == []
    phone = desks.phone
    phone.goto(f"{manager.server}/devices/today/")
    for kind in ("collected", "scanned"):
        phone.locator("[data-job]:visible select[name=kind]").select_option(kind)
        scan(phone, USED)
        waits(phone, 0)
    assert device(desks.place, USED).state == "in-transit"
    sign(phone, NURSE.lower())
    waits(phone, 0)
    used = device(desks.place, USED)
    assert (used.state, used.location_id) == ("in-use", ward.pk)
    assert used.holder.person_id == desks.place.nurse.person_id
    with reading(desks.place.buyer.manager):
        signed = Signature.objects.get(owner=desks.place.buyer.party)
    assert (signed.person_id, len(signed.strokes)) == (desks.place.nurse.person_id, 2)


def swap(desks, lease):
    """The nurse reports a fault and is given the spare; the lease goes on with it."""
    owed = ledger(desks)
    nurse = desks.nurse.open("/my-devices/").press("a[href$='/ask/fault/']")
    nurse.give(fault="screen", words="Skärmen är svart.").send("/ask/fault/send/")
    installer = desks.installer.open("/device-cases/").press("tbody th a")
    installer.give(device=device(desks.place, SPARE).pk).send("/swap/")
    desks.carry()
    assert desks.nurse.open("/my-devices/").shows(SPARE) == []
    assert [device(desks.place, one).state for one in (USED, SPARE)] == ["maintenance", "in-use"]
    assert desks.finance.open(lease).shows(USED, f"instead of {USED}", "8.70") == []
    after = ledger(desks)
    assert after["swapped"] == (1, 0)
    # Each month is owed once, whichever phone it is for.
    assert (after["rent"][1], after.get("penalty")) == (MONTHS * RENT, None)
    assert {kind: after[kind] for kind in owed} == owed
    with reading(desks.place.buyer.finance):
        rents = RentSchedule.objects.filter(buyer=desks.place.buyer.party).order_by("id")
        assert [
            (one.schedule, one.serial_number, one.monthly_cents, one.months, one.returned_on)
            for one in rents
        ] == [
            (SCHEDULE, USED, RENT, MONTHS, TODAY), (SCHEDULE, SPARE, RENT, MONTHS - 1, None)
        ]  # fmt: skip
    return installer


def ledger(desks):
    """Rows and cents of the lease's ledger, by what they are about."""
    found: dict[str, tuple[int, int]] = {}
    with reading(desks.place.buyer.finance):
        for kind, cents in LeaseEvent.objects.values_list("kind", "cents"):
            count, total = found.get(kind, (0, 0))
            found[kind] = count + 1, total + cents
    return found


def give_back_and_end(desks, case):
    """Not worth repairing: set aside, erased with a proof, recycled."""
    installer = case.give(outcome="not-repaired", to="aside", site=desks.place.buyer.site.pk)
    back = installer.send("/back/").path
    # When it was erased stands there already: now, and it was handed in before.
    installer.give(storage_serial="UFS-0001", method="purge", tool="Raderaren 7").send("/prove/")
    assert installer.give(grade="d", storages=1).send("/check/").shows("UFS-0001") == []
    assert device(desks.place, USED).state == "erased"
    manager = desks.manager.open(back).press("a[href^='/devices/disposals/prepare/']")
    manager.give(kind="recycling", firm="Återvinnarna Ab").send("/prepare/send/")
    manager.give(done_on=TODAY, reference="Å-77", weight="0.18").send("/complete/")
    desks.carry()
    ended = device(desks.place, USED)
    assert (ended.state, ended.end_reason) == ("ended", "recycled")


def chain(place, serial):
    """Who has had it, as the owner of the database sees it."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT h.kind, c.reason FROM fleet_custody c JOIN fleet_holder h ON h.id = c.holder_id"
            " WHERE c.asset_id = %s ORDER BY c.step", [device(place, serial).pk],
        )  # fmt: skip
        return cursor.fetchall()


def custody(place):
    with connections["owner"].cursor() as cursor:
        cursor.execute(CUSTODY, {"devices": [device(place, one).pk for one in (USED, SPARE)]})
        return cursor.fetchone()


def followed(seat):
    """Of the addresses to which the page leads what they are like; one of each is opened."""
    found = set()
    for link in html.fromstring(seat.page.locator("main").inner_html()).xpath("//a/@href"):
        path = re.sub(r"\d+", "N", link.split("?")[0])
        if link.startswith("/") and "N" in path and path not in found:
            assert (link, seat.page.request.get(seat.server + link).status) == (link, 200)
            found.add(path)
    return found


def test_a_phone_of_an_emergency_ward_lives_from_the_order_to_the_recycler(desks):
    place = desks.place
    order = order_two(desks)
    send_and_receive(desks, order)
    prepare(desks)
    lease = lease_the_one_in_use(desks)
    bring(desks)
    case = swap(desks, lease)
    give_back_and_end(desks, case)

    assert chain(place, USED) == [
        ("supplier", "announced"), ("site", "received"), ("carrier", "collected"),
        ("person", "delivered"), ("site", "swapped"), ("nobody", "left"),
    ]  # fmt: skip
    assert chain(place, SPARE) == [
        ("supplier", "announced"), ("site", "received"), ("person", "swapped"),
    ]  # fmt: skip
    # Two devices; every step goes on; one last step of each, which the device says; no overlap;
    # both chains without a gap.
    assert custody(place) == (2, True, 2, 2, 0, 2)
    came_by = {"/agreements/N/", "/requisitions/N/", "/orders/N/", "/deliveries/N/", "/receipts/N/"}
    both = {"/leases/N/", "/invoices/N/", "/work-orders/N/", "/device-cases/N/", "/devices/N/"}
    assert followed(look_up(desks.manager, USED)) == came_by | both | {
        "/signatures/N/", "/devices/returns/N/", "/devices/disposals/N/",
    }  # fmt: skip
    assert followed(look_up(desks.manager, SPARE)) == came_by | both | {
        "/devices/N/ask/fault/", "/devices/N/ask/swap/",
    }  # fmt: skip
    assert desks.manager.open(f"/orders/{order.pk}/").shows(USED, SPARE) == []
    with reading(place.buyer.finance):
        states = MatchResult.objects.filter(buyer=place.buyer.party).values_list(
            "invoice__number", "state"
        )
        assert dict(states) == {"F-SPARE": "accepted", "H-RENT": "accepted"}
