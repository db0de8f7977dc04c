"""One answer to a list's address: what was asked for, the rows of a page, the choices around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samkop.platform.actors import Actor
from samkop.platform.formatting import format_number
from samkop.platform.lists.declared import Column, Filter, Listing, Words
from samkop.platform.lists.files import FILES, file_of
from samkop.platform.lists.keyset import COUNTED, Order, Page, counted, every_row, page_of
from samkop.platform.lists.queries import chosen_columns, saved_filters_of
from samkop.platform.lists.written import opened, options, written
from samkop.platform.models import SavedFilter

# Rows of a file that are read at once.
AT_ONCE = 2_000
LONGEST_ADDRESS = 4_000
Row = TypeVar("Row")
Rows = QuerySet[Any] | Sequence[QuerySet[Any]]


@dataclass(frozen=True)
class Asked(Generic[Row]):
    """What an address asks of a list: filters that are set, order, place, kind of file."""

    listing: Listing[Row]
    filters: list[tuple[Filter, str]]
    sort: str
    after: str = ""
    before: str = ""
    file: str = ""

    @classmethod
    def of(cls, listing: Listing[Row], query: QueryDict) -> Asked[Row]:
        """Read an address; what the list does not know is left out."""
        return cls(
            listing, [(one, one.read(query)) for one in listing.filters],
            listing.sorting(query.get("sort", "")),
            query.get("after", ""), query.get("before", ""),
            file if (file := query.get("file", "")) in FILES else "",
        )  # fmt: skip

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set."""
        return any(value for one, value in self.filters if one.kind != "kept")

    @property
    def order(self) -> Order:
        """The fields that the rows are sorted by."""
        column = self.listing.column(self.sort.removeprefix("-"))
        return Order(column.sort_field if column else "", self.sort.startswith("-"))

    def query(self, **more: str) -> str:
        """The filters and the order as an address has them, without what is usual."""
        values = {one.key: value for one, value in self.filters if value}
        if self.sort != self.listing.order:
            values["sort"] = self.sort
        query = QueryDict(mutable=True)
        query.update(values | {name: value for name, value in more.items() if value})
        return query.urlencode()

    def narrow(self, rows: Rows) -> list[QuerySet[Any]]:
        """The rows that the filters keep, by side."""
        sides = [rows] if isinstance(rows, QuerySet) else list(rows)
        for one, value in self.filters:
            if value:
                sides = [_narrowed(side, one, value) for side in sides]
        return sides


def _narrowed(side: QuerySet[Any], one: Filter, value: str) -> QuerySet[Any]:
    if one.kind == "date":
        return one.narrow(side, date.fromisoformat(value))  # type: ignore[arg-type]
    return one.narrow(side, value)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Heading:
    """A column's heading: ``url`` sorts by it (empty where it cannot), ``state`` is aria-sort."""

    key: str
    label: Words
    numeric: bool
    url: str
    state: str
    sign: str


@dataclass(frozen=True)
class Shown(Generic[Row]):
    """What the template of a list shows (``components/record_list.html``)."""

    asked: Asked[Row]
    columns: list[Column[Row]]
    page: Page[Any]
    shown: list[Row]
    count: int
    saved: list[SavedFilter]
    chosen: bool
    address: str

    @property
    def listing(self) -> Listing[Row]:
        """The declaration."""
        return self.asked.listing

    @property
    def query(self) -> str:
        """The filters and the order, as they are kept."""
        return self.asked.query()

    @property
    def cleared(self) -> str:
        """The address of the list without filters; what tabs have chosen stays."""
        kept = [(one, value) for one, value in self.asked.filters if one.kind == "kept"]
        query = Asked(self.listing, kept, self.listing.order).query()
        return f"{self.address}?{query}" if query else self.address

    @property
    def headings(self) -> list[Heading]:
        """The heading of each column that is shown."""
        return [self._heading(column) for column in self.columns]

    def _heading(self, column: Column[Row]) -> Heading:
        sort, key = self.asked.sort, column.key
        state = {key: "ascending", f"-{key}": "descending"}.get(sort, "")
        first, second = (f"-{key}", key) if column.down else (key, f"-{key}")
        turned = second if sort == first else first
        sign = {"ascending": "arrow-up", "descending": "arrow-down"}.get(state, "sort")
        url = f"?{self._sorted(turned)}" if column.sort else ""
        return Heading(key, column.label, column.numeric, url, state, sign)

    def _sorted(self, sort: str) -> str:
        return Asked(self.listing, self.asked.filters, sort).query()

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """Each way to sort, for a phone: (value, words, whether it is so now)."""
        ways = []
        for column in self.listing.columns:
            for sort in (column.key, f"-{column.key}") if column.sort else ():
                words = _("%(column)s, falling") if sort[0] == "-" else _("%(column)s, rising")
                ways.append((sort, words % {"column": column.label}, sort == self.asked.sort))
        return ways

    def rows(self) -> Iterator[tuple[Row, str, SafeString]]:
        """Each row, the words to choose it by, and its cells, written out."""
        first, *others = self.columns
        frames = [(first, opened("th", first), "</th>")]
        frames += [(column, opened("td", column), "</td>") for column in others]
        words = _("Choose %(number)s") if self.listing.chooser else ""
        for row in self.shown:
            cells = "".join(f"{start}{written(column, row)}{end}" for column, start, end in frames)
            yield row, words and words % {"number": row}, SafeString(cells)

    @property
    def note(self) -> str:
        """How many rows there are, in words."""
        if self.count > COUNTED:
            return _("more than %(count)s rows") % {"count": format_number(COUNTED)}
        words = ngettext("%(count)s row", "%(count)s rows", self.count)
        return words % {"count": format_number(self.count)}

    @property
    def previous(self) -> str:
        """The address of the page before, or empty."""
        cursor = self.page.previous
        return f"?{self.asked.query(before=cursor)}" if cursor else ""

    @property
    def following(self) -> str:
        """The address of the next page, or empty."""
        cursor = self.page.following
        return f"?{self.asked.query(after=cursor)}" if cursor else ""

    @property
    def files(self) -> list[tuple[str, str]]:
        """The addresses of the whole filtered list as a file, with the kind's name."""
        return [(f"?{self.asked.query(file=kind)}", label) for kind, label in FILES.items()]

    @cached_property
    def inputs(self) -> list[dict[str, Any]]:
        """What the form of filters asks for."""
        return [
            {"filter": one, "value": value, "options": options(one.offered(), value)}
            for one, value in self.asked.filters
        ]  # fmt: skip

    @property
    def choices(self) -> list[tuple[Column[Row], bool]]:
        """Each column that may be left out, and whether it is shown."""
        shown = {column.key for column in self.columns}
        return [
            (column, column.key in shown)
            for column in self.listing.columns[1:]
            if not column.file_only
        ]

    @property
    def here(self) -> SavedFilter | None:
        """The saved filter that shows just this."""
        return next((one for one in self.saved if one.query == self.query), None)


def list_page(
    request: HttpRequest,
    actor: Actor,
    listing: Listing[Row],
    rows: Rows,
    template: str = "platform/list.html",
    **context: Any,
) -> tuple[str, dict[str, Any]] | HttpResponseBase:
    """The page of a list, or the whole filtered list as a file where the address asks for it.

    ``rows`` are all that the actor may see in it: one query, or several that have no row in
    common. Call it inside ``reading``; two queries more than the list's own, and one where
    it is longer than a page.
    """
    asked = Asked.of(listing, request.GET)
    if asked.file:
        columns = listing.shown_columns(chosen_columns(actor.own_person_id, listing.name))
        return file_of(asked.file, listing, columns, _every(asked, rows))
    return template, {"listed": _shown(asked, actor, rows), **context}


def rows_kept(listing: Listing[Row], query: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the rows that the filters in an address's query keep; as ``list_page``."""
    [kept] = Asked.of(listing, QueryDict(query[:LONGEST_ADDRESS])).narrow(rows)
    return kept


def shown_list(request: HttpRequest, actor: Actor, listing: Listing[Row], rows: Rows) -> Shown[Row]:
    """What ``{% record_list %}`` shows of a list."""
    return _shown(Asked.of(listing, request.GET), actor, rows)


def _shown(asked: Asked[Row], actor: Actor, rows: Rows) -> Shown[Row]:
    listing = asked.listing
    chosen = chosen_columns(actor.own_person_id, listing.name)
    sides = asked.narrow(rows)
    page = page_of(sides, asked.order, after=asked.after, before=asked.before)
    return Shown(
        asked,
        listing.shown_columns(chosen),
        page,
        _prepared(listing, page.rows),
        len(page.rows) if page.whole else counted(sides),
        saved_filters_of(actor.own_party_id, actor.own_person_id, listing.name),
        chosen is not None,
        reverse(listing.address),
    )


def _every(asked: Asked[Row], rows: Rows) -> Iterator[list[Row]]:
    """All rows of the filtered list, some at a time, prepared."""
    listing, some = asked.listing, []
    for row in every_row(asked.narrow(rows), asked.order, AT_ONCE):
        some.append(row)
        if len(some) == AT_ONCE:
            yield _prepared(listing, some)
            some = []
    if some:
        yield _prepared(listing, some)


def _prepared(listing: Listing[Row], rows: list[Any]) -> list[Row]:
    return rows if listing.prepare is None else listing.prepare(rows)
