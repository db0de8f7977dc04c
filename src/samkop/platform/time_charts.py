"""A time line drawn at the server: a bar a line, from its first day to its last.

As ``platform.span_charts``: names stand over the bars, positions across are per cents and
nothing is styled inline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samkop.platform.charts import Chart
from samkop.platform.formatting import format_date

ROW, BASE, THICK, WHOLE = 46, 16, 16, 100
# A line that ends nowhere goes on for so long after the last day that any of them has.
ROOM = timedelta(days=30)


@dataclass(frozen=True)
class Span:
    """What holds from a day until another, both days included; without end where that is None."""

    name: str
    first: date
    last: date | None


def time_chart(title: str, label: str, spans: Sequence[Span], today: date) -> Chart:
    """Bars from ``today`` on, in the order of ``spans``; ``label`` names what they are of."""
    days = [day for one in spans for day in (one.first, one.last) if day is not None]
    end = max([today, *days]) + ROOM

    def across(day: date) -> Decimal:
        return Decimal((max(day, today) - today).days) / Decimal((end - today).days) * WHOLE

    def width(one: Span) -> Decimal:
        last = end if one.last is None else one.last + timedelta(days=1)
        return max(across(last) - across(one.first), Decimal("0.4"))

    drawn = format_html_join(
        "\n",
        '<text class="chart-value-of-span" x="0" y="{}">{}</text>'
        '<text class="chart-value" x="100%" y="{}" text-anchor="end">{}</text>'
        '<rect class="chart-span" x="{}%" y="{}" width="{}%" height="{}" rx="3"/>',
        (
            (
                row * ROW + BASE, one.name, row * ROW + BASE, _words(one, today),
                _plain(across(one.first)), row * ROW + BASE + 7, _plain(width(one)), THICK,
            )
            for row, one in enumerate(spans)
        ),
    )  # fmt: skip
    return Chart(
        title=title, axis=SafeString(""), plot=_plot(title, len(spans), drawn),
        columns=[
            {"label": label, "numeric": False}, {"label": _("First day"), "numeric": False},
            {"label": _("Last day"), "numeric": False},
        ],
        rows=[
            [one.name, format_date(one.first), format_date(one.last) if one.last else _("No end")]
            for one in spans
        ],
        legend=[],
    )  # fmt: skip


def _words(one: Span, today: date) -> str:
    """What of a bar's days is ahead."""
    if one.first > today and one.last is None:
        return _("from %(day)s") % {"day": format_date(one.first)}
    if one.last is None:
        return ""
    if one.first <= today:
        return _("until %(day)s") % {"day": format_date(one.last)}
    return f"{format_date(one.first)} … {format_date(one.last)}"


def _plot(title: str, rows: int, drawn: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart-plot" width="100%" height="{}" role="img"><title>{}</title>{}</svg>',
        max(rows, 1) * ROW, title, drawn,
    )  # fmt: skip


def _plain(number: Decimal) -> str:
    """A coordinate, never in the reader's own notation."""
    return f"{round(number, 2).normalize():f}"
