"""Forms of catalogues. What is allowed is decided by the use cases, not here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement
from samkop.platform.pages.choices import offer
from samkop.platform.refusals import Refused


class CatalogueFileForm(forms.Form):
    """A catalogue file and the agreement that it is for."""

    agreement = forms.TypedChoiceField(label=_("Agreement"), coerce=int)
    file = forms.FileField(
        label=_("File"),
        help_text=_("A Peppol Catalogue (XML), a CSV file or an Excel workbook (.xlsx)."),
        allow_empty_file=True,
    )
    replaces_all = forms.BooleanField(
        label=_("The sheet is the whole catalogue: items that are not in it leave the shop"),
        help_text=_("For CSV and Excel; a Peppol Catalogue says so itself."),
        required=False,
    )

    def __init__(
        self, *arguments: Any, agreements: Iterable[FrameworkAgreement], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        listed = [(agreement.pk, str(agreement)) for agreement in agreements]
        # Of several none is chosen beforehand: a file on the wrong shelf takes things off it.
        one_only = len(listed) == 1
        offer(self, agreement=listed if one_only else [("", _("Choose …")), *listed])


def form_refused(form: forms.Form) -> Refused:
    """What a form found wrong with what was typed, as a refusal of the whole."""
    fields = {name: str(errors[0]) for name, errors in form.errors.items()}
    return Refused(
        "form-invalid", _("Some fields need to be put right."), status=422, fields=fields
    )
