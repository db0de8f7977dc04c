"""Forms of what notices need. What is allowed is decided by the use cases, not here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.core.eforms import COUNTRIES
from samkop.opendata.models import NoticeOrganisation, NoticeTerms
from samkop.opendata.usecases.notices import OrganisationDetails, TermsOfNotice
from samkop.opendata.vocabulary import (
    CompanySize,
    MainActivity,
    NoticeLanguage,
    NoticeRole,
    PartyForm,
)

CHOSEN_LATER = ("", "\u2013")
# Which fields each role has besides the address.
EXTRA = {
    NoticeRole.OWN: ("form", "activity", "size"),
    NoticeRole.REVIEW_BODY: ("name", "number"),
    NoticeRole.WINNER: ("size",),
}


def _nuts() -> forms.CharField:
    return forms.CharField(
        label=_("Region (NUTS code)"), max_length=5,
        help_text=_("The country's two letters and up to three more: SE110, FI197."),
    )  # fmt: skip


def _one_of(label: Any, choices: Any, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[CHOSEN_LATER, *choices], required=False, help_text=help_text
    )


class OrganisationForm(forms.Form):
    """How an organisation stands in notices; ``role`` says which fields it has."""

    name = forms.CharField(label=_("Name"), max_length=200)
    number = forms.CharField(label=_("Registration number"), max_length=20)
    street = forms.CharField(label=_("Street address"), max_length=120, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=12, required=False)
    city = forms.CharField(label=_("Town"), max_length=80)
    country = forms.ChoiceField(label=_("Country"), choices=[(one, one) for one in COUNTRIES])
    nuts = _nuts()
    email = forms.EmailField(
        label=_("E-mail address"), required=False,
        help_text=_("Of an office, not of a person: everybody reads it."),
    )  # fmt: skip
    telephone = forms.CharField(
        label=_("Telephone"), max_length=30, required=False,
        help_text=_("Of an office, with the country: +46 8 123 45 67."),
    )  # fmt: skip
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    form = _one_of(_("Legal form"), PartyForm.choices, _("Of a contracting authority."))
    activity = _one_of(_("Main activity"), MainActivity.choices, _("Of a contracting authority."))
    size = _one_of(_("Size"), CompanySize.choices, _("Of a supplier."))

    def __init__(
        self, data: Any = None, *, role: NoticeRole, known: NoticeOrganisation | None,
        country: str = "", **named: Any,
    ) -> None:  # fmt: skip
        given = {name: getattr(known, name) for name in self.base_fields} if known else {}
        given = given or {"country": country}
        super().__init__(data, initial=given, **named)
        for names in EXTRA.values():
            for name in set(names) - set(EXTRA[role]):
                self.fields.pop(name, None)

    def details(self) -> OrganisationDetails:
        """What was entered; the form has been checked."""
        return OrganisationDetails(**self.cleaned_data)


class TermsForm(forms.Form):
    """What the notices of a tender say besides it."""

    language = forms.ChoiceField(
        label=_("Language of the notice"), choices=NoticeLanguage.choices,
        help_text=_("The one in which the tender's description and criteria are written."),
    )  # fmt: skip
    bid_languages = forms.MultipleChoiceField(
        label=_("Languages of bids"), choices=NoticeLanguage.choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    nuts = _nuts()
    place = forms.CharField(label=_("Place of performance"), max_length=200, required=False)
    documents_url = forms.URLField(
        label=_("Address of the documents"), max_length=400, assume_scheme="https",
        help_text=_(
            "Where everybody reads them free of charge without signing in (art. 53): here, or"
            " elsewhere."
        ),
    )  # fmt: skip
    review_time = forms.CharField(
        label=_("Time for a review"), max_length=400,
        help_text=_("In the notice's language: within which time a review is asked for."),
    )  # fmt: skip
    eu_funds = forms.BooleanField(label=_("Paid with funds of the Union"), required=False)

    def terms(self) -> TermsOfNotice:
        """What was entered; the form has been checked."""
        given = dict(self.cleaned_data)
        given["bid_languages"] = tuple(given["bid_languages"])
        return TermsOfNotice(**given)

    @staticmethod
    def filled(known: NoticeTerms | None) -> dict[str, Any]:
        """The form's values of what was written before."""
        if known is None:
            return {}
        given = {name: getattr(known, name) for name in TermsForm.base_fields}
        return {**given, "bid_languages": known.bid_languages.split()}
