"""Forms of market consultations. What is allowed is decided by the use cases, not here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.parties.models import Party
from samkop.planning.models import PreStudy
from samkop.planning.rules.consultations import LONGEST_TEXT
from samkop.platform.pages.choices import offer
from samkop.platform.pages.times import MOMENT_LIMITS


def long_text(label: Any, rows: int = 6, *, required: bool = True, **named: Any) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label, required=required, max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}), **named,
    )  # fmt: skip


def moment(label: Any, **named: Any) -> forms.DateTimeField:
    """A day and a time by the browser's picker."""
    shown = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    return forms.DateTimeField(
        label=label, widget=shown, input_formats=formats, validators=MOMENT_LIMITS, **named
    )


def days(label: Any, **named: Any) -> forms.IntegerField:
    """A number of days."""
    return forms.IntegerField(label=label, min_value=1, max_value=365, **named)


class ManyFiles(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """None, one or several files, as a list."""

    def __init__(self, **named: Any) -> None:
        super().__init__(widget=ManyFiles(attrs={"multiple": True}), required=False, **named)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file checked as one alone would be."""
        return [super(ManyFilesField, self).clean(one, initial) for one in data or []]


class ConsultationForm(forms.Form):
    """The terms of a consultation."""

    study = forms.TypedChoiceField(
        label=_("Pre-study"), coerce=int, required=False, empty_value=None
    )
    number = forms.CharField(label=_("Number"), max_length=40)
    register_number = forms.CharField(label=_("Register number"), max_length=60)
    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=200)
    title_fi = forms.CharField(label=_("Title in Finnish"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    about = long_text(
        _("What it is about"), help_text=_("Everybody reads it once the consultation is open.")
    )
    answers_until = moment(_("Answers until"))
    comment_days = days(
        _("Days to comment on a note"), initial=7,
        help_text=_("Silence then counts as consent to the note of a meeting."),
    )  # fmt: skip
    secret_days = days(
        _("Days before a refused secret is published"),
        initial=14,
        help_text=_("So that the supplier can object, counted from the day it is told."),
    )

    def __init__(self, *arguments: Any, studies: Iterable[PreStudy] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        offered = [(study.pk, str(study)) for study in studies]
        offer(self, study=[("", _("None")), *offered])
        if not offered:
            del self.fields["study"]


class QuestionForm(forms.Form):
    """An open question to the market."""

    text = long_text(_("Question"), 3, help_text=_("An open one: who, what, how, why."))


class LimitForm(forms.Form):
    """More time."""

    answers_until = moment(_("Answers until"))


class SuppliersForm(forms.Form):
    """Which suppliers."""

    suppliers = forms.TypedMultipleChoiceField(
        label=_("Suppliers"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, suppliers: Iterable[Party] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, suppliers=[(party.pk, party.name) for party in suppliers])


class AnswerForm(forms.Form):
    """A supplier's answer to a question."""

    text = long_text(_("Your answer"), 10)
    keep = forms.TypedMultipleChoiceField(
        label=_("Files that still belong to it"), coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    attachments = ManyFilesField(label=_("More files"), help_text=_("At most ten, 10 MB each."))

    def __init__(self, *arguments: Any, kept: Iterable[tuple[int, str]] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        offered = list(kept)
        offer(self, keep=offered)
        if not offered:
            del self.fields["keep"]


class AskForm(forms.Form):
    """A supplier's question to the buyer."""

    text = long_text(
        _("Your question"),
        3,
        help_text=_("The answer goes to everybody; nobody learns that it was you who asked."),
    )


class TellForm(forms.Form):
    """What everybody is told."""

    text = long_text(_("What everybody is told"))


class AnswerToAllForm(TellForm):
    """The buyer's answer to a supplier's question."""

    asked = long_text(
        _("The question in your own words"),
        3,
        help_text=_("So that nobody can tell who asked."),
    )
    field_order = ("asked", "text")


class MeetingForm(SuppliersForm):
    """A meeting that was held."""

    met_at = moment(_("Held at"))
    attended = forms.CharField(
        label=_("Who was there, by role"), max_length=500,
        help_text=_("Such as: category manager, network architect; salesperson."),
    )  # fmt: skip
    told = long_text(
        _("What we told"), help_text=_("Everybody reads it in the record: leave nothing out.")
    )
    said = long_text(_("What was said"))
    field_order = ("met_at", "suppliers", "attended", "told", "said")


class CommentForm(forms.Form):
    """What a supplier says of a note."""

    accepted = forms.ChoiceField(
        label=_("The note"),
        choices=[("yes", _("It is right")), ("no", _("Something was otherwise"))],
        widget=forms.RadioSelect,
    )
    text = long_text(_("Your words"), 4, required=False)


class SecretForm(forms.Form):
    """A trade secret in a text."""

    passage = long_text(
        _("The words that are secret"),
        3,
        help_text=_("Copy them from the text as they stand: only they are left out."),
    )
    reason = long_text(
        _("Why they are a trade secret"),
        3,
        help_text=_("Who could gain by them, and how you keep them secret otherwise."),
    )


class SecretFileForm(forms.Form):
    """A file that is a trade secret as a whole."""

    reason = long_text(_("Why it is a trade secret"), 3)


class SecretDecisionForm(forms.Form):
    """The buyer's decision on a claim."""

    accepted = forms.ChoiceField(
        label=pgettext_lazy("trade secret", "Decision"),
        choices=[("yes", _("It stays secret")), ("no", _("It is published"))],
        widget=forms.RadioSelect,
    )
    reason = long_text(_("Reason"), 3, help_text=_("The supplier reads it."))
    register_number = forms.CharField(label=_("Register number"), max_length=60)


class RecordForm(forms.Form):
    """Under which number the record is kept."""

    register_number = forms.CharField(label=_("Register number"), max_length=60)
