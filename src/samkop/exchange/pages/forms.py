"""What administrators type about electronic addresses."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.exchange.vocabulary import CHOSEN_WAYS


class WayForm(forms.Form):
    """On which way documents for an address come."""

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
