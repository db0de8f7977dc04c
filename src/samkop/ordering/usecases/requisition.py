"""From a basket to a requisition, and what is decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries import prices_of_items, unavailable
from samkop.catalogue.usecases.entitlements import return_entitlements, use_entitlements
from samkop.core.period import day_of
from samkop.ordering.models import (
    Approval,
    BasketLine,
    Requisition,
    RequisitionLine,
)
from samkop.ordering.policies import may_approve, may_shop, may_withdraw
from samkop.ordering.queries import approvers_of, basket_of, next_number, thresholds_of
from samkop.ordering.rules import needs_approval
from samkop.ordering.usecases.basket import hold_basket
from samkop.ordering.usecases.order import place_orders
from samkop.ordering.vocabulary import Decision, RequisitionState
from samkop.parties.models import CostCentre, DeliveryLocation, Party
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, create_all, note
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


@dataclass(frozen=True)
class Wanted:
    """An item of the shop by its id, and how many of it."""

    item_id: int
    quantity: int


@dataclass(frozen=True)
class Wish:
    """One line of what is asked for, with today's price."""

    item: CatalogueItem
    quantity: int
    unit_price_cents: int

    @property
    def net_cents(self) -> int:
        """Quantity times unit price, without VAT."""
        return self.quantity * self.unit_price_cents


def submit_requisition(
    *,
    actor: Actor,
    now: datetime,
    cost_centre_id: int,
    delivery_location_id: int,
    note_text: str = "",
) -> Requisition:
    """Send the basket in; it is ordered at once where no approval is needed.

    Raises Refused: ``basket-empty``, ``price-missing``, ``cost-centre-unknown``,
    ``delivery-location-unknown``, ``nobody-may-approve``, and what ``use_entitlements`` and
    ``place_orders`` raise.
    """
    require(may_shop(actor))
    centre = _own_cost_centre(actor, id=cost_centre_id)
    location = _own_location(actor, id=delivery_location_id)
    hold_basket(actor)
    lines = list(basket_of(actor.own_party_id, actor.own_person_id))
    if not lines:
        raise Refused("basket-empty", _("Your basket is empty. Choose something in the shop."))
    wishes = _priced([(line.item, line.quantity) for line in lines], _today(actor, now))
    BasketLine.objects.filter(id__in=[line.pk for line in lines]).delete()
    return _submit(actor, now, wishes, centre, location, note_text)


def order_directly(
    *, actor: Actor, now: datetime, cost_centre: str, delivery_location: str,
    wanted: list[Wanted], note_text: str = "",
) -> Requisition:  # fmt: skip
    """Send in a list of items without a basket, by the organisation's own codes.

    Raises Refused as ``submit_requisition``, and ``item-not-on-the-shelf``.
    """
    require(may_shop(actor))
    centre = _own_cost_centre(actor, code=cost_centre)
    location = _own_location(actor, code=delivery_location)
    items = CatalogueItem.objects.in_bulk([line.item_id for line in wanted])
    missing = sorted({line.item_id for line in wanted} - set(items))
    if missing:
        raise Refused(
            "item-not-on-the-shelf",
            _("There is no item %(items)s in the shop."),
            status=404, items=", ".join(map(str, missing)),
        )  # fmt: skip
    wishes = _priced([(items[w.item_id], w.quantity) for w in wanted], _today(actor, now))
    return _submit(actor, now, wishes, centre, location, note_text)


def approve_requisition(
    *, actor: Actor, now: datetime, requisition_id: int, reason: str = ""
) -> Requisition:
    """Approve and order, in one transaction: an order that is refused leaves no approval.

    Raises Refused: ``not-found``, ``decided-already``, ``authority-missing``, and what
    ``place_orders`` raises.
    """
    requisition = _locked(requisition_id)
    _decide(actor, now, requisition, Decision.APPROVED, reason)
    place_orders(requisition, now)
    return change(requisition, state=RequisitionState.ORDERED)


def reject_requisition(
    *, actor: Actor, now: datetime, requisition_id: int, reason: str
) -> Requisition:
    """Say no, with a reason that the requester reads.

    Raises Refused: ``not-found``, ``decided-already``, ``authority-missing``,
    ``reason-missing``.
    """
    requisition = _locked(requisition_id)
    if not reason.strip():
        raise Refused(
            "reason-missing", _("Write why, so that the requester knows what to do."),
            status=422, fields={"reason": _("Write a reason.")},
        )  # fmt: skip
    _decide(actor, now, requisition, Decision.REJECTED, reason.strip())
    return_entitlements(party_id=requisition.party_id, reference=requisition.number, now=now)
    tell("requisition-rejected", requisition_id=requisition.pk)
    return change(requisition, state=RequisitionState.REJECTED)


def withdraw_requisition(*, actor: Actor, now: datetime, requisition_id: int) -> Requisition:
    """Take one's own requisition back before it is decided."""
    requisition = _locked(requisition_id)
    require(may_withdraw(actor, requisition))
    return_entitlements(party_id=requisition.party_id, reference=requisition.number, now=now)
    return change(requisition, state=RequisitionState.WITHDRAWN)


def _priced(wanted: list[tuple[CatalogueItem, int]], today: date) -> list[Wish]:
    prices = prices_of_items([item for item, _quantity in wanted], today)
    wishes = []
    for item, quantity in wanted:
        if item.pk not in prices or not item.active:
            raise unavailable(item, today)
        wishes.append(Wish(item, quantity, prices[item.pk].net_cents))
    return wishes


def _submit(
    actor: Actor, now: datetime, wishes: list[Wish], centre: CostCentre,
    location: DeliveryLocation, note_text: str,
) -> Requisition:  # fmt: skip
    """Write the requisition down and send it on its way."""
    requisition = create(
        Requisition(
            party_id=actor.own_party_id, requester_id=actor.own_person_id,
            number=next_number(now.year), cost_centre=centre, delivery_location=location,
            state=RequisitionState.SUBMITTED, currency=_one_currency(wishes),
            total_cents=sum(wish.net_cents for wish in wishes), note=note_text, submitted_at=now,
        )
    )  # fmt: skip
    create_all(
        (_line(requisition, number, wish) for number, wish in enumerate(wishes, 1)),
        under=requisition,
    )
    use_entitlements(
        party_id=requisition.party_id, person_id=requisition.requester_id,
        wanted=[(wish.item, wish.quantity) for wish in wishes],
        reference=requisition.number, now=now,
    )  # fmt: skip
    _route(requisition, now)
    return requisition


def _one_currency(wishes: list[Wish]) -> str:
    currencies = {wish.item.currency for wish in wishes}
    if len(currencies) > 1:
        raise Refused(
            "currencies-mixed",
            _("These items are priced in different currencies. Send them in one by one."),
        )
    return currencies.pop()


def _line(requisition: Requisition, number: int, wish: Wish) -> RequisitionLine:
    return RequisitionLine(
        requisition=requisition, party_id=requisition.party_id, line_number=number,
        agreement_id=wish.item.agreement_id, item=wish.item, name=wish.item.name,
        quantity=wish.quantity, unit_price_cents=wish.unit_price_cents, net_cents=wish.net_cents,
    )  # fmt: skip


def _route(requisition: Requisition, now: datetime) -> None:
    """Order at once, or leave it to an approver; refuse when there is none."""
    asked = {"cost_centre_id": requisition.cost_centre_id, "cents": requisition.total_cents}
    if not needs_approval(thresholds_of(requisition.party_id), **asked):
        note(approval="none needed by the organisation's own threshold")
        place_orders(requisition, now)
        change(requisition, state=RequisitionState.ORDERED)
        return
    if not approvers_of(
        party_id=requisition.party_id, requester_id=requisition.requester_id,
        currency=requisition.currency, on=day_of(now, requisition.party.time_zone), **asked,
    ):  # fmt: skip
        raise Refused(
            "nobody-may-approve",
            _("Nobody has the authority to approve this amount for this cost centre."
              " Ask your finance office to enter somebody."),
        )  # fmt: skip
    tell("requisition-submitted", requisition_id=requisition.pk)


def _decide(
    actor: Actor, now: datetime, requisition: Requisition, decision: Decision, reason: str
) -> None:
    if requisition.state != RequisitionState.SUBMITTED:
        raise Refused(
            "decided-already", _("This has been decided already. The page shows by whom.")
        )
    require(may_approve(actor, requisition))
    authority = next(
        (
            found
            for found in approvers_of(
                party_id=requisition.party_id, requester_id=requisition.requester_id,
                cost_centre_id=requisition.cost_centre_id, cents=requisition.total_cents,
                currency=requisition.currency, on=day_of(now, requisition.party.time_zone),
            )
            if found.person_id == actor.own_person_id
        ),
        None,
    )  # fmt: skip
    if authority is None:
        raise Refused(
            "authority-missing",
            _("Your authority does not reach this amount or cost centre. Leave it to a colleague."),
            status=403,
        )
    create(
        Approval(
            party_id=requisition.party_id, requisition=requisition, person_id=actor.own_person_id,
            authority_id=authority.id, decision=decision, reason=reason, at=now,
        )
    )  # fmt: skip


def _locked(requisition_id: int) -> Requisition:
    found = Requisition.objects.select_for_update().filter(id=requisition_id).first()
    if found is None:
        raise not_found()
    return found


def _today(actor: Actor, now: datetime) -> date:
    return day_of(now, Party.objects.get(id=actor.own_party_id).time_zone)


def _own_cost_centre(actor: Actor, **named: int | str) -> CostCentre:
    found = CostCentre.objects.filter(party_id=actor.own_party_id, active=True, **named).first()
    if found is None:
        raise Refused(
            "cost-centre-unknown", _("Choose one of your organisation's cost centres."),
            status=422, fields={"cost_centre": _("Choose a cost centre.")},
        )  # fmt: skip
    return found


def _own_location(actor: Actor, **named: int | str) -> DeliveryLocation:
    found = DeliveryLocation.objects.filter(party_id=actor.own_party_id, **named).first()
    if found is None:
        raise Refused(
            "delivery-location-unknown", _("Choose one of your organisation's sites."),
            status=422, fields={"delivery_location": _("Choose where it is to be delivered.")},
        )  # fmt: skip
    return found
