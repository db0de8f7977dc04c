"""Invoices against what was ordered and received: many to many, linear, to the cent."""

from samkop.core.billing.vat import Vat
from samkop.core.matching.bill import (
    Bill,
    BilledCharge,
    BilledLine,
    BilledVat,
    Preceding,
    content_of,
)
from samkop.core.matching.ground import (
    EarlierBill,
    EarlierPart,
    Ground,
    OrderedLine,
    Rent,
    Tolerances,
    first_of_month,
    month_number,
)
from samkop.core.matching.index import plain
from samkop.core.matching.matcher import earlier_of, match, match_in_turn
from samkop.core.matching.reasons import HANDLING, Handling, Reason, Remedy, Response
from samkop.core.matching.result import (
    BillMatch,
    Discrepancy,
    LineMatch,
    Part,
    Reference,
    Target,
)

__all__ = [
    "HANDLING",
    "Bill",
    "BillMatch",
    "BilledCharge",
    "BilledLine",
    "BilledVat",
    "Discrepancy",
    "EarlierBill",
    "EarlierPart",
    "Ground",
    "Handling",
    "LineMatch",
    "OrderedLine",
    "Part",
    "Preceding",
    "Reason",
    "Reference",
    "Remedy",
    "Rent",
    "Response",
    "Target",
    "Tolerances",
    "Vat",
    "content_of",
    "earlier_of",
    "first_of_month",
    "match",
    "match_in_turn",
    "month_number",
    "plain",
]
