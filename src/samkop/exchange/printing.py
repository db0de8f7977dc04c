"""A document as a PDF, for who reads it without a system of his own."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Literal

import typst
from django.utils import translation
from django.utils.translation import gettext as _

from samkop.core.edocs import Document
from samkop.exchange.readable import Readable, readable

TEMPLATE = Path(__file__).with_name("typeset") / "document.typ"
# PDF 1.7 with tags, which a screen reader follows (ISO 14289-1).
STANDARD: Literal["ua-1"] = "ua-1"


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
    return typst.compile(
        _template(), format="pdf", pdf_standards=STANDARD, ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    )  # fmt: skip


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()
