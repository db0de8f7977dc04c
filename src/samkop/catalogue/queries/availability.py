"""Reads of availability: the newest word on each item, its history, and the promise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.queries import agreements_not_over
from samkop.catalogue.models import Availability, AvailabilityFile, CatalogueItem, RangeItem
from samkop.catalogue.rules.endings import Ending, ending_of
from samkop.catalogue.rules.promises import Promise, Stated, delivery_promise
from samkop.catalogue.rules.stock_lists import ListFault, StockList, read_stock_list
from samkop.catalogue.tables import names_in_all_languages
from samkop.catalogue.vocabulary import AvailabilityFault
from samkop.core.period import day_of
from samkop.core.tabular import UnreadableTableError, read_table
from samkop.parties.models import Party
from samkop.parties.queries import valid_on
from samkop.platform.database.prepared import Among, Asked, prepared
from samkop.platform.formatting import format_date
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import once

# How long before an end the purchasing body hears of it.
WITHIN = timedelta(days=90)


def stated_of(item_ids: Iterable[int], time_zone: str) -> dict[int, Stated]:
    """The newest that was said of each item of which anything was, by the item's id."""
    return {row.item_id: stated_in(row, time_zone) for row in _newest(item_ids)}


def _newest(item_ids: Iterable[int]) -> list[Availability]:
    """The newest row of each item; an order asks for the same items twice."""
    return once(_newest_rows, tuple(sorted(set(item_ids))))


def _newest_rows(item_ids: tuple[int, ...]) -> list[Availability]:
    return _newest_among(list(item_ids))


def question_of_availability(item_ids: Iterable[int]) -> Asked:
    """What is asked of these items' availability, to be asked ahead."""
    return _newest_among.of(sorted(set(item_ids)))


@prepared
def _newest_among(item_ids: list[int]) -> QuerySet[Availability]:
    said = Availability.objects.filter(Among(F("item_id"), item_ids))
    return said.order_by("item_id", "-id").distinct("item_id")


def stated_in(row: Availability, time_zone: str) -> Stated:
    """A row as plain values, its moment as a day of the reader's."""
    return Stated(
        on=day_of(row.said_at, time_zone), in_stock=row.in_stock, reserved=row.reserved,
        lead_time_days=row.lead_time_days, next_delivery=row.next_delivery, ends_on=row.ends_on,
    )  # fmt: skip


def promises_of(
    wanted: Mapping[int, int],
    items: Iterable[CatalogueItem],
    today: date,
    *,
    country: str,
    time_zone: str,
) -> dict[int, Promise]:
    """By when so many of each item (``wanted``, by id; else one) come, one query."""
    listed = list(items)
    stated = stated_of((item.pk for item in listed), time_zone)
    return {
        item.pk: delivery_promise(
            wanted.get(item.pk, 1), today, country,
            stated=stated.get(item.pk), catalogue_days=item.lead_time_days,
        )
        for item in listed
    }  # fmt: skip


def history_of_item(item_id: int) -> QuerySet[Availability]:
    """All that was said of an item, the newest first."""
    return Availability.objects.filter(item_id=item_id).order_by("-id")


def supplied_agreements(party: Party, now: datetime) -> list[FrameworkAgreement]:
    """The agreements that a party supplies or runs and that are not over: stock may be stated."""
    return [
        agreement
        for agreement in agreements_not_over(party.pk, day_of(now, party.time_zone))
        if party.pk in {agreement.supplier_id, agreement.purchasing_body_id}
    ]


def availability_file_of(file_id: int) -> AvailabilityFile:
    """An uploaded stock list. Raises Refused ``not-found``."""
    found = AvailabilityFile.objects.select_related("agreement").filter(pk=file_id).first()
    if found is None:
        raise not_found()
    return found


def stock_list_in(content: bytes, agreement_id: int) -> StockList:
    """What a file says of an agreement's items; bytes that are no table have one fault."""
    try:
        table = read_table(content)
    except UnreadableTableError:
        return StockList((), (ListFault(0, "", AvailabilityFault.FILE_UNREADABLE),))
    known = CatalogueItem.objects.filter(agreement_id=agreement_id, active=True)
    numbers = frozenset(known.values_list("seller_item_id", flat=True))
    return read_stock_list(
        table, names_in_all_languages("stock-columns.csv", "field", "|"), numbers
    )


def endings_of(items: Iterable[CatalogueItem]) -> dict[int, date]:
    """The last day of sale of each item that has one, by the item's id; one query.

    What the purchasing body set, or the supplier said last: whichever is earlier.
    """
    listed = list(items)
    stated = {row.item_id: row.ends_on for row in _newest(item.pk for item in listed)}
    found = {}
    for item in listed:
        said = stated.get(item.pk)
        days = [day for day in (item.sold_until, said) if day is not None]
        if days:
            found[item.pk] = min(days)
    return found


def ended_of(items: Iterable[CatalogueItem], today: date) -> frozenset[int]:
    """Which of the items (ids) are not sold any more: their last day of sale is over; one query."""
    return frozenset(item_id for item_id, last in endings_of(items).items() if last < today)


def refuse_ended(items: Iterable[CatalogueItem], today: date) -> None:
    """Raise Refused ``sale-ended`` for the first item whose last day of sale is over."""
    listed = list(items)
    ends = endings_of(listed)
    for item in listed:
        if item.pk in ends and ends[item.pk] < today:
            raise _ended(item, format_date(ends[item.pk]))


def _ended(item: CatalogueItem, day: str) -> Refused:
    """No longer sold: what follows it is named, where something on offer does."""
    successor = item.replaced_by
    if successor is None or not successor.active:
        sentence = _("%(name)s is no longer sold since %(day)s. Its page names what follows.")
        return Refused("sale-ended", sentence, name=item.shown_name, day=day)
    sentence = _(
        "%(name)s is no longer sold since %(day)s. Order its successor instead: %(successor)s."
    )
    return Refused(
        "sale-ended", sentence, name=item.shown_name, day=day, successor=successor.shown_name
    )


def range_endings(purchasing_body_id: int, today: date, within: timedelta) -> list[Ending]:
    """The joint range's items that need a successor or a decision, the soonest first."""
    entries = RangeItem.objects.filter(
        valid_on(today), purchasing_body_id=purchasing_body_id
    ).select_related("item__replaced_by", "item__supplier")
    rows = list(entries.order_by("item__sort_key", "item_id"))
    ends = endings_of([row.item for row in rows])
    found = [
        ending_of(
            row.item, ends.get(row.item_id), row.item.support_ends, today, within,
            has_successor=_lives(row.item.replaced_by),
        )
        for row in rows
    ]  # fmt: skip
    return sorted((one for one in found if one), key=lambda one: (one.day, one.item.pk))


def _lives(successor: CatalogueItem | None) -> bool:
    return successor is not None and successor.active
