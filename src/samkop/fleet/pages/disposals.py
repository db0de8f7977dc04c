"""Disposals: the list with what they brought, one of them, and preparing the next."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samkop.fleet.models import DeviceReturn, Disposal
from samkop.fleet.pages.return_forms import DisposalForm, GoneForm, PricesForm
from samkop.fleet.pages.returns_shown import (
    DISPOSAL_TONES,
    Shown,
    form_page,
    offered,
    part_sent,
)
from samkop.fleet.pages.tabs import LEAVING, tabs_of
from samkop.fleet.policies.returns import may_ask_back, may_see_returns
from samkop.fleet.queries.choosing import chosen_devices
from samkop.fleet.queries.returns import (
    cleared_and_here,
    disposal_of,
    disposals_of,
    grades_in,
    second_life_of,
)
from samkop.fleet.usecases.disposals import (
    cancel_disposal,
    complete_disposal,
    prepare_disposal,
    price_disposal,
)
from samkop.fleet.vocabulary import AssetState
from samkop.fleet.vocabulary.returns import DisposalKind, DisposalState
from samkop.ordering.pages.parts import Action
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today, party_of
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_money_compact, format_number
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Empty,
    Listing,
    code,
    day,
    list_page,
    moment,
    money,
    number,
    pill,
    text,
)
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

_HUNDRED = Decimal(100)


def _income(one: Disposal) -> Cell:
    """What was paid; of what is not sold, or has not gone yet, nothing is."""
    sold = one.kind == DisposalKind.SALE and one.done_on is not None
    return money(one.income_cents, one.currency) if sold else text("")


DISPOSALS: Listing[Disposal] = Listing(
    name="disposals",
    title=gettext_lazy("Disposals"),
    address="disposals",
    order="-prepared",
    columns=(
        Column(
            "number", gettext_lazy("Disposal"), lambda one: code(one.number),
            link=lambda one: reverse("disposal", args=[one.pk]),
        ),
        Column("kind", gettext_lazy("Where they go"),
               lambda one: text(one.get_kind_display())),
        Column("firm", gettext_lazy("Firm"), lambda one: text(one.firm)),
        Column(
            "state", gettext_lazy("State"),
            lambda one: pill(DISPOSAL_TONES[DisposalState(one.state)], one.get_state_display()),
        ),
        Column("devices", gettext_lazy("Devices"),
               lambda one: number(getattr(one, "leaving", 0)), numeric=True),
        Column("gone", gettext_lazy("Gone on"), lambda one: day(one.done_on)),
        Column("income", gettext_lazy("Income, without VAT"),
               _income, numeric=True),
        Column("prepared", gettext_lazy("Prepared"), lambda one: moment(one.prepared_at),
               sort="prepared_at", down=True, usual=False),
    ),
    filters=(
        Choice("kind", gettext_lazy("Where they go"), DisposalKind.choices,
               lambda rows, kind: rows.filter(kind=kind)),
        Choice("state", gettext_lazy("State"), DisposalState.choices,
               lambda rows, state: rows.filter(state=state)),
    ),
    empty=Empty(
        gettext_lazy("Nothing has left yet"),
        gettext_lazy("Cleared devices leave together: back to the financier, sold, recycled or"
                     " destroyed."),
        "truck",
    ),
)  # fmt: skip


@page()
def disposals(request: HttpRequest, actor: Actor) -> Any:
    """Where devices went, and what it brought."""
    allow(may_see_returns(actor))
    owner_id = actor.own_party_id
    life, currency = second_life_of(owner_id), party_of(owner_id).currency
    waiting = cleared_and_here(owner_id).count()
    actions = offered(
        (may_ask_back(actor, owner_id) and waiting > 0,
         Action(_("Prepare a disposal"), reverse("prepare-disposal"), main=True)),
    )  # fmt: skip
    return list_page(
        request, actor, DISPOSALS, disposals_of(owner_id), "fleet/return_lists.html",
        actions=actions, **tabs_of(actor, "disposals", LEAVING),
        tiles=[
            {"label": _("Cleared, and still here"), "value": format_number(waiting), "note": ""},
            {"label": _("Income"), "note": _("without VAT"),
             "value": format_money_compact(life.income_cents / _HUNDRED, currency)},
            {"label": _("Recycled"), "note": "", "value": f"{format_number(life.weight_kg, 0)} kg"},
            {"label": _("CO2e of what is used further"), "note": _("of its whole life"),
             "value": f"{format_number(life.co2e_kg, 0)} kg"},
        ],
    )  # fmt: skip


def _trail() -> list[tuple[Any, str]]:
    return [(_("Disposals"), reverse("disposals"))]


def _prepare(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_ask_back(actor, actor.own_party_id))
    waiting = cleared_and_here(actor.own_party_id).count()
    meant = {"numbers": request.GET.get("number", "")[:100]}
    return form_page(
        DisposalForm(request.POST if refused else None, initial=meant), refused,
        title=_("Prepare a disposal"),
        lead=ngettext(
            "%(count)s cleared device is here.", "%(count)s cleared devices are here.", waiting
        ) % {"count": format_number(waiting)} if waiting else _(
            "No cleared device is here yet. Hand devices in, and account for each of their"
            " storages: erased, destroyed or lost. Then prepare their disposal."
        ),
        action=reverse("send-disposal"), button=_("Prepare it"), back=reverse("disposals"),
        trail=_trail(), scans=True,
    )  # fmt: skip


prepare = page()(_prepare)


@act(again=_prepare)
def send_prepare(request: HttpRequest, actor: Actor) -> Answer:
    """Put the devices together."""
    values = checked(DisposalForm(request.POST))
    with reading(actor):
        returns = _meant(actor, values)
        ids = list(returns.values_list("id", flat=True))
    made: Disposal = perform(
        actor, prepare_disposal, kind=values["kind"], firm=values["firm"], return_ids=ids
    )
    return Answer(to=reverse("disposal", args=[made.pk]), message=_("Prepared."))


def _meant(actor: Actor, values: dict[str, Any]) -> QuerySet[DeviceReturn]:
    rows = cleared_and_here(actor.own_party_id)
    if values["grade"]:
        rows = rows.filter(grade=values["grade"])
    if values["numbers"].strip():
        devices = chosen_devices(
            actor.own_party_id, numbers=values["numbers"], states={AssetState.ERASED}
        )
        rows = rows.filter(asset_id__in=[one.pk for one in devices])
    return rows


def _shown(
    request: HttpRequest, actor: Actor, disposal_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_returns(actor))
    found = disposal_of(actor.own_party_id, disposal_id)
    rows = list(
        found.devices.select_related("asset", "device_return").order_by("asset__asset_number")
    )
    known = dict(found.prices.values_list("grade", "unit_cents"))
    keeps = may_ask_back(actor, found.owner_id) and found.state == DisposalState.PREPARED
    prices = PricesForm(
        request.POST if part_sent(request, "prices", refused) else None, grades=grades_in(rows),
        currency=found.currency,
        initial={f"price_{grade}": cents / _HUNDRED for grade, cents in known.items()},
    )  # fmt: skip
    gone = GoneForm(
        request.POST if part_sent(request, "gone", refused) else None, kind=found.kind,
        initial={"done_on": own_today()},
    )  # fmt: skip
    sent = any(part_sent(request, name, refused) for name in ("prices", "gone"))
    return "fleet/disposal.html", {
        "found": found,
        "tone": DISPOSAL_TONES[DisposalState(found.state)],
        "rows": [(row, known.get(row.device_return.grade)) for row in rows],
        "sold": found.kind == DisposalKind.SALE,
        "weight_kg": Decimal(found.weight_grams or 0) / 1000,
        "prices": with_refusal(prices, refused) if prices.is_bound else prices,
        "gone": with_refusal(gone, refused) if gone.is_bound else gone,
        "refused": None if sent else refused,
        "keeps": keeps,
        "trail": _trail(),
    }  # fmt: skip


one = page()(_shown)


@act(again=_shown)
def price(request: HttpRequest, actor: Actor, disposal_id: int) -> Answer:
    """Write down the buyer's offer."""
    with reading(actor):
        found = disposal_of(actor.own_party_id, disposal_id)
        grades = grades_in(found.devices.select_related("device_return"))
    values = checked(PricesForm(request.POST, grades=grades, currency=found.currency))
    prices = {grade: int(values[f"price_{grade}"] * 100) for grade in grades}
    perform(actor, price_disposal, disposal_id=disposal_id, prices=prices)
    return Answer(to=_page(disposal_id), message=_("Written down."))


@act(again=_shown)
def complete(request: HttpRequest, actor: Actor, disposal_id: int) -> Answer:
    """They have gone."""
    with reading(actor):
        found = disposal_of(actor.own_party_id, disposal_id)
    values = checked(GoneForm(request.POST, kind=found.kind))
    weight = values.get("weight")
    perform(
        actor, complete_disposal, disposal_id=disposal_id, done_on=values["done_on"],
        reference=values["reference"], weight_grams=None if weight is None else int(weight * 1000),
    )  # fmt: skip
    return Answer(to=_page(disposal_id), message=_("They have gone."))


@act(again=_shown)
def cancel(request: HttpRequest, actor: Actor, disposal_id: int) -> Answer:
    """Keep them."""
    perform(actor, cancel_disposal, disposal_id=disposal_id)
    return Answer(to=_page(disposal_id), message=_("They stay here."))


def _page(disposal_id: int) -> str:
    return reverse("disposal", args=[disposal_id])
