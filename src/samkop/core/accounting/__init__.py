"""Accounting entries for finance systems: vouchers, SIE 4I for Sweden, CSV by mapping."""

from samkop.core.accounting.mapped_csv import (
    Column,
    CsvForm,
    DateForm,
    Encoding,
    Field,
    write_csv,
)
from samkop.core.accounting.sie import Dimension, Dimensions, SieFile, write_sie
from samkop.core.accounting.voucher import (
    Coding,
    Entry,
    UnbalancedVoucherError,
    UnfitVoucherError,
    Voucher,
)

__all__ = [
    "Coding",
    "Column",
    "CsvForm",
    "DateForm",
    "Dimension",
    "Dimensions",
    "Encoding",
    "Entry",
    "Field",
    "SieFile",
    "UnbalancedVoucherError",
    "UnfitVoucherError",
    "Voucher",
    "write_csv",
    "write_sie",
]
