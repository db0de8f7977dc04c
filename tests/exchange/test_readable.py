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
    CatalogueLine,
    CataloguePrice,
    Clarification,
    Condition,
    Identifier,
    Item,
    Party,
    Period,
    PriceTerms,
)
from samkop.core.money import Money
from samkop.exchange.documents import envelope_of, sentence_of, shown_address
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


def test_a_change_says_line_by_line_what_happens_and_why():
    change = replace(SAMPLES["order-change"], note="Fewer pupils")
    [line] = change.lines
    gone = replace(line, id="2", status_code="2", price=None, line_extension_amount=None)
    shown = readable(replace(change, lines=(line, gone, replace(line, id="3", status_code="9"))))
    assert shown.title == "Order change A-1001-1"
    assert shown.facts[:2] == [("To order", "A-1001"), ("Reason", "Fewer pupils")]
    assert ("Sum after the change", "€699.00") in shown.facts
    name, count = line.item.name, "2\xa0pcs"
    assert shown.rows == [
        ["1", name, "Changed", count, "€349.50", "€699.00", "2026-05-18 – 2026-05-22", "–"],
        ["2", name, "Taken out", count, "–", "–", "2026-05-18 – 2026-05-22", "–"],
        ["3", name, "9", count, "€349.50", "€699.00", "2026-05-18 – 2026-05-22", "–"],
    ]


def test_a_cancellation_says_which_order_and_why():
    shown = readable(SAMPLES["order-cancellation"])
    assert shown.title == "Order cancellation A-1001-2"
    assert shown.facts[:2] == [("To order", "A-1001"), ("Reason", "The project is put off")]
    assert (shown.columns, shown.rows) == ([], [])


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "XYZ is not in the list: Currencies: ISO 4217; Countries: ISO 3166-1 alpha-2."),
        ("sv", "XYZ finns inte i listan: Valutor: ISO 4217; Länder: ISO 3166-1 alpha-2."),
        ("fi", "XYZ ei ole luettelossa: Valuutat: ISO 4217; Maat: ISO 3166-1 alpha-2."),
    ],
)
def test_a_fault_names_code_lists_in_the_readers_language(language, sentence):
    lists = "Currencies: ISO 4217; Countries: ISO 3166-1 alpha-2"
    row = {
        "code": "R", "location": "/", "sentence": "{value} is not in the list: {list}.",
        "values": {"value": "XYZ", "list": lists},
    }  # fmt: skip
    with translation.override(language):
        assert sentence_of(row) == sentence


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
    said_of_catalogue = SAMPLES["catalogue-response"]
    shown = readable(said_of_catalogue)
    assert (shown.title, shown.lines) == (f"catalogue-response {said_of_catalogue.id}", 0)
    assert dict(shown.facts)["From"] == shown_address(said_of_catalogue.sender)
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
