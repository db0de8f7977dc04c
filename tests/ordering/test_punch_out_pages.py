"""A purchasing system opens the shop by OCI; its administrator keeps the connection."""

from __future__ import annotations

import pytest
from django.test import Client

from approving import client_of
from browser_ground import queries_of
from factories.ordering import LAPTOP, NOW, PHONE, a_market
from factories.parties import a_person, an_account
from factories.punch_out import HOOK, a_system, in_the_shop, returned, terms_of
from purchasing_system import form_to
from samkop.ordering.models import PunchOutConnection, PunchOutSession, Reservation
from samkop.ordering.usecases.punch_out import connect_purchasing_system
from samkop.ordering.usecases.punch_out_sessions import leave_punch_out, open_punch_out
from samkop.parties.models import Person
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.tokens import digest_of
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
ADMIN = "/administration/purchasing-systems/"


def set_up(system, **fields):
    """What the system sends when it opens the shop."""
    given = {"HOOK_URL": HOOK, "USERNAME": system.connection.identity, "PASSWORD": system.secret}
    return {**given, "~TARGET": "_top", "~OkCode": "ADDI", "~CALLER": "CTLG", **fields}


def opened(system, client=None, **fields):
    """A browser in which the system has opened the shop, and where it led."""
    client = client or Client(headers={"accept-language": "en"})
    link = client.post("/punch-out/oci/", set_up(system, **fields))
    assert link.status_code == 303, link.content.decode()
    first = client.get(link["Location"])
    assert first.status_code == 303
    return client, link["Location"], first["Location"]


def sessions_of(system):
    with reading(system.administrator):
        found = PunchOutSession.objects.filter(connection=system.connection).order_by("id")
        return [(one.state, one.person_id, one.function) for one in found]


def test_the_shop_is_opened_filled_and_the_basket_goes_back_reserved():
    system = a_system()
    client, _, first = opened(system)
    assert first == "/shop/"
    shop = client.get("/shop/").content.decode()
    assert "You shop for <strong>Rondo</strong>" in shop
    phone, laptop = system.market.items[PHONE], system.market.items[LAPTOP]
    client.post("/basket/add/", {"item": phone.pk, "quantity": 2})
    client.post("/basket/add/", {"item": laptop.pk})
    basket = client.get("/basket/").content.decode()
    assert "Return the basket" in basket
    assert "submit-requisition" not in basket
    assert 'name="cost_centre"' not in basket
    answer = client.post("/basket/return/", {f"quantity-{phone.pk}": 3})
    assert (answer.status_code, answer["Location"]) == (303, "/basket/returned/")
    page = client.get("/basket/returned/")
    with reading(system.buyer.manager):
        reservation = Reservation.objects.get(buyer=system.buyer.party)
    number = reservation.number
    assert reservation.total_cents == 3 * 300_00 + 900_00
    assert form_to(page.content.decode(), HOOK) == {
        "~OkCode": "ADDI", "~TARGET": "_top", "~CALLER": "CTLG",
        "NEW_ITEM-DESCRIPTION[1]": "Item PHONE-1", "NEW_ITEM-QUANTITY[1]": "3.000",
        "NEW_ITEM-UNIT[1]": "EA", "NEW_ITEM-PRICE[1]": "300.00", "NEW_ITEM-CURRENCY[1]": "EUR",
        "NEW_ITEM-PRICEUNIT[1]": "1", "NEW_ITEM-VENDORMAT[1]": PHONE,
        "NEW_ITEM-MATGROUP[1]": "phone", "NEW_ITEM-EXT_PRODUCT_ID[1]": str(phone.pk),
        "NEW_ITEM-EXT_QUOTE_ID[1]": number, "NEW_ITEM-EXT_QUOTE_ITEM[1]": "1",
        "NEW_ITEM-CUST_FIELD4[1]": number, "NEW_ITEM-CUST_FIELD5[1]": f"{number}/1",
        "NEW_ITEM-DESCRIPTION[2]": "Item LAPTOP-1", "NEW_ITEM-QUANTITY[2]": "1.000",
        "NEW_ITEM-UNIT[2]": "EA", "NEW_ITEM-PRICE[2]": "900.00", "NEW_ITEM-CURRENCY[2]": "EUR",
        "NEW_ITEM-PRICEUNIT[2]": "1", "NEW_ITEM-VENDORMAT[2]": LAPTOP,
        "NEW_ITEM-MATGROUP[2]": "phone", "NEW_ITEM-EXT_PRODUCT_ID[2]": str(laptop.pk),
        "NEW_ITEM-EXT_QUOTE_ID[2]": number, "NEW_ITEM-EXT_QUOTE_ITEM[2]": "2",
        "NEW_ITEM-CUST_FIELD4[2]": number, "NEW_ITEM-CUST_FIELD5[2]": f"{number}/2",
    }  # fmt: skip
    # Only this page's form may leave, and to this host alone; no token of ours goes with it.
    policy = {p.split()[0]: p.split()[1:] for p in page["Content-Security-Policy"].split("; ")}
    assert policy["form-action"] == ["'self'", "https://erp.example.fi"]
    assert "erp.example.fi" not in client.get("/accessibility/")["Content-Security-Policy"]
    assert client.get("/shop/").status_code == 410
    assert sessions_of(system) == [("returned", system.buyer.employee.person_id, "shop")]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"PASSWORD": "wrong"}, 403),
        ({"USERNAME": "samkop-unknown"}, 403),
        ({"HOOK_URL": "https://evil.example/return"}, 403),
        ({"HOOK_URL": "http://erp.example.fi/return"}, 403),
        ({"HOOK_URL": "https://erp.example.fi@evil.example/"}, 403),
        ({"HOOK_URL": "javascript:alert(1)"}, 403),
        ({"HOOK_URL": ""}, 403),
        ({"FUNCTION": "VALIDATE", "PRODUCTID": "x"}, 422),
    ],
)
def test_whoever_does_not_prove_itself_or_would_send_the_basket_elsewhere_is_turned_away(
    fields, code
):
    system = a_system()
    answer = Client().post("/punch-out/oci/", set_up(system, **fields))
    assert (answer.status_code, sessions_of(system)) == (code, [])


def test_a_link_opens_the_shop_once_and_in_ten_minutes_or_not_at_all():
    system = a_system()
    _, link, _ = opened(system)
    assert Client().get(link).status_code == 410
    late = Client().post("/punch-out/oci/", set_up(system))["Location"]
    with reading(system.administrator):
        session = PunchOutSession.objects.latest("id")
    door = actors.job("punch-out-door", system.buyer.party.pk)
    with pytest.raises(Refused) as refused:
        perform(door, open_punch_out, now=session.expires_at, session_id=session.pk)
    assert refused.value.code == "punch-out-over"
    assert Client().get(late).status_code == 303


def test_who_is_named_by_an_employees_address_shops_as_that_person_and_nobody_elses_does():
    system = a_system()
    lotta = a_person(system.buyer.party, email="lotta@provkoping.example")
    stranger = a_person(a_market().buyers[0].party, email="stranger@elsewhere.example")
    opened(system, USER_EMAIL="Lotta@provkoping.example")
    opened(system, USER_EMAIL=stranger.email)
    shopper = system.buyer.employee.person_id
    assert [person for _, person, _ in sessions_of(system)] == [lotta.pk, shopper]


def test_a_visit_has_the_shop_and_its_basket_alone():
    system = a_system()
    client, _, _ = opened(system)
    for path in ("/", "/orders/", "/mine/", "/saved-baskets/", "/settings/tokens/", "/messages/"):
        assert client.get(path).status_code == 403
    assert client.post("/basket/submit/", {}).status_code == 403
    # What the person has chosen for himself is not changed by a visit in his name.
    client.post("/settings/language/", {"language": "fi"})
    with reading(system.buyer.employee):
        assert Person.objects.get(id=system.buyer.employee.person_id).language == "en"
    assert client.get("/shop/").content.decode().startswith('<!DOCTYPE html>\n<html lang="fi"')


def test_whoever_was_signed_in_is_not_any_more_and_who_signs_in_is_himself():
    system = a_system()
    client = client_of(system.buyer.manager)
    assert client.get("/orders/").status_code == 200
    opened(system, client)
    assert client.get("/orders/").status_code == 403
    client.force_login(an_account(a_person(system.buyer.party)))
    assert "You shop for" not in client.get("/mine/").content.decode()


def test_an_item_is_looked_at_searched_for_and_its_price_asked_for():
    system = a_system()
    phone = system.market.items[PHONE]
    assert opened(system, FUNCTION="DETAIL", PRODUCTID=str(phone.pk))[2] == (
        f"/shop/items/{phone.pk}/"
    )
    assert opened(system, FUNCTION="SOURCING", SEARCHSTRING="phone x")[2] == "/shop/?q=phone+x"
    asked = {"FUNCTION": "VALIDATE", "PRODUCTID": str(phone.pk), "QUANTITY": "4"}
    client, _, first = opened(system, **asked)
    fields = form_to(client.get(first).content.decode(), HOOK)
    shown = {name: value for name, value in fields.items() if name.startswith("NEW_ITEM")}
    assert (shown["NEW_ITEM-PRICE[1]"], shown["NEW_ITEM-QUANTITY[1]"]) == ("300.00", "4.000")
    assert "NEW_ITEM-EXT_QUOTE_ID[1]" not in shown
    with reading(system.buyer.manager):
        assert Reservation.objects.count() == 0


def test_leaving_reserves_nothing_and_a_form_leads_back():
    system = a_system()
    client, _, _ = opened(system)
    client.post("/basket/add/", {"item": system.market.items[PHONE].pk})
    client.post("/basket/leave/")
    assert form_to(client.get("/basket/returned/").content.decode(), HOOK) == {
        "~OkCode": "ADDI", "~TARGET": "_top", "~CALLER": "CTLG",
    }  # fmt: skip
    assert [state for state, _, _ in sessions_of(system)] == ["left"]


def test_a_connection_is_made_its_secret_shown_once_changed_and_switched_off():
    system = a_system()
    client = client_of(system.administrator)
    form = {
        "name": "Basware", "protocol": "oci", "return_to": "erp.example.fi\nhttp://old:8080",
        "shopper": system.buyer.employee.person_id, "cost_centre": system.buyer.cost_centre.pk,
        "delivery_location": system.buyer.site.pk, "reservation_hours": 48,
    }  # fmt: skip
    made = client.post(f"{ADMIN}connect/", form)
    with reading(system.administrator):
        basware = PunchOutConnection.objects.get(name="Basware")
    assert basware.return_origins == ["http://old:8080", "https://erp.example.fi"]
    page = f"{ADMIN}{basware.pk}/"
    secret = made.content.decode().split("<code>")[-1].split("</code>")[0]
    assert digest_of(secret) == bytes(basware.secret_digest)
    assert (secret in client.get(page).content.decode(), made["Cache-Control"]) == (
        False, "no-store",
    )  # fmt: skip
    again = client.post(f"{page}secret/").content.decode()
    known = {"HOOK_URL": HOOK, "USERNAME": basware.identity}
    assert Client().post("/punch-out/oci/", {**known, "PASSWORD": secret}).status_code == 403
    newer = {**known, "PASSWORD": again.split("<code>")[-1].split("</code>")[0]}
    visitor = Client()
    visitor.get(visitor.post("/punch-out/oci/", newer)["Location"])
    assert visitor.get("/shop/").status_code == 200
    client.post(f"{page}switch/", {"on": "no"})
    assert visitor.get("/shop/").status_code == 410
    assert Client().post("/punch-out/oci/", newer).status_code == 403
    assert client.post(f"{page}change/", {**form, "return_to": "a b"}).status_code == 422
    assert client_of(system.buyer.employee).get(page).status_code == 403


def test_the_lists_need_the_same_queries_for_1_and_30_rows():
    system = a_system(a_market(maximum_cents=10**9))
    administrator, manager = client_of(system.administrator), client_of(system.buyer.manager)
    returned(system)
    paths = ((administrator, ADMIN), (manager, "/reservations/"))
    one = [queries_of(client, path)[0] for client, path in paths]
    for number in range(29):
        returned(system)
        perform(
            system.administrator, connect_purchasing_system, secret="x" * 43,
            terms=terms_of(system.buyer, name=f"System {number}"),
        )  # fmt: skip
    thirty = [queries_of(client, path) for client, path in paths]
    assert (one, [count for count, _ in thirty]) == ([6, 8], [6, 8])
    assert [page.count("<tr>") for _, page in thirty] == [31, 31]


def test_a_session_that_is_over_cannot_be_left_or_opened_again():
    system = a_system()
    shopper = in_the_shop(system)
    perform(shopper, leave_punch_out, now=NOW)
    with pytest.raises(Refused) as refused:
        perform(shopper, leave_punch_out, now=NOW)
    assert refused.value.code == "punch-out-over"
