"""What waits for my decision."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.core.period import day_of
from samkop.ordering.models import Budget, Requisition
from samkop.ordering.pages.by_year import schedule_of_lines, year_parts
from samkop.ordering.pages.posted import key_of
from samkop.ordering.policies import may_decide
from samkop.ordering.queries import to_decide
from samkop.ordering.usecases.requisition import approve_requisition, reject_requisition
from samkop.ordering.vocabulary import RequisitionState
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_money
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit, perform, reading


@page()
def to_approve(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """The requisitions that I may decide on, with what each does to its budget."""
    allow(may_decide(actor))
    party = Party.objects.get(id=actor.own_party_id)
    today = day_of(current_unit().now, party.time_zone)
    waiting = to_decide(party.pk, actor.own_person_id, today)
    budgets = {
        (budget.cost_centre_id, budget.project_id, budget.year): budget
        for budget in Budget.objects.filter(party=party, year__gte=today.year)
    }
    return "ordering/to_approve.html", {"rows": [_row(r, budgets, today) for r in waiting]}


@act()
def approve(request: HttpRequest, actor: Actor, requisition_id: int) -> Answer:
    """Approve: after the last approval the order goes out in the same moment."""
    found = perform(actor, approve_requisition, key=key_of(request), requisition_id=requisition_id)
    if found.state != RequisitionState.ORDERED:
        said = _("Approved: %(number)s. Somebody else decides too before it is ordered.")
        return Answer(to=reverse("to-approve"), message=said % {"number": found.number})
    return Answer(to=reverse("to-approve"), message=_ordered(actor, found))


@act()
def reject(request: HttpRequest, actor: Actor, requisition_id: int) -> Answer:
    """Reject, with a reason."""
    found = perform(
        actor, reject_requisition, key=key_of(request), requisition_id=requisition_id,
        reason=request.POST.get("reason", "")[:500],
    )  # fmt: skip
    return Answer(
        to=reverse("to-approve"),
        message=_("Rejected: %(number)s.") % {"number": found.number},
    )


def _ordered(actor: Actor, requisition: Requisition) -> str:
    """That it is ordered; and for how much, should the price have fallen since it was sent in."""
    with reading(actor):
        ordered = sum(order.total_cents for order in requisition.orders.all())
    if ordered == requisition.total_cents:
        return _("Approved and ordered: %(number)s.") % {"number": requisition.number}
    return _(
        "Approved and ordered: %(number)s. The price has fallen: %(ordered)s instead of %(asked)s."
    ) % {
        "number": requisition.number,
        "ordered": format_money(Decimal(ordered) / 100, requisition.currency),
        "asked": format_money(Decimal(requisition.total_cents) / 100, requisition.currency),
    }


def _row(
    waiting: Requisition, budgets: dict[tuple[int, int | None, int], Budget], today: date
) -> dict[str, Any]:
    lines = list(waiting.lines.all())
    schedule = schedule_of_lines(lines, today)
    centre_id, project_id = waiting.cost_centre_id, waiting.project_id
    of_years = {year: budgets.get((centre_id, project_id, year)) for year in schedule}
    parts = year_parts(schedule, {year: found for year, found in of_years.items() if found})
    return {
        "requisition": waiting,
        "lines": lines,
        "last_step": len(waiting.approvals.all()) + 1 == len(waiting.steps.all()),
        "first": parts[0],
        "short": next((part for part in parts if not part.fits), None),
        "this_year": today.year,
    }
