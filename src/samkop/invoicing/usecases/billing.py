"""A supplier's people invoice an order by hand, with the document that a system would send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from samkop.core.billing.paying import (
    Account,
    account_of,
    is_payment_reference,
    payment_reference,
)
from samkop.core.billing.vat import INTRA_COMMUNITY, choices_of
from samkop.core.period import day_of
from samkop.exchange.models import Message
from samkop.exchange.usecases.by_hand import require_addresses, written
from samkop.exchange.usecases.outbound import send_document
from samkop.exchange.vocabulary import DocumentType
from samkop.invoicing.documents import BilledByHand, HandLine, invoice_document
from samkop.invoicing.policies import may_bill
from samkop.invoicing.queries.own_bills import invoiced_on, subject_of_order
from samkop.invoicing.rules.by_hand import Invoiced
from samkop.invoicing.usecases.writing import own_number, own_tax_number
from samkop.ordering.models import Order
from samkop.ordering.queries import order_of
from samkop.ordering.queries.line_progress import progress_in
from samkop.ordering.rules.fulfilment import LineProgress
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def invoice_order(
    *,
    actor: Actor,
    now: datetime,
    order_id: int,
    number: str,
    invoiced: Sequence[Invoiced],
    due_on: date,
    account: str,
    reference: str = "",
    delivered_on: date | None = None,
    tax_number: str = "",
    note_text: str = "",
) -> Message:
    """Invoice an order of one's own customers; the invoice lies in the buyer's mailbox at once.

    ``number`` is the supplier's own; ``account`` an IBAN or a bankgiro; ``reference`` the
    payment reference, made from the number where it is empty. ``tax_number`` is needed where
    it does not follow from the supplier's organisation number. Raises Refused: ``not-found``,
    ``not-allowed``, ``number-missing``, ``lines-missing``, ``quantity-above-order``,
    ``vat-not-possible``, ``delivery-day-missing``, ``due-before-issue``, ``account-unknown``,
    ``reference-invalid``, ``tax-number-missing``, ``own-address-missing``,
    ``invoice-invalid``, ``document-number-reused``.
    """
    order = order_of(order_id)
    if order is None:
        raise not_found()
    require(may_bill(actor, order))
    today = day_of(now, order.supplier.time_zone)
    number = own_number(number)
    progress = progress_in(order)
    said = [one for one in invoiced if one.quantity]
    _check_lines(order, said, progress, today)
    _check_days(said, today, due_on, delivered_on)
    billed = BilledByHand(
        number=number, issued_on=today, currency=order.currency, order_number=order.number,
        contract_number=order.agreement.number, accounting_cost=order.cost_centre_code,
        note=note_text.strip(), due_on=due_on, delivered_on=delivered_on,
        account=_account(account), reference=_reference(order.supplier, number, reference),
        tax_number=own_tax_number(order.supplier, tax_number),
    )  # fmt: skip
    require_addresses(order.supplier, order.buyer)
    lines = _lines(order, said, progress)
    document = invoice_document(order.supplier, order.buyer, billed, lines)
    return send_document(
        actor=actor, now=now, receiver_id=order.buyer_id, number=number, issue_date=today,
        document_type=DocumentType.INVOICE.value, content=written(document, "invoice-invalid"),
        subject=subject_of_order(order.pk), by_hand=True,
    )  # fmt: skip


def _lines(
    order: Order, said: Sequence[Invoiced], progress: Mapping[int, LineProgress]
) -> list[HandLine]:
    lines = {line.line_number: line for line in order.lines.all()}
    return [
        HandLine(
            line_id=str(one.line_number), order_line=str(one.line_number),
            name=lines[one.line_number].name,
            seller_item_id=lines[one.line_number].seller_item_id, quantity=Decimal(one.quantity),
            unit_code=lines[one.line_number].unit_code,
            price=Decimal(progress[one.line_number].unit_price_cents).scaleb(-2), vat=one.vat,
        )
        for one in said
    ]  # fmt: skip


def _check_lines(
    order: Order, said: Sequence[Invoiced], progress: Mapping[int, LineProgress], today: date
) -> None:
    numbers = [one.line_number for one in said]
    if not said or len(set(numbers)) < len(numbers) or not set(numbers) <= set(progress):
        raise Refused(
            "lines-missing",
            _("Write how many you invoice of at least one line of the order, each line once."),
            status=422,
        )
    possible = choices_of(order.supplier.country, order.buyer.country, today)
    before = invoiced_on(order)
    for one in said:
        left = progress[one.line_number].left_after(before[one.line_number])
        if not 0 < one.quantity <= left:
            raise _above_order(one, left)
        if one.vat not in possible:
            raise Refused(
                "vat-not-possible",
                _("Line %(line)s: your country takes no VAT of %(percent)s per cent today. Choose"
                  " one of the list."),
                status=422, line=one.line_number, percent=one.vat.percent,
                fields={f"vat_{one.line_number}": _("Choose one of the list.")},
            )  # fmt: skip


def _above_order(one: Invoiced, left: int) -> Refused:
    return Refused(
        "quantity-above-order",
        _("Line %(line)s: %(left)s of it can be invoiced, after what was invoiced before. Write"
          " as many or fewer."),
        status=422, line=one.line_number, left=left,
        fields={f"quantity_{one.line_number}": _("More than can be invoiced.")},
    )  # fmt: skip


def _check_days(
    said: Sequence[Invoiced], today: date, due_on: date, delivered_on: date | None
) -> None:
    if due_on < today:
        raise Refused(
            "due-before-issue", _("The day of payment has passed. Choose a later one."),
            status=422, fields={"due_on": _("Choose a later day.")},
        )  # fmt: skip
    if delivered_on is None and any(one.vat.category == INTRA_COMMUNITY for one in said):
        raise Refused(
            "delivery-day-missing",
            _("Goods to another member state need the day on which they were delivered."),
            status=422, fields={"delivered_on": _("Choose the day.")},
        )  # fmt: skip


def _account(typed: str) -> Account:
    account = account_of(typed)
    if account is None:
        raise Refused(
            "account-unknown",
            _("%(account)s is neither an IBAN nor a bankgiro: its check digits do not fit. Compare"
              " it with your bank's."),
            status=422, account=typed,
            fields={"account": _("Write an IBAN or a bankgiro.")},
        )  # fmt: skip
    return account


def _reference(supplier: Party, number: str, typed: str) -> str:
    """The payment reference: as typed without blanks, else the country's own of the number."""
    plain = "".join(typed.split())
    if not plain:
        return payment_reference(supplier.country, number) or ""
    if not is_payment_reference(supplier.country, plain):
        raise Refused(
            "reference-invalid",
            _("%(reference)s is no payment reference: its check digit does not fit. Correct it, or"
              " leave it empty: it is then made from the invoice's number."),
            status=422, reference=typed,
            fields={"reference": _("The check digit does not fit.")},
        )  # fmt: skip
    return plain
