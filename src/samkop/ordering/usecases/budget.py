"""Setting budgets, and committing money to orders."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import Budget, BudgetMovement
from samkop.ordering.policies import may_keep_budgets
from samkop.parties.models import CostCentre
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require


def set_budget(
    *, actor: Actor, now: datetime, cost_centre_id: int, year: int, amount_cents: int, currency: str
) -> Budget:
    """Set what a cost centre may spend in a year, without VAT.

    Raises Refused ``budget-below-commitments`` when more than that is committed already,
    ``budget-currency-differs`` for a budget kept in another currency.
    """
    require(may_keep_budgets(actor))
    centre = CostCentre.objects.get(id=cost_centre_id)
    known = Budget.objects.select_for_update().filter(cost_centre=centre, year=year).first()
    if known is None:
        return create(
            Budget(
                party_id=centre.party_id, cost_centre=centre, year=year,
                amount_cents=amount_cents, currency=currency,
            )
        )  # fmt: skip
    if currency != known.currency:
        raise currency_differs(known.currency)
    if amount_cents < known.committed_cents:
        raise Refused(
            "budget-below-commitments",
            _("More than this has been ordered already. Set at least what is committed."),
            committed_cents=known.committed_cents,
        )
    return change(known, amount_cents=amount_cents)


def currency_differs(currency: str) -> Refused:
    """Money of another currency than the budget's is not added to it."""
    return Refused(
        "budget-currency-differs",
        _("The budget is in %(currency)s. Use that currency, or another cost centre."),
        currency=currency,
    )


def commit_budget(*, budget_id: int, cents: int, reference: str, now: datetime) -> None:
    """Commit (positive) or give back (negative) money, in the open unit of work.

    One conditional update locks the row, checks and moves: two orders cannot both take
    the last euro. Raises Refused ``budget-exceeded``.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ordering_budget SET committed_cents = committed_cents + %s"
            " WHERE id = %s AND (%s < 0 OR committed_cents + %s <= amount_cents)"
            " RETURNING party_id",
            [cents, budget_id, cents, cents],
        )
        row = cursor.fetchone()
    if row is None:
        raise Refused(
            "budget-exceeded",
            _("The cost centre's budget does not suffice. Ask for less, or for more budget."),
        )
    BudgetMovement.objects.bulk_create(
        [
            BudgetMovement(
                budget_id=budget_id, party_id=row[0], reference=reference, cents=cents, at=now
            )
        ]
    )


def budget_for(*, cost_centre_id: int, year: int) -> Budget:
    """The budget that an order of this year is charged to.

    Raises Refused ``budget-missing`` when none has been set.
    """
    budget = Budget.objects.filter(cost_centre_id=cost_centre_id, year=year).first()
    if budget is None:
        raise Refused(
            "budget-missing",
            _("There is no budget for this cost centre in %(year)s. Ask your finance office."),
            year=year,
        )
    return budget
