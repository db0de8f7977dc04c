"""Orders: the list, and one order with its answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.ordering.pages.changes_shown import changes_of
from samkop.ordering.pages.happened import happened
from samkop.ordering.pages.order_documents import documents_on
from samkop.ordering.pages.order_lines import rows_of
from samkop.ordering.pages.order_list import ORDERS
from samkop.ordering.pages.origins import origins_of
from samkop.ordering.pages.parts import every_word, main_action, parts_of
from samkop.ordering.pages.progress import ORDER_TONES
from samkop.ordering.policies import (
    may_answer,
    may_ask_for_change,
    may_decide_substitute,
    may_see_order,
    may_see_orders,
    may_see_requisitions,
    may_see_reservations,
    may_shop,
)
from samkop.ordering.queries import (
    asked_cents,
    order_of,
    order_sides,
    payments_of,
    reason_of,
    standing_cents,
)
from samkop.ordering.usecases.order import cancel_order
from samkop.ordering.usecases.order_response import decide_substitute
from samkop.ordering.vocabulary import ORDER_TRANSITIONS, ChangeState, OrderState
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.lists import list_page
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import perform


@page()
def orders(request: HttpRequest, actor: Actor) -> Any:
    """The organisation's orders, newest first."""
    allow(may_see_orders(actor))
    return list_page(
        request, actor, ORDERS, order_sides(actor.own_party_id), "ordering/order_lists.html",
        sees_orders=True, sees_requisitions=may_see_requisitions(actor),
        sees_reservations=may_see_reservations(actor),
    )  # fmt: skip


@page()
def order(request: HttpRequest, actor: Actor, order_id: int) -> tuple[str, dict[str, Any]]:
    """One order: lines with what became of them, the answers, the documents, the history."""
    found = order_of(order_id)
    if found is None:
        raise not_found()
    allow(may_see_order(actor, found))
    own = found.buyer_id == actor.party_id
    rows = rows_of(found)
    answers = list(found.responses.all())
    answerable = may_answer(actor, found) and found.state in ORDER_TRANSITIONS
    parts = parts_of(actor, found)
    context = {
        "order": found,
        "tone": ORDER_TONES[OrderState(found.state)],
        "own": own,
        "asked_cents": asked_cents(found) if own else found.total_cents,
        "may_shop": may_shop(actor),
        "rows": rows,
        "standing_cents": standing_cents(found),
        "by_year": payments_of(found) if own else {},
        "origins": origins_of(row.line for row in rows),
        "reason": reason_of(answers),
        "note": next((one.note for one in reversed(answers) if one.note), ""),
        "refused": found.state == OrderState.REFUSED,
        "offers": [row for row in rows if row.offered],
        "documents": documents_on(found),
        "may_answer": answerable,
        "may_answer_change": may_answer(actor, found),
        "may_ask_for_change": may_ask_for_change(actor, found),
        "changes": changes_of(found),
        "change_waits": any(one.state == ChangeState.ASKED for one in found.changes.all()),
        "may_decide": may_decide_substitute(actor, found),
        "parts": parts,
        "main_action": None if answerable and not answers else main_action(parts),
        "history": history_of(subject_of(found), every_word()) if own else happened(found),
    }
    return "ordering/order.html", context


@act()
def cancel(request: HttpRequest, actor: Actor, order_id: int) -> Answer:
    """Cancel an order that has not been sent."""
    perform(actor, cancel_order, order_id=order_id)
    return Answer(
        to=reverse("order", args=[order_id]),
        message=_("Cancelled. Budget and ceiling have been given back."),
    )


@act()
def decide(request: HttpRequest, actor: Actor, order_id: int, line_id: int) -> Answer:
    """Accept or decline an offered substitute."""
    accepted = request.POST.get("decision") == "accept"
    perform(
        actor, decide_substitute, order_id=order_id, response_line_id=line_id, accepted=accepted
    )
    message = _("Substitute accepted.") if accepted else _("Substitute declined.")
    return Answer(to=reverse("order", args=[order_id]), message=message)
