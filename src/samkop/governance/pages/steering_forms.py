"""Forms of the steering group. What is allowed is decided by the use cases, not here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.governance.usecases.steering_groups import Decision, NewRules
from samkop.governance.vocabulary.steering import (
    Abstentions,
    AmendmentKind,
    MajorityBasis,
    MajorityKind,
    TieRule,
)
from samkop.parties.pages.forms import day
from samkop.platform.pages.choices import offer
from samkop.platform.pages.times import MOMENT_LIMITS

LONGEST_TEXT = 20_000
Pairs = Iterable[tuple[int, str]]


def long_text(label: Any, rows: int = 5, *, required: bool = True, **named: Any) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label, required=required, max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}), **named,
    )  # fmt: skip


def moment(label: Any) -> forms.DateTimeField:
    """A day and a time by the browser's picker."""
    shown = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(
        label=label, widget=shown, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        validators=MOMENT_LIMITS,
    )  # fmt: skip


class DecisionForm(forms.Form):
    """On which decision something rests."""

    decided_on = day(_("Decided on"), required=True)
    organ = forms.CharField(
        label=_("Organ"), max_length=120,
        help_text=_("Or the title of the official to whom the decision is delegated."),
    )  # fmt: skip
    section = forms.CharField(label=_("Section"), max_length=40, required=False)
    register_number = forms.CharField(label=_("Register number"), max_length=60)

    def decision(self) -> Decision:
        """As the use cases take it."""
        said = self.cleaned_data
        return Decision(said["decided_on"], said["organ"], said["register_number"], said["section"])


class RulesForm(DecisionForm):
    """By which rules the group meets and votes."""

    valid_from = day(pgettext_lazy("rules", "Hold from"), required=True)
    majority = forms.ChoiceField(label=_("Majority"), choices=MajorityKind.choices)
    numerator = forms.IntegerField(
        label=_("Share of its own: parts"), min_value=0, max_value=100, initial=2, required=False,
        help_text=_("Only for a share of its own: 2 of 3, for two thirds."),
    )  # fmt: skip
    denominator = forms.IntegerField(
        label=_("of so many"), min_value=1, max_value=100, initial=3, required=False
    )
    basis = forms.ChoiceField(label=_("Counted"), choices=MajorityBasis.choices)
    abstentions = forms.ChoiceField(label=_("Who abstains"), choices=Abstentions.choices)
    tie = forms.ChoiceField(label=_("Even vote"), choices=TieRule.choices)
    quorum_numerator = forms.IntegerField(
        label=_("Quorum: parts"), min_value=1, max_value=100, initial=1
    )
    quorum_denominator = forms.IntegerField(
        label=_("Quorum: of so many"), min_value=1, max_value=100, initial=2
    )
    quorum_more_than = forms.BooleanField(
        label=_("More than this share has to be there"), required=False, initial=True
    )
    notice_days = forms.IntegerField(
        label=_("Days from call to meeting"), min_value=0, max_value=365, initial=7
    )
    delegations_a_holder = forms.IntegerField(
        label=_("Others one may speak for"), min_value=0, max_value=20, initial=1
    )
    body_takes_part = forms.BooleanField(
        label=_("The purchasing body takes part without a vote"), required=False, initial=True
    )

    def rules(self) -> NewRules:
        """As the use cases take them."""
        said = {
            name: value
            for name, value in self.cleaned_data.items()
            if name in NewRules.__dataclass_fields__ and value is not None
        }
        return NewRules(**said)


class EstablishForm(RulesForm):
    """A new group: its names and first rules."""

    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=120)
    name_fi = forms.CharField(label=_("Name in Finnish"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)

    field_order = ("name_sv", "name_fi", "name_en", "valid_from")

    def names(self) -> dict[str, str]:
        """The names by their fields."""
        return {name: self.cleaned_data[name] for name in ("name_sv", "name_fi", "name_en")}


class AppointForm(DecisionForm):
    """Whom one's own organisation appoints. Built inside the open reading."""

    person_id = forms.TypedChoiceField(label=_("Person"), coerce=int)
    rank = forms.TypedChoiceField(label=pgettext_lazy("steering group", "Place"), coerce=int)
    valid_from = day(_("First day"), required=True)
    valid_until = day(_("Last day"))

    field_order = ("person_id", "rank", "valid_from", "valid_until")

    def __init__(self, *arguments: Any, people: Pairs, ranks: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, person_id=list(people), rank=list(ranks))


class LastDayOfAppointment(forms.Form):
    """When an appointment ends."""

    valid_until = day(_("Last day"), required=True)


class MeetingForm(forms.Form):
    """When and where the group meets."""

    number = forms.CharField(label=_("Number"), max_length=20)
    starts_at = moment(_("Begins at"))
    venue = forms.CharField(label=_("Place of the meeting"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link"), max_length=300, required=False, assume_scheme="https",
        help_text=_("For those who take part from elsewhere."),
    )  # fmt: skip


class ItemForm(forms.Form):
    """A point of the agenda."""

    title = forms.CharField(label=_("Title"), max_length=200)
    text = long_text(_("What it is about"), 3, required=False)


class PaperForm(forms.Form):
    """A paper to a point. Built inside the open reading."""

    item = forms.TypedChoiceField(label=_("Point of the agenda"), coerce=int)
    file = forms.FileField(label=_("File"))

    def __init__(self, *arguments: Any, items: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, item=list(items))


class AttachForm(forms.Form):
    """Which motion comes on the agenda. Built inside the open reading."""

    motion = forms.TypedChoiceField(label=_("Motion"), coerce=int)

    def __init__(self, *arguments: Any, motions: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, motion=list(motions))


class ReasonForm(forms.Form):
    """Why a meeting is cancelled."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class SeatForm(forms.Form):
    """One seat. Built inside the open reading."""

    seat = forms.TypedChoiceField(label=_("Member with a seat"), coerce=int)

    def __init__(self, *arguments: Any, seats: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, seat=list(seats))


class AdjustersForm(forms.Form):
    """Who approves the minutes. Built inside the open reading."""

    seats = forms.TypedMultipleChoiceField(
        label=_("Who approves the minutes"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, seats: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, seats=list(seats))


class MotionForm(forms.Form):
    """What the group is asked to recommend."""

    title = forms.CharField(label=_("Title"), max_length=200)
    text = long_text(
        _("Text to decide on"), help_text=_("As the group is to say it: it is what is voted on.")
    )
    reasons = long_text(_("Reasons"), required=False)


class AmendmentForm(forms.Form):
    """Another wording. Built inside the open reading."""

    seat = forms.TypedChoiceField(label=pgettext_lazy("steering group", "For"), coerce=int)
    kind = forms.ChoiceField(label=_("What it does"), choices=AmendmentKind.choices)
    passage = long_text(
        _("Passage to replace"), 2, required=False,
        help_text=_("Copied from the text; only where a passage is replaced."),
    )  # fmt: skip
    text = long_text(_("New text"), 3, required=False)

    def __init__(self, *arguments: Any, seats: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, seat=list(seats))


class DissentForm(forms.Form):
    """Why one is against what was decided. Built inside the open reading."""

    seat = forms.TypedChoiceField(label=pgettext_lazy("steering group", "For"), coerce=int)
    text = long_text(pgettext_lazy("meeting", "Reservation"), 3)

    def __init__(self, *arguments: Any, seats: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, seat=list(seats))


class MinutesForm(forms.Form):
    """The register number of the minutes, and what else is to be said."""

    register_number = forms.CharField(label=_("Register number"), max_length=60)
    remarks = long_text(_("Remarks"), 3, required=False)
