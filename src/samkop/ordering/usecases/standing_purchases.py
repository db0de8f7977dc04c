"""Ordering what a standing order says: in its person's name, once for each day that is due."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.rules.subscriptions import SubscriptionChoice
from samkop.catalogue.vocabulary import SimKind
from samkop.ordering.models import Requisition, StandingOrder, StandingOrderRun
from samkop.ordering.policies import may_change_standing_order, may_keep_purchases
from samkop.ordering.rules.standing_orders import due_day, next_day
from samkop.ordering.usecases.basket_configurations import WantedConfiguration
from samkop.ordering.usecases.by_itself import (
    LONGEST_SENTENCE,
    OWNER_LEFT,
    require_unsent,
    run_to_try,
    send_in,
    tell_of_refusal,
)
from samkop.ordering.usecases.requisition import Wanted
from samkop.ordering.vocabulary import StandingOrderState
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def order_standing(
    *, actor: Actor, now: datetime, standing_order_id: int
) -> StandingOrderRun | None:
    """Send in what is due of one's standing order; None where nothing is.

    ``actor`` is its person, as the person may order today. Of several days that were missed
    the newest counts. Raises Refused: ``not-found``, ``not-allowed``, and as
    ``order_directly``; then nothing is written.
    """
    standing = _locked(actor, standing_order_id)
    require(may_change_standing_order(actor, standing))
    due_on = _due(standing, own_today())
    if due_on is None:
        return None
    requisition = _send_in(actor, now, standing)
    made = create(
        StandingOrderRun(
            party_id=standing.party_id, standing_order=standing, due_on=due_on,
            requisition=requisition, tried_at=now,
        )
    )  # fmt: skip
    _move_on(standing, due_on)
    return made


def refuse_standing(
    *, actor: Actor, now: datetime, standing_order_id: int, code: str, sentence: str
) -> StandingOrderRun | None:
    """Write down why a standing order could not be sent in, and tell whose it is.

    ``actor`` is the clock's job. Whose person has left is paused, and the ICT managers are
    told instead. Raises Refused: ``not-found``, ``not-allowed``.
    """
    standing = _locked(actor, standing_order_id)
    require(may_keep_purchases(actor, standing.party_id))
    today = own_today()
    due_on = _due(standing, today)
    if due_on is None:
        return None
    made = create(
        StandingOrderRun(
            party_id=standing.party_id, standing_order=standing, due_on=due_on,
            code=code, sentence=sentence[:LONGEST_SENTENCE], tried_at=now,
        )
    )  # fmt: skip
    _move_on(standing, due_on)
    if code == OWNER_LEFT:
        change(standing, state=StandingOrderState.PAUSED)
    tell_of_refusal(
        standing, code, kind="standing-order-refused",
        facts={"name": standing.name, "due_on": due_on.isoformat(), "reason": made.sentence},
        url=reverse("standing-order", args=[standing.pk]),
    )  # fmt: skip
    return made


def try_standing_again(*, actor: Actor, now: datetime, run_id: int) -> StandingOrderRun:
    """Send in what was refused, now that its reason may be gone.

    Raises Refused: ``not-found``, ``not-allowed``, ``standing-order-ordered``,
    ``standing-order-ended``, and as ``order_directly``.
    """
    run = run_to_try(StandingOrderRun.objects.all(), actor, run_id)
    standing = _locked(actor, run.standing_order_id)
    require(may_change_standing_order(actor, standing))
    require_unsent(run, "standing-order-ordered")
    if standing.state == StandingOrderState.ENDED:
        raise Refused(
            "standing-order-ended",
            _("It is ended for good. Set up another one from a saved basket."),
        )
    requisition = _send_in(actor, now, standing)
    return change(run, requisition=requisition, code="", sentence="", tried_at=now)


def _send_in(actor: Actor, now: datetime, standing: StandingOrder) -> Requisition:
    lines = list(standing.lines.order_by("id"))
    return send_in(
        actor, now, standing, note_text=standing.name,
        wanted=[Wanted(line.item_id, line.quantity) for line in lines if line.item_id],
        configurations=[
            WantedConfiguration(
                line.configuration_id, line.quantity,
                SubscriptionChoice(sim=line.sim or SimKind.ESIM),
            )
            for line in lines
            if line.configuration_id
        ],
    )  # fmt: skip


def _due(standing: StandingOrder, today: date) -> date | None:
    """The day that is to be ordered for today, if any is."""
    if standing.state != StandingOrderState.ACTIVE or standing.next_on is None:
        return None
    if standing.next_on > today:
        return None
    last = min(today, standing.until or today)
    return due_day(standing.first_on, standing.every_months, standing.next_on, last)


def _move_on(standing: StandingOrder, due_on: date) -> None:
    after = date.fromordinal(due_on.toordinal() + 1)
    change(
        standing,
        next_on=next_day(standing.first_on, standing.every_months, standing.until, after),
    )


def _locked(actor: Actor, standing_order_id: int) -> StandingOrder:
    found = (
        StandingOrder.objects.select_for_update(of=("self",))
        .select_related("cost_centre", "delivery_location", "project")
        .filter(id=standing_order_id, party_id=actor.own_party_id)
        .first()
    )
    if found is None:
        raise not_found()
    return found
