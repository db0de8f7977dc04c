"""Loading the purchase plan, and taking rows off it before they are ordered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import PlannedPurchase
from samkop.ordering.policies import may_plan_purchases
from samkop.ordering.queries.purchase_plan_rows import plan_purchase_rows
from samkop.ordering.vocabulary import PLANNED_PURCHASE_TRANSITIONS, PlannedPurchaseState
from samkop.parties.columns import Cells
from samkop.parties.file_plans import FilePlan
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

MOST_TOLD = 50


@dataclass(frozen=True)
class PlanRow:
    """A row of a plan: texts as they were written, as in a file.

    ``reference`` is the plan's own and tells rows apart; ``item`` the supplier's item number or
    the shop's own id; ``site``, ``cost_centre`` and ``project`` the organisation's codes, no
    project where it is empty; ``order_on`` a day (ISO 8601) or a month (``2027-03``).
    """

    reference: str
    item: str
    quantity: str
    site: str
    cost_centre: str
    order_on: str
    project: str = ""


def plan_purchases(*, actor: Actor, now: datetime, rows: Sequence[PlanRow]) -> dict[str, int]:
    """Put rows into the plan, all or none; on its day each is ordered in the actor's name.

    A reference that stands already is changed as long as it is neither ordered nor taken off,
    and left then. Rows that are not named stay. Returns the counts ``rows``, ``new``,
    ``changed``, ``unchanged``. Raises Refused ``not-allowed``, and ``plan-rows-faulty`` with
    ``faults`` (row, column, code) among its facts; rows are counted from 1.
    """
    require(may_plan_purchases(actor))
    hold("import", actor.own_party_id)
    plan = FilePlan([Cells(number, asdict(row)) for number, row in enumerate(rows, 1)], [])
    plan_purchase_rows(
        plan, party_id=actor.own_party_id, person_id=actor.own_person_id, lock=True,
        today=own_today(),
    )  # fmt: skip
    if plan.faults:
        raise Refused(
            "plan-rows-faulty",
            _("Nothing was planned: %(count)s cells of the rows are wrong."),
            status=422, count=len(plan.faults),
            fields={f"{f.row}.{f.column}": str(f) for f in plan.faults[:MOST_TOLD]},
            faults=[(f.row, f.column, f.code) for f in plan.faults],
        )  # fmt: skip
    for thing in plan.new:
        create(thing)
    for thing, fields in plan.changed:
        change(thing, **fields)
    return plan.counts()


def take_off_plan(*, actor: Actor, now: datetime, planned_purchase_id: int) -> PlannedPurchase:
    """Order a row no more; loading it again does not bring it back.

    Raises Refused: ``not-found``, ``not-allowed``, ``planned-purchase-final``.
    """
    row = locked_row(actor, planned_purchase_id)
    require(may_plan_purchases(actor))
    require_open(row, PlannedPurchaseState.TAKEN_OFF)
    return change(row, state=PlannedPurchaseState.TAKEN_OFF, code="", sentence="")


def locked_row(actor: Actor, planned_purchase_id: int) -> PlannedPurchase:
    """A row of the acting party's plan, kept from others. Raises Refused ``not-found``."""
    found = (
        PlannedPurchase.objects.select_for_update()
        .filter(id=planned_purchase_id, party_id=actor.own_party_id)
        .first()
    )
    if found is None:
        raise not_found()
    return found


def require_open(row: PlannedPurchase, state: PlannedPurchaseState) -> None:
    """Refuse what cannot become so any more: ``planned-purchase-final``."""
    may_become = PLANNED_PURCHASE_TRANSITIONS.get(PlannedPurchaseState(row.state), frozenset())
    if state not in may_become:
        raise Refused(
            "planned-purchase-final",
            _("It is ordered or taken off the plan already. Load the page again."),
        )
