"""A supplier without a system invoices and credits by hand: the buyer gets the same documents."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone
from lxml import html

from browser_ground import a_client
from factories.invoices import an_order, received
from factories.ordering import NOW, TODAY, a_market
from factories.parties import a_person, a_supplier, an_account, an_actor
from samkop.core import edocs
from samkop.core.billing.vat import Vat
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.models import Message
from samkop.exchange.queries import content_of
from samkop.exchange.transmitting import transmit_waiting
from samkop.invoicing.models import Invoice, MatchResult
from samkop.invoicing.rules.by_hand import Credited, Invoiced
from samkop.invoicing.usecases.billing import invoice_order
from samkop.invoicing.usecases.crediting import credit_invoice
from samkop.invoicing.usecases.settling import reject_invoice
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database")
FULL = Vat("S", Decimal("25.5"))
IBAN, DUE = "FI21 1234 5600 0007 85", TODAY + timedelta(days=30)


@pytest.fixture
def market():
    return a_market()


def bill(market, order, *said, **words):
    given = {"number": "2026-17", "due_on": DUE, "account": IBAN, **words}
    return perform(
        market.salesperson, invoice_order, now=NOW, order_id=order.pk, invoiced=list(said), **given
    )


def credit(market, invoice, *said, **words):
    given = {"number": "K-1", "reason": "Two came back.", **words}
    return perform(
        market.salesperson, credit_invoice, now=NOW, invoice_id=invoice.pk, credited=list(said),
        **given,
    )  # fmt: skip


def carry(tmp_path, now=NOW + timedelta(minutes=1)):
    """What the worker does: sends, takes in, and tells the handlers."""
    transmit_waiting(tmp_path, now=now, limit=1000)
    collect_inboxes(tmp_path, now=now)
    for _round in range(3):
        dispatch_waiting(FACTS)


def document_of(market, message):
    with reading(market.salesperson):
        return edocs.read(content_of(message.pk))


def kept(market, number):
    with reading(market.buyers[0].finance):
        return Invoice.objects.get(number=number)


def test_the_invoice_has_the_orders_prices_its_own_sums_and_reaches_the_buyer(market, tmp_path):
    order = an_order(market, quantity=3)
    message = bill(market, order, Invoiced(1, 2, FULL), note_text="Thank you.")
    document = document_of(market, message)
    [line] = document.lines
    assert (line.order_line, line.quantity.value, line.price.amount) == ("1", 2, 300)
    # By hand: 2 x 300.00 = 600.00, 25.5 % of it 153.00, together 753.00.
    totals = document.totals
    assert (totals.line_extension_amount, document.tax_amount, totals.payable_amount) == (
        Decimal("600.00"), Decimal("153.00"), Decimal("753.00"),
    )  # fmt: skip
    [means] = document.payment_means
    # 202617 from the right times 7 3 1: 49 + 3 + 6 + 14 + 0 + 2 = 74, so that 6 is missing.
    assert (means.code, means.account.id, means.payment_id) == (
        "58", "FI2112345600000785", "2026176",
    )  # fmt: skip
    assert (document.order_reference, document.notes) == (order.number, ("Thank you.",))
    carry(tmp_path)
    invoice = kept(market, "2026-17")
    assert (invoice.net_cents, invoice.vat_cents, invoice.due_date) == (600_00, 153_00, DUE)
    assert (invoice.order_reference, invoice.supplier_id) == (order.number, market.supplier.pk)


def test_what_is_invoiced_is_not_left_to_invoice_also_while_it_is_on_its_way(market, tmp_path):
    order = an_order(market, quantity=3)
    bill(market, order, Invoiced(1, 2, FULL))
    for number in ("18", "19"):
        with pytest.raises(Refused) as refused:
            bill(market, order, Invoiced(1, 2, FULL), number=number)
        assert refused.value.code == "quantity-above-order"
        carry(tmp_path)
    bill(market, order, Invoiced(1, 1, FULL), number="20")


def test_what_was_rejected_may_be_invoiced_and_credited_anew(market, tmp_path):
    order = an_order(market, quantity=3)
    clerk = market.buyers[0].finance
    bill(market, order, Invoiced(1, 3, FULL))
    carry(tmp_path)
    with reading(clerk):
        result = MatchResult.objects.get(invoice__number="2026-17")
    perform(clerk, reject_invoice, now=NOW, result_id=result.pk, note="Not so.")
    bill(market, order, Invoiced(1, 3, FULL), number="2026-18")
    received(market, order, {1: 2})
    carry(tmp_path)
    with reading(clerk):
        right = MatchResult.objects.get(invoice__number="2026-18")
    assert (right.state, right.matched_cents) == ("in-process", 753_00)
    for number in ("K-1", "K-2"):
        credit(market, kept(market, "2026-18"), Credited(1, Decimal(3)), number=number)
        carry(tmp_path)
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "UPDATE invoicing_matchresult SET state = 'rejected' WHERE invoice_id = %s",
                [kept(market, number).pk],
            )


def test_a_credit_note_takes_a_part_back_at_the_invoices_price_and_no_more(market, tmp_path):
    order = an_order(market, quantity=3)
    bill(market, order, Invoiced(1, 3, FULL))
    carry(tmp_path)
    invoice = kept(market, "2026-17")
    document = document_of(market, credit(market, invoice, Credited(1, Decimal(2))))
    [about] = document.preceding_invoices
    assert (about.id, about.issue_date) == ("2026-17", TODAY)
    # By hand: 2 x 300.00 and 25.5 % of it.
    assert (document.totals.payable_amount, document.notes) == (
        Decimal("753.00"), ("Two came back.",),
    )  # fmt: skip
    for number in ("K-2", "K-3"):
        with pytest.raises(Refused) as refused:
            credit(market, invoice, Credited(1, Decimal(2)), number=number)
        assert refused.value.code == "quantity-above-invoice"
        carry(tmp_path)
    note = kept(market, "K-1")
    assert (note.is_credit, note.net_cents) == (True, 600_00)
    bill(market, order, Invoiced(1, 2, FULL), number="2026-18")
    with pytest.raises(Refused) as refused:
        credit(market, note, Credited(1, Decimal(1)), number="K-4")
    assert refused.value.code == "not-creditable"


@pytest.mark.parametrize(
    ("said", "words", "code"),
    [
        ([Invoiced(1, 4, FULL)], {}, "quantity-above-order"),
        ([Invoiced(1, -1, FULL)], {}, "quantity-above-order"),
        ([Invoiced(1, 0, FULL)], {}, "lines-missing"),
        ([Invoiced(2, 1, FULL)], {}, "lines-missing"),
        ([Invoiced(1, 1, FULL), Invoiced(1, 1, FULL)], {}, "lines-missing"),
        ([Invoiced(1, 1, Vat("S", Decimal(24)))], {}, "vat-not-possible"),
        ([Invoiced(1, 1, FULL)], {"due_on": TODAY - timedelta(days=1)}, "due-before-issue"),
        ([Invoiced(1, 1, FULL)], {"account": "FI21 1234 5600 0007 86"}, "account-unknown"),
        ([Invoiced(1, 1, FULL)], {"reference": "1234562"}, "reference-invalid"),
        ([Invoiced(1, 1, FULL)], {"number": " "}, "number-missing"),
        ([Invoiced(1, 1, FULL)], {"note_text": "\x07"}, "invoice-invalid"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(market, said, words, code):
    order = an_order(market, quantity=3)
    with pytest.raises(Refused) as refused:
        bill(market, order, *said, **words)
    assert refused.value.code == code
    with reading(market.salesperson):
        assert not Message.objects.filter(document_type="invoice").exists()


def test_goods_to_another_member_state_need_their_day_and_go_without_tax(market, tmp_path):
    order = an_order(market, quantity=3)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE parties_party SET country = 'SE', identifier_scheme = '0007',"
            " identifier = '2120000142' WHERE id = %s",
            [order.buyer_id],
        )
    without_tax = Invoiced(1, 1, Vat("K", Decimal(0)))
    with pytest.raises(Refused) as refused:
        bill(market, order, without_tax)
    assert refused.value.code == "delivery-day-missing"
    document = document_of(market, bill(market, order, without_tax, delivered_on=TODAY))
    assert (document.tax_amount, document.totals.payable_amount) == (0, 300)
    [part] = document.tax_totals[0].breakdown
    assert part.category.exemption_code == "VATEX-EU-IC"
    assert (document.delivery.actual_date, document.delivery.address.country) == (TODAY, "SE")
    [number] = document.buyer.tax_registrations
    assert number.company_id == "SE212000014201"


def test_only_the_suppliers_people_who_sell_invoice_and_credit(market, tmp_path):
    order = an_order(market, quantity=3)
    bill(market, order, Invoiced(1, 1, FULL))
    carry(tmp_path)
    invoice = kept(market, "2026-17")
    actors = (
        (an_actor(market.supplier, "administrator"), "not-allowed"),
        (market.buyers[0].finance, "not-allowed"),
        (an_actor(a_supplier(), "salesperson"), "not-found"),
    )
    given = {"number": "9", "due_on": DUE, "account": IBAN, "invoiced": []}
    for actor, code in actors:
        for usecase, named in (
            (invoice_order, {"order_id": order.pk, **given}),
            (
                credit_invoice,
                {"invoice_id": invoice.pk, "number": "K", "reason": "x", "credited": []},
            ),
        ):
            with pytest.raises(Refused) as refused:
                perform(actor, usecase, now=NOW, **named)
            assert refused.value.code == code


def fields_in(page):
    form = html.fromstring(page.content).get_element_by_id("main").find(".//form")
    return {name: form.fields[name] or "" for name in form.fields if name != "csrfmiddlewaretoken"}


@pytest.mark.usefixtures("pages")
def test_the_pages_begin_with_what_is_left_and_a_second_press_sends_no_second(market, tmp_path):
    order = an_order(market, quantity=3)
    client = a_client(an_account(a_person(market.supplier, "salesperson")))
    first = fields_in(client.get(reverse("invoice-order", args=[order.pk])))
    assert (first["quantity_1"], first["vat_1"], first["key"]) == ("0", "S:25.5", f"{order.pk}-0")
    send = reverse("send-order-invoice", args=[order.pk])
    typed = {**first, "quantity_1": "2", "number": "A-9", "account": "FI21 0000"}
    wrong = client.post(send, typed)
    assert wrong.status_code == 422
    assert fields_in(wrong)["number"] == "A-9"
    assert 'id="id_account_error"' in wrong.content.decode()
    for _press in range(2):
        assert client.post(send, {**typed, "account": IBAN}).status_code == 303
    with reading(market.salesperson):
        issued = Message.objects.get(document_type="invoice").issue_date
    assert issued == timezone.localdate()
    carry(tmp_path, datetime.now(UTC))
    invoice = kept(market, "A-9")
    again = fields_in(client.get(reverse("invoice-order", args=[order.pk])))
    assert again["account"] == "FI2112345600000785"
    place = reverse("credit-invoice", args=[invoice.pk])
    credited = fields_in(client.get(place))
    assert credited["quantity_1"] == "2"
    note = {**credited, "number": "K-9", "reason": "Damaged."}
    answer = client.post(reverse("send-credit-note", args=[invoice.pk]), note)
    assert answer["Location"] == reverse("order", args=[order.pk])
    buyers = a_client(an_account(a_person(market.buyers[0].party, "ict-manager")))
    assert buyers.get(place).status_code == 403
