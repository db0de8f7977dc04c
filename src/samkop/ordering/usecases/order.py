"""Placing orders: money, ceiling, document and order in one transaction, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement, Participation
from samkop.agreements.rules import tier_marks
from samkop.agreements.usecases.ceiling import commit, release
from samkop.agreements.usecases.right_to_order import require_right_to_order
from samkop.catalogue.queries import prices_of_items, unavailable
from samkop.catalogue.queries.availability import refuse_ended
from samkop.catalogue.usecases.entitlements import return_entitlements
from samkop.core.period import day_of
from samkop.exchange.usecases.outbound import send_document, withdraw_document
from samkop.ordering.documents import order_document
from samkop.ordering.models import (
    Order,
    OrderLine,
    OrderSettlement,
    Requisition,
    RequisitionLine,
)
from samkop.ordering.policies import may_call_back
from samkop.ordering.queries import draw_order
from samkop.ordering.rules import Standing, after_step, released_cents
from samkop.ordering.usecases.budget import commit_budget
from samkop.ordering.usecases.calling_off import give_turn_back
from samkop.ordering.usecases.payments import (
    Priced,
    parts_back,
    pay,
    payments_after,
    promises_for,
)
from samkop.ordering.vocabulary import OrderState
from samkop.platform.actors import Actor
from samkop.platform.database.prepared import prepared
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, create_all
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import current_unit, require

NO_OTHER_PRICES: Mapping[int, int] = {}
NOTHING_TAKEN: Mapping[int, int] = {}


def place_orders(requisition: Requisition, now: datetime) -> list[Order]:
    """Turn an approved requisition into one order per agreement and site, in the open unit
    of work, at today's prices.

    Raises TierChanged when a tier switched since it was priced (``perform`` runs the whole
    again), and Refused: ``maximum-value-reached``, ``share-reached``, ``budget-exceeded``,
    ``budget-missing``, ``price-missing``, ``price-evidence-missing``,
    ``price-evidence-expired``, ``price-has-risen``, ``sale-ended``, and as
    ``require_right_to_order``.
    """
    lines = list(requisition.lines.select_related("item", "delivery_location", "recipient"))
    today = day_of(now, requisition.party.time_zone)
    refuse_ended((line.item for line in lines), today)
    return place_priced(requisition, _priced(lines, today), now)


def place_priced(requisition: Requisition, priced: Iterable[Priced], now: datetime) -> list[Order]:
    """The same for lines whose prices were asked in this unit of work already."""
    today = day_of(now, requisition.party.time_zone)
    priced, orders = list(priced), list[Order]()
    rights = {
        agreement_id: require_right_to_order(requisition.party_id, agreement_id, today)
        for agreement_id in sorted({one.line.agreement_id for one in priced})
    }
    for right in sorted(rights.values(), key=lambda one: ceilings_of(one.agreement)):
        own = [one for one in priced if one.line.agreement_id == right.agreement_id]
        for place, (_site, group) in enumerate(groupby(sorted(own, key=_by_site), key=_site_of)):
            lines = list(group)
            if place:
                # The order before may have reached the agreement's next tier.
                lines = _priced([one.line for one in lines], today)
            orders.append(_place(requisition, right, lines, now))
    return orders


def ceilings_of(agreement: FrameworkAgreement) -> tuple[int, int]:
    """The ceiling that the agreement shares, if any, and its own: everybody locks those of
    several agreements in this order. By agreement alone, two that share would be held crosswise.
    """
    return agreement.call_off_rule_id or 0, agreement.pk


def _site_of(one: Priced) -> int:
    return one.line.delivery_location_id


def _by_site(one: Priced) -> tuple[int, int]:
    return _site_of(one), one.line.line_number


def cancel_order(*, actor: Actor, now: datetime, order_id: int) -> Order:
    """Cancel an order that the supplier has not had yet; its money is given back.

    Raises Refused: ``not-found``, ``not-allowed``, ``order-cancelled-already``,
    ``order-already-sent``.
    """
    order = order_to_call_back(actor, order_id)
    if not withdraw_order(order, now):
        raise Refused(
            "order-already-sent",
            _("The supplier has the order already. Open the order and ask for a cancellation:"
              " when the supplier agrees, the money is given back."),
        )  # fmt: skip
    return order


def order_to_call_back(actor: Actor, order_id: int) -> Order:
    """The order, locked. Raises Refused: ``not-found``, ``not-allowed``,
    ``order-cancelled-already``.
    """
    order = Order.objects.select_for_update().filter(id=order_id).first()
    if order is None:
        raise not_found()
    require(may_call_back(actor, order))
    require_not_cancelled(order)
    return order


def require_not_cancelled(order: Order) -> None:
    """Raise Refused ``order-cancelled-already`` for one of which nothing is left."""
    if order.state == OrderState.CANCELLED:
        raise Refused(
            "order-cancelled-already",
            _("This order is cancelled already, and its money is given back. Order anew if it"
              " is needed after all."),
        )  # fmt: skip


def withdraw_order(order: Order, now: datetime) -> bool:
    """Take back an order whose document has surely not left; False once it may have."""
    if order.state != OrderState.PLACED or (
        order.message_id and not withdraw_document(message_id=order.message_id, now=now)
    ):
        return False
    lines = list(order.lines.all())
    settle(order, lines, dict.fromkeys((line.line_number for line in lines), 0), "cancelled", now)
    tell("order-cancelled", order_id=order.pk)
    change(order, state=OrderState.CANCELLED)
    return True


def settle(
    order: Order, lines: Iterable[OrderLine], standing: Mapping[int, int], cause: str,
    now: datetime, *, prices: Mapping[int, int] = NO_OTHER_PRICES,
    taken_back: Mapping[int, int] = NOTHING_TAKEN,
) -> OrderSettlement:  # fmt: skip
    """Write down what stands of an order now, and give back what it fell by.

    ``standing`` maps line number to quantity, ``prices`` to the price of one in cents; never
    more than stood before. ``taken_back``: so many fewer of a line the buyer itself wanted; of
    what a line falls by, the rest is the supplier's doing.
    """
    lines = list(lines)
    newest = newest_settlement(order)
    before = standing_by(newest, lines)
    after = after_step(before, standing, prices)
    if _anything(before) and not _anything(after):
        give_turn_back(order, now)
    released, quantities, items = released_cents(before, after), Counter[str](), Counter[int]()
    for line in lines:
        fallen = before[line.line_number].quantity - after[line.line_number].quantity
        items[line.item_id] += fallen
        quantities[line.price_group] += fallen
    if +items:
        return_entitlements(
            party_id=order.buyer_id, reference=order.requisition.number, now=now,
            quantities=dict(+items),
        )  # fmt: skip
    paid = payments_after(order, lines, after, released)
    if released:
        commit_budget(parts=parts_back(order, paid, released), reference=order.number, now=now)
        release(
            agreement_id=order.agreement_id, participation_id=order.participation_id,
            buyer_id=order.buyer_id, cents=released, quantities=dict(+quantities),
            reference=order.number, now=now,
        )  # fmt: skip
    return create(
        OrderSettlement(
            party_id=order.buyer_id, order=order, cause=cause,
            standing={str(number): one.quantity for number, one in after.items()},
            prices={
                str(line.line_number): after[line.line_number].unit_price_cents
                for line in lines
                if after[line.line_number].unit_price_cents < line.unit_price_cents
            },
            payments_by_year=paid, released_cents=released, at=now,
            taken_back=_taken_back(newest, before, after, taken_back),
        )
    )  # fmt: skip


def standing_of(order: Order, lines: Iterable[OrderLine]) -> dict[int, Standing]:
    """What stands of each line: by the newest settlement, else as ordered."""
    return standing_by(newest_settlement(order), lines)


def newest_settlement(order: Order) -> OrderSettlement | None:
    """The settlement in force, if the order has been settled at all."""
    return next(iter(_newest_settlements(order.pk)), None)


@prepared
def _newest_settlements(order_id: int) -> QuerySet[OrderSettlement]:
    """The settlement in force: each step of an order asks for it."""
    return OrderSettlement.objects.filter(order=order_id).order_by("-id")[:1]


def _taken_back(
    newest: OrderSettlement | None, before: Mapping[int, Standing],
    after: Mapping[int, Standing], wanted_less: Mapping[int, int],
) -> dict[str, int]:  # fmt: skip
    """What the buyer has taken back of each line so far, with this step; none of 0."""
    taken = Counter(newest.taken_back if newest else {})
    for number, less in wanted_less.items():
        if number in before:
            taken[str(number)] += min(less, before[number].quantity - after[number].quantity)
    return dict(+taken)


def standing_by(newest: OrderSettlement | None, lines: Iterable[OrderLine]) -> dict[int, Standing]:
    """What stands of each line by a settlement, else as ordered."""
    quantities = newest.standing if newest else {}
    prices = newest.prices if newest else {}
    return {
        line.line_number: Standing(
            quantities.get(str(line.line_number), line.quantity),
            prices.get(str(line.line_number), line.unit_price_cents),
        )
        for line in lines
    }


def _anything(standing: Mapping[int, Standing]) -> bool:
    return any(one.quantity for one in standing.values())


def _place(
    requisition: Requisition, participation: Participation, priced: list[Priced], now: datetime
) -> Order:
    """Budget first, then the rows and the document, and the ceiling last and short."""
    today = day_of(now, requisition.party.time_zone)
    order = new_order(requisition, participation.agreement, participation, priced, now)
    commit_budget(parts=pay(order, priced, today), reference=order.number, now=now)
    lines = list(order_lines(order, priced))
    write_order(order, lines, requisition, now)
    count_on_ceiling(order, lines, tier_marks(one.origin for one in priced), now)
    return order


def write_order(
    order: Order, lines: list[OrderLine], requisition: Requisition, now: datetime, *,
    originator: str = "",
) -> None:  # fmt: skip
    """Its document and its rows, in the open unit of work.

    ``originator`` is the buyer's own number of it, where it came from its purchasing system.
    Raises Refused ``order-document-invalid``.
    """
    order.message_id = send_document(
        actor=current_unit().actor, now=now, receiver_id=order.supplier_id,
        document_type="order", number=order.number,
        issue_date=day_of(now, order.buyer.time_zone),
        content=order_document(order, lines, requisition, originator=originator),
        subject=f"ordering.order:{order.pk}",
    ).pk  # fmt: skip
    create(order)
    create_all(lines, under=order)
    tell("order-placed", order_id=order.pk)


def count_on_ceiling(
    order: Order, lines: Iterable[OrderLine], marks: Mapping[str, int], now: datetime
) -> None:
    """Count it on its agreement's ceiling, last, since all others wait for that row.

    ``marks`` say by which tiers its price groups were priced. Raises Refused as ``commit``.
    """
    commit(
        agreement_id=order.agreement_id, participation_id=order.participation_id,
        buyer_id=order.buyer_id, cents=order.total_cents, quantities=by_group(lines),
        tier_marks=marks, reference=order.number, on=day_of(now, order.buyer.time_zone), now=now,
    )  # fmt: skip


def _priced(lines: list[RequisitionLine], today: date) -> list[Priced]:
    """Today's prices, as the shop shows them: the supplier's own where it offers for less."""
    prices = prices_of_items([line.item for line in lines], today)
    priced = []
    for line in lines:
        origin = prices.get(line.item_id)
        if origin is None or not line.item.active:
            raise unavailable(line.item, today)
        if origin.net_cents > line.unit_price_cents:
            raise Refused(
                "price-has-risen",
                _("The price of %(name)s has risen since this was sent in. Send it in again."),
                name=line.shown_name,
            )
        priced.append(Priced(line, origin))
    return priced


def new_order(
    requisition: Requisition, agreement: FrameworkAgreement, participation: Participation,
    priced: list[Priced], now: datetime,
) -> Order:  # fmt: skip
    """An order of one agreement to one place, not yet written; its number is drawn."""
    pk, number = draw_order(now.year)
    return Order(
        pk=pk,
        buyer=requisition.party,
        supplier=agreement.supplier,
        purchasing_body_id=agreement.purchasing_body_id,
        agreement=agreement,
        participation=participation,
        requisition=requisition,
        requester_id=requisition.requester_id,
        recipient=requisition.recipient,
        delivery_location=priced[0].line.delivery_location,
        criticality=priced[0].line.delivery_location.criticality,
        number=number,
        cost_centre_code=requisition.cost_centre.code,
        currency=requisition.currency,
        total_cents=sum(one.net_cents for one in priced),
        placed_at=now,
    )


def order_lines(order: Order, priced: list[Priced]) -> Iterable[OrderLine]:
    """Its lines, with what the shop promises at this moment."""
    promises = promises_for(order, priced)
    for number, one in enumerate(priced, 1):
        item = one.line.item
        promise = promises[item.pk]
        yield OrderLine(
            order=order, line_number=number, item=item, seller_item_id=item.seller_item_id,
            name=one.line.name, reference=_reference(one.line), unit_code=item.unit_code,
            price_group=one.origin.price_group,
            quantity=one.line.quantity, unit_price_cents=one.origin.net_cents,
            net_cents=one.net_cents, term_months=one.line.term_months, origin=one.origin.as_json(),
            properties=one.line.properties, expected_on=promise.day,
            promise_basis=promise.basis,
        )  # fmt: skip


def _reference(line: RequisitionLine) -> str:
    """What it is for and for whom, as far as the line says more than the whole."""
    name = line.recipient.name if line.recipient else ""
    return ", ".join(filter(None, (line.reference, name)))


def by_group(lines: Iterable[OrderLine]) -> dict[str, int]:
    """Units by price group, as the ceiling counts them."""
    quantities = Counter[str]()
    for line in lines:
        quantities[line.price_group] += line.quantity
    return dict(quantities)
