"""What people do about discrepancies: accept, ask, reject, assign, wait."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.matching import Reason
from samkop.core.period import day_of
from samkop.invoicing.models import (
    InvoiceComment,
    InvoiceDiscrepancy,
    LineAssignment,
    MatchedPart,
    MatchResult,
)
from samkop.invoicing.policies import may_handle, may_pay, may_see_result, may_work_on
from samkop.invoicing.queries.earlier import taken_back
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.queries.invoices import is_orderer, orders_in
from samkop.invoicing.queries.reception import way_on
from samkop.invoicing.rules.outcome import is_pending, may_be_accepted
from samkop.invoicing.usecases.accepting import require_authority
from samkop.invoicing.usecases.matching import (
    match_round,
    move_pieces,
    moved_by,
    settle_state,
    tell_of_credited,
)
from samkop.invoicing.usecases.responding import respond
from samkop.invoicing.vocabulary import (
    INVOICE_TRANSITIONS,
    UNSETTLED,
    DiscrepancyState,
    InvoiceState,
    ReceptionWay,
)
from samkop.ordering.models import OrderLine
from samkop.parties.models import Person
from samkop.parties.queries import membership_of, party_of
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def accept_discrepancy(
    *, actor: Actor, now: datetime, discrepancy_id: int, note: str = "",
    invoice_id: int | None = None,
) -> MatchResult:  # fmt: skip
    """Pay the difference all the same, within one's line of the register of authority.

    ``invoice_id``, here and below: the invoice that it has to be of.

    Nobody accepts it for what was ordered by or for himself. Its pieces count as invoiced from
    then on; a number that was used before is accepted as another invoice's, which is then
    matched with its orders as any. Raises Refused: ``not-found``, ``not-allowed``,
    ``discrepancy-settled``, ``not-acceptable``, ``accept-own-order``, ``authority-too-small``.
    """
    found, result = _pending(actor, discrepancy_id, invoice_id)
    if not may_be_accepted(found.reason):
        raise Refused(
            "not-acceptable",
            _("This cannot be paid as it is. Assign the line to what you ordered, ask the supplier,"
              " or reject the invoice."),
        )  # fmt: skip
    require_authority(actor, found, _today(result, now))
    change(
        found, state=DiscrepancyState.ACCEPTED, settled_at=now, settled_by_id=actor.own_person_id,
        note=note.strip()[:500],
    )  # fmt: skip
    if found.reason == Reason.DUPLICATE_NUMBER:
        return match_round(result, now)
    change(
        result, matched_cents=result.matched_cents + found.total_cents,
        discrepant_cents=result.discrepant_cents - found.total_cents,
    )  # fmt: skip
    if found.pieces and found.order_line_id:
        key = found.order_line_id
        move_pieces(result, {key: found.pieces}, {}, now, step=f"accepted:{found.pk}")
    return settle_state(result, now)


def ask_supplier(
    *, actor: Actor, now: datetime, discrepancy_id: int, note: str = "",
    invoice_id: int | None = None,
) -> MatchResult:  # fmt: skip
    """Ask the supplier for a credit note, or for what is missing; the answer says why and what.

    Raises Refused: ``not-found``, ``not-allowed``, ``discrepancy-settled``.
    """
    found, result = _pending(actor, discrepancy_id, invoice_id)
    change(
        found, state=DiscrepancyState.ASKED, settled_by_id=actor.own_person_id,
        note=note.strip()[:500],
    )  # fmt: skip
    return settle_state(result, now, note=note)


def wait_for_more(
    *, actor: Actor, now: datetime, discrepancy_id: int, note: str = "",
    invoice_id: int | None = None,
) -> MatchResult:  # fmt: skip
    """Let it wait: for goods that are on their way, for a credit note. It stays unpaid.

    Raises Refused: ``not-found``, ``not-allowed``, ``discrepancy-settled``.
    """
    found, result = _pending(actor, discrepancy_id, invoice_id)
    change(
        found, state=DiscrepancyState.WAITING, settled_by_id=actor.own_person_id,
        note=note.strip()[:500],
    )  # fmt: skip
    return settle_state(result, now)


def assign_line(
    *, actor: Actor, now: datetime, result_id: int, line_id: str, order_line_id: int
) -> MatchResult:
    """Say by hand which order line an invoice line is for; it is matched with it at once.

    Raises Refused: ``not-found``, ``not-allowed``, ``invoice-settled``,
    ``order-line-of-another`` where it is not this supplier's line of this buyer.
    """
    result = _unsettled(actor, result_id)
    if not result.invoice.lines.filter(place=line_id).exists():
        raise not_found()
    line = OrderLine.objects.filter(
        id=order_line_id, order__buyer_id=result.buyer_id, order__supplier_id=result.supplier_id
    ).first()
    if line is None:
        raise Refused(
            "order-line-of-another",
            _("Choose a line of an order that you have placed with this supplier."),
            status=422, fields={"order_line": _("Choose one of the order lines.")},
        )  # fmt: skip
    create(
        LineAssignment(
            result=result, buyer_id=result.buyer_id, line_id=line_id, order_line=line,
            person_id=actor.own_person_id, at=now,
        )
    )  # fmt: skip
    return match_round(result, now)


def reject_invoice(*, actor: Actor, now: datetime, result_id: int, note: str) -> MatchResult:
    """Reject an invoice as a whole: nothing of it is paid, and the supplier is told why.

    What it had matched is free for another again, or, of a credit note, charged again as if it
    had never come. Raises Refused: ``not-found``,
    ``not-allowed``, ``invoice-settled``, ``reason-missing``.
    """
    result = _unsettled(actor, result_id)
    if not note.strip():
        raise Refused(
            "reason-missing", _("Write why, so that the supplier knows what to correct."),
            status=422, fields={"note": _("Write a reason.")},
        )  # fmt: skip
    _free_pieces(result, now)
    held = list(in_force(InvoiceDiscrepancy).filter(result=result))
    _take_back_parts(result, now, held)
    for one in in_force(InvoiceDiscrepancy).filter(result=result):
        change(
            one, state=DiscrepancyState.REJECTED, settled_at=now,
            settled_by_id=actor.own_person_id, note=note.strip()[:500],
        )  # fmt: skip
    change(
        result, state=InvoiceState.REJECTED, open_count=0, matched_cents=0,
        discrepant_cents=result.gross_cents,
    )  # fmt: skip
    tell("invoice-moved", invoice_id=result.invoice_id, buyer_id=result.buyer_id)
    respond(result, now, in_force(InvoiceDiscrepancy).filter(result=result), note=note)
    return result


def _free_pieces(result: MatchResult, now: datetime) -> None:
    """Pieces that it had invoiced are credited, and those that it had credited invoiced again.

    What credit notes have taken back of it already is not its own any more. Another invoice
    that waits for the pieces is matched again, and one that it had credited.
    """
    moved, back = moved_by(result), taken_back(result.invoice_id)
    left = {
        key: max(count - back.get(key, 0), 0) if count > 0 else -count
        for key, count in moved.items()
    }
    free = {key: count for key, count in left.items() if count}
    move_pieces(result, free, moved, now, step="rejected", back=True)
    orders = sorted(set(OrderLine.objects.filter(id__in=free).values_list("order_id", flat=True)))
    if orders:
        tell("pieces-freed", buyer_id=result.buyer_id, order_ids=orders)
    tell_of_credited(result)


def _take_back_parts(result: MatchResult, now: datetime, held: list[InvoiceDiscrepancy]) -> None:
    """A last round: every cent is in exception, what was matched with the first reason."""
    parts = list(in_force(MatchedPart).filter(result=result))
    change(result, round=result.round + 1)
    for one in held:
        _copied(one, result, now)
    for part in parts:
        create(
            InvoiceDiscrepancy(
                result=result, buyer_id=result.buyer_id, supplier_id=result.supplier_id,
                round=result.round, line_id=part.line_id,
                reason=held[0].reason if held else Reason.LINE_UNCERTAIN.value,
                cents=part.cents, vat_cents=part.vat_cents,
                total_cents=part.cents + part.vat_cents, order_line_id=part.order_line_id,
                since=now,
            )
        )  # fmt: skip


def _copied(one: InvoiceDiscrepancy, result: MatchResult, now: datetime) -> None:
    if is_pending(one.state):
        change(one, state=DiscrepancyState.OVERTAKEN)
    create(
        InvoiceDiscrepancy(
            result=result, buyer_id=one.buyer_id, supplier_id=one.supplier_id,
            round=result.round, line_id=one.line_id, reason=one.reason, cents=one.cents,
            vat_cents=one.vat_cents, total_cents=one.total_cents,
            order_line_id=one.order_line_id, expected=one.expected, actual=one.actual,
            about=one.about, candidates=one.candidates, since=one.since,
        )
    )  # fmt: skip


def mark_paid(*, actor: Actor, now: datetime, invoice_id: int, paid_on: date) -> MatchResult:
    """The finance system has paid it; the supplier hears of it.

    Raises Refused: ``not-found``, ``not-allowed``, ``invoice-not-accepted``,
    ``paid-in-the-future``.
    """
    result = _result(actor, invoice_id=invoice_id)
    require(may_pay(actor, result))
    if InvoiceState.PAID not in INVOICE_TRANSITIONS.get(InvoiceState(result.state), ()):
        raise Refused(
            "invoice-not-accepted",
            _("Only an accepted invoice is paid. Settle its discrepancies first."),
        )
    if paid_on > _today(result, now):
        raise Refused(
            "paid-in-the-future", _("The day of payment has not come yet. Correct it."),
            status=422, fields={"paid_on": _("Choose today or an earlier day.")},
        )  # fmt: skip
    change(result, state=InvoiceState.PAID, paid_on=paid_on)
    tell("invoice-moved", invoice_id=result.invoice_id, buyer_id=result.buyer_id)
    respond(result, now)
    return result


def hand_over_invoice(*, actor: Actor, now: datetime, result_id: int) -> MatchResult:
    """It came here, though the finance system receives invoices: it was handed over there.

    Raises Refused: ``not-found``, ``not-allowed``, ``invoice-settled``,
    ``invoice-received-here`` where Samköp matches invoices.
    """
    result = _unsettled(actor, result_id)
    if way_on(result.buyer_id, _today(result, now)) != ReceptionWay.EXPORT:
        raise Refused(
            "invoice-received-here",
            _("Your organisation lets Samköp match its invoices. Settle its discrepancies here."),
        )
    return change(result, state=InvoiceState.ELSEWHERE, open_count=0)


def assign_invoice(
    *, actor: Actor, now: datetime, result_id: int, person_id: int | None
) -> MatchResult:
    """Give an invoice to a colleague, or to nobody.

    Raises Refused: ``not-found``, ``not-allowed``, ``colleague-unknown``.
    """
    result = _result(actor, result_id=result_id)
    require(may_work_on(actor, result))
    if person_id is not None:
        try:
            membership_of(person_id, result.buyer_id)
        except Refused as refused:
            raise Refused(
                "colleague-unknown", _("Choose somebody of your own organisation."), status=422,
                fields={"person": _("Choose a colleague.")},
            ) from refused  # fmt: skip
    person = None if person_id is None else Person.objects.get(id=person_id)
    return change(result, assignee=person)


def comment_on_invoice(*, actor: Actor, now: datetime, result_id: int, text: str) -> InvoiceComment:
    """Say something about an invoice to one's colleagues.

    Whoever may see it may; so the orderer says whether the goods came. Raises Refused:
    ``not-found``, ``not-allowed``, ``comment-empty``.
    """
    result = _result(actor, result_id=result_id)
    asks = actor.person_id is not None and is_orderer(actor, orders_in(result))
    require(may_see_result(actor, result, orderer=asks))
    if not text.strip():
        raise Refused(
            "comment-empty", _("Write something first."), status=422,
            fields={"text": _("Write something.")},
        )  # fmt: skip
    return create(
        InvoiceComment(
            result=result, buyer_id=result.buyer_id, person_id=actor.own_person_id,
            text=text.strip()[:1000], at=now,
        )
    )  # fmt: skip


def _pending(
    actor: Actor, discrepancy_id: int, invoice_id: int | None
) -> tuple[InvoiceDiscrepancy, MatchResult]:
    """The discrepancy that one works on, of the invoice if one is named, and its locked result."""
    rows = InvoiceDiscrepancy.objects.filter(id=discrepancy_id, buyer_id=actor.own_party_id)
    found = (rows if invoice_id is None else rows.filter(result__invoice_id=invoice_id)).first()
    if found is None:
        raise not_found()
    result = _result(actor, result_id=found.result_id)
    require(may_handle(actor, result))
    found.refresh_from_db()
    if not is_pending(found.state) or result.state not in UNSETTLED:
        raise Refused(
            "discrepancy-settled",
            _("This has been settled, or matched anew, in the meantime. Load the page again."),
        )
    return found, result


def _unsettled(actor: Actor, result_id: int) -> MatchResult:
    result = _result(actor, result_id=result_id)
    require(may_handle(actor, result))
    if result.state not in UNSETTLED:
        raise Refused("invoice-settled", _("This invoice is settled already. Load the page again."))
    return result


def _result(actor: Actor, **which: int) -> MatchResult:
    """A locked result of the acting buyer's. Raises Refused ``not-found``."""
    names = {"result_id": "id", "invoice_id": "invoice_id"}
    rows = MatchResult.objects.select_for_update(of=("self",)).select_related("invoice")
    found = rows.filter(
        buyer_id=actor.own_party_id, **{names[name]: value for name, value in which.items()}
    ).first()
    if found is None:
        raise not_found()
    return found


def _today(result: MatchResult, now: datetime) -> date:
    return day_of(now, party_of(result.buyer_id).time_zone)
