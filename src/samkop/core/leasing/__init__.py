"""Leases in figures: rents to the cent, what is owed when, present values, dates of notice.

Pure: the cents, days and shares of a plan go in, cents and days come out.
"""

from samkop.core.leasing.classification import (
    Figures,
    LeaseClass,
    Thresholds,
    figures_of,
    suggested_class,
)
from samkop.core.leasing.dates import Notice, first_month_after, notice_of, term_end
from samkop.core.leasing.difference import Difference, Line, differences
from samkop.core.leasing.maturity import Maturities, maturities
from samkop.core.leasing.owed import (
    Due,
    Lent,
    going_on,
    owed_by,
    owed_from,
    total_by_year,
)
from samkop.core.leasing.terms import (
    Terms,
    buy_out_price,
    financing,
    interim_rent,
    monthly_rent,
    penalty,
    residual_value,
)
from samkop.core.leasing.value import (
    Comparison,
    Purchase,
    compared,
    implicit_rate,
    present_value,
)

__all__ = [
    "Comparison",
    "Difference",
    "Due",
    "Figures",
    "LeaseClass",
    "Lent",
    "Line",
    "Maturities",
    "Notice",
    "Purchase",
    "Terms",
    "Thresholds",
    "buy_out_price",
    "compared",
    "differences",
    "figures_of",
    "financing",
    "first_month_after",
    "going_on",
    "implicit_rate",
    "interim_rent",
    "maturities",
    "monthly_rent",
    "notice_of",
    "owed_by",
    "owed_from",
    "penalty",
    "present_value",
    "residual_value",
    "suggested_class",
    "term_end",
    "total_by_year",
]
