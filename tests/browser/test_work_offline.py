"""The day's jobs on a phone whose connection goes and comes: each scan counts once."""

from __future__ import annotations

import pytest

from browser_ground import signed_in
from factories.fleet import asset_of, new_serials, received_devices
from factories.ordering import a_market
from factories.parties import an_account
from factories.work import planned_work
from samkop.fleet.models import Signature, WorkReport
from samkop.parties.models import Person
from samkop.platform.unit_of_work import reading
from work_phone import SIZE, scan, sign, waits

# Chromium says to a page that comes back from its worker's cache that it is offline a moment after
# the page has begun: what it asks in that moment would reach the server.
CUT = """
const asks = window.fetch;
window.fetch = (...what) => sessionStorage.getItem('cut')
    ? Promise.reject(new TypeError('offline')) : asks(...what);
"""


@pytest.fixture(scope="module")
def buyer_with_devices(database):
    market = a_market(maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9)
    return market.buyers[0], received_devices(market, *new_serials(3))


@pytest.fixture
def phone(browser, live_server, buyer_with_devices):
    buyer, _devices = buyer_with_devices
    with reading(buyer.manager):
        person = Person.objects.get(id=buyer.manager.person_id)
    account = an_account(person)
    context = browser.new_context(**SIZE)
    page = signed_in(context.new_page(), live_server, account)
    page.clock.install()
    page.goto(f"{live_server}/devices/today/")
    page.wait_for_selector("#today[data-ready=yes]", state="attached")
    yield page
    context.close()


def kept(buyer, order):
    with reading(buyer.manager):
        reports = WorkReport.objects.filter(work_order=order).order_by("id")
        return [(one.kind, one.serial_number) for one in reports], [
            len(one.strokes) for one in Signature.objects.filter(work_order=order)
        ]


def test_what_is_scanned_in_ten_minutes_without_a_connection_is_kept_once(
    buyer_with_devices, request
):
    buyer, devices = buyer_with_devices
    order = planned_work(buyer, devices, "transport", location_id=buyer.site.pk)
    page = request.getfixturevalue("phone")
    page.add_init_script(CUT)
    page.evaluate("sessionStorage.setItem('cut', 'yes')")
    page.context.set_offline(True)
    page.clock.fast_forward("10:00")
    first, second, third = (one.serial_number for one in devices)
    # Nobody has taken anything along: a scan would say so. What is chosen instead stays chosen.
    says = page.locator("[data-job]:visible select[name=kind]")
    assert says.input_value() == "collected"
    says.select_option("scanned")
    scan(page, first)
    scan(page, "of another job")
    scan(page, second)
    # The phone was locked, the page thrown away: it comes back without a connection.
    page.reload()
    waits(page, 2)
    scan(page, third)
    sign(page, "Aino Ansökare")
    page.reload()
    waits(page, 4, failures=1)
    assert kept(buyer, order) == ([], [])

    answers = []

    def lose_the_first(route):
        answers.append(route.fetch().status)
        if len(answers) == 1:
            route.abort()
        else:
            route.continue_()

    page.route("**/devices/today/sync/", lose_the_first)
    page.evaluate("sessionStorage.removeItem('cut')")
    page.context.set_offline(False)
    waits(page, 4, failures=2)
    page.clock.fast_forward("00:20")
    waits(page, 0)
    assert answers[0] == 200
    assert len(answers) >= 2
    scans = [("scanned", code) for code in (first, second, third)]
    done = [("done", code) for code in (first, second, third)]
    assert kept(buyer, order) == (scans + done, [2])
    assert {asset_of(buyer, one.serial_number).custody_step for one in devices} == {1}
