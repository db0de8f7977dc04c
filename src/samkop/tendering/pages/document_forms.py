"""Forms of secrecy and of requests for documents. What is allowed the use cases decide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.parties.pages.forms import day
from samkop.platform.pages.choices import offer
from samkop.tendering.pages.award_forms import longer, register_number
from samkop.tendering.usecases.documents import Copy, Document
from samkop.tendering.vocabulary.documents import RequestedOutcome, Secrecy, SecrecyGround

NO_GROUND = ("", _("None"))


class RequestForm(forms.Form):
    """Who asks for what; both names may stay empty."""

    wanted = longer(_("What is asked for"))
    requester = forms.CharField(
        label=_("Who asks"), max_length=200, required=False,
        help_text=_("Nobody has to say who they are. Leave it empty then."),
    )  # fmt: skip
    contact = forms.CharField(label=_("Where the answer goes"), max_length=200, required=False)
    received_on = day(_("Received on"), required=True)
    register_number = register_number()


PIECE_NAMES = {
    "prices": _("Price of line %(code)s"), "requirements": _("Note on requirement %(code)s"),
    "criteria": _("Answer to criterion %(code)s"), "espd": _("Note on %(code)s of the ESPD"),
}  # fmt: skip


def _piece_named(piece: str) -> str:
    part, _dot, code = piece.partition(".")
    return str(PIECE_NAMES[part]) % {"code": code}


class SecrecyForm(forms.Form):
    """Whether a document of a bid is secret; of a bid's answers, which pieces."""

    secrecy = forms.ChoiceField(
        label=_("Decision"), choices=Secrecy.choices, widget=forms.RadioSelect
    )
    pieces = forms.MultipleChoiceField(
        label=_("Secret pieces"), required=False, widget=forms.CheckboxSelectMultiple
    )
    masked_copy = forms.FileField(label=_("Masked copy"), required=False)
    ground = forms.ChoiceField(
        label=_("Ground"), required=False, choices=[NO_GROUND, *SecrecyGround.choices]
    )
    reason = longer(_("Reason"))
    register_number = register_number()

    def __init__(self, *arguments: Any, pieces: Iterable[str], whole: bool, **named: Any) -> None:
        """``whole``: a file, of which the masked copy is made outside."""
        super().__init__(*arguments, **named)
        if whole:
            del self.fields["pieces"]
        else:
            del self.fields["masked_copy"]
            offer(self, pieces=[(piece, _piece_named(piece)) for piece in pieces])

    def values(self) -> dict[str, Any]:
        """The inputs of the use case."""
        given = dict(self.cleaned_data)
        sent = given.pop("masked_copy", None)
        copy = Copy(str(sent.name)[-120:], sent.read()) if sent else None
        return {**given, "pieces": given.get("pieces", []), "copy": copy}


class DocumentForm(forms.Form):
    """What is decided of one document."""

    document = forms.ChoiceField(label=_("Document"))
    outcome = forms.ChoiceField(
        label=_("Decision"), choices=RequestedOutcome.choices, widget=forms.RadioSelect
    )
    ground = forms.ChoiceField(
        label=_("Ground"), required=False, choices=[NO_GROUND, *SecrecyGround.choices]
    )
    reason = longer(_("Reason"), required=False)
    decided_by = forms.CharField(label=_("Who decided"), max_length=120)
    register_number = register_number()

    def __init__(self, *arguments: Any, documents: Iterable[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, document=documents)

    def values(self) -> dict[str, Any]:
        """The inputs of the use case."""
        given = dict(self.cleaned_data)
        return {**given, "document": document_named(given["document"])}


class AppealForm(forms.Form):
    """An appeal against what was decided."""

    court = forms.CharField(label=_("Court"), max_length=120)
    filed_on = day(_("The court got it on"), required=True)
    note = longer(_("Note"), required=False)
    register_number = register_number()


def document_named(name: str) -> Document:
    """The document that a choice of the form names: ``letter-4``, ``bid-3`` or ``bid-3-9``."""
    kind, first, *rest = name.split("-")
    if kind == "letter":
        return Document(letter_id=int(first))
    return Document(bid_id=int(first), file_id=int(rest[0]) if rest else None)
