"""The tables of invoicing."""

from samkop.invoicing.models.accounting import (
    ExportBatch,
    ExportedVoucher,
    LineCoding,
    Voucher,
    VoucherEntry,
)
from samkop.invoicing.models.coding import AccountingSetup, CodingRule
from samkop.invoicing.models.invoice import Invoice, InvoiceLine
from samkop.invoicing.models.match import (
    InvoiceComment,
    InvoiceDiscrepancy,
    InvoiceResponse,
    LineAssignment,
    MatchedPart,
    MatchResult,
)
from samkop.invoicing.models.reception import InvoiceReception, MatchTolerance
from samkop.invoicing.models.rent import RentSchedule

__all__ = [
    "AccountingSetup",
    "CodingRule",
    "ExportBatch",
    "ExportedVoucher",
    "Invoice",
    "InvoiceComment",
    "InvoiceDiscrepancy",
    "InvoiceLine",
    "InvoiceReception",
    "InvoiceResponse",
    "LineAssignment",
    "LineCoding",
    "MatchResult",
    "MatchTolerance",
    "MatchedPart",
    "RentSchedule",
    "Voucher",
    "VoucherEntry",
]
