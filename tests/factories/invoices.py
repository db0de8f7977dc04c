"""Suppliers' invoices and credit notes as documents that come in by the exchange."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from factories.answers import let_facts_work
from factories.exchange import put_in, side_of
from factories.ordering import NOW, PHONE, TODAY, Market, approved
from samkop.core import edocs
from samkop.core.edocs.model import (
    Account,
    AllowanceCharge,
    DocumentReference,
    InvoiceLine,
    Item,
    MonetaryTotal,
    PaymentMeans,
    PrecedingInvoice,
    Price,
    Quantity,
    TaxCategory,
    TaxRegistration,
    TaxTotal,
    VatBreakdown,
)
from samkop.core.edocs.model import Party as Side
from samkop.core.money import Money, to_cents
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.queries import folder_of
from samkop.invoicing.documents import billed_of
from samkop.invoicing.models import Invoice, InvoiceDiscrepancy
from samkop.invoicing.usecases.invoice import record_invoice
from samkop.invoicing.usecases.matching import match_invoice
from samkop.ordering.models import Order
from samkop.ordering.usecases.line_progress import move_lines
from samkop.ordering.vocabulary import LineMovementKind
from samkop.parties.models import Party
from samkop.platform import actors
from samkop.platform.outbox import tell
from samkop.platform.unit_of_work import perform, reading

numbers = itertools.count(1)
VAT = {"FI": Decimal("25.5"), "SE": Decimal(25)}


@dataclass(frozen=True)
class Sold:
    """One line as the supplier writes it; ``price`` of one, without VAT."""

    quantity: int | str = 1
    price: str = "300.00"
    line: str | None = "1"
    item: str | None = PHONE
    order: str | None = None  # where the line itself names its order
    vat: Decimal | None = None  # the country's, unless told otherwise
    serial: str | None = None
    name: str = "Item PHONE-1"


def an_order(market: Market, quantity: int = 3, code: str = PHONE, *, buyer: int = 0) -> Order:
    """An order that one of the market's buyers has placed."""
    municipality = market.buyers[buyer]
    requisition = approved(market, municipality, code, quantity)
    with reading(municipality.manager):
        return Order.objects.get(requisition=requisition)


def an_invoice(
    market: Market, order: Order | None, *lines: Sold, number: str = "", buyer: Party | None = None,
    issued: date = TODAY, about: str | tuple[str, ...] = "", currency: str = "EUR",
    freight: str = "", **fields: Any,
) -> edocs.Invoice | edocs.CreditNote:  # fmt: skip
    """A valid Peppol invoice of the market's supplier; a credit note where it is ``about`` one.

    Without ``lines`` it is for all of the order's first line. ``freight`` is a charge.
    """
    buyer = buyer or market.buyers[0].party
    rate = VAT[market.supplier.country]
    sold = [_line(str(place), one, rate) for place, one in enumerate(lines or (Sold(3),), 1)]
    charges = (
        AllowanceCharge(
            charge=True, amount=Decimal(freight), reason="Freight", tax=TaxCategory("S", rate)
        ),
    ) if freight else ()  # fmt: skip
    shared: dict[str, Any] = {
        "id": number or f"F-{next(numbers)}", "issue_date": issued, "currency": currency,
        "seller": _seller(market.supplier), "buyer": side_of(buyer), "lines": tuple(sold),
        "buyer_reference": "IT", "order_reference": order.number if order else None,
        "allowance_charges": charges,
        "payment_means": (
            PaymentMeans("58", payment_id="1009", account=Account("FI2112345600000785")),
        ),
        "payment_terms": ("30 days net",), **_sums(sold, charges, currency), **fields,
    }  # fmt: skip
    if about:
        numbers_of = (about,) if isinstance(about, str) else about
        preceding = tuple(PrecedingInvoice(one, TODAY) for one in numbers_of)
        return edocs.CreditNote(preceding_invoices=preceding, **shared)
    return edocs.Invoice(due_date=issued + timedelta(days=30), **shared)


def came_in(
    data: Path, document: edocs.Invoice | edocs.CreditNote, buyer: Party, market: Market
) -> Invoice | None:
    """The invoice after its document has come in and everything has followed, if it was kept."""
    with reading(market.buyers[0].manager):
        inbox = data / "exchange" / (folder_of(buyer.pk) or "") / "inbox"
    put_in(inbox, f"{document.id}-{next(numbers)}.xml", edocs.write(document))
    collect_inboxes(data, now=NOW)
    let_facts_work()
    with reading(market.salesperson):
        return Invoice.objects.filter(
            supplier=market.supplier, number=document.id, issue_date=document.issue_date
        ).order_by("-id").first()  # fmt: skip


def recorded(market: Market, document: edocs.Invoice | edocs.CreditNote) -> Invoice:
    """The invoice of a document to the market's first buyer, without its way through exchange."""
    message = next(numbers) + 10**6
    actor = actors.message(message, document.id, market.supplier.pk)
    invoice: Invoice = perform(
        actor, record_invoice, now=NOW, billed=billed_of(document),
        buyer_id=market.buyers[0].party.pk, message_id=message,
    )  # fmt: skip
    return invoice


def invoiced(data: Path, market: Market, order: Order | None, *lines: Sold, **fields: Any) -> Any:
    """What ``came_in`` gives for ``an_invoice`` to the market's first buyer."""
    document = an_invoice(market, order, *lines, **fields)
    return came_in(data, document, market.buyers[0].party, market)


def _line(place: str, sold: Sold, rate: Decimal) -> InvoiceLine:
    net = to_cents(Decimal(sold.quantity) * Decimal(sold.price))
    document = DocumentReference(sold.order, scheme="ON") if sold.order else None
    if sold.serial:
        document = DocumentReference(sold.serial, scheme="SE")
    return InvoiceLine(
        place, Quantity(Decimal(sold.quantity), "C62"), net,
        Item(
            name=sold.name, sellers_id=sold.item,
            taxes=(TaxCategory("S", rate if sold.vat is None else sold.vat),),
        ),
        Price(Decimal(sold.price)), order_line=sold.line,
        document=replace(document, type_code="130") if document else None,
    )  # fmt: skip


def _sums(
    lines: list[InvoiceLine], charges: tuple[AllowanceCharge, ...], currency: str
) -> dict[str, Any]:
    taxable: dict[TaxCategory, Decimal] = defaultdict(Decimal)
    for line in lines:
        taxable[line.item.taxes[0]] += line.line_extension_amount
    for one in charges:
        assert one.tax
        taxable[one.tax] += one.amount
    breakdown = tuple(
        VatBreakdown(
            Money(amount, currency), Money(to_cents(amount * (tax.percent or 0) / 100), currency),
            tax,
        )
        for tax, amount in taxable.items()
    )  # fmt: skip
    extra = sum((one.amount for one in charges), Decimal(0))
    net = sum((line.line_extension_amount for line in lines), Decimal(0))
    vat = sum((part.tax_amount.amount for part in breakdown), Decimal(0))
    return {
        "tax_totals": (TaxTotal(Money(vat, currency), breakdown),),
        "totals": MonetaryTotal(
            line_extension_amount=net, payable_amount=net + extra + vat,
            tax_exclusive_amount=net + extra, tax_inclusive_amount=net + extra + vat,
            charge_total_amount=extra or None,
        ),
    }  # fmt: skip


def _seller(party: Party) -> Side:
    number = f"FI{party.identifier.replace('-', '')}"
    if party.country == "SE":
        number = f"SE{party.identifier.replace('-', '')}01"
    return replace(side_of(party), tax_registrations=(TaxRegistration(number),))


def received(market: Market, order: Order, quantities: dict[int, int], *, buyer: int = 0) -> None:
    """So many pieces of the order's lines have come; what waits for them is matched again."""
    party_id = market.buyers[buyer].party.pk
    perform(
        actors.job("goods-keeper", party_id), _receive, now=NOW, order_id=order.pk,
        quantities=quantities, source=f"test:{next(numbers)}",
    )  # fmt: skip
    let_facts_work()


def _receive(*, actor, now, order_id, quantities, source):
    move_lines(
        order_id=order_id, kind=LineMovementKind.RECEIVED, quantities=quantities, source=source,
        now=now,
    )  # fmt: skip
    tell("goods-received", order_id=order_id, buyer_id=actor.own_party_id)


def a_held_invoice(
    market: Market, order: Order, *, number: str = "", price: str = "999999.00"
) -> tuple[Invoice, InvoiceDiscrepancy]:
    """An invoice to an order, at another price, and the first discrepancy of it."""
    invoice = recorded(market, an_invoice(market, order, Sold(1, price), number=number))
    job = actors.job("invoice-matcher", order.buyer_id)
    perform(job, match_invoice, now=NOW, invoice_id=invoice.pk)
    with reading(job):
        found = InvoiceDiscrepancy.objects.filter(result__invoice=invoice).latest("id")
    return invoice, found
