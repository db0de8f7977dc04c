"""What is pressed on an invoice's page; one use case each."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core.matching import Remedy
from samkop.invoicing.pages.forms import (
    CommentForm,
    PaidForm,
    RejectForm,
    assign_form,
    give_form,
)
from samkop.invoicing.pages.invoices import shown_invoice
from samkop.invoicing.queries.invoices import result_of
from samkop.invoicing.usecases.settling import (
    accept_discrepancy,
    ask_supplier,
    assign_invoice,
    assign_line,
    comment_on_invoice,
    hand_over_invoice,
    mark_paid,
    reject_invoice,
    wait_for_more,
)
from samkop.parties.pages.forms import checked
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform, reading

SETTLES = {
    Remedy.ACCEPT.value: (accept_discrepancy, _("The difference is accepted.")),
    Remedy.ASK_FOR_CREDIT.value: (ask_supplier, _("The supplier is asked for a credit note.")),
    Remedy.ASK.value: (ask_supplier, _("The supplier is asked.")),
    Remedy.WAIT.value: (wait_for_more, _("It waits, and is matched again by itself.")),
}


@act(again=shown_invoice)
def settle(request: HttpRequest, actor: Actor, invoice_id: int, discrepancy_id: int) -> Answer:
    """Accept a discrepancy, ask the supplier about it, or let it wait."""
    chosen = SETTLES.get(request.POST.get("remedy", ""))
    if chosen is None:
        raise Refused(
            "remedy-unknown", _("Press one of the buttons beside the discrepancy."), status=422
        )
    use_case, said = chosen
    perform(actor, use_case, discrepancy_id=discrepancy_id, invoice_id=invoice_id)
    return _back(invoice_id, said)


@act(again=shown_invoice)
def assign(request: HttpRequest, actor: Actor, invoice_id: int) -> Answer:
    """Say which order line a line is for."""
    with reading(actor):
        result = result_of(invoice_id)
        if result.buyer_id != actor.party_id:
            raise not_found()
        values = checked(assign_form(result, request.POST))
    perform(
        actor, assign_line, result_id=result.pk, line_id=values["line_id"],
        order_line_id=values["order_line"],
    )  # fmt: skip
    return _back(invoice_id, _("The line is assigned, and the invoice is matched again."))


@act(again=shown_invoice)
def reject(request: HttpRequest, actor: Actor, invoice_id: int) -> Answer:
    """Reject the invoice."""
    values = checked(RejectForm(request.POST))
    perform(actor, reject_invoice, result_id=_own(actor, invoice_id), note=values["note"])
    return _back(invoice_id, _("The invoice is rejected, and the supplier is told why."))


@act(again=shown_invoice)
def give(request: HttpRequest, actor: Actor, invoice_id: int) -> Answer:
    """Give the invoice to a colleague."""
    with reading(actor):
        result = result_of(invoice_id)
        if result.buyer_id != actor.party_id:
            raise not_found()
        values = checked(give_form(result, request.POST))
    perform(actor, assign_invoice, result_id=result.pk, person_id=values["person"])
    return _back(invoice_id, _("The invoice has somebody who handles it."))


@act(again=shown_invoice)
def comment(request: HttpRequest, actor: Actor, invoice_id: int) -> Answer:
    """Say something to one's colleagues."""
    values = checked(CommentForm(request.POST))
    perform(actor, comment_on_invoice, result_id=_own(actor, invoice_id), text=values["text"])
    return _back(invoice_id, _("Your colleagues read it here."))


@act(again=shown_invoice)
def paid(request: HttpRequest, actor: Actor, invoice_id: int) -> Answer:
    """Say that it was paid."""
    values = checked(PaidForm(request.POST))
    perform(actor, mark_paid, invoice_id=invoice_id, paid_on=values["paid_on"])
    return _back(invoice_id, _("The invoice is paid, and the supplier is told."))


@act(again=shown_invoice)
def hand_over(request: HttpRequest, actor: Actor, invoice_id: int) -> Answer:
    """Say that it was handed to the finance system."""
    perform(actor, hand_over_invoice, result_id=_own(actor, invoice_id))
    return _back(invoice_id, _("The invoice is handed to the finance system."))


def _own(actor: Actor, invoice_id: int) -> int:
    """The id of what became of it; the use case asks whose it is."""
    with reading(actor):
        return result_of(invoice_id).pk


def _back(invoice_id: int, said: str | Promise) -> Answer:
    return Answer(to=reverse("invoice", args=[invoice_id]), message=said)
