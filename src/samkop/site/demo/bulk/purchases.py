"""How the devices of the past were bought: asked for, approved, ordered, confirmed.

An order has what came to one organisation on one day by one agreement; what a financier paid
for stands in orders of its own, since its invoices go elsewhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import count
from typing import Any

from samkop.agreements.rules import PriceOrigin, PriceStep
from samkop.agreements.vocabulary import PriceStepCode
from samkop.ordering.models import (
    Approval,
    ApprovalStep,
    Order,
    OrderLine,
    OrderLineProgress,
    OrderResponse,
    Requisition,
    RequisitionLine,
)
from samkop.ordering.vocabulary import (
    Decision,
    OrderState,
    RequisitionState,
    ResponseCode,
    StepKind,
)
from samkop.site.demo.bulk.books import Books, Named
from samkop.site.demo.bulk.buying import APPROVER, CENTRE, KEEPER, Buying
from samkop.site.demo.bulk.contracts import GROUPS, Contract, Contracts, ordered_on
from samkop.site.demo.bulk.loading import Loader
from samkop.site.demo.bulk.shelf import CENTS, EURO, Shelf
from samkop.site.demo.dates import at
from samkop.site.demo.seeds import Organisation, region
from samkop.site.demo.stock import Model, Piece


@dataclass
class Purchase:
    """An order of the past, with the devices of each of its lines."""

    buying: Buying
    contract: Contract
    came: date
    asked: Requisition
    order: Order
    lines: list[OrderLine]
    pieces: list[list[Piece]]

    @cached_property
    def supplier_id(self) -> int:
        """Who delivers."""
        return int(self.order.supplier_id)

    @property
    def leased(self) -> bool:
        """Whether a financier pays for it."""
        return self.pieces[0][0].leased


def choose_leased(seed: Organisation, pieces: Iterable[Piece]) -> None:
    """Say of each device whether a financier pays for it."""
    terms = region()["financing"]
    if seed.key in terms["lessees"]:
        for piece in pieces:
            piece.leased = piece.model.in_range and piece.model.category in terms["leased"]


@dataclass(frozen=True)
class Purchasing:
    """Writes the orders of one organisation after another."""

    loader: Loader
    books: Books
    contracts: Contracts
    shelf: Shelf
    # A series of its own: what is ordered in the demonstration itself begins with 1.
    numbers: Iterator[int] = field(default_factory=lambda: count(8_000_001))

    def buy(self, buying: Buying, pieces: Sequence[Piece]) -> list[Purchase]:
        """Order the devices that belong to the range, where the agreement had been joined."""
        groups: dict[tuple[date, int, bool], list[Piece]] = defaultdict(list)
        found: dict[int, Contract] = {}
        for piece in pieces:
            if not piece.model.in_range or len(piece.hands) < 2:  # noqa: PLR2004 - not announced
                continue
            contract = self.contracts.of(piece.model.category, piece.received_on)
            found[contract.agreement_id] = contract
            key = (piece.received_on, contract.agreement_id, piece.leased)
            groups[key].append(piece)
        made = []
        for (came, agreement_id, _leased), bought in sorted(groups.items()):
            day, contract = ordered_on(came), found[agreement_id]
            joined = self.contracts.participation(contract, buying.party_id, day)
            if joined is not None:
                made.append(self._purchase(buying, contract, joined, came, bought))
        self._write(made)
        return made

    def _purchase(
        self, buying: Buying, contract: Contract, joined: int, came: date, bought: Sequence[Piece]
    ) -> Purchase:
        by_model: dict[Model, list[Piece]] = defaultdict(list)
        for piece in bought:
            by_model[piece.model].append(piece)
        total = sum(piece.model.price for piece in bought) * CENTS
        day, keeper = ordered_on(came), buying.person(KEEPER)
        requisition = Requisition(
            party_id=buying.party_id, requester_id=keeper, recipient_id=keeper,
            cost_centre_id=buying.centre_id, delivery_location_id=buying.depot_id,
            state=RequisitionState.ORDERED, currency=EURO, total_cents=total,
            note="Förnyelse enligt plan", submitted_at=at(day, 9),
        )  # fmt: skip
        order = Order(
            buyer_id=buying.party_id, supplier_id=buying.cast.parties[contract.supplier],
            purchasing_body_id=buying.cast.parties["body"], agreement_id=contract.agreement_id,
            participation_id=joined, requisition=requisition, requester_id=keeper,
            recipient_id=keeper, delivery_location_id=buying.depot_id, cost_centre_code=CENTRE,
            state=OrderState.CONFIRMED, currency=EURO, total_cents=total, placed_at=at(day, 13),
            budget_id=self.books.budget_of(buying.party_id, buying.centre_id, day.year),
        )  # fmt: skip
        groups = sorted(by_model.items(), key=lambda one: one[0].name)
        lines = [
            self._line(order, contract, number, model, len(some), came)
            for number, (model, some) in enumerate(groups, 1)
        ]
        return Purchase(
            buying, contract, came, requisition, order, lines, [some for _model, some in groups]
        )

    def _line(
        self, order: Order, contract: Contract, number: int, model: Model, quantity: int, came: date
    ) -> OrderLine:
        item, cents = self.shelf.item(contract, model), model.price * CENTS
        return OrderLine(
            order=order, line_number=number, item_id=item.pk, seller_item_id=item.seller_item_id,
            name=item.name, unit_code="EA", price_group=GROUPS[model.category], quantity=quantity,
            unit_price_cents=cents, net_cents=quantity * cents, expected_on=came,
            origin=_origin(cents, GROUPS[model.category]),
        )  # fmt: skip

    def _write(self, made: Sequence[Purchase]) -> None:
        orders = [one.order for one in made]
        requisitions = [one.asked for one in made]
        self.loader.number(requisitions)
        self.loader.number(orders)
        for one in made:
            for row, day in ((one.asked, one.asked.submitted_at),
                             (one.order, one.order.placed_at)):  # fmt: skip
                row.number = f"{day.year}-{next(self.numbers)}"
            one.order.requisition = one.asked
            for line, pieces in zip(one.lines, one.pieces, strict=True):
                line.order_id = one.order.pk
                for piece in pieces:
                    piece.order_id, piece.order_line = one.order.pk, line.line_number
            self._commit(one)
        self.loader.write(requisitions)
        self.loader.write([line for one in made for line in _asked(one)])
        self._approve(made)
        self.loader.write(orders)
        self.loader.write([line for one in made for line in one.lines])
        self.loader.write([_progress(one, line) for one in made for line in one.lines])
        answers = [_answer(one) for one in made]
        self.loader.number(answers)
        for answer in answers:
            answer.message_id = paper(answer)
        self.loader.write(answers)

    def _commit(self, one: Purchase) -> None:
        order = one.order
        named = Named(order.agreement_id, order.participation_id, order.buyer_id)
        units: Counter[str] = Counter()
        for line in one.lines:
            units[line.price_group] += line.quantity
        self.books.move_budget(
            order.buyer_id, order.budget_id or 0, order.total_cents, order.number, order.placed_at
        )
        self.books.move_ceiling(named, order.total_cents, order.number, order.placed_at, units)

    def _approve(self, made: Sequence[Purchase]) -> None:
        """One approver decided on each, by the register of authority."""
        steps, decisions = [], []
        authorities: dict[tuple[int, int], int] = {}
        for one in made:
            asked = one.asked
            if asked.total_cents <= region()["free_below"][one.buying.seed.key] * CENTS:
                continue
            who = one.buying.person(APPROVER)
            key = (asked.party_id, who)
            if key not in authorities:
                authorities[key] = self._authority(*key)
            steps.append(
                ApprovalStep(
                    party_id=asked.party_id, requisition_id=asked.pk, position=1,
                    kind=StepKind.AUTHORITY,
                )
            )  # fmt: skip
            decisions.append(
                Approval(
                    party_id=asked.party_id, requisition_id=asked.pk, person_id=who,
                    requester_id=asked.requester_id, authority_id=authorities[key],
                    decision=Decision.APPROVED, at=asked.submitted_at + timedelta(hours=3),
                )
            )  # fmt: skip
        self.loader.write(steps)
        self.loader.write(decisions)

    def _authority(self, party_id: int, person_id: int) -> int:
        [(found,)] = self.loader.rows(
            "SELECT id FROM ordering_approvalauthority WHERE party_id = %s AND person_id = %s",
            party_id, person_id,
        )  # fmt: skip
        return int(found)


def _origin(cents: int, group: str) -> dict[str, Any]:
    """The price stood in the supplier's list, and nothing was taken off."""
    step = PriceStep(PriceStepCode.LIST_PRICE, cents)
    return PriceOrigin(cents, (step,), group, 0, 0, EURO).as_json()


def paper(row: OrderResponse) -> int:
    """The number that stands for a document that the region did not keep yet: below 0."""
    return -row.pk


def _asked(one: Purchase) -> list[RequisitionLine]:
    asked = one.asked
    return [
        RequisitionLine(
            requisition_id=asked.pk, party_id=asked.party_id, line_number=line.line_number,
            agreement_id=one.contract.agreement_id, item_id=line.item_id,
            delivery_location_id=asked.delivery_location_id, name=line.name,
            quantity=line.quantity, unit_price_cents=line.unit_price_cents,
            net_cents=line.net_cents, origin=line.origin,
        )
        for line in one.lines
    ]  # fmt: skip


def _answer(one: Purchase) -> OrderResponse:
    order = one.order
    return OrderResponse(
        order_id=order.pk, buyer_id=order.buyer_id, supplier_id=order.supplier_id,
        number=f"OR-{order.number}", response_code=ResponseCode.ACCEPTED, promised_on=one.came,
        received_at=order.placed_at + timedelta(days=1),
    )  # fmt: skip


def _progress(one: Purchase, line: OrderLine) -> OrderLineProgress:
    count = line.quantity
    return OrderLineProgress(
        order_id=line.order_id, buyer_id=one.order.buyer_id, line_number=line.line_number,
        despatched=count, received=count, invoiced=0 if one.leased else count,
    )  # fmt: skip
