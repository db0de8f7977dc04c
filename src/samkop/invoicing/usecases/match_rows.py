"""What a round of matching leaves: the rows of its parts and discrepancies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Coalesce

from samkop.core.matching import BillMatch, Target
from samkop.invoicing.models import (
    Invoice,
    InvoiceDiscrepancy,
    InvoiceLine,
    MatchedPart,
    MatchResult,
)
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.rules.outcome import Held, Name, carried_state
from samkop.invoicing.vocabulary import OF_RENTS, PENDING, DiscrepancyState
from samkop.platform.records import change, create_all

KEPT = frozenset({Target.ORDER_LINE, Target.RENT})  # a part of these names its row


@dataclass(frozen=True)
class Round:
    """What a round is made from."""

    result: MatchResult
    invoice: Invoice
    lines: list[InvoiceLine]
    moved: dict[int, int]
    now: datetime


def decided_before(result: MatchResult) -> dict[Name, tuple[str, int]]:
    """State and cents of each discrepancy of the newest round, as ``Held.name`` has it."""
    rows = in_force(InvoiceDiscrepancy).filter(result=result)
    return {_name(row): (row.state, row.total_cents) for row in rows}


def _name(row: InvoiceDiscrepancy) -> Name:
    """As ``Held.name`` has it."""
    about = "" if row.line_id else row.about
    return row.line_id, row.reason, row.rent_id or row.order_line_id, about


def accepted_again(this: Round, held: Iterable[Held]) -> dict[int, int]:
    """Pieces of what was accepted before and is still in exception."""
    before, found = decided_before(this.result), defaultdict[int, int](int)
    for one in held:
        if one.pieces and carried_state(one, before) == DiscrepancyState.ACCEPTED:
            found[one.found.key or 0] += one.pieces
    return found


def is_news(result: MatchResult, match: BillMatch, held: Iterable[Held]) -> bool:
    """Whether a round found anything else than what stands."""
    parts = {
        (line.line_id, part.target.value, part.key if part.target in KEPT else None,
         part.first_month, part.quantity, part.cents, part.vat_cents)
        for line in (*match.lines, *match.charges)
        for part in line.parts
    }  # fmt: skip
    stored = (
        in_force(MatchedPart)
        .filter(result=result)
        .annotate(key=Coalesce("order_line_id", "rent_id"))
        .values_list("line_id", "target", "key", "first_month", "quantity", "cents", "vat_cents")
    )
    before = {name: cents for name, (_, cents) in decided_before(result).items()}
    return parts != set(stored) or {one.name: one.total_cents for one in held} != before


def store_round(this: Round, match: BillMatch, held: list[Held]) -> None:
    """Keep what a round found; what people decided of the same discrepancies is carried over."""
    result, before = this.result, decided_before(this.result)
    settled = {_name(row): row for row in in_force(InvoiceDiscrepancy).filter(result=result)}
    number = result.round + 1
    overtaken = InvoiceDiscrepancy.objects.filter(result=result, state__in=PENDING)
    overtaken.update(state=DiscrepancyState.OVERTAKEN)
    accepted = sum(
        one.total_cents for one in held if carried_state(one, before) == DiscrepancyState.ACCEPTED
    )
    change(
        result, round=number, matched_cents=match.matched_cents + accepted,
        discrepant_cents=match.excepted_cents - accepted, matched_at=this.now,
        certainty=min((line.certainty for line in match.lines), default=100),
    )  # fmt: skip
    create_all(_parts(this, match, number), under=result)
    create_all(
        (
            _discrepancy(this, one, carried_state(one, before), settled.get(one.name))
            for one in held
        ),
        under=result,
    )


def _parts(this: Round, match: BillMatch, number: int) -> Iterable[MatchedPart]:
    for line in (*match.lines, *match.charges):
        for part in line.parts:
            yield MatchedPart(
                result=this.result, round=number, line_id=line.line_id, target=part.target.value,
                order_line_id=part.key if part.target == Target.ORDER_LINE else None,
                rent_id=part.key if part.target == Target.RENT else None,
                credited_id=part.bill, credited_line=part.line_id,
                quantity=part.quantity, cents=part.cents,
                vat_cents=part.vat_cents, first_month=part.first_month,
                certainty=line.certainty, references=[one.value for one in line.references],
            )  # fmt: skip


def _discrepancy(
    this: Round, one: Held, state: DiscrepancyState, before: InvoiceDiscrepancy | None
) -> InvoiceDiscrepancy:
    of_rent = one.found.reason in OF_RENTS
    kept = before if before is not None and state != DiscrepancyState.OPEN else None
    return InvoiceDiscrepancy(
        result=this.result, buyer_id=this.result.buyer_id, supplier_id=this.result.supplier_id,
        round=this.result.round, line_id=one.line_id, reason=one.found.reason.value,
        cents=one.found.cents, vat_cents=one.found.vat_cents, total_cents=one.total_cents,
        order_line_id=None if of_rent else one.found.key,
        rent_id=one.found.key if of_rent else None, pieces=one.pieces, expected=one.found.expected,
        actual=one.found.actual, about=one.found.about[:200],
        candidates=list(one.found.candidates), state=state,
        since=before.since if before else this.now,
        settled_at=kept.settled_at if kept else None,
        settled_by_id=kept.settled_by_id if kept else None, note=kept.note if kept else "",
    )  # fmt: skip
