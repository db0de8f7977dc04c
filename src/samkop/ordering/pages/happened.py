"""What has happened to an order, for those who may not read the buyer's own trail.

The buyer's history names its persons and is the buyer's. Supplier and purchasing body see
the steps between the parties, from the rows that they may read anyway.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samkop.ordering.models import Order
from samkop.ordering.vocabulary import DONE, ChangeKind
from samkop.platform.audit.history import HistoryEntry

CANCELLED = "cancelled"  # the cause of the settlement


def happened(order: Order) -> list[HistoryEntry]:
    """The steps of an order that was read ``with_answers``, the newest first."""
    return sorted(_steps(order), key=lambda entry: entry.at)[::-1]


def _steps(order: Order) -> Iterator[HistoryEntry]:
    buyer, supplier = str(order.buyer), str(order.supplier)
    yield HistoryEntry(order.placed_at, buyer, _("Ordered"), ())
    for asked in order.changes.all():
        if asked.kind == ChangeKind.SUBSTITUTION:
            continue  # the decisions themselves stand below
        what = f"{_('Asked for')}: {asked.get_kind_display()}"
        yield HistoryEntry(asked.asked_at, buyer, what, ())
    for answer in order.responses.all():
        said = f"{DONE['record_answer']}: {answer.get_response_code_display()}"
        yield HistoryEntry(answer.received_at, supplier, said, ())
        for line in answer.lines.all():
            decision = getattr(line, "substitutedecision", None)
            if decision is not None:
                what = _("Substitute accepted") if decision.accepted else _("Substitute declined")
                name = line.substitute_name or line.substitute_item_id
                yield HistoryEntry(decision.at, buyer, f"{what}: {name}", ())
    for settlement in order.settlements.all():
        if settlement.cause == CANCELLED:
            yield HistoryEntry(settlement.at, buyer, _("Cancelled"), ())
