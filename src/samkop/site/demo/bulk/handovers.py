"""How the devices of the past came to whoever used them first: by a visit that was signed for.

The installer goes to each site on its day of the week, and hands over what is for it.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from samkop.fleet.models import Signature, WorkOrder, WorkOrderLine, WorkReport, WorkSeries
from samkop.fleet.vocabulary import (
    CustodyReason,
    ReportKind,
    WorkKind,
    WorkLineState,
    WorkState,
)
from samkop.platform.records import subject_of
from samkop.site.demo.bulk.buying import KEEPER, Buying
from samkop.site.demo.bulk.loading import Loader, Row
from samkop.site.demo.bulk.register import Register
from samkop.site.demo.dates import at
from samkop.site.demo.seeds import SiteSeed, sites_of
from samkop.site.demo.stock import Piece

# Who has an installer of its own, by that person's part.
INSTALLERS = {"tampere": "installer"}
FIRST = 2  # the step after announced and received
SIGNER = "Vaktmästaren, {}"
# What a hand draws in a hurry, in a field of 600 by 200.
STROKES = (
    ((60, 120), (90, 60), (120, 130), (150, 70), (185, 128), (230, 96), (275, 118), (330, 92)),
    ((345, 66), (352, 128)), ((345, 96), (400, 84), (440, 116), (520, 88)),
)  # fmt: skip
ALL = uuid.UUID("7f2d6c4e-5a0e-5b0c-9c1e-2b7f3f1f9a10")


@dataclass
class Visit:
    """One visit: its order, who signed, the devices that were handed over."""

    order: WorkOrder
    signature: Signature
    pieces: list[Piece]
    at: datetime


@dataclass
class Handovers:
    """The visits of an organisation's own installer; nothing where it has none."""

    loader: Loader
    buying: Buying
    register: Register
    pieces: Sequence[Piece]

    @cached_property
    def visits(self) -> list[Visit]:
        """Each visit to a site, the first first, with its ids."""
        if self.buying.seed.key not in INSTALLERS:
            return []
        groups: dict[tuple[date, str], list[Piece]] = defaultdict(list)
        for piece in self.pieces:
            if _handed_over(piece):
                hand = piece.hands[FIRST]
                groups[hand.since.date(), hand.holder.site].append(piece)
        sites = {one.code: one for one in sites_of(self.buying.seed)}
        made = [
            self._visit(number, day, sites[code], pieces)
            for number, ((day, code), pieces) in enumerate(sorted(groups.items()), 1)
        ]
        self.loader.number([one.order for one in made])
        self.loader.number([one.signature for one in made])
        for one in made:
            one.signature.work_order_id = one.order.pk
        return made

    def name_in_custody(self) -> None:
        """What the first handing over of each device happened by: before custody is written."""
        for one in self.visits:
            source = subject_of(one.signature)
            for piece in one.pieces:
                hand = piece.hands[FIRST]
                piece.hands[FIRST] = replace(hand, source=source, by=self._installer)

    def write(self) -> None:
        """Write the orders, who signed, and what was reported of each device."""
        made = self.visits
        if not made:
            return
        self.loader.write([WorkSeries(owner_id=self._owner, next_number=len(made) + 1)])
        self.loader.write([one.order for one in made])
        self.loader.write([one.signature for one in made])
        pairs = [
            (one, place, piece) for one in made for place, piece in enumerate(one.pieces, 1)
        ]  # fmt: skip
        ids = self.loader.ids(WorkOrderLine, len(pairs))
        self.loader.copy(
            WorkOrderLine,
            "id, work_order_id, owner_id, performer_id, position, kind, asset_id, asset_number,"
            " serial_number, model_name, takes_back, to_kind, to_code, to_name, state,"
            " state_before, enrolment, exception, problem, reason, done_at",
            map(self._line, ids, pairs),
        )
        self.loader.copy(
            WorkReport,
            "owner_id, performer_id, work_order_id, line_id, client_id, kind, serial_number,"
            " reason, note, signature_id, person_id, at, received_at",
            self._reports(ids, pairs),
        )

    @property
    def _owner(self) -> int:
        return self.buying.party_id

    @cached_property
    def _installer(self) -> int:
        return self.buying.person(INSTALLERS[self.buying.seed.key])

    @cached_property
    def _keeper(self) -> int:
        return self.buying.person(KEEPER)

    def _visit(self, number: int, day: date, site: SiteSeed, pieces: list[Piece]) -> Visit:
        seed, moment = self.buying.seed, pieces[0].hands[FIRST].since
        location = self.buying.cast.sites[seed.key, site.code]
        order = WorkOrder(
            owner_id=self._owner, performer_id=self._owner, performer_person_id=self._installer,
            number=f"W{number:06}", kind=WorkKind.INSTALLATION, state=WorkState.DONE,
            location_id=location, origin_id=self.buying.depot_id, site_name=site.name,
            street=site.street, postal_code=seed.postal_code, city=seed.city,
            criticality=site.criticality, due_on=day, is_signed_for=True,
            created_at=at(day - timedelta(days=3), 9), created_by_id=self._keeper,
            ended_at=moment,
        )  # fmt: skip
        signature = Signature(
            owner_id=self._owner, performer_id=self._owner, name=SIGNER.format(site.name),
            client_id=uuid.uuid5(ALL, f"{self._owner}:{number}"), strokes=STROKES,
            signed_at=moment, received_at=moment,
        )  # fmt: skip
        return Visit(order, signature, pieces, moment)

    def _line(self, pk: int, pair: tuple[Visit, int, Piece]) -> Row:
        one, place, piece = pair
        holder = piece.hands[FIRST].holder
        return (
            pk, one.order.pk, self._owner, self._owner, place, str(WorkKind.INSTALLATION),
            piece.asset_id, piece.number, piece.serial_number, piece.model.name, False,
            holder.kind, self.register.code_of(holder), self.register.name_of(holder),
            str(WorkLineState.DONE), "", "", "", "", "", one.at,
        )  # fmt: skip

    def _reports(
        self, ids: Sequence[int], pairs: Sequence[tuple[Visit, int, Piece]]
    ) -> Iterator[Row]:
        for pk, (one, _place, piece) in zip(ids, pairs, strict=True):
            yield (
                self._owner, self._owner, one.order.pk, pk,
                uuid.uuid5(one.signature.client_id, str(pk)), str(ReportKind.DONE),
                piece.serial_number, "", "", one.signature.pk, self._installer, one.at, one.at,
            )  # fmt: skip


def _handed_over(piece: Piece) -> bool:
    return len(piece.hands) > FIRST and piece.hands[FIRST].reason == CustodyReason.HANDED_OVER
