"""Variety and forecasts: what a model costs, as long as nobody has said otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

# Cents a year of a model's image, spares and know-how; assumed, and shown as such.
USUAL_COSTS: Mapping[str, tuple[int, int, int]] = {
    "EUR": (4_000_00, 1_500_00, 2_500_00),
    "SEK": (45_000_00, 17_000_00, 28_000_00),
}
# Years that a device lasts, and what a replacement has to cost of what it replaces, in per cent.
USUAL_YEARS, USUAL_LEAST = 4, 80
MOST_YEARS = 20
MOST_NEEDS = 100

DONE = {
    "assume_variety": _("What variety costs assumed"),
    "drop_forecast": _("Forecast dropped"),
    "keep_forecast": _("Forecast kept"),
}
