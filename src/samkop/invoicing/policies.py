"""Who may do what in invoicing. Row security says who sees; these say who may act."""

from __future__ import annotations

from samkop.agreements.policies import SELLS
from samkop.invoicing.models import Invoice, MatchResult
from samkop.invoicing.vocabulary import HANDLES, MATCHER
from samkop.ordering.models import Order
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor, ActorKind

SEES_INVOICES = {*HANDLES, RoleName.ADMINISTRATOR, RoleName.APPROVER}


def may_see_invoices(actor: Actor) -> bool:
    """The list of invoices: the buyer's finance and ICT, and the supplier's people who sell."""
    return actor.party_id is not None and bool(actor.roles & (SEES_INVOICES | SELLS))


def may_bill(actor: Actor, order: Order) -> bool:
    """Write an invoice on an order by hand: the supplier's people who sell."""
    return order.supplier_id == actor.party_id and bool(actor.roles & SELLS)


def may_credit(actor: Actor, invoice: Invoice) -> bool:
    """Write a credit note to an invoice by hand: the same people."""
    return invoice.supplier_id == actor.party_id and bool(actor.roles & SELLS)


def may_see_invoice(actor: Actor, invoice: Invoice, *, orderer: bool = False) -> bool:
    """One invoice: whoever sees the list, on either side, and whose order it is about."""
    its_party = actor.party_id in {invoice.buyer_id, invoice.supplier_id}
    return its_party and (may_see_invoices(actor) or orderer)


def may_see_discrepancies(actor: Actor) -> bool:
    """The work list: the buyer's people alone."""
    return actor.party_id is not None and bool(actor.roles & SEES_INVOICES)


def may_see_result(actor: Actor, result: MatchResult, *, orderer: bool) -> bool:
    """What became of it, in whole: the buyer's people who see it; the orderer says what came."""
    own = result.buyer_id == actor.party_id and actor.person_id is not None
    return own and may_see_invoice(actor, result.invoice, orderer=orderer)


def may_match(actor: Actor) -> bool:
    """Match invoices with orders and receipts: the buyer's own job."""
    is_job = actor.kind is ActorKind.JOB and actor.name == MATCHER
    return is_job and actor.party_id is not None


def may_handle(actor: Actor, result: MatchResult) -> bool:
    """Settle what differs: finance, ICT manager, and approvers within their authority."""
    mine = result.buyer_id == actor.party_id
    return mine and bool(actor.roles & {*HANDLES, RoleName.APPROVER})


def may_work_on(actor: Actor, result: MatchResult) -> bool:
    """Give it to a colleague: whoever settles it."""
    return may_handle(actor, result)


def may_pay(actor: Actor, result: MatchResult) -> bool:
    """Say that it was paid: finance; the finance system with a token of its."""
    return result.buyer_id == actor.party_id and RoleName.FINANCE_CLERK in actor.roles


def may_keep_rents(actor: Actor) -> bool:
    """Record what financiers rent out to one's own organisation: who settles invoices."""
    return actor.party_id is not None and bool(actor.roles & set(HANDLES))


def may_decide_reception(actor: Actor) -> bool:
    """Choose who receives invoices, and what passes: finance, or the administrator."""
    return actor.party_id is not None and bool(
        actor.roles & {RoleName.FINANCE_CLERK, RoleName.ADMINISTRATOR}
    )


def may_keep_accounting(actor: Actor) -> bool:
    """Coding rules, vouchers and accounting files: finance, or the administrator."""
    return may_decide_reception(actor)
