"""Where suppliers' people say what they have: item by item, or by a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.agreements.models import FrameworkAgreement
from samkop.catalogue.pages.availability_list import AVAILABILITY, supplied, supplied_items
from samkop.catalogue.policies import may_state_availabilities, may_state_availability
from samkop.catalogue.queries import item_of
from samkop.catalogue.queries.availability import (
    availability_file_of,
    history_of_item,
    stock_list_in,
)
from samkop.catalogue.rules.stock_lists import MOST, MOST_DAYS, Statement
from samkop.catalogue.usecases.availability import (
    import_availability,
    state_availability,
    upload_availability,
)
from samkop.catalogue.vocabulary import AvailabilitySource
from samkop.parties.pages.forms import checked, day, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.lists import list_page
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.choices import offer
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
MOST_FAULTS = 50


class StockFileForm(forms.Form):
    """A stock list and its agreement."""

    agreement = forms.TypedChoiceField(label=gettext_lazy("Agreement"), coerce=int)
    file = forms.FileField(
        label=gettext_lazy("File"), allow_empty_file=True,
        help_text=gettext_lazy("CSV with comma or semicolon, or .xlsx."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, agreements: list[FrameworkAgreement], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, agreement=[(agreement.pk, str(agreement)) for agreement in agreements])


class StatementForm(forms.Form):
    """What there is of one item."""

    in_stock = forms.IntegerField(
        label=gettext_lazy("In stock"), min_value=0, max_value=MOST, required=False
    )
    reserved = forms.IntegerField(
        label=gettext_lazy("Reserved for this agreement besides"),
        min_value=0, max_value=MOST, required=False,
    )  # fmt: skip
    lead_time_days = forms.IntegerField(
        label=gettext_lazy("Lead time in working days"),
        min_value=0, max_value=MOST_DAYS, required=False,
        help_text=gettext_lazy("From the order to the delivery, of what is in stock."),
    )  # fmt: skip
    next_delivery = day(gettext_lazy("Next delivery to you"))
    ends_on = day(gettext_lazy("Last day of sale"))


def _availability(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Any:
    allow(may_state_availabilities(actor))
    agreements = supplied()
    form = StockFileForm(
        request.POST if refused else None, request.FILES if refused else None,
        agreements=agreements, initial={"agreement": request.GET.get("agreement", "")},
    )  # fmt: skip
    return list_page(
        request, actor, AVAILABILITY, supplied_items(), "catalogue/availability.html",
        agreements=agreements, form=with_refusal(form, refused),
    )  # fmt: skip


availability = page()(_availability)


@act(again=_availability)
def upload(request: HttpRequest, actor: Actor) -> Answer:
    """Keep a stock list and show what it would say."""
    with reading(actor):
        agreements = supplied()
    values = checked(StockFileForm(request.POST, request.FILES, agreements=agreements))
    sent = values["file"]
    kept = perform(
        actor, upload_availability, agreement_id=values["agreement"], name=sent.name or "",
        content=sent.read(),
    )  # fmt: skip
    return Answer(to=reverse("availability-file", args=[kept.pk]))


@page()
def file(request: HttpRequest, actor: Actor, file_id: int) -> Shown:
    """The dry run of a stock list: what it would say, and its faults."""
    kept = availability_file_of(file_id)
    allow(may_state_availability(actor, kept.agreement))
    found = stock_list_in(bytes(kept.content), kept.agreement_id)
    return "catalogue/availability_file.html", {
        "file": kept,
        "count": len(found.statements),
        "refused": len(found.faults),
        "faults": found.faults[:MOST_FAULTS],
        "trail": [(_("Stock and delivery"), reverse("availability"))],
    }


@act()
def apply(request: HttpRequest, actor: Actor, file_id: int) -> Answer:
    """Take what the list says."""
    count = perform(actor, import_availability, file_id=file_id)
    return Answer(
        to=reverse("availability"), message=_("Items said: %(count)s.") % {"count": count}
    )


def _item(
    request: HttpRequest, actor: Actor, item_id: int, refused: Refused | None = None
) -> Shown:
    found = item_of(item_id)
    allow(may_state_availability(actor, found.agreement))
    said = list(history_of_item(item_id)[:50])
    fields = StatementForm.base_fields
    newest = {name: getattr(said[0], name) for name in fields} if said else {}
    form = StatementForm(request.POST if refused else None, initial=newest)
    return "catalogue/item_availability.html", {
        "item": found,
        "said": said,
        "form": with_refusal(form, refused),
        "trail": [(_("Stock and delivery"), reverse("availability"))],
    }


item = page()(_item)


@act(again=_item)
def say(request: HttpRequest, actor: Actor, item_id: int) -> Answer:
    """Say what there is of one item."""
    values = checked(StatementForm(request.POST))
    with reading(actor):
        found = item_of(item_id)
    statement = Statement(found.seller_item_id, **{**values, "reserved": values["reserved"] or 0})
    perform(
        actor, state_availability, agreement_id=found.agreement_id, statements=[statement],
        source=AvailabilitySource.PAGE,
    )  # fmt: skip
    return Answer(
        to=reverse("item-availability", args=[item_id]), message=_("It is said, as of now.")
    )
