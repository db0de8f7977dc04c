"""axe finds nothing in any page (WCAG 2.0 to 2.2, A and AA).

Small form: every page in Finnish, whose words are the longest, light and wide, then dark and
narrow; with --all three languages, two themes, two widths. ``looks.py`` says what of a page is
looked at.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import URLResolver, get_resolver

from browser_ground import a_client, signed_in
from declared_addresses import PARAMETERS
from factories.awards import award_pages
from factories.benefit import benefit_things
from factories.call_offs import a_draft_rule, a_panel, a_part, offer_of, sent_in
from factories.care import cared_for
from factories.coding import a_coding_rule, a_kept_file, a_setup
from factories.configurations import a_configuration
from factories.consultations import a_reported_consultation
from factories.decisions import decision_ids
from factories.despatches import a_counted_receipt, a_despatched_line, a_return, announced
from factories.entitlements import an_entitlement
from factories.feedback import feedback_things
from factories.fleet import changed_device, expected_device, fleet_things
from factories.fleet_returns import things_that_come_back
from factories.import_files import a_people_file, an_import_file
from factories.invoices import a_held_invoice, an_invoice, recorded
from factories.joint_range import a_range_at_work
from factories.leases import a_financing, running
from factories.notifications import Reader, tell
from factories.open_data import published_ids
from factories.opened_bids import evaluation_ids
from factories.order_changes import an_asked_change, confirm
from factories.order_files import a_sheet, an_order_file
from factories.ordering import LAPTOP, PHONE, a_market, a_requisition, an_outside_order, approved
from factories.parties import a_person, acting, an_account
from factories.pictures import a_picture
from factories.planning import planning_things
from factories.prices import a_published_price, price_things
from factories.punch_out import a_system, returned
from factories.purchase_plan import a_refused_purchase
from factories.registers import a_fleet_file
from factories.rents import a_rent_file
from factories.saved_baskets import a_saved_basket
from factories.security import security_things
from factories.shortages import a_shortage
from factories.spares import spares_refused
from factories.standing_orders import a_refused_run
from factories.steering_things import steering_things
from factories.supplier_reports import a_report, a_row
from factories.tendering import tender_ids
from factories.work import device_ids
from looks import FULL, Looker
from samkop.agreements.usecases.call_off import rank_supplier
from samkop.agreements.usecases.price_file import upload_price_file
from samkop.exchange.queries import endpoint_of
from samkop.ordering.models import ApprovalAuthority, Order
from samkop.ordering.usecases.approval_links import digest_of, open_link
from samkop.ordering.usecases.approval_rules import NewRule, add_rule, draft_rules
from samkop.ordering.usecases.authority import grant_authority
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.chosen_approvals import start_approvals
from samkop.ordering.usecases.projects import add_project
from samkop.ordering.usecases.rule_simulation import simulate_rules
from samkop.ordering.usecases.saved_basket import save_basket
from samkop.parties.models import RoleAssignment
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.lists.usecases import save_filter
from samkop.platform.unit_of_work import perform, reading

METHOD_NOT_ALLOWED = 405
LANGUAGES = ("sv", "fi", "en") if FULL else ("fi",)
# Answers that are no pages: files, and the ways out.
NO_PAGE = re.compile(
    r"\.csv|\.xml|\.pdf|\.js|openapi|api/|sso/|logout|/out/|inactive|\(\?P<|webauthn/keys"
    r"|<int:batch_id>/$|-files/<|/files/<|/file/$|/evidence/<|/copies/<|documents/<int:document_id>"
    r"|/heads?/|/archive/|/minutes/pdf/|/papers/<|<int:decision_id>/document/"
)


def walk(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern)


def ordered_twice(market, buyer):
    """Two orders of several things."""
    made = [approved(market, buyer, LAPTOP, quantity) for quantity in (3, 2)]
    with reading(buyer.manager):
        first, second = (Order.objects.get(requisition=one) for one in made)
    return first, second


def came_in(market, order, user):
    """What the supplier has sent of the order: being received, and something damaged in it."""
    consignment = announced(market, a_despatched_line(order, 1, "SN-1"))
    receipt, scanned, differs = a_counted_receipt(market.buyers[0], consignment, "SN-1")
    invoice = recorded(market, an_invoice(market, order))
    return {
        **cared_for(market.buyers[0], user, expected_device(market.buyers[0], consignment)),
        **device_ids(market.buyers[0], consignment, "Aino"),
        **changed_device(market.buyers[0], consignment, by=user),
        **things_that_come_back(market.buyers[0].party, market.buyers[0].manager),
        "consignment": consignment.pk, "receipt": receipt.pk, "serial": scanned.pk,
        "discrepancy": differs.pk, "invoice": invoice.pk,
        "return": a_return(market.buyers[0], order).pk,
    }  # fmt: skip


def refused_by_itself(market, actor):
    """What would be ordered by itself, of which something was refused."""
    spares, spare_run = spares_refused(market, sentence="The budget is used up.", by=actor)
    standing, refused_run = a_refused_run(market, name="Each term", by=actor)
    planned = a_refused_purchase(market, reference="Class 5B", by=actor)
    return {
        "planned_purchase": planned.pk, "spare_stock": spares.pk, "spare_run": spare_run.pk,
        "standing_order": standing.pk, "standing_order_run": refused_run.pk,
    }  # fmt: skip


def page_of_a_record():
    """The page of a record that everybody may read."""
    opened = datetime.now(UTC) - timedelta(days=90)
    scene, _record = a_reported_consultation(opened=opened)
    return f"/consultations/{scene.consultation.pk}/record/"


class Someone:
    """A person with every role in a municipality that has bought something."""

    def __init__(self):
        market = a_market()
        buyer = market.buyers[0]
        roles = list(RoleName.values)
        self.person = a_person(
            buyer.party, *roles, name="Ansökare",
            cost_centre=buyer.cost_centre, delivery_location=buyer.site,
        )  # fmt: skip
        runner = a_person(market.purchasing_body, RoleName.CATEGORY_MANAGER)
        waiting = a_requisition(market, buyer, PHONE, 2)
        order, second = ordered_twice(market, buyer)
        actor = acting(self.person, buyer.party)
        drafted = perform(buyer.finance, draft_rules, title="Four eyes")
        link = "ab" * 32
        perform(
            buyer.finance, grant_authority, person_id=self.person.pk, cost_centre_id=None,
            limit_cents=10**8, currency="EUR",
        )  # fmt: skip
        perform(
            actors.job("notices", buyer.party.pk), open_link, digest=digest_of(link),
            person_id=self.person.pk, requisition_id=waiting.pk,
        )  # fmt: skip
        for code in (PHONE, LAPTOP):
            perform(actor, add_to_basket, item_id=market.items[code].pk, quantity=2)
        saved = a_saved_basket(market, buyer)
        kept = {"list_name": "orders", "name": "Not answered", "query": "state=placed"}
        filtered = perform(actor, save_filter, **kept)
        rows = a_sheet((PHONE, 25, "", "", "", "5B"), ("NO-SUCH", 1))
        file = an_order_file(buyer, rows, by=actor)
        sound = an_import_file(buyer, "cost-centres", b"code;name\n1;Skolor\n", by=actor)
        people = a_people_file(actor, b"Anst\xc3\xa4lld;e-post\nEva;eva@example.org\n")
        faulty = an_import_file(buyer, "budgets", b"Konto;\xc3\xa5r\n1;x\n", by=actor)
        four_eyes = NewRule("four-eyes", amount_from_cents=1)
        perform(buyer.finance, add_rule, rule_set_id=drafted.pk, rule=four_eyes)
        perform(buyer.finance, simulate_rules, rule_set_id=drafted.pk)
        group, member, rule = an_entitlement(buyer.manager, self.person)
        tell(buyer.party, Reader(buyer.party, actor, None))
        configuration, bundle = a_configuration(actor, actor, market.items[PHONE])
        perform(actor, save_basket, name="With a configuration")
        with reading(actor):
            endpoint = endpoint_of(buyer.party.pk)
            role = RoleAssignment.objects.filter(person=self.person).first()
            authority = ApprovalAuthority.objects.filter(party=buyer.party).first()
        faulty_prices = perform(
            acting(runner, market.purchasing_body), upload_price_file, kind="list-prices",
            agreement_id=market.agreement.pk, name="prices.csv",
            content=b"item;Gruppe;price\nP;g;x\n",
        )  # fmt: skip
        invoice, _held = a_held_invoice(market, order)
        a_setup(buyer)
        system = a_system(market, buyer)
        panel = a_panel(body=market.purchasing_body)
        sent_in(panel, panel.buyers[0])
        self.ids = {
            **a_range_at_work(
                actor, acting(runner, market.purchasing_body), market.items[PHONE],
                market.items[LAPTOP],
            ),
            **fleet_things(market, buyer), **planning_things(actor, days=12),
            **benefit_things(market, buyer),
            **security_things(actor, market.purchasing_body),
            **feedback_things(market, buyer, by=actor), "feedback_grouping": "item",
            **decision_ids(actor, market.purchasing_body),
            **tender_ids(acting(runner, market.purchasing_body)),
            **published_ids(market.agreement, market.purchasing_body, buyer.party),
            **evaluation_ids(acting(runner, market.purchasing_body)),
            "award_letter": 1, "award_step": "decide", "validity_extension": 1,
            "document_request": 1, "bid_secrecy": 1, "notice_role": "own",
            "endpoint": endpoint.pk, **came_in(market, order, actor),
            **refused_by_itself(market, actor),
            "invoice": invoice.pk, "invoice_discrepancy": 1,
            "batch": a_kept_file(buyer).pk,
            "coding_rule": a_coding_rule(buyer).pk,
            "rent_file": a_rent_file(buyer, "rents.csv").pk,
            "allocation": a_shortage(market, LAPTOP).pk,
            "connection": system.connection.pk, "reservation": returned(system).pk,
            "call_off": panel.rule.pk, "offer": offer_of(panel).pk,
            "configuration": configuration.pk, "basket_configuration": bundle.pk,
            "group": group.pk, "group_member": member.pk, "rule": rule.pk,
            "lease": running(market, a_financing(market), 2)[0].pk,
            "agreement": market.agreement.pk, "assignment": role.pk, "file": 1, "line": 1,
            "feature": 1, "price_file": faulty_prices.pk, "picture": 2**62,
            "authority": authority.pk, "cost_centre": buyer.cost_centre.pk,
            "rule_set": drafted.pk, "approval_rule": 1, "delegation": 1,
            "link_token": link,
            "import_file": faulty.pk, "people_file": people.pk,
            "fleet_file": a_fleet_file(actor, b"serial;modell;Tagg\nSN1;X;1\n").pk,
            "import": 1, "import_kind": "budgets",
            "project": perform(buyer.finance, add_project, code="P", name="School").pk,
            "order_file": file.pk, "saved_basket": saved.pk,
            "saved_filter": filtered.pk, "list": "orders",
            "outside": an_outside_order(market, buyer).pk,
            "report": a_report(market, [a_row(buyer, "O-1")]).pk,
            "decision": "suspend", "party": buyer.party.pk,
            "catalogue": market.items[PHONE].catalogue_id, "item": market.items[PHONE].pk,
            "key": 1, "message": order.message_id, "order": order.pk, "person": self.person.pk,
            "order_change": an_asked_change(market, order).pk,
            "notification": 1, "provider": "none", "token": 1, "requisition": waiting.pk,
            "run": 1, "kind": "cost-centre",
            "approval_run": perform(actor, start_approvals, requisition_ids=[waiting.pk]).pk,
            # Last, since it corrects a price that the others rest on.
            **price_things(market, buyer, "Our own"), "published_price": a_published_price(market),
            **steering_things(actor),
        }  # fmt: skip
        a_picture(acting(runner, market.purchasing_body), market.items[PHONE])
        self.account = an_account(self.person)
        ids = "&".join(f"id={item.pk}" for item in market.items.values())
        me = self.person.pk
        self.more = ["/leases/compare/?price=900&rent=24.90&months=36&rate=3",
                     f"/shop/compare/?{ids}", "/basket/recipient/?q=a", f"/basket/?for={me}",
                     f"/import-files/{sound.pk}/",
                     f"/orders/{confirm(market, second).pk}/change/"]  # fmt: skip
        draft = a_draft_rule(panel.runner, number="Draft")
        part = {"agreement_id": a_part(panel.runner, 9).pk, "rank": 1}
        perform(panel.runner, rank_supplier, rule_id=draft.pk, **part)
        self.more += [f"/cooperation/guidelines/versions/{self.ids['guideline_draft']}/",
                      f"/call-offs/{draft.pk}/", f"/call-offs/{draft.pk}/change/",
                      page_of_a_record(),
                      *award_pages(acting(runner, market.purchasing_body))]  # fmt: skip
        seller = an_account(a_person(market.supplier, RoleName.SALESPERSON))
        self.accounts = [self.account, an_account(runner), seller]


@pytest.fixture(scope="module")
def someone(database):
    return Someone()


def addresses(ids):
    for pattern in sorted(set(walk(get_resolver()))):
        if not NO_PAGE.search(pattern):
            yield "/" + re.sub(
                r"<(?:[a-z]+:)?([a-z_0-9]+)>", lambda m: str(ids[PARAMETERS[m.group(1)]]), pattern
            )


def readable(someone, language):
    """The pages that this person is shown, and those that only the purchasing body's one, or
    the supplier's, is shown: the account that reads each, its address, and its text."""
    for account in someone.accounts:
        account.language = language
        account.save()
    clients = [(one, a_client(one)) for one in someone.accounts]
    found, reader = [], dict[str, int]()
    for path in [*addresses(someone.ids), *someone.more]:
        section = path.split("/")[1]
        # Who reads one page of a section likely reads the next; what only takes forms says so.
        for place in sorted(range(len(clients)), key=lambda one: one != reader.get(section, 0)):
            account, client = clients[place]
            answer = client.get(path)
            if answer.status_code == 200:
                reader[section] = place
                found.append((account, path, answer.getvalue().decode()))
            if answer.status_code in {200, METHOD_NOT_ALLOWED}:
                break
    return sorted(found, key=lambda one: one[0].pk)


@pytest.fixture
def looker(browser, live_server):
    """Without movement: a colour on its way from one theme to the other is neither's."""
    context = browser.new_context(reduced_motion="reduce")
    yield Looker(context, live_server)
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_any_page(live_server, looker, someone, language):
    reader, faults = None, {}
    found = readable(someone, language)
    for account, path, html in found:
        if account != reader:
            reader = signed_in(looker.page, live_server, account) and account
        if fault := looker.faults(path, html):
            faults[path] = fault
    assert faults == {}
    # All but the page of a link in a mail, which knows no account.
    assert sum(f'<html lang="{language}"' in html for _account, _path, html in found) > 200
    assert FULL or looker.loaded < len(found) / 10


def test_axe_finds_nothing_before_one_has_signed_in(looker):
    paths = ("/sign-in/", "/sign-in/password/reset/", "/accessibility/", "/no-such-page/")
    assert {path: found for path in paths if (found := looker.faults_loaded(path))} == {}


# Something wrong for each kind of rule: of names, values, parents, colours (one is faint in the
# dark alone), sizes (one is small when narrow alone), what can be scrolled, and width.
PLANTED = """
<style>[data-bs-theme=dark] .planted {color: #555; background: #444}
.planted {color: #000; background: #fff} @media (max-width: 400px) {.small {width: 9px}}
.small, .dot {height: 9px; overflow: hidden; display: inline-block; padding: 0; font-size: 5px}
</style>
<p style="color: #777; background: #888">Faint</p><p class="planted">Faint in the dark</p>
<input name="x"><a href="/x/"></a><button></button><img src="/x.png"><ul><p>No row</p></ul>
<div role="chekbox" aria-checked="7">a</div><button aria-expanded="maybe">b</button>
<a class="dot" href="/a/">a</a><a class="dot" href="/b/">b</a>
<input id="twice"><label id="twice" for="search">c</label><input aria-labelledby="twice nowhere">
<div style="height: 20px; overflow: auto"><div style="height: 300px">Scrolls</div></div>
<table><tr><th>d</th><td headers="no">1</td></tr></table>
<div><button class="small">k</button><button class="small">j</button></div>
<div style="width: 900px">Wide</div></main>
"""


def test_a_page_put_in_shows_what_it_shows_when_it_is_loaded(browser, live_server, someone):
    # What is planted has styles of its own, which no real page may have.
    context = browser.new_context(reduced_motion="reduce", bypass_csp=True)
    looker = Looker(context, live_server)
    page = signed_in(looker.page, live_server, someone.account)
    sound = a_client(someone.account).get("/basket/").content.decode()
    faulty = re.sub(r'<html lang="[a-z]+"', "<html", sound).replace("</main>", PLANTED)
    page.route("**/planted/", lambda route: route.fulfill(body=faulty, content_type="text/html"))
    assert looker.faults("/basket/", sound) == []
    put_in = looker.faults("/planted/", faulty)
    assert FULL or looker.loaded == 0
    assert put_in == looker.faults_loaded("/planted/")
    assert len({tuple(fault.split()[:3]) for fault in put_in}) > 20
    context.close()
