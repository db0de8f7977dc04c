"""What suppliers sent in the last days: due, late, received, and invoiced.

Their documents come in as any others; people receive the goods through the use cases. One
delivery misses a piece, and one invoice is dearer than its order: both wait for somebody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db.models import F, Sum

from samkop.core import edocs
from samkop.exchange.queries import folder_of
from samkop.exchange.rules import file_name
from samkop.exchange.transports.directory import inbox, outbox
from samkop.exchange.transports.files import write_whole
from samkop.invoicing.models import MatchResult
from samkop.ordering.models import Order
from samkop.ordering.vocabulary import OrderState
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.models import Consignment, ConsignmentLine, Discrepancy
from samkop.receiving.usecases.at_once import receive_at_once
from samkop.receiving.usecases.scanning import Scanned
from samkop.receiving.vocabulary import ConsignmentState
from samkop.site.demo import story
from samkop.site.demo.cast import Cast
from samkop.site.demo.dates import at
from samkop.site.demo.post import SEED, send_out, take_in
from samkop.site.simulator.billing import invoice_of
from samkop.site.simulator.despatching import advice_of
from samkop.site.simulator.goods import ON_THE_WAY, Shipment, whole_shipment
from samkop.site.simulator.invoicing import charge_for
from samkop.site.simulator.misbehaviour import Habits, Misbehaviour

BUYERS = ("tampere", "nokia")
LARGEST = 12  # pieces: the rounds of the renewal come by the lorry
RIGHT = Habits()
DEARER = Habits(shares={Misbehaviour.WRONG_PRICE: 100})


@dataclass(frozen=True)
class Fate:
    """What becomes of an order: its goods are due so many days before the founding.

    ``received`` says that somebody has scanned them, but for so many as are ``missing``.
    """

    days_ago: int
    received: bool = False
    missing: int = 0
    bills: Habits | None = None


# The newest confirmed orders first, of each buyer.
FATES = (
    Fate(0),
    Fate(3),
    Fate(2, received=True, bills=RIGHT),
    Fate(2, received=True, missing=1, bills=RIGHT),
    Fate(1, received=True, bills=DEARER),
)


@dataclass(frozen=True)
class Sent:
    """A shipment on its way to who receives it."""

    keeper: Actor
    shipment: Shipment
    inbox: Path
    fate: Fate

    def comes_in(self, document: edocs.DespatchAdvice | edocs.Invoice) -> None:
        """Put a document of the supplier's into the buyer's inbox."""
        target = self.inbox / file_name(document.kind, document.id)
        write_whole(target, edocs.write(document))


def deliver(cast: Cast, founded: date, data: Path, now: datetime) -> None:
    """Let some of the newest orders be sent, received and invoiced in the days before."""
    sent = [one for buyer in BUYERS for one in _sent(cast.person("ict", buyer), founded, data)]
    for one in sent:
        one.comes_in(advice_of(one.shipment))
    yesterday = founded - timedelta(days=1)
    take_in(data, min(at(yesterday, 8), now))
    for one in sent:
        if one.fate.received:
            _receive(one, min(at(yesterday, 14), now))
    for one in sent:
        if one.fate.bills is not None:
            one.comes_in(invoice_of(charge_for(one.shipment, one.fate.bills, SEED).sent))
    take_in(data, min(at(yesterday, 16), now))
    send_out(data, min(at(yesterday, 17), now))


def goods_of(cast: Cast) -> story.Goods:
    """What the buyers have of deliveries and invoices now."""
    found = []
    for buyer in BUYERS:
        with reading(cast.person("ict", buyer)):
            own = {"buyer_id": cast.parties[buyer]}
            consignments = Consignment.objects.filter(**own)
            results = MatchResult.objects.filter(**own)
            found.append(
                (
                    consignments.count(),
                    consignments.filter(state=ConsignmentState.RECEIVED).count(),
                    Discrepancy.objects.filter(**own).count(),
                    results.count(), results.filter(discrepant_cents__gt=0).count(),
                )
            )  # fmt: skip
    return story.Goods(*(sum(column) for column in zip(*found, strict=True)))


def _sent(keeper: Actor, founded: date, data: Path) -> list[Sent]:
    """What is sent to a buyer: read from the very orders that went out."""
    with reading(keeper):
        folder = folder_of(keeper.own_party_id) or ""
        numbers = _newest_orders(keeper.own_party_id)
    found = []
    for number, fate in zip(numbers, FATES, strict=False):
        order = edocs.read((outbox(data, folder) / file_name("order", number)).read_bytes())
        assert isinstance(order, edocs.Order)  # noqa: S101 - we have written it
        leaves = founded - timedelta(days=fate.days_ago) - ON_THE_WAY
        found.append(Sent(keeper, whole_shipment(order, leaves, SEED), inbox(data, folder), fate))
    return found


def _newest_orders(buyer_id: int) -> list[str]:
    """The numbers of the newest small orders that were confirmed and have not come long ago."""
    orders = Order.objects.filter(buyer_id=buyer_id, state=OrderState.CONFIRMED)
    small = orders.annotate(pieces=Sum("lines__quantity")).filter(pieces__lte=LARGEST)
    waiting = small.exclude(movements__source__startswith="demo.arrived:")
    newest = waiting.order_by("-placed_at", "-id").values_list("number", flat=True)
    return list(newest[: len(FATES)])


def _receive(one: Sent, now: datetime) -> None:
    """All that was announced, by its serial numbers; what has none is counted."""
    with reading(one.keeper):
        consignment = Consignment.objects.get(
            buyer_id=one.keeper.own_party_id, number=advice_of(one.shipment).id
        )
        ids = dict(
            ConsignmentLine.objects.filter(consignment=consignment).values_list(
                F("despatch_line__position"), "id"
            )
        )
    serials, pieces = [], {}
    for position, line in enumerate(one.shipment.lines, 1):
        if line.serials:
            serials += [Scanned(serial) for serial in line.serials]
        else:
            pieces[ids[position]] = int(line.quantity)
    kept = serials[: len(serials) - one.fate.missing]
    perform(
        one.keeper, receive_at_once, key=f"demo:receipt:{consignment.number}", now=now,
        consignment_id=consignment.pk, serials=kept, pieces=pieces,
    )  # fmt: skip
