"""A configuration is ordered as one thing; its lines fall on their agreements."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from browser_ground import a_client
from factories.configurations import CASE, IPHONE, MONTHS, PLAN, agreed
from factories.ordering import NOW
from factories.parties import an_account
from samkop.catalogue.models import Configuration, EnrolmentIdentifier
from samkop.catalogue.queries.configurations import offered_configurations, offered_version
from samkop.catalogue.rules.subscriptions import SubscriptionChoice
from samkop.catalogue.usecases.availability import name_successor
from samkop.catalogue.usecases.configurations import (
    WantedPart,
    add_configuration,
    add_configuration_version,
    end_configuration,
    set_enrolment,
)
from samkop.catalogue.usecases.entitlements import Subject, add_entitlement_rule
from samkop.core import edocs
from samkop.exchange.queries import content_of
from samkop.ordering.models import BasketConfiguration, Order
from samkop.ordering.usecases.basket_configurations import (
    WantedConfiguration,
    add_configuration_to_basket,
    remove_configuration_from_basket,
)
from samkop.ordering.usecases.repeating import fill_from_requisition
from samkop.ordering.usecases.requisition import submit_requisition
from samkop.parties.models import Person
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
NEW = SubscriptionChoice()
APPLE_ID = "APPLE-ORG-77"


@pytest.fixture
def made():
    return agreed(free_below_cents=10**7)


def code_of(actor, use_case, now=NOW, **inputs):
    with pytest.raises(Refused) as refusal:
        perform(actor, use_case, now=now, **inputs)
    return refusal.value.code


def put(made, quantity=1, choice=NEW, actor=None, now=NOW):
    wanted = WantedConfiguration(made.configuration.pk, quantity, choice)
    buyer = made.market.buyers[0]
    return perform(actor or buyer.employee, add_configuration_to_basket, now=now, wanted=wanted)


def send(made, now=NOW):
    buyer = made.market.buyers[0]
    return perform(
        buyer.employee, submit_requisition, now=now, cost_centre_id=buyer.cost_centre.pk,
        delivery_location_id=buyer.site.pk,
    )  # fmt: skip


def documents(made, requisition):
    """The order documents by agreement, as the suppliers get them."""
    with reading(made.market.buyers[0].manager):
        orders = Order.objects.filter(requisition=requisition).order_by("agreement_id")
        return {order.agreement_id: edocs.read(content_of(order.message_id)) for order in orders}


def properties_of(document):
    return [{p.name: p.value for p in line.item.properties} for line in document.lines]


def test_one_thing_becomes_an_order_on_each_agreement_with_what_must_travel(made):
    buyer = made.market.buyers[0]
    perform(buyer.manager, set_enrolment, now=NOW, identifiers={"android-zero-touch": APPLE_ID})
    put(made, 1, SubscriptionChoice("moved", "sim", "+358 40 1234567", "Provtel"))
    requisition = send(made)
    # By hand: 700 and two cases of 20 once, 24 months of 10.
    assert requisition.total_cents == 700_00 + 2 * 20_00 + MONTHS * 10_00
    sent = documents(made, requisition)
    devices, operators = sent[made.market.agreement.pk], sent[made.operators.pk]
    assert properties_of(devices) == [
        {
            "Configuration": "FIELD 1", "Image": "iOS 20", "MDM profile": "Field",
            "Android zero-touch customer ID": APPLE_ID,
        },
        {},
    ]  # fmt: skip
    assert properties_of(operators) == [
        {
            "Number": "moved", "SIM": "sim", "Telephone number": "+358401234567",
            "Moved from operator": "Provtel",
        }
    ]  # fmt: skip
    [line] = operators.lines
    assert (line.quantity.value, line.quantity.unit) == (MONTHS, "MON")


def test_the_documents_keep_the_rules_of_peppol(made):
    put(made, 3)
    for document in documents(made, send(made)).values():
        assert isinstance(document, edocs.Order)


def test_the_price_is_said_once_and_per_month(made):
    with reading(made.market.buyers[0].employee):
        offered = offered_version(made.configuration.pk, NOW.date())
    assert (offered.once_cents, offered.monthly_cents) == (740_00, 10_00)


def test_an_incomplete_choice_is_refused(made):
    with pytest.raises(Refused) as refusal:
        put(made, 1, SubscriptionChoice("kept", "sim"))
    assert (refusal.value.code, list(refusal.value.fields)) == (
        "subscription-incomplete",
        ["number"],
    )
    with pytest.raises(Refused) as refusal:
        put(made, 2, SubscriptionChoice("kept", "sim", "0401234567"))
    assert list(refusal.value.fields) == ["quantity"]


def test_a_new_version_ends_the_one_before_and_the_clock_decides_which_is_offered(made):
    manager = made.market.category_manager
    change = NOW.date() + timedelta(10)
    perform(
        manager, add_configuration_version, now=NOW, configuration_id=made.configuration.pk,
        parts=[WantedPart(made.items[IPHONE].pk)], valid_from=change,
    )  # fmt: skip
    with reading(manager):
        before = offered_version(made.configuration.pk, change - timedelta(1))
        after = offered_version(made.configuration.pk, change)
    assert (before.version.number, after.version.number) == (1, 2)
    same = {"configuration_id": made.configuration.pk, "parts": [WantedPart(made.items[CASE].pk)]}
    code = code_of(manager, add_configuration_version, valid_from=change, **same)
    assert code == "version-in-the-past"


def test_what_is_no_longer_offered_cannot_be_sent_in(made):
    put(made)
    manager = made.market.category_manager
    perform(manager, end_configuration, now=NOW, configuration_id=made.configuration.pk)
    with pytest.raises(Refused) as refusal:
        send(made, NOW + timedelta(1))
    assert refusal.value.code == "configuration-not-offered"


def test_what_has_ended_is_offered_again_by_a_new_version_alone(made):
    manager = made.market.category_manager
    ending = {"configuration_id": made.configuration.pk}
    late, early = NOW.date() + timedelta(9), NOW.date() + timedelta(4)
    for last in (late, early):
        perform(manager, end_configuration, now=NOW, last_day=last, **ending)
    assert code_of(manager, end_configuration, last_day=late, **ending) == "configuration-ended"
    # A week later, told to end today: it has ended, and is not offered once more.
    code = code_of(manager, end_configuration, now=NOW + timedelta(7), **ending)
    assert code == "configuration-ended"
    with reading(manager):
        assert offered_version(made.configuration.pk, early).version == made.version
        assert offered_version(made.configuration.pk, early + timedelta(1)) is None
    bare = perform(manager, add_configuration, now=NOW, code="BARE", names={"en": "Bare"})
    code = code_of(manager, end_configuration, configuration_id=bare.pk)
    assert code == "configuration-without-version"


def test_a_configuration_of_which_a_part_is_sold_no_more_is_refused_by_the_clock(made):
    put(made)
    market = made.market
    perform(
        market.category_manager, name_successor, now=NOW, item_id=made.items[CASE].pk,
        successor_id=None, sold_until=NOW.date(),
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        send(made, now=NOW + timedelta(1))
    assert refused.value.code == "sale-ended"
    assert send(made).pk


def test_it_stands_in_the_shop_of_who_joined_all_its_agreements_only():
    made = agreed(joined=False, free_below_cents=10**7)
    buyer, today = made.market.buyers[0], date(2026, 3, 2)
    with reading(buyer.employee):
        both = [made.market.agreement.pk, made.operators.pk]
        assert len(offered_configurations(buyer.party.pk, both, today)) == 1
        assert offered_configurations(buyer.party.pk, both[:1], today) == []
    put(made)
    with pytest.raises(Refused) as refusal:
        send(made)
    assert refusal.value.code == "agreement-not-joined"


def test_only_the_owner_keeps_it_and_a_municipality_has_its_own(made):
    buyer = made.market.buyers[0]
    part = {"configuration_id": made.configuration.pk, "parts": [WantedPart(1)]}
    assert code_of(buyer.manager, add_configuration_version, **part) == "not-allowed"
    said = {"code": "OWN", "names": {"en": "Our own"}}
    assert code_of(buyer.employee, add_configuration, **said) == "not-allowed"
    own = perform(buyer.manager, add_configuration, now=NOW, **said)
    assert code_of(buyer.manager, add_configuration, **said) == "code-taken"
    perform(
        buyer.manager, add_configuration_version, now=NOW, configuration_id=own.pk,
        parts=[WantedPart(made.items[IPHONE].pk)],
    )  # fmt: skip
    other = agreed().market
    with reading(other.buyers[0].manager):
        assert not Configuration.objects.filter(pk__in=[own.pk, made.configuration.pk]).exists()
    with reading(made.market.category_manager):
        assert not Configuration.objects.filter(pk=own.pk).exists()


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([], "parts-incomplete"),
        ([(IPHONE, 2)], "parts-incomplete"),
        ([(IPHONE, 1), (PLAN, 24), (PLAN, 12)], "parts-incomplete"),
        ([(IPHONE, 1), (CASE, 121)], "parts-incomplete"),
    ],
)
def test_a_version_that_is_not_whole_is_refused(made, parts, code):
    wanted = [WantedPart(made.items[name].pk, quantity) for name, quantity in parts]
    said = {"configuration_id": made.configuration.pk, "parts": wanted}
    assert code_of(made.market.category_manager, add_configuration_version, **said) == code


def test_identifiers_are_the_municipalitys_own(made):
    buyer = made.market.buyers[0]
    perform(buyer.manager, set_enrolment, now=NOW, identifiers={"apple": "A-1"})
    assert code_of(buyer.employee, set_enrolment, identifiers={"apple": "x"}) == "not-allowed"
    code = code_of(buyer.manager, set_enrolment, identifiers={"other": "x"})
    assert code == "programme-unknown"
    with reading(made.market.category_manager):
        assert list(EnrolmentIdentifier.objects.filter(party=buyer.party)) == []
    left = perform(buyer.manager, set_enrolment, now=NOW, identifiers={"apple": ""})
    assert left == {}


def test_entitlement_to_a_configuration_counts_it_once(made):
    buyer = made.market.buyers[0]
    subject = Subject("configuration", configuration_id=made.configuration.pk)
    perform(
        buyer.manager, add_entitlement_rule, now=NOW, subject=subject, quantity=1, months=36
    )  # fmt: skip
    put(made)
    send(made)
    put(made)
    with pytest.raises(Refused) as refusal:
        send(made)
    assert refusal.value.code == "entitlement-reached"


def test_it_is_ordered_again_as_one_thing(made):
    buyer = made.market.buyers[0]
    put(made, 2)
    requisition = send(made)
    perform(buyer.employee, fill_from_requisition, now=NOW, requisition_id=requisition.pk)
    with reading(buyer.employee):
        [bundle] = BasketConfiguration.objects.all()
    assert (bundle.quantity, bundle.number_choice) == (2, "new")
    with reading(buyer.approver):
        assert list(BasketConfiguration.objects.all()) == []
    wanted = {"basket_configuration_id": bundle.pk}
    assert code_of(buyer.approver, remove_configuration_from_basket, **wanted) == "not-found"
    perform(buyer.employee, remove_configuration_from_basket, now=NOW, **wanted)


def client_of(actor):
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
    return a_client(an_account(person))


def test_shop_page_basket_and_order_show_it_as_one_thing(made):
    buyer = made.market.buyers[0]
    client = client_of(buyer.employee)
    path = f"/shop/configurations/{made.configuration.pk}/"
    assert path in client.get("/shop/").content.decode()
    shown = client.get(path).content.decode()
    for expected in ("€740.00", "€10.00", "Field phone", "Android zero-touch customer ID"):
        assert expected in shown
    sent = {"configuration": made.configuration.pk, "quantity": 1, "number_choice": "kept",
            "number": "040 1234567", "sim": "sim"}  # fmt: skip
    answer = client.post("/basket/configurations/add/", sent)
    assert answer["Location"] == "/basket/"
    basket = client.get("/basket/").content.decode()
    for expected in ("Field phone", "0401234567", "€980.00"):
        assert expected in basket


def test_configurations_are_agreed_on_their_pages(made):
    client = client_of(made.market.category_manager)
    made_at = client.post("/configurations/add/", {"code": "T", "name_en": "Teacher"})["Location"]
    sent = {"part_1": IPHONE, "part_2": CASE, "quantity_2": "2", "image": "iOS 20"}
    wrong = client.post(f"{made_at}versions/", {**sent, "part_2": "NO-SUCH"})
    assert (wrong.status_code, "NO-SUCH" in wrong.content.decode()) == (422, True)
    assert client.post(f"{made_at}versions/", sent).status_code == 303
    assert f"Item {CASE}" in client.get(made_at).content.decode()
    assert client.post(f"{made_at}end/").status_code == 303
    assert client_of(made.market.salesperson).get("/configurations/").status_code == 403
    buyer = client_of(made.market.buyers[0].manager)
    assert buyer.post("/configurations/enrolment/send/", {"apple": "A-9"}).status_code == 303
    assert "A-9" in buyer.get("/configurations/enrolment/").content.decode()
