"""Pure functions on plain values."""

from samkop.invoicing.rules.bills import Named, bill_of, reckoned_cents

__all__ = ["Named", "bill_of", "reckoned_cents"]
