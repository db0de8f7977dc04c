"""Where the connection says so, a basket goes back as a Peppol Punch Out (T77) besides."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connections

from factories.ordering import NOW, PHONE
from factories.punch_out import a_system, in_the_shop, returned
from factories.received_orders import Desk
from samkop.ordering.models import Reservation
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.reservation import return_basket
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")


def with_vat(market, percent):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE catalogue_catalogueitem SET vat_category = %s, vat_percent = %s"
            " WHERE agreement_id = %s",
            ["" if percent is None else "S", percent, market.agreement.pk],
        )


def test_a_basket_goes_back_as_a_valid_document_and_its_order_comes_in_by_its_number(tmp_path):
    system = a_system(protocol="peppol")
    desk = Desk(system, tmp_path)
    with_vat(system.market, "25.50")
    reservation = returned(system, 2, now=datetime.now(UTC))
    desk.goes_on()
    [basket] = desk.baskets()
    assert (basket.id, basket.contracts) == (reservation.number, (system.market.agreement.number,))
    assert basket.receiver.legal_entity.registration_name == system.buyer.party.legal_name
    [line] = basket.lines
    assert (line.item.sellers_id, line.terms.quantity.value, line.terms.price.amount.amount) == (
        PHONE, 2, 300,
    )  # fmt: skip
    assert [(tax.id, float(tax.percent)) for tax in line.item.taxes] == [("S", 25.5)]
    desk.sends(desk.order("PO-1", (PHONE, 2, "300"), catalogue_reference=basket.id), "o.xml")
    assert [answer.response_code for answer in desk.answers()] == ["AB"]


def test_nothing_is_reserved_whose_document_would_have_to_guess_its_vat():
    system = a_system(protocol="peppol")
    with_vat(system.market, None)
    shopper = in_the_shop(system)
    perform(shopper, add_to_basket, now=NOW, item_id=system.market.items[PHONE].pk)
    with pytest.raises(Refused) as refused:
        perform(shopper, return_basket, now=NOW)
    assert refused.value.code == "vat-missing"
    with reading(system.buyer.manager):
        assert Reservation.objects.count() == 0


def test_a_system_that_takes_the_basket_by_form_gets_no_document(tmp_path):
    desk = Desk(a_system(), tmp_path)
    returned(desk.system, 2, now=datetime.now(UTC))
    desk.goes_on()
    assert desk.baskets() == []
