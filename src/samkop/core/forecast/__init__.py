"""Devices, licences and money for years ahead, from population and staff, with ranges.

``read_problem`` takes the assumptions from JSON, ``forecast`` answers; how the ranges are
meant stands in docs/reference/forecast.md.
"""

from samkop.core.forecast.answers import answer_of
from samkop.core.forecast.chance import Percentiles
from samkop.core.forecast.problem import ForecastError, Problem, Span
from samkop.core.forecast.reading import read_problem
from samkop.core.forecast.scenarios import End, Year
from samkop.core.forecast.whole import Forecast, forecast

__all__ = [
    "End",
    "Forecast",
    "ForecastError",
    "Percentiles",
    "Problem",
    "Span",
    "Year",
    "answer_of",
    "forecast",
    "read_problem",
]
