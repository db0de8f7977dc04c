"""Who may do what in receiving. Row security says who sees; these say who may act."""

from __future__ import annotations

from samkop.agreements.policies import SELLS
from samkop.ordering.models import Order
from samkop.ordering.policies import SEES_ALL
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor, ActorKind
from samkop.receiving.models import Consignment, Discrepancy, GoodsReturn

GOODS_KEEPER = "goods-keeper"
# Who keeps the organisation's controls: nobody whose work it is to take goods in.
CONTROLS = frozenset({RoleName.FINANCE_CLERK, RoleName.ADMINISTRATOR})
# Whose work it is to take goods in, for everybody in the organisation.
RECEIVES = frozenset({RoleName.ICT_MANAGER, RoleName.INSTALLER})


def may_expect(actor: Actor, buyer_id: int) -> bool:
    """Expect what a supplier has announced: the buyer's own job."""
    is_job = actor.kind is ActorKind.JOB and actor.name == GOODS_KEEPER
    return is_job and actor.party_id == buyer_id


def may_see_goods(actor: Actor) -> bool:
    """All deliveries: who receives, who sees all orders, and the supplier's people who sell."""
    return actor.party_id is not None and bool(actor.roles & (RECEIVES | SEES_ALL | SELLS))


def may_see_consignment(actor: Actor, consignment: Consignment, *, waiting: bool) -> bool:
    """One delivery: who sees all of them; and who is ``waiting`` for something of it."""
    mine = waiting and actor.party_id == consignment.buyer_id
    return mine or may_see_goods(actor)


def may_despatch(actor: Actor, order: Order) -> bool:
    """Announce goods by hand: the supplier's people who sell."""
    return order.supplier_id == actor.party_id and bool(actor.roles & SELLS)


def may_receive(actor: Actor, buyer_id: int, *, waiting: bool) -> bool:
    """Take goods in: whose work it is, and who is ``waiting`` for something of it."""
    by_role = bool(actor.roles & RECEIVES)
    return actor.person_id is not None and actor.party_id == buyer_id and (by_role or waiting)


def may_settle(actor: Actor, discrepancy: Discrepancy) -> bool:
    """Say what becomes of a discrepancy: the buyer's ICT manager and finance clerk."""
    settles = {RoleName.ICT_MANAGER, RoleName.FINANCE_CLERK}
    return actor.party_id == discrepancy.buyer_id and bool(actor.roles & settles)


def may_see_discrepancies(actor: Actor) -> bool:
    """All that differed: who sees all deliveries."""
    return may_see_goods(actor)


def may_return(actor: Actor, buyer_id: int) -> bool:
    """Send goods back: the buyer's people whose work it is to take goods in."""
    own = actor.person_id is not None and actor.party_id == buyer_id
    return own and bool(actor.roles & RECEIVES)


def may_accept_return(actor: Actor, goods_return: GoodsReturn) -> bool:
    """Say that goods are back: the supplier's people who sell."""
    return goods_return.supplier_id == actor.party_id and bool(actor.roles & SELLS)


def may_set_segregation_limit(actor: Actor) -> bool:
    """Say above what sum receiver and approver differ: finance, or the administrator."""
    return actor.person_id is not None and bool(actor.roles & CONTROLS)
