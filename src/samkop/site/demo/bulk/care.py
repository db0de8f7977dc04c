"""Faults of devices: with the supplier, waiting at the service desk, and those that were helped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from samkop.fleet.models import DeviceCase
from samkop.fleet.vocabulary import (
    AssetState,
    CaseKind,
    CaseOutcome,
    CaseState,
    FaultKind,
    HolderKind,
    RepairWay,
)
from samkop.platform.records import subject_of
from samkop.site.demo.bulk.buying import KEEPER, Buying
from samkop.site.demo.bulk.loading import Loader
from samkop.site.demo.bulk.register import Register
from samkop.site.demo.dates import at
from samkop.site.demo.stock import Piece

# Of so many devices in use one has an open fault, and one was helped at a distance.
OPEN_OF, HELPED_OF = 110, 90
SAID = (
    (FaultKind.BATTERY, "Laddar inte längre än till hälften."),
    (FaultKind.SCREEN, "En rand över hela skärmen."),
    (FaultKind.DEAD, "Startar inte sedan i morse."),
    (FaultKind.INPUT, "Flera tangenter fastnar."),
    (FaultKind.NETWORK, "Tappar nätet flera gånger om dagen."),
    (FaultKind.SLOW, "Stannar när flera program är öppna."),
    (FaultKind.DAMAGE, "Har fallit i golvet; hörnet är sprucket."),
    (FaultKind.SOUND, "Kameran visar en svart bild."),
)

PORTABLE = frozenset({"phone", "rugged-phone", "tablet", "laptop"})
# Which kinds of device have such a fault; the others of the list any has.
HAS = {
    FaultKind.BATTERY: PORTABLE,
    FaultKind.SCREEN: PORTABLE | {"monitor"},
    FaultKind.INPUT: frozenset({"laptop", "desktop"}),
    FaultKind.NETWORK: PORTABLE | {"desktop", "printer"},
    FaultKind.SLOW: PORTABLE | {"desktop"},
    FaultKind.SOUND: PORTABLE,
}


@dataclass
class Care:
    """The cases of an organisation's devices."""

    loader: Loader
    buying: Buying
    register: Register
    founded: date
    pieces: Sequence[Piece]

    @cached_property
    def cases(self) -> list[DeviceCase]:
        """What is with suppliers first, then what waits, then what was helped."""
        away = [one for one in self.pieces if one.state == AssetState.MAINTENANCE]
        used = [one for one in self.pieces if one.state == AssetState.IN_USE]
        used = [one for one in used if one.hands[-1].holder.kind != HolderKind.NOBODY]
        made = [self._sent(place, one) for place, one in enumerate(away)]
        made += [self._open(place, one) for place, one in enumerate(used[7::OPEN_OF])]
        made += [self._helped(place, one) for place, one in enumerate(used[11::HELPED_OF])]
        self.loader.number(made)
        return made

    def name_in_custody(self) -> None:
        """What the sending for repair happened by: before custody is written."""
        away = {one.asset_id: one for one in self.pieces if one.state == AssetState.MAINTENANCE}
        for case in self.cases:
            if (piece := away.get(case.asset_id)) is not None:
                source, keeper = subject_of(case), self.buying.person(KEEPER)
                piece.hands[-1] = replace(piece.hands[-1], source=source, by=keeper)

    def write(self) -> None:
        """Write them, after the devices."""
        self.loader.write(self.cases)

    def _sent(self, place: int, piece: Piece) -> DeviceCase:
        sent, case = piece.hands[-1].since, self._case(place, piece, -2)
        in_time = piece.warranty_until >= sent.date()
        case.opened_at, case.sent_at = max(sent - timedelta(days=2), piece.hands[-2].since), sent
        case.state = CaseState.SENT
        case.supplier_id = self.buying.cast.parties[piece.hands[-1].holder.code]
        case.way = RepairWay.WARRANTY if in_time else RepairWay.OWN_COST
        case.rma_number, case.expected_on = f"RMA-{piece.number}", self._day(-5 - place % 9)
        return case

    def _open(self, place: int, piece: Piece) -> DeviceCase:
        case = self._case(place, piece, -1)
        opened = at(self._day(1 + place % 12), 8 + place % 8, place * 7 % 60)
        case.opened_at = max(opened, piece.hands[-1].since)
        return case

    def _helped(self, place: int, piece: Piece) -> DeviceCase:
        case = self._case(place, piece, -1)
        opened = at(self._day(20 + place * 3 % 300), 9 + place % 6, place * 11 % 60)
        case.opened_at = max(opened, piece.hands[-1].since)
        case.state, case.outcome = CaseState.CLOSED, CaseOutcome.HELPED
        case.closed_at = case.opened_at + timedelta(hours=2 + place % 20)
        case.answer = "Hjälpt på distans: startad om och uppdaterad."
        return case

    def _case(self, place: int, piece: Piece, hand: int) -> DeviceCase:
        category = piece.model.category
        said = [one for one in SAID if category in HAS.get(one[0], {category})]
        fault, words = said[place % len(said)]
        holder = piece.hands[hand].holder
        return DeviceCase(
            owner_id=self.buying.party_id, asset_id=piece.asset_id, number=f"{piece.number}-1",
            asset_number=piece.number, serial_number=piece.serial_number,
            model_name=piece.model.name, kind=CaseKind.FAULT, fault=fault, words=words,
            holder_id=self.register.holders[holder], currency=self.buying.seed.currency,
            opened_by_id=self.register.person_of(holder),
        )  # fmt: skip

    def _day(self, before: int) -> date:
        return self.founded - timedelta(days=before)
