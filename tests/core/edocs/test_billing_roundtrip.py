"""Invoices and credit notes: what is written is valid, and is read as what was written."""

from dataclasses import fields, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.edocs.billing_samples import a_credit_note, an_invoice
from core.edocs.strategies import (
    addresses,
    contacts,
    days,
    gln,
    identifiers,
    maybe,
    prose,
    words,
)
from samkop.core.edocs import CreditNote, Invoice, examine, write
from samkop.core.edocs.model import (
    EN16931,
    Account,
    AllowanceCharge,
    Attachment,
    Card,
    Classification,
    DocumentReference,
    Identifier,
    InvoiceDelivery,
    InvoiceLine,
    Item,
    ItemProperty,
    LegalEntity,
    Mandate,
    MonetaryTotal,
    Party,
    Payee,
    PaymentMeans,
    Period,
    PrecedingInvoice,
    Price,
    Quantity,
    TaxCategory,
    TaxRegistration,
    TaxRepresentative,
    TaxTotal,
    VatBreakdown,
)
from samkop.core.money import Money

CENT = Decimal("0.01")
amounts = st.decimals("0.01", 10**6, places=2)
rates = st.sampled_from([Decimal("25.5"), Decimal(14)])
named = st.one_of(st.none(), words)
properties = st.lists(st.builds(ItemProperty, prose, prose), max_size=2).map(tuple)


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


@st.composite
def invoice_lines(draw, number: int, rate: Decimal):
    price, quantity = draw(amounts), draw(st.integers(1, 1000))
    gross = draw(st.one_of(st.none(), st.just(price + 1)))
    charge = AllowanceCharge(charge=True, amount=Decimal("1.50"), reason=draw(prose))
    item = Item(
        name=draw(prose),
        descriptions=(draw(prose),),
        buyers_id=draw(words),
        sellers_id=draw(words),
        standard_id=draw(st.one_of(st.none(), gln)),
        origin_country="SE",
        classifications=(Classification(draw(words), "STI", draw(words)),),
        taxes=(TaxCategory("S", rate),),
        properties=draw(properties),
    )
    return InvoiceLine(
        str(number),
        Quantity(Decimal(quantity), draw(st.sampled_from(["C62", "XBX", "MTR"]))),
        quantity * price + charge.amount,
        item,
        Price(price, None, None if gross is None else Decimal(1), gross),
        note=draw(maybe),
        accounting_cost=draw(maybe),
        period=draw(st.one_of(st.none(), st.just(Period(date(2026, 1, 1), date(2026, 1, 31))))),
        order_line=draw(named),
        document=draw(
            st.one_of(
                st.none(),
                st.builds(DocumentReference, words, st.just("130"), scheme=st.just("AAA")),
            )
        ),
        allowance_charges=(charge,),
    )


@st.composite
def sides(draw):
    entity = LegalEntity(draw(prose), draw(st.one_of(st.none(), gln)), legal_form=draw(maybe))
    return Party(
        draw(gln),
        draw(st.lists(identifiers, max_size=1).map(tuple)),
        draw(maybe),
        replace(draw(addresses), country="FI"),
        (TaxRegistration("FI" + draw(words)),),
        entity,
        draw(contacts),
    )


def totals_of(lines: tuple[InvoiceLine, ...], allowance: AllowanceCharge, currency: str) -> dict:
    """The totals and the VAT breakdown, by the rules that hold between them."""
    total = sum((line.line_extension_amount for line in lines), Decimal(0))
    groups = {}
    for line in lines:
        rate = line.item.taxes[0].percent
        groups[rate] = groups.get(rate, Decimal(0)) + line.line_extension_amount
    groups[allowance.tax.percent] = groups.get(allowance.tax.percent, Decimal(0)) - allowance.amount
    breakdown = tuple(
        VatBreakdown(
            Money(base, currency), Money(cents(base * rate / 100), currency), TaxCategory("S", rate)
        )
        for rate, base in groups.items()
    )
    tax = sum((group.tax_amount.amount for group in breakdown), Decimal(0))
    net = total - allowance.amount
    return {
        "tax_totals": (TaxTotal(Money(tax, currency), breakdown),),
        "totals": MonetaryTotal(
            total, net + tax, net, net + tax, allowance_total_amount=allowance.amount
        ),
    }


@st.composite
def billing(draw, kind: type[Invoice] | type[CreditNote]):
    currency = draw(st.sampled_from(["EUR", "NOK"]))
    count = draw(st.integers(1, 3))
    lines = tuple(draw(invoice_lines(number, draw(rates))) for number in range(count))
    base = lines[0].line_extension_amount
    allowance = AllowanceCharge(
        charge=False,
        amount=cents(base / 10),
        reason=draw(prose),
        reason_code="95",
        factor=Decimal(10),
        base_amount=base,
        tax=lines[0].item.taxes[0],
    )
    means = draw(
        st.one_of(
            st.builds(
                PaymentMeans, st.just("30"), maybe, account=st.builds(Account, words, maybe, named)
            ),
            st.builds(
                PaymentMeans, st.just("48"), card=st.builds(Card, st.just("1234"), words, maybe)
            ),
            st.builds(PaymentMeans, st.just("59"), mandate=st.builds(Mandate, words, words)),
        )
    )
    payee = st.builds(
        Payee, prose.map("Payee ".__add__), st.tuples(st.builds(Identifier, words, st.just("SEPA")))
    )
    agent = st.builds(
        TaxRepresentative, prose, addresses, st.just((TaxRegistration("FI01120389"),))
    )
    references = st.builds(
        DocumentReference,
        words,
        description=maybe,
        attachment=st.builds(
            Attachment, st.binary(min_size=1), st.just("application/pdf"), st.just("a.pdf")
        ),
        uri=st.just("https://example.org/a.pdf"),
    )
    document = kind(
        id=draw(words),
        issue_date=draw(days),
        currency=currency,
        seller=draw(sides()),
        buyer=replace(draw(sides()), name="Buyer"),
        lines=lines,
        notes=draw(st.lists(prose, max_size=1).map(tuple)),
        accounting_cost=draw(maybe),
        buyer_reference=draw(prose),
        period_start=date(2026, 1, 1),
        period_end=date(2026, 12, 31),
        order_reference=draw(words),
        sales_order_reference=draw(named),
        preceding_invoices=(PrecedingInvoice(draw(words), draw(days)),),
        despatch_reference=draw(named),
        receipt_reference=draw(named),
        originator_reference=draw(named),
        contract_reference=draw(named),
        documents=(draw(references),),
        payee=draw(st.one_of(st.none(), payee)),
        tax_representative=draw(st.one_of(st.none(), agent)),
        delivery=InvoiceDelivery(draw(days), draw(gln), draw(addresses), draw(maybe)),
        payment_means=(means,),
        payment_terms=(draw(prose),),
        allowance_charges=(allowance,),
        **totals_of(lines, allowance, currency),
    )
    if draw(st.booleans()):
        return replace(document, customization_id=EN16931, profile_id=None)
    return document


def assert_same_after_writing(document: Invoice | CreditNote) -> None:
    again, faults = examine(write(document))
    assert again == document
    assert faults.kind == document.kind


@settings(max_examples=15)
@given(billing(Invoice))
def test_an_invoice_is_read_as_it_was_written(invoice: Invoice) -> None:
    assert_same_after_writing(invoice)


@settings(max_examples=15)
@given(billing(CreditNote))
def test_a_credit_note_is_read_as_it_was_written(note: CreditNote) -> None:
    assert_same_after_writing(note)


def test_vat_in_the_currency_of_accounting_stands_beside_that_of_the_document() -> None:
    totals = (*an_invoice().tax_totals, TaxTotal(Money(Decimal("2194.50"), "SEK")))
    invoice = replace(an_invoice(), tax_currency="SEK", tax_totals=totals)
    assert_same_after_writing(invoice)
    assert invoice.tax_amount == Decimal("199.50")


def test_the_two_documents_differ_in_what_their_standards_tell_apart() -> None:
    own = {
        kind: {field.name for field in fields(kind)} - {field.name for field in fields(other)}
        for kind, other in ((Invoice, CreditNote), (CreditNote, Invoice))
    }
    assert own == {Invoice: {"due_date", "project_reference"}, CreditNote: set()}
    due = replace(
        a_credit_note(),
        payment_means=(replace(a_credit_note().payment_means[0], due_date=date(2026, 6, 1)),),
    )
    assert_same_after_writing(due)


def test_sender_is_the_seller_and_addressee_the_buyer() -> None:
    assert an_invoice().sender == Identifier("5560360793", "0007")
    assert an_invoice().addressee == Identifier("003701120389", "0216")
