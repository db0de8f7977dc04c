"""The parts of a list of which a page has hundreds: cells, and the answers of filters.

Written here rather than by a template, whose nodes cost more than what they write.
"""

from __future__ import annotations

from html import escape
from typing import Any, TypeVar

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from samkop.platform.lists.declared import Column, Options

Row = TypeVar("Row")


def options(offered: Options, chosen: str) -> SafeString:
    """The answers of a filter as options of a select; some filters have hundreds."""
    return SafeString(
        "".join(
            f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
            f"{escape(str(label))}</option>"
            for value, label in offered
        )
    )


def opened(tag: str, column: Column[Any]) -> SafeString:
    """The start of a column's cells; ``th`` names the row."""
    what = SafeString(' scope="row"') if tag == "th" else ""
    numeric = SafeString(' class="num"') if column.numeric else ""
    label = "" if tag == "th" else format_html(' data-label="{}"', column.label)
    return format_html("<{}{}{}{}>", tag, what, numeric, label)


def written(column: Column[Row], row: Row) -> SafeString:
    """A cell as a page shows it, with the link and the second line that its column has."""
    shown: SafeString | str = column.cell(row).html()
    if column.link is not None and (url := column.link(row)):
        shown = format_html('<a href="{}">{}</a>', url, shown)
    if column.second is not None and (second := column.second(row)):
        return format_html('{}<span class="second">{}</span>', shown, second)
    return conditional_escape(shown)
