"""Loads the devices of the demonstration in bulk: as the owner, set by set, all constraints on.

No audit entries: nobody has acted. What is ordered in the demonstration itself comes in through
its documents instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connections, models, transaction

from samkop.core.devices.names import model_key
from samkop.fleet.models import Asset, AssetSeries, Custody, DeviceModel, Holder
from samkop.fleet.usecases.device_models import facts_of_name
from samkop.fleet.vocabulary import STORAGES, HolderKind
from samkop.parties.models import Membership, Person, RoleAssignment
from samkop.parties.vocabulary import RoleName
from samkop.site.demo import stock
from samkop.site.demo.cast import Cast
from samkop.site.demo.organising import SINCE
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
# Nobody here is a person: staff are numbered, and cannot sign in.
TITLES = {
    "teachers": "Lärare", "office": "Handläggare", "managers": "Chef", "field": "Tekniker",
}  # fmt: skip
SUPPLIERS = {"FI": "computers", "SE": "norrlandsdator"}
NUMBERED = "D{:06}"
Row = tuple[Any, ...]


def stock_fleet(cast: Cast, founded: date, devices: int) -> int:
    """Give the region so many living devices with their four years; how many rows were made."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM fleet_asset)")
        if cursor.fetchone() == (True,):
            return 0  # done, and the demonstration was stopped before it could say so
        loader = Loader(cursor)
        made = sum(
            _Fleet(loader, cast, seed, founded).load(stock.size_of(seed.key, devices))
            for seed in orderers()
        )
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    return made


@dataclass(frozen=True)
class Loader:
    """Rows into tables by COPY, in the owner's transaction."""

    cursor: Any

    def ids(self, model: type[models.Model], count: int) -> list[int]:
        """So many new ids of a table."""
        self.cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [pk for (pk,) in self.cursor.fetchall()]

    def copy(self, model: type[models.Model], columns: str, rows: Iterable[Row]) -> None:
        """Write rows; nothing is left out: every constraint is checked."""
        sql = f"COPY {model._meta.db_table} ({columns}) FROM STDIN"
        with self.cursor.copy(sql) as copy:
            for row in rows:
                copy.write_row(row)

    def count_anew(self, *tables: type[models.Model]) -> None:
        """Statistics, so that foreign keys are checked by the right index."""
        for model in tables:
            self.cursor.execute(f"ANALYZE {model._meta.db_table}")


class _Fleet:
    """The devices of one organisation."""

    def __init__(self, loader: Loader, cast: Cast, seed: Organisation, founded: date) -> None:
        self._loader, self._cast, self._seed, self._founded = loader, cast, seed, founded
        self._owner_id = cast.parties[seed.key]
        self._supplier_id = cast.parties[SUPPLIERS[seed.country]]
        supplier = organisations()[SUPPLIERS[seed.country]]
        self._supplier = stock.Holder(HolderKind.SUPPLIER, "supplier", supplier.legal_name)
        self._people: dict[str, int] = {}

    def load(self, living: int) -> int:
        """Write so many living devices down, and what has ended besides."""
        seed = self._seed
        made = stock.Stock(
            seed, self._founded, [one.code for one in sites_of(seed)],
            [one.code for one in cost_centres_of(seed)], self._supplier,
        )  # fmt: skip
        pieces = sorted(made.pieces(living), key=lambda one: one.hands[0].since)
        if not pieces:
            return 0
        used = dict.fromkeys(hand.holder for piece in pieces for hand in piece.hands)
        self._hire([one for one in used if one.kind == HolderKind.PERSON])
        holders = self._write_holders(used)
        kinds = self._write_models(dict.fromkeys(piece.model for piece in pieces))
        self._loader.count_anew(Holder, DeviceModel)
        self._write(pieces, holders, kinds)
        return len(pieces)

    def _hire(self, staff: Sequence[stock.Holder]) -> None:
        """People of whom nothing is known but what they have: no account, no role but employee."""
        ids = self._loader.ids(Person, len(staff))
        members = self._loader.ids(Membership, len(staff))
        self._people = {one.code: pk for one, pk in zip(staff, ids, strict=True)}
        owner = self._owner_id
        self._loader.copy(
            Person, "id, name, email, language, registered_by_id",
            [(pk, self._name(one), self._address(one), "sv", owner)
             for one, pk in zip(staff, ids, strict=True)],
        )  # fmt: skip
        self._loader.copy(
            Membership, "id, person_id, party_id, valid_from, delivery_location_id",
            [(member, pk, owner, SINCE, self._site(one.site))
             for one, pk, member in zip(staff, ids, members, strict=True)],
        )  # fmt: skip
        self._loader.copy(
            RoleAssignment, "membership_id, person_id, party_id, role, valid_from",
            [(member, pk, owner, RoleName.EMPLOYEE, SINCE)
             for pk, member in zip(ids, members, strict=True)],
        )  # fmt: skip

    def _name(self, one: stock.Holder) -> str:
        use, _colon, place = one.code.partition(":")
        return f"{TITLES[use]} {int(place) + 1}, {self._seed.name_sv}"

    def _address(self, one: stock.Holder) -> str:
        use, _colon, place = one.code.partition(":")
        return f"{use}.{int(place) + 1}@{self._seed.key}.demo.example"

    def _site(self, code: str) -> int | None:
        return self._cast.sites.get((self._seed.key, code))

    def _write_holders(self, used: Iterable[stock.Holder]) -> Mapping[stock.Holder, int]:
        every = list(used)
        ids = self._loader.ids(Holder, len(every))
        self._loader.copy(
            Holder, "id, owner_id, kind, code, name, person_id, location_id, party_id",
            map(self._holder, ids, every),
        )  # fmt: skip
        return dict(zip(every, ids, strict=True))

    def _holder(self, pk: int, one: stock.Holder) -> Row:
        """As ``fleet.rules.holding`` writes them: code is the id of what a holder stands for."""
        owner, site = self._owner_id, self._site(one.site)
        if one.kind == HolderKind.PERSON:
            person = self._people[one.code]
            return (pk, owner, one.kind, str(person), self._name(one), person, None, None)
        if one.kind == HolderKind.SITE:
            names = {place.code: place.name for place in sites_of(self._seed)}
            return (pk, owner, one.kind, str(site), names[one.code], None, site, None)
        if one.kind == HolderKind.SUPPLIER:
            party = self._supplier_id
            return (pk, owner, one.kind, str(party), one.name, None, None, party)
        return (pk, owner, one.kind, one.code, one.name, None, site, None)

    def _write_models(self, used: Iterable[stock.Model]) -> Mapping[stock.Model, Row]:
        """By model: its id, its name, its category, the end of its support."""
        every = list(used)
        written: dict[stock.Model, Row] = {}
        rows = []
        for pk, one in zip(self._loader.ids(DeviceModel, len(every)), every, strict=True):
            facts = facts_of_name(one.manufacturer, one.name, one.category, self._seed.currency)
            written[one] = (pk, one.name, one.category, facts.support_ends)
            rows.append(
                (pk, self._owner_id, model_key(one.manufacturer, one.name), one.manufacturer,
                 one.name, one.category, str(facts.support_state), facts.support_ends,
                 facts.co2e_kg, stock.LIFETIME, self._cents(one), self._seed.currency,
                 STORAGES.get(one.category, 0), one.in_range)
            )  # fmt: skip
        self._loader.copy(
            DeviceModel, "id, owner_id, key, manufacturer, name, category, support_state,"
            " support_ends, co2e_kg, lifetime_months, renewal_cents, currency, storages, in_range",
            rows,
        )  # fmt: skip
        return written

    def _cents(self, model: stock.Model) -> int:
        return model.price * 100 * (1 if self._seed.currency == "EUR" else stock.KRONOR)

    def _write(
        self, pieces: Sequence[stock.Piece], holders: Mapping[stock.Holder, int],
        kinds: Mapping[stock.Model, Row],
    ) -> None:  # fmt: skip
        ids = self._loader.ids(Asset, len(pieces))
        self._loader.copy(
            Asset, "id, owner_id, asset_number, serial_number, model_id, model_name, category,"
            " support_ends, state, state_since, holder_id, custody_step, held_since, location_id,"
            " cost_centre_id, supplier_id, unit_cents, currency, received_on, warranty_until,"
            " renew_on, ended_on, end_reason, created_at",
            (
                self._asset(pk, number, piece, holders, kinds[piece.model])
                for number, (pk, piece) in enumerate(zip(ids, pieces, strict=True), start=1)
            ),
        )  # fmt: skip
        self._loader.copy(
            Custody, "asset_id, owner_id, holder_id, step, since, previous_step, previous_since,"
            " reason, source, note",
            (row for pk, piece in zip(ids, pieces, strict=True)
             for row in self._steps(pk, piece.hands, holders)),
        )  # fmt: skip
        self._loader.copy(
            AssetSeries, "owner_id, prefix, next_number",
            [(self._owner_id, "D", len(pieces) + 1)],
        )  # fmt: skip

    def _asset(
        self, pk: int, number: int, piece: stock.Piece, holders: Mapping[stock.Holder, int],
        kind: Row,
    ) -> Row:  # fmt: skip
        last, first = piece.hands[-1], piece.hands[0]
        model_id, model_name, category, support_ends = kind
        return (
            pk, self._owner_id, NUMBERED.format(number), piece.serial_number, model_id,
            model_name, category, support_ends, piece.state, last.since, holders[last.holder],
            len(piece.hands) - 1, last.since, self._site(piece.site),
            self._cast.cost_centres[self._seed.key, piece.cost_centre], self._supplier_id,
            self._cents(piece.model), self._seed.currency, piece.received_on,
            piece.warranty_until, piece.renew_on, piece.ended_on, piece.end_reason, first.since,
        )  # fmt: skip

    def _steps(
        self, pk: int, hands: Sequence[stock.Hand], holders: Mapping[stock.Holder, int]
    ) -> Iterator[Row]:
        before: datetime | None = None
        for step, hand in enumerate(hands):
            yield (
                pk, self._owner_id, holders[hand.holder], step, hand.since,
                step - 1 if step else None, before, str(hand.reason), "", "",
            )  # fmt: skip
            before = hand.since
