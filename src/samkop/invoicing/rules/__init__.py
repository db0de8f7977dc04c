"""Pure functions on plain values."""

from samkop.invoicing.rules.content import content_hash

__all__ = ["content_hash"]
