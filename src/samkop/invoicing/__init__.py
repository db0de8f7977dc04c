"""Invoicing: what may be paid, and why not."""
