"""What administrators type about electronic addresses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from samkop.exchange.vocabulary import CHOSEN_WAYS, DocumentType, TransportName


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
            ways: Any = self.fields["transport"]
            ways.choices = [
                (way, label) for way, label in ways.choices if way != TransportName.ACCESS_POINT
            ]


class WayForm(TransportForm):
    """On which way documents for an address come."""

    wants_acknowledgement = forms.BooleanField(
        label=_("Confirm each of our documents that was taken in"), required=False,
        help_text=_(
            "By a Message Level Response, as an e-document. What cannot be taken in is answered"
            " by one in any case."
        ),
    )  # fmt: skip


class TypeForm(TransportForm):
    """On which way documents of one type come."""

    document_type = forms.ChoiceField(label=_("Document"), choices=DocumentType.choices)

    field_order = ("document_type", "transport", "mailbox")
