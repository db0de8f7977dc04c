"""Spares at the organisation's sites: how many lie where, and what is ordered when few are left."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import SpareStock
from samkop.ordering.pages.by_itself import tabs_for
from samkop.ordering.pages.spare_forms import HandlingForm, LevelsForm, NewSparesForm
from samkop.ordering.policies import may_handle_spares, may_keep_spares, may_see_spares
from samkop.ordering.queries.spares import (
    coming_of,
    newest_movements,
    newest_spare_runs,
    spare_stock_of,
    spares_of,
)
from samkop.ordering.usecases.spare_orders import try_spares_again
from samkop.ordering.usecases.spares import (
    Levels,
    change_spares,
    count_spares,
    end_spares,
    keep_spares,
    put_spares_in,
    take_spares_out,
)
from samkop.ordering.vocabulary import DONE
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import membership_of
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.lists import Choice, Column, Empty, Listing, list_page, number, pill, text
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
HANDLED = {"take": take_spares_out, "put-in": put_spares_in, "count": count_spares}


def state_of(stock: SpareStock) -> tuple[str, Any]:
    """The tone and the words of whether there are enough."""
    if not stock.active:
        return "neutral", _("Kept no longer")
    return ("warn", _("Too few")) if stock.in_stock < stock.minimum else ("good", _("Enough"))


SPARES: Listing[SpareStock] = Listing(
    name="spares",
    title=_("Spares"),
    address="spares",
    order="id",
    columns=(
        Column(
            "item", _("Item"), lambda one: text(one.item.shown_name),
            link=lambda one: reverse("spare-stock", args=[one.pk]),
        ),
        Column("site", _("Site"), lambda one: text(str(one.delivery_location))),
        Column("state", _("State"), lambda one: pill(*state_of(one))),
        Column("stock", _("In stock"), lambda one: number(one.in_stock), numeric=True),
        Column("minimum", _("At least"), lambda one: number(one.minimum), numeric=True),
        Column("target", _("Ordered up to"), lambda one: number(one.target), numeric=True),
        Column("person", _("Ordered in the name of"), lambda one: text(str(one.person))),
        Column("centre", _("Cost centre"), lambda one: text(str(one.cost_centre)), usual=False),
    ),
    filters=(
        Choice(
            "state", _("State"), [("kept", _("Kept")), ("ended", _("Kept no longer"))],
            lambda rows, state: rows.filter(active=state == "kept"),
        ),
    ),
    empty=Empty(
        _("No spares are kept yet"),
        _("Say how many of an item should lie at a site: what is missing is ordered by itself."),
        "laptop",
    ),
)  # fmt: skip


@page()
def spares(request: HttpRequest, actor: Actor) -> Any:
    """All of the organisation's."""
    allow(may_see_spares(actor))
    return list_page(
        request, actor, SPARES, spares_of(actor.own_party_id), "ordering/spares.html",
        may_keep=may_keep_spares(actor), **tabs_for(actor),
    )  # fmt: skip


def _add(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_keep_spares(actor))
    form = _new_form(request, actor, sent=refused is not None)
    return "ordering/spare_stock_add.html", {
        "form": with_refusal(form, refused), "trail": _trail(),
    }  # fmt: skip


spare_stock_add = page()(_add)


@act(again=_add)
def keep(request: HttpRequest, actor: Actor) -> Answer:
    """Keep spares of an item at a site from now on."""
    with reading(actor):
        values = checked(_new_form(request, actor, sent=True))
    made = perform(
        actor, keep_spares, item_id=values["item"].pk, in_stock=values["in_stock"],
        delivery_location_id=values["delivery_location"].pk,
        cost_centre_id=values["cost_centre"].pk,
        levels=Levels(values["minimum"], values["target"]),
    )  # fmt: skip
    return Answer(to=_page(made.pk), message=_("The spares are kept from now on."))


def _shown(
    request: HttpRequest, actor: Actor, spare_stock_id: int, refused: Refused | None = None,
    **_named: int,
) -> Shown:  # fmt: skip
    """The page, after a refusal with what was wrong: of one of its orders too."""
    allow(may_see_spares(actor))
    found = spare_stock_of(actor.own_party_id, spare_stock_id)
    tone, words = state_of(found)
    handling, levels = "pieces" in request.POST, "minimum" in request.POST
    handled = HandlingForm(request.POST if refused and handling else None)
    changed = _levels_form(request, actor, found, sent=refused is not None and levels)
    return "ordering/spare_stock.html", {
        "stock": found, "tone": tone, "state": words,
        "coming": sum(count for _run, count in coming_of([found])[found.pk]),
        "movements": newest_movements(found.pk),
        "runs": newest_spare_runs(found.pk),
        "handling": with_refusal(handled, refused) if handling else handled,
        "levels": with_refusal(changed, refused) if levels else changed,
        "refused": None if handling or levels else refused,
        "may_handle": found.active and may_handle_spares(actor),
        "may_keep": found.active and may_keep_spares(actor),
        "may_try": found.active and found.person_id == actor.person_id,
        "history": history_of(subject_of(found), DONE),
        "trail": _trail(),
    }  # fmt: skip


spare_stock = page()(_shown)


@act(again=_shown)
def handle(request: HttpRequest, actor: Actor, spare_stock_id: int) -> Answer:
    """Take pieces out, put some in, or say how many lie there."""
    values = checked(HandlingForm(request.POST))
    perform(
        actor, HANDLED[values["what"]], spare_stock_id=spare_stock_id, pieces=values["pieces"],
        note_text=values["note"],
    )  # fmt: skip
    return Answer(to=_page(spare_stock_id), message=_("Written down."))


@act(again=_shown)
def change(request: HttpRequest, actor: Actor, spare_stock_id: int) -> Answer:
    """Say anew how many there should be, and who pays."""
    with reading(actor):
        found = spare_stock_of(actor.own_party_id, spare_stock_id)
        values = checked(_levels_form(request, actor, found, sent=True))
    perform(
        actor, change_spares, spare_stock_id=spare_stock_id,
        levels=Levels(values["minimum"], values["target"]),
        cost_centre_id=values["cost_centre"].pk,
    )  # fmt: skip
    return Answer(to=_page(spare_stock_id), message=_("Changed. It is ordered in your name."))


@act(again=_shown)
def end(request: HttpRequest, actor: Actor, spare_stock_id: int) -> Answer:
    """Order no more of them."""
    perform(actor, end_spares, spare_stock_id=spare_stock_id)
    return Answer(to=_page(spare_stock_id), message=_("They are kept no longer."))


def _after_trying(
    request: HttpRequest, actor: Actor, spare_stock_id: int, spare_run_id: int, refused: Refused
) -> Shown:
    """The page of the spares; which of their orders was tried again makes none of its own."""
    return _shown(request, actor, spare_stock_id, refused)


@act(again=_after_trying)
def try_again(request: HttpRequest, actor: Actor, spare_stock_id: int, spare_run_id: int) -> Answer:
    """Send in what was refused."""
    perform(actor, try_spares_again, run_id=spare_run_id)
    return Answer(to=_page(spare_stock_id), message=_("It is sent in."))


def _page(spare_stock_id: int) -> str:
    return reverse("spare-stock", args=[spare_stock_id])


def _trail() -> list[tuple[Any, str]]:
    return [(_("Spares"), reverse("spares"))]


def _new_form(request: HttpRequest, actor: Actor, *, sent: bool) -> NewSparesForm:
    me = membership_of(actor.own_person_id, actor.own_party_id)
    return NewSparesForm(
        request.POST if sent else None, party_id=actor.own_party_id,
        initial={"cost_centre": me.cost_centre_id, "delivery_location": me.delivery_location_id},
    )  # fmt: skip


def _levels_form(
    request: HttpRequest, actor: Actor, found: SpareStock, *, sent: bool
) -> LevelsForm:
    return LevelsForm(
        request.POST if sent else None, party_id=actor.own_party_id,
        initial={
            "minimum": found.minimum, "target": found.target,
            "cost_centre": found.cost_centre_id,
        },
    )  # fmt: skip
