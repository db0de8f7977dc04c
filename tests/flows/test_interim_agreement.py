"""An agreement is prepared, interim during a review, and ended by the judgment: by the pages.

The purchasing body writes it down and names its buyer with a legal basis; the buyer joins and
orders; the award is annulled, and the next order is refused with the judgment as its reason.
"""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus

import pytest

from browser_ground import a_client, pages  # noqa: F401
from factories.exchange import an_endpoint
from factories.ordering import PHONE, a_buyer, an_item
from factories.parties import a_person, a_purchasing_body, a_supplier, an_account, an_actor
from samkop.agreements.models import CeilingMovement, FrameworkAgreement
from samkop.agreements.queries import ceiling_of
from samkop.agreements.usecases.prices import NewPrice, set_list_prices
from samkop.ordering.models import Order, Requisition
from samkop.ordering.usecases.basket import add_to_basket
from samkop.ordering.usecases.requisition import approve_requisition, submit_requisition
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")

TODAY = date.today()  # noqa: DTZ011 - the pages act today, whatever the day
TERMS = {
    "number": "INT-1", "register_number": "D/100", "title_sv": "Telefoner", "title_fi": "Puhelimet",
    "title_en": "Phones", "category": "mobile-devices", "valid_from": "2026-01-01",
    "valid_until": "2029-12-31", "currency": "EUR", "maximum_value": "50000.00",
    "acts_as": "intermediary", "fee": "1.5",
}  # fmt: skip


class Flow:
    """Everybody's clients, and what they have made so far."""

    def __init__(self):
        self.body, self.supplier, self.buyer = a_purchasing_body(), a_supplier(), a_buyer()
        an_endpoint(self.supplier)
        an_endpoint(self.buyer.party)
        self.manager = an_actor(self.body, RoleName.CATEGORY_MANAGER)
        self.runner = a_client(an_account(a_person(self.body, RoleName.CATEGORY_MANAGER)))
        self.registrar = a_client(an_account(a_person(self.buyer.party, RoleName.REGISTRAR)))

    def send(self, client, address, **said):
        answer = client.post(address, said)
        assert answer.status_code == HTTPStatus.SEE_OTHER, answer.content.decode()
        return answer["Location"]

    def prepare(self):
        self.send(self.runner, "/agreements/prepare/send/", **TERMS, supplier=self.supplier.pk)
        with reading(self.manager):
            self.agreement = FrameworkAgreement.objects.get(number="INT-1")
        self.address = f"/agreements/{self.agreement.pk}/"
        prices = [NewPrice(PHONE, PHONE, 300_00)]
        perform(
            self.manager, set_list_prices, agreement_id=self.agreement.pk, prices=prices,
            valid_from=date(2026, 1, 1),
        )  # fmt: skip
        self.item = an_item(self.manager, self.agreement, PHONE, 300_00)

    def name_the_buyer(self):
        self.send(
            self.runner, f"{self.address}buyers/send/", buyer=self.buyer.party.pk,
            expected_share="20000", kind="central-purchasing", basis_from="2026-01-01",
            document="Serviceavtal", basis_register_number="D/101",
        )  # fmt: skip

    def join(self):
        self.send(
            self.registrar, f"{self.address}join/send/", decided_on=TODAY.isoformat(),
            orders_from=TODAY.isoformat(), organ="Kommunstyrelsen", register_number="D/102",
        )  # fmt: skip

    def ask(self) -> Requisition:
        perform(self.buyer.employee, add_to_basket, item_id=self.item.pk, quantity=1)
        return perform(
            self.buyer.employee, submit_requisition, cost_centre_id=self.buyer.cost_centre.pk,
            delivery_location_id=self.buyer.site.pk,
        )  # fmt: skip

    def approve(self, requisition):
        return perform(self.buyer.approver, approve_requisition, requisition_id=requisition.pk)


def test_an_interim_agreement_ends_with_the_judgment_and_the_next_order_is_refused():
    flow = Flow()
    flow.prepare()
    flow.name_the_buyer()
    review = {
        "court": "Marknadsdomstolen", "case_number": "2026/417", "reason": "Under review.",
        "started_on": (TODAY - timedelta(days=3)).isoformat(), "register_number": "D/103",
    }  # fmt: skip
    refused = flow.runner.post(f"{flow.address}decide/judgment/send/", {
        "outcome": "award-annulled", "decided_on": TODAY.isoformat(), "reason": "No.",
        "register_number": "D/104",
    })  # fmt: skip
    assert refused.status_code == HTTPStatus.CONFLICT
    flow.send(flow.runner, f"{flow.address}decide/interim/send/", **review)
    flow.join()
    flow.approve(flow.ask())
    waiting = flow.ask()

    page = flow.runner.get(f"{flow.address}decide/judgment/").content.decode()
    for said in ("Marknadsdomstolen", "1 order stands.", "What stays"):
        assert said in page, said
    flow.send(
        flow.runner, f"{flow.address}decide/judgment/send/", outcome="award-annulled",
        decided_on=TODAY.isoformat(), reason="The award is annulled.", register_number="D/105",
    )  # fmt: skip

    for attempt in (lambda: flow.approve(waiting), flow.ask):
        with pytest.raises(Refused) as stopped:
            attempt()
        assert stopped.value.code == "agreement-interim-ended"
        assert stopped.value.facts["case"] == "2026/417"
    approver = a_client(an_account(a_person(flow.buyer.party, RoleName.EMPLOYEE)))
    shown = approver.get(flow.address).content.decode()
    for said in ("Annulled", "Marknadsdomstolen", "The award is annulled"):
        assert said in shown, said
    with reading(flow.buyer.manager):
        assert Order.objects.filter(agreement=flow.agreement).count() == 1
        assert ceiling_of(flow.agreement.pk).committed_cents == 300_00
        assert CeilingMovement.objects.filter(agreement=flow.agreement).count() == 1


def test_what_is_in_preparation_is_corrected_and_what_is_signed_stands():
    flow = Flow()
    flow.prepare()
    flow.name_the_buyer()
    terms = {**TERMS, "supplier": flow.supplier.pk, "maximum_value": "60000"}
    flow.send(flow.runner, f"{flow.address}terms/send/", **terms)
    flow.send(flow.runner, f"{flow.address}buyers/{flow.buyer.party.pk}/out/")
    missing = flow.runner.post(
        f"{flow.address}decide/put-in-force/send/", {"reason": "So.", "register_number": "D/1"}
    )
    assert missing.status_code == HTTPStatus.CONFLICT
    flow.name_the_buyer()
    flow.send(
        flow.runner, f"{flow.address}decide/put-in-force/send/", reason="So.", register_number="D/1"
    )
    signed = flow.runner.post(f"{flow.address}terms/send/", terms)
    assert signed.status_code == HTTPStatus.CONFLICT
    out = flow.runner.post(f"{flow.address}buyers/{flow.buyer.party.pk}/out/")
    assert out.status_code == HTTPStatus.CONFLICT
    with reading(flow.manager):
        assert FrameworkAgreement.objects.get(id=flow.agreement.pk).maximum_value_cents == 60_000_00


def test_the_maximum_value_is_raised_on_its_page_within_the_room_of_its_ground():
    flow = Flow()
    flow.prepare()
    flow.name_the_buyer()
    flow.send(
        flow.runner, f"{flow.address}decide/put-in-force/send/", reason="So.", register_number="D/1"
    )
    raised = {
        "ground": "additional", "by": "25000", "description": "More schools.",
        "decided_on": TODAY.isoformat(), "register_number": "D/2", "notice_number": "2026/S 1-1",
    }  # fmt: skip
    address = f"{flow.address}modifications/"
    assert "€25,000.00" in flow.runner.get(address).content.decode()
    for faulty in ({"by": "25000.01"}, {"notice_number": ""}):
        answer = flow.runner.post(f"{address}send/", {**raised, **faulty})
        assert answer.status_code == HTTPStatus.CONFLICT
    flow.send(flow.runner, f"{address}send/", **raised)
    with reading(flow.manager):
        assert ceiling_of(flow.agreement.pk).maximum_cents == 75_000_00
