"""What a lease owes and commits, from its rows; no questions asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from samkop.core.leasing import (
    Due,
    Lent,
    Terms,
    buy_out_price,
    financing,
    owed_by,
    owed_from,
    total_by_year,
)
from samkop.core.matching.shares import rounded
from samkop.core.period import months_after
from samkop.fleet.models import Lease, LeasedAsset, LeasePlan
from samkop.fleet.vocabulary import StopReason

# Who pays: cost centre, and the project in it if any.
Payer = tuple[int, int | None]


def terms_of(plan: LeasePlan) -> Terms:
    """A plan as arithmetic takes it."""
    return Terms(
        plan.months, plan.rent_ppm, plan.residual_permille, plan.in_advance, plan.interim_days,
        plan.notice_months, plan.extension_months, plan.penalty_permille,
    )  # fmt: skip


def lent(lease: Lease, device: LeasedAsset, *, whole: bool = False) -> Lent:
    """A device as arithmetic takes it; ``whole``: as if it were never stopped."""
    return Lent(
        device.monthly_cents, device.first_month, lease.ends_on.replace(day=1),
        device.interim_from, lease.plan.interim_days, None if whole else device.stopped_on,
        lease.plan.in_advance, device.interim_since,
    )  # fmt: skip


def dues_of(lease: Lease, devices: Iterable[LeasedAsset]) -> list[Due]:
    """All that the devices owe by their lease; prices of buying out left out."""
    return [due for device in devices for due in owed_by(lent(lease, device))]


def rents_left(lease: Lease, device: LeasedAsset, on: date) -> int:
    """Cents of the rents after the month of a day, until the lease's end."""
    return owed_from(owed_by(lent(lease, device)), months_after(on.replace(day=1), 1))


def plan_buy_out(lease: Lease, device: LeasedAsset, on: date) -> int:
    """What keeping a device costs on a day, by the plan, besides the rents until then."""
    left = rents_left(lease, device, on)
    return buy_out_price(device.price_cents, left, terms_of(lease.plan))


def paid_by_year(lease: Lease, devices: Iterable[LeasedAsset]) -> dict[Payer, dict[int, int]]:
    """Cents by payer and year over the whole term, prices of buying out among them."""
    found: dict[Payer, Counter[int]] = defaultdict(Counter)
    for device in devices:
        years = found[device.cost_centre_id, device.project_id]
        years.update(total_by_year(owed_by(lent(lease, device))))
        if device.buy_out_cents and device.stopped_on:
            years[device.stopped_on.year] += device.buy_out_cents
    return {payer: dict(years) for payer, years in found.items()}


def financing_of(lease: Lease, devices: Iterable[LeasedAsset]) -> int:
    """What of the lease counts on the agreement on financing (docs/adr/0019-leases.md).

    The price of a device counts on the agreement by which it was bought. Here count its share of
    what financing costs for the months that it owes, its interim rent, rents of extensions, and
    what buying out costs beyond the plan.
    """
    terms = terms_of(lease.plan)
    return sum(_financing(lease, device, terms) for device in devices)


def _financing(lease: Lease, device: LeasedAsset, terms: Terms) -> int:
    dues = owed_by(lent(lease, device))
    rents = [due for due in dues if not due.interim]
    whole = financing(device.price_cents, device.monthly_cents, terms)
    first = _months_between(lease.starts_on, device.first_month)
    last = first + len(rents)
    of_term = min(last, terms.months), min(first, terms.months)
    cents = sum(due.cents for due in dues if due.interim)
    if device.stop_reason == StopReason.BOUGHT_OUT and device.stopped_on:
        of_term = terms.months, of_term[1]
        until = device.stopped_on.replace(day=1)
        left = owed_from(
            owed_by(lent(lease, device, whole=True)), months_after(until, 1)
        )  # fmt: skip
        by_plan = buy_out_price(device.price_cents, left, terms)
        cents += max((device.buy_out_cents or 0) - by_plan, 0)
    # Running sums, so that the months of a device and of its substitute add up to the whole.
    cents += rounded(whole * of_term[0], terms.months) - rounded(whole * of_term[1], terms.months)
    return cents + device.monthly_cents * max(last - max(first, terms.months), 0)


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def booked_differences(
    wanted: Iterable[Due], booked: Mapping[tuple[bool, date], int]
) -> dict[tuple[bool, date], tuple[date, int]]:
    """By interim or not and month: the day on which it falls due, and the cents not booked yet."""
    days: dict[tuple[bool, date], date] = {}
    sums: Counter[tuple[bool, date]] = Counter()
    for due in wanted:
        key = due.interim, due.month
        days[key] = due.due_on
        sums[key] += due.cents
    keys = sorted(sums.keys() | booked.keys(), key=lambda key: (key[1], not key[0]))
    found = {key: (days.get(key, key[1]), sums[key] - booked.get(key, 0)) for key in keys}
    return {key: said for key, said in found.items() if said[1]}
