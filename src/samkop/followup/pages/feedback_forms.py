"""Forms of feedback. What is allowed is decided by the use cases, not here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samkop.followup.rules.feedback import MINUTES, Asking
from samkop.followup.usecases.feedback_responses import MOST_LETTERS
from samkop.followup.usecases.feedback_rules import MOST_DAYS
from samkop.followup.usecases.feedback_texts import LONGEST
from samkop.parties.models import Party
from samkop.parties.pages.forms import day
from samkop.platform.pages.choices import offer


class AnswerForm(forms.Form):
    """What may be said besides yes, partly or no: all of it may be left out."""

    line = forms.CharField(
        label=gettext_lazy("In your own words"), required=False, max_length=LONGEST,
        help_text=gettext_lazy("What works, or what does not. One line."),
    )  # fmt: skip
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("How much of your time did ordering take?"), required=False, coerce=int,
        empty_value=None,
    )  # fmt: skip
    for_supplier = forms.BooleanField(
        label=gettext_lazy("The supplier may read my line, without my name"), required=False
    )
    without_name = forms.BooleanField(
        label=gettext_lazy("Answer without my name"), required=False,
        help_text=gettext_lazy("Your organisation then sees the answer, the line and which thing"
                               " it is about; not who, which order or which day. It cannot reply"
                               " to you. Where few have ordered the thing, it may guess."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, minutes=[("", _("Not said")), *((one, time_of(one)) for one in MINUTES)])


class SettleForm(forms.Form):
    """What was done about it."""

    reply = forms.CharField(label=gettext_lazy("What was done"), required=False, max_length=LONGEST)


class PassOnForm(forms.Form):
    """To which supplier an answer goes."""

    supplier = forms.TypedChoiceField(label=gettext_lazy("Supplier"), coerce=int)
    note = forms.CharField(
        label=gettext_lazy("What you add"), required=False, max_length=LONGEST,
        help_text=gettext_lazy("The supplier reads it. Name no person."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, suppliers: Iterable[Party], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, supplier=[(one.pk, one.name) for one in suppliers])


class ResponseForm(forms.Form):
    """What a supplier does about it."""

    text = forms.CharField(
        label=gettext_lazy("What you do about it"), max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("The customer's ICT manager reads it."),
    )  # fmt: skip


def _days(label: Any, least: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=MOST_DAYS)


class RuleForm(forms.Form):
    """By which days one's organisation asks."""

    valid_from = day(gettext_lazy("From"), required=True)
    ask_after_days = _days(gettext_lazy("Days from delivery to the question"), 0)
    answer_within_days = _days(gettext_lazy("Days for an answer"), 1)
    remind_after_days = _days(gettext_lazy("Days to the one reminder; 0: none"), 0)
    rest_days = _days(gettext_lazy("Days in which nobody is asked twice"), 0)
    keep_text_days = _days(gettext_lazy("Days until lines are erased"), 1)
    old_way_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes that an order took of the asker's time before"),
        required=False, min_value=0, max_value=MOST_DAYS,
        help_text=gettext_lazy("An assumption. Time saved is shown against it, and not without"
                               " it."),
    )  # fmt: skip

    def asking(self) -> Asking:
        """The days as the use case takes them."""
        return Asking(**{name: self.cleaned_data[name] for name in vars(Asking())})


def time_of(minutes: int) -> str:
    """So many minutes in words."""
    if minutes % 60:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours = minutes // 60
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
