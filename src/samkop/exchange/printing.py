"""A document as a PDF, for who reads it without a system of his own."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from samkop.core.edocs import Document
from samkop.exchange.readable import Readable, readable
from samkop.platform.typesetting import typeset

TEMPLATE = Path(__file__).with_name("typeset") / "document.typ"


def printed(document: Document, language: str) -> bytes:
    """The document with all of its lines, laid out on A4 in a language (``sv``, ``fi``, ``en``).

    Texts of the document are data to the typesetter, never its commands.
    """
    with translation.override(language):
        return _typeset(readable(document, most=None), language)


def _typeset(shown: Readable, language: str) -> bytes:
    data = {
        **asdict(shown), "language": language, "author": "Samköp", "page": _("Page"),
        "notes": [_("The e-document is what counts; this page is for reading it.")],
    }  # fmt: skip
    return typeset(TEMPLATE, data)
