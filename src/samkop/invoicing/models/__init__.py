"""The tables of invoicing."""

from samkop.invoicing.models.invoice import Invoice, InvoiceLine

__all__ = ["Invoice", "InvoiceLine"]
