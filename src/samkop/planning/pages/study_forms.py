"""Forms of pre-studies. What is allowed is decided by the use cases, not here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.parties.models import Party, Person
from samkop.parties.pages.forms import day
from samkop.planning.models import PlannedLot, PreStudy
from samkop.planning.usecases.lots import NewLot
from samkop.planning.usecases.pre_studies import NewStudy
from samkop.planning.vocabulary import (
    Category,
    Division,
    HomeworkArea,
    OperatingKind,
    Outsourcing,
)
from samkop.platform.pages.amounts import amount
from samkop.platform.pages.choices import offer

LANGUAGES = ("sv", "fi", "en")


class Titled(forms.Form):
    """What has a title in each language."""

    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=200)
    title_fi = forms.CharField(label=_("Title in Finnish"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)

    def titles(self) -> dict[str, str]:
        """By language."""
        return {language: self.cleaned_data[f"title_{language}"] for language in LANGUAGES}


class StudyForm(Titled):
    """What a pre-study is called, and what it is for."""

    number = forms.CharField(label=_("Number"), max_length=40)
    register_number = forms.CharField(label=_("Register number"), max_length=60, required=False)
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    aim = forms.CharField(
        label=pgettext_lazy("pre-study", "What is to be better afterwards"), max_length=4000,
        required=False, widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    field_order = ("number", "register_number", "title_sv", "title_fi", "title_en")

    def study(self) -> NewStudy:
        """As the use cases take it."""
        said = self.cleaned_data
        return NewStudy(
            number=said["number"], titles=self.titles(), category=said["category"],
            aim=said["aim"], register_number=said["register_number"],
        )  # fmt: skip


class BuyerForm(forms.Form):
    """One more buyer to wait for."""

    buyer = forms.TypedChoiceField(label=pgettext_lazy("organisation", "Buyer"), coerce=int)

    def __init__(self, *arguments: Any, buyers: Iterable[Party], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, buyer=[(one.pk, one.name) for one in buyers])


class PointForm(forms.Form):
    """A point of one's own."""

    area = forms.ChoiceField(label=pgettext_lazy("homework", "Area"), choices=HomeworkArea.choices)
    question = forms.CharField(label=_("Question"), max_length=1000)


class PlanForm(forms.Form):
    """Who answers, and by when."""

    responsible = forms.TypedChoiceField(
        label=_("Responsible"), coerce=int, empty_value=None, required=False
    )
    due_on = day(pgettext_lazy("homework", "To be answered by"))

    def __init__(self, *arguments: Any, people: Iterable[Person], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, responsible=[("", _("Nobody")), *((one.pk, one.name) for one in people)])


class AnswerForm(forms.Form):
    """The answer."""

    answer = forms.CharField(
        label=_("Answer"), max_length=20_000, widget=forms.Textarea({"rows": 6})
    )


class EvidenceForm(forms.Form):
    """What it rests on: a file or a page."""

    title = forms.CharField(label=pgettext_lazy("evidence", "What it is"), max_length=200)
    file = forms.FileField(label=_("File"), required=False)
    address = forms.CharField(
        label=_("Or a page of this system"), max_length=300, required=False,
        help_text=_("Its address from the first slash on, such as /devices/forecasts/3/."),
    )  # fmt: skip


class TermsForm(forms.Form):
    """Over how long a service is compared, at which rate."""

    years = forms.IntegerField(label=_("Years"), min_value=1, max_value=40, initial=5)
    rate = forms.DecimalField(
        label=_("Discount rate, per cent a year"), min_value=0, max_value=50, decimal_places=2,
        max_digits=4, initial=3,
    )  # fmt: skip

    def rate_basis_points(self) -> int:
        """The rate in hundredths of a per cent."""
        return int(self.cleaned_data["rate"] * 100)


class ServiceForm(TermsForm):
    """A service whose forms of operation are compared."""

    name = forms.CharField(label=pgettext_lazy("operation", "Service"), max_length=200)
    field_order = ("name",)


class OperatingFormForm(forms.Form):
    """A way of running it."""

    kind = forms.ChoiceField(label=_("Form of operation"), choices=OperatingKind.choices)
    name = forms.CharField(label=_("Name"), max_length=120)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False)


class CostForm(forms.Form):
    """A cost in money: once, a year, or at the exit."""

    name = forms.CharField(label=pgettext_lazy("cost", "What for"), max_length=120)
    time = forms.ChoiceField(
        label=pgettext_lazy("cost", "When"),
        choices=(
            ("one-off", pgettext_lazy("cost", "Once, at the start")),
            ("yearly", pgettext_lazy("cost", "Every year")),
            ("exit", pgettext_lazy("cost", "At the exit")),
        ),
    )
    low = amount(_("At the least"))
    likely = amount(_("Likely"))
    high = amount(_("At the most"))


class StaffForm(forms.Form):
    """Own people: hours a year, and what an hour costs."""

    name = forms.CharField(label=pgettext_lazy("cost", "Whose work"), max_length=120)
    low = forms.IntegerField(label=_("Hours a year at the least"), min_value=0, max_value=10**7)
    likely = forms.IntegerField(label=_("Hours a year, likely"), min_value=0, max_value=10**7)
    high = forms.IntegerField(label=_("Hours a year at the most"), min_value=0, max_value=10**7)
    hour = amount(_("Cost of an hour"))


class LotForm(Titled):
    """A lot with its reasons, and the lines of needs that go into it."""

    description = forms.CharField(
        label=_("Description"), max_length=4000, required=False, widget=forms.Textarea({"rows": 3})
    )
    unit = forms.CharField(
        label=_("Unit"), max_length=40,
        help_text=_("In which quantities of the lot are counted, as the needs have it."),
    )  # fmt: skip
    division = forms.ChoiceField(label=_("Divided or joined"), choices=Division.choices)
    reason = forms.CharField(
        label=pgettext_lazy("lot", "Why"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    outsourcing = forms.ChoiceField(label=_("Suits outsourcing"), choices=Outsourcing.choices)
    outsourcing_reason = forms.CharField(
        label=_("Why it suits outsourcing or not"), max_length=4000, required=False,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    lines = forms.TypedMultipleChoiceField(
        label=_("What it holds"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, lines: Iterable[tuple[int, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, lines=lines)

    def lot(self) -> NewLot:
        """As the use cases take it."""
        said = {name: self.cleaned_data[name] for name in (
            "unit", "division", "reason", "description", "outsourcing", "outsourcing_reason",
        )}  # fmt: skip
        return NewLot(titles=self.titles(), line_ids=self.cleaned_data["lines"], **said)


def initial_of_study(study: PreStudy) -> dict[str, Any]:
    """The pre-study as its form shows it."""
    return {name: getattr(study, name) for name in StudyForm.base_fields}


def initial_of_lot(lot: PlannedLot, line_ids: Iterable[int]) -> dict[str, Any]:
    """The lot as its form shows it."""
    own = {name: getattr(lot, name) for name in LotForm.base_fields if name != "lines"}
    return {**own, "lines": list(line_ids)}
