"""From a basket to a requisition, and what is decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.agreements.queries import prices_of
from samkop.core.period import day_of
from samkop.ordering.models import (
    Approval,
    ApprovalAuthority,
    ApprovalThreshold,
    BasketLine,
    Requisition,
    RequisitionLine,
)
from samkop.ordering.policies import may_approve, may_keep_budgets, may_shop, may_withdraw
from samkop.ordering.queries import approvers_of, basket_of, next_number, thresholds_of
from samkop.ordering.rules import needs_approval
from samkop.ordering.usecases.order import place_orders
from samkop.ordering.vocabulary import Decision, RequisitionState
from samkop.parties.models import CostCentre, DeliveryLocation, Party
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, create_all, note
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


@dataclass(frozen=True)
class Wish:
    """One line of what is asked for, with today's price."""

    line: BasketLine
    unit_price_cents: int

    @property
    def net_cents(self) -> int:
        """Quantity times unit price, without VAT."""
        return self.line.quantity * self.unit_price_cents


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
    ``delivery-location-unknown``, ``nobody-may-approve``, and what ``place_orders`` raises.
    """
    require(may_shop(actor))
    assert actor.party_id is not None  # noqa: S101 - may_shop saw the roles of a party
    assert actor.person_id is not None  # noqa: S101
    wishes = _priced_basket(actor.party_id, actor.person_id, _today(actor, now))
    requisition = create(
        Requisition(
            party_id=actor.party_id,
            requester_id=actor.person_id,
            number=next_number(now.year),
            cost_centre=_own_cost_centre(actor, cost_centre_id),
            delivery_location=_own_location(actor, delivery_location_id),
            state=RequisitionState.SUBMITTED,
            currency=wishes[0].line.item.currency,
            total_cents=sum(wish.net_cents for wish in wishes),
            note=note_text,
            submitted_at=now,
        )
    )
    create_all(
        (_line(requisition, number, wish) for number, wish in enumerate(wishes, 1)),
        under=requisition,
    )
    BasketLine.objects.filter(id__in=[wish.line.pk for wish in wishes]).delete()
    _route(requisition, now)
    return requisition


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
    tell("requisition-rejected", requisition_id=requisition.pk)
    return change(requisition, state=RequisitionState.REJECTED)


def withdraw_requisition(*, actor: Actor, now: datetime, requisition_id: int) -> Requisition:
    """Take one's own requisition back before it is decided."""
    requisition = _locked(requisition_id)
    require(may_withdraw(actor, requisition))
    return change(requisition, state=RequisitionState.WITHDRAWN)


def set_threshold(
    *, actor: Actor, now: datetime, cost_centre_id: int | None, free_below_cents: int
) -> ApprovalThreshold:
    """Set the amount below which no approval is needed, for one cost centre or for all."""
    require(may_keep_budgets(actor))
    known = ApprovalThreshold.objects.filter(
        party_id=actor.party_id, cost_centre_id=cost_centre_id
    ).first()
    if known:
        return change(known, free_below_cents=free_below_cents)
    return create(
        ApprovalThreshold(
            party_id=actor.party_id, cost_centre_id=cost_centre_id,
            free_below_cents=free_below_cents,
        )
    )  # fmt: skip


def grant_authority(
    *, actor: Actor, now: datetime, person_id: int, cost_centre_id: int | None, limit_cents: int
) -> ApprovalAuthority:
    """Enter into the register of authority who may approve how much, from today."""
    require(may_keep_budgets(actor))
    return create(
        ApprovalAuthority(
            party_id=actor.party_id, person_id=person_id, cost_centre_id=cost_centre_id,
            limit_cents=limit_cents, valid_from=_today(actor, now),
        )
    )  # fmt: skip


def _priced_basket(party_id: int, person_id: int, today: date) -> list[Wish]:
    lines = list(basket_of(party_id, person_id))
    if not lines:
        raise Refused("basket-empty", _("Your basket is empty. Choose something in the shop."))
    prices = {}
    for agreement_id in {line.item.agreement_id for line in lines}:
        wanted = [
            line.item.seller_item_id for line in lines if line.item.agreement_id == agreement_id
        ]
        for seller_item_id, origin in prices_of(agreement_id, wanted, today).items():
            prices[agreement_id, seller_item_id] = origin.net_cents
    wishes = []
    for line in lines:
        price = prices.get((line.item.agreement_id, line.item.seller_item_id))
        if price is None or not line.item.active:
            raise Refused(
                "price-missing",
                _("%(name)s cannot be ordered now. Take it out of the basket."),
                name=line.item.name,
            )
        wishes.append(Wish(line, price))
    return wishes


def _line(requisition: Requisition, number: int, wish: Wish) -> RequisitionLine:
    item = wish.line.item
    return RequisitionLine(
        requisition=requisition, party_id=requisition.party_id, line_number=number,
        agreement_id=item.agreement_id, item=item, name=item.name, quantity=wish.line.quantity,
        unit_price_cents=wish.unit_price_cents, net_cents=wish.net_cents,
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
        on=day_of(now, requisition.party.time_zone), **asked,
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
                on=day_of(now, requisition.party.time_zone),
            )
            if found.person_id == actor.person_id
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
            party_id=requisition.party_id, requisition=requisition, person_id=actor.person_id,
            authority_id=authority.id, decision=decision, reason=reason, at=now,
        )
    )  # fmt: skip


def _locked(requisition_id: int) -> Requisition:
    found = Requisition.objects.select_for_update().filter(id=requisition_id).first()
    if found is None:
        raise not_found()
    return found


def _today(actor: Actor, now: datetime) -> date:
    return day_of(now, Party.objects.get(id=actor.party_id).time_zone)


def _own_cost_centre(actor: Actor, cost_centre_id: int) -> CostCentre:
    found = CostCentre.objects.filter(
        id=cost_centre_id, party_id=actor.party_id, active=True
    ).first()
    if found is None:
        raise Refused(
            "cost-centre-unknown", _("Choose one of your organisation's cost centres."),
            status=422, fields={"cost_centre": _("Choose a cost centre.")},
        )  # fmt: skip
    return found


def _own_location(actor: Actor, delivery_location_id: int) -> DeliveryLocation:
    found = DeliveryLocation.objects.filter(
        id=delivery_location_id, party_id=actor.party_id
    ).first()
    if found is None:
        raise Refused(
            "delivery-location-unknown", _("Choose one of your organisation's sites."),
            status=422, fields={"delivery_location": _("Choose where it is to be delivered.")},
        )  # fmt: skip
    return found
