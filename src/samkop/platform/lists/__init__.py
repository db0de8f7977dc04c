"""Lists of things: declared once, shown as a table, sorted, filtered, chosen, and out as files.

An app declares a ``Listing`` in its page module; ``list_page`` answers its address.
``docs/reference/lists.md``.
"""

from samkop.platform.lists.cells import (
    Cell,
    code,
    day,
    last_day,
    moment,
    money,
    nothing,
    number,
    pill,
    pills,
    share,
    text,
)
from samkop.platform.lists.declared import (
    Choice,
    Column,
    Days,
    Empty,
    Kept,
    Listing,
    Search,
)
from samkop.platform.lists.shown import Shown, list_page, rows_kept, shown_list

__all__ = [
    "Cell",
    "Choice",
    "Column",
    "Days",
    "Empty",
    "Kept",
    "Listing",
    "Search",
    "Shown",
    "code",
    "day",
    "last_day",
    "list_page",
    "moment",
    "money",
    "nothing",
    "number",
    "pill",
    "pills",
    "rows_kept",
    "share",
    "shown_list",
    "text",
]
