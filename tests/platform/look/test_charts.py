"""Charts: their axes, their figures beside them, and what they must not contain."""

from decimal import Decimal
from itertools import pairwise

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from samkop.platform import charts


@given(st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10) ** 12, places=2))
def test_an_axis_reaches_the_highest_value_in_at_most_five_equal_steps(highest):
    ticks = charts.scale_to(highest).ticks
    assert ticks[-2] < highest <= ticks[-1]
    assert len(ticks) <= 6
    assert {upper - lower for lower, upper in pairwise(ticks)} == {ticks[1]}


def test_the_bars_stand_on_the_ground_and_are_as_high_as_their_values():
    chart = charts.bar_chart("Title", "Month", {"jan": 50, "feb": 100, "mar": 0}, measure="Devices")
    tops = [charts.scale_to(Decimal(100)).y(Decimal(value)) for value in (50, 100, 0)]
    assert tops == ["108", "22", "194"]
    assert [f'y="{top}" width' in chart.plot for top in tops] == [True] * 3
    assert chart.rows == [["jan", "50"], ["feb", "100"], ["mar", "0"]]


def test_coordinates_keep_their_points_in_a_language_that_writes_commas():
    with override("sv"):
        chart = charts.bar_chart("T", "M", {"a": 1, "b": 2, "c": 1500}, measure="D")
    assert 'x="6%"' in chart.plot
    assert 'width="21.33%"' in chart.plot
    assert chart.rows[2] == ["c", "1\u00a0500"]


def test_a_value_that_nobody_knows_breaks_the_line_and_is_no_nought():
    chart = charts.line_chart("T", "M", ["a", "b", "c"], {"S": [1, None, 3]})
    assert chart.plot.count('d="M16.67') == 1
    assert "L" not in chart.plot.split('d="')[1].split('"')[0]
    assert [row[1] for row in chart.rows] == ["1", "\u2013", "3"]


def test_nothing_is_styled_inline_and_names_are_escaped():
    chart = charts.bar_chart("<b>", "M", {"<i>": 1}, measure="D")
    bar = charts.meter_bar(5, 2, 10, "good")
    for drawn in (chart.plot, chart.axis, bar):
        assert "style" not in drawn
    assert "<b>" not in chart.plot
    assert "<i>" not in chart.plot


def test_a_meter_is_never_longer_than_its_track():
    assert 'class="meter-bad" width="100%"' in charts.meter_bar(15, 2, 10, "bad")
    assert 'x="100%" width="0%"' in charts.meter_bar(15, 2, 10, "bad")
    assert 'x="50%" width="20%"' in charts.meter_bar(5, 2, 10, "good")


def test_an_empty_chart_can_be_drawn():
    chart = charts.bar_chart("T", "M", {}, measure="D")
    assert chart.rows == []
    assert "<rect" not in chart.plot
