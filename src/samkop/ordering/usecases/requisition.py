"""From a basket to a requisition, and what is decided about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.agreements.rules import PriceOrigin
from samkop.agreements.usecases.call_off_turns import give_turns_back
from samkop.agreements.usecases.right_to_order import require_not_stopped
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries import items_among, prices_of_items, unavailable
from samkop.catalogue.queries.availability import refuse_ended
from samkop.catalogue.usecases.entitlements import (
    Ordered,
    return_entitlements,
    use_entitlements,
)
from samkop.core.period import day_of
from samkop.ordering.models import (
    BudgetProject,
    Requisition,
    RequisitionLine,
)
from samkop.ordering.policies import may_send_in, may_withdraw
from samkop.ordering.queries import draw_requisition
from samkop.ordering.rules import term_of
from samkop.ordering.usecases.ahead import ask_for_order, ask_who_and_what
from samkop.ordering.usecases.approval import decide, wait_for_decisions, way_of
from samkop.ordering.usecases.basket import hold_basket, set_quantities
from samkop.ordering.usecases.basket_configurations import (
    Asked,
    WantedConfiguration,
    empty_basket,
    lines_of_configurations,
)
from samkop.ordering.usecases.calling_off import Called, call_off, take_turns
from samkop.ordering.usecases.choices import colleague, own_cost_centre, own_location
from samkop.ordering.usecases.order import place_orders, place_priced
from samkop.ordering.usecases.payments import Priced
from samkop.ordering.usecases.projects import own_project, require_open_project
from samkop.ordering.vocabulary import Decision, RequisitionState
from samkop.parties.models import CostCentre, DeliveryLocation
from samkop.parties.queries import party_of, person_of
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create_with
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


@dataclass(frozen=True)
class Wanted:
    """An item of the shop by its id, and how many of it."""

    item_id: int
    quantity: int


@dataclass(frozen=True)
class Wish:
    """One line of what is asked for, with today's price.

    ``location`` and ``recipient_id`` where the line goes elsewhere, or to somebody else,
    than the whole; ``reference`` what it is for, such as a class. ``configuration_id``,
    ``is_device``, ``properties`` and ``term_months`` where it is part of a configuration.
    """

    item: CatalogueItem
    quantity: int
    origin: PriceOrigin
    location: DeliveryLocation | None = None
    recipient_id: int | None = None
    reference: str = ""
    configuration_id: int | None = None
    is_device: bool = False
    properties: Mapping[str, str] = field(default_factory=dict)
    term_months: int | None = None

    @property
    def unit_price_cents(self) -> int:
        """The price of one, without VAT."""
        return self.origin.net_cents

    @property
    def net_cents(self) -> int:
        """Quantity times unit price, without VAT."""
        return self.quantity * self.unit_price_cents


@dataclass(frozen=True)
class Terms:
    """Who pays, where it goes, and who gets it."""

    centre: CostCentre
    location: DeliveryLocation
    recipient_id: int
    note_text: str = ""
    project: BudgetProject | None = None


def submit_requisition(
    *,
    actor: Actor,
    now: datetime,
    cost_centre_id: int,
    delivery_location_id: int,
    recipient_id: int | None = None,
    project_id: int | None = None,
    note_text: str = "",
    quantities: Sequence[tuple[int, int]] = (),
) -> Requisition:
    """Send the basket in; it is ordered at once where no approval is needed.

    ``recipient_id`` is the colleague who gets it; None for oneself. ``quantities`` (item id,
    how many) hold instead of those in the basket. Raises Refused as ``set_quantities``, and
    ``basket-empty``, ``price-missing``, ``cost-centre-unknown``, ``recipient-unknown``,
    ``delivery-location-unknown``, ``nobody-may-approve``, and what ``use_entitlements`` and
    ``place_orders`` raise.
    """
    require(may_send_in(actor))
    today = _today(actor, now)
    terms = Terms(
        own_cost_centre(actor, id=cost_centre_id),
        own_location(actor, id=delivery_location_id),
        _recipient(actor, today, id=recipient_id),
        note_text,
        own_project(actor, id=project_id) if project_id else None,
    )
    hold_basket(actor)
    set_quantities(actor=actor, now=now, quantities=quantities)
    asked = empty_basket(actor, today)
    return send_in(actor, now, _priced_all(asked, actor, today, terms), terms)


def order_directly(
    *, actor: Actor, now: datetime, cost_centre: str, delivery_location: str,
    wanted: list[Wanted], configurations: Sequence[WantedConfiguration] = (),
    recipient_email: str = "", project: str = "", note_text: str = "",
) -> Requisition:  # fmt: skip
    """Send in items and configurations without a basket, by the organisation's own codes.

    ``recipient_email`` is the colleague's who gets it, empty for oneself. Raises Refused as
    ``submit_requisition`` and ``lines_of_configurations``, and ``item-not-on-the-shelf``.
    """
    require(may_send_in(actor))
    item_ids = [line.item_id for line in wanted]
    centre, location = {"code": cost_centre}, {"code": delivery_location}
    ask_who_and_what(actor, item_ids, centre=centre, location=location)
    today = _today(actor, now)
    terms = Terms(
        own_cost_centre(actor, **centre),
        own_location(actor, **location),
        _recipient(actor, today, email=recipient_email.strip().lower()),
        note_text,
        own_project(actor, code=project) if project else None,
    )
    items = {item.pk: item for item in items_among(item_ids)}
    missing = sorted(set(item_ids) - set(items))
    if missing:
        raise Refused(
            "item-not-on-the-shelf",
            _("There is no item %(items)s in the shop."),
            status=404, items=", ".join(map(str, missing)),
        )  # fmt: skip
    asked = [Asked(items[line.item_id], line.quantity) for line in wanted]
    asked += lines_of_configurations(configurations, actor.own_party_id, today)
    return send_in(actor, now, _priced_all(asked, actor, today, terms), terms)


def approve_requisition(
    *, actor: Actor, now: datetime, requisition_id: int, reason: str = ""
) -> Requisition:
    """Take the next step; the last one orders, in the same transaction.

    An order that is refused leaves no approval. Raises Refused: ``not-found``, and what
    ``decide``, ``require_open_project`` and ``place_orders`` raise.
    """
    requisition = _locked(requisition_id)
    if not decide(actor, now, requisition, Decision.APPROVED, reason):
        tell("requisition-step-taken", requisition_id=requisition.pk)
        return requisition
    require_open_project(requisition)
    place_orders(requisition, now)
    return change(requisition, state=RequisitionState.ORDERED)


def reject_requisition(
    *, actor: Actor, now: datetime, requisition_id: int, reason: str
) -> Requisition:
    """Say no, with a reason that the requester reads.

    One no ends it, whatever others have said. Raises Refused: ``not-found``,
    ``reason-missing``, and what ``decide`` raises.
    """
    requisition = _locked(requisition_id)
    if not reason.strip():
        raise Refused(
            "reason-missing", _("Write why, so that the requester knows what to do."),
            status=422, fields={"reason": _("Write a reason.")},
        )  # fmt: skip
    decide(actor, now, requisition, Decision.REJECTED, reason.strip())
    _give_back(requisition, now)
    tell("requisition-rejected", requisition_id=requisition.pk)
    return change(requisition, state=RequisitionState.REJECTED)


def withdraw_requisition(*, actor: Actor, now: datetime, requisition_id: int) -> Requisition:
    """Take one's own requisition back before it is ordered or rejected."""
    requisition = _locked(requisition_id)
    require(may_withdraw(actor, requisition))
    _give_back(requisition, now)
    return change(requisition, state=RequisitionState.WITHDRAWN)


def _give_back(requisition: Requisition, now: datetime) -> None:
    """What became no order counts neither as the recipient's nor as a supplier's turn."""
    return_entitlements(party_id=requisition.party_id, reference=requisition.number, now=now)
    give_turns_back(buyer_id=requisition.party_id, reference=requisition.number, now=now)


def priced(wanted: list[tuple[CatalogueItem, int]], today: date) -> list[Wish]:
    """Items and quantities with today's prices.

    Raises Refused ``price-missing`` for one that is not sold today, ``sale-ended``.
    """
    refuse_ended((item for item, _quantity in wanted), today)
    prices = prices_of_items([item for item, _quantity in wanted], today)
    wishes = []
    for item, quantity in wanted:
        if item.pk not in prices or not item.active:
            raise unavailable(item, today)
        wishes.append(Wish(item, quantity, prices[item.pk]))
    return wishes


def _priced_all(asked: list[Asked], actor: Actor, today: date, terms: Terms) -> list[Wish]:
    """Lines of all kinds with today's prices. Raises Refused ``basket-empty`` for none."""
    if not asked:
        raise Refused("basket-empty", _("Your basket is empty. Choose something in the shop."))
    ask_for_order(
        actor, [one.item for one in asked], today, cost_centre_id=terms.centre.pk,
        project_id=terms.project.pk if terms.project else None,
    )  # fmt: skip
    wishes = priced([(one.item, one.quantity) for one in asked], today)
    return [
        replace(
            wish, configuration_id=one.configuration_id, is_device=one.is_device,
            properties=one.properties, term_months=one.term_months,
        )
        for wish, one in zip(wishes, asked, strict=True)
    ]  # fmt: skip


def send_in(actor: Actor, now: datetime, wishes: list[Wish], terms: Terms) -> Requisition:
    """Write the requisition down and send it on its way, in the open unit of work."""
    today = _today(actor, now)
    require_steps(wishes)
    rules = require_not_stopped(
        actor.own_party_id, {wish.item.agreement_id for wish in wishes}, today
    )
    asked = [Called(wish.item, wish.quantity, wish.net_cents) for wish in wishes]
    called = call_off(actor.own_party_id, asked, rules, today)
    wishes = [replace(wish, **called.instead_of(wish.item)) for wish in wishes]
    pk, number = draw_requisition(now.year)
    requisition = Requisition(
        pk=pk, party=party_of(actor.own_party_id), requester_id=actor.own_person_id,
        recipient=person_of(terms.recipient_id), number=number, cost_centre=terms.centre,
        project=terms.project, delivery_location=terms.location, currency=_one_currency(wishes),
        total_cents=sum(wish.net_cents for wish in wishes), note=terms.note_text,
        submitted_at=now,
    )  # fmt: skip
    lines = [_line(requisition, number, wish) for number, wish in enumerate(wishes, 1)]
    way = way_of(actor, requisition, lines, now)
    requisition.state = RequisitionState.SUBMITTED if way.steps else RequisitionState.ORDERED
    create_with(requisition, lines)
    _use_entitlements(requisition, wishes, now)
    take_turns(requisition, called, now)
    if way.steps:
        wait_for_decisions(requisition, way)
    else:
        priced = zip(lines, (wish.origin for wish in wishes), strict=True)
        place_priced(requisition, [Priced(line, origin) for line, origin in priced], now)
    return requisition


def _use_entitlements(requisition: Requisition, wishes: list[Wish], now: datetime) -> None:
    """Count each line for who gets it."""
    wanted: dict[int, list[Ordered]] = defaultdict(list)
    for wish in wishes:
        person_id = wish.recipient_id or requisition.recipient_id
        # A configuration counts once, by its device.
        counted = wish.configuration_id if wish.is_device else None
        wanted[person_id].append(Ordered(wish.item, wish.quantity, wish.origin, counted))
    use_entitlements(
        party_id=requisition.party_id, wanted=wanted, reference=requisition.number, now=now
    )


def _one_currency(wishes: list[Wish]) -> str:
    currencies = {wish.item.currency for wish in wishes}
    if len(currencies) > 1:
        raise Refused(
            "currencies-mixed",
            _("These items are priced in different currencies. Send them in one by one."),
        )
    return currencies.pop()


def require_steps(wishes: Iterable[Wish]) -> None:
    """Each is asked for in its item's steps. Raises Refused ``quantity-not-in-steps``."""
    for wish in wishes:
        if wish.quantity % wish.item.quantity_increment:
            raise Refused(
                "quantity-not-in-steps",
                _("%(name)s is ordered in steps of %(step)s. Correct how many you want."),
                status=422, name=wish.item.shown_name, step=wish.item.quantity_increment,
            )  # fmt: skip


def _line(requisition: Requisition, number: int, wish: Wish) -> RequisitionLine:
    return RequisitionLine(
        requisition=requisition, party_id=requisition.party_id, line_number=number,
        agreement_id=wish.item.agreement_id, item=wish.item, name=wish.item.name,
        quantity=wish.quantity, unit_price_cents=wish.unit_price_cents, net_cents=wish.net_cents,
        delivery_location=wish.location or requisition.delivery_location,
        recipient_id=wish.recipient_id, reference=wish.reference, origin=wish.origin.as_json(),
        configuration_id=wish.configuration_id, properties=dict(wish.properties),
        term_months=wish.term_months
        or term_of(wish.item.unit_code, wish.item.quantity_increment, wish.quantity),
    )  # fmt: skip


def _locked(requisition_id: int) -> Requisition:
    found = Requisition.objects.select_for_update().filter(id=requisition_id).first()
    if found is None:
        raise not_found()
    return found


def _recipient(actor: Actor, today: date, **named: int | str | None) -> int:
    """The colleague so named, or oneself where nobody is."""
    chosen = {name: value for name, value in named.items() if value}
    return colleague(actor, today, **chosen).pk if chosen else actor.own_person_id


def _today(actor: Actor, now: datetime) -> date:
    return day_of(now, party_of(actor.own_party_id).time_zone)
