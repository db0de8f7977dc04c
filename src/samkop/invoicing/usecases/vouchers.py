"""Coding accepted invoices: each becomes one voucher, once, or waits for who can code it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from samkop.core import accounting
from samkop.core.accounting import Coding
from samkop.core.matching import Reason
from samkop.core.period import day_of
from samkop.invoicing.models import (
    AccountingSetup,
    Invoice,
    InvoiceDiscrepancy,
    LineCoding,
    MatchResult,
    Voucher,
    VoucherEntry,
)
from samkop.invoicing.policies import may_keep_accounting
from samkop.invoicing.queries.coded import CodedLine, coded_lines
from samkop.invoicing.queries.coding import setup_of
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.queries.reception import way_on
from samkop.invoicing.rules.vat import VatAccount, rate_text
from samkop.invoicing.rules.vouchers import Accounts, Made, Sums, entries_of
from samkop.invoicing.usecases.coding import check_account, check_dimensions, is_numeric
from samkop.invoicing.vocabulary import CODED, DiscrepancyState, ReceptionWay
from samkop.ordering.usecases.holding import hold
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, create_all
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

MOST_AT_ONCE = 200  # invoices that one event leads to be coded, the oldest first


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """How a person codes a line."""

    account: str
    account_name: str = ""
    cost_centre: str
    project: str = ""
    object_code: str = ""
    vat_code: str = ""


def code_invoice(*, actor: Actor, now: datetime, invoice_id: int) -> Voucher | None:
    """Make the voucher of an accepted invoice; None where it has to wait, or is not ours.

    Nothing is made where the finance system receives invoices itself, or where nobody has
    said what the accounting files look like. A line without a coding is an exception.
    """
    result = _locked(actor.own_party_id).filter(invoice_id=invoice_id).first()
    return None if result is None else _vouch(result, setup_of(actor.own_party_id), now)


def code_waiting(*, actor: Actor, now: datetime, after: int = 0) -> int:
    """Code what waits for a rule or for a setup; returns how many vouchers were made.

    The oldest first, so many at a time; the rest follow in units of work of their own.
    """
    party_id = actor.own_party_id
    setup = setup_of(party_id)
    if setup is None:
        return 0
    rows = _locked(party_id).filter(invoice_id__gt=after).order_by("invoice_id")
    waiting = list(rows[:MOST_AT_ONCE])
    made = [_vouch(one, setup, now) for one in waiting]
    if len(waiting) == MOST_AT_ONCE:
        tell("coding-changed", buyer_id=party_id, after=waiting[-1].invoice_id)
    return sum(one is not None for one in made)


def code_line(
    *, actor: Actor, now: datetime, invoice_id: int, line_id: str, by_hand: ByHand
) -> LineCoding:
    """Code a line by hand; the voucher is made once every line has its coding.

    Raises Refused: ``not-found``, ``not-allowed``, ``invoice-coded`` where its voucher is
    made, ``account-missing``, ``account-not-numeric``, ``cost-centre-missing``,
    ``cost-centre-unknown``, ``project-unknown``.
    """
    require(may_keep_accounting(actor))
    party_id = actor.own_party_id
    result = MatchResult.objects.filter(buyer_id=party_id, invoice_id=invoice_id).first()
    today = day_of(now, party_of(party_id).time_zone)
    if result is None or line_id not in {one.line_id for one in coded_lines(result, today)}:
        raise not_found()
    if Voucher.objects.filter(invoice_id=invoice_id).exists():
        raise Refused(
            "invoice-coded", _("The voucher of this invoice is made. Correct it in your ledger.")
        )
    check_account(by_hand.account, "account", numeric=is_numeric(party_id))
    if not by_hand.cost_centre:
        sentence = _("Choose the cost centre that bears the line.")
        raise Refused("cost-centre-missing", sentence, status=422, fields={"cost_centre": sentence})
    check_dimensions(party_id, by_hand.cost_centre, by_hand.project)
    made = create(
        LineCoding(
            invoice_id=invoice_id, buyer_id=party_id, supplier_id=result.supplier_id,
            line_id=line_id, person_id=actor.own_person_id, at=now, **vars(by_hand),
        )
    )  # fmt: skip
    tell("invoice-line-coded", invoice_id=invoice_id, buyer_id=party_id)
    return made


def _vouch(result: MatchResult, setup: AccountingSetup | None, now: datetime) -> Voucher | None:
    invoice = result.invoice
    zone = party_of(invoice.buyer_id).time_zone
    came_on = day_of(invoice.received_at, zone)
    if setup is None or way_on(invoice.buyer_id, came_on) != ReceptionWay.HERE:
        return None
    lines = coded_lines(result, day_of(now, zone))
    _hold_missing(result, lines, now)
    if any(line.missing for line in lines):
        return None
    return _voucher(invoice, lines, setup, now)


def _voucher(
    invoice: Invoice, lines: Sequence[CodedLine], setup: AccountingSetup, now: datetime
) -> Voucher:
    hold("vouchers", invoice.buyer_id)
    # Whoever held it before may have made it, after this unit of work looked.
    if made_before := Voucher.objects.filter(invoice=invoice).first():
        return made_before
    text = f"{party_of(invoice.supplier_id).legal_name}, {invoice.number}"[:200]
    accounts = _accounts(setup)
    pieces = [piece for line in lines for piece in line.pieces]
    made = entries_of(pieces, _sums(invoice), accounts, text)
    last = Voucher.objects.filter(buyer_id=invoice.buyer_id).aggregate(last=Max("number"))["last"]
    number = (last or 0) + 1
    # Made as a file will have it: an unbalanced one is never written.
    whole = accounting.Voucher(
        number, invoice.issue_date, invoice.currency, tuple(one.entry for one in made), text
    )
    voucher = create(
        Voucher(
            invoice=invoice, buyer_id=invoice.buyer_id, supplier_id=invoice.supplier_id,
            number=number, day=whole.day, currency=whole.currency, text=text, at=now,
            debit_cents=sum(max(one.cents, 0) for one in whole.entries),
        )
    )  # fmt: skip
    names = _names(lines, setup)
    create_all(
        (_entry(voucher, place, one, names) for place, one in enumerate(made, 1)), under=voucher
    )
    tell("voucher-made", invoice_id=invoice.pk, buyer_id=invoice.buyer_id)
    return voucher


def _sums(invoice: Invoice) -> Sums:
    vat = tuple(
        (_rate(row["category"], row["percent"]), row["vat_cents"]) for row in invoice.vat_breakdown
    )
    return Sums(
        invoice.net_cents, invoice.gross_cents, invoice.payable_cents, vat, invoice.is_credit
    )


def _rate(category: str, percent: str | None) -> str:
    return f"{category} {rate_text(Decimal(percent) if percent else None)}"


def _accounts(setup: AccountingSetup) -> Accounts:
    of_vat = tuple(
        VatAccount(account, code, rate, permille)
        for code, rate, permille, account, _name in setup.vat_accounts
    )
    return Accounts(setup.payable_account, setup.vat_account, setup.rounding_account, of_vat)


def _names(lines: Sequence[CodedLine], setup: AccountingSetup) -> dict[str, str]:
    names = {account: name for line in lines for account, name in line.names.items()}
    of_vat = {account: name for *_rest, account, name in setup.vat_accounts if account}
    return names | of_vat | {
        setup.payable_account: setup.payable_name, setup.vat_account: setup.vat_name,
        setup.rounding_account: setup.rounding_name,
    }  # fmt: skip


def _entry(voucher: Voucher, place: int, made: Made, names: dict[str, str]) -> VoucherEntry:
    coding: Coding = made.entry.coding
    return VoucherEntry(
        voucher=voucher, place=place, line_id=made.line_id, account=coding.account,
        account_name=names.get(coding.account, ""), cost_centre=coding.cost_centre,
        project=coding.project, object_code=coding.object_code, vat_code=coding.vat_code,
        cents=made.entry.cents, text=made.entry.text[:200],
    )  # fmt: skip


def _hold_missing(result: MatchResult, lines: Sequence[CodedLine], now: datetime) -> None:
    """What has no coding stands in the work list; what has one by now stands there no more."""
    rows = in_force(InvoiceDiscrepancy).filter(
        result=result, reason=Reason.CODING_MISSING, state=DiscrepancyState.OPEN
    )
    standing = {one.line_id: one for one in rows}
    missing = {line.line_id: line for line in lines if line.missing}
    for line_id, row in standing.items():
        if line_id not in missing:
            change(row, state=DiscrepancyState.OVERTAKEN, settled_at=now)
    # Its money is matched or accepted already: it has its home there.
    create_all(
        (
            InvoiceDiscrepancy(
                result=result, buyer_id=result.buyer_id, supplier_id=result.supplier_id,
                round=result.round, line_id=line_id, reason=Reason.CODING_MISSING.value,
                cents=0, vat_cents=0, total_cents=0, about=line.name[:200], since=now,
            )
            for line_id, line in missing.items()
            if line_id not in standing
        ),
        under=result,
    )  # fmt: skip
    change(result, open_count=len(missing))
    if missing.keys() - standing.keys():
        tell("invoice-coding-missing", invoice_id=result.invoice_id, buyer_id=result.buyer_id)


def _locked(party_id: int) -> QuerySet[MatchResult]:
    """Accepted and paid invoices of the party's that have no voucher, locked."""
    rows = MatchResult.objects.select_for_update(of=("self",)).select_related("invoice")
    return rows.filter(buyer_id=party_id, state__in=CODED, invoice__voucher=None)
