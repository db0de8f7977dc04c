"""Four years of an organisation's devices, made up by a seed: plain values, no database.

Which models, how many, with whom: ``data/fleet.toml``. Renewals are level: a quarter a year, an
equal number a month. What is young is on its way to its first user, what is old comes back.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from samkop.core.period import months_after
from samkop.fleet.vocabulary import AssetState, CustodyReason, EndReason, HolderKind
from samkop.site.demo.dates import at
from samkop.site.demo.seeds import Organisation, organisations

LIFETIME, WARRANTY = 48, 36  # months
IN_A_CLASS, IN_A_ROOM = 24, 3
PASSED_ON = 0.3
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
KRONOR = 11  # for a euro, about
DEPOTS = ("WH", "TH", "HQ", "KH")
# What stands at the depot: not given to anybody yet, or back from whoever had it.
IN_STOCK = frozenset({AssetState.RECEIVED, AssetState.STAGED, AssetState.RETURNED})


@dataclass(frozen=True, slots=True)
class Model:
    """A model with its invented price in euros; ``in_range`` of the organisation's range."""

    category: str
    manufacturer: str
    name: str
    price: int
    in_range: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a device: of a kind, by a code of its own, at a site (by its code)."""

    kind: str
    code: str
    name: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Hand:
    """A step of custody: ``source`` names what it happened by, ``by`` is the id of who did it."""

    holder: Holder
    since: datetime
    reason: str
    source: str = ""
    by: int | None = None


@dataclass(slots=True)
class Piece:
    """A device: ``hands`` are its custody, the first at 0.

    ``asset_id`` and ``number`` are its id and its owner's number once it is written down;
    ``order_id`` and ``order_line`` say how it was bought, where that is known; ``leased``
    whether a financier paid for it.
    """

    serial_number: str
    model: Model
    state: str
    received_on: date
    site: str
    cost_centre: str
    hands: list[Hand] = field(default_factory=list)
    ended_on: date | None = None
    end_reason: str = ""
    asset_id: int = 0
    number: str = ""
    order_id: int | None = None
    order_line: int | None = None
    leased: bool = False

    @property
    def renew_on(self) -> date:
        """When its time is over."""
        return months_after(self.received_on, LIFETIME)

    @property
    def warranty_until(self) -> date:
        """The last day of its warranty."""
        return months_after(self.received_on, WARRANTY)


NOBODY = Holder(HolderKind.NOBODY, "")
CARRIER = Holder(HolderKind.CARRIER, "TRP", "Transporten")


@cache
def seeds() -> dict[str, Any]:
    """``fleet.toml`` as it stands."""
    text = (files("samkop.site.demo") / "data" / "fleet.toml").read_text("utf-8")
    return tomllib.loads(text)


def size_of(key: str, devices: int) -> int:
    """How many of so many living devices in the region are an organisation's."""
    sizes: Mapping[str, int] = seeds()["devices"]
    whole = sum(sizes.values())
    return -(-sizes.get(key, 0) * devices // whole)


@cache
def models() -> tuple[Model, ...]:
    """Every model that anybody has."""
    ours = [_range_model(use, n) for use in seeds()["uses"] for n in range(len(use["models"]))]
    return tuple(dict.fromkeys([*ours, *_outliers()]))


def _range_model(use: Mapping[str, Any], year: int) -> Model:
    maker, name = use["models"][year].split(";")
    return Model(use["category"], maker, name, use["price"], in_range=True)


@cache
def _outliers() -> tuple[Model, ...]:
    rows = (row.split(";") for row in seeds()["outliers"]["models"])
    return tuple(
        Model(category, maker, name, int(price), in_range=False)
        for category, maker, name, price in rows
    )


@dataclass
class Stock:
    """The devices of one organisation until its founding day; the same seed, the same devices.

    ``sites`` and ``cost_centres`` are the codes that it has; ``supplier`` says who delivers a
    category on a day. Everything comes to one place, the ``depot``, and goes from there to the
    sites, each of which is visited on the same day of each week.
    """

    seed: Organisation
    founded: date
    sites: Sequence[str]
    cost_centres: Sequence[str]
    supplier: Callable[[str, date], Holder]

    def __post_init__(self) -> None:
        self._chance = random.Random(f"fleet:{self.seed.key}")  # noqa: S311 - made up, by a seed
        self._rounds = [self._chance.randrange(2, 26) for _month in range(100)]
        self._made = 0
        # No two organisations have the same serial number of a supplier's model.
        self._letter = LETTERS[list(organisations()).index(self.seed.key)]

    def pieces(self, living: int) -> Iterator[Piece]:
        """So many living devices, and what has ended on top of them."""
        months = sorted(n * LIFETIME // max(living, 1) for n in range(living))
        # What should have been renewed already.
        late = living // 40
        months[living - late :] = [LIFETIME + 1 + n % 5 for n in range(late)]
        states = self._states(living)
        uses = self._uses(living)
        for month, state, (use, place) in zip(months, states, uses, strict=True):
            yield self._piece(use, place, month, state)
        for n in range(living * seeds()["ended"]["permille"] // 1000):
            use, place = uses[n * 7 % len(uses)]
            yield self._ended(self._piece(use, place, LIFETIME + n % 12, AssetState.IN_USE))

    def _states(self, living: int) -> list[str]:
        """The youngest are not in use yet, the oldest are no longer; in between all else."""
        share = {name: living * permille // 1000 for name, permille in seeds()["states"].items()}
        young = [
            state
            for state in (AssetState.RECEIVED, AssetState.STAGED, AssetState.IN_TRANSIT)
            for _n in range(share[state])
        ]
        self._chance.shuffle(young)
        old = [str(AssetState.RETURNED)] * share[AssetState.RETURNED]
        between = [
            state
            for state in (AssetState.MAINTENANCE, AssetState.MISSING, "unheld")
            for _n in range(share[state])
        ]
        left = living - len(young) - len(old) - len(between)
        between += [AssetState.IN_USE] * left
        self._chance.shuffle(between)
        return [*map(str, young), *map(str, between), *old]

    def _uses(self, living: int) -> list[tuple[Mapping[str, Any], int]]:
        """What each is for, and the how manieth of its use it is; in no order."""
        weights = [(use, use.get(self.seed.key, use.get(self._kind, 0))) for use in seeds()["uses"]]
        whole = sum(weight for _use, weight in weights)
        uses = [(use, n) for use, weight in weights for n in range(-(-living * weight // whole))]
        self._chance.shuffle(uses)
        return uses[:living]

    @property
    def _kind(self) -> str:
        return "county" if self.seed.kind == "wellbeing-services-county" else "municipality"

    def _piece(self, use: Mapping[str, Any], place: int, month: int, state: str) -> Piece:
        chance, years = self._chance, len(use["models"])
        odd = chance.randrange(1000) < seeds()["outliers"]["permille"]
        alike = [one for one in _outliers() if one.category == use["category"]] if odd else []
        model = (
            chance.choice(alike) if alike
            else _range_model(use, max(years - 1 - month // 12, 0))
        )  # fmt: skip
        self._made += 1
        serial = self._letter + "".join(chance.choices(LETTERS, k=3))
        holder = self._holder(use, place)
        first = self._first_of(use["cost_centres"], self.cost_centres)
        piece = Piece(
            f"{model.manufacturer[0]}{serial}{self._made:05}", model, state, self._came_on(month),
            holder.site, first,
        )  # fmt: skip
        piece.hands = list(self._hands(piece, holder, self._holder(use, place + 5)))
        if state in IN_STOCK:
            piece.site = self.depot
        if state == "unheld":
            piece.state, piece.hands = AssetState.IN_USE, [
                Hand(NOBODY, at(piece.received_on, 9), CustodyReason.IMPORTED)
            ]  # fmt: skip
        return piece

    def _came_on(self, month: int) -> date:
        """A day of the month's round, never after the founding."""
        first = months_after(self.founded.replace(day=1), -month)
        day = first + timedelta(days=self._rounds[month])
        day -= timedelta(days=max(day.weekday() - 4, 0))
        return min(day, self.founded - timedelta(days=3))

    def _holder(self, use: Mapping[str, Any], place: int) -> Holder:
        """Who has the so manieth device of a use."""
        if use["name"] == "phones":  # of those who have an office's laptop
            use = next(one for one in seeds()["uses"] if one["name"] == "office")
        sites = [code for code in use["sites"] if code in self.sites] or list(self.sites[:1])
        if HolderKind.PERSON in use["holders"]:
            code = f"{use['name']}:{place}"
            return Holder(HolderKind.PERSON, code, site=sites[place % len(sites)])
        kinds = [kind for kind, share in use["holders"].items() for _n in range(share)]
        group = place // (IN_A_ROOM if HolderKind.ROOM in kinds else IN_A_CLASS)
        kind = kinds[group % len(kinds)]
        site, number = sites[group % len(sites)], group // len(sites)
        if kind == HolderKind.CLASS:
            called = f"{number % 9 + 1}{chr(ord('A') + number // 9 % 26)}"
            return Holder(kind, f"{site}-{called}", f"Klass {called}", site)
        if kind == HolderKind.CART:
            return Holder(kind, f"{site}-V{number + 1}", f"Vagn {number + 1}", site)
        return Holder(kind, f"{site}-{number + 101}", f"Rum {number + 101}", site)

    def _hands(self, piece: Piece, holder: Holder, earlier: Holder) -> Iterator[Hand]:
        """From the supplier by the site to whoever has it."""
        came, chance = piece.received_on, self._chance
        site = Holder(HolderKind.SITE, self.depot, site=self.depot)
        supplier = self.supplier(piece.model.category, came)
        yield Hand(supplier, at(came - timedelta(days=4), 8), CustodyReason.ANNOUNCED)
        yield Hand(site, at(came, 9), CustodyReason.RECEIVED)
        if piece.state in {AssetState.RECEIVED, AssetState.STAGED}:
            return
        if piece.state == AssetState.IN_TRANSIT:
            yield Hand(CARRIER, at(self.founded - timedelta(days=1), 13), CustodyReason.COLLECTED)
            return
        last = self.founded - timedelta(days=40)
        passed_on = earlier != holder and chance.random() < PASSED_ON
        used = self._visit(
            (earlier if passed_on else holder).site, came, came + timedelta(chance.randrange(2, 30))
        )
        if passed_on and used < last:
            yield Hand(earlier, at(used, 10), CustodyReason.HANDED_OVER)
            used += timedelta(days=chance.randrange(1, (last - used).days + 1))
        yield Hand(holder, at(used, 11), CustodyReason.HANDED_OVER)
        away = at(self.founded - timedelta(days=chance.randrange(2, 30)), 12)
        away = max(away, at(used, 14))
        if piece.state == AssetState.MAINTENANCE:
            yield Hand(supplier, away, CustodyReason.SENT_FOR_REPAIR)
        elif piece.state == AssetState.MISSING:
            yield Hand(NOBODY, away, CustodyReason.MISSED)
        elif piece.state == AssetState.RETURNED:
            yield Hand(site, away, CustodyReason.RETURNED)

    def _visit(self, site: str, came: date, wanted: date) -> date:
        """The day of the site's visit from a day on; in time before the founding."""
        place = self.sites.index(site) if site in self.sites else 0
        day = wanted + timedelta(days=(place % 5 - wanted.weekday()) % 7)
        while day > self.founded - timedelta(days=2) and day > came + timedelta(days=7):
            day -= timedelta(days=7)
        return max(min(day, self.founded - timedelta(days=2)), came + timedelta(days=1))

    @property
    def depot(self) -> str:
        """Where everything comes to: the warehouse, or else the office."""
        return next((code for code in DEPOTS if code in self.sites), self.sites[0])

    def _ended(self, piece: Piece) -> Piece:
        """Its life is over: it came back, and left the organisation."""
        gone = self.founded - timedelta(days=self._chance.randrange(40, 300))
        # They leave together, in the middle of a month.
        gone = max(gone.replace(day=15), piece.hands[-1].since.date() + timedelta(days=15))
        reasons = [
            EndReason(name) for name, share in seeds()["ended"]["reasons"].items()
            for _n in range(share)
        ]  # fmt: skip
        reason = self._chance.choice(reasons)
        if reason == EndReason.LOST:
            missed = at(gone - timedelta(days=12), 12)
            back = [Hand(NOBODY, missed, CustodyReason.MISSED)]
        else:
            site = Holder(HolderKind.SITE, self.depot, site=self.depot)
            back = [
                Hand(site, at(gone - timedelta(days=8), 9), CustodyReason.RETURNED),
                Hand(NOBODY, at(gone, 15), CustodyReason.LEFT),
            ]
        return replace(
            piece, state=AssetState.ENDED, ended_on=gone, end_reason=reason,
            hands=[*piece.hands, *back],
        )  # fmt: skip

    @staticmethod
    def _first_of(wanted: Sequence[str], there: Sequence[str]) -> str:
        return next((code for code in wanted if code in there), there[0])
