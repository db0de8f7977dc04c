"""The explanation of an award as a PDF, to go with the decision."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Literal

import typst
from django.utils.translation import gettext as _

from samkop.tendering.award_report import Report

TEMPLATE = Path(__file__).with_name("typeset") / "award.typ"
# As the documents of exchange: PDF with tags, which a screen reader follows (ISO 14289-1).
STANDARD: Literal["ua-1"] = "ua-1"


def printed_award(report: Report, language: str) -> bytes:
    """The report on A4, in the language that is active, which is named here too.

    Texts are data to the typesetter, never its commands.
    """
    data = asdict(report) | {"language": language, "page": _("Page")}
    return typst.compile(
        _template(), format="pdf", pdf_standards=STANDARD, ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    )  # fmt: skip


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()
