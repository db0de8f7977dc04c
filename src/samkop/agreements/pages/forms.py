"""Forms of decisions on agreements. What is allowed is decided by the use cases, not here."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.parties.pages.forms import day


class JoinForm(forms.Form):
    """An organisation's own decision to join."""

    decided_on = day(_("Day of the decision"), required=True)
    organ = forms.CharField(
        label=_("Who decided"), max_length=120, help_text=_("The organ or the official.")
    )
    section = forms.CharField(label=_("Section of the minutes"), max_length=40, required=False)
    register_number = forms.CharField(label=_("Register number"), max_length=60)
    orders_from = day(_("Orders from"), required=True)
    orders_until = day(_("Orders until"))


class StopForm(forms.Form):
    """A suspension, or its end."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    register_number = forms.CharField(label=_("Register number"), max_length=60, required=False)
