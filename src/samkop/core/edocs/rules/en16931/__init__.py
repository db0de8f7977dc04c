"""Rules of EN 16931 for invoices and credit notes in UBL: release 1.3.16 of March 2026."""

from samkop.core.edocs.rules.en16931 import codes, lines, model, syntax, unwanted
from samkop.core.edocs.rules.en16931.book import GATHERING

PATTERNS = (
    GATHERING,
    (*model.CONTEXTS, *lines.CONTEXTS),
    syntax.CONTEXTS,
    unwanted.CONTEXTS,
    codes.CONTEXTS,
)
"""The patterns of the official rules, after one that notes what they ask of a whole document."""

ATTRIBUTES = unwanted.ATTRIBUTES

__all__ = ["ATTRIBUTES", "PATTERNS"]
