"""Loads the region's devices with their four years, organisation by organisation."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date

from django.db import connections, transaction

from samkop.fleet.models import Lease
from samkop.fleet.vocabulary import HolderKind
from samkop.site.demo import stock
from samkop.site.demo.bulk.bills import bill
from samkop.site.demo.bulk.books import Books
from samkop.site.demo.bulk.buying import Buying
from samkop.site.demo.bulk.care import Care
from samkop.site.demo.bulk.contracts import Contracts, contracts_of
from samkop.site.demo.bulk.deliveries import deliver
from samkop.site.demo.bulk.endings import Endings
from samkop.site.demo.bulk.financing import Financing, agree_on_financing
from samkop.site.demo.bulk.handovers import Handovers
from samkop.site.demo.bulk.leases import Lessor
from samkop.site.demo.bulk.loading import Loader
from samkop.site.demo.bulk.purchases import Purchase, Purchasing, choose_leased
from samkop.site.demo.bulk.register import Register
from samkop.site.demo.bulk.schedules import write_leases
from samkop.site.demo.bulk.shelf import Shelf
from samkop.site.demo.cast import Cast
from samkop.site.demo.seeds import (
    Organisation,
    cost_centres_of,
    orderers,
    organisations,
    sites_of,
)

DEVICES = 41_000
# What the tests have, who only want some of everything.
FEW = 410
# Years: the oldest devices were bought so long ago.
OLDEST = 6
SWEDISH_SUPPLIER = "norrlandsdator"


def stock_fleet(cast: Cast, founded: date, devices: int) -> int:
    """Give the region so many living devices with their four years; how many rows were made."""
    financing = agree_on_financing(cast, founded)
    contracts = contracts_of(cast, founded)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM fleet_asset)")
        if cursor.fetchone() == (True,):
            return 0  # done, and the demonstration was stopped before it could say so
        with closing(Loader(cursor)) as loader, _without_looking_for_cycles():
            past = _Past(loader, cast, founded, contracts, financing)
            made = sum(past.load(seed, stock.size_of(seed.key, devices)) for seed in orderers())
            past.close()
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    return made


@contextmanager
def _without_looking_for_cycles() -> Iterator[None]:
    """Rows by the hundred thousand make none, and looking for them takes a third of the time."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()


class _Past:
    """Writes the past of all organisations, one after another."""

    def __init__(
        self, loader: Loader, cast: Cast, founded: date, contracts: Contracts,
        financing: Sequence[Financing],
    ) -> None:  # fmt: skip
        self._loader, self._cast, self._founded = loader, cast, founded
        self._contracts, self._financing = contracts, financing
        self._books, self._shelf = Books(loader), Shelf(loader, cast)
        self._purchasing = Purchasing(loader, self._books, contracts, self._shelf)

    def load(self, seed: Organisation, living: int) -> int:
        """Write so many living devices down, and what has ended besides."""
        made = stock.Stock(
            seed, self._founded, [one.code for one in sites_of(seed)],
            [one.code for one in cost_centres_of(seed)],
            lambda category, day: self._supplier(seed, category, day),
        )  # fmt: skip
        pieces = sorted(made.pieces(living), key=lambda one: one.hands[0].since)
        if not pieces:
            return 0
        buying = Buying(self._cast, seed, made.depot)
        choose_leased(seed, pieces)
        self._books.open_years(buying, range(self._founded.year - OLDEST, self._founded.year))
        purchases = self._purchasing.buy(buying, pieces)
        deliver(self._loader, purchases)
        bill(self._loader, purchases, self._founded)
        register = Register(self._loader, self._cast, seed)
        register.number(pieces)
        handovers = Handovers(self._loader, buying, register, pieces)
        handovers.name_in_custody()
        endings = Endings(self._loader, buying, register, self._founded)
        endings.prepare(pieces)
        care = Care(self._loader, buying, register, self._founded, pieces)
        care.name_in_custody()
        register.write(pieces)
        for part in (handovers, endings, care):
            part.write()
        self._lease([one for one in purchases if one.leased])
        return len(pieces)

    def _lease(self, purchases: Sequence[Purchase]) -> None:
        ids = iter(self._loader.ids(Lease, len(purchases)))
        lessor = Lessor(self._books, self._founded)
        made = lessor.lease(purchases, self._financing, ids)
        write_leases(self._loader, made, self._founded)

    def close(self) -> None:
        """What is written once for all."""
        self._shelf.write()
        self._books.close()
        self._loader.check_foreign_keys()

    def _supplier(self, seed: Organisation, category: str, day: date) -> stock.Holder:
        abroad = seed.country != "FI"
        key = SWEDISH_SUPPLIER if abroad else self._contracts.of(category, day).supplier
        return stock.Holder(HolderKind.SUPPLIER, key, organisations()[key].legal_name)
