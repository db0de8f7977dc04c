"""Labels as a PDF for sheets of labels; and the device that a label's address leads to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.fleet.models import Asset
from samkop.fleet.pages.choosing import ChooseForm
from samkop.fleet.pages.returns_shown import Shown, form_page
from samkop.fleet.policies import may_handle_assets
from samkop.fleet.printing import printed_labels
from samkop.fleet.queries.choosing import chosen_devices
from samkop.fleet.queries.stocktaking import devices_of_code
from samkop.fleet.rules.label_sheets import LabelSheet, label_sheets
from samkop.fleet.vocabulary import AssetState
from samkop.parties.pages.forms import checked
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.pages import act, page
from samkop.platform.pages.choices import offer
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import reading

MOST = 2_000
LABELLED = frozenset(AssetState) - {AssetState.ENDED}


def _named(sheet: LabelSheet) -> str:
    return f"{sheet.columns} x {sheet.rows}, {sheet.width:g} x {sheet.height:g} mm"


class LabelForm(ChooseForm):
    """Which labels, on which sheet. Built inside a reading."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet (A4)"))
    start = forms.IntegerField(
        label=gettext_lazy("First label on the sheet"), min_value=1, max_value=200, initial=1,
        help_text=gettext_lazy("Counted row by row: the ones before it are used already."),
    )  # fmt: skip
    field_order = ("site", "model", "numbers", "sheet", "start")

    def __init__(self, *arguments: Any, owner_id: int, **named: Any) -> None:
        super().__init__(*arguments, owner_id=owner_id, **named)
        offer(self, sheet=[(key, _named(one)) for key, one in label_sheets().items()])


def _labels(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_handle_assets(actor, actor.own_party_id))
    form = LabelForm(
        request.POST if refused else None, owner_id=actor.own_party_id,
        initial={"numbers": request.GET.get("number", "")[:100]},
    )  # fmt: skip
    return form_page(
        form, refused, title=_("Labels"), action=reverse("print-labels"),
        lead=_("Each label has the number, the serial number and a code that opens the device."),
        button=_("Make the PDF"), back=reverse("devices"),
        trail=[(_("Devices"), reverse("devices"))], scans=True,
    )  # fmt: skip


labels = page()(_labels)


@act(again=_labels)
def print_labels(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The sheets."""
    with reading(actor):
        owner_id = actor.own_party_id
        allow(may_handle_assets(actor, owner_id))
        form = LabelForm(request.POST, owner_id=owner_id)
        values = checked(form)
        devices = chosen_devices(owner_id, states=LABELLED, **form.chosen())
        owner = party_of(owner_id).name
    if len(devices) > MOST:
        raise Refused(
            "too-many-devices", _("At most %(most)s devices at once. Choose fewer."), status=422,
            most=MOST,
        )  # fmt: skip
    content = printed_labels(
        devices, owner, label_sheets()[values["sheet"]], translation.get_language() or "en",
        address_of=lambda one: _address(request, one), used=values["start"] - 1,
    )  # fmt: skip
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="labels.pdf"'
    return response


def _address(request: HttpRequest, asset: Asset) -> str:
    return request.build_absolute_uri(reverse("device-by-number", args=[asset.asset_number]))


@page()
def by_number(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """To the device that a label names."""
    found = devices_of_code(actor.own_party_id, number)
    if not found:
        raise not_found()
    return HttpResponseRedirect(reverse("device", args=[found[0].pk]))
