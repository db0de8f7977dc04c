"""When something will be delivered, as far as the supplier has said (domain.md, "Orders")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from samkop.catalogue.vocabulary import PromiseBasis
from samkop.core.holidays import working_day_from, working_days_after

# What a supplier said longer ago is shown as stale and promises nothing.
FRESH_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Stated:
    """What a supplier has said of an item, newest; None where it said nothing.

    ``in_stock`` is free for everybody, ``reserved`` is kept for this agreement besides.
    ``lead_time_days`` are working days from the order, for what is in stock.
    ``next_delivery`` is the day on which the supplier gets more. ``ends_on`` is the last day
    on which the item is sold.
    """

    on: date
    in_stock: int | None = None
    reserved: int = 0
    lead_time_days: int | None = None
    next_delivery: date | None = None
    ends_on: date | None = None

    @property
    def supply(self) -> int | None:
        """How many can be had now, the reserve included."""
        return None if self.in_stock is None else self.in_stock + self.reserved

    def is_stale(self, today: date) -> bool:
        """Whether it was said too long ago to promise by."""
        return today - self.on > FRESH_FOR


@dataclass(frozen=True)
class Promise:
    """The day, None where none can be named, and what it rests on."""

    day: date | None
    basis: PromiseBasis


def delivery_promise(
    quantity: int,
    today: date,
    country: str,
    *,
    stated: Stated | None,
    catalogue_days: int | None,
) -> Promise:
    """By which working day of a country so many of an item ordered today are delivered.

    ``catalogue_days`` is the catalogue's lead time in calendar days: it counts where the
    supplier has said nothing newer, and in place of a lead time that it left out.
    """

    def after(start: date, lead: int | None, basis: PromiseBasis) -> Promise:
        """From a day on: working days where the supplier said, else the catalogue's."""
        if lead is not None:
            return Promise(working_days_after(start, lead, country), basis)
        if catalogue_days is not None:
            return Promise(working_day_from(start + timedelta(catalogue_days), country), basis)
        return Promise(None, PromiseBasis.UNKNOWN if basis == PromiseBasis.CATALOGUE else basis)

    if stated is None:
        return after(today, None, PromiseBasis.CATALOGUE)
    if stated.is_stale(today):
        return after(today, None, PromiseBasis.STALE)
    if stated.supply is None:
        return after(today, stated.lead_time_days, PromiseBasis.LEAD_TIME)
    if stated.supply >= quantity:
        return after(today, stated.lead_time_days, PromiseBasis.STOCK)
    if stated.next_delivery is None:
        return Promise(None, PromiseBasis.OUT_OF_STOCK)
    comes = max(stated.next_delivery, today)
    return after(comes, stated.lead_time_days, PromiseBasis.NEXT_DELIVERY)
