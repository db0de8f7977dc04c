"""One's own organisation's decisions on publication."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.opendata.pages.tabs import tabs_of
from samkop.opendata.policies import may_decide_publication
from samkop.opendata.queries import decisions_of, open_fields_of
from samkop.opendata.rules import rule_of
from samkop.opendata.usecases.decisions import decide_publication
from samkop.opendata.vocabulary import Field, Treatment
from samkop.parties.pages.forms import checked, day, with_refusal
from samkop.parties.queries import own_today, party_of
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

Shown = tuple[str, dict[str, Any]]
WAYS = (("yes", gettext_lazy("Publish")), ("no", gettext_lazy("Withhold")))


class DecisionForm(forms.Form):
    """A decision as its minutes have it."""

    field = forms.ChoiceField(label=gettext_lazy("What it is about"), choices=Field.choices)
    published = forms.ChoiceField(label=gettext_lazy("Decision"), choices=WAYS)
    decided_on = day(gettext_lazy("Decided on"), required=True)
    decided_by = forms.CharField(
        label=gettext_lazy("Decided by"), max_length=120,
        help_text=gettext_lazy("The organ or office, not a name: everybody reads it."),
    )  # fmt: skip
    register_number = forms.CharField(label=gettext_lazy("Register number"), max_length=60)
    reason = forms.CharField(
        label=gettext_lazy("Why it is withheld"), max_length=400, required=False,
        help_text=gettext_lazy("Everybody reads it too."),
    )  # fmt: skip


def _decisions(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_decide_publication(actor))
    owner = party_of(actor.own_party_id)
    let_through = open_fields_of(owner, own_today())
    newest = {row.field: row for row in decisions_of(owner.pk)}
    rows = []
    for field in Field:
        rule = rule_of(field, owner.country)
        rows.append(
            {
                "label": field.label, "decision": newest.get(field), "rule": rule,
                "open": field in let_through,
                "withheld": rule is None or rule.treatment == Treatment.WITHHELD,
            }
        )  # fmt: skip
    form = with_refusal(DecisionForm(request.POST if refused else None), refused)
    return "opendata/decisions.html", {
        "tabs": tabs_of(actor, "publication-decisions"), "owner": owner, "rows": rows,
        "form": form,
    }  # fmt: skip


decisions = page()(_decisions)


@act(again=_decisions)
def decide(request: HttpRequest, actor: Actor) -> Answer:
    """Record the decision; a job publishes what it concerns."""
    said = checked(DecisionForm(request.POST))
    perform(
        actor, decide_publication, field=Field(said["field"]),
        published=said["published"] == "yes", decided_on=said["decided_on"],
        decided_by=said["decided_by"], register_number=said["register_number"],
        reason=said["reason"],
    )  # fmt: skip
    return Answer(
        to=reverse("publication-decisions"),
        message=_("Recorded. What it concerns is published in the background."),
    )
