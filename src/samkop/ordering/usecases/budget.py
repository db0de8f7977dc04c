"""Setting budgets, and committing money to orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import Budget
from samkop.ordering.policies import may_keep_budgets
from samkop.ordering.usecases.projects import own_project
from samkop.parties.models import CostCentre
from samkop.platform.actors import Actor
from samkop.platform.database.driver import asked
from samkop.platform.database.prepared import Among, Asked, prepared
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

MOVE = """
WITH held AS MATERIALIZED (
    SELECT budget.id, part.cents
    FROM unnest(%s::bigint[], %s::bigint[]) AS part (id, cents)
    JOIN ordering_budget budget USING (id)
    ORDER BY budget.id FOR UPDATE OF budget
), moved AS (
    UPDATE ordering_budget budget SET committed_cents = budget.committed_cents + held.cents
    FROM held
    WHERE budget.id = held.id
        AND (held.cents < 0 OR budget.committed_cents + held.cents <= budget.amount_cents)
    RETURNING budget.id, budget.party_id, held.cents
)
INSERT INTO ordering_budgetmovement (budget_id, party_id, reference, cents, at)
SELECT id, party_id, %s, cents, %s FROM moved RETURNING budget_id
"""


@dataclass(frozen=True)
class Part:
    """What a commitment takes of one budget (or gives back, negative), in cents."""

    budget_id: int
    cents: int


def set_budget(
    *, actor: Actor, now: datetime, cost_centre_id: int, year: int, amount_cents: int,
    currency: str, project_id: int | None = None,
) -> Budget:  # fmt: skip
    """Set what a cost centre, or a project in it, may spend in a year, without VAT.

    Raises Refused ``cost-centre-unknown``, ``project-unknown``, ``amount-negative``,
    ``budget-below-commitments`` when more than that is committed already,
    ``budget-currency-differs`` for a budget kept in another currency.
    """
    require(may_keep_budgets(actor))
    centre = CostCentre.objects.filter(id=cost_centre_id, party_id=actor.own_party_id).first()
    if centre is None:
        raise _wrong(
            "cost-centre-unknown", "cost_centre",
            _("Choose one of your organisation's cost centres."),
        )  # fmt: skip
    project = own_project(actor, id=project_id) if project_id is not None else None
    if amount_cents < 0:
        raise _wrong("amount-negative", "amount", _("Give zero or an amount above it."))
    known = (
        Budget.objects.select_for_update()
        .filter(cost_centre=centre, project=project, year=year)
        .first()
    )
    if known is None:
        return create(
            Budget(
                party_id=centre.party_id, cost_centre=centre, project=project, year=year,
                amount_cents=amount_cents, currency=currency,
            )
        )  # fmt: skip
    if currency != known.currency:
        raise currency_differs(known.currency)
    if amount_cents < known.committed_cents:
        sentence = _("More than this has been ordered already. Set at least what is committed.")
        raise Refused(
            "budget-below-commitments", sentence, fields={"amount": sentence},
            committed_cents=known.committed_cents,
        )  # fmt: skip
    return change(known, amount_cents=amount_cents)


def _wrong(code: str, field: str, sentence: Promise) -> Refused:
    return Refused(code, sentence, status=422, fields={field: sentence})


def currency_differs(currency: str) -> Refused:
    """Money of another currency than the budget's is not added to it."""
    return Refused(
        "budget-currency-differs",
        _("The budget is in %(currency)s. Use that currency, or another cost centre."),
        currency=currency,
    )


def commit_budget(*, parts: Sequence[Part], reference: str, now: datetime) -> None:
    """Commit (positive) or give back (negative) money, in the open unit of work.

    All parts, of one budget each, or none. One statement locks the rows by id, so that nobody
    waits for somebody who waits for him, checks, moves and writes the movements down: two
    orders cannot both take the last euro. Raises Refused ``budget-exceeded``.
    """
    ids, cents = [part.budget_id for part in parts], [part.cents for part in parts]
    moved = {row[0] for row in asked(MOVE, [ids, cents, reference, now]).fetchall()}
    short = [part.budget_id for part in parts if part.budget_id not in moved]
    if short:
        budget = Budget.objects.filter(id__in=short).order_by("year").first()
        raise Refused(
            "budget-exceeded",
            _("The cost centre's budget of %(year)s does not suffice. Ask for less, or for more"
              " budget."),
            year="" if budget is None else budget.year,
        )  # fmt: skip


def budget_parts(
    *, cost_centre_id: int, project_id: int | None, currency: str, schedule: Mapping[int, int]
) -> list[Part]:
    """What a payment schedule takes of the budgets of the years in which it falls due.

    ``schedule`` maps a year to its cents: one year for a purchase, all the years of its term
    for a lease. Raises Refused ``budget-missing`` for a year without budget,
    ``budget-currency-differs``.
    """
    question, values = question_of_budgets(cost_centre_id, project_id, list(schedule))
    budgets = {budget.year: budget for budget in question(*values)}
    parts = []
    for year, cents in sorted(schedule.items()):
        budget = budgets.get(year)
        if budget is None:
            raise Refused(
                "budget-missing",
                _("There is no budget for this cost centre in %(year)s. Ask your finance office."),
                year=year,
            )
        if budget.currency != currency:
            raise currency_differs(budget.currency)
        parts.append(Part(budget.pk, cents))
    return parts


def question_of_budgets(cost_centre_id: int, project_id: int | None, years: list[int]) -> Asked:
    """What ``budget_parts`` asks, which may be asked ahead."""
    if project_id is None:
        return _budgets_without_project.of(cost_centre_id, years)
    return _budgets_of_project.of(cost_centre_id, project_id, years)


@prepared
def _budgets_without_project(cost_centre_id: int, years: list[int]) -> QuerySet[Budget]:
    return Budget.objects.filter(
        Among(F("year"), years), cost_centre_id=cost_centre_id, project__isnull=True
    )


@prepared
def _budgets_of_project(cost_centre_id: int, project_id: int, years: list[int]) -> QuerySet[Budget]:
    return Budget.objects.filter(
        Among(F("year"), years), cost_centre_id=cost_centre_id, project_id=project_id
    )
