"""Amounts that somebody types."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

CENTS = 100


def amount(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DecimalField:
    """An amount without VAT, to the cent."""
    return forms.DecimalField(
        label=label, required=required, min_value=Decimal(0), max_digits=14, decimal_places=2,
        help_text=help_text,
    )  # fmt: skip


def cents_of(value: Decimal | None) -> int | None:
    """An amount as it is stored."""
    return None if value is None else int(value * CENTS)
