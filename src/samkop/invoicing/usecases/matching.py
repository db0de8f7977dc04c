"""Matching an invoice with what was ordered and received, again and again until it is settled.

Each round is one unit of work of the buyer's: the orders are locked, what they have left is
read, the result stored and the orders' lines moved. What a round has matched stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from samkop.core import matching
from samkop.core.matching import BillMatch, Reason, Target
from samkop.core.period import day_of
from samkop.invoicing.models import (
    Invoice,
    InvoiceDiscrepancy,
    LineAssignment,
    MatchedPart,
    MatchResult,
    RentSchedule,
)
from samkop.invoicing.policies import may_match
from samkop.invoicing.queries.earlier import (
    earlier_bills,
    numbered_apart,
    orders_credited,
    taken_back,
)
from samkop.invoicing.queries.ground import (
    Own,
    accepted_pieces,
    candidate_orders,
    in_force,
    ordered_lines,
    tolerances_on,
)
from samkop.invoicing.queries.reception import way_on
from samkop.invoicing.queries.rents import rents_for
from samkop.invoicing.queries.waiting import (
    come_since,
    credits_awaiting,
    of_supplier,
    waiting_for,
)
from samkop.invoicing.rules import Named, bill_of
from samkop.invoicing.rules.outcome import (
    held_of,
    is_pending,
    moved_pieces,
    state_of,
)
from samkop.invoicing.usecases.match_rows import (
    Round,
    accepted_again,
    is_news,
    store_round,
)
from samkop.invoicing.usecases.responding import respond
from samkop.invoicing.vocabulary import (
    UNSETTLED,
    DiscrepancyState,
    InvoiceState,
    ReceptionWay,
)
from samkop.ordering.models import Order, OrderLine
from samkop.ordering.usecases.line_progress import LineMove, move_many
from samkop.ordering.vocabulary import LineMovementKind
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create_new, subject_of
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import require

MOST_AT_ONCE = 200  # invoices that are matched again in one unit of work, the oldest first


def match_invoice(*, actor: Actor, now: datetime, invoice_id: int) -> MatchResult:
    """Match what has come in; the supplier hears how far it is.

    Where the buyer's finance system receives and matches by itself, nothing is matched: the
    whole waits to be handed over. Matched before, it is matched again. Raises Refused:
    ``not-found``, ``not-allowed``.
    """
    require(may_match(actor))
    invoice = Invoice.objects.filter(id=invoice_id, buyer_id=actor.own_party_id).first()
    if invoice is None:
        raise not_found()
    result = MatchResult(
        invoice=invoice, buyer_id=invoice.buyer_id, supplier_id=invoice.supplier_id,
        gross_cents=invoice.gross_cents, discrepant_cents=invoice.gross_cents, created_at=now,
    )  # fmt: skip
    is_new = create_new(result)
    result = _locked([invoice.pk])[0]
    if way_on(invoice.buyer_id, _today(invoice.buyer_id, now)) != ReceptionWay.EXPORT:
        for credit_id in () if invoice.is_credit else credits_awaiting(invoice):
            tell("credited-invoice-came", invoice_id=credit_id, buyer_id=invoice.buyer_id)
        return match_round(result, now)
    if is_new:
        tell("invoice-discrepant", invoice_id=invoice.pk, buyer_id=invoice.buyer_id)
    return result


def match_again(
    *, actor: Actor, now: datetime, order_ids: Sequence[int] = (), invoice_id: int | None = None,
    since: date | None = None, supplier_id: int | None = None, after: int = 0,
) -> int:  # fmt: skip
    """Match anew what something new may have settled; returns how many were looked at.

    ``order_ids``: something of these orders has moved or was answered; ``invoice_id``: it was
    credited; ``since``: what passes has changed for what came in from this day on;
    ``supplier_id``: its rents have changed. Settled invoices are left alone. So many at once; a
    fact leads to the others, those ``after`` the last of these. Raises Refused ``not-allowed``.
    """
    require(may_match(actor))
    party_id = actor.own_party_id
    if way_on(party_id, _today(party_id, now)) == ReceptionWay.EXPORT:
        return 0
    if since is not None:
        found = come_since(party_id, since, after)
    elif supplier_id is not None:
        found = of_supplier(party_id, supplier_id, after)
    else:
        found = waiting_for(party_id, order_ids, after) if invoice_id is None else [invoice_id]
    for result in _locked(found[:MOST_AT_ONCE]):
        match_round(result, now)
    if len(found) > MOST_AT_ONCE:
        rest = {"buyer_id": party_id, "after": found[MOST_AT_ONCE - 1]}
        if since is not None:
            tell("tolerances-set", valid_from=since.isoformat(), **rest)
        elif supplier_id is not None:
            tell("rents-changed", financier_id=supplier_id, **rest)
        else:
            tell("matching-unfinished", order_ids=list(order_ids), **rest)
    return len(found[:MOST_AT_ONCE])


def match_round(result: MatchResult, now: datetime) -> MatchResult:
    """One round for a locked result; nothing is written where it finds what stands already.

    Pieces that an earlier round has matched stay: should this one find fewer of them, what
    stands is kept as it is.
    """
    if result.state not in UNSETTLED:
        return result
    invoice = result.invoice
    lines = list(invoice.lines.order_by("place"))
    this = Round(result, invoice, lines, moved_by(result), now)
    match = _found(this)
    held = held_of(match, {str(line.place): int(line.quantity) for line in lines})
    wanted = moved_pieces(match)
    for line_id, pieces in accepted_again(this, held).items():
        wanted[line_id] = wanted.get(line_id, 0) + pieces
    if any(abs(wanted.get(key, 0)) < abs(pieces) for key, pieces in this.moved.items()):
        return settle_state(result, now)
    if result.round and not is_news(result, match, held):
        return settle_state(result, now)
    store_round(this, match, held)
    _move(this, wanted)
    tell_of_credited(result)
    return settle_state(result, now)


def _found(this: Round) -> BillMatch:
    assigned = _assigned(this.result)
    also = [*(one.order_id for one in assigned.values()), *orders_credited(this.invoice)]
    orders = candidate_orders(this.invoice, this.lines, also)
    _lock_orders(orders)
    _lock_rents(this.invoice)
    zone = party_of(this.invoice.buyer_id).time_zone
    ground = matching.Ground(
        ordered=ordered_lines(orders, _own(this), zone),
        rents=rents_for(this.invoice),
        earlier=earlier_bills(
            this.invoice, this.lines, is_apart=numbered_apart(this.result.pk)
        ),
    )  # fmt: skip
    bill = bill_of(
        this.invoice, this.lines, supplier_id=this.invoice.supplier_id, key=this.invoice.pk,
        assigned={
            line_id: Named(one.order.number, one.line_number) for line_id, one in assigned.items()
        },
    )  # fmt: skip
    day = day_of(this.invoice.received_at, zone)
    [found] = matching.match([bill], ground, tolerances_on(this.invoice.buyer_id, day))
    return found


def _own(this: Round) -> Own:
    sign, accepted = -1 if this.invoice.is_credit else 1, accepted_pieces(this.result.pk)
    matched = {key: sign * (pieces - accepted.get(key, 0)) for key, pieces in this.moved.items()}
    return Own(
        matched, taken_back(this.invoice.pk), accepted,
        accepted_pieces(this.result.pk, Reason.QUANTITY_OVER_ORDERED),
    )  # fmt: skip


def _assigned(result: MatchResult) -> dict[str, OrderLine]:
    """The order lines that people have named, by the invoice line's place; the newest holds."""
    rows = LineAssignment.objects.filter(result=result).order_by("id")
    return {row.line_id: row.order_line for row in rows.select_related("order_line__order")}


def moved_by(result: MatchResult) -> dict[int, int]:
    """Pieces by order line that this invoice has moved so far."""
    moved: dict[int, int] = defaultdict(int, accepted_pieces(result.pk))
    parts = in_force(MatchedPart).filter(result=result, target=Target.ORDER_LINE)
    for key, quantity in parts.values_list("order_line_id", "quantity"):
        moved[key] += quantity
    return dict(moved)


def _move(this: Round, wanted: Mapping[int, int]) -> None:
    """Count the pieces that came on top of what this invoice had moved before."""
    more = {key: abs(n) - abs(this.moved.get(key, 0)) for key, n in wanted.items()}
    move_pieces(this.result, {key: n for key, n in more.items() if n > 0}, wanted, this.now)


def move_pieces(
    result: MatchResult, pieces: Mapping[int, int], signs: Mapping[int, int], now: datetime, *,
    step: str = "", back: bool = False,
) -> None:  # fmt: skip
    """Invoiced pieces of order lines, or credited ones of a credit note's or below zero.

    ``back``: what was counted so is given back, the one by the other.
    """
    rows = {row.pk: row for row in OrderLine.objects.filter(id__in=pieces)}
    credit = result.invoice.is_credit
    move_many(
        moves=[
            LineMove(
                rows[key].order_id, rows[key].line_number,
                LineMovementKind.CREDITED if (credit or signs.get(key, 0) < 0) != back
                else LineMovementKind.INVOICED,
                count, f"{subject_of(result)}:{step or result.round}",
            )
            for key, count in sorted(pieces.items())
        ],
        now=now,
    )  # fmt: skip


def tell_of_credited(result: MatchResult) -> None:
    """What a credit note takes back of an invoice's exceptions settles it, or did until now."""
    if not result.invoice.is_credit:
        return
    about = {
        row.credited_id
        for row in in_force(MatchedPart).filter(result=result, target=Target.EXCEPTION)
        if row.credited_id
    }
    for invoice_id in sorted(about):
        tell("invoice-credited", invoice_id=invoice_id, buyer_id=result.buyer_id)


def settle_state(result: MatchResult, now: datetime, *, note: str = "") -> MatchResult:
    """Set what the discrepancies now say, and tell the supplier and whoever waits for it."""
    _settle_credited(result, now)
    rows = list(in_force(InvoiceDiscrepancy).filter(result=result))
    pending = [(row.reason, row.state) for row in rows if is_pending(row.state)]
    state = state_of(pending)
    open_count = sum(row.state == DiscrepancyState.OPEN for row in rows)
    news = open_count > result.open_count
    change(result, open_count=open_count)
    if state != result.state:
        change(result, state=state)
        tell(
            "invoice-accepted" if state == InvoiceState.ACCEPTED else "invoice-moved",
            invoice_id=result.invoice_id, buyer_id=result.buyer_id,
        )  # fmt: skip
    if news:
        tell("invoice-discrepant", invoice_id=result.invoice_id, buyer_id=result.buyer_id)
    respond(result, now, [row for row in rows if is_pending(row.state)], note=note)
    return result


def _settle_credited(result: MatchResult, now: datetime) -> None:
    """A line's discrepancies are settled once credit notes have taken back all their money.

    They are open again where one of these was rejected.
    """
    back: dict[str, int] = defaultdict(int)
    for line_id, cents in (
        in_force(MatchedPart)
        .filter(credited_id=result.invoice_id, target=Target.EXCEPTION)
        .values_list("credited_line", "cents")
    ):
        back[line_id] += abs(cents)
    lines: dict[str, list[InvoiceDiscrepancy]] = defaultdict(list)
    for row in in_force(InvoiceDiscrepancy).filter(result=result).order_by("id"):
        lines[row.line_id].append(row)
    for line_id, rows in lines.items():
        credited = [row for row in rows if row.state == DiscrepancyState.CREDITED]
        left = back[line_id] - sum(abs(row.cents) for row in credited)
        pending = [row for row in rows if is_pending(row.state)]
        if left < 0:
            for row in credited:
                change(row, state=DiscrepancyState.OPEN, settled_at=None)
        elif left and sum(abs(row.cents) for row in pending) <= left:
            for row in pending:
                change(row, state=DiscrepancyState.CREDITED, settled_at=now)


def _locked(invoice_ids: list[int]) -> list[MatchResult]:
    """The results, locked in the order of their invoices."""
    rows = MatchResult.objects.select_for_update(of=("self",)).select_related("invoice")
    return list(rows.filter(invoice_id__in=invoice_ids).order_by("invoice_id"))


def _lock_orders(order_ids: list[int]) -> None:
    """Two invoices on one order line wait for each other: what is left is read once each."""
    list(Order.objects.select_for_update().filter(id__in=order_ids).order_by("id").values("id"))


def _lock_rents(invoice: Invoice) -> None:
    """Nor do two invoices of a financier take the same month of a rent."""
    rents = RentSchedule.objects.filter(buyer_id=invoice.buyer_id, financier_id=invoice.supplier_id)
    list(rents.select_for_update().order_by("id").values("id"))


def _today(party_id: int, now: datetime) -> date:
    return day_of(now, party_of(party_id).time_zone)
