"""Forms of incidents. What is allowed is decided by the use cases, not here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.governance.models import IncidentClock, SecurityContact
from samkop.governance.pages.security_fields import count, long_text, moment
from samkop.governance.usecases.incidents import Described, NewIncident
from samkop.governance.vocabulary import MARKS, MEANINGS, WRITTEN
from samkop.parties.models import Party, Region
from samkop.platform.pages.choices import offer

SIGNIFICANT = _("It is significant: severe disruption or loss, or considerable damage to others")
PERSONAL = _("Personal data were breached, with a risk to people")


def marked(label: Any) -> forms.ChoiceField:
    """A mark, each with its meaning."""
    return forms.ChoiceField(label=label, choices=_marks, widget=forms.RadioSelect)


def _marks() -> list[tuple[str, str]]:
    """In the reader's language: asked for each time the field is shown."""
    return [(mark, f"{tlp}: {MEANINGS[mark]}") for mark, tlp in MARKS]


class DescribedForm(forms.Form):
    """What an incident is."""

    title = forms.CharField(label=_("Title"), max_length=200)
    summary = long_text(_("What happened"), rows=6)
    affected = long_text(_("Services and data affected"), rows=3, required=False, most=4_000)
    services = count(_("Services affected"))
    devices = count(_("Devices affected"))
    persons = count(_("Persons affected"))

    def described(self) -> Described:
        """As the use case takes it."""
        said = self.cleaned_data
        return Described(**{name: said[name] for name in DescribedForm.base_fields})


class IncidentForm(DescribedForm):
    """A new incident."""

    region = forms.TypedChoiceField(label=pgettext_lazy("cooperation", "Region"), coerce=int)
    aware_at = moment(
        _("When your organisation became aware of it"),
        help_text=_("The law's reporting times are counted from here."),
    )
    detected_at = moment(_("When it was detected"), required=False)
    began_at = moment(_("When it began, if known"), required=False)
    significant = forms.BooleanField(label=SIGNIFICANT, required=False)
    personal_data = forms.BooleanField(label=PERSONAL, required=False)
    mark = marked(_("Who may read it"))
    parties = forms.TypedMultipleChoiceField(
        label=_("Organisations named, for TLP:AMBER"), coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    contacts = forms.TypedMultipleChoiceField(
        label=_("Persons named, for TLP:RED"), coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(
        self, *arguments: Any, regions: Iterable[Region], parties: Iterable[Party],
        contacts: Iterable[SecurityContact], **named: Any,
    ) -> None:  # fmt: skip
        super().__init__(*arguments, **named)
        offer(
            self, region=[(one.pk, str(one)) for one in regions],
            parties=[(one.pk, str(one)) for one in parties],
            contacts=[(one.pk, f"{one.name}, {one.party}") for one in contacts],
        )  # fmt: skip

    def incident(self) -> NewIncident:
        """As the use case takes it; who is named counts under the mark that uses it."""
        said = self.cleaned_data
        return NewIncident(
            region_id=said["region"], described=self.described(), mark=said["mark"],
            aware_at=said["aware_at"], detected_at=said["detected_at"], began_at=said["began_at"],
            significant=said["significant"], personal_data=said["personal_data"],
            party_ids=said["parties"] if said["mark"] == "amber" else (),
            contact_ids=said["contacts"] if said["mark"] == "red" else (),
        )  # fmt: skip


class EntryForm(forms.Form):
    """A line of the time line."""

    kind = forms.ChoiceField(label=_("What"), choices=[(one, one.label) for one in WRITTEN])
    happened_at = moment(_("When"))
    text = long_text(_("In words"), rows=3, most=2_000)


class ReportForm(forms.Form):
    """A report that was made to an authority."""

    report = forms.ChoiceField(label=_("Report"))
    sent_at = moment(_("Sent"))
    reference = forms.CharField(
        label=_("The authority's reference"), max_length=120, required=False
    )

    def __init__(self, *arguments: Any, clocks: Iterable[IncidentClock], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, report=[(one.report, one.get_report_display()) for one in clocks])


class ClockFactsForm(forms.Form):
    """What sets the law's clocks going."""

    aware_at = moment(_("When your organisation became aware of it"))
    significant = forms.BooleanField(label=SIGNIFICANT, required=False)
    personal_data = forms.BooleanField(label=PERSONAL, required=False)
    reason = long_text(_("Why it is changed"), rows=2, most=2_000)


class IndicatorsForm(forms.Form):
    """What the attack is recognised by."""

    lines = long_text(
        _("Indicators, one a line"),
        rows=6,
        help_text=_("IP addresses, domains, web and e-mail addresses, hashes; defanged or not."),
    )


class MarkForm(forms.Form):
    """Another mark."""

    mark = marked(_("Who may read it"))
    reason = long_text(_("Why it is changed"), rows=2, required=False, most=1_500)


class NamedForm(forms.Form):
    """Who is named besides: organisations or persons, as the mark goes."""

    parties = forms.TypedMultipleChoiceField(
        label=_("Organisations"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    contacts = forms.TypedMultipleChoiceField(
        label=_("Persons"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *arguments: Any, parties: Iterable[Party], contacts: Iterable[SecurityContact],
        mark: str, **named: Any,
    ) -> None:  # fmt: skip
        super().__init__(*arguments, **named)
        offer(
            self, parties=[(one.pk, str(one)) for one in parties],
            contacts=[(one.pk, f"{one.name}, {one.party}") for one in contacts],
        )  # fmt: skip
        self.fields.pop("contacts" if mark == "amber" else "parties")
