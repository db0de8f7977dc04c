"""``{% load ui %}``: figures, dates, pills and drawings inside a line of a page."""

import datetime as dt
from decimal import Decimal

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samkop.platform import drawings, formatting
from samkop.platform.appearance import theme_of

register = template.Library()
TONES = ("neutral", "info", "good", "warn", "bad")


@register.simple_tag
def number(
    value: Decimal | float | None, decimals: int | None = None, unit: str = ""
) -> SafeString:
    """``{% number 24612 %}``, ``{% number 4.25 1 unit="kg" %}``; nothing known is a dash."""
    if value is None:
        return unknown()
    text = formatting.format_number(value, decimals)
    return _figure(f"{text}{formatting.NO_BREAK_SPACE}{unit}" if unit else text)


@register.simple_tag
def percent(share: Decimal | float | None, decimals: int = 0) -> SafeString:
    """``{% percent 0.684 1 %}``: a share of one as per cent."""
    return unknown() if share is None else _figure(formatting.format_percent(share, decimals))


@register.simple_tag
def money(
    amount: Decimal | None, currency: str, decimals: int = 2, *, compact: bool = False
) -> SafeString:
    """``{% money line.amount line.currency %}``; ``compact=True`` writes 3,4 M€."""
    if amount is None:
        return unknown()
    if compact:
        return _figure(formatting.format_money_compact(amount, currency))
    return _figure(formatting.format_money(amount, currency, decimals))


@register.simple_tag
def quantity(value: Decimal | int | None, unit: str = "EA") -> SafeString:
    """``{% quantity 3 "EA" %}``: with the unit's word (UN/ECE Recommendation 20)."""
    return unknown() if value is None else _figure(formatting.format_quantity(value, unit))


@register.simple_tag
def date(value: dt.date | None, form: str = "short") -> SafeString:
    """``{% date order.issued %}``, ``{% date day "long" %}``, ``{% date day "month" %}``."""
    names = {"short": "SHORT_DATE_FORMAT", "long": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT"}
    return unknown() if value is None else _time(value, names[form])


@register.simple_tag
def datetime(value: dt.datetime | None, form: str = "short") -> SafeString:
    """``{% datetime entry.at %}``, ``{% datetime entry.at "long" %}``: in the reader's zone."""
    names = {"short": "SHORT_DATETIME_FORMAT", "long": "DATETIME_FORMAT"}
    return unknown() if value is None else _time(value, names[form])


@register.simple_tag
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """``{% icon "search" %}``: a sign, or a device kind, as high as a line of text."""
    return drawings.drawing(name, size=size, css="icon", label=label)


@register.simple_tag
def device(kind: str, size: int = 96, label: str = "") -> SafeString:
    """``{% device "laptop" %}``: a device kind drawn large; unknown kinds as an accessory."""
    known = kind if kind in drawings.sheet("devices") else "accessory"
    return drawings.drawing(known, size=size, css="device", label=label)


@register.simple_tag
def pill(tone: str, label: str) -> SafeString:
    """``{% pill "good" _("Confirmed") %}``: a state in words, softly coloured.

    Raises ValueError for a tone that is not one of ``TONES``.
    """
    if tone not in TONES:
        raise ValueError(f"pill: {tone!r} is none of {', '.join(TONES)}")
    return format_html('<span class="pill pill-{}">{}</span>', tone, label)


@register.simple_tag
def unknown() -> SafeString:
    """``{% unknown %}``: a value that nobody knows: a dash to the eye, words to the ear."""
    return _dash(_("not known"))


@register.simple_tag
def none() -> SafeString:
    """``{% none %}``: there is nothing, and that is known: a dash to the eye, words to the ear."""
    return _dash(pgettext("absent", "none"))


@register.simple_tag
def last_day(value: dt.date | None) -> SafeString:
    """``{% last_day role.valid_until %}``: a last day, or until further notice."""
    return (
        format_html("<span>{}</span>", _("until further notice")) if value is None else date(value)
    )


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """``{% theme as chosen %}``: light, dark or auto."""
    return theme_of(context.get("request"))


@register.simple_tag(takes_context=True)
def theme_attribute(context: Context) -> SafeString:
    """For the html element: the chosen theme, or nothing where the device decides."""
    chosen = theme_of(context.get("request"))
    return SafeString("") if chosen == "auto" else format_html(' data-bs-theme="{}"', chosen)


@register.tag
def capture(parser: Parser, token: Token) -> "CaptureNode":
    """``{% capture as name %}…{% endcapture %}``: what stands inside, under a name.

    base.html writes a page's title once and shows it in the tab and as the heading.
    """
    name = token.split_contents()[-1]
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(nodelist, name)


class CaptureNode(template.Node):
    """The tag above, compiled."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> SafeString:
        context[self.name] = SafeString(self.nodelist.render(context).strip())
        return SafeString("")


def _dash(words: str) -> SafeString:
    return format_html(
        '<span class="unknown"><span aria-hidden="true">&ndash;</span>'
        '<span class="visually-hidden">{}</span></span>',
        words,
    )


def _figure(text: str) -> SafeString:
    return format_html('<span class="figure">{}</span>', text)


def _time(value: dt.date, form: str) -> SafeString:
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), formatting.format_date(value, form)
    )


@register.filter
def cents(value: int | None) -> Decimal | None:
    """Stored cents as the amount that ``{% money %}`` shows: ``{% money x|cents "EUR" %}``."""
    return None if value is None else Decimal(value) / 100
