"""Documents as people read them."""

from samkop.exchange.readable.invoice_answers import clarification_words, term_words
from samkop.exchange.readable.laying_out import LINES_SHOWN, readable
from samkop.exchange.readable.parts import Readable

__all__ = ["LINES_SHOWN", "Readable", "clarification_words", "readable", "term_words"]
