"""Coding accepted invoices: each becomes one voucher, once, or waits for who can code it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from samkop.core import accounting
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
from samkop.invoicing.queries.coded import CodedLine, coded_lines, coded_of
from samkop.invoicing.queries.coding import setup_of
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.queries.reception import ways_of
from samkop.invoicing.rules.vat import VatAccount, rate_text
from samkop.invoicing.rules.vouchers import Accounts, Made, Sums, entries_of
from samkop.invoicing.usecases.coding import check_account, check_dimensions, is_numeric
from samkop.invoicing.vocabulary import CODED, DiscrepancyState, ReceptionWay
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.outbox import tell
from samkop.platform.records import change_each, create, create_each, create_under
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
    waiting = list(_locked(actor.own_party_id).filter(invoice_id=invoice_id))
    return next(iter(_vouch(actor.own_party_id, waiting, now)), None)


def code_waiting(*, actor: Actor, now: datetime, after: int = 0) -> int:
    """Code what waits for a rule or for a setup; returns how many vouchers were made.

    The oldest first, so many at a time, all at once; the rest follow in units of work of their
    own. As many statements for two hundred as for one.
    """
    party_id = actor.own_party_id
    rows = _locked(party_id).filter(invoice_id__gt=after).order_by("invoice_id")
    waiting = list(rows[:MOST_AT_ONCE])
    made = _vouch(party_id, waiting, now)
    if len(waiting) == MOST_AT_ONCE:
        tell("coding-changed", buyer_id=party_id, after=waiting[-1].invoice_id)
    return len(made)


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


def _vouch(party_id: int, results: Sequence[MatchResult], now: datetime) -> list[Voucher]:
    """Vouchers of the invoices that have all their coding; the others stand in the work list."""
    setup = setup_of(party_id)
    if setup is None or not results:
        return []
    zone, ways = party_of(party_id).time_zone, ways_of(party_id)
    ours = [
        one
        for one in results
        if ways(day_of(one.invoice.received_at, zone)) == ReceptionWay.HERE
    ]  # fmt: skip
    lines = coded_of(ours, day_of(now, zone))
    _hold_missing(ours, lines, now)
    coded = [one for one in ours if not any(line.missing for line in lines[one.pk])]
    return _vouchers(party_id, coded, lines, setup, now)


def _vouchers(
    party_id: int, results: Sequence[MatchResult], lines: Mapping[int, Sequence[CodedLine]],
    setup: AccountingSetup, now: datetime,
) -> list[Voucher]:  # fmt: skip
    if not results:
        return []
    hold("vouchers", party_id)
    invoices = [one.invoice_id for one in results]
    # Whoever held it before may have made some, after this unit of work looked.
    known = {one.invoice_id: one for one in Voucher.objects.filter(invoice_id__in=invoices)}
    last = Voucher.objects.filter(buyer_id=party_id).aggregate(last=Max("number"))["last"] or 0
    new = [one for one in results if one.invoice_id not in known]
    drawn = [
        _drawn(one.invoice, lines[one.pk], setup, number, now)
        for number, one in enumerate(new, last + 1)
    ]
    create_each([voucher for voucher, _made in drawn])
    create_under(
        [
            (voucher, _entries(voucher, made, _names(lines[one.pk], setup)))
            for one, (voucher, made) in zip(new, drawn, strict=True)
        ]
    )
    for voucher, _made in drawn:
        tell("voucher-made", invoice_id=voucher.invoice_id, buyer_id=party_id)
    return [*known.values(), *(voucher for voucher, _made in drawn)]


def _drawn(
    invoice: Invoice, lines: Sequence[CodedLine], setup: AccountingSetup, number: int,
    now: datetime,
) -> tuple[Voucher, list[Made]]:  # fmt: skip
    text = f"{invoice.supplier.legal_name}, {invoice.number}"[:200]
    pieces = [piece for line in lines for piece in line.pieces]
    made = entries_of(pieces, _sums(invoice), _accounts(setup), text)
    # Made as a file will have it: an unbalanced one is never written.
    whole = accounting.Voucher(
        number, invoice.issue_date, invoice.currency, tuple(one.entry for one in made), text
    )
    voucher = Voucher(
        invoice=invoice, buyer_id=invoice.buyer_id, supplier_id=invoice.supplier_id,
        number=number, day=whole.day, currency=whole.currency, text=text, at=now,
        debit_cents=sum(max(one.cents, 0) for one in whole.entries),
    )  # fmt: skip
    return voucher, made


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


def _entries(
    voucher: Voucher, made: Sequence[Made], names: Mapping[str, str]
) -> list[VoucherEntry]:
    return [
        VoucherEntry(
            voucher=voucher, place=place, line_id=one.line_id, account=one.entry.coding.account,
            account_name=names.get(one.entry.coding.account, ""),
            cost_centre=one.entry.coding.cost_centre, project=one.entry.coding.project,
            object_code=one.entry.coding.object_code, vat_code=one.entry.coding.vat_code,
            cents=one.entry.cents, text=one.entry.text[:200],
        )
        for place, one in enumerate(made, 1)
    ]  # fmt: skip


def _hold_missing(
    results: Sequence[MatchResult], lines: Mapping[int, Sequence[CodedLine]], now: datetime
) -> None:
    """What has no coding stands in the work list; what has one by now stands there no more."""
    rows = in_force(InvoiceDiscrepancy).filter(
        result__in=results, reason=Reason.CODING_MISSING, state=DiscrepancyState.OPEN
    )
    standing = {(one.result_id, one.line_id): one for one in rows}
    missing = {
        (result.pk, line.line_id): line
        for result in results
        for line in lines[result.pk]
        if line.missing
    }
    over = {"state": DiscrepancyState.OVERTAKEN, "settled_at": now}
    change_each([(row, over) for key, row in standing.items() if key not in missing])
    new = [
        (one, [_missing(one, line, now) for line in lines[one.pk]
               if line.missing and (one.pk, line.line_id) not in standing])
        for one in results
    ]  # fmt: skip
    create_under(new)
    counts = Counter(result_id for result_id, _line in missing)
    change_each([(one, {"open_count": counts[one.pk]}) for one in results])
    for result, rows_of_it in new:
        if rows_of_it:
            tell("invoice-coding-missing", invoice_id=result.invoice_id, buyer_id=result.buyer_id)


def _missing(result: MatchResult, line: CodedLine, now: datetime) -> InvoiceDiscrepancy:
    # Its money is matched or accepted already: it has its home there.
    return InvoiceDiscrepancy(
        result=result, buyer_id=result.buyer_id, supplier_id=result.supplier_id,
        round=result.round, line_id=line.line_id, reason=Reason.CODING_MISSING.value,
        cents=0, vat_cents=0, total_cents=0, about=line.name[:200], since=now,
    )  # fmt: skip


def _locked(party_id: int) -> QuerySet[MatchResult]:
    """Accepted and paid invoices of the party's that have no voucher, locked."""
    rows = MatchResult.objects.select_for_update(of=("self",)).select_related("invoice__supplier")
    return rows.filter(buyer_id=party_id, state__in=CODED, invoice__voucher=None)
