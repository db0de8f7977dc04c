"""Invoices and credit notes come in: kept as their supplier's, whatever is wrong with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from factories.exchange import an_endpoint
from factories.invoices import Sold, an_invoice, an_order, came_in, invoiced
from factories.ordering import NOW, TODAY, a_market
from factories.parties import a_supplier, an_actor
from samkop.core.edocs.model import EN16931, MonetaryTotal
from samkop.exchange.models import Message
from samkop.invoicing.documents import billed_of
from samkop.invoicing.models import Invoice, InvoiceLine
from samkop.invoicing.usecases.invoice import record_invoice
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
SMALL = MonetaryTotal(Decimal(1), Decimal(1))


@pytest.fixture
def market():
    return a_market()


def test_an_invoice_is_kept_with_every_figure_of_its_document(market, tmp_path):
    order = an_order(market)
    kept = invoiced(tmp_path, market, order, Sold(3), Sold("0.5", "10.05", "2"), freight="12.00")
    assert (kept.kind, kept.type_code, kept.currency) == ("invoice", "380", "EUR")
    assert (kept.issue_date, kept.due_date) == (TODAY, TODAY + timedelta(days=30))
    # 3 * 300.00 + 5.03 + 12.00, and 25.5 per cent of it: 233.84 (half a cent away from zero).
    assert (kept.net_cents, kept.vat_cents, kept.gross_cents) == (917_03, 233_84, 1150_87)
    assert kept.payable_cents == 1150_87
    assert (kept.order_reference, kept.buyer_reference) == (order.number, "IT")
    assert kept.vat_breakdown == [
        {"category": "S", "percent": "25.5", "taxable_cents": 917_03, "vat_cents": 233_84}
    ]
    assert [(one["charge"], one["cents"]) for one in kept.allowances] == [(True, 12_00)]
    assert kept.payment == [{"code": "58", "reference": "1009", "account": "FI2112345600000785"}]
    with reading(market.buyers[0].finance):
        first, second = InvoiceLine.objects.filter(invoice=kept).order_by("place")
    assert (first.quantity, first.unit_price, first.net_cents) == (3, 300, 900_00)
    assert (first.order_line_reference, first.seller_item_id) == ("1", "PHONE-1")
    assert (first.vat_category, first.vat_percent) == ("S", Decimal("25.5"))
    assert (second.quantity, second.net_cents) == (Decimal("0.5"), 5_03)


def test_a_credit_note_names_the_invoice_that_it_is_about(market, tmp_path):
    kept = invoiced(tmp_path, market, an_order(market), Sold(1), about="F-77")
    assert (kept.kind, kept.type_code, kept.is_credit) == ("credit-note", "381", True)
    assert kept.preceding == [{"id": "F-77", "issue_date": TODAY.isoformat()}]
    assert kept.net_cents == 300_00


def test_an_invoice_outside_peppol_is_kept_as_well(market, tmp_path):
    document = replace(
        an_invoice(market, an_order(market)), customization_id=EN16931, profile_id=None
    )
    kept = came_in(tmp_path, document, market.buyers[0].party, market)
    assert (kept.number, kept.net_cents) == (document.id, 900_00)


def test_a_line_says_of_which_order_and_of_which_serial_it_is(market, tmp_path):
    order = an_order(market)
    kept = invoiced(
        tmp_path, market, None, Sold(1, order=order.number), Sold(1, serial="SN-1", line=None)
    )
    with reading(market.salesperson):
        first, second = InvoiceLine.objects.filter(invoice=kept).order_by("place")
    assert (first.order_reference, first.serials) == (order.number, [])
    assert (second.order_reference, second.serials) == ("", ["SN-1"])


def test_an_unknown_order_another_currency_and_a_strange_quantity_are_kept(market, tmp_path):
    strange = Sold("0.000001", "0.0000000001", "999", None, order="no-such")
    kept = invoiced(tmp_path, market, None, strange, currency="NOK")
    assert (kept.currency, kept.net_cents, kept.order_reference) == ("NOK", 0, "")


def test_the_same_number_of_another_day_is_kept_and_of_the_same_day_is_a_conflict(market, tmp_path):
    order = an_order(market)
    first = an_invoice(market, order, number="F-1")
    later = an_invoice(market, order, number="F-1", issued=date(2027, 3, 1))
    other = an_invoice(market, order, Sold(2), number="F-1")
    for document in (first, later, other):
        came_in(tmp_path, document, market.buyers[0].party, market)
    with reading(market.salesperson):
        kept = Invoice.objects.filter(supplier=market.supplier, number="F-1").order_by("id")
        assert [(one.issue_date, one.net_cents) for one in kept] == [
            (TODAY, 900_00), (date(2027, 3, 1), 900_00)
        ]  # fmt: skip
    with reading(market.buyers[0].finance):
        waiting = Message.objects.get(owner=market.buyers[0].party, state="quarantined")
    assert waiting.fault_code == "conflict"


def test_what_says_the_same_under_another_number_has_the_same_content(market, tmp_path):
    order = an_order(market)
    same = [invoiced(tmp_path, market, order, number=name) for name in ("F-10", "F-11")]
    other = invoiced(tmp_path, market, order, Sold(3, "299.99"), number="F-12")
    assert same[0].content_hash == same[1].content_hash
    assert same[0].content_hash != other.content_hash


@pytest.mark.parametrize(
    ("quantity", "price", "more"),
    [
        (1, f"{10**14}.00", {}),
        (3_000_000_000, "0.01", {}),  # more pieces than an order line counts
        (1, "1.00", {"freight": f"{10**17}.00", "totals": SMALL, "tax_totals": ()}),
    ],
)
def test_a_figure_beyond_counting_is_refused(market, quantity, price, more):
    document = an_invoice(market, an_order(market), Sold(quantity, price), **more)
    with pytest.raises(Refused) as refused:
        perform(
            actors.message(1, "invoice", market.supplier.pk), record_invoice, now=NOW,
            billed=billed_of(document), buyer_id=market.buyers[0].party.pk, message_id=1,
        )  # fmt: skip
    assert refused.value.code == "figure-too-large"


def test_an_invoice_is_seen_by_its_two_parties_alone(market, tmp_path):
    kept = invoiced(tmp_path, market, an_order(market))
    stranger, other = an_actor(a_supplier(), "salesperson"), a_market().buyers[0].finance
    for actor, seen in (
        (market.salesperson, 1), (market.buyers[0].finance, 1), (stranger, 0), (other, 0)
    ):  # fmt: skip
        with reading(actor):
            assert Invoice.objects.filter(pk=kept.pk).count() == seen
            assert InvoiceLine.objects.filter(invoice_id=kept.pk).count() == seen


def test_only_the_message_of_the_supplier_itself_makes_an_invoice_of_it(market, tmp_path):
    """Somebody else's invoice in its name is that sender's own, by its address."""
    pretender = a_supplier()
    an_endpoint(pretender)
    order = an_order(market)
    document = an_invoice(market, order, number="F-99")
    seller = replace(an_invoice(replace(market, supplier=pretender), order).seller)
    came_in(tmp_path, replace(document, seller=seller), market.buyers[0].party, market)
    with reading(market.buyers[0].finance):
        assert Invoice.objects.get(number="F-99").supplier_id == pretender.pk
