"""How figures of a benefit are written: the likely one, its range, and *no data* as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.followup.models import Benefit
from samkop.followup.vocabulary.benefit import Figure
from samkop.platform.formatting import format_money, format_number, format_percent

HUNDRED, WHOLE = Decimal(100), Decimal(1000)
Three = Sequence[int] | None


@dataclass(frozen=True)
class Written:
    """A figure for a reader: ``likely``, and ``low`` to ``high`` where they differ."""

    likely: str
    low: str = ""
    high: str = ""
    sinks: bool = False  # below zero as is likely

    @property
    def is_range(self) -> bool:
        """Whether it is not known exactly."""
        return self.low != self.high


def money(cents: Three, currency: str) -> Written | None:
    """Whole units of money; None is *no data*."""
    return _written(cents, lambda one: format_money(Decimal(one) / HUNDRED, currency, 0))


def price(cents: Three, currency: str, per: int | None) -> Written | None:
    """Money for one of ``per``: an inhabitant, a unit; to the cent."""
    if cents is None or not per:
        return None
    return _written(cents, lambda one: format_money(Decimal(one) / HUNDRED / per, currency))


def hours(hundredths: Three) -> Written | None:
    """Hours, or months, with one decimal."""
    return _written(hundredths, lambda one: format_number(Decimal(one) / HUNDRED, 1))


def share(permille: Three) -> Written | None:
    """Per cent with one decimal."""
    return _written(permille, lambda one: format_percent(Decimal(one) / WHOLE, 1))


def days(quartiles: Sequence[str] | None) -> Written | None:
    """Days: the median, and between which the middle half lies."""
    if quartiles is None:
        return None
    low, middle, high = (format_number(Decimal(one), 1) for one in quartiles)
    return Written(middle, low, high)


def _written(values: Three, shown: Any) -> Written | None:
    if values is None:
        return None
    low, likely, high = (shown(one) for one in values)
    return Written(likely, low, high, values[1] < 0)


def figure_url(benefit: Benefit, party_id: int, figure: Figure) -> str:
    """The page that says how a figure of a member comes about."""
    return reverse("benefit-figure", args=[benefit.pk, party_id, figure.value])


def trail(*pages: tuple[str, str]) -> list[tuple[str, str]]:
    """The pages above."""
    return [(_("Benefit"), reverse("benefit")), *pages]


def trail_of(benefit: Benefit, *pages: tuple[str, str]) -> list[tuple[str, str]]:
    """The pages above those of a computation."""
    year = (str(benefit.year), reverse("benefit-computed", args=[benefit.pk]))
    return trail(year, *pages)
