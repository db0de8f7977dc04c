"""Charts drawn at the server: SVG with axes and values, and the same figures as a table.

Positions across are per cents and heights are CSS pixels, so that a chart fills its column
while its letters keep their size. Colours come from the style sheet's ``chart-`` classes;
nothing is styled inline (content security policy).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from samkop.platform.formatting import format_money_compact, format_number

HEIGHT = 220  # of a drawing, in CSS pixels
TOP = 22  # room above for the highest value
BOTTOM = 26  # room below for the labels
LETTER = 7  # the width of a figure on the axis, in CSS pixels
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
LITTLE, SHORT = 6, 5  # so many keys, or so short ones, stand beside each other on a phone
FEW = 14  # with more columns than this, values are left to the table


@dataclass(frozen=True)
class Chart:
    """A drawing with what stands beside it; ``{% chart … %}`` shows it."""

    title: str
    axis: SafeString
    plot: SafeString
    columns: list[dict[str, object]]
    rows: list[list[str]]
    legend: list[str]


@dataclass(frozen=True)
class Scale:
    """The vertical axis from zero: its ticks, and where a value stands in pixels."""

    ticks: tuple[Decimal, ...]

    def y(self, value: Decimal) -> str:
        """Pixels from the top of the drawing."""
        room = HEIGHT - TOP - BOTTOM
        return _plain(HEIGHT - BOTTOM - value / self.ticks[-1] * room)


def bar_chart(
    title: str,
    label: str,
    values: Mapping[str, Decimal | int],
    *,
    measure: str,
    currency: str = "",
) -> Chart:
    """Upright bars, one for each key of ``values`` in its order, none below zero.

    ``label`` names the keys (Month), ``measure`` what is measured (Devices); with
    ``currency`` the values are money.
    """
    shown = _shower(currency)
    amounts = [Decimal(value) for value in values.values()]
    scale = scale_to(max(amounts, default=Decimal(0)))
    width = Decimal(100) / max(len(amounts), 1)
    bars = format_html_join(
        "\n",
        '<rect class="chart-bar" x="{}%" y="{}" width="{}%" height="{}" rx="2"/>{}',
        (
            (
                _plain(width * (index + Decimal("0.18"))),
                scale.y(amount),
                _plain(width * Decimal("0.64")),
                _plain(Decimal(HEIGHT - BOTTOM) - Decimal(scale.y(amount))),
                _value(width * (index + Decimal("0.5")), scale.y(amount), shown(amount))
                if len(amounts) <= FEW
                else "",
            )
            for index, amount in enumerate(amounts)
        ),
    )
    drawn = format_html("{}{}{}", _grid(scale), bars, _labels(list(values)))
    return Chart(
        title=title,
        axis=_axis(scale, shown),
        plot=_plot(title, _summary(measure, list(values), amounts, shown), drawn),
        columns=[{"label": label, "numeric": False}, {"label": measure, "numeric": True}],
        rows=[[key, shown(amount)] for key, amount in zip(values, amounts, strict=True)],
        legend=[],
    )


def line_chart(
    title: str,
    label: str,
    keys: Sequence[str],
    series: Mapping[str, Sequence[Decimal | int | None]],
    *,
    currency: str = "",
) -> Chart:
    """Lines over the same keys; None is *not known* and breaks the line.

    The first series is drawn full, the second dashed, the third dotted, so that no meaning
    hangs on colour alone.
    """
    shown = _shower(currency)
    known = [Decimal(value) for values in series.values() for value in values if value is not None]
    scale = scale_to(max(known, default=Decimal(0)))
    lines = format_html_join(
        "\n",
        '<svg width="100%" height="{}" viewBox="0 0 100 {}" preserveAspectRatio="none">'
        '<path class="chart-line chart-line-{}" d="{}" vector-effect="non-scaling-stroke"/></svg>',
        (
            (HEIGHT, HEIGHT, number, _path(scale, values))
            for number, values in enumerate(series.values(), 1)
        ),
    )
    drawn = format_html("{}{}{}", _grid(scale), lines, _labels(keys))
    described = "; ".join(
        _summary(name, keys, [Decimal(value or 0) for value in values], shown)
        for name, values in series.items()
    )
    rows = [
        [key, *("–" if value is None else shown(Decimal(value)) for value in values)]  # noqa: RUF001
        for key, *values in zip(keys, *series.values(), strict=True)
    ]
    return Chart(
        title=title,
        axis=_axis(scale, shown),
        plot=_plot(title, described, drawn),
        columns=[
            {"label": label, "numeric": False},
            *({"label": name, "numeric": True} for name in series),
        ],
        rows=rows,
        legend=list(series),
    )


def meter_bar(
    value: Decimal | int, reserved: Decimal | int, maximum: Decimal | int, tone: str
) -> SafeString:
    """A bar of how much of ``maximum`` is used and reserved; words stand beside it."""
    whole = Decimal(maximum) or Decimal(1)
    used = min(Decimal(value) / whole * 100, Decimal(100))
    held = min(Decimal(reserved) / whole * 100, Decimal(100) - used)
    return format_html(
        '<svg class="meter-bar" width="100%" height="8" aria-hidden="true">'
        '<rect class="meter-track" width="100%" height="8" rx="4"/>'
        '<rect class="meter-held" x="{}%" width="{}%" height="8"/>'
        '<rect class="meter-{}" width="{}%" height="8" rx="4"/></svg>',
        _plain(used), _plain(held), tone, _plain(used),
    )  # fmt: skip


def scale_to(highest: Decimal) -> Scale:
    """The axis whose last tick is at or above ``highest``: at most five round steps."""
    if highest <= 0:
        return Scale((Decimal(0), Decimal(1)))
    power = Decimal(1).scaleb((highest / 5).adjusted())
    step = next(step * power for step in STEPS if step * power * 5 >= highest)
    steps = int((highest / step).to_integral_value(ROUND_CEILING))
    return Scale(tuple(step * number for number in range(steps + 1)))


def _shower(currency: str) -> Callable[[Decimal], str]:
    if currency:
        return lambda amount: format_money_compact(amount, currency)
    return format_number


def _plain(number: Decimal) -> str:
    """A coordinate with two decimals at most, never in the reader's own notation."""
    return f"{round(number, 2).normalize():f}"


def _grid(scale: Scale) -> SafeString:
    return format_html_join(
        "\n",
        '<line class="chart-grid" x1="0" x2="100%" y1="{}" y2="{}"/>',
        ((scale.y(tick), scale.y(tick)) for tick in scale.ticks),
    )


def _axis(scale: Scale, shown: Callable[[Decimal], str]) -> SafeString:
    texts = [shown(tick) for tick in scale.ticks]
    width = max(map(len, texts)) * LETTER + 14
    ticks = format_html_join(
        "\n",
        '<text class="chart-tick" x="{}" y="{}" dy="4" text-anchor="end">{}</text>',
        ((width - 8, scale.y(tick), text) for tick, text in zip(scale.ticks, texts, strict=True)),
    )
    return format_html(
        '<svg class="chart-axis" width="{}" height="{}" aria-hidden="true">{}</svg>',
        width, HEIGHT, ticks,
    )  # fmt: skip


def _labels(keys: Sequence[str]) -> SafeString:
    """The keys below; every second one steps back where the column is narrow, and of long ones
    every second of those that stay.
    """
    width = Decimal(100) / max(len(keys), 1)
    every = len(keys) // FEW + 1
    kept = 4 if len(keys) > LITTLE and max(map(len, keys)) > SHORT else 2
    return format_html_join(
        "\n",
        '<text class="chart-label{}" x="{}%" y="{}" text-anchor="middle">{}</text>',
        (
            (
                " chart-second" if index // every % kept else "",
                _plain(width * (index + Decimal("0.5"))),
                HEIGHT - 8,
                key,
            )
            for index, key in enumerate(keys)
            if index % every == 0
        ),
    )


def _value(x: Decimal, y: str, text: str) -> SafeString:
    return format_html(
        '<text class="chart-value" x="{}%" y="{}" dy="-6" text-anchor="middle">{}</text>',
        _plain(x), y, text,
    )  # fmt: skip


def _path(scale: Scale, values: Sequence[Decimal | int | None]) -> str:
    width = Decimal(100) / max(len(values), 1)
    parts, pen = [], "M"
    for index, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        x = _plain(width * (index + Decimal("0.5")))
        parts.append(f"{pen}{x} {scale.y(Decimal(value))}")
        pen = "L"
    return "".join(parts)


def _summary(
    measure: str, keys: Sequence[str], amounts: Sequence[Decimal], shown: Callable[[Decimal], str]
) -> str:
    """What a person who cannot see the drawing is told first: from where to where."""
    if not amounts:
        return measure
    return f"{measure}: {keys[0]} {shown(amounts[0])} … {keys[-1]} {shown(amounts[-1])}"


def _plot(title: str, description: str, drawn: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart-plot" width="100%" height="{}" role="img">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        HEIGHT, title, description, drawn,
    )  # fmt: skip
