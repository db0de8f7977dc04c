"""Rents by schedule, serial and month: a financier's collective invoice, or an order line's part.

Each month of each device is owed once, within its term, and not after its return.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from samkop.core.matching.bill import Bill, BilledLine
from samkop.core.matching.drafts import Draft, Piece, Undoing
from samkop.core.matching.finding import allowed_over
from samkop.core.matching.ground import Rent, Tolerances, first_of_month, month_number
from samkop.core.matching.index import plain
from samkop.core.matching.reasons import Reason
from samkop.core.matching.result import Discrepancy, Reference, Target
from samkop.core.matching.shares import divided


class Renting:
    """One rent and the months that are invoiced, those of this run included."""

    __slots__ = ("invoiced", "rent")

    def __init__(self, rent: Rent) -> None:
        self.rent = rent
        self.invoiced = set(rent.invoiced)

    def wrong_with(self, month: int, *, crediting: bool) -> Reason | None:
        """Why this month is not owed (or, credited, was not invoiced); None: it is."""
        if crediting:
            return None if month in self.invoiced else Reason.CREDIT_OVER
        rent = self.rent
        first = month_number(rent.first_month)
        if not first <= month < first + rent.months:
            return Reason.RENT_OUTSIDE_TERM
        if rent.returned_on is not None and month > month_number(rent.returned_on):
            return Reason.RENT_AFTER_RETURN
        return Reason.RENT_TWICE if month in self.invoiced else None

    def take(self, months: Iterable[int], *, crediting: bool) -> None:
        """These months are invoiced now, or credited."""
        if crediting:
            self.invoiced.difference_update(months)
        else:
            self.invoiced.update(months)


class Rents:
    """A buyer's rents by supplier and serial, schedule, or order line."""

    def __init__(self, rents: Iterable[Rent]) -> None:
        self._by_serial: dict[tuple[int, str], list[Renting]] = {}
        self._by_schedule: dict[tuple[int, str], list[Renting]] = {}
        self._by_order: dict[tuple[int, str, str], list[Renting]] = {}
        for rent in sorted(rents, key=lambda rent: rent.key):
            renting = Renting(rent)
            if rent.serial:
                at = (rent.supplier, plain(rent.serial))
                self._by_serial.setdefault(at, []).append(renting)
            if rent.schedule:
                where = (rent.supplier, plain(rent.schedule))
                self._by_schedule.setdefault(where, []).append(renting)
            if rent.order_number:
                line = (rent.supplier, plain(rent.order_number), str(rent.line_number))
                self._by_order.setdefault(line, []).append(renting)

    def __bool__(self) -> bool:
        return bool(self._by_serial or self._by_schedule or self._by_order)

    def about(self, supplier: int, line: BilledLine) -> bool:
        """Whether the line bills a rent: it names a schedule, a rented device or such an order."""
        return (
            (supplier, plain(line.contract)) in self._by_schedule
            or self._order_key(supplier, line) in self._by_order
            or any((supplier, plain(serial)) in self._by_serial for serial in line.serials)
        )

    def of_serial(self, supplier: int, serial: str, line: BilledLine, month: int) -> Renting | None:
        """A device's rent: of the schedule that is named, else the one whose term has the month."""
        found = self._by_serial.get((supplier, plain(serial)), [])
        if line.contract:
            found = [one for one in found if plain(one.rent.schedule) == plain(line.contract)]
        for one in found:
            first = month_number(one.rent.first_month)
            if first <= month < first + one.rent.months:
                return one
        return found[-1] if found else None

    def without_serials(self, supplier: int, line: BilledLine) -> Sequence[Renting]:
        """All rents of the order line or the schedule that is named."""
        by_order = self._by_order.get(self._order_key(supplier, line))
        return by_order or self._by_schedule.get((supplier, plain(line.contract)), [])

    def _order_key(self, supplier: int, line: BilledLine) -> tuple[int, str, str]:
        return (supplier, plain(line.order_number), line.order_line.strip().lstrip("0"))


@dataclass(frozen=True, slots=True)
class Claim:
    """Consecutive months of one rent, and what is wrong with them."""

    renting: Renting
    first: int
    months: int
    wrong: Reason | None

    @property
    def worth(self) -> int:
        """Cents that they cost."""
        return self.renting.rent.monthly_cents * self.months


def match_rent(
    draft: Draft, bill: Bill, rents: Rents, tolerances: Tolerances, undoing: Undoing,
    *, crediting: bool,
) -> None:  # fmt: skip
    """Divide the line among the devices and months that it bills."""
    line = draft.line
    first, months = period_of(line, bill.issue_date)
    claims, unknown, references = _claimed(line, bill, rents, first, months, crediting=crediting)
    draft.references = (*references, *((Reference.PERIOD,) if line.starts_on else ()))
    day = first_of_month(first)
    if not crediting and day - bill.issue_date > timedelta(days=tolerances.days_early):
        draft.hold_all(Discrepancy(Reason.INVOICED_EARLY, about=day.isoformat()))
        return
    if any(claim.renting.rent.currency != bill.currency for claim in claims):
        draft.hold_all(Discrepancy(Reason.CURRENCY_DIFFERS, about=bill.currency))
        return
    worth = sum(claim.worth for claim in claims)
    over = max(draft.net_cents - worth, 0)
    paid = draft.net_cents - over
    if unknown:
        about = ", ".join(unknown)
        draft.discrepancies.append(Discrepancy(Reason.RENT_UNKNOWN, over, about=about))
    elif over and (not claims or over > allowed_over(tolerances, worth, months * len(claims))):
        draft.discrepancies.append(
            Discrepancy(Reason.PRICE_OVER, over, expected=worth, actual=draft.net_cents)
        )
    else:
        draft.tolerated, paid = over, draft.net_cents
    _divide(draft, claims, paid, undoing, crediting=crediting)


def _divide(
    draft: Draft, claims: Sequence[Claim], paid: int, undoing: Undoing, *, crediting: bool
) -> None:
    weights = [claim.worth for claim in claims]
    if claims and not any(weights):
        weights = [claim.months for claim in claims]
    wrong: dict[tuple[int, Reason], list[int]] = {}
    for claim, cents in zip(claims, divided(paid, weights), strict=True):
        rent, months = claim.renting.rent, range(claim.first, claim.first + claim.months)
        if claim.wrong is None:
            claim.renting.take(months, crediting=crediting)
            undoing.also(partial(claim.renting.take, months, crediting=not crediting))
            draft.pieces.append(
                Piece(Target.RENT, rent.key, claim.months, cents, first_month=claim.first)
            )
        else:
            sums = wrong.setdefault((rent.key, claim.wrong), [0, 0])
            sums[0] += cents
            sums[1] += claim.months
    named = {claim.renting.rent.key: claim.renting.rent for claim in claims}
    for (key, reason), (cents, months_wrong) in wrong.items():
        rent = named[key]
        draft.discrepancies.append(
            Discrepancy(
                reason, cents, key=key, expected=0, actual=months_wrong,
                about=rent.serial or rent.schedule or rent.order_number,
            )
        )  # fmt: skip


def _claimed(
    line: BilledLine, bill: Bill, rents: Rents, first: int, months: int, *, crediting: bool
) -> tuple[list[Claim], list[str], tuple[Reference, ...]]:
    """What is billed by device and month, the serials that nothing is known of, the grounds."""
    unknown: list[str] = []
    if line.serials:
        chosen: list[Renting] = []
        for serial in sorted(set(line.serials)):
            found = rents.of_serial(bill.supplier, serial, line, first)
            if found is None:
                unknown.append(serial)
            else:
                chosen.append(found)
        grounds = (Reference.SERIAL, Reference.SCHEDULE) if line.contract else (Reference.SERIAL,)
    else:
        every = rents.without_serials(bill.supplier, line)
        # A whole schedule bills what runs of it; if nothing does, that is what is wrong.
        chosen = [one for one in every if _runs(one, first, months, crediting=crediting)] or list(
            every
        )
        grounds = (Reference.ORDER_LINE,) if line.order_line else (Reference.SCHEDULE,)
    claims = [claim for one in chosen for claim in _claims(one, first, months, crediting=crediting)]
    return claims, unknown, grounds


def _runs(one: Renting, first: int, months: int, *, crediting: bool) -> bool:
    return any(
        one.wrong_with(month, crediting=crediting) is None for month in range(first, first + months)
    )


def _claims(one: Renting, first: int, months: int, *, crediting: bool) -> Iterator[Claim]:
    """The months in runs of those alike."""
    begun, wrong = first, one.wrong_with(first, crediting=crediting)
    for month in range(first + 1, first + months):
        now = one.wrong_with(month, crediting=crediting)
        if now != wrong:
            yield Claim(one, begun, month - begun, wrong)
            begun, wrong = month, now
    yield Claim(one, begun, first + months - begun, wrong)


def period_of(line: BilledLine, issue_date: date) -> tuple[int, int]:
    """The first month that is billed, and how many: the line's period, else the invoice's month.

    A period from the middle of a month to the middle of the next (15 January to 14 February) is
    one month, named by its first day.
    """
    start = line.starts_on or issue_date
    end = line.ends_on or start
    first = month_number(start)
    months = month_number(end) - first + (0 if start.day > 1 and end.day < start.day else 1)
    return first, min(max(months, 1), 120)
