"""The register of the devices of one organisation: people, holders, models, devices, custody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from samkop.core.devices.names import model_key
from samkop.fleet.models import Asset, AssetSeries, Custody, DeviceModel, Holder
from samkop.fleet.usecases.device_models import facts_of_name
from samkop.fleet.vocabulary import STORAGES, HolderKind
from samkop.parties.models import Membership, Person, RoleAssignment
from samkop.parties.vocabulary import RoleName
from samkop.site.demo import stock
from samkop.site.demo.bulk.loading import Loader, Row
from samkop.site.demo.cast import Cast
from samkop.site.demo.organising import SINCE
from samkop.site.demo.seeds import Organisation, sites_of

# Nobody here is a person: staff are numbered, and cannot sign in.
TITLES = {
    "teachers": "Lärare", "office": "Handläggare", "managers": "Chef", "field": "Tekniker",
}  # fmt: skip
NUMBERED = "D{:06}"


class Register:
    """Writes the devices of one organisation; ``holders`` has the ids of those that had any."""

    def __init__(self, loader: Loader, cast: Cast, seed: Organisation) -> None:
        self._loader, self._cast, self._seed = loader, cast, seed
        self._owner_id = cast.parties[seed.key]
        self._people: dict[str, int] = {}
        self.holders: Mapping[stock.Holder, int] = {}
        # By model: its id, its name, its category, the end of its support.
        self.kinds: Mapping[stock.Model, Row] = {}

    def number(self, pieces: Sequence[stock.Piece]) -> None:
        """Give the devices their ids and numbers, and write down who has had them."""
        ids = self._loader.ids(Asset, len(pieces))
        for place, (piece, pk) in enumerate(zip(pieces, ids, strict=True), start=1):
            piece.asset_id, piece.number = pk, NUMBERED.format(place)
        used = dict.fromkeys(hand.holder for piece in pieces for hand in piece.hands)
        self._hire([one for one in used if one.kind == HolderKind.PERSON])
        self.holders = self._write_holders(used)
        self.kinds = self._write_models(dict.fromkeys(piece.model for piece in pieces))

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

    def code_of(self, one: stock.Holder) -> str:
        """How a holder is told apart, as ``Holder.code`` has it."""
        if one.kind == HolderKind.PERSON:
            return str(self._people[one.code])
        return str(self._site(one.site)) if one.kind == HolderKind.SITE else one.code

    def person_of(self, one: stock.Holder) -> int | None:
        """The id of the person who a holder is; None of any other."""
        return self._people[one.code] if one.kind == HolderKind.PERSON else None

    def name_of(self, one: stock.Holder) -> str:
        """What a holder is called."""
        return self._name(one) if one.kind == HolderKind.PERSON else one.name

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
            party = self._cast.parties[one.code]
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

    def write(self, pieces: Sequence[stock.Piece]) -> None:
        """Write the devices, and each step of who had them."""
        self._loader.copy(
            Asset, "id, owner_id, asset_number, serial_number, model_id, model_name, category,"
            " support_ends, state, state_since, holder_id, custody_step, held_since, location_id,"
            " cost_centre_id, supplier_id, order_id, order_line_number, unit_cents, currency,"
            " received_on, warranty_until, renew_on, ended_on, end_reason, created_at",
            map(self._asset, pieces),
        )  # fmt: skip
        self._loader.copy(
            Custody, "asset_id, owner_id, holder_id, step, since, previous_step, previous_since,"
            " reason, source, note, person_id",
            (row for piece in pieces for row in self._steps(piece)),
        )  # fmt: skip
        self._loader.copy(
            AssetSeries, "owner_id, prefix, next_number",
            [(self._owner_id, "D", len(pieces) + 1)],
        )  # fmt: skip

    def _asset(self, piece: stock.Piece) -> Row:
        last, first = piece.hands[-1], piece.hands[0]
        model_id, model_name, category, support_ends = self.kinds[piece.model]
        known = first.holder.kind == HolderKind.SUPPLIER
        return (
            piece.asset_id, self._owner_id, piece.number, piece.serial_number, model_id,
            model_name, category, support_ends, piece.state, last.since,
            self.holders[last.holder], len(piece.hands) - 1, last.since, self._site(piece.site),
            self._cast.cost_centres[self._seed.key, piece.cost_centre],
            self._cast.parties[first.holder.code] if known else None, piece.order_id,
            piece.order_line, self._cents(piece.model), self._seed.currency, piece.received_on,
            piece.warranty_until, piece.renew_on, piece.ended_on, piece.end_reason, first.since,
        )  # fmt: skip

    def _steps(self, piece: stock.Piece) -> Iterator[Row]:
        before: datetime | None = None
        for step, hand in enumerate(piece.hands):
            yield (
                piece.asset_id, self._owner_id, self.holders[hand.holder], step, hand.since,
                step - 1 if step else None, before, str(hand.reason), hand.source, "", hand.by,
            )  # fmt: skip
            before = hand.since
