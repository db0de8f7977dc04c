"""What is ordered by itself every so many months: the list, one of them, and what became of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from samkop.ordering.models import StandingOrder
from samkop.ordering.pages.by_itself import tabs_for
from samkop.ordering.pages.standing_forms import (
    ChangedStandingOrderForm,
    NewStandingOrderForm,
    name_of,
)
from samkop.ordering.policies import (
    SEES_ALL,
    may_change_standing_order,
    may_see_standing_order,
    may_see_standing_orders,
    may_send_in,
    may_stop_standing_order,
)
from samkop.ordering.queries.saved_baskets import saved_baskets_of
from samkop.ordering.queries.standing_orders import (
    newest_runs,
    standing_order_of,
    standing_orders_of,
)
from samkop.ordering.usecases.standing_orders import (
    change_standing_order,
    move_standing_order,
    set_up_standing_order,
)
from samkop.ordering.usecases.standing_purchases import try_standing_again
from samkop.ordering.vocabulary import DONE, StandingOrderState
from samkop.parties.pages.forms import with_refusal
from samkop.parties.queries import membership_of, own_today
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.lists import (
    Choice,
    Column,
    Empty,
    Listing,
    day,
    list_page,
    nothing,
    pill,
    text,
)
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
TONES = {
    StandingOrderState.ACTIVE: "good",
    StandingOrderState.PAUSED: "warn",
    StandingOrderState.ENDED: "neutral",
}


def _things(standing: StandingOrder) -> str:
    return ", ".join(f"{line.quantity} \N{MULTIPLICATION SIGN} {name_of(line)}"
                     for line in standing.lines.all())  # fmt: skip


def interval(months: int) -> str:
    """How often, in words."""
    return ngettext("Every month", "Every %(count)s months", months) % {"count": months}


STANDING: Listing[StandingOrder] = Listing(
    name="standing-orders",
    title=_("Standing orders"),
    address="standing-orders",
    order="id",
    columns=(
        Column(
            "name", _("Name"), lambda one: text(one.name),
            link=lambda one: reverse("standing-order", args=[one.pk]), second=_things,
        ),
        Column(
            "state", _("State"),
            lambda one: pill(TONES[StandingOrderState(one.state)], one.get_state_display()),
        ),
        Column("next", _("Next order"), lambda one: day(one.next_on) if one.next_on else nothing()),
        Column("every", _("How often"), lambda one: text(interval(one.every_months))),
        Column("person", _("Whose"), lambda one: text(str(one.person))),
        Column("centre", _("Cost centre"), lambda one: text(str(one.cost_centre))),
        Column("site", _("Delivered to"), lambda one: text(str(one.delivery_location))),
    ),
    filters=(
        Choice(
            "state", _("State"), StandingOrderState.choices,
            lambda rows, state: rows.filter(state=state),
        ),
    ),
    empty=Empty(
        _("Nothing is ordered by itself yet"),
        _("Save a basket of what you order again and again, and say how often."),
        "basket",
    ),
)  # fmt: skip


@page()
def standing_orders(request: HttpRequest, actor: Actor) -> Any:
    """One's own; all of the organisation's for who sees all its orders."""
    allow(may_see_standing_orders(actor))
    sees_all = bool(actor.roles & SEES_ALL)
    found = standing_orders_of(actor.own_party_id, None if sees_all else actor.own_person_id)
    return list_page(
        request, actor, STANDING, found, "ordering/standing_orders.html",
        may_add=may_send_in(actor), **tabs_for(actor),
    )  # fmt: skip


def _add(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_send_in(actor))
    form = _new_form(request, actor, sent=refused is not None)
    return "ordering/standing_order_add.html", {
        "form": with_refusal(form, refused), "trail": _trail(),
        "has_baskets": form.baskets.exists(),
    }  # fmt: skip


standing_order_add = page()(_add)


@act(again=_add)
def set_up(request: HttpRequest, actor: Actor) -> Answer:
    """Set up a standing order from a saved basket."""
    with reading(actor):
        form = _new_form(request, actor, sent=True)
        schedule, paid_by = form.schedule(), form.paid_by()
        basket_id = form.cleaned_data["saved_basket"].pk
    made = perform(
        actor, set_up_standing_order, schedule=schedule, paid_by=paid_by,
        saved_basket_id=basket_id,
    )  # fmt: skip
    return Answer(to=_page(made.pk), message=_("The standing order is set up."))


def _shown(
    request: HttpRequest, actor: Actor, standing_order_id: int, refused: Refused | None = None,
    **_named: int,
) -> Shown:  # fmt: skip
    """The page, after a refusal with what was wrong: of one of its days too."""
    found = standing_order_of(actor.own_party_id, standing_order_id)
    allow(may_see_standing_order(actor, found))
    over = found.state == StandingOrderState.ENDED
    may_change = may_change_standing_order(actor, found) and not over
    typed = refused is not None and "name" in request.POST
    form = _changed_form(request, actor, found, sent=typed) if may_change else None
    return "ordering/standing_order.html", {
        "standing": found,
        "tone": TONES[StandingOrderState(found.state)],
        "interval": interval(found.every_months),
        "lines": [(line, name_of(line)) for line in found.lines.all()],
        "form": with_refusal(form, refused) if form and typed else form,
        "refused": None if typed else refused,
        "may_stop": may_stop_standing_order(actor, found) and not over,
        "runs": newest_runs(found.pk),
        "may_try": may_change,
        "history": history_of(subject_of(found), DONE),
        "trail": _trail(),
    }


standing_order = page()(_shown)


@act(again=_shown)
def change(request: HttpRequest, actor: Actor, standing_order_id: int) -> Answer:
    """Say anew when, how many and who pays."""
    with reading(actor):
        found = standing_order_of(actor.own_party_id, standing_order_id)
        form = _changed_form(request, actor, found, sent=True)
        schedule, paid_by, quantities = form.schedule(), form.paid_by(), form.quantities()
    perform(
        actor, change_standing_order, standing_order_id=standing_order_id, schedule=schedule,
        paid_by=paid_by, quantities=quantities,
    )  # fmt: skip
    return Answer(to=_page(standing_order_id), message=_("The standing order is changed."))


@act(again=_shown)
def pause(request: HttpRequest, actor: Actor, standing_order_id: int) -> Answer:
    """Order nothing until it is resumed."""
    return _moved(actor, standing_order_id, StandingOrderState.PAUSED)


@act(again=_shown)
def resume(request: HttpRequest, actor: Actor, standing_order_id: int) -> Answer:
    """Let it run again, from its next day on."""
    return _moved(actor, standing_order_id, StandingOrderState.ACTIVE)


@act(again=_shown)
def end(request: HttpRequest, actor: Actor, standing_order_id: int) -> Answer:
    """End it for good."""
    return _moved(actor, standing_order_id, StandingOrderState.ENDED)


def _after_trying(
    request: HttpRequest, actor: Actor, standing_order_id: int, standing_order_run_id: int,
    refused: Refused,
) -> Shown:  # fmt: skip
    """The standing order's own page; which of its days was tried again makes none of its own."""
    return _shown(request, actor, standing_order_id, refused)


@act(again=_after_trying)
def try_again(
    request: HttpRequest, actor: Actor, standing_order_id: int, standing_order_run_id: int
) -> Answer:
    """Send in what was refused."""
    perform(actor, try_standing_again, run_id=standing_order_run_id)
    return Answer(to=_page(standing_order_id), message=_("It is sent in."))


def _moved(actor: Actor, standing_order_id: int, state: StandingOrderState) -> Answer:
    moved = perform(
        actor, move_standing_order, standing_order_id=standing_order_id, state=state.value
    )
    said = {
        StandingOrderState.PAUSED: _("Paused: nothing is ordered until you resume it."),
        StandingOrderState.ACTIVE: _("It runs again, from its next day on."),
        StandingOrderState.ENDED: _("Ended. What was ordered already comes all the same."),
    }
    return Answer(to=_page(standing_order_id), message=said[StandingOrderState(moved.state)])


def _page(standing_order_id: int) -> str:
    return reverse("standing-order", args=[standing_order_id])


def _trail() -> list[tuple[Any, str]]:
    return [(_("Standing orders"), reverse("standing-orders"))]


def _new_form(request: HttpRequest, actor: Actor, *, sent: bool) -> NewStandingOrderForm:
    me = membership_of(actor.own_person_id, actor.own_party_id)
    asked = request.GET.get("basket", "")
    return NewStandingOrderForm(
        request.POST if sent else None, party_id=actor.own_party_id,
        baskets=saved_baskets_of(actor.own_party_id, actor.own_person_id),
        initial={
            "saved_basket": asked if asked.isdigit() else None, "every_months": 12,
            "first_on": own_today(), "cost_centre": me.cost_centre_id,
            "delivery_location": me.delivery_location_id,
        },
    )  # fmt: skip


def _changed_form(
    request: HttpRequest, actor: Actor, found: StandingOrder, *, sent: bool
) -> ChangedStandingOrderForm:
    return ChangedStandingOrderForm(
        request.POST if sent else None, party_id=actor.own_party_id, lines=found.lines.all(),
        initial={
            "name": found.name, "every_months": found.every_months, "first_on": found.first_on,
            "until": found.until, "cost_centre": found.cost_centre_id,
            "project": found.project_id, "delivery_location": found.delivery_location_id,
        },
    )  # fmt: skip
