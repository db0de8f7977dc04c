"""What was uploaded goes with its import: the same file is not taken in a second time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from factories.agreements import a_runner, an_agreement
from factories.catalogue import PHONE as PHONE_OFFER
from factories.catalogue import a_shelf
from factories.import_files import an_import_file
from factories.order_files import a_sheet, an_order_file
from factories.ordering import NOW, PHONE, a_buyer, a_market
from factories.parties import a_municipality, a_purchasing_body, a_supplier, an_actor
from samkop.agreements.models import ListPrice
from samkop.agreements.usecases.price_file import apply_price_file, upload_price_file
from samkop.catalogue.models import Availability
from samkop.catalogue.usecases.availability import import_availability, upload_availability
from samkop.ordering.models import Requisition
from samkop.ordering.usecases.import_file import import_uploaded_file
from samkop.ordering.usecases.order_file import order_by_file
from samkop.parties.models import CostCentre, Person
from samkop.parties.usecases.people_import import import_people_file, upload_people_file
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
# Who takes it in, by which use case, which file, and what there is of it afterwards.
Taking = tuple[Actor, Callable[..., Any], int, Callable[[], int]]


def an_order() -> Taking:
    market = a_market()
    buyer = market.buyers[0]
    file = an_order_file(buyer, a_sheet((PHONE, 2)))
    made = Requisition.objects.filter
    return buyer.employee, order_by_file, file.pk, lambda: made(party=buyer.party).count()


def cost_centres() -> Taking:
    buyer = a_buyer()
    file = an_import_file(buyer, "cost-centres", b"code;name\n9001;Skolor\n")
    made = CostCentre.objects.filter
    return (
        buyer.finance, import_uploaded_file, file.pk,
        lambda: made(party=buyer.party, code="9001").count(),
    )  # fmt: skip


def people() -> Taking:
    party = a_municipality()
    actor = an_actor(party, RoleName.ADMINISTRATOR)
    file = perform(
        actor, upload_people_file, now=NOW, party_id=party.pk, name="folk.csv",
        content=b"name;email\nAda;ada.once@example.org\n",
    )  # fmt: skip
    made = Person.objects.filter
    return actor, import_people_file, file.pk, lambda: made(email="ada.once@example.org").count()


def prices() -> Taking:
    body = a_purchasing_body()
    runner = a_runner(body)
    agreement = an_agreement(body, a_supplier(), [a_municipality()], runner=runner)
    file = perform(
        runner, upload_price_file, now=NOW, agreement_id=agreement.pk, kind="list-prices",
        name="p.csv", content=b"item,price_group,price\nPHONE-9,phones,5\n",
    )  # fmt: skip
    made = ListPrice.objects.filter
    return (
        runner, apply_price_file, file.pk,
        lambda: made(agreement=agreement, seller_item_id="PHONE-9").count(),
    )  # fmt: skip


def stock() -> Taking:
    body, supplier = a_purchasing_body(), a_supplier()
    runner = a_runner(body)
    agreement = an_agreement(body, supplier, [a_municipality()], runner=runner)
    a_shelf(agreement, PHONE_OFFER, runner=runner)
    seller = an_actor(supplier, RoleName.SALESPERSON)
    file = perform(
        seller, upload_availability, now=NOW, agreement_id=agreement.pk, name="stock.csv",
        content=b"artikelnummer;i lager\nPHONE-1;12\n",
    )  # fmt: skip
    made = Availability.objects.filter
    return seller, import_availability, file.pk, lambda: made(agreement=agreement).count()


@pytest.mark.parametrize("uploaded", [an_order, cost_centres, people, prices, stock])
def test_an_uploaded_file_is_taken_in_once(uploaded):
    actor, take_in, file_id, count = uploaded()
    perform(actor, take_in, now=NOW, file_id=file_id)
    with pytest.raises(Refused) as refused:
        perform(actor, take_in, now=NOW, file_id=file_id)
    assert refused.value.code == "not-found"
    with reading(actor):
        assert count() == 1
