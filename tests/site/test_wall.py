"""The wall: every address × method × role, and nothing of another's is shown or changed.

Generated from the resolver. The victim is a municipality with an agreement, a supplier and
a purchasing body of its own; everything private of theirs carries a marker. Everybody else
asks for it by its true ids.
"""

from __future__ import annotations

import itertools
import os
import re
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import connections
from django.test import Client
from django.urls import URLResolver, get_resolver

from declared_addresses import DECLARED, FORM, PARAMETERS
from factories.benefit import benefit_things
from factories.call_offs import a_panel, offer_of
from factories.care import cared_for
from factories.coding import a_coding_rule, a_kept_file
from factories.configurations import a_configuration
from factories.decisions import decision_ids
from factories.despatches import a_counted_receipt, a_despatched_line, a_return, announced
from factories.entitlements import an_entitlement
from factories.feedback import feedback_things
from factories.fleet import changed_device, expected_device, fleet_things
from factories.fleet_returns import things_that_come_back
from factories.import_files import a_people_file, an_import_file
from factories.invoices import a_held_invoice
from factories.joint_range import range_things
from factories.leases import a_financing, running
from factories.opened_bids import evaluation_ids
from factories.order_changes import an_asked_change
from factories.order_files import a_sheet, an_order_file
from factories.ordering import (
    PHONE,
    a_market,
    a_requisition,
    adopted,
    an_outside_order,
    approved,
)
from factories.parties import (
    a_cost_centre,
    a_delivery_location,
    a_party,
    a_person,
    acting,
    an_account,
    an_actor,
)
from factories.pictures import a_picture
from factories.planning import planning_things
from factories.prices import price_things
from factories.punch_out import a_system, returned
from factories.purchase_plan import a_refused_purchase
from factories.registers import a_fleet_file
from factories.rents import a_rent, a_rent_file
from factories.saved_baskets import a_saved_basket
from factories.security import security_things
from factories.shortages import a_shortage
from factories.spares import spares_refused
from factories.standing_orders import a_refused_run
from factories.steering_things import steering_things
from factories.supplier_reports import a_report, a_row
from factories.tendering import tender_ids
from factories.work import device_ids
from samkop.agreements.usecases.price_file import upload_price_file
from samkop.catalogue.usecases.configurations import set_enrolment
from samkop.catalogue.usecases.shop_keeping import feature_item
from samkop.exchange.queries import endpoint_of
from samkop.ordering.models import ApprovalAuthority, Order
from samkop.ordering.usecases.approval_rules import NewRule
from samkop.ordering.usecases.chosen_approvals import start_approvals
from samkop.ordering.usecases.delegation import delegate_approvals
from samkop.ordering.usecases.projects import add_project
from samkop.ordering.vocabulary import Outcome
from samkop.parties.models import RoleAssignment
from samkop.parties.vocabulary import PartyKind, RoleName
from samkop.platform import actors
from samkop.platform.jobs import start_job
from samkop.platform.lists.usecases import save_filter
from samkop.platform.models import ImportRecord, Notification
from samkop.platform.notifications import notify
from samkop.platform.tokens import SCOPES, issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading
from samkop.site.sent import Given
from samkop.site.sent_files import send_file

FULL = os.environ.get("SAMKOP_TEST_SCALE") == "all"
MARKER = "Zq7hemlig"
APART = ({RoleName.EMPLOYEE}, {RoleName.APPROVER, RoleName.ADMINISTRATOR})
SENT = "application/x-www-form-urlencoded"
METHOD_NOT_ALLOWED = 405
METHODS = ("get", "post", "put", "patch", "delete")

pytestmark = [pytest.mark.usefixtures("database", "pages"), pytest.mark.empty_database]


def walk(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern.name


ADDRESSES = sorted(set(walk(get_resolver())))


def test_every_address_is_declared():
    assert {name for _, name in ADDRESSES} - DECLARED == set()


def test_every_parameter_is_declared():
    parameters = {
        name
        for path, _ in ADDRESSES
        for name in re.findall(r"<(?:[a-z]+:)?([a-z_0-9]+)>", path)
        if "(?P<" not in path
    }
    assert parameters - set(PARAMETERS) == set()


def notify_all(*, actor, now, people, party_id):
    notify(
        party_id=party_id, person_ids=people, kind="requisition-rejected",
        subject="ordering.requisition:1", facts={"reason": MARKER}, url="/mine/",
    )  # fmt: skip


def ask_for_a_check(*, actor, now):
    return start_job(actor=actor, now=now, task="catalogue-check", key="wall", inputs={})


class Victim:
    """A market of its own, with a marker in everything that is private."""

    def __init__(self):
        self.market = a_market()
        buyer = self.market.buyers[0]
        self.buyer = buyer
        person = a_person(buyer.party, name=f"{MARKER} person")
        centre = a_cost_centre(buyer.party, code=f"{MARKER[:4]}c", name=f"{MARKER} centre")
        site = a_delivery_location(buyer.party, name=f"{MARKER} site", street=f"{MARKER} street")
        waiting = a_requisition(self.market, buyer, PHONE, 3)
        placed = approved(self.market, buyer, PHONE, 2)
        rules = adopted(buyer.finance, [NewRule(Outcome.AUTHORITY)])
        second = an_actor(buyer.party, RoleName.APPROVER, name=f"{MARKER} delegate")
        delegation = perform(
            buyer.approver, delegate_approvals, delegate_id=second.person_id,
            valid_from=date(2099, 1, 1), valid_until=date(2099, 2, 1),
        )  # fmt: skip
        group, member, rule = an_entitlement(buyer.manager, person, name=f"{MARKER} group")
        configuration, bundle = a_configuration(
            self.market.category_manager, buyer.employee, self.market.items[PHONE]
        )
        perform(buyer.manager, set_enrolment, identifiers={"apple": f"{MARKER}-apple"})
        file = an_order_file(buyer, a_sheet((f"{MARKER} item", 1)), name=f"{MARKER}.csv")
        imported = an_import_file(
            buyer, "cost-centres", f"code;name;Okänd\n1;{MARKER} centre;x\n".encode(),
            name=f"{MARKER}.csv",
        )  # fmt: skip
        people = a_people_file(
            an_actor(buyer.party, RoleName.ADMINISTRATOR, name=f"{MARKER} administrator"),
            f"namn;e-post;Okänd\n{MARKER} folk;x;x\n".encode(), name=f"{MARKER}.csv",
        )  # fmt: skip
        sent = perform(
            replace(buyer.finance, scopes=frozenset(SCOPES)), send_file, kind="cost-centres",
            name=f"{MARKER}.csv", content=f"code;name\n1;{MARKER}\n".encode(), given=Given(),
            dry_run=True, leave_out=False,
        )  # fmt: skip
        feature = perform(
            self.market.category_manager, feature_item, item_id=self.market.items[PHONE].pk,
            valid_from=date(2099, 1, 1), valid_until=date(2099, 2, 1),
        )  # fmt: skip
        prices = perform(
            self.market.category_manager, upload_price_file, kind="list-prices",
            agreement_id=self.market.agreement.pk, name=f"{MARKER}.csv",
            content=f"item,price_group,price\n{MARKER},g,x\n".encode(),
        )  # fmt: skip
        pictured = a_picture(self.market.category_manager, self.market.items[PHONE])
        with reading(buyer.finance):
            registered = ImportRecord.objects.get(sha256=imported.sha256)
        project = perform(
            buyer.finance, add_project, code=f"{MARKER[:4]}p", name=f"{MARKER} project"
        )
        self.outside = an_outside_order(self.market, buyer, f"{MARKER} outside")
        saved = a_saved_basket(self.market, buyer, name=f"{MARKER} basket")
        spares, spare_run = spares_refused(self.market, sentence=f"{MARKER} is too dear.")
        standing, refused_run = a_refused_run(self.market, name=f"{MARKER} standing order")
        filtered = perform(
            buyer.manager, save_filter, list_name="orders", name=f"{MARKER} filter", query=""
        )
        system = a_system(self.market, buyer, name=f"{MARKER} system")
        panel = a_panel(suppliers=2, title=f"{MARKER} call-off")
        self.report = a_report(self.market, [a_row(buyer, f"{MARKER} order")])
        self.mark()
        with reading(buyer.manager):
            approval_rule = rules.rules.get()
            order = Order.objects.get(requisition=placed)
            endpoint = endpoint_of(buyer.party.pk)
            assignment = RoleAssignment.objects.filter(person=person).first()
            authority = ApprovalAuthority.objects.get(party=buyer.party)
        consignment = announced(
            self.market, a_despatched_line(order, 1, f"{MARKER}-serial"), number=f"{MARKER}-advice"
        )
        invoice, discrepancy = a_held_invoice(self.market, order, number=f"{MARKER}-invoice")
        a_rent(buyer, self.market.supplier, f"{MARKER}-rented", schedule=f"{MARKER}-schedule")
        receipt, scanned, differs = a_counted_receipt(buyer, consignment, f"{MARKER}-serial")
        goods_back = a_return(buyer, order, note=f"{MARKER}-note")
        told = self.tell(person)
        run = perform(buyer.manager, ask_for_a_check)
        asked = {"requisition_ids": [waiting.pk]}
        approval_run = perform(buyer.approver, start_approvals, **asked)
        self.ids = {
            **cared_for(buyer, acting(person, buyer.party), expected_device(buyer, consignment),
                        f"{MARKER} fault"),
            **device_ids(buyer, consignment, f"{MARKER} signs"),
            **changed_device(buyer, consignment),
            **things_that_come_back(buyer.party, buyer.manager, MARKER),
            "agreement": self.market.agreement.pk, "assignment": assignment.pk,
            "authority": authority.pk, "rule_set": rules.pk, "approval_rule": approval_rule.pk,
            "delegation": delegation.pk, "link_token": "0" * 64,
            "catalogue": self.market.items[PHONE].catalogue_id, "cost_centre": centre.pk,
            "endpoint": endpoint.pk,
            "allocation": a_shortage(self.market, PHONE).pk,
            "consignment": consignment.pk,
            "invoice": invoice.pk, "invoice_discrepancy": discrepancy.pk,
            "batch": a_kept_file(buyer, f"{MARKER}.SI").pk,
            "coding_rule": a_coding_rule(buyer, account_name=f"{MARKER} account").pk,
            "rent_file": a_rent_file(buyer, f"{MARKER}.csv").pk,
            "receipt": receipt.pk, "serial": scanned.pk,
            "discrepancy": differs.pk, "return": goods_back.pk,
            "configuration": configuration.pk, "basket_configuration": bundle.pk,
            "group": group.pk, "group_member": member.pk, "rule": rule.pk,
            "lease": running(self.market, a_financing(self.market), 1, f"{MARKER}-s")[0].pk,
            "price_file": prices.pk, "feature": feature.pk, "picture": pictured.picture_id,
            "decision": "suspend", "import_kind": "cost-centres",
            "import_file": imported.pk, "people_file": people.pk,
            "fleet_file": a_fleet_file(
                buyer.manager, f"serial;Okänd\n{MARKER} serial;x\n".encode(), f"{MARKER}.csv"
            ).pk,
            "sent_file": sent.pk, "import": registered.pk,
            "call_off": panel.rule.pk,
            "connection": system.connection.pk, "reservation": returned(system).pk,
            "offer": offer_of(panel).pk,
            "project": project.pk,
            "outside": self.outside.pk, "report": self.report.pk,
            "file": 1, "item": self.market.items[PHONE].pk, "key": 1, "line": 1,
            "message": order.message_id, "notification": told, "order": order.pk,
            "order_change": an_asked_change(self.market, order, f"{MARKER} reason").pk,
            "order_file": file.pk, "party": buyer.party.pk, "person": person.pk, "provider": "none",
            "planned_purchase": a_refused_purchase(self.market, reference=f"{MARKER} plan").pk,
            "spare_stock": spares.pk, "spare_run": spare_run.pk,
            "standing_order": standing.pk, "standing_order_run": refused_run.pk,
            "saved_basket": saved.pk, "saved_filter": filtered.pk, "list": "orders",
            "requisition": waiting.pk, "run": run.pk, "kind": "cost-centre",
            "approval_run": approval_run.pk,
            "site": site.pk, "token": 1,
            **range_things(buyer.employee, self.market.items[PHONE], MARKER),
            **fleet_things(self.market, buyer, MARKER),
            **planning_things(buyer.manager, MARKER),
            **security_things(
                an_actor(buyer.party, RoleName.SECURITY_OFFICER, name=f"{MARKER} officer"),
                self.market.purchasing_body, MARKER,
            ),
            **feedback_things(self.market, buyer, line=f"{MARKER} line"),
            "feedback_token": "0" * 64, "feedback_grouping": "item",
            **decision_ids(buyer.manager, self.market.purchasing_body, MARKER),
            **tender_ids(self.market.category_manager, MARKER),
            "ocid": "ocds-000000-of-nobody", "release": "ocds-000000-of-nobody-1",
            **evaluation_ids(self.market.category_manager, MARKER),
            **price_things(self.market, buyer, MARKER), "published_price": 1,
            "award_letter": 1, "award_step": "decide", "validity_extension": 1,
            "document_request": 1, "bid_secrecy": 1, "notice_role": "own",
            # The last: the region that it makes is one whose range others have made before.
            **benefit_things(self.market, buyer, MARKER),
            **steering_things(buyer.manager, MARKER),
        }  # fmt: skip
        self.parties = [
            buyer.party.pk, self.market.supplier.pk, self.market.purchasing_body.pk,
            panel.body.pk, panel.buyers[0].party.pk, *(one.pk for one in panel.suppliers),
        ]  # fmt: skip

    def tell(self, person):
        """The id of a notification to one of the victim's people, marked."""
        job = actors.job("notices", self.buyer.party.pk)
        perform(job, notify_all, people=[person.pk], party_id=self.buyer.party.pk)
        with reading(actors.person(person.pk, person.name)):
            return Notification.objects.get(person_id=person.pk).pk

    def mark(self):
        """Put the marker where a use case would not let it in: item names, numbers, titles."""
        with connections["owner"].cursor() as cursor:
            # Titles stand as they were signed: the trigger lets nobody mark them.
            table = "ALTER TABLE agreements_frameworkagreement"
            cursor.execute(f"{table} DISABLE TRIGGER USER")
            for statement in (
                "UPDATE catalogue_catalogueitem SET name = %s || ' item', description = %s",
                "UPDATE catalogue_catalogueitem SET shop_name_en = %s, shop_text_en = %s",
                "UPDATE catalogue_catalogueitem SET picture_alt_en = %s",
                "UPDATE agreements_frameworkagreement SET title_sv = %s, title_fi = %s",
                "UPDATE agreements_frameworkagreement SET title_en = %s",
                "UPDATE catalogue_configuration SET name_en = %s, name_sv = %s, name_fi = %s",
                "UPDATE ordering_requisition SET note = %s",
            ):
                cursor.execute(statement, [MARKER] * statement.count("%s"))
            cursor.execute(f"{table} ENABLE TRIGGER USER")

    def fingerprint(self):
        """A hash over every row that names one of the victim's parties, of all tables."""
        return {table: hash_of_rows(table, column, self.parties) for table, column in OWNED}


def owned_columns():
    """(table, column) of each private table's columns that name a party."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relkind = 'r' AND c.relrowsecurity AND a.attname IN ('party_id', 'buyer_id',"
            " 'supplier_id', 'purchasing_body_id', 'owner_id', 'registered_by_id', 'chain')"
            " ORDER BY 1, 2"
        )
        return cursor.fetchall()


OWNED: list[tuple[str, str]] = []


def hash_of_rows(table, column, parties):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*),"
            " md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), ''))"
            f" FROM {table} t WHERE {column} = ANY(%s)",
            [parties],
        )
        return column, *cursor.fetchone()


@pytest.fixture(scope="module")
def victim(database):
    made = Victim()
    OWNED[:] = owned_columns()
    return made


def path_of(pattern, ids):
    """The address with the victim's ids; None for sign-in's key links, which need a secret."""
    if "(?P<" in pattern:
        return None
    filled = re.sub(
        r"<(?:[a-z]+:)?([a-z_0-9]+)>", lambda m: str(ids[PARAMETERS[m.group(1)]]), pattern
    )
    return "/" + filled


def strangers():
    """(name, client, headers) of everybody who is not a party to the victim's market."""
    yield "nobody", Client(raise_request_exception=False), {}
    outside = a_market()
    parties = [
        (outside.buyers[0].party, RoleName.values),
        (outside.supplier, [RoleName.SALESPERSON, RoleName.SERVICE_MANAGER]),
        (outside.purchasing_body, [RoleName.BUYER, RoleName.CATEGORY_MANAGER]),
        (a_party(PartyKind.EVALUATOR), [RoleName.EVALUATOR]),
    ]
    for party, roles in parties:
        for held in combined(roles):
            person = a_person(party, *held)
            client = Client(raise_request_exception=False)
            client.force_login(an_account(person))
            yield f"{' and '.join(held)} of a {party.kind}", client, token_of(party, person, held)


def combined(roles):
    """With --all each role alone and all together; else in groups of which each role is in one.

    Who has more roles is shown more: what an address shows to a role alone it shows to the group.
    Employees have the fewest rights, so pages of their own are asked for by them alone; those of
    approvers and administrators are shadowed by an ICT manager's.
    """
    if FULL:
        return [*[[role] for role in roles], list(roles)]
    groups = [[role for role in roles if role in apart] for apart in APART]
    rest = [role for role in roles if not any(role in apart for apart in APART)]
    return [group for group in (*groups, rest) if group]


def token_of(party, person, roles):
    from samkop.platform import actors

    text = new_token_text()
    actor = actors.person(person.pk, person.name, party.pk, frozenset(roles))
    perform(actor, issue_token, name="stranger", scopes=list(SCOPES), days=1, text=text)
    return {"authorization": f"Bearer {text}", "idempotency-key": text[-12:]}


def requests_for(ids):
    """(method, path) of every address; without --all the rarer methods on a sample only."""
    for number, (pattern, name) in enumerate(ADDRESSES):
        path = path_of(pattern, ids)
        # A stranger that signs out would be nobody for all that follows.
        if path is None or name in {"account_logout", "account_inactive"}:
            continue
        for method in METHODS:
            if FULL or method in {"get", "post"} or number % 7 == 0:
                yield method, path


def form_of(ids):
    """What is posted, with the victim's ids, as a form without a file is sent: reading a
    hundred parts of a multipart one costs most."""
    fields = {
        name: ids.get(value, value) if isinstance(value, str) else value
        for name, value in FORM.items()
    }
    return urlencode(fields, doseq=True)


def ask(client, headers, method, path, ids, form):
    if path.startswith("/api/"):
        body = {"cost_centre": "Zq7hc", "delivery_location": "x", "reason": "no",
                "lines": [{"item_id": ids["item"], "quantity": 1}]}  # fmt: skip
        kind = {"content_type": "application/json"}
        return getattr(client, method)(
            path, *([] if method == "get" else [body]), headers=headers,
            **({} if method == "get" else kind),
        )  # fmt: skip
    if method != "post":
        return getattr(client, method)(path)
    return client.post(path, form, content_type=SENT)


def content_of(response):
    parts = response.streaming_content if response.streaming else [response.content]
    return b"".join(parts).decode(errors="replace")


def test_nothing_of_another_is_shown_or_changed(victim):
    before, leaks, failures = victim.fingerprint(), [], []
    asked, form, untaken = itertools.count(), form_of(victim.ids), set()
    for stranger, client, headers in strangers():
        for method, path in requests_for(victim.ids):
            # Which methods an address takes is up to no role: without --all the first who is
            # signed in asks for all.
            if (method, path) in untaken:
                continue
            next(asked)
            response = ask(client, headers, method, path, victim.ids, form)
            if response.status_code == METHOD_NOT_ALLOWED and not FULL and stranger != "nobody":
                untaken.add((method, path))
            if MARKER.lower() in content_of(response).lower():
                leaks.append(f"{stranger}: {method.upper()} {path}")
            if response.status_code >= 500:
                failures.append(f"{stranger}: {method.upper()} {path}: {response.status_code}")
    assert leaks == []
    assert failures == []
    assert victim.fingerprint() == before
    assert next(asked) > 1_000


def test_the_marker_could_leak_its_own_people_see_it(victim):
    """The twin: with the right organisation the very same addresses show the marker."""
    person = a_person(victim.buyer.party, *RoleName.values)
    client = Client()
    client.force_login(an_account(person))
    seen = {
        name
        for pattern, name in ADDRESSES
        if (path := path_of(pattern, victim.ids))
        and not path.startswith("/api/")
        and name not in {"account_logout", "account_inactive"}
        and MARKER in content_of(client.get(path))
    }
    assert {"requisition", "order", "item", "agreement", "cost-centres", "people", "shop"} <= seen
