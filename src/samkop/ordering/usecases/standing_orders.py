"""Setting up, changing, pausing and ending what is ordered every so many months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.queries import items_among
from samkop.ordering.models import (
    BudgetProject,
    SavedBasket,
    StandingOrder,
    StandingOrderLine,
)
from samkop.ordering.policies import (
    may_change_standing_order,
    may_send_in,
    may_stop_standing_order,
)
from samkop.ordering.queries.saved_baskets import saved_baskets_of
from samkop.ordering.rules.standing_orders import next_day
from samkop.ordering.usecases.choices import own_cost_centre, own_location
from samkop.ordering.usecases.projects import own_project
from samkop.ordering.usecases.requisition import Wanted
from samkop.ordering.vocabulary import STANDING_ORDER_TRANSITIONS, StandingOrderState
from samkop.parties.models import CostCentre, DeliveryLocation
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.records import change, create, create_all
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

LONGEST_NAME = 80
LONGEST_INTERVAL = 60  # months
MOST_PIECES = 10_000


@dataclass(frozen=True)
class Schedule:
    """How a standing order is called, and when: every so many months from a first day on.

    ``until`` is the last day on which it may order, None for until further notice.
    """

    name: str
    every_months: int
    first_on: date
    until: date | None = None


@dataclass(frozen=True)
class PaidBy:
    """Who pays and where it goes, by their ids; ``project_id`` 0 for none."""

    cost_centre_id: int
    delivery_location_id: int
    project_id: int = 0


def set_up_standing_order(
    *, actor: Actor, now: datetime, schedule: Schedule, paid_by: PaidBy,
    saved_basket_id: int | None = None, wanted: Sequence[Wanted] = (),
) -> StandingOrder:  # fmt: skip
    """Order what a saved basket holds, or ``wanted`` items, every so many months from now on.

    Each time it is an ordinary requisition of the actor's. Later changes of the basket change
    nothing here. Raises Refused: ``not-found`` for a basket that one does not see,
    ``basket-empty``, ``item-not-on-the-shelf``, ``quantity-out-of-bounds``, ``name-missing``,
    ``interval-out-of-bounds``, ``first-day-passed``, ``last-day-before-first``,
    ``cost-centre-unknown``, ``delivery-location-unknown``, and as ``own_project``.
    """
    require(may_send_in(actor))
    _require_schedule(schedule, own_today())
    centre, location, project = _paid_by(actor, paid_by)
    made = create(
        StandingOrder(
            party_id=actor.own_party_id, person_id=actor.own_person_id,
            name=schedule.name.strip(), cost_centre=centre, project=project,
            delivery_location=location, every_months=schedule.every_months,
            first_on=schedule.first_on, until=schedule.until, next_on=schedule.first_on,
            made_at=now,
        )
    )  # fmt: skip
    lines = _lines(made, _basket(actor, saved_basket_id), wanted)
    if not lines:
        raise Refused("basket-empty", _("There is nothing in it to order. Choose another basket."))
    create_all(lines, under=made)
    return made


def change_standing_order(
    *, actor: Actor, now: datetime, standing_order_id: int, schedule: Schedule, paid_by: PaidBy,
    quantities: Mapping[int, int],
) -> StandingOrder:  # fmt: skip
    """Say anew when, how many and who pays; what was ordered already stays as it is.

    ``quantities`` are by the line's id; lines that are not named stay. A first day that has
    passed may stay. Raises Refused as ``set_up_standing_order``, and: ``not-allowed``,
    ``standing-order-ended``, ``standing-order-line-unknown``.
    """
    standing = _locked(actor, standing_order_id)
    require(may_change_standing_order(actor, standing))
    if standing.state == StandingOrderState.ENDED:
        raise _ended()
    today = own_today()
    moved = schedule.first_on != standing.first_on
    _require_schedule(schedule, today if moved else standing.first_on)
    centre, location, project = _paid_by(actor, paid_by)
    _change_quantities(standing, quantities)
    return change(
        standing, name=schedule.name.strip(), every_months=schedule.every_months,
        first_on=schedule.first_on, until=schedule.until, cost_centre=centre,
        delivery_location=location, project=project,
        next_on=_next_on(standing, schedule, today),
    )  # fmt: skip


def move_standing_order(
    *, actor: Actor, now: datetime, standing_order_id: int, state: str
) -> StandingOrder:
    """Pause it, let it run again, or end it for good; what is ordered already stays.

    What was due while it was paused is left out. Raises Refused: ``not-found``,
    ``not-allowed``, ``standing-order-ended``, ``standing-order-state-unfit``.
    """
    standing = _locked(actor, standing_order_id)
    require(may_stop_standing_order(actor, standing))
    if standing.state == StandingOrderState.ENDED:
        raise _ended()
    if state not in STANDING_ORDER_TRANSITIONS[StandingOrderState(standing.state)]:
        raise Refused(
            "standing-order-state-unfit",
            _("It is so already, or cannot become so. Load the page again."),
        )
    if state == StandingOrderState.ENDED:
        return change(standing, state=state, next_on=None)
    today = own_today()
    return change(
        standing, state=state,
        next_on=next_day(standing.first_on, standing.every_months, standing.until, today)
        if state == StandingOrderState.ACTIVE and (standing.next_on or today) < today
        else standing.next_on,
    )  # fmt: skip


def _next_on(standing: StandingOrder, schedule: Schedule, today: date) -> date | None:
    """Never a day on which it has ordered, or was refused, already."""
    newest = standing.runs.order_by("-due_on").values_list("due_on", flat=True).first()
    found = next_day(schedule.first_on, schedule.every_months, schedule.until, today)
    if newest is not None and found is not None and found <= newest:
        after = date.fromordinal(newest.toordinal() + 1)
        return next_day(schedule.first_on, schedule.every_months, schedule.until, after)
    return found


def _change_quantities(standing: StandingOrder, quantities: Mapping[int, int]) -> None:
    lines = {line.pk: line for line in standing.lines.all()}
    for line_id, quantity in sorted(quantities.items()):
        line = lines.get(line_id)
        if line is None:
            raise Refused(
                "standing-order-line-unknown",
                _("It has no such line. Load the page again."), status=422,
            )  # fmt: skip
        _require_quantity(quantity, f"quantity_{line_id}")
        if line.quantity != quantity:
            change(line, quantity=quantity)


def _lines(
    standing: StandingOrder, basket: SavedBasket | None, wanted: Sequence[Wanted]
) -> list[StandingOrderLine]:
    lines = []
    if basket is not None:
        lines += [
            StandingOrderLine(
                standing_order=standing, item_id=line.item_id, quantity=line.quantity
            )
            for line in basket.lines.all()
        ]  # fmt: skip
        lines += [
            StandingOrderLine(
                standing_order=standing, configuration_id=row.configuration_id,
                quantity=row.quantity, sim=row.sim,
            )
            for row in basket.configurations.all()
        ]  # fmt: skip
    known = {item.pk for item in items_among([line.item_id for line in wanted])}
    for line in wanted:
        if line.item_id not in known:
            raise Refused(
                "item-not-on-the-shelf", _("There is no item %(items)s in the shop."),
                status=404, items=line.item_id,
            )  # fmt: skip
        _require_quantity(line.quantity, "quantity")
        lines.append(
            StandingOrderLine(standing_order=standing, item_id=line.item_id, quantity=line.quantity)
        )
    return lines


def _basket(actor: Actor, saved_basket_id: int | None) -> SavedBasket | None:
    if saved_basket_id is None:
        return None
    seen = saved_baskets_of(actor.own_party_id, actor.own_person_id)
    found = seen.filter(id=saved_basket_id).first()
    if found is None:
        raise not_found()
    return found


def _paid_by(
    actor: Actor, paid_by: PaidBy
) -> tuple[CostCentre, DeliveryLocation, BudgetProject | None]:
    return (
        own_cost_centre(actor, id=paid_by.cost_centre_id),
        own_location(actor, id=paid_by.delivery_location_id),
        own_project(actor, id=paid_by.project_id) if paid_by.project_id else None,
    )


def _require_schedule(schedule: Schedule, earliest: date) -> None:
    if not 0 < len(schedule.name.strip()) <= LONGEST_NAME:
        raise _wrong("name-missing", "name", _("Give it a name of at most 80 characters."))
    if not 1 <= schedule.every_months <= LONGEST_INTERVAL:
        sentence = _("Choose how many months lie between: 1 to 60.")
        raise _wrong("interval-out-of-bounds", "every_months", sentence)
    if schedule.first_on < earliest:
        sentence = _("The first day has passed. Choose today or a later one.")
        raise _wrong("first-day-passed", "first_on", sentence)
    if schedule.until is not None and schedule.until < schedule.first_on:
        sentence = _("The last day is before the first. Choose a later one.")
        raise _wrong("last-day-before-first", "until", sentence)


def _require_quantity(quantity: int, field: str) -> None:
    if not 1 <= quantity <= MOST_PIECES:
        raise _wrong("quantity-out-of-bounds", field, _("Choose a quantity from 1 to 10,000."))


def _wrong(code: str, field: str, sentence: Promise) -> Refused:
    return Refused(code, sentence, status=422, fields={field: sentence})


def _ended() -> Refused:
    return Refused(
        "standing-order-ended", _("It is ended for good. Set up another one from a saved basket.")
    )


def _locked(actor: Actor, standing_order_id: int) -> StandingOrder:
    found = (
        StandingOrder.objects.select_for_update()
        .filter(id=standing_order_id, party_id=actor.own_party_id)
        .first()
    )
    if found is None:
        raise not_found()
    return found
