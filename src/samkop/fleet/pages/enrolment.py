"""Lists of the makers' enrolment programmes, and what of one's preparations they do not know."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.catalogue.vocabulary import EnrolmentProgramme
from samkop.fleet.pages.tabs import tabs_of
from samkop.fleet.pages.work_shown import ENROLMENT_TONES
from samkop.fleet.policies import may_plan_work, may_set_mdm
from samkop.fleet.queries.work import enrolment_differences
from samkop.fleet.usecases.enrolment import read_enrolment_list
from samkop.fleet.vocabulary import EnrolmentCheck
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

Shown = tuple[str, dict[str, Any]]
NAMES = (
    (EnrolmentProgramme.APPLE.value, "Apple Business Manager, Apple School Manager"),
    (EnrolmentProgramme.ZERO_TOUCH.value, "Android zero-touch"),
    (EnrolmentProgramme.KNOX.value, "Samsung Knox"),
    (EnrolmentProgramme.AUTOPILOT.value, "Windows Autopilot"),
)


class ListForm(forms.Form):
    """A programme's list as its portal gives it."""

    programme = forms.ChoiceField(label=gettext_lazy("Programme"), choices=NAMES)
    file = forms.FileField(
        label=gettext_lazy("List"),
        help_text=gettext_lazy(
            "The whole list of your devices, as a CSV file or a workbook. What is not in it any"
            " more counts as not enrolled."
        ),
    )


def _enrolment(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_plan_work(actor, actor.own_party_id))
    form = ListForm(request.POST, request.FILES) if refused else ListForm()
    return "fleet/enrolment.html", {
        "form": with_refusal(form, refused),
        "differences": [
            (line, ENROLMENT_TONES[EnrolmentCheck(line.enrolment)])
            for line in enrolment_differences(actor.own_party_id)
        ],
        **tabs_of(actor, "enrolment-lists"),
        "connects": may_set_mdm(actor, actor.own_party_id),
    }


enrolment = page()(_enrolment)


@act(again=_enrolment)
def read(request: HttpRequest, actor: Actor) -> Answer:
    """Take a list in."""
    values = checked(ListForm(request.POST, request.FILES))
    sent = values["file"]
    counts = perform(
        actor, read_enrolment_list, programme=values["programme"], name=sent.name or "",
        content=sent.read(),
    )  # fmt: skip
    return Answer(
        to=reverse("enrolment-lists"),
        message=_("Read in: %(listed)s devices, %(new)s new, %(gone)s no longer listed.") % counts,
    )
