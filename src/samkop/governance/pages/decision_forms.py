"""Forms of projects, decisions and their events. What is allowed the use cases decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.governance.usecases.decision_events import NewEvent
from samkop.governance.usecases.decisions import NewDecision, NewDocument
from samkop.governance.vocabulary import (
    Decider,
    DecisionEventKind,
    DecisionKind,
    Enforcement,
    ProjectKind,
)
from samkop.parties.models import Region
from samkop.parties.pages.forms import checked, day, with_refusal
from samkop.platform.pages.amounts import amount, cents_of
from samkop.platform.pages.choices import offer
from samkop.platform.refusals import Refused

LONG = forms.Textarea({"rows": 2})
ENTRY = (DecisionKind.JOIN, DecisionKind.WAIT, DecisionKind.DECLINE)


class DecidedForm(forms.Form):
    """Who decided what, and where it stands in the register."""

    choice = forms.ChoiceField(
        label=_("Our organisation"), choices=DecisionKind.choices, required=False
    )
    decider = forms.ChoiceField(
        label=_("Decided by"), choices=Decider.choices, required=False,
    )  # fmt: skip
    organ = forms.CharField(
        label=_("Who decided"), max_length=120, help_text=_("The organ, or the official's title.")
    )
    delegation = forms.CharField(
        label=_("Delegation"), max_length=120, required=False,
        help_text=_("By which delegation an official decides: its reference."),
    )  # fmt: skip
    decided_on = day(_("Day of the decision"), required=True)
    section = forms.CharField(label=_("Section of the minutes"), max_length=40, required=False)
    register_number = forms.CharField(label=_("Register number"), max_length=60)
    file = forms.FileField(
        label=_("The decision as a document"), required=False,
        help_text=_("It can be filed later; until then it is shown as missing."),
    )  # fmt: skip


class JoiningForm(forms.Form):
    """From when, and for how much."""

    orders_from = day(_("Orders from"))
    orders_until = day(_("Orders until"))
    amount_limit = amount(
        _("For at most, without VAT"), required=False,
        help_text=_("Empty: no limit of our own. Orders beyond it are refused."),
    )  # fmt: skip


class WaitingForm(forms.Form):
    """For what, and until when."""

    reason = forms.CharField(
        label=pgettext_lazy("decision", "What we wait for, or why not"), max_length=500,
        required=False, widget=LONG,
    )  # fmt: skip
    waits_until = day(_("We mean to decide by"))


class ForceForm(forms.Form):
    """From when on it is carried out."""

    enforcement = forms.ChoiceField(
        label=pgettext_lazy("decision", "Carried out"), choices=Enforcement.choices, required=False
    )
    appeal_until = day(_("Last day of appeal"))


class DecisionForms:
    """The parts of the form, by name; each stands under a heading of its own."""

    def __init__(
        self, data: Any = None, files: Any = None, *, kinds: Iterable[DecisionKind] = ENTRY
    ) -> None:
        self.parts: Mapping[str, forms.Form] = {
            "decided": DecidedForm(data, files),
            "joining": JoiningForm(data),
            "waiting": WaitingForm(data),
            "force": ForceForm(data),
        }
        offer(self.parts["decided"], choice=[(kind.value, kind.label) for kind in kinds])
        self.waits = DecisionKind.WAIT in set(kinds)

    def refused(self, refused: Refused | None) -> DecisionForms:
        """As they were sent, with the refusal at its field, or above all."""
        named = set(refused.fields) if refused else set()
        owner = next(
            (name for name, part in self.parts.items() if named & set(part.fields)), "decided"
        )
        if refused is not None:
            for name, part in self.parts.items():
                if name == owner or refused.code == "form-incomplete":
                    with_refusal(part, refused)
        return self

    def decided(self, currency: str, *, anew: bool = False) -> NewDecision:
        """As the use cases take it. Raises Refused ``form-incomplete``."""
        said: dict[str, Any] = {}
        for part in self.parts.values():
            said |= checked(part)
        cents = cents_of(said["amount_limit"])
        kind = said["choice"] or DecisionKind.JOIN
        joins, waits = kind == DecisionKind.JOIN, kind == DecisionKind.WAIT
        ends = joins or kind == DecisionKind.LEAVE
        return NewDecision(
            kind=kind, decider=said["decider"] or Decider.ORGAN, decided_by=said["organ"],
            delegation=said["delegation"], decided_on=said["decided_on"],
            section=said["section"], register_number=said["register_number"],
            reason="" if joins else said["reason"],
            orders_from=said["orders_from"] if joins else None,
            orders_until=said["orders_until"] if ends else None,
            waits_until=said["waits_until"] if waits else None,
            amount_limit_cents=cents if joins else None,
            currency=currency if joins and cents is not None else "",
            enforcement=said["enforcement"] or Enforcement.AT_ONCE,
            appeal_until=said["appeal_until"], anew=anew,
        )  # fmt: skip

    def document(self) -> NewDocument | None:
        """The file that came with it."""
        return document_of_form(self.parts["decided"])


class EventForm(forms.Form):
    """What happened to a decision."""

    event = forms.ChoiceField(label=_("What happened"), choices=DecisionEventKind.choices)
    happened_on = day(_("Day"), required=True)
    court = forms.CharField(label=_("Court"), max_length=120, required=False)
    case_number = forms.CharField(label=_("Case number"), max_length=60, required=False)
    register_number = forms.CharField(label=_("Register number"), max_length=60, required=False)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=LONG)

    def __init__(self, *arguments: Any, kinds: Iterable[DecisionEventKind], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, event=[(kind.value, kind.label) for kind in kinds])

    def event_given(self) -> NewEvent:
        """As the use case takes it."""
        said = dict(self.cleaned_data)
        return NewEvent(kind=said.pop("event"), **said)


class FileForm(forms.Form):
    """The document of a decision."""

    file = forms.FileField(label=_("The decision as a document"))


class ProjectForm(forms.Form):
    """A joint project."""

    project_region = forms.TypedChoiceField(label=_("Region"), coerce=int)
    project_kind = forms.ChoiceField(
        label=pgettext_lazy("project", "What it is"), choices=ProjectKind.choices
    )
    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=200)
    title_fi = forms.CharField(label=_("Title in Finnish"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    meaning = forms.CharField(
        label=_("What it means for a member"), max_length=4000,
        widget=forms.Textarea({"rows": 4}),
    )  # fmt: skip
    decide_by = day(_("Last day for decisions"), required=True)
    register_number = forms.CharField(label=_("Register number"), max_length=60, required=False)
    motion_reference = forms.CharField(
        label=_("Motion"), max_length=60, required=False,
        help_text=_("The steering group's motion about it, as governance.motion:12."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, regions: Iterable[Region], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, project_region=[(one.pk, one.name) for one in regions])

    def project(self) -> dict[str, Any]:
        """As the use cases take it."""
        said = dict(self.cleaned_data)
        titles = {language: said.pop(f"title_{language}") for language in ("sv", "fi", "en")}
        return {
            "region_id": said.pop("project_region"), "kind": said.pop("project_kind"),
            "titles": titles, **said,
        }  # fmt: skip


class ProjectChangeForm(ProjectForm):
    """The same, for a project that stands already."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, regions=(), **named)
        del self.fields["project_region"], self.fields["project_kind"]

    def change(self) -> dict[str, Any]:
        """As the use case takes it."""
        said = dict(self.cleaned_data)
        titles = {language: said.pop(f"title_{language}") for language in ("sv", "fi", "en")}
        return {"titles": titles, **said}


def document_of_form(form: forms.Form) -> NewDocument | None:
    """The file of a form that was checked."""
    file = form.cleaned_data.get("file")
    return None if file is None else NewDocument(file.name, file.read())
