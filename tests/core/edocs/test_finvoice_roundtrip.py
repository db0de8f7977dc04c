"""Whatever Finvoice can carry is read as it was written."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.edocs.strategies import INVISIBLE, gln
from core.edocs.test_billing_roundtrip import billing, cents, rates, totals_of
from samkop.core.edocs import CreditNote, Flag, InvalidDocumentError, Invoice, examine, write
from samkop.core.edocs.fitting import write_fitting
from samkop.core.edocs.model import (
    EN16931,
    Account,
    Address,
    AllowanceCharge,
    Card,
    Classification,
    Contact,
    DocumentReference,
    Identifier,
    InvoiceDelivery,
    InvoiceLine,
    Item,
    ItemInstance,
    ItemProperty,
    LegalEntity,
    Mandate,
    Party,
    Payee,
    PaymentMeans,
    Period,
    PrecedingInvoice,
    Price,
    ProposedAccount,
    Quantity,
    TaxCategory,
    TaxRegistration,
    TaxRepresentative,
    TaxTotal,
)
from samkop.core.money import Money

letters = st.characters(exclude_categories=(*INVISIBLE, "Zs", "Zl", "Zp"))
names = st.text(letters, min_size=2, max_size=12)
tokens = st.text(st.sampled_from("ABCabc019.-_"), min_size=2, max_size=12)
maybe = st.one_of(st.none(), names)
days = st.dates(date(1000, 1, 1), date(9999, 12, 31))
prices = st.decimals("0.01", 10**6, places=5)
accounts_proposed = st.sampled_from(
    [
        None,
        ProposedAccount("6560"),
        ProposedAccount("6560", "Inköp"),
        ProposedAccount(None, "65601"),
    ]
)
optional_days = st.one_of(st.none(), days)


@st.composite
def addresses(draw) -> Address:
    lines = draw(st.lists(names, min_size=1, max_size=3))
    street, second, third = [*lines, None, None][:3]
    return Address("FI", street, second, draw(names), draw(names), draw(maybe), third)


@st.composite
def lines(draw, number: int, rate: Decimal) -> InvoiceLine:
    price, quantity = draw(prices), Decimal(draw(st.integers(1, 1000)))
    gross = draw(st.one_of(st.none(), st.just(price + 1)))
    base = draw(st.one_of(st.none(), st.just(Quantity(Decimal(10), "C62"))))
    charges = (
        *draw(
            st.lists(
                st.builds(
                    AllowanceCharge,
                    st.just(False),
                    st.just(Decimal("0.10")),
                    names,
                    st.sampled_from([None, "95"]),
                    st.just(Decimal("2.5")),
                    st.just(Decimal(4)),
                ),
                max_size=2,
            )
        ),
        AllowanceCharge(charge=True, amount=Decimal("1.50"), reason=draw(names), reason_code="FC"),
    )
    net = quantity * price / (base.value if base else 1)
    for charge in charges:
        net += charge.amount if charge.charge else -charge.amount
    item = Item(
        name=draw(names),
        descriptions=tuple(draw(st.lists(names, max_size=1))),
        buyers_id=draw(maybe),
        sellers_id=draw(maybe),
        manufacturers_id=draw(maybe),
        standard_id=draw(st.one_of(st.none(), gln)),
        origin_country=draw(st.sampled_from([None, "SE"])),
        manufacturer_name=draw(maybe),
        classifications=(Classification(draw(names), "STI", draw(maybe)),),
        taxes=(TaxCategory("S", rate),),
        properties=tuple(draw(st.lists(st.builds(ItemProperty, names, names), max_size=2))),
        instances=tuple(draw(st.lists(st.builds(ItemInstance, names), max_size=1))),
    )
    return InvoiceLine(
        str(number),
        Quantity(quantity, draw(st.sampled_from(["C62", "XBX", "MTR"]))),
        cents(net),
        item,
        Price(price, base, None if gross is None else Decimal(1), gross),
        note=draw(st.one_of(st.none(), names, st.just("Two\nlines"))),
        accounting_cost=draw(maybe),
        period=draw(st.one_of(st.none(), st.builds(Period, days, st.none()))),
        order_line=draw(maybe),
        document=draw(
            st.one_of(
                st.none(),
                st.builds(DocumentReference, names, st.just("130"), scheme=st.just("AAA")),
            )
        ),
        allowance_charges=charges,
        proposed_account=draw(accounts_proposed),
    )


@st.composite
def sides(draw, *, seller: bool) -> Party:
    number = st.builds(Identifier, names, st.sampled_from([None, "0212", "0007"]))
    creditor = [Identifier(draw(names), "SEPA")] if seller and draw(st.booleans()) else []
    taxes = [TaxRegistration("FI" + draw(tokens))]
    if seller and draw(st.booleans()):
        taxes.append(TaxRegistration(draw(names), "TAX"))
    contact = st.builds(Contact, maybe, maybe, names)
    return Party(
        Identifier(draw(tokens), draw(st.sampled_from(["0216", "0007"]))),
        (draw(gln), *creditor),
        draw(maybe),
        draw(addresses()),
        tuple(taxes),
        LegalEntity(
            draw(names),
            draw(st.one_of(st.none(), number)),
            legal_form=draw(maybe) if seller else None,
        ),
        draw(st.one_of(st.none(), contact)),
    )


accounts = st.one_of(
    st.builds(Account, tokens, maybe, st.sampled_from([None, "NDEAFIHH"])),
    st.just(Account("FI2112345600000785", None, "NDEAFIHHXXX")),
)


@st.composite
def means(draw, *, credit: bool) -> tuple[PaymentMeans, ...]:
    reference = draw(st.one_of(st.none(), st.just("1009"), st.just("RF18539007547034"), tokens))
    due = draw(optional_days) if credit else None
    card = draw(st.one_of(st.none(), st.builds(Card, st.just("1234"), st.just("-"), maybe)))
    mandate = draw(st.one_of(st.none(), st.builds(Mandate, names, st.one_of(st.none(), tokens))))
    first = PaymentMeans(
        "58", draw(maybe), due, reference, card, draw(st.one_of(st.none(), accounts)), mandate
    )
    other = PaymentMeans(
        "58", payment_id=reference, account=Account("SE3550000000054910", None, "SWEDSESS")
    )
    return draw(st.sampled_from([(), (first,), (first, other)]))


@st.composite
def documents(draw, kind: type[Invoice] | type[CreditNote]) -> Invoice | CreditNote:
    currency = draw(st.sampled_from(["EUR", "NOK"]))
    count = draw(st.integers(1, 3))
    rows = tuple(draw(lines(number, draw(rates))) for number in range(1, count + 1))
    base = rows[0].line_extension_amount
    allowance = AllowanceCharge(
        charge=False,
        amount=cents(base / 10),
        reason=draw(names),
        reason_code="95",
        factor=Decimal(10),
        base_amount=base,
        tax=rows[0].item.taxes[0],
    )
    project = draw(maybe)
    own = {"due_date": draw(optional_days), "project_reference": project} if kind is Invoice else {}
    references = [
        *([DocumentReference(project, "50")] if project and kind is CreditNote else []),
        *draw(st.lists(st.just(DocumentReference("1", "130", scheme="AAA")), max_size=1)),
        *draw(
            st.lists(
                st.builds(DocumentReference, names, uri=st.just("https://example.org/a")),
                max_size=2,
            )
        ),
    ]
    payee = st.builds(Payee, names.map("Payee ".__add__), st.tuples(gln), gln)
    agent = st.builds(TaxRepresentative, names, addresses(), st.just((TaxRegistration("FI1"),)))
    places = st.builds(InvoiceDelivery, days, gln, st.one_of(st.none(), addresses()))
    found = kind(
        id=draw(names),
        issue_date=draw(days),
        currency=currency,
        seller=draw(sides(seller=True)),
        buyer=draw(sides(seller=False)),
        lines=rows,
        notes=tuple(draw(st.lists(names, max_size=2))),
        tax_point_date=draw(optional_days),
        accounting_cost=draw(maybe),
        proposed_account=draw(accounts_proposed),
        buyer_reference=draw(maybe),
        period_start=draw(optional_days),
        order_reference=draw(maybe),
        sales_order_reference=draw(maybe),
        preceding_invoices=tuple(
            draw(st.lists(st.builds(PrecedingInvoice, names, optional_days), max_size=3))
        ),
        despatch_reference=draw(maybe),
        originator_reference=draw(maybe),
        contract_reference=draw(maybe),
        documents=tuple(references),
        payee=draw(st.one_of(st.none(), payee)),
        tax_representative=draw(st.one_of(st.none(), agent)),
        delivery=draw(st.one_of(st.none(), places)),
        payment_means=draw(means(credit=kind is CreditNote)),
        payment_terms=draw(st.sampled_from([(), ("30 days",), ("30 days\nthen interest",)])),
        allowance_charges=(allowance,),
        customization_id=EN16931,
        profile_id=None,
        **own,
        **totals_of(rows, allowance, currency),
    )
    if draw(st.booleans()):
        totals = (*found.tax_totals, TaxTotal(Money(Decimal("21.95"), "SEK")))
        return replace(found, tax_currency="SEK", tax_totals=totals)
    return found


@settings(max_examples=25)
@given(st.one_of(documents(Invoice), documents(CreditNote)))
def test_what_finvoice_can_carry_is_read_as_it_was_written(
    document: Invoice | CreditNote,
) -> None:
    again, faults = examine(write(document, syntax="finvoice"))
    assert again == document
    assert faults.kind == "finvoice"


@settings(max_examples=8)
@given(st.one_of(billing(Invoice), billing(CreditNote)))
def test_whatever_an_invoice_says_its_money_arrives_and_what_has_no_room_stands_in_words(
    document: Invoice | CreditNote,
) -> None:
    try:
        found = write_fitting(document, lambda fault: fault.message)
    except InvalidDocumentError as refused:
        # An account that Finvoice cannot hold at all: nobody would be paid.
        places = {one.location for one in refused.faults.faults if one.flag is Flag.FATAL}
        assert all(place.endswith("/EpiAccountID") for place in places)
        return
    again, faults = examine(found.content)
    assert faults.valid
    assert isinstance(again, Invoice | CreditNote)
    assert (again.totals, again.tax_totals) == (document.totals, document.tax_totals)
    assert [line.line_extension_amount for line in again.lines] == [
        line.line_extension_amount for line in document.lines
    ]
    told = "".join(again.notes)
    assert all(dict(one.values)["value"] in told for one in found.left_out)
