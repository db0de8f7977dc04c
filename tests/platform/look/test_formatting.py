"""Figures and dates as each language writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils.translation import override

from samkop.platform import formatting

# A low line stands for the space that does not break.
FIGURES = {
    "sv": "24_612 | \u22121_234,5 | 68_% | 1_124,50_€ | 99,00_kr | 3,4_M€ | 120_000_€",
    "fi": "24_612 | \u22121_234,5 | 68_% | 1_124,50_€ | 99,00_SEK | 3,4_M€ | 120_000_€",
    "en": "24,612 | \u22121,234.5 | 68% | €1,124.50 | SEK_99.00 | €3.4M | €120,000",
}
DATES = {
    "sv": ["2026-11-02", "2\u00a0november\u00a02026", "2026-11-02\u00a013.05"],
    "fi": ["2.11.2026", "2.\u00a0marraskuuta\u00a02026", "2.11.2026\u00a013.05"],
    "en": ["2026-11-02", "2\u00a0November\u00a02026", "2026-11-02\u00a013:05"],
}


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_figures_follow_the_language(language):
    with override(language):
        shown = [
            formatting.format_number(24612),
            formatting.format_number(Decimal("-1234.50")),
            formatting.format_percent(Decimal("0.684")),
            formatting.format_money(Decimal("1124.5"), "EUR"),
            formatting.format_money(Decimal(99), "SEK"),
            formatting.format_money_compact(Decimal(3_412_900), "EUR"),
            formatting.format_money_compact(Decimal(120_000), "EUR"),
        ]
    assert " | ".join(shown).replace("\u00a0", "_") == FIGURES[language]


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_dates_follow_the_language_and_the_zone(language):
    moment = datetime(2026, 11, 2, 11, 5, tzinfo=UTC)
    with override(language):
        shown = [
            formatting.format_date(date(2026, 11, 2), "SHORT_DATE_FORMAT"),
            formatting.format_date(date(2026, 11, 2)),
            formatting.format_date(moment, "SHORT_DATETIME_FORMAT"),
        ]
    assert shown == DATES[language]


def test_rounding_goes_away_from_zero_and_no_minus_stands_before_nought():
    with override("en"):
        shown = [formatting.format_number(Decimal(text), 1) for text in ("0.25", "-0.25", "-0.04")]
    assert shown == ["0.3", "\u22120.3", "0.0"]


def test_a_quantity_has_its_word_in_singular_and_plural_and_an_unknown_unit_its_code():
    with override("sv"):
        shown = [
            formatting.format_quantity(*each) for each in ((1, "MON"), (24, "MON"), (2, "XPX"))
        ]
    assert shown == ["1\u00a0månad", "24\u00a0månader", "2\u00a0XPX"]


def test_the_settings_use_these_formats(settings_as_shipped):
    assert settings_as_shipped.FORMAT_MODULE_PATH == ["samkop.platform.formats"]


@pytest.fixture
def settings_as_shipped():
    return settings._wrapped.default_settings
