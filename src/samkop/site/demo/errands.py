"""What people have asked for before today: pure, and the same for the same founding day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from random import Random

from samkop.site.demo.dates import Term, at, errands_begin, working_day
from samkop.site.demo.seeds import (
    AgreementSeed,
    ItemSeed,
    Organisation,
    PersonSeed,
    agreements,
    buyers,
    history,
    items,
    organisations,
    people_of,
)

RENEWED_A_YEAR = 0.25


class Fate(StrEnum):
    """What becomes of an errand."""

    ORDERED = "ordered"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    WAITING = "waiting"


@dataclass(frozen=True)
class Wish:
    """One line of an errand: the supplier's item number and how many."""

    item: str
    quantity: int


@dataclass(frozen=True)
class Errand:
    """One person asks for things at a moment; it is decided ``decided_at``.

    ``large`` are the rounds of the renewal, which suppliers have in stock.
    """

    at: datetime
    decided_at: datetime
    organisation: str
    requester: str
    cost_centre: str
    site: str
    agreement: str
    wishes: tuple[Wish, ...]
    note: str
    fate: Fate
    large: bool = False


def errands_until(founded: date, terms: Mapping[str, Term]) -> list[Errand]:
    """Every errand before the founding day, the oldest first.

    ``terms`` are the agreements in force, by key.
    """
    # Not for secrets: the same seed must give the same history.
    random = Random(history()["seed"])  # noqa: S311
    found = [*_renewals(founded, terms), *_single(founded, terms, random), *_planned(founded)]
    return sorted(found, key=lambda errand: errand.at)


def _renewals(founded: date, terms: Mapping[str, Term]) -> Iterator[Errand]:
    """The ICT managers' rounds: a quarter of each fleet a year, in parts."""
    for number, part in enumerate(history()["rounds"], 1):
        seed, first = agreements()[part["agreement"]], terms[part["agreement"]].first
        days = (errands_begin(founded) - timedelta(days=10) - first).days
        day = working_day(first + timedelta(days=int(days * part["when"])))
        for place, buyer in enumerate(_may_order(seed, first, day)):
            share = part["city_part"] if buyer.member_since is None else part["part"]
            wishes = tuple(_renewed(seed, buyer.devices * RENEWED_A_YEAR * share))
            moment = at(day, 9, place * 4)
            yield Errand(
                moment, moment + timedelta(hours=2), buyer.key, "ict", "1000",
                _person_of(buyer, "ict").delivery_location, seed.key, wishes,
                f"Förnyelse, omgång {number}", Fate.ORDERED, large=True,
            )  # fmt: skip


def _renewed(seed: AgreementSeed, devices: float) -> Iterator[Wish]:
    for name, permille in history()["renewal"][seed.key].items():
        quantity = round(devices * permille / 1000)
        if quantity:
            yield Wish(items()[name].item, quantity)


def _single(founded: date, terms: Mapping[str, Term], random: Random) -> Iterator[Errand]:
    rules = history()["errands"]
    wishes, weights = history()["wishes"], [wish["weight"] for wish in history()["wishes"]]
    moments = sorted(_moments(errands_begin(founded), founded, rules["count"], random))
    for number, moment in enumerate(moments, 1):
        wish = random.choices(wishes, weights)[0]
        item = items()[wish["item"]]
        seed = _agreement_of(item)
        able = _may_order(seed, terms[seed.key].first, moment.date())
        buyer = random.choices(able, [_weight(one) for one in able])[0]
        person = random.choice([one for one in people_of(buyer) if one.roles == ("employee",)])
        fate = Fate.ORDERED if number % rules["cancelled_every"] else Fate.CANCELLED
        wished = Wish(item.item, random.randint(1, wish["most"]))
        decided = moment + timedelta(minutes=random.randint(4, 240))
        yield _errand(person, moment, decided, seed, wished, fate)


def _planned(founded: date) -> Iterator[Errand]:
    """Errands with a fate of their own; two of one minute would be one."""
    for number, plan in enumerate(history()["planned"]):
        item = items()[plan["item"]]
        moment = at(founded - timedelta(days=plan["days_before"]), 13, number * 3)
        person = _person_of(organisations()[plan["organisation"]], plan["requester"])
        wished = Wish(item.item, plan["quantity"])
        decided = moment + timedelta(hours=2)
        yield _errand(person, moment, decided, _agreement_of(item), wished, Fate(plan["fate"]))


def _errand(
    person: PersonSeed, moment: datetime, decided: datetime, seed: AgreementSeed, wish: Wish,
    fate: Fate,
) -> Errand:  # fmt: skip
    return Errand(
        moment, decided, person.organisation, person.part, person.cost_centre,
        person.delivery_location, seed.key, (wish,), "", fate,
    )  # fmt: skip


def _moments(first: date, last: date, count: int, random: Random) -> Iterator[datetime]:
    """Moments of working days, from the first day to the one before the last."""
    days = [first + timedelta(days=number) for number in range((last - first).days)]
    working = [day for day in days if working_day(day) == day]
    for _number in range(count):
        day, hour = random.choice(working), random.randint(7, 12)
        yield at(day, hour, random.randrange(60)) + timedelta(seconds=random.randrange(60))


def _may_order(seed: AgreementSeed, first: date, day: date) -> list[Organisation]:
    """Who had joined the agreement, and may order from it, by that day."""
    return [
        buyer
        for buyer in buyers()
        if buyer.key in seed.joined and first + timedelta(days=seed.joined[buyer.key]) <= day
    ]


def _weight(buyer: Organisation) -> float:
    """The large ones more often than the small, but less than by their size."""
    return float(buyer.devices**0.5)


def _agreement_of(item: ItemSeed) -> AgreementSeed:
    return next(seed for seed in agreements().values() if item.price_group in seed.price_groups)


def _person_of(buyer: Organisation, part: str) -> PersonSeed:
    return next(person for person in people_of(buyer) if person.part == part)


def by_day(errands: Iterable[Errand]) -> dict[date, list[Errand]]:
    """Errands by the day on which they began, the oldest first."""
    days: dict[date, list[Errand]] = {}
    for errand in errands:
        days.setdefault(errand.at.date(), []).append(errand)
    return days
