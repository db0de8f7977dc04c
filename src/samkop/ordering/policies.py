"""Who may do what in ordering. Row security says who sees; these say who may act."""

from __future__ import annotations

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.policies import SELLS, may_run_agreement, sells_under
from samkop.ordering.models import (
    Order,
    ReceivedChange,
    ReceivedOrder,
    Requisition,
    Reservation,
    StandingOrder,
)
from samkop.ordering.vocabulary import (
    APPROVAL_ROLES,
    ORDER_TRANSITIONS,
    ImportKind,
    NextStep,
    OrderState,
    RequisitionState,
)
from samkop.parties.policies import is_operator, may_manage_groups
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor, ActorKind

EMPLOYED = {RoleName.EMPLOYEE, RoleName.APPROVER, RoleName.ICT_MANAGER, RoleName.FINANCE_CLERK}
SEES_ALL = {RoleName.ICT_MANAGER, RoleName.FINANCE_CLERK, RoleName.ADMINISTRATOR}
DECIDES = {RoleName.APPROVER, *APPROVAL_ROLES}
RECONCILER = "job:report-reconciler"
BASKET_SENDER = "job:basket-sender"
ORDER_ANSWERER = "job:order-answerer"
PUNCH_OUT_DOOR = "job:punch-out-door"
RESERVATION_KEEPER = "job:reservation-keeper"
DELIVERY_WATCH = "job:delivery-watch"
PURCHASE_KEEPER = "job:purchase-keeper"
ENDING_WATCH = "job:ending-watch"
BUYS = {RoleName.BUYER, RoleName.CATEGORY_MANAGER}


def may_shop(actor: Actor) -> bool:
    """Fill a basket and send it in: whoever works there."""
    return actor.person_id is not None and bool(actor.roles & EMPLOYED)


def may_send_in(actor: Actor) -> bool:
    """Send a basket in: not in another system's session, whose basket goes back to it."""
    return may_shop(actor) and actor.kind is not ActorKind.PUNCH_OUT


def may_decide(actor: Actor) -> bool:
    """Decide on requisitions at all: approvers, and the roles that a rule may name."""
    return bool(actor.roles & DECIDES)


def may_approve(actor: Actor, requisition: Requisition) -> bool:
    """Decide on this requisition: one who decides, in the same organisation, for somebody else.

    Whether the next step is this person's is for the rules and the register to say.
    """
    return (
        may_decide(actor)
        and requisition.party_id == actor.party_id
        and actor.person_id not in {requisition.requester_id, requisition.recipient_id}
        and requisition.state == RequisitionState.SUBMITTED
    )


def may_withdraw(actor: Actor, requisition: Requisition) -> bool:
    """Take one's own requisition back while nobody has decided."""
    return (
        requisition.requester_id == actor.person_id
        and requisition.state == RequisitionState.SUBMITTED
    )


def may_remind(actor: Actor, requisition: Requisition) -> bool:
    """Remind those who decide: who asked, while it waits. How often is for the rules to say."""
    return may_withdraw(actor, requisition)


def may_see_requisition(actor: Actor, requisition: Requisition) -> bool:
    """Who asked, for whom, approvers, and those who see all of the organisation's orders."""
    return (
        actor.person_id in {requisition.requester_id, requisition.recipient_id}
        or may_decide(actor)
        or bool(actor.roles & SEES_ALL)
    )


def may_see_requisitions(actor: Actor) -> bool:
    """The list of all of the organisation's requisitions: who decides, or sees all orders."""
    return may_decide(actor) or bool(actor.roles & SEES_ALL)


def may_see_orders(actor: Actor) -> bool:
    """The list of all orders: in the municipality, at the supplier, at the purchasing body."""
    return bool(actor.roles & (SEES_ALL | SELLS | BUYS))


def may_see_order(actor: Actor, order: Order) -> bool:
    """An order: who sees the list, who approved, who asked for it and who gets it."""
    return (
        may_see_orders(actor)
        or may_decide(actor)
        or actor.person_id in {order.requester_id, order.recipient_id}
    )


def may_cancel(actor: Actor, order: Order) -> bool:
    """Cancel an order that the supplier has not had yet."""
    return may_call_back(actor, order) and order.state == OrderState.PLACED


def may_call_back(actor: Actor, order: Order) -> bool:
    """Decide whether an order stands, as long as that can be decided: who asked, ICT manager."""
    mine = order.requester_id == actor.person_id
    return order.buyer_id == actor.party_id and (mine or RoleName.ICT_MANAGER in actor.roles)


def may_ask_for_change(actor: Actor, order: Order) -> bool:
    """Ask the supplier for a change or a cancellation, as long as anything comes."""
    return may_call_back(actor, order) and order.state in ORDER_TRANSITIONS


def may_answer(actor: Actor, order: Order) -> bool:
    """Answer an order by hand: the supplier's people who sell."""
    return order.supplier_id == actor.party_id and bool(actor.roles & SELLS)


def may_decide_substitute(actor: Actor, order: Order) -> bool:
    """Say yes or no to a substitute: who asked for the thing, or the ICT manager."""
    mine = order.requester_id == actor.person_id
    return (
        order.buyer_id == actor.party_id
        and (mine or RoleName.ICT_MANAGER in actor.roles)
        and order.state == OrderState.SUBSTITUTE_OFFERED
    )


def may_repeat(actor: Actor, requisition: Requisition) -> bool:
    """Order the same again: who asked for it, or gets it."""
    return may_shop(actor) and actor.person_id in {
        requisition.requester_id,
        requisition.recipient_id,
    }


def steps_with_requisition(
    actor: Actor, requisition: Requisition, *, reminding: bool
) -> tuple[NextStep, ...]:
    """What this person can do about a requisition as a whole, the most pressing first.

    ``reminding``: whether those who decide were told long enough ago.
    """
    allowed = {
        NextStep.REMIND: reminding and may_remind(actor, requisition),
        NextStep.WITHDRAW: may_withdraw(actor, requisition),
        NextStep.REPEAT: may_repeat(actor, requisition),
    }
    return tuple(step for step, may in allowed.items() if may)


def steps_with_order(actor: Actor, order: Order, *, offered: bool) -> tuple[NextStep, ...]:
    """What this person can do about lines of an order, the most pressing first.

    ``offered``: whether a substitute is offered for them.
    """
    allowed = {
        NextStep.DECIDE_SUBSTITUTE: offered and may_decide_substitute(actor, order),
        NextStep.CANCEL: may_cancel(actor, order),
    }
    return tuple(step for step, may in allowed.items() if may)


def may_keep_budgets(actor: Actor) -> bool:
    """Set budgets, the rules of approval and the register of authority."""
    return bool(actor.roles & {RoleName.FINANCE_CLERK, RoleName.ADMINISTRATOR})


def may_import(actor: Actor, kind: str) -> bool:
    """Take in a file of a kind: whoever keeps the register that its rows end up in."""
    if kind == ImportKind.GROUPS:
        return may_manage_groups(actor, actor.own_party_id)
    if kind == ImportKind.PURCHASE_PLAN:
        return may_plan_purchases(actor)
    return may_keep_budgets(actor) or is_operator(actor)


def may_keep_register(actor: Actor) -> bool:
    """Enter and end lines of the register of authority; nobody enters himself."""
    return may_keep_budgets(actor)


def may_see_register(actor: Actor) -> bool:
    """Who may approve how much: who sees all of the organisation's orders."""
    return bool(actor.roles & SEES_ALL)


def may_keep_rules(actor: Actor) -> bool:
    """Draft, simulate and adopt rules of approval."""
    return may_keep_budgets(actor)


def may_delegate(actor: Actor) -> bool:
    """Name somebody who stands in for oneself."""
    return may_decide(actor)


def may_delegate_for_others(actor: Actor) -> bool:
    """Name somebody who stands in for an absent approver."""
    return bool(actor.roles & {RoleName.ICT_MANAGER, RoleName.ADMINISTRATOR})


def may_send_report(actor: Actor, agreement: FrameworkAgreement) -> bool:
    """A supplier's periodic report: its own people who sell, and who runs the agreement."""
    return sells_under(actor, agreement) or may_run_agreement(actor, agreement)


def may_see_reports(actor: Actor, agreement: FrameworkAgreement) -> bool:
    """Those who send reports in; a buyer sees its own orders, not what others bought."""
    return may_send_report(actor, agreement)


def may_see_report_list(actor: Actor) -> bool:
    """The reports of all agreements: whoever runs some of them, or sells under some."""
    return actor.party_id is not None and bool(actor.roles & (BUYS | SELLS))


def may_reconcile(actor: Actor, agreement: FrameworkAgreement) -> bool:
    """Who runs the agreement, and the job that hears of a supplier's report on its behalf."""
    is_job = actor.identity == RECONCILER and actor.party_id == agreement.purchasing_body_id
    return is_job or may_run_agreement(actor, agreement)


def may_allocate(actor: Actor, agreement: FrameworkAgreement) -> bool:
    """Divide shortages: the buyers of who runs the agreement, and its job."""
    if actor.party_id != agreement.purchasing_body_id:
        return False
    return bool(actor.roles & BUYS) or (
        actor.kind == ActorKind.JOB and actor.name == "shortage-keeper"
    )


def may_connect_systems(actor: Actor) -> bool:
    """Let the organisation's own purchasing system into the shop, and keep it out."""
    return actor.kind is ActorKind.PERSON and RoleName.ADMINISTRATOR in actor.roles


def may_open_punch_out(actor: Actor) -> bool:
    """The installation's door for purchasing systems, for one organisation at a time."""
    return actor.identity == PUNCH_OUT_DOOR and actor.party_id is not None


def may_return_basket(actor: Actor) -> bool:
    """Bring back what was chosen, or leave: a purchasing system's session, its own."""
    return actor.kind is ActorKind.PUNCH_OUT


def may_see_reservations(actor: Actor) -> bool:
    """What baskets elsewhere hold: who sees all of the organisation's orders."""
    return actor.kind is ActorKind.PERSON and bool(actor.roles & SEES_ALL)


def may_release_reservation(actor: Actor, reservation: Reservation) -> bool:
    """Give back what a basket elsewhere holds before its time: the buyer's ICT manager."""
    return reservation.buyer_id == actor.party_id and RoleName.ICT_MANAGER in actor.roles


def may_expire(actor: Actor, party_id: int) -> bool:
    """The clock's job, for one buyer at a time."""
    return actor.identity == RESERVATION_KEEPER and actor.party_id == party_id


def may_watch_deliveries(actor: Actor, party_id: int) -> bool:
    """The clock's job, for one buyer at a time."""
    return actor.identity == DELIVERY_WATCH and actor.party_id == party_id


def may_tell_of_endings(actor: Actor, party_id: int) -> bool:
    """The clock's job, for one buyer at a time."""
    return actor.identity == ENDING_WATCH and actor.party_id == party_id


def may_see_standing_orders(actor: Actor) -> bool:
    """The list: whoever may have one, and who sees all of the organisation's orders."""
    return may_send_in(actor) or bool(actor.roles & SEES_ALL)


def may_see_standing_order(actor: Actor, standing: StandingOrder) -> bool:
    """Whose it is, and who sees all of the organisation's orders."""
    return standing.party_id == actor.party_id and (
        standing.person_id == actor.person_id or bool(actor.roles & SEES_ALL)
    )


def may_change_standing_order(actor: Actor, standing: StandingOrder) -> bool:
    """What is ordered, and when: whose it is, since it is ordered in that person's name."""
    return (
        may_send_in(actor)
        and standing.party_id == actor.party_id
        and standing.person_id == actor.person_id
    )


def may_stop_standing_order(actor: Actor, standing: StandingOrder) -> bool:
    """Pause, resume or end it: whose it is, and the ICT manager, should that person leave."""
    return may_change_standing_order(actor, standing) or (
        standing.party_id == actor.party_id and RoleName.ICT_MANAGER in actor.roles
    )


def may_see_spares(actor: Actor) -> bool:
    """What lies at the organisation's sites: who handles it, and who sees all its orders."""
    return may_handle_spares(actor) or bool(actor.roles & SEES_ALL)


def may_handle_spares(actor: Actor) -> bool:
    """Take spares out, put them in and count them: ICT manager, installer."""
    return bool(actor.roles & {RoleName.ICT_MANAGER, RoleName.INSTALLER})


def may_keep_spares(actor: Actor) -> bool:
    """Say how many there should be: the ICT manager, in whose name they are ordered."""
    return may_send_in(actor) and RoleName.ICT_MANAGER in actor.roles


def may_see_plan(actor: Actor) -> bool:
    """What is planned to be ordered: who sees all of the organisation's orders."""
    return bool(actor.roles & SEES_ALL)


def may_plan_purchases(actor: Actor) -> bool:
    """Load the plan and take rows off it: the ICT manager, in whose name they are ordered."""
    return may_send_in(actor) and RoleName.ICT_MANAGER in actor.roles


def may_set_delivery_warning(actor: Actor) -> bool:
    """Choose how long before a promised delivery one is warned: the ICT manager."""
    return may_send_in(actor) and RoleName.ICT_MANAGER in actor.roles


def may_keep_purchases(actor: Actor, party_id: int) -> bool:
    """The clock's job, for one buyer at a time."""
    return actor.identity == PURCHASE_KEEPER and actor.party_id == party_id


def may_take_order_in(actor: Actor) -> bool:
    """An order document, in the name of the party that sent it."""
    return actor.kind is ActorKind.MESSAGE


def may_answer_received_order(actor: Actor, received: ReceivedOrder | ReceivedChange) -> bool:
    """The installation's job, in the name of whom the order was sent to."""
    return actor.identity == ORDER_ANSWERER and actor.party_id == received.receiver_id


def may_send_basket_back(actor: Actor, reservation: Reservation) -> bool:
    """The installation's job, in the name of whoever runs the agreement."""
    is_job = actor.identity == BASKET_SENDER
    return is_job and actor.party_id == reservation.purchasing_body_id
