"""Who may do what in invoicing. Row security says who sees; these say who may act."""

from __future__ import annotations

from samkop.agreements.policies import SELLS
from samkop.invoicing.models import Invoice
from samkop.ordering.models import Order
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor

SEES_INVOICES = {RoleName.FINANCE_CLERK, RoleName.ICT_MANAGER, RoleName.ADMINISTRATOR}


def may_see_invoices(actor: Actor) -> bool:
    """The list of invoices: the buyer's finance and ICT, and the supplier's people who sell."""
    return actor.party_id is not None and bool(actor.roles & (SEES_INVOICES | SELLS))


def may_see_invoice(actor: Actor, invoice: Invoice) -> bool:
    """One invoice: whoever sees the list, on either side."""
    return may_see_invoices(actor) and actor.party_id in {invoice.buyer_id, invoice.supplier_id}


def may_bill(actor: Actor, order: Order) -> bool:
    """Write an invoice on an order by hand: the supplier's people who sell."""
    return order.supplier_id == actor.party_id and bool(actor.roles & SELLS)


def may_credit(actor: Actor, invoice: Invoice) -> bool:
    """Write a credit note to an invoice by hand: the same people."""
    return invoice.supplier_id == actor.party_id and bool(actor.roles & SELLS)
