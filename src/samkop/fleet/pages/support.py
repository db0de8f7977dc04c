"""Devices that lose their security updates before they are renewed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from samkop.fleet.models import Asset
from samkop.fleet.pages.asset_list import own_models
from samkop.fleet.pages.return_forms import ReportFileForm
from samkop.fleet.pages.returns_shown import Shown, form_page, offered
from samkop.fleet.pages.shown import holder_name
from samkop.fleet.pages.tabs import LEAVING, tabs_of
from samkop.fleet.policies import may_see_fleet
from samkop.fleet.policies.support import may_bring_forward, may_publish_support
from samkop.fleet.queries.support import losing_by_model, losing_support
from samkop.fleet.usecases.support import LARGEST_FILE, publish_support, start_bringing_forward
from samkop.ordering.pages.parts import Action
from samkop.parties.models import DeliveryLocation
from samkop.parties.pages.forms import checked
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Empty,
    Listing,
    code,
    day,
    list_page,
    pill,
    text,
)
from samkop.platform.lists.declared import Options
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform

LONGEST_ID = 18


def _ends(one: Asset) -> Cell:
    over = one.support_ends is not None and one.support_ends < own_today()
    return pill("bad", pgettext("support", "Ended")) if over else pill("warn", _("End too early"))


def _sites() -> Options:
    owner_id = current_unit().actor.own_party_id
    own = DeliveryLocation.objects.filter(party_id=owner_id).order_by("name", "id")
    return [(str(site.pk), site.name) for site in own]


LOSING_SUPPORT: Listing[Asset] = Listing(
    name="devices-losing-support",
    title=gettext_lazy("Security support"),
    address="devices-losing-support",
    order="number",
    columns=(
        Column("number", gettext_lazy("Asset number"), lambda one: code(one.asset_number),
               sort="asset_number", link=lambda one: reverse("device", args=[one.pk])),
        Column("model", gettext_lazy("Model"), lambda one: text(one.model_name),
               sort="model_name"),
        Column("state", gettext_lazy("Security updates"), _ends),
        Column("ends", gettext_lazy("Security updates until"), lambda one: day(one.support_ends)),
        Column("renew", gettext_lazy("To be renewed on"), lambda one: day(one.renew_on)),
        Column("site", gettext_lazy("Site"),
               lambda one: text(one.location.name if one.location else "")),
        Column("holder", gettext_lazy("Holder"), lambda one: text(holder_name(one.holder))),
    ),
    filters=(
        Choice("model", gettext_lazy("Model"),
               lambda: [(str(one.pk), one.name) for one in own_models() if one.support_ends],
               lambda rows, model: rows.filter(model_id=int(model))),
        Choice("site", gettext_lazy("Site"), _sites,
               lambda rows, site: rows.filter(location_id=int(site))),
        Choice("when", gettext_lazy("Security updates"),
               [("over", pgettext_lazy("support", "Ended")),
                ("soon", pgettext_lazy("support", "Still for a while"))],
               lambda rows, when: (
                   rows.filter(support_ends__lt=own_today()) if when == "over"
                   else rows.filter(support_ends__gte=own_today())
               )),
    ),
    empty=Empty(
        gettext_lazy("Every device has its security updates until it is renewed"),
        gettext_lazy("What loses them earlier shows here, also when a newer list is read."),
        "check",
    ),
)  # fmt: skip


@page()
def losing(request: HttpRequest, actor: Actor) -> Any:
    """The devices, and how many there are of each model."""
    allow(may_see_fleet(actor))
    owner_id = actor.own_party_id
    actions = offered(
        (may_publish_support(actor, owner_id),
         Action(_("Read a newer list"), reverse("read-support"))),
    )  # fmt: skip
    return list_page(
        request, actor, LOSING_SUPPORT, losing_support(owner_id), "fleet/return_lists.html",
        actions=actions, below="fleet/losing_models.html", models=losing_by_model(owner_id),
        may_bring_forward=may_bring_forward(actor, owner_id),
        **tabs_of(actor, "devices-losing-support", LEAVING),
    )  # fmt: skip


def _read(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_publish_support(actor, actor.own_party_id))
    form = ReportFileForm(request.POST, request.FILES) if refused else ReportFileForm()
    back = reverse("devices-losing-support")
    return form_page(
        form, refused, title=_("Read a newer list"), action=reverse("send-support"),
        lead=_("The columns of endoflife.date (product, label, security_support_ends), or maker,"
               " model and last day. A purchasing body's list counts for everybody."),
        button=_("Read it"), back=back, trail=[(_("Security support"), back)],
    )  # fmt: skip


read = page()(_read)


@act(again=_read)
def send_read(request: HttpRequest, actor: Actor) -> Answer:
    """Take it over."""
    file = checked(ReportFileForm(request.POST, request.FILES))["file"]
    counts = perform(
        actor, publish_support, name=file.name, content=file.read(LARGEST_FILE + 1)
    )  # fmt: skip
    return Answer(
        to=reverse("devices-losing-support"),
        message=_("%(new)s new models, %(changed)s changed. The devices follow in a moment.")
        % counts,
    )


@act()
def bring(request: HttpRequest, actor: Actor) -> Answer:
    """Renew the devices of the chosen models when their support ends."""
    chosen = [
        int(one) for one in request.POST.getlist("model")
        if one.isascii() and one.isdigit() and len(one) <= LONGEST_ID
    ]  # fmt: skip
    perform(actor, start_bringing_forward, model_ids=chosen)
    return Answer(
        to=reverse("devices-losing-support"),
        message=_("Their renewal is brought forward; this takes a moment."),
    )
