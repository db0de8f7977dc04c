"""How devices came back, were erased and left; how some were lost.

Each storage of what has left has its proof of erasure, each lost device the security officer's
decision: as the database asks of whatever ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from samkop.fleet.models import (
    DeviceReturn,
    Disposal,
    DisposedAsset,
    ErasureProof,
    GradePrice,
    LossReport,
    MissingDevice,
)
from samkop.fleet.vocabulary import STORAGES, AssetState, EndReason, MissingKind, MissingState
from samkop.fleet.vocabulary.returns import (
    DeviceReturnState,
    DisposalKind,
    DisposalState,
    ErasureMethod,
    Grade,
    LossDecision,
)
from samkop.platform.records import subject_of
from samkop.site.demo.bulk.buying import KEEPER, Buying
from samkop.site.demo.bulk.loading import Loader, Row
from samkop.site.demo.bulk.register import Register
from samkop.site.demo.dates import at
from samkop.site.demo.stock import Piece

# Who decides on a loss: where there is no security officer, the head.
OFFICERS = ("security", "head")
# Invented firms, and what one pays for a device by its grade, in cents.
FIRMS = {
    EndReason.RECYCLED: (DisposalKind.RECYCLING, "Exempelåtervinning Oy (demo)"),
    EndReason.SOLD: (DisposalKind.SALE, "Exempelbegagnat Oy (demo)"),
}
PRICES = {Grade.A: 9_000, Grade.B: 6_500, Grade.C: 3_000, Grade.D: 500}
GRADES = (Grade.B, Grade.B, Grade.C, Grade.A, Grade.C, Grade.D)
GRAMS = 1_450
TOOL = "Tomt medium 6 (demo)"
ASKED_BEFORE, LEFT_ON_THE_SHELF = timedelta(days=14), timedelta(days=2)


@dataclass
class Endings:
    """What of an organisation's devices has come back, has left, or is missing."""

    loader: Loader
    buying: Buying
    register: Register
    founded: date
    _returns: list[tuple[Piece, DeviceReturn]] = field(default_factory=list)
    _missing: list[tuple[Piece, MissingDevice]] = field(default_factory=list)
    _disposals: list[tuple[Disposal, list[tuple[Piece, DeviceReturn]]]] = field(
        default_factory=list
    )

    def prepare(self, pieces: Sequence[Piece]) -> None:
        """Make the rows, with their ids; the custody of the devices names them."""
        for piece in pieces:
            if piece.state == AssetState.MISSING or piece.end_reason == EndReason.LOST:
                self._missing.append((piece, self._missed(piece)))
            elif piece.state == AssetState.RETURNED:
                self._returns.append((piece, self._come_back(piece, len(self._returns))))
            elif piece.state == AssetState.ENDED:
                self._returns.append((piece, self._gone(piece, len(self._returns))))
        self.loader.number([row for _piece, row in self._returns])
        self.loader.number([row for _piece, row in self._missing])
        self._dispose()
        keeper = self.buying.person(KEEPER)
        for piece, back in self._returns:
            place = -2 if piece.state == AssetState.ENDED else -1
            piece.hands[place] = replace(piece.hands[place], source=subject_of(back), by=keeper)
        for piece, missing in self._missing:
            piece.hands[-1] = replace(piece.hands[-1], source=subject_of(missing), by=keeper)
        for disposal, gone in self._disposals:
            for piece, _back in gone:
                piece.hands[-1] = replace(
                    piece.hands[-1], source=subject_of(disposal), by=keeper
                )  # fmt: skip

    def write(self) -> None:
        """Write them, with proofs, decisions and prices."""
        loader = self.loader
        loader.write([row for _piece, row in self._returns])
        loader.copy(
            ErasureProof,
            "owner_id, device_return_id, asset_id, storage, storage_serial, method, tool,"
            " erased_at, source, person_id, recorded_at",
            self._proofs(),
        )
        loader.write([row for _piece, row in self._missing])
        loader.write(
            [self._lost(piece) for piece, _row in self._missing if piece.ended_on is not None]
        )
        loader.write([disposal for disposal, _gone in self._disposals])
        sales = [one for one, _gone in self._disposals if one.kind == DisposalKind.SALE]
        loader.write(
            [
                GradePrice(
                    owner_id=one.owner_id, disposal_id=one.pk, grade=grade, unit_cents=cents
                )
                for one in sales for grade, cents in PRICES.items()
            ]
        )  # fmt: skip
        loader.write(
            [
                DisposedAsset(
                    owner_id=disposal.owner_id, disposal_id=disposal.pk, asset_id=piece.asset_id,
                    device_return_id=back.pk,
                    income_cents=_income(disposal, back),
                )
                for disposal, gone in self._disposals for piece, back in gone
            ]
        )  # fmt: skip

    def _come_back(self, piece: Piece, place: int) -> DeviceReturn:
        """At the depot; the older half has been looked at."""
        came = piece.hands[-1].since
        looked = came + LEFT_ON_THE_SHELF
        is_checked = place % 2 == 0 and looked.date() < self.founded
        return DeviceReturn(
            **_asked(piece, came, self.buying.party_id),
            state=DeviceReturnState.CHECKED if is_checked else DeviceReturnState.HANDED_IN,
            checked_at=looked if is_checked else None,
            grade=GRADES[place % len(GRADES)] if is_checked else "",
        )  # fmt: skip

    def _gone(self, piece: Piece, place: int) -> DeviceReturn:
        came, left = piece.hands[-2].since, piece.hands[-1].since
        return DeviceReturn(
            **_asked(piece, came, self.buying.party_id), state=DeviceReturnState.CLOSED,
            checked_at=came + timedelta(days=1), grade=GRADES[place % len(GRADES)],
            cleared_at=came + timedelta(days=2), closed_at=left,
        )  # fmt: skip

    def _proofs(self) -> Iterator[Row]:
        keeper = self.buying.person(KEEPER)
        for piece, back in self._returns:
            if back.cleared_at is None:
                continue
            for storage in range(1, back.storages + 1):
                yield (
                    back.owner_id, back.pk, piece.asset_id, storage,
                    f"{piece.serial_number}-{storage}", str(ErasureMethod.PURGE), TOOL,
                    back.cleared_at - timedelta(minutes=40),
                    f"raderingar-{back.cleared_at.date().isoformat()}.csv", keeper,
                    back.cleared_at,
                )  # fmt: skip

    def _dispose(self) -> None:
        """What left on one day to one firm went together."""
        groups: dict[tuple[date, str], list[tuple[Piece, DeviceReturn]]] = defaultdict(list)
        for piece, back in self._returns:
            if piece.ended_on is not None:
                groups[piece.ended_on, piece.end_reason].append((piece, back))
        for number, ((day, reason), gone) in enumerate(sorted(groups.items()), 1):
            self._disposals.append((self._disposal(number, day, EndReason(reason), gone), gone))
        self.loader.number([disposal for disposal, _gone in self._disposals])

    def _disposal(
        self, number: int, day: date, reason: EndReason, gone: Sequence[tuple[Piece, DeviceReturn]]
    ) -> Disposal:
        kind, firm = FIRMS[reason]
        is_sold = kind == DisposalKind.SALE
        return Disposal(
            owner_id=self.buying.party_id, number=f"U-{number}", kind=kind, firm=firm,
            state=DisposalState.DONE, currency=self.buying.seed.currency,
            reference=f"{'B' if is_sold else 'K'}-{day.year}-{number:04}",
            weight_grams=None if is_sold else GRAMS * len(gone),
            income_cents=sum(PRICES[Grade(back.grade)] for _piece, back in gone) if is_sold else 0,
            prepared_at=at(day - timedelta(days=2), 10),
            prepared_by_id=self.buying.person(KEEPER), done_on=day,
        )  # fmt: skip

    def _missed(self, piece: Piece) -> MissingDevice:
        hand, before = piece.hands[-1], piece.hands[-2]
        ended = piece.ended_on is not None
        return MissingDevice(
            owner_id=self.buying.party_id, asset_id=piece.asset_id, asset_number=piece.number,
            model_name=piece.model.name, holder_id=self.register.holders[before.holder],
            kind=MissingKind.STOLEN if piece.asset_id % 3 == 0 else MissingKind.LOST,
            state=MissingState.ENDED if ended else MissingState.OPEN,
            happened_on=hand.since.date(), words="Saknas sedan i går.",
            reported_at=hand.since, reported_by_id=self.buying.person(KEEPER),
            wiped_at=hand.since + timedelta(hours=1),
            closed_at=self._decided(piece) if ended else None,
        )  # fmt: skip

    def _lost(self, piece: Piece) -> LossReport:
        decided = self._decided(piece)
        return LossReport(
            owner_id=self.buying.party_id, asset_id=piece.asset_id,
            happened_on=piece.hands[-1].since.date(), what_happened="Har inte hittats.",
            reported_at=decided - timedelta(days=2), reported_by_id=self.buying.person(KEEPER),
            decision=LossDecision.ACCEPTED, decision_words="Krypterad, raderad på distans.",
            decided_at=decided, decided_by_id=self.buying.first_of(OFFICERS),
        )  # fmt: skip

    def _decided(self, piece: Piece) -> datetime:
        return at(piece.ended_on or self.founded, 14)


def _asked(piece: Piece, came: datetime, owner_id: int) -> dict[str, object]:
    return {
        "owner_id": owner_id, "asset_id": piece.asset_id, "asked_at": came - ASKED_BEFORE,
        "due_on": (came + timedelta(days=7)).date(), "handed_in_at": came,
        "storages": STORAGES.get(piece.model.category, 0),
    }  # fmt: skip


def _income(disposal: Disposal, back: DeviceReturn) -> int:
    return PRICES[Grade(back.grade)] if disposal.kind == DisposalKind.SALE else 0
