"""Returns: the list, one of them, and goods of an order that go back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.ordering.models import Order
from samkop.ordering.queries import order_of
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.lists import list_page
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform, reading
from samkop.receiving.models import Discrepancy, GoodsReturn
from samkop.receiving.pages.return_form import ReturnForm, ReturnRow
from samkop.receiving.pages.return_list import RETURNS
from samkop.receiving.pages.shown import RETURN_TONES, its_side
from samkop.receiving.policies import (
    may_accept_return,
    may_return,
    may_see_goods,
    may_set_segregation_limit,
)
from samkop.receiving.queries.returns import (
    NOTHING,
    awaited_of,
    return_of,
    returnable_of,
    returns_of,
    returns_of_order,
)
from samkop.receiving.rules.returning import Returned
from samkop.receiving.usecases.return_remedy import take_credit_instead
from samkop.receiving.usecases.returning import (
    accept_return,
    announce_return,
    cancel_return,
    send_return,
)
from samkop.receiving.vocabulary import (
    DONE,
    REMEDIES,
    ReturnReason,
    ReturnRemedy,
    ReturnState,
    Settlement,
)

LONGEST_ID = 18


@page()
def returns(request: HttpRequest, actor: Actor) -> Any:
    """What goes back, the newest first."""
    allow(may_see_goods(actor))
    return list_page(
        request, actor, RETURNS.usually(**its_side(actor)), returns_of(actor.own_party_id),
        "receiving/lists.html", decides=may_set_segregation_limit(actor),
    )  # fmt: skip


def _return(
    request: HttpRequest, actor: Actor, return_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    allow(may_see_goods(actor))
    found = return_of(return_id)
    lines, known = list(found.lines.all()), awaited_of([found.order_id])
    awaited = [known.get(line.pk, NOTHING) for line in lines]
    replacing = sum(one.replacements for one in awaited)
    accepted = getattr(found, "acceptance", None)
    waits = found.state in {ReturnState.ANNOUNCED, ReturnState.SENT} and accepted is None
    own = found.buyer_id == actor.party_id
    return "receiving/return.html", {
        "goods_return": found,
        "tone": RETURN_TONES[ReturnState(found.state)],
        "lines": list(zip(lines, awaited, strict=True)),
        "crediting": sum(one.credits for one in awaited),
        "replacing": replacing,
        "may_take_credit": may_return(actor, found.buyer_id)
        and found.remedy == ReturnRemedy.REPLACEMENT
        and (replacing > 0 or found.state == ReturnState.ANNOUNCED),
        "acceptance": accepted,
        "may_send": waits and found.state == ReturnState.ANNOUNCED
        and may_return(actor, found.buyer_id),
        "may_accept": waits and may_accept_return(actor, found),
        "refused": refused,
        "history": history_of(subject_of(found), DONE) if own else [],
        "trail": [
            (_("Returns"), reverse("returns")),
            (
                _("Order %(number)s") % {"number": found.order.number},
                reverse("order", args=[found.order_id]),
            ),
        ],
    }  # fmt: skip


one = page()(_return)


def _announce(
    request: HttpRequest, actor: Actor, order_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    order = _order(actor, order_id)
    form = _form(request, order, sent=refused is not None)
    return "receiving/return_announce.html", {
        "order": order,
        "form": with_refusal(form, refused),
        "nothing_here": not any(row.able.here or row.able.wrong for row in form.lines),
        "wrong_ones": any(row.able.wrong for row in form.lines),
        "key": f"{order.pk}-{len(returns_of_order(order.pk))}",
        "trail": [
            (_("Orders"), reverse("orders")),
            (_("Order %(number)s") % {"number": order.number}, reverse("order", args=[order.pk])),
        ],
    }


announce = page()(_announce)


@act(again=_announce)
def send_announcement(request: HttpRequest, actor: Actor, order_id: int) -> Answer:
    """Announce the return."""
    with reading(actor):
        form = _form(request, _order(actor, order_id), sent=True)
        values = checked(form)
    made: GoodsReturn = perform(
        actor, announce_return, key=request.POST.get("key", "")[:64] or None, order_id=order_id,
        reason=values["reason"], remedy=values["remedy"], returned=form.returned(),
        note_text=values["note"],
    )  # fmt: skip
    return Answer(
        to=reverse("return", args=[made.pk]),
        message=_("Announced. Write %(number)s on the package.") % {"number": made.number},
    )


@act(again=_return)
def gone(request: HttpRequest, actor: Actor, return_id: int) -> Answer:
    """Say that it has been sent."""
    tracking = request.POST.get("tracking_id", "")
    perform(actor, send_return, return_id=return_id, tracking_id=tracking)
    return Answer(
        to=reverse("return", args=[return_id]), message=_("Sent. The supplier sees it.")
    )  # fmt: skip


@act(again=_return)
def cancel(request: HttpRequest, actor: Actor, return_id: int) -> Answer:
    """Keep it here after all."""
    perform(actor, cancel_return, return_id=return_id)
    return Answer(to=reverse("return", args=[return_id]), message=_("It stays here."))


@act(again=_return)
def take_credit(request: HttpRequest, actor: Actor, return_id: int) -> Answer:
    """A credit note instead of the replacement."""
    perform(actor, take_credit_instead, return_id=return_id)
    return Answer(
        to=reverse("return", args=[return_id]),
        message=_("A credit note is expected now. The supplier is told."),
    )


@act(again=_return)
def accept(request: HttpRequest, actor: Actor, return_id: int) -> Answer:
    """The supplier has it back."""
    note = request.POST.get("note", "")
    perform(actor, accept_return, return_id=return_id, note_text=note)
    return Answer(
        to=reverse("return", args=[return_id]),
        message=_("Confirmed. The buyer sees it in a moment."),
    )


def _order(actor: Actor, order_id: int) -> Order:
    order = order_of(order_id)
    if order is None:
        raise not_found()
    allow(may_return(actor, order.buyer_id))
    return order


def _form(request: HttpRequest, order: Order, *, sent: bool) -> ReturnForm:
    able = {line.line_number: line for line in returnable_of(order)}
    rows = [ReturnRow(line, able[line.line_number]) for line in order.lines.all()]
    differs = None if sent else _difference(request, order)
    begun, reason, remedy = {}, ReturnReason.DAMAGED.value, ""
    if differs is not None:
        number, serial = differs.line.line_number, differs.serial_number
        here = serial in able[number].serials if number in able else False
        begun = {number: Returned(number, differs.quantity, (serial,) if here else ())}
        reason = differs.kind if differs.kind in ReturnReason.values else ReturnReason.OVER.value
        if differs.settlement == Settlement.CREDIT_EXPECTED:
            remedy = ReturnRemedy.CREDIT.value
    elif not sent:
        # Whoever looked a device up by its serial number sends that one back.
        serial = request.GET.get("serial", "")
        begun = {
            number: Returned(number, 1, (serial,))
            for number, line in able.items()
            if serial in line.serials
        }
    return ReturnForm(
        request.POST if sent else None, rows=rows, begun=begun,
        initial={"reason": reason, "remedy": remedy or REMEDIES[ReturnReason(reason)][0].value},
    )  # fmt: skip


def _difference(request: HttpRequest, order: Order) -> Discrepancy | None:
    """The difference that the address names, where it is one of the order's."""
    text = request.GET.get("difference", "")
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_ID):
        return None
    found = Discrepancy.objects.select_related("line")
    return found.filter(id=int(text), line__order_id=order.pk).first()
