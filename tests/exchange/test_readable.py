"""Documents laid out for people."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from core.edocs.billing_samples import a_credit_note, an_invoice
from core.edocs.samples import SAMPLES, WRITTEN
from factories.exchange import DAY, a_despatch_advice, an_order
from samkop.core import edocs
from samkop.core.edocs.model import (
    Address,
    CatalogueLine,
    CataloguePrice,
    Clarification,
    Condition,
    Identifier,
    Item,
    LegalEntity,
    Party,
    Period,
    PriceTerms,
)
from samkop.core.money import Money
from samkop.exchange.documents import envelope_of, shown_address
from samkop.exchange.readable import LINES_SHOWN, readable
from samkop.site.simulator.answering import Mode, answer


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def a_catalogue(lines):
    return edocs.Catalogue(
        id="C-1",
        issue_date=DAY,
        validity=Period(DAY, date(2027, 11, 2)),
        provider=Party(endpoint=Identifier("7300010000001", "0088"), name="Provleverans Ab"),
        receiver=Party(name="Provupphandling Ab"),
        lines=tuple(
            CatalogueLine(
                id=str(number),
                item=Item(name=f"Phone {number}", sellers_id=f"P-{number}"),
                prices=(PriceTerms(price=CataloguePrice(Money(Decimal("299.00"), "EUR"))),),
            )
            for number in range(lines)
        ),
    )


def test_an_order_shows_its_lines_with_sums(trade):
    shown = readable(an_order(trade, "4711", 3, 2))
    assert shown.title == "Order 4711"
    assert shown.rows == [
        ["1", "Phone 1", "P-1", "3\xa0pcs", "€299.00", "€897.00"],
        ["2", "Phone 2", "P-2", "2\xa0pcs", "€299.00", "€598.00"],
    ]
    assert [fact for fact in shown.facts if "VAT" in fact[0]] == [("Sum without VAT", "€1,495.00")]


def test_a_partial_answer_shows_what_comes_when(trade):
    shown = readable(answer(an_order(trade, "4711", 7), Mode.PART, 1).response)
    [[line, item, said, confirmed, later, promised, substitute, _note]] = shown.rows
    assert (line, item, said, confirmed, later, substitute) == (
        "1",
        "Phone 1",
        "Changed",
        "3\xa0pcs",
        "4\xa0pcs",
        "\N{EN DASH}",
    )
    assert len(promised.split(", ")) == 2
    assert ("Answer", "Accepted with changes") in shown.facts


def test_an_offered_substitute_is_named(trade):
    shown = readable(answer(an_order(trade), Mode.SUBSTITUTE, 1).response)
    assert shown.rows[0][6] == "Phone 1 (successor)"


def test_a_long_catalogue_is_cut_and_says_how_long_it_is():
    shown = readable(a_catalogue(LINES_SHOWN + 1))
    assert (len(shown.rows), shown.lines, shown.cut) == (LINES_SHOWN, LINES_SHOWN + 1, True)
    assert shown.rows[0] == ["0", "Phone 0", "P-0", "\N{EN DASH}", "€299.00"]


def test_a_short_catalogue_is_whole():
    assert readable(a_catalogue(2)).cut is False


def test_what_a_document_does_not_say_is_left_out(trade):
    shown = readable(replace(an_order(trade), note=None, contracts=()))
    assert {"Note", "Agreement"} & {term for term, _value in shown.facts} == set()
    noted = readable(replace(an_order(trade), note="By the back door"))
    assert ("Note", "By the back door") in noted.facts


def test_a_despatch_advice_shows_what_comes_with_serial_numbers_and_marks(trade):
    shown = readable(a_despatch_advice(trade))
    assert shown.title == "Despatch advice DA-4711"
    assert shown.rows == [
        ["1", "Phone 1", "P-1", "2\xa0pcs", "1\xa0pc", "SN-1, SN-2", "BOX-1", "–"],
    ]
    facts = dict(shown.facts)
    assert (facts["To order"], facts["Tracking number"]) == ("4711", "T-1")
    assert facts["Delivery promised"] == facts["Issued"]


def test_a_document_of_a_type_that_is_not_exchanged_says_what_its_envelope_says():
    buyer, seller = a_party("Provkommun"), a_party("Provleverans")
    cancellation = edocs.OrderCancellation(
        id="C-9",
        issue_date=DAY,
        cancellation_note="Put off",
        order_reference="A-9",
        buyer=buyer,
        seller=seller,
    )
    shown = readable(cancellation)
    assert (shown.title, shown.lines) == ("Order cancellation C-9", 0)
    assert dict(shown.facts)["From"] == shown_address(buyer.endpoint)
    (said,) = envelope_of(WRITTEN["catalogue-response"]).faults
    assert (said["code"], said["values"]) == ("type-not-exchanged", {"type": "catalogue-response"})


def test_an_answer_to_an_invoice_says_why_and_what_to_do_in_words():
    shown = readable(
        replace(
            SAMPLES["invoice-response"], response_code="UQ",
            clarifications=(
                Clarification("PRI", "OPStatusReason", "Too dear", (Condition("BT-146", "299"),)),
                Clarification("CNP", "OPStatusAction"),
            ),
        )
    )  # fmt: skip
    assert dict(shown.facts)["Answer"] == "Asked about"
    assert shown.rows == [
        ["Why", "A price is wrong", "Too dear, BT-146: 299"],
        ["What you are asked to do", "Credit a part of the invoice", "\N{EN DASH}"],
    ]


def a_party(name):
    return Party(
        endpoint=Identifier("7300010000001", "0088"),
        address=Address(country="SE"),
        legal_entity=LegalEntity(name),
    )


def test_an_order_with_vat_says_both_sums_and_one_without_totals_neither(trade):
    order = an_order(trade, "4711", 3)
    # By hand: 897.00 for the lines, less 97.00, plus 10.00; with 25 % on it 1,012.50.
    totals = replace(
        order.totals, allowance_total_amount=Decimal(97), charge_total_amount=Decimal(10),
        tax_inclusive_amount=Decimal("1012.50"),
    )  # fmt: skip

    def said(totals):
        facts = readable(replace(order, totals=totals)).facts
        return [fact for fact in facts if "VAT" in fact[0]]

    assert said(totals) == [("Sum without VAT", "€810.00"), ("Sum with VAT", "€1,012.50")]
    assert said(None) == []


def test_an_invoice_shows_its_sums_and_what_it_is_about():
    shown = readable(an_invoice())
    assert shown.title == "Invoice F-1"
    assert shown.rows == [
        ["1", "Phone 14", "P-14", "2\xa0pcs", "€349.50", "25.0%", "€699.00"],
        ["2", "Phone 14", "P-14", "1\xa0pc", "€99.00", "25.0%", "€99.00"],
    ]
    figures = [("Sum without VAT", "€798.00"), ("VAT", "€199.50"), ("To pay", "€997.50")]
    assert [fact for fact in shown.facts if fact in figures] == figures
    assert ("To order", "A-1001") in shown.facts


def test_a_credit_note_tells_which_invoice_it_is_about():
    shown = readable(a_credit_note())
    assert (shown.title, shown.lines) == ("Credit note K-1", 2)
    assert ("About invoice", "F-1") in shown.facts
