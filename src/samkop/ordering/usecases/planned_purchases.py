"""Ordering what the plan says: the rows of a day, site, cost centre and project together."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import PlannedPurchase, Requisition
from samkop.ordering.policies import may_keep_purchases, may_plan_purchases, may_send_in
from samkop.ordering.queries.purchase_plan import together_with
from samkop.ordering.usecases.by_itself import LONGEST_SENTENCE, send_in, tell_of_refusal
from samkop.ordering.usecases.purchase_plan import locked_row, require_open
from samkop.ordering.usecases.requisition import Wanted
from samkop.ordering.vocabulary import PlannedPurchaseState
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.records import change
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

LONGEST_NOTE = 500


def order_planned(*, actor: Actor, now: datetime, planned_purchase_id: int) -> Requisition | None:
    """Send in a row whose day has come, with those that are ordered with it; None where it
    waits no more.

    ``actor`` is whose name it is ordered in, as the person may order today. Raises Refused:
    ``not-found``, ``not-allowed``, and as ``order_directly``; then nothing is written.
    """
    rows = _due(actor, planned_purchase_id)
    if not rows:
        return None
    require(may_send_in(actor) and actor.person_id == rows[0].person_id)
    return _send_in(actor, now, rows)


def refuse_planned(
    *, actor: Actor, now: datetime, planned_purchase_id: int, code: str, sentence: str
) -> PlannedPurchase | None:
    """Write down why rows could not be ordered, and tell once in whose name they were to be.

    ``actor`` is the clock's job; where that person has left, the ICT managers are told. Raises
    Refused: ``not-found``, ``not-allowed``.
    """
    rows = _due(actor, planned_purchase_id)
    require(may_keep_purchases(actor, actor.own_party_id))
    if not rows:
        return None
    for row in rows:
        change(
            row, state=PlannedPurchaseState.REFUSED, code=code,
            sentence=sentence[:LONGEST_SENTENCE], tried_at=now,
        )  # fmt: skip
    first = rows[0]
    tell_of_refusal(
        first, code, kind="planned-purchase-refused",
        facts={
            "references": _references(rows), "site": str(first.delivery_location),
            "due_on": first.order_on.isoformat(), "reason": first.sentence,
        },
        url=reverse("planned-purchase", args=[first.pk]),
    )  # fmt: skip
    return first


def try_planned_again(*, actor: Actor, now: datetime, planned_purchase_id: int) -> Requisition:
    """Send in what was refused, with all that was refused with it, now in the actor's name.

    Raises Refused: ``not-found``, ``not-allowed``, ``planned-purchase-final``,
    ``planned-purchase-waits``, and as ``order_directly``.
    """
    row = locked_row(actor, planned_purchase_id)
    require(may_plan_purchases(actor))
    require_open(row, PlannedPurchaseState.ORDERED)
    if row.state == PlannedPurchaseState.WAITING:
        raise Refused(
            "planned-purchase-waits", _("It waits for its day, and is ordered by itself then.")
        )
    return _send_in(actor, now, _locked_with(row, PlannedPurchaseState.REFUSED))


def _due(actor: Actor, planned_purchase_id: int) -> list[PlannedPurchase]:
    """The rows that are ordered together with this one today; none where it is not due."""
    row = locked_row(actor, planned_purchase_id)
    if row.state != PlannedPurchaseState.WAITING or row.order_on > own_today():
        return []
    return _locked_with(row, PlannedPurchaseState.WAITING)


def _locked_with(row: PlannedPurchase, state: PlannedPurchaseState) -> list[PlannedPurchase]:
    found = together_with(row).filter(state=state).select_for_update(of=("self",))
    return list(found.select_related("delivery_location", "cost_centre", "project"))


def _send_in(actor: Actor, now: datetime, rows: list[PlannedPurchase]) -> Requisition:
    """Rows of the same item are one line."""
    first = rows[0]
    wanted: Counter[int] = Counter()
    for row in rows:
        wanted[row.item_id] += row.quantity
    requisition = send_in(
        actor, now, first, note_text=_references(rows),
        wanted=[Wanted(item_id, quantity) for item_id, quantity in wanted.items()],
    )  # fmt: skip
    for row in rows:
        change(
            row, state=PlannedPurchaseState.ORDERED, requisition=requisition, code="",
            sentence="", tried_at=now, person_id=actor.own_person_id,
        )  # fmt: skip
    return requisition


def _references(rows: list[PlannedPurchase]) -> str:
    return ", ".join(row.reference for row in rows)[:LONGEST_NOTE]
