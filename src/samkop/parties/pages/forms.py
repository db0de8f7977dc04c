"""Forms of people and places. What is allowed is decided by the use cases, not here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.parties.models import Person
from samkop.parties.vocabulary import LANGUAGES, Criticality, RoleName
from samkop.platform.pages.choices import offer
from samkop.platform.pages.times import DAY_LIMITS
from samkop.platform.refusals import Refused

LANGUAGE_NAMES = tuple(zip(LANGUAGES, ("Svenska", "Suomi", "English"), strict=True))


class Day(forms.DateInput):
    """The browser's own day picker; its value is ISO 8601 in every language."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        return value.isoformat() if hasattr(value, "isoformat") else value or None


def day(label: Any, *, required: bool = False) -> forms.DateField:
    """A day by the browser's picker."""
    return forms.DateField(
        label=label, required=required, widget=Day(), input_formats=["%Y-%m-%d"],
        validators=DAY_LIMITS,
    )  # fmt: skip


class PersonForm(forms.Form):
    """A new member of the organisation."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("The person signs in with it."))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_NAMES)
    role = forms.ChoiceField(label=_("Role"), choices=RoleName.choices)


class RoleForm(forms.Form):
    """One more role for a member."""

    role = forms.ChoiceField(label=_("Role"), choices=RoleName.choices)
    valid_from = day(_("First day"), required=True)
    valid_until = day(_("Last day"))


class LastDayForm(forms.Form):
    """When a role ends."""

    valid_until = day(_("Last day"), required=True)


class ViewingForm(forms.Form):
    """Why one wants to see what the person sees."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("The person is told, and reads this.")
    )


class CostCentreForm(forms.Form):
    """A new cost centre."""

    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("As in your ledger."))
    name = forms.CharField(label=_("Name"), max_length=120)


class ManagerForm(forms.Form):
    """Who answers for a cost centre. Built inside the open reading."""

    manager = forms.ModelChoiceField(
        Person.objects.none(), label=_("Manager"), required=False, empty_label=_("Nobody"),
        help_text=_("Approves where a rule says so, within the register of authority."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, people: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, manager=people)


class DeliveryLocationForm(forms.Form):
    """A new site."""

    code = forms.CharField(label=_("Code"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=120)
    street = forms.CharField(label=_("Street address"), max_length=120)
    postal_code = forms.CharField(label=_("Postal code"), max_length=12)
    city = forms.CharField(label=_("Town"), max_length=80)
    country = forms.ChoiceField(
        label=_("Country"), choices=[("FI", _("Finland")), ("SE", _("Sweden"))]
    )
    gln = forms.CharField(
        label=_("GLN"),
        max_length=13,
        required=False,
        help_text=_("13 digits, if the site has one."),
    )
    criticality = forms.ChoiceField(
        label=_("How bad is a device that is not there?"), choices=Criticality.choices
    )


class ImportFileForm(forms.Form):
    """A file to import."""

    file = forms.FileField(label=_("File"), help_text=_("CSV with comma or semicolon, or .xlsx."))


def checked(form: forms.Form) -> dict[str, Any]:
    """The form's values. Raises Refused ``form-incomplete`` when a field is wrong."""
    if not form.is_valid():
        raise Refused(
            "form-incomplete", _("Something in the form is missing or wrong."), status=422
        )
    return form.cleaned_data


def with_refusal(form: forms.Form, refused: Refused | None) -> forms.Form:
    """The form as it was sent, with the refusal at its fields."""
    if refused is None or refused.code == "form-incomplete":
        return form
    form.is_valid()
    if not form.is_bound:
        form.cleaned_data = {}  # another form of the page was sent: here stands the refusal alone
    for name, sentence in refused.fields.items():
        form.add_error(name if name in form.fields else None, str(sentence))
    if not refused.fields:
        form.add_error(None, str(refused))
    return form
