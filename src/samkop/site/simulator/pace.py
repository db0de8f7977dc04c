"""How quickly a supplier gets on with an order, and which day it is for it meanwhile."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from samkop.core.edocs import CreditNote, DespatchAdvice, Document, Invoice
from samkop.core.edocs.model import OrderResponse, Period

# Between two steps of a supplier that gets on by steps.
BEAT = timedelta(seconds=30)


class Pace(StrEnum):
    """When a supplier says what it has to say about an order."""

    # Each document on its day.
    DAYS = "days"
    # The answer at once, each further document a beat after the one before, whatever day it was
    # promised for; dated as of the day on which the supplier last heard something of it.
    STEPS = "steps"
    # Answers alone: what was promised comes without documents.
    ANSWERS = "answers"


@dataclass
class Calendar:
    """A conversation's own days, and which days of the world they are."""

    own: list[date] = field(default_factory=list)
    real: list[date] = field(default_factory=list)

    def heard(self, own: date, real: date) -> None:
        """Something was heard on a day that is not before the last."""
        self.own.append(own)
        self.real.append(real)

    def of(self, own: date) -> date:
        """The world's day of one of its own: that of what was last heard by then."""
        return self.real[max(bisect_right(self.own, own) - 1, 0)]

    def written(self, document: Document) -> Document:
        """A document, dated by the world's days; what it promises stays as promised."""
        if isinstance(document, DespatchAdvice):
            return self._advice(document)
        if isinstance(document, Invoice | CreditNote):
            return self._bill(document)
        if isinstance(document, OrderResponse):
            return replace(document, issue_date=self.of(document.issue_date))
        raise TypeError(document.kind)

    def _advice(self, advice: DespatchAdvice) -> DespatchAdvice:
        day, shipment = self.of(advice.issue_date), advice.shipment
        if shipment:
            shipment = replace(shipment, despatch_date=day, estimated_delivery=Period(day, day))
        return replace(advice, issue_date=day, shipment=shipment)

    def _bill(self, bill: Invoice | CreditNote) -> Invoice | CreditNote:
        day, delivery = self.of(bill.issue_date), bill.delivery
        if delivery:
            delivery = replace(delivery, actual_date=day)
        if isinstance(bill, CreditNote):
            credited = tuple(
                replace(one, issue_date=one.issue_date and self.of(one.issue_date))
                for one in bill.preceding_invoices
            )
            return replace(bill, issue_date=day, delivery=delivery, preceding_invoices=credited)
        due = bill.due_date and day + (bill.due_date - bill.issue_date)
        return replace(bill, issue_date=day, delivery=delivery, due_date=due)
