"""Where device management hears of prepared devices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.fleet.policies import may_set_mdm
from samkop.fleet.queries.mdm import mdm_of
from samkop.fleet.rules.webhooks import secret_of
from samkop.fleet.usecases.mdm import LONGEST_URL, set_mdm_endpoint
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

Shown = tuple[str, dict[str, Any]]


class MdmForm(forms.Form):
    """The address, whether it is used, and whether its secret is to be another."""

    url = forms.CharField(label=gettext_lazy("Address"), max_length=LONGEST_URL)
    active = forms.BooleanField(
        label=gettext_lazy("Tell it which devices were prepared"), required=False
    )
    renew_secret = forms.BooleanField(label=gettext_lazy("Make another secret"), required=False)


def _endpoint(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    owner_id = actor.own_party_id
    allow(may_set_mdm(actor, owner_id))
    found = mdm_of(owner_id)
    initial = {"url": found.url, "active": found.active} if found else {"active": True}
    form = MdmForm(request.POST if refused else None, initial=initial)
    return "fleet/mdm.html", {
        "form": with_refusal(form, refused),
        "endpoint": found,
        "secret": secret_of(settings.SECRET_KEY, owner_id, found.salt) if found else "",
        "trail": [(_("Work orders"), reverse("work-orders"))],
    }


endpoint = page()(_endpoint)


@act(again=_endpoint)
def keep(request: HttpRequest, actor: Actor) -> Answer:
    """Keep the address."""
    perform(actor, set_mdm_endpoint, **checked(MdmForm(request.POST)))
    return Answer(to=reverse("mdm"), message=_("Kept."))
