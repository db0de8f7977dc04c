"""Orders placed outside the shop: they count like any other, and are corrected, not edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus

import pytest
from django.db import DatabaseError, connection, connections
from django.test.utils import CaptureQueriesContext

from browser_ground import a_client
from factories.agreements import a_runner, an_agreement, an_agreement_in_preparation
from factories.parties import (
    a_municipality,
    a_person,
    a_purchasing_body,
    a_supplier,
    an_account,
    an_actor,
)
from samkop.agreements.models import CeilingMovement, FrameworkAgreement, OutsideOrder
from samkop.agreements.queries import ceiling_of, outside_orders_of, volumes_of
from samkop.agreements.usecases import agreement as agreements
from samkop.agreements.usecases import ceiling
from samkop.agreements.usecases.legal_basis import end_legal_basis
from samkop.agreements.usecases.outside_order import correct_outside_order, record_outside_order
from samkop.parties.models import Party
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = date(2026, 10, 30)


@dataclass
class Deal:
    """An agreement with one buyer, its manager, and somebody who runs it."""

    body: Party
    supplier: Party
    buyer: Party
    agreement: FrameworkAgreement
    runner: Actor
    manager: Actor

    def record(self, actor=None, now=NOW, **fields):
        given = {
            "buyer_id": self.buyer.pk, "document": "PO-1", "ordered_on": DAY, "cents": 50_000,
            "quantities": {"phones": 2}, **fields,
        }  # fmt: skip
        return perform(
            actor or self.manager, record_outside_order, now=now,
            agreement_id=self.agreement.pk, **given,
        )  # fmt: skip

    def correct(self, order, actor=None, **fields):
        given = {"cents": 0, "quantities": {}, "reason": "Read wrongly.", **fields}
        return perform(
            actor or self.manager, correct_outside_order, now=NOW, outside_order_id=order.pk,
            **given,
        )  # fmt: skip

    def totals(self):
        """What is committed of ceiling and share, the units, and the sum of the ledger."""
        with reading(self.runner):
            share = self.agreement.participations.get().committed_share
            ledger = CeilingMovement.objects.filter(agreement=self.agreement)
            return (
                ceiling_of(self.agreement.pk).committed_cents,
                share.committed_cents,
                volumes_of(self.agreement.pk),
                sum(ledger.values_list("cents", flat=True)),
            )


def a_deal(**fields):
    body, supplier, buyer = a_purchasing_body(), a_supplier(), a_municipality()
    agreement = an_agreement(body, supplier, [buyer], **fields)
    runner, manager = a_runner(body), an_actor(buyer, RoleName.ICT_MANAGER)
    return Deal(body, supplier, buyer, agreement, runner, manager)


def code_of(call, *arguments, **inputs):
    with pytest.raises(Refused) as refused:
        call(*arguments, **inputs)
    return refused.value.code


def test_what_was_ordered_outside_counts_on_ceiling_share_and_tier():
    deal = a_deal()
    deal.record()
    deal.record(deal.runner, document="PO-2", cents=30_000, quantities={"phones": 9, "laptops": 0})
    assert deal.totals() == (80_000, 80_000, {"phones": 11}, 80_000)
    with reading(deal.manager):
        rows = [
            (row.document, row.cents, row.quantities)
            for row in outside_orders_of(deal.agreement.pk)
        ]
    assert rows == [("PO-2", 30_000, {"phones": 9}), ("PO-1", 50_000, {"phones": 2})]


def test_a_correction_is_a_movement_of_its_own_and_gives_back_no_more_than_there_is():
    deal = a_deal()
    order = deal.record()
    deal.correct(order, cents=20_000, quantities={"phones": 1})
    assert deal.totals() == (30_000, 30_000, {"phones": 1}, 30_000)
    assert code_of(deal.correct, order, cents=30_001) == "released-too-much"
    assert code_of(deal.correct, order, cents=1, quantities={"phones": 2}) == "released-too-much"
    assert code_of(deal.correct, order) == "nothing-to-correct"
    assert code_of(deal.correct, order, cents=1, reason=" ") == "correction-reason-missing"
    deal.correct(order, deal.runner, cents=30_000, quantities={"phones": 1})
    assert deal.totals() == (0, 0, {"phones": 0}, 0)
    with reading(deal.runner):
        assert OutsideOrder.objects.get().cents == 50_000
        movements = CeilingMovement.objects.order_by("id").values_list("reference", "cents")
        assert list(movements) == [
            (order.reference, 50_000),
            (order.reference, -20_000),
            (order.reference, -30_000),
        ]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"document": " "}, "outside-order-document-missing"),
        ({"ordered_on": date(2026, 11, 3)}, "outside-order-in-the-future"),
        ({"cents": 0}, "outside-order-amount-missing"),
        ({"quantities": {"phones": -1}}, "quantity-negative"),
        ({"quantities": {"cars": 1}}, "price-group-unknown"),
        ({"ordered_on": date(2019, 12, 31)}, "agreement-not-joined"),
        ({"cents": 100_001}, "maximum-value-reached"),
    ],
)
def test_an_order_that_the_agreement_does_not_cover_is_refused_and_leaves_nothing(fields, code):
    deal = a_deal(maximum_cents=100_000)
    assert code_of(deal.record, **fields) == code
    with reading(deal.runner):
        assert not OutsideOrder.objects.filter(agreement=deal.agreement).exists()
        assert ceiling_of(deal.agreement.pk).committed_cents == 0


def test_an_order_is_recorded_once_and_only_up_to_the_buyers_share():
    deal = a_deal()
    deal.record()
    assert code_of(deal.record) == "outside-order-known"
    body, buyer = a_purchasing_body(), a_municipality()
    narrow = an_agreement(body, a_supplier(), [buyer], shares={buyer.pk: 49_999})
    small = Deal(body, None, buyer, narrow, a_runner(body), an_actor(buyer, RoleName.BUYER))
    assert code_of(small.record) == "share-reached"


def test_only_the_buyer_itself_and_who_runs_the_agreement_record():
    deal = a_deal()
    seller = an_actor(deal.supplier, RoleName.SALESPERSON)
    employee = an_actor(deal.buyer, RoleName.EMPLOYEE)
    other = an_actor(a_municipality(), RoleName.ICT_MANAGER)
    for actor, code in ((seller, "not-allowed"), (employee, "not-allowed"), (other, "not-found")):
        assert code_of(deal.record, actor) == code
    order = deal.record()
    for actor, code in ((seller, "not-allowed"), (employee, "not-allowed"), (other, "not-found")):
        assert code_of(deal.correct, order, actor, cents=1) == code


def test_no_buyer_records_or_moves_anothers_money():
    body, one, other = a_purchasing_body(), a_municipality(), a_municipality()
    agreement = an_agreement(body, a_supplier(), [one, other])
    deal = Deal(body, None, other, agreement, a_runner(body), an_actor(one, RoleName.ICT_MANAGER))
    assert code_of(deal.record) == "not-allowed"
    order = deal.record(deal.runner)
    with reading(deal.manager):
        assert list(outside_orders_of(agreement.pk)) == []
    assert code_of(deal.correct, order, cents=1) == "not-found"

    def grab(*, actor, now):
        ceiling.release(
            agreement_id=agreement.pk, participation_id=order.participation_id,
            buyer_id=other.pk, cents=1, quantities={}, reference=order.reference, now=now,
            outside=True,
        )  # fmt: skip

    assert code_of(perform, deal.manager, grab) == "not-allowed"


def test_who_runs_the_agreement_places_no_shop_order_for_a_buyer():
    deal = a_deal()
    with reading(deal.manager):
        participation = deal.agreement.participations.get()

    def order(*, actor, now):
        ceiling.commit(
            agreement_id=deal.agreement.pk, participation_id=participation.pk,
            buyer_id=deal.buyer.pk, cents=1, quantities={}, tier_marks={}, reference="O-1",
            on=DAY, now=now,
        )  # fmt: skip

    assert code_of(perform, deal.runner, order) == "not-allowed"


def test_an_order_from_before_a_suspension_is_recorded_afterwards_and_a_later_one_not():
    deal, stop = a_deal(), datetime(2027, 1, 4, 9, tzinfo=UTC)
    perform(
        deal.runner, agreements.suspend, now=stop, agreement_id=deal.agreement.pk, reason="Hearing."
    )
    later = datetime(2027, 1, 20, 9, tzinfo=UTC)
    deal.record(ordered_on=date(2027, 1, 4), now=later)
    stopped = {"document": "PO-2", "ordered_on": date(2027, 1, 5), "now": later}
    assert code_of(deal.record, **stopped) == "agreement-suspended"
    assert deal.totals()[0] == 50_000


def test_an_order_needs_a_legal_basis_on_its_own_day():
    deal = a_deal()
    perform(
        deal.runner, end_legal_basis, now=NOW, agreement_id=deal.agreement.pk,
        buyer_id=deal.buyer.pk, valid_until=DAY,
    )  # fmt: skip
    deal.record()
    late = {"document": "PO-2", "ordered_on": date(2026, 10, 31)}
    assert code_of(deal.record, **late) == "legal-basis-missing"


def test_nothing_counts_on_an_agreement_in_preparation():
    body, buyer = a_purchasing_body(), a_municipality()
    agreement = an_agreement_in_preparation(a_runner(body), a_supplier())
    deal = Deal(body, None, buyer, agreement, a_runner(body), None)
    assert code_of(deal.record, a_runner(body)) in {"not-found", "agreement-not-joined"}


def test_the_database_lets_nobody_edit_what_is_recorded():
    deal = a_deal()
    deal.correct(deal.record(), cents=1)
    for table in ("agreements_outsideorder", "agreements_outsideordercorrection"):
        for statement in (f"UPDATE {table} SET cents = 7", f"DELETE FROM {table}"):
            with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError):
                cursor.execute(statement)


# Pages


def client_of(party, *roles):
    return a_client(an_account(a_person(party, *roles)))


FORM = {
    "document": "PO-7", "ordered_on": "2026-10-30", "amount": "500.00", "units_0": "",
    "units_1": "2", "note": "By telephone.",
}  # fmt: skip


def test_the_buyer_records_and_corrects_on_its_pages():
    deal = a_deal()
    client = client_of(deal.buyer, RoleName.ICT_MANAGER)
    address = f"/agreements/{deal.agreement.pk}/outside/"
    assert '<th scope="row">' not in client.get(address, follow=True).content.decode()
    assert client.get(f"{address}record/").status_code == HTTPStatus.OK
    form = {**FORM, "buyer": deal.buyer.pk}
    missing = client.post(f"{address}record/send/", {**form, "amount": ""})
    assert missing.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert client.post(f"{address}record/send/", form).status_code == HTTPStatus.SEE_OTHER
    again = client.post(f"{address}record/send/", form)
    assert again.status_code == HTTPStatus.CONFLICT
    assert "PO-7" in client.get(address, follow=True).content.decode()

    with reading(deal.manager):
        order = OutsideOrder.objects.get(agreement=deal.agreement)
    assert (order.cents, order.quantities) == (50_000, {"phones": 2})
    page = f"/outside-orders/{order.pk}/"
    too_much = {"amount": "500.01", "reason": "Read wrongly."}
    assert client.post(f"{page}correct/", too_much).status_code == HTTPStatus.CONFLICT
    said = {"amount": "120.00", "units_0": "1", "reason": "Read wrongly."}
    assert client.post(f"{page}correct/", said).status_code == HTTPStatus.SEE_OTHER
    shown = client.get(page).content.decode()
    for text in ("€500.00", "€120.00", "€380.00", "Read wrongly."):
        assert text in shown, text
    assert deal.totals() == (38_000, 38_000, {"phones": 1}, 38_000)


def test_the_supplier_sees_its_outside_orders_and_records_none():
    deal = a_deal()
    order = deal.record()
    seller = client_of(deal.supplier, RoleName.SALESPERSON)
    address = f"/agreements/{deal.agreement.pk}/outside/"
    assert "PO-1" in seller.get(address, follow=True).content.decode()
    assert seller.get(f"{address}record/").status_code == HTTPStatus.FORBIDDEN
    shown = seller.get(f"/outside-orders/{order.pk}/")
    assert (shown.status_code, b"Record the correction" in shown.content) == (HTTPStatus.OK, False)
    stranger = client_of(a_municipality(), RoleName.ICT_MANAGER)
    assert stranger.get(address).status_code == HTTPStatus.NOT_FOUND
    assert stranger.get(f"/outside-orders/{order.pk}/").status_code == HTTPStatus.NOT_FOUND


def test_the_list_is_of_all_agreements_or_one_and_out_as_a_file():
    deal, other = a_deal(), a_deal()
    deal.record(document="PO-1", cents=100_00)
    other.record(document="PO-2")
    client = client_of(deal.buyer, RoleName.ICT_MANAGER)
    shown = client.get("/outside-orders/").content.decode()
    assert ("PO-1" in shown, "PO-2" in shown, "/outside/record/" in shown) == (True, False, False)
    chosen = client.get(f"/outside-orders/?agreement={deal.agreement.pk}").content.decode()
    assert f"/agreements/{deal.agreement.pk}/outside/record/" in chosen
    assert "PO-1" not in client.get("/outside-orders/?q=PO-9").content.decode()
    [_heading, row] = (
        client.get("/outside-orders/?file=csv").getvalue().decode("utf-8-sig").splitlines()
    )
    assert row.split(";")[0] == "PO-1"
    assert "100.00" in row.split(";")


def test_the_list_asks_as_much_for_thirty_rows_as_for_one():
    deal = a_deal()
    deal.record()
    client = client_of(deal.buyer, RoleName.ICT_MANAGER)
    address = f"/outside-orders/?agreement={deal.agreement.pk}"

    def asked():
        with CaptureQueriesContext(connection) as made:
            assert client.get(address).status_code == HTTPStatus.OK
        return len(made)

    one = asked()
    for number in range(2, 31):
        deal.record(document=f"PO-{number}", cents=100, quantities={})
    assert (one, asked()) == (14, 14)
