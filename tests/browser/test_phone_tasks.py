"""The five commonest tasks of each role on a phone, 390 px wide.

Every page on the way has to fit: nothing reaches over its edge, and nothing in it scrolls
sideways. What a task was for is asked of the database afterwards.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from browser_ground import signed_in
from factories.notifications import Reader, tell
from factories.order_files import a_sheet
from factories.ordering import (
    LAPTOP,
    PHONE,
    a_market,
    a_requisition,
    an_agreement_for,
    approved,
)
from factories.parties import a_person, a_supplier, acting, an_account
from samkop.agreements.models import FrameworkAgreement, Modification, Participation
from samkop.catalogue.models import Availability, CatalogueItem, RangeItem
from samkop.exchange.transmitting import transmit_waiting
from samkop.ordering.models import (
    AllocationRule,
    ApprovalAuthority,
    ApprovalDelegation,
    Budget,
    BudgetProject,
    Order,
    Requisition,
    RuleSet,
    SavedBasket,
    SupplierReport,
)
from samkop.ordering.usecases.approval_links import digest_of, open_link
from samkop.parties.models import CostCentre, Party, Person, PersonGroup, RoleAssignment
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.jobs import run_job
from samkop.platform.models import JobRun, Notification
from samkop.platform.unit_of_work import perform, reading
from samkop.site import wiring
from seat import give

PHONE_SIZE = {"width": 390, "height": 844}
TODAY = timezone.localdate()
# What stands over the window's edge, and what a finger would have to push sideways.
NOT_FITTING = """() => [...document.querySelectorAll('main *')].filter(one => {
    const hidden = one.closest('.visually-hidden, .form-hidden, thead');
    const scrolls = /auto|scroll/.test(getComputedStyle(one).overflowX);
    const over = one.getBoundingClientRect().right > window.innerWidth + 1;
    const shown = !hidden && one.checkVisibility();
    return shown && (over || (scrolls && one.scrollWidth > one.clientWidth + 1));
}).map(one => one.outerHTML.slice(0, 120)).slice(0, 3)"""


class Phone:
    """A signed-in person's phone; each page that it shows is asked whether it fits."""

    def __init__(self, browser, server, actor):
        with reading(actor):
            person = Person.objects.get(id=actor.person_id)
        account = an_account(person)
        # The longest words are Swedish and Finnish ones.
        account.language = "sv"
        account.save()
        self.context = browser.new_context(viewport=PHONE_SIZE, is_mobile=True, has_touch=True)
        self.page, self.server = signed_in(self.context.new_page(), server, account), server

    def open(self, path):
        answer = self.page.goto(self.server + path)
        assert (path, answer.status) == (path, 200)
        return self.fits()

    def press(self, selector):
        """Press a button or a link that leads to another page."""
        with self.page.expect_navigation():
            self.page.locator(f"main {selector}").first.click()
        return self.fits()

    def give(self, **fields):
        """As ``seat.give``."""
        give(self.page, **fields)
        return self

    def fits(self):
        assert self.page.evaluate("document.documentElement.scrollWidth") <= PHONE_SIZE["width"]
        assert (self.page.url, self.page.evaluate(NOT_FITTING)) == (self.page.url, [])
        return self

    @property
    def path(self):
        return self.page.url.removeprefix(self.server).split("?")[0]


@pytest.fixture
def phone_of(browser, live_server):
    """Makes the phone of an actor; all are put away at the end."""
    phones = []

    def made(actor):
        phones.append(Phone(browser, live_server, actor))
        return phones[-1]

    yield made
    for phone in phones:
        phone.context.close()


def run_waiting(actor):
    """What the worker does with the jobs of the actor's party."""
    wiring.connect()
    with reading(actor):
        waiting = list(JobRun.objects.filter(party_id=actor.party_id, ended_at=None).order_by("id"))
    for run in waiting:
        run_job(run.pk, run.party_id)


def form(end):
    """The button of the form that posts to an address with this end."""
    return f"form[action$='{end}'] [type=submit]"


def test_an_employee_orders_compares_orders_for_a_colleague_repeats_and_takes_back(phone_of):
    market = a_market()
    buyer = market.buyers[0]
    colleague = a_person(
        buyer.party, name="Bibliotekarie Exempelsson-Provlund",
        email="bibliotekarie.exempelsson-provlund@kommunen.example",
    )  # fmt: skip
    phone = phone_of(buyer.employee)

    phone.open(f"/shop/?q={PHONE}").press(form("/basket/order-now/") + ".btn-primary")
    phone.press("#checkout .btn-primary")
    first = phone.path

    phone.open("/shop/")
    for box in phone.page.locator("main [name='id']").all():
        box.check()
    phone.press("#compare [type=submit]")
    assert phone.page.locator("main thead th[scope=col]").count() >= 2

    phone.open(f"/shop/items/{market.items[LAPTOP].pk}/").press("[formaction='/basket/add/']")
    phone.open("/basket/recipient/?q=exempelsson").press("a[href*='for=']")
    phone.press("#checkout .btn-primary")

    phone.open("/mine/").press(form("/repeat/"))
    quantity = phone.page.locator("main input[name^='quantity-']").first
    quantity.fill("3")
    phone.press("[formaction='/basket/quantity/']")
    phone.open("/saved-baskets/").give(name="Till nya på kontoret").press(
        form("/saved-baskets/save/")
    )

    phone.open(first).press(form("/withdraw/"))

    with reading(buyer.employee):
        mine = Requisition.objects.filter(requester_id=buyer.employee.person_id).order_by("id")
        assert [(one.recipient_id, one.state) for one in mine] == [
            (buyer.employee.person_id, "withdrawn"), (colleague.pk, "submitted"),
        ]  # fmt: skip
        (saved,) = SavedBasket.objects.filter(person_id=buyer.employee.person_id)
        assert [line.quantity for line in saved.lines.all()] == [3]


def test_an_approver_approves_rejects_decides_by_mail_reads_and_names_a_delegate(phone_of):
    market = a_market()
    buyer = market.buyers[0]
    one, two, three = (a_requisition(market, buyer, PHONE, number) for number in (1, 2, 3))
    colleague = a_person(buyer.party, RoleName.EMPLOYEE, RoleName.APPROVER, name="Ersättare")
    link = "cd" * 32
    perform(
        actors.job("notices", buyer.party.pk), open_link, digest=digest_of(link),
        person_id=buyer.approver.person_id, requisition_id=three.pk,
    )  # fmt: skip
    tell(buyer.party, Reader(buyer.party, buyer.approver, None))
    phone = phone_of(buyer.approver)

    phone.open("/to-approve/").press(form(f"/requisitions/{one.pk}/approve/"))
    phone.open(f"/requisitions/{two.pk}/").give(reason="Vi har redan tre i förrådet.")
    phone.press(form("/reject/"))
    phone.open(f"/decide/{link}/").press("form [type=submit].btn-primary")
    phone.open("/notifications/").press(form("/notifications/read/"))
    phone.open("/delegations/").give(
        delegate=colleague.pk, valid_from=TODAY, valid_until=TODAY + timedelta(7)
    )
    phone.press(form("/delegations/delegate/"))

    with reading(buyer.approver):
        decided = Requisition.objects.filter(id__in=[one.pk, two.pk, three.pk]).order_by("id")
        assert [found.state for found in decided] == ["ordered", "rejected", "ordered"]
        assert not Notification.objects.filter(
            person_id=buyer.approver.person_id, read_at=None
        ).exists()
        named = ApprovalDelegation.objects.get(approver_id=buyer.approver.person_id)
        assert named.delegate == colleague


def test_an_ict_manager_finds_an_order_cancels_one_orders_a_class_joins_and_reads_budgets(phone_of):
    market = a_market()
    buyer = market.buyers[0]
    approved(market, buyer, PHONE, 2)
    approved(market, buyer, LAPTOP, 1)
    later = an_agreement_for(
        market.category_manager, a_supplier(), market.buyers, 10_000_00, {"X-1": 1_00}, {},
        joined=False,
    )  # fmt: skip
    with reading(buyer.manager):
        found, cancelled = Order.objects.filter(buyer=buyer.party).order_by("id")
    phone = phone_of(buyer.manager)

    phone.open(f"/search/?q={found.number}")
    assert phone.path == f"/orders/{found.pk}/"
    phone.open("/orders/").press(f"a[href='/orders/{cancelled.pk}/']")
    phone.press(f"a[href='/orders/{cancelled.pk}/change/']")
    phone.page.fill("form[action$='/change/cancel/'] [name=reason]", "Behövs inte")
    phone.press(form("/change/cancel/"))
    phone.open("/order-files/").give(
        file=("klass-5b.csv", a_sheet((PHONE, 5, "", "", "", "5B"))),
        cost_centre=buyer.cost_centre.pk, delivery_location=buyer.site.pk,
    )  # fmt: skip
    phone.press(form("/order-files/send/")).press(form("/order/"))
    phone.open(f"/agreements/{later.pk}/").press("a[href$='/join/']").give(
        decided_on=TODAY, organ="Kommunstyrelsen", register_number="D/7", orders_from=TODAY
    )
    phone.press(form("/join/send/"))
    phone.open("/budgets/")
    assert phone.page.locator("main tbody tr").count() == 1

    with reading(buyer.manager):
        assert Order.objects.get(pk=cancelled.pk).state == "cancelled"
        assert Requisition.objects.latest("id").lines.get().quantity == 5
        assert Participation.objects.filter(agreement=later, buyer=buyer.party).exists()


def test_a_category_manager_takes_in_a_catalogue_keeps_the_range_raises_divides_and_suspends(
    phone_of,
):
    market = a_market()
    runner, agreement = market.category_manager, market.agreement
    phone = phone_of(runner)
    sheet = (
        f"Artikelnummer;Benämning;Pris;Kategori\n{PHONE};Telefon med långt namn;290,00;telefon\n"
    )

    phone.open("/catalogues/").give(file=("hösten.csv", sheet.encode())).press(
        form("/catalogues/upload/")
    )
    run_waiting(runner)
    phone.open(phone.path).press(form("/import/"))
    run_waiting(runner)
    phone.open(phone.path)
    phone.open(f"/shop/items/{market.items[LAPTOP].pk}/").press(form("/range/"))
    phone.open(f"/agreements/{agreement.pk}/modifications/").give(
        ground="additional", by="1000", description="Fler surfplattor", decided_on=TODAY,
        register_number="D/8", notice_number="2026/S 1",
    )  # fmt: skip
    phone.press(form("/modifications/send/"))
    phone.open("/shortages/").give(method="proportional").press(form("/shortages/rule/"))
    phone.open(f"/agreements/{agreement.pk}/decide/suspend/").give(
        reason="Leverantören hörs.", register_number="D/9"
    )
    phone.press(form("/decide/suspend/send/"))

    with reading(runner):
        assert CatalogueItem.objects.get(pk=market.items[PHONE].pk).list_price_cents == 290_00
        assert RangeItem.objects.filter(item=market.items[LAPTOP]).exists()
        assert Modification.objects.get(agreement=agreement).value_change_cents == 1000_00
        assert AllocationRule.objects.get(agreement=agreement).method == "proportional"
        assert FrameworkAgreement.objects.get(pk=agreement.pk).state == "suspended"


def test_a_salesperson_reads_an_order_says_what_there_is_and_reports_the_quarter(
    phone_of, tmp_path
):
    market = a_market()
    buyer, item = market.buyers[0], market.items[PHONE]
    approved(market, buyer, PHONE, 2)
    transmit_waiting(tmp_path)
    phone = phone_of(market.salesperson)
    with reading(market.salesperson):
        order = Order.objects.get(supplier=market.supplier)

    phone.open("/orders/").press(f"a[href='/orders/{order.pk}/']")
    phone.open("/availability/").press(f"a[href='/availability/items/{item.pk}/']")
    phone.give(in_stock=40, lead_time_days=3).press(form("/say/"))
    phone.open("/availability/").give(
        file=("lager.csv", f"artikelnummer;i lager\n{LAPTOP};7\n".encode())
    )
    phone.press(form("/availability/upload/")).press(form("/import/"))
    phone.open("/messages/").press("a[href^='/messages/']")
    rows = f"Köpare;Order;Datum;Belopp;Avgift\n{buyer.party.identifier};{order.number};"
    phone.open(f"/agreements/{market.agreement.pk}/reports/").give(
        first_day="2026-01-01", last_day="2026-03-31",
        file=("kvartal.csv", f"{rows}2026-03-02;600,00;0\n".encode()),
    )  # fmt: skip
    phone.press(form("/reports/send/"))

    with reading(market.salesperson):
        said = Availability.objects.filter(item__agreement=market.agreement).order_by("item_id")
        assert {one.item_id: one.in_stock for one in said} == {
            item.pk: 40, market.items[LAPTOP].pk: 7,
        }  # fmt: skip
        assert SupplierReport.objects.filter(agreement=market.agreement).count() == 1


def test_an_administrator_adds_gives_a_role_imports_makes_a_place_and_a_group(phone_of):
    market = a_market()
    party: Party = market.buyers[0].party
    admin = acting(a_person(party, RoleName.ADMINISTRATOR), party)
    phone = phone_of(admin)

    phone.open("/administration/people/").press("a[href$='/people/add/']").give(
        name="Vaktmästare Långnamnsson", email="vaktmastare.langnamnsson@kommunen.example",
        role="employee",
    )  # fmt: skip
    phone.press(form("/people/add/send/"))
    phone.give(role="approver").press(form("/roles/"))
    phone.open("/administration/people/import/").give(
        file=("skolan.csv", b"namn;e-post\nLektor;lektor.med.lang.adress@kommunen.example\n")
    )
    phone.press("form[enctype] [type=submit]").press("form.sticky-actions [type=submit]")
    phone.open("/administration/cost-centres/add/").give(code="9100", name="Fritidsgårdarna")
    phone.press("form.form [type=submit]")
    phone.open("/administration/groups/").give(code="HV-N", name="Hemvårdens nattpatrull")
    phone.press("form.form [type=submit]")

    with reading(admin):
        added = Person.objects.get(email="vaktmastare.langnamnsson@kommunen.example")
        roles = RoleAssignment.objects.filter(person=added).values_list("role", flat=True)
        assert set(roles) == {"employee", "approver"}
        assert Person.objects.filter(name="Lektor", registered_by=party).exists()
        assert CostCentre.objects.filter(party=party, code="9100").exists()
        assert PersonGroup.objects.filter(party=party).count() == 1


def test_a_finance_clerk_sets_budgets_grants_authority_makes_a_project_and_adopts_rules(phone_of):
    market = a_market()
    buyer = market.buyers[0]
    with reading(buyer.finance):
        colleague = Person.objects.get(id=buyer.approver.person_id)
    phone = phone_of(buyer.finance)

    phone.open("/budgets/set/").give(
        cost_centre=buyer.cost_centre.pk, year=TODAY.year + 1, amount="60000"
    )
    phone.press(form("/budgets/save/"))
    phone.open("/budgets/projects/").give(code="P-1", name="En surfplatta åt varje förskola")
    phone.press(form("/budgets/projects/add/"))
    phone.open("/authority/add/").give(
        person=colleague.pk, cost_centre=buyer.cost_centre.pk, limit="2500", valid_from=TODAY
    )
    phone.press(form("/authority/grant/"))
    phone.open("/approval-rules/").give(title="Fyra ögon över tusen").press(form("/draft/"))
    phone.give(amount_from="1000", outcome="four-eyes").press(form("/add/"))
    phone.press(form("/simulate/"))
    run_waiting(buyer.finance)
    phone.open(phone.path).give(valid_from=TODAY + timedelta(1)).press(form("/adopt/"))

    with reading(buyer.finance):
        budgets = Budget.objects.filter(cost_centre=buyer.cost_centre, year=TODAY.year + 1)
        assert [one.amount_cents for one in budgets] == [60_000_00]
        assert BudgetProject.objects.filter(party=buyer.party, code="P-1").exists()
        granted = ApprovalAuthority.objects.filter(party=buyer.party, limit_cents=2_500_00)
        assert granted.count() == 1
        (adopted,) = RuleSet.objects.filter(party=buyer.party, title="Fyra ögon över tusen")
        assert adopted.valid_from == date.fromordinal(TODAY.toordinal() + 1)
