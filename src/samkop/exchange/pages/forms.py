"""What administrators type about electronic addresses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from samkop.exchange.usecases.quarantine import LONGEST_REASON
from samkop.exchange.vocabulary import CHOSEN_WAYS, DocumentType, Syntax, TransportName


class TransportForm(forms.Form):
    """A way, and what it needs."""

    transport = forms.ChoiceField(
        label=_("Way"),
        choices=[(way.value, way.label) for way in CHOSEN_WAYS],
        widget=forms.RadioSelect,
    )
    mailbox = forms.CharField(
        label=_("E-mail address"), required=False, max_length=254,
        help_text=_(
            "For the way by e-mail: the organisation's own mailbox, not a person's."
            " Others can see it."
        ),
    )  # fmt: skip

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if not settings.ACCESS_POINT["url"]:
            # The Peppol network is offered where the installation reaches it.
            self.fields.pop("system_address", None)
            ways: Any = self.fields["transport"]
            ways.choices = [
                (way, label) for way, label in ways.choices if way != TransportName.ACCESS_POINT
            ]


class CodedForm(forms.Form):
    """What invoices with their coding need besides."""

    system_address = forms.CharField(
        label=_("Electronic address of the finance system"), required=False, max_length=60,
        help_text=_(
            "For invoices with their coding by the access point: the address of the system"
            " itself, with its scheme, such as 0216:003712345678."
        ),
    )  # fmt: skip
    syntax = forms.ChoiceField(
        label=_("Form of invoices with their coding"), choices=Syntax.choices,
        initial=Syntax.UBL, required=False,
        help_text=_("Finvoice goes by folder or e-mail; what it has no room for is told in it."),
    )  # fmt: skip

    def clean_syntax(self) -> str:
        """Left out, it is as usual."""
        return str(self.cleaned_data["syntax"] or Syntax.UBL)


class WayForm(TransportForm):
    """On which way documents for an address come."""

    wants_acknowledgement = forms.BooleanField(
        label=_("Confirm each of our documents that was taken in"), required=False,
        help_text=_(
            "By a Message Level Response, as an e-document. What cannot be taken in is answered"
            " by one in any case."
        ),
    )  # fmt: skip


class CodedWayForm(WayForm, CodedForm):
    """On which way invoices with their coding go to the finance system."""

    field_order = ("transport", "mailbox", "system_address", "syntax")


class TypeForm(TransportForm, CodedForm):
    """On which way documents of one type come."""

    document_type = forms.ChoiceField(label=_("Document"), choices=DocumentType.choices)

    field_order = ("document_type", "transport", "mailbox", "system_address", "syntax")


class AsideForm(forms.Form):
    """Why nothing more is done about a message."""

    reason = forms.CharField(
        label=_("Why nothing more is done about it"), max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
