"""The leases of the past: accepted, run by their schedules, ended or gone on.

What an order brought and a financier paid for is one lease. Its ledger, budgets and ceiling are
what ``fleet.usecases.leases`` and its siblings would have written, reckoned by the same
functions; equal devices are reckoned once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from samkop.core.leasing import (
    Thresholds,
    figures_of,
    first_month_after,
    monthly_rent,
    notice_of,
    present_value,
    suggested_class,
    term_end,
)
from samkop.fleet.models import Lease, LeasedAsset, LeaseEvent, LeasePlan
from samkop.fleet.queries.lease_sums import dues_of, financing_of, paid_by_year, plan_buy_out
from samkop.fleet.usecases.lease_books import event_of, reference_of
from samkop.fleet.usecases.leases import MILLION, THOUSAND
from samkop.fleet.vocabulary import (
    USUAL_RATE_PPM,
    AccountingClass,
    LeaseEventKind,
    LeaseState,
    StopReason,
)
from samkop.site.demo.bulk.books import Books, Named
from samkop.site.demo.bulk.financing import Financing
from samkop.site.demo.bulk.purchases import Purchase
from samkop.site.demo.bulk.shelf import CENTS
from samkop.site.demo.dates import at
from samkop.site.demo.stock import LIFETIME, Piece

# Days: from the delivery to the acceptance; from the agreed schedule to its first day; before the
# last day of notice; before the end of the term.
ACCEPTED_AFTER, AGREED_BEFORE, NOTICE_BEFORE, BOUGHT_BEFORE = 2, 5, 20, 10

# By interim or not and month: the day on which it falls due, cents, devices.
Rents = dict[tuple[bool, date], tuple[date, int, int]]


@dataclass
class Leasing:
    """The lease of one purchase, with its devices and its ledger; ``alike`` counts devices."""

    lease: Lease
    purchase: Purchase
    devices: list[LeasedAsset]
    events: list[LeaseEvent] = field(default_factory=list)
    alike: list[tuple[LeasedAsset, int]] = field(default_factory=list)
    agreed_at: datetime | None = None

    @property
    def living(self) -> list[LeasedAsset]:
        """The devices that are in it now."""
        return [one for one in self.devices if one.stopped_on is None]


@dataclass(frozen=True)
class Lessor:
    """Makes the leases of one organisation after another."""

    books: Books
    founded: date

    def lease(
        self, purchases: Sequence[Purchase], agreements: Sequence[Financing], ids: Iterator[int]
    ) -> list[Leasing]:
        """The leases of what a financier paid for, the oldest first."""
        made: list[Leasing] = []
        for purchase in purchases:
            accepted = purchase.came + timedelta(days=ACCEPTED_AFTER)
            accepted = min(accepted, self.founded - timedelta(days=1))
            there = [one for one in agreements if one.term.first <= accepted <= one.term.last]
            for financing in there:
                number = f"L{len(made) + 1:05}"
                joined = financing.joined[purchase.buying.seed.key]
                found = _accepted(purchase, financing.plan, joined, number, accepted)
                found.lease.pk = next(ids)
                made.append(found)
        for found in made:
            self._commit(found, found.lease.accepted_at, free=True)
            if found.lease.starts_on - timedelta(days=AGREED_BEFORE) < self.founded:
                self._run(found, goes_on=self._goes_on(found, made))
        return made

    def _goes_on(self, found: Leasing, made: Sequence[Leasing]) -> bool:
        """Of one nobody gave notice in time: the first that has not reached its end."""
        waiting = [one for one in made if one.lease.ends_on >= self.founded]
        return found is waiting[0]

    def _run(self, found: Leasing, *, goes_on: bool) -> None:
        """Its schedule was agreed; then notice was given, or it went on; then it ended."""
        lease = found.lease
        agreed = max(lease.starts_on - timedelta(days=AGREED_BEFORE), lease.accepted_on)
        found.agreed_at = at(agreed, 15)
        lease.state = LeaseState.RUNNING
        lease.schedule_number = f"{lease.starts_on.year}-{lease.owner_id}-{lease.number[1:]}"
        _say(found, LeaseEventKind.AGREED, found.agreed_at, lease.starts_on,
             len(found.devices), note=lease.schedule_number)  # fmt: skip
        booked = _book(found, {}, found.agreed_at)
        given_by = notice_of(lease.ends_on, lease.plan.notice_months, 0).given_by
        if given_by < self.founded and goes_on:
            self._extend(found, booked, at(given_by + timedelta(days=1), 6))
        elif given_by < self.founded:
            day = given_by - timedelta(days=NOTICE_BEFORE)
            lease.notice_given_on = day
            _say(found, LeaseEventKind.NOTICE, at(day, 11), lease.ends_on, 0)
        if lease.ends_on < self.founded:
            self._keep(found, lease.ends_on - timedelta(days=BOUGHT_BEFORE))

    def _extend(self, found: Leasing, booked: Rents, now: datetime) -> None:
        lease = found.lease
        lease.state = LeaseState.EXTENDED
        lease.ends_on = term_end(lease.ends_on + timedelta(days=1), lease.plan.extension_months)
        _say(found, LeaseEventKind.EXTENDED, now, lease.ends_on, len(found.living))
        _book(found, booked, now)
        self._commit(found, now)

    def _keep(self, found: Leasing, day: date) -> None:
        """All its devices were bought out for what the plan says."""
        lease, now = found.lease, at(day, 10)
        prices = {id(one): plan_buy_out(lease, one, day) for one, _count in found.alike}
        cents = sum(prices[id(one)] * count for one, count in found.alike)
        by_price = {one.price_cents: prices[id(one)] for one, _count in found.alike}
        for one in found.devices:
            one.stopped_on, one.stop_reason = day, StopReason.BOUGHT_OUT
            one.buy_out_cents = by_price[one.price_cents]
        count = len(found.devices)
        _say(found, LeaseEventKind.STOPPED, now, day, count)
        _say(found, LeaseEventKind.BUY_OUT, now, day, count, cents=cents)
        lease.state, lease.ended_on = LeaseState.ENDED, day
        self._commit(found, now)

    def _commit(self, found: Leasing, now: datetime, *, free: bool = False) -> None:
        """Bring budgets and ceiling in step with what the lease owes; ``free`` the order's."""
        lease, order = found.lease, found.purchase.order
        reference, stands = reference_of(lease), Counter[int]()
        for one, count in found.alike:
            for (centre_id, _project), years in paid_by_year(lease, [one]).items():
                for year, cents in years.items():
                    budget = self.books.budget_of(lease.owner_id, centre_id, year)
                    stands[budget] += cents * count
        financed = sum(financing_of(lease, [one]) * count for one, count in found.alike)
        before = Counter({int(key): cents for key, cents in lease.budget_cents.items()})
        for budget in sorted(stands | before):
            moved = stands[budget] - before[budget]
            self.books.move_budget(lease.owner_id, budget, moved, reference, now)
        if free and order.budget_id is not None:
            self.books.move_budget(
                lease.owner_id, order.budget_id, -order.total_cents, reference, now
            )
        named = Named(lease.agreement_id, lease.participation_id, lease.owner_id)
        self.books.move_ceiling(named, financed - lease.financing_cents, reference, now)
        lease.budget_cents = {str(key): cents for key, cents in sorted(stands.items()) if cents}
        lease.financing_cents = financed


def _accepted(
    purchase: Purchase, plan: LeasePlan, joined: int, number: str, day: date
) -> Leasing:  # fmt: skip
    pieces = [piece for some in purchase.pieces for piece in some]
    price = sum(piece.model.price for piece in pieces) * CENTS
    starts_on = first_month_after(day, plan.start_every)
    rent = sum(monthly_rent(piece.model.price * CENTS, plan.rent_ppm) for piece in pieces)
    worth = present_value(
        Decimal(rent), plan.months, USUAL_RATE_PPM / MILLION, in_advance=plan.in_advance
    )
    figures = figures_of(worth, Decimal(price), plan.months, LIFETIME)
    lease = Lease(
        owner_id=purchase.order.buyer_id, financier_id=plan.financier_id,
        agreement_id=plan.agreement_id, participation_id=joined, plan=plan, number=number,
        currency=purchase.order.currency, accepted_on=day, accepted_at=at(day, 14),
        starts_on=starts_on, ends_on=term_end(starts_on, plan.months), price_cents=price,
        rate_ppm=USUAL_RATE_PPM, value_permille=round(figures.value_share * THOUSAND),
        life_permille=round(figures.life_share * THOUSAND),
        accounting_class=AccountingClass(suggested_class(figures, Thresholds()).value),
    )  # fmt: skip
    devices = [_device(lease, purchase, piece) for piece in pieces]
    found = Leasing(lease, purchase, devices)
    kinds = Counter((one.price_cents, one.cost_centre_id) for one in devices)
    firsts = {(one.price_cents, one.cost_centre_id): one for one in reversed(devices)}
    found.alike = [(firsts[kind], count) for kind, count in sorted(kinds.items())]
    _say(found, LeaseEventKind.ACCEPTED, lease.accepted_at, day, len(devices))
    return found


def _device(lease: Lease, purchase: Purchase, piece: Piece) -> LeasedAsset:
    cast, key, price = purchase.buying.cast, purchase.buying.seed.key, piece.model.price * CENTS
    return LeasedAsset(
        owner_id=lease.owner_id, financier_id=lease.financier_id, asset_id=piece.asset_id,
        serial_number=piece.serial_number, model_name=piece.model.name,
        cost_centre_id=cast.cost_centres[key, piece.cost_centre], price_cents=price,
        monthly_cents=monthly_rent(price, lease.plan.rent_ppm), interim_from=lease.accepted_on,
        first_month=lease.starts_on,
    )  # fmt: skip


def _say(
    found: Leasing, kind: LeaseEventKind, now: datetime, due_on: date, devices: int, *,
    cents: int = 0, month: date | None = None, note: str = "",
) -> None:  # fmt: skip
    found.events.append(
        event_of(
            found.lease, kind, now, due_on=due_on, devices=devices, cents=cents, month=month,
            note=note,
        )
    )  # fmt: skip


def _book(found: Leasing, booked: Rents, now: datetime) -> Rents:
    """The rents that the ledger has not, by month, as ``lease_books.book`` writes them."""
    owed: Rents = {}
    for one, count in found.alike:
        for due in dues_of(found.lease, [one]):
            _day, cents, devices = owed.get((due.interim, due.month), (due.due_on, 0, 0))
            owed[due.interim, due.month] = due.due_on, cents + due.cents * count, devices + count
    for interim, month in sorted(owed, key=lambda key: (key[1], not key[0])):
        day, cents, devices = owed[interim, month]
        cents -= booked.get((interim, month), (day, 0, 0))[1]
        if cents:
            kind = LeaseEventKind.INTERIM_RENT if interim else LeaseEventKind.RENT
            _say(found, kind, now, day, devices, cents=cents, month=month)
    return owed
