"""What suppliers sent in the last days: due, late, received, and invoiced.

Their documents come in as any others; people receive the goods through the use cases. One
delivery misses a piece, and one invoice is dearer than its order: both wait for somebody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Sum

from samkop.exchange.queries import folder_of
from samkop.exchange.rules import file_name
from samkop.exchange.transports.directory import outbox
from samkop.invoicing.models import MatchResult
from samkop.ordering.models import DeliveryPromise, Order, OrderLine
from samkop.ordering.vocabulary import LineMovementKind, OrderState
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.models import Consignment, ConsignmentLine, Discrepancy
from samkop.receiving.usecases.at_once import receive_at_once
from samkop.receiving.usecases.scanning import Scanned
from samkop.receiving.vocabulary import ConsignmentState
from samkop.site.demo import story
from samkop.site.demo.arriving import STILL_LATE
from samkop.site.demo.cast import Cast
from samkop.site.demo.dates import at
from samkop.site.demo.post import Post
from samkop.site.simulator.account import Account
from samkop.site.simulator.despatching import advice_of
from samkop.site.simulator.goods import Shipment
from samkop.site.simulator.misbehaviour import Habits, Misbehaviour
from samkop.site.simulator.pace import Pace

BUYERS = ("tampere", "nokia")
LARGEST = 12  # pieces: the rounds of the renewal come by the lorry
RIGHT = Habits(pace=Pace.STEPS)
DEARER = Habits(shares={Misbehaviour.WRONG_PRICE: 100}, pace=Pace.STEPS)


@dataclass(frozen=True)
class Fate:
    """What becomes of an order: its goods are due so many days before the founding.

    ``received`` says that somebody has scanned them, but for so many as are ``missing``, and
    that they are billed; the others are billed while the demonstration runs.
    """

    days_ago: int
    received: bool = False
    missing: int = 0
    habits: Habits = RIGHT


# The newest confirmed orders first, of each buyer.
FATES = (
    Fate(0),
    Fate(3),
    Fate(2, received=True, missing=1),
    Fate(2, received=True),
    Fate(1, received=True, habits=DEARER),
)
MISSING = next(place for place, fate in enumerate(FATES) if fate.missing)
DEVICE_CENTS = 150_00  # what costs less is an accessory, without a serial number


@dataclass(frozen=True)
class Sent:
    """An order whose supplier goes on with it, and who receives what comes."""

    keeper: Actor
    account: Account
    fate: Fate

    @property
    def shipment(self) -> Shipment:
        """All of the order comes at once."""
        return self.account.conversation.shipments[0]


def kept_for_deliveries(cast: Cast, founded: date) -> dict[int, list[str]]:
    """By buyer the numbers of the orders whose goods ``deliver`` lets come, however few are new."""
    found = {}
    for buyer in BUYERS:
        with reading(cast.person("ict", buyer)):
            found[cast.parties[buyer]] = _newest_orders(cast.parties[buyer], founded)
    return found


def deliver(cast: Cast, founded: date, post: Post, now: datetime) -> None:
    """Let some of the newest orders be sent, received and invoiced in the days before."""
    sent = [one for buyer in BUYERS for one in _sent(cast.person("ict", buyer), founded, post)]
    yesterday = founded - timedelta(days=1)
    _announce(post, [one for one in sent if one.fate.days_ago], min(at(yesterday, 8), now))
    received = [one for one in sent if one.fate.received]
    for one in received:
        receive(one, min(at(yesterday, 14), now))
    for one in received:
        list(post.suppliers.bring(one.account, "invoice"))
    post.take_in(min(at(yesterday, 16), now))
    post.send_out(min(at(yesterday, 17), now))
    # What was asked about yesterday's invoices is for people to go on with.
    post.suppliers.leave_disputes(yesterday)
    _announce(post, [one for one in sent if not one.fate.days_ago], min(at(founded, 6), now))


def _announce(post: Post, sent: Iterable[Sent], now: datetime) -> None:
    for one in sent:
        list(post.suppliers.bring(one.account, "despatch-advice"))
    post.take_in(now)


def goods_of(cast: Cast) -> story.Goods:
    """What the buyers have now of the deliveries and invoices that came in by documents."""
    found = []
    for buyer in BUYERS:
        with reading(cast.person("ict", buyer)):
            own = {"buyer_id": cast.parties[buyer]}
            consignments = Consignment.objects.filter(**own).exclude(advice__message_id__lt=0)
            results = MatchResult.objects.filter(**own, invoice__message_id__gt=0)
            found.append(
                (
                    consignments.count(),
                    consignments.filter(state=ConsignmentState.RECEIVED).count(),
                    Discrepancy.objects.filter(**own).count(),
                    results.count(), results.filter(discrepant_cents__gt=0).count(),
                )
            )  # fmt: skip
    return story.Goods(*(sum(column) for column in zip(*found, strict=True)))


def _sent(keeper: Actor, founded: date, post: Post) -> list[Sent]:
    """What is sent to a buyer: read from the very orders that went out."""
    with reading(keeper):
        folder = folder_of(keeper.own_party_id) or ""
        numbers = _newest_orders(keeper.own_party_id, founded)
    found = []
    for number, fate in zip(numbers, FATES, strict=False):
        file = outbox(post.data, folder) / file_name("order", number)
        known_as = str(file.relative_to(post.suppliers.exchange))
        due = founded - timedelta(days=fate.days_ago)
        found.append(Sent(keeper, post.suppliers.take_up(known_as, due, fate.habits), fate))
    return found


def _newest_orders(buyer_id: int, founded: date) -> list[str]:
    """The numbers of the newest small orders that were confirmed and have not come long ago.

    Those that were promised for long ago stand last: after a weekend there are few others.
    """
    orders = Order.objects.filter(buyer_id=buyer_id, state=OrderState.CONFIRMED)
    small = orders.annotate(pieces=Sum("lines__quantity")).filter(pieces__lte=LARGEST)
    waiting = small.exclude(movements__kind=LineMovementKind.RECEIVED)
    # What was agreed to instead of the item ordered is not in the order's document.
    waiting = waiting.exclude(responses__lines__substitute_name__gt="")
    promised = DeliveryPromise.objects.filter(
        order=OuterRef("pk"), last_on__lt=founded - STILL_LATE
    )
    lines = OrderLine.objects.filter(order=OuterRef("pk"), unit_price_cents__gte=DEVICE_CENTS)
    newest = waiting.annotate(long_ago=Exists(promised), device=Exists(lines))
    newest = newest.order_by("long_ago", "-placed_at", "-id")[: len(FATES)]
    found = list(newest.values_list("number", "long_ago", "device"))
    # Of what has serial numbers one can be missing, and it was promised for the last days.
    short = next((one for one in found if one[2] and not one[1]), None)
    if short is not None:
        found.remove(short)
        found.insert(min(MISSING, len(found)), short)
    return [number for number, _long_ago, _device in found]


def receive(one: Sent, now: datetime) -> None:
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
