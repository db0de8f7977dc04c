"""The purchase plan: what is to be ordered on which day, and what became of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import PlannedPurchase
from samkop.ordering.pages.by_itself import tabs_for
from samkop.ordering.policies import may_plan_purchases, may_see_plan
from samkop.ordering.queries.purchase_plan import plan_of, planned_purchase_of, together_with
from samkop.ordering.usecases.planned_purchases import try_planned_again
from samkop.ordering.usecases.purchase_plan import take_off_plan
from samkop.ordering.vocabulary import (
    DONE,
    PLANNED_PURCHASE_TRANSITIONS,
    ImportKind,
    PlannedPurchaseState,
)
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.lists import (
    Choice,
    Column,
    Days,
    Empty,
    Listing,
    day,
    list_page,
    nothing,
    number,
    pill,
    text,
)
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

Shown = tuple[str, dict[str, Any]]
TONES = {
    PlannedPurchaseState.WAITING: "info",
    PlannedPurchaseState.ORDERED: "good",
    PlannedPurchaseState.REFUSED: "bad",
    PlannedPurchaseState.TAKEN_OFF: "neutral",
}
SHOWN_WITH = 200
# What loading a file is called in the history, by page and by a program.
IMPORTED = _("Imported from a file")
HAPPENED = {**DONE, "import_uploaded_file": IMPORTED, "take_sent_file": IMPORTED}

PLAN: Listing[PlannedPurchase] = Listing(
    name="purchase-plan",
    title=_("Purchase plan"),
    address="purchase-plan",
    order="day",
    columns=(
        Column(
            "reference", _("Reference"), lambda one: text(one.reference),
            link=lambda one: reverse("planned-purchase", args=[one.pk]),
            second=lambda one: one.item.shown_name,
        ),
        Column("day", _("Ordered on"), lambda one: day(one.order_on), sort="order_on"),
        Column(
            "state", _("State"),
            lambda one: pill(TONES[PlannedPurchaseState(one.state)], one.get_state_display()),
        ),
        Column("quantity", _("Quantity"), lambda one: number(one.quantity), numeric=True),
        Column("site", _("Delivered to"), lambda one: text(str(one.delivery_location))),
        Column("centre", _("Cost centre"), lambda one: text(str(one.cost_centre))),
        Column(
            "project", _("Project"),
            lambda one: text(str(one.project)) if one.project else nothing(),
        ),
        Column(
            "requisition", _("Requisition"),
            lambda one: text(str(one.requisition)) if one.requisition else nothing(), usual=False,
        ),
        Column(
            "person", _("Ordered in the name of"), lambda one: text(str(one.person)), usual=False
        ),
    ),
    filters=(
        Choice(
            "state", _("State"), PlannedPurchaseState.choices,
            lambda rows, state: rows.filter(state=state),
        ),
        Days("from", _("To be ordered from"), lambda rows, on: rows.filter(order_on__gte=on)),
        Days("until", _("To be ordered until"), lambda rows, on: rows.filter(order_on__lte=on)),
    ),
    empty=Empty(
        _("Nothing is planned yet"),
        _("Load a list of what is to be ordered when: on its day each row is sent in by itself."),
        "list",
    ),
)  # fmt: skip


@page()
def purchase_plan(request: HttpRequest, actor: Actor) -> Any:
    """All of the organisation's rows, what comes first at the top."""
    allow(may_see_plan(actor))
    return list_page(
        request, actor, PLAN, plan_of(actor.own_party_id), "ordering/purchase_plan.html",
        may_plan=may_plan_purchases(actor), kind=ImportKind.PURCHASE_PLAN.value,
        **tabs_for(actor),
    )  # fmt: skip


def _shown(
    _request: HttpRequest, actor: Actor, planned_purchase_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_plan(actor))
    found = planned_purchase_of(actor.own_party_id, planned_purchase_id)
    state = PlannedPurchaseState(found.state)
    may_plan = may_plan_purchases(actor)
    others = together_with(found).exclude(id=found.pk).exclude(state=PlannedPurchaseState.TAKEN_OFF)
    return "ordering/planned_purchase.html", {
        "row": found, "tone": TONES[state], "refused": refused,
        "others": others.select_related("item")[:SHOWN_WITH],
        "may_take_off": may_plan and state in PLANNED_PURCHASE_TRANSITIONS,
        "may_try": may_plan and state == PlannedPurchaseState.REFUSED,
        "history": history_of(subject_of(found), HAPPENED),
        "trail": [(_("Purchase plan"), reverse("purchase-plan"))],
    }  # fmt: skip


planned_purchase = page()(_shown)


@act(again=_shown)
def take_off(request: HttpRequest, actor: Actor, planned_purchase_id: int) -> Answer:
    """Order it no more."""
    perform(actor, take_off_plan, planned_purchase_id=planned_purchase_id)
    return Answer(to=_page(planned_purchase_id), message=_("It is taken off the plan."))


@act(again=_shown)
def try_again(request: HttpRequest, actor: Actor, planned_purchase_id: int) -> Answer:
    """Send in what was refused, with all that was refused with it."""
    perform(actor, try_planned_again, planned_purchase_id=planned_purchase_id)
    return Answer(to=_page(planned_purchase_id), message=_("It is sent in."))


def _page(planned_purchase_id: int) -> str:
    return reverse("planned-purchase", args=[planned_purchase_id])
