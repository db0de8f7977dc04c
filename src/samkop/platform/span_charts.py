"""Ranges drawn at the server: a bar from low to high a line, with a mark at what is likely.

For what is compared or sways by its name: the names stand over the bars, so that they may be
long. As ``platform.charts``, positions across are per cents and nothing is styled inline.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samkop.platform.charts import Chart
from samkop.platform.formatting import format_money

ROW, BASE, THICK = 46, 16, 16  # CSS pixels: of a line, down to its words, of its bar
WHOLE = 100


@dataclass(frozen=True)
class Range:
    """What a bar shows."""

    low: Decimal
    likely: Decimal
    high: Decimal


def span_chart(
    title: str, label: str, ranges: Mapping[str, Range], currency: str, *, from_zero: bool = True
) -> Chart:
    """Bars of money, one for each key of ``ranges`` in its order.

    They stand on one scale from zero, or from the lowest of them. ``label`` names the keys.
    """
    lows = [one.low for one in ranges.values()]
    least = Decimal(0) if from_zero else min(lows, default=Decimal(0))
    room = max((one.high for one in ranges.values()), default=Decimal(1)) - least or Decimal(1)

    def across(value: Decimal) -> Decimal:
        return (value - least) / room * WHOLE

    def shown(value: Decimal) -> str:
        return format_money(value, currency, 0)

    drawn = format_html_join(
        "\n",
        '<text class="chart-value-of-span" x="0" y="{}">{}</text>'
        '<text class="chart-value" x="100%" y="{}" text-anchor="end">{}</text>'
        '<rect class="chart-span" x="{}%" y="{}" width="{}%" height="{}" rx="3"/>'
        '<rect class="chart-likely" x="{}%" y="{}" width="3" height="{}"/>',
        (
            (
                number * ROW + BASE, name,
                number * ROW + BASE, f"{shown(one.low)} … {shown(one.high)}",
                _plain(across(one.low)), number * ROW + BASE + 7,
                _plain(max(across(one.high) - across(one.low), Decimal("0.4"))), THICK,
                _plain(min(across(one.likely), Decimal("99.5"))), number * ROW + BASE + 4,
                THICK + 6,
            )
            for number, (name, one) in enumerate(ranges.items())
        ),
    )  # fmt: skip
    return Chart(
        title=title, axis=SafeString(""), plot=_plot(title, len(ranges), drawn),
        columns=[
            {"label": label, "numeric": False}, {"label": _("At the least"), "numeric": True},
            {"label": _("Likely"), "numeric": True}, {"label": _("At the most"), "numeric": True},
        ],
        rows=[
            [name, shown(one.low), shown(one.likely), shown(one.high)]
            for name, one in ranges.items()
        ],
        legend=[],
    )  # fmt: skip


def _plot(title: str, rows: int, drawn: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart-plot" width="100%" height="{}" role="img"><title>{}</title>{}</svg>',
        max(rows, 1) * ROW, title, drawn,
    )  # fmt: skip


def _plain(number: Decimal) -> str:
    """A coordinate, never in the reader's own notation."""
    return f"{round(number, 2).normalize():f}"
