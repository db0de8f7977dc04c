"""What people type when devices come back and leave."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.fleet.pages.choosing import ChooseForm
from samkop.fleet.vocabulary.returns import DisposalKind, ErasureMethod, Grade
from samkop.parties.models import DeliveryLocation
from samkop.parties.pages.forms import day
from samkop.platform.pages.choices import offer
from samkop.platform.pages.times import MOMENT_LIMITS


class AskForm(ChooseForm):
    """Devices that are asked back."""

    name = forms.CharField(label=_("Name of the campaign"), max_length=120)
    due_on = day(_("To be handed in by"), required=True)
    note = forms.CharField(
        label=_("What holders should know"), required=False, max_length=500,
        help_text=_("For example where to hand it in, and when the new one comes."),
    )  # fmt: skip
    field_order = ("name", "due_on", "note", "site", "model", "numbers")


class HandInForm(forms.Form):
    """Devices that are here. Built inside a reading."""

    site = forms.ModelChoiceField(DeliveryLocation.objects.none(), label=_("Site"))
    numbers = forms.CharField(
        label=_("Devices"), max_length=1_000_000,
        help_text=_("Asset numbers or serial numbers, one a line; scan the labels into it."),
        widget=forms.Textarea(attrs={"rows": 6, "data-scan": "list", "autocomplete": "off"}),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    def __init__(self, *arguments: Any, owner_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        sites = DeliveryLocation.objects.filter(party_id=owner_id).order_by("name", "id")
        offer(self, site=sites)


class CheckForm(forms.Form):
    """In which condition a device came back."""

    grade = forms.ChoiceField(label=_("Grade"), choices=Grade.choices)
    storages = forms.IntegerField(label=_("Storages"), min_value=0, max_value=60)
    condition = forms.CharField(label=_("Condition"), required=False, max_length=500)


class ProofForm(forms.Form):
    """One storage was erased."""

    storage = forms.TypedChoiceField(label=_("Storage"), coerce=int)
    storage_serial = forms.CharField(label=_("Serial number of the storage"), max_length=100)
    method = forms.ChoiceField(label=_("Method"), choices=ErasureMethod.choices)
    tool = forms.CharField(label=_("Tool"), max_length=120)
    erased_at = forms.DateTimeField(
        label=_("Erased at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], validators=MOMENT_LIMITS,
    )  # fmt: skip

    def __init__(self, *arguments: Any, left: list[int], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, storage=[(number, str(number)) for number in left])


class CertificateForm(forms.Form):
    """A firm destroyed whatever is left."""

    firm = forms.CharField(label=_("Firm"), max_length=200)
    number = forms.CharField(label=_("Number of the certificate"), max_length=60)
    destroyed_on = day(_("Destroyed on"), required=True)
    file = forms.FileField(label=_("Certificate (PDF)"))


class LossForm(forms.Form):
    """What is lost, and how."""

    what_happened = forms.CharField(
        label=_("What happened"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    happened_on = day(_("Happened on"), required=True)
    police_number = forms.CharField(label=_("Police report"), required=False, max_length=60)


class LostStorageForm(LossForm):
    """One storage of a returned device is lost."""

    storage = forms.TypedChoiceField(label=_("Storage"), coerce=int)
    field_order = ("storage", "what_happened", "happened_on", "police_number")

    def __init__(self, *arguments: Any, left: list[int], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, storage=[(number, str(number)) for number in left])


class DecisionForm(forms.Form):
    """What the security officer decides."""

    words = forms.CharField(
        label=_("Words of the decision"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class ReportFileForm(forms.Form):
    """A report of an erasure tool, or another file."""

    file = forms.FileField(label=_("File"), help_text=_("CSV or xlsx, at most 10 MB."))


class DisposalForm(forms.Form):
    """Where devices go in the end."""

    kind = forms.ChoiceField(
        label=_("Where they go"), choices=[("", _("Choose …")), *DisposalKind.choices]
    )
    firm = forms.CharField(label=_("Firm"), max_length=200)
    grade = forms.ChoiceField(
        label=_("Grade"), choices=[("", _("Any grade")), *Grade.choices], required=False
    )
    numbers = forms.CharField(
        label=_("Only these devices"), required=False, max_length=1_000_000,
        help_text=_("Asset numbers or serial numbers, one a line; empty: all that are cleared."),
        widget=forms.Textarea(attrs={"rows": 4, "data-scan": "list", "autocomplete": "off"}),
    )  # fmt: skip


class PricesForm(forms.Form):
    """A buyer's offer by grade."""

    def __init__(
        self, *arguments: Any, grades: list[str], currency: str, **named: Any
    ) -> None:  # fmt: skip
        super().__init__(*arguments, **named)
        for grade in grades:
            self.fields[f"price_{grade}"] = forms.DecimalField(
                label=Grade(grade).label, min_value=0, max_digits=9, decimal_places=2,
                help_text=_("In %(currency)s, without VAT.") % {"currency": currency},
            )  # fmt: skip


class GoneForm(forms.Form):
    """They have gone; what is recycled was weighed, and the recycler says so."""

    done_on = day(_("Gone on"), required=True)
    reference = forms.CharField(
        label=_("Number of the firm's papers"), required=False, max_length=60
    )
    weight = forms.DecimalField(
        label=_("Weight, kg"), required=False, min_value=0, max_digits=8, decimal_places=3
    )

    def __init__(self, *arguments: Any, kind: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if kind == DisposalKind.RECYCLING:
            self.fields["reference"].required = self.fields["weight"].required = True
        else:
            del self.fields["weight"]
