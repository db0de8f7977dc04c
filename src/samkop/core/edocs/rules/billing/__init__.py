"""Rules of Peppol BIS Billing 3.0.21 (May 2026), which stand beside those of EN 16931."""

from samkop.core.edocs.rules import en16931, peppol
from samkop.core.edocs.rules.billing import (
    codes,
    denmark,
    document,
    germany,
    greece,
    iceland,
    netherlands,
    norway_italy,
    sweden,
)

PATTERNS = (
    *en16931.PATTERNS,
    document.CREDIT_NOTE,
    document.CONTEXTS,
    peppol.IDENTIFIERS,
    norway_italy.NORWAY,
    denmark.CONTEXTS,
    norway_italy.ITALY,
    sweden.CONTEXTS,
    greece.SENDER,
    greece.RECEIVER,
    iceland.CONTEXTS,
    netherlands.CONTEXTS,
    germany.CONTEXTS,
    codes.CONTEXTS,
)
"""The patterns of both official rule sets."""

EMPTY = document.EMPTY

__all__ = ["EMPTY", "PATTERNS"]
