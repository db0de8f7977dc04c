"""Forms of the opening: what an officer's own machine has made is sent as a text or as a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from samkop.core.sealing import SealingError, read_public_file
from samkop.platform.pages.choices import offer
from samkop.tendering.sealing_words import refused


def _file(label: Any, *, help_text: Any = "") -> forms.FileField:
    return forms.FileField(label=label, required=False, help_text=help_text)


class AppointForm(forms.Form):
    """Who opens the bids."""

    person = forms.TypedChoiceField(label=_("Colleague"), coerce=int)

    def __init__(self, *arguments: Any, colleagues: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, person=[(person.pk, person.name) for person in colleagues])


class OfficerKeyForm(forms.Form):
    """The public key, as the page's program made it or as a file."""

    public_key = forms.CharField(required=False, max_length=130)
    public_key_file = _file(_("Public key file"))

    def public_key_text(self) -> str:
        """The key in hexadecimal. Raises Refused ``not-readable``."""
        data = _bytes(self.files.get("public_key_file"))
        if not data:
            return str(self.cleaned_data["public_key"])
        try:
            return read_public_file(data).key.raw.hex()
        except SealingError as error:
            raise refused(error) from error


class RehearsalForm(forms.Form):
    """A bid of trial."""

    sealed_file = _file(_("Sealed bid of trial"))


class PartsForm(forms.Form):
    """What an officer gives out."""

    parts = forms.CharField(required=False)
    parts_file = _file(_("File of parts"))


def sent_bytes(request: HttpRequest, name: str) -> bytes:
    """The bytes of an uploaded file; none where none came."""
    return _bytes(request.FILES.get(f"{name}_file"))


def _bytes(file: Any) -> bytes:
    return bytes(file.read()) if file else b""


def sent_text(request: HttpRequest, name: str) -> str:
    """A text as the page's program wrote it, or that of an uploaded file."""
    text = request.POST.get(name, "")
    return text or sent_bytes(request, name).decode(errors="replace")
