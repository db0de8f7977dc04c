"""Reads of ordering."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, F, Prefetch, Q, QuerySet

from samkop.exchange.models import Message
from samkop.exchange.queries import documents_of
from samkop.ordering.models import (
    BasketConfiguration,
    BasketLine,
    Budget,
    BudgetProject,
    Order,
    OrderChangeLine,
    OrderLine,
    Requisition,
    RequisitionLine,
)
from samkop.ordering.queries.answers import with_answers
from samkop.ordering.queries.lines import with_items
from samkop.ordering.queries.whereabouts import with_whereabouts
from samkop.ordering.vocabulary import RequisitionState
from samkop.platform.database.prepared import Rows, prepared

PAGE = 50


_DRAW = "SELECT nextval('{}_id_seq'), nextval('ordering_number')"
requisition_drawn = Rows(_DRAW.format("ordering_requisition"), "", "")
order_drawn = Rows(_DRAW.format("ordering_order"), "", "")


def draw_requisition(year: int) -> tuple[int, str]:
    """The id of the next requisition and its number, e.g. ``2026-0000017``."""
    [(pk, number)] = requisition_drawn()
    return pk, f"{year}-{number:07d}"


def draw_order(year: int) -> tuple[int, str]:
    """The id of the next order and its number, of the same series."""
    [(pk, number)] = order_drawn()
    return pk, f"{year}-{number:07d}"


@prepared
def orders_of_requisition(requisition_id: int) -> QuerySet[Order]:
    """The orders that a requisition has become, by number; their ids only."""
    return Order.objects.filter(requisition_id=requisition_id).only("id").order_by("id")


def basket_configurations_of(party_id: int, person_id: int) -> QuerySet[BasketConfiguration]:
    """The configurations in a person's basket, in the order in which they came."""
    return (
        BasketConfiguration.objects.filter(party_id=party_id, person_id=person_id)
        .select_related("configuration")
        .order_by("id")
    )


def basket_of(party_id: int, person_id: int) -> QuerySet[BasketLine]:
    """A person's basket, in the order in which it was filled."""
    return (
        BasketLine.objects.filter(party_id=party_id, person_id=person_id)
        .select_related("item", "item__agreement", "item__supplier", "item__replaced_by")
        .order_by("id")
    )


def requisition_of(requisition_id: int) -> Requisition | None:
    """A requisition with what its page shows."""
    return (
        with_whereabouts(Requisition.objects.filter(id=requisition_id))
        .select_related("cost_centre", "project", "delivery_location", "party")
        .prefetch_related("lines__configuration", "lines__delivery_location")
        .first()
    )


def requisitions_of(party_id: int, person_id: int) -> QuerySet[Requisition]:
    """What a person has asked for, or a colleague for that person, the newest first.

    A line of it for that person is enough. Each way has an index of its own, which one
    condition over all three would not use.
    """
    ids = Requisition.objects.filter(party_id=party_id).order_by().values("id")
    lines = RequisitionLine.objects.filter(party_id=party_id, recipient_id=person_id)
    mine = ids.filter(requester_id=person_id).union(
        ids.filter(recipient_id=person_id), lines.order_by().values("requisition_id")
    )
    return with_whereabouts(Requisition.objects.filter(id__in=mine).order_by("-id"))


def all_requisitions_of(party_id: int) -> QuerySet[Requisition]:
    """Everything that the party's people have asked for, with what a list shows."""
    return (
        Requisition.objects.filter(party_id=party_id)
        .select_related("requester", "recipient", "cost_centre", "delivery_location")
        .prefetch_related(
            Prefetch("lines", with_items(RequisitionLine.objects.order_by("line_number"))),
            Prefetch("orders", with_answers(Order.objects.order_by("id"))),
        )
    )


def order_sides(party_id: int) -> list[QuerySet[Order]]:
    """Orders that the party placed, those it received, those it runs: none of them twice.

    The party is named besides row security, so that an index serves each side.
    """
    orders = Order.objects.select_related("buyer", "supplier", "agreement")
    return [
        orders.filter(buyer_id=party_id),
        orders.filter(supplier_id=party_id).exclude(buyer_id=party_id),
        orders.filter(purchasing_body_id=party_id)
        .exclude(buyer_id=party_id)
        .exclude(supplier_id=party_id),
    ]


def orders_of(party_id: int, *, before: int | None = None, state: str = "") -> list[Order]:
    """Orders that the party placed, received or runs, a page at a time, newest first.

    The party is named besides row security, so that an index serves each side.
    """
    found: dict[int, Order] = {}
    for side in ("buyer_id", "supplier_id", "purchasing_body_id"):
        orders = Order.objects.filter(**{side: party_id}).select_related("buyer", "supplier")
        if state:
            orders = orders.filter(state=state)
        if before is not None:
            orders = orders.filter(id__lt=before)
        found |= {order.pk: order for order in orders.order_by("-id")[: PAGE + 1]}
    return [found[key] for key in sorted(found, reverse=True)][: PAGE + 1]


def order_of(order_id: int) -> Order | None:
    """An order with what its page shows.

    The requisition is left out: a supplier may not read it, and a join would hide the order.
    """
    return (
        with_answers(Order.objects.filter(id=order_id))
        .select_related("buyer", "supplier", "purchasing_body", "agreement")
        .prefetch_related(
            Prefetch("lines", OrderLine.objects.select_related("item").order_by("line_number")),
            "progress",
            Prefetch(
                "changes__lines",
                OrderChangeLine.objects.select_related("offered").order_by("line_number"),
            ),
        )
        .first()
    )


def answers_by_hand(order: Order) -> QuerySet[Message]:
    """The messages of its supplier's people who answered it here, oldest first."""
    return documents_of(f"ordering.answer:{order.pk}")


def payments_of(order: Order) -> dict[int, int]:
    """The cents that each year's budget carries of an order read ``with_answers``, by year.

    Empty where all of it is paid in the year of its order.
    """
    settled = list(order.settlements.all())
    found = settled[-1].payments_by_year if settled else order.payments_by_year
    return {int(year): cents for year, cents in sorted(found.items())}


def projects_with_waiting(party_id: int) -> list[tuple[BudgetProject, int]]:
    """The party's projects by code, open ones first, and how many requisitions of each wait."""
    waiting = Count("requisition", filter=Q(requisition__state=RequisitionState.SUBMITTED))
    found = BudgetProject.objects.filter(party_id=party_id)
    counted = found.annotate(waiting=waiting).order_by("-active", "code")
    return [(project, project.waiting) for project in counted]


def budgets_by_year(
    cost_centre_id: int, project_id: int | None, years: Iterable[int]
) -> dict[int, Budget]:
    """The budgets of a cost centre, or of a project in it, of these years."""
    found = Budget.objects.filter(
        cost_centre_id=cost_centre_id, project_id=project_id, year__in=list(years)
    )
    return {budget.year: budget for budget in found}


def years_with_budgets(party_id: int) -> list[int]:
    """The years for which the party has set any budget."""
    found = Budget.objects.filter(party_id=party_id).order_by("year").distinct()
    return list(found.values_list("year", flat=True))


def budgets_of(party_id: int, year: int) -> QuerySet[Budget]:
    """The party's budgets of a year: each cost centre's own, and then those of its projects."""
    return (
        Budget.objects.filter(party_id=party_id, year=year)
        .select_related("cost_centre", "project")
        .order_by("cost_centre__code", F("project__code").asc(nulls_first=True), "id")
    )
