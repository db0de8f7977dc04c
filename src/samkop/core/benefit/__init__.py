"""What buying together is worth against tendering alone, with its range.

``price_benefit`` compares what was paid with what one's own volume would have cost,
``work_benefit`` the hours of own tenders with the share of the joint one's.
docs/explanation/benefit.md
"""

from samkop.core.benefit.prices import Bought, PriceBenefit, price_benefit, together
from samkop.core.benefit.spans import Span, added
from samkop.core.benefit.work import Procedure, WorkBenefit, work_benefit, work_together

__all__ = [
    "Bought",
    "PriceBenefit",
    "Procedure",
    "Span",
    "WorkBenefit",
    "added",
    "price_benefit",
    "together",
    "work_benefit",
    "work_together",
]
