"""The reports of a tender as PDF: the explanation of an award, the laboratory's examination."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Literal

import typst
from django.utils.translation import gettext as _

from samkop.tendering.award_report import Report
from samkop.tendering.laboratory_report import LaboratoryReport

TYPESET = Path(__file__).with_name("typeset")
# As the documents of exchange: PDF with tags, which a screen reader follows (ISO 14289-1).
STANDARD: Literal["ua-1"] = "ua-1"


def printed_award(report: Report, language: str) -> bytes:
    """The explanation on A4, in the language that is active, which is named here too."""
    return _printed("award.typ", report, language)


def printed_laboratory(report: LaboratoryReport, language: str) -> bytes:
    """The examination on A4, in the language that is active, which is named here too."""
    return _printed("laboratory.typ", report, language)


def _printed(template: str, report: Report | LaboratoryReport, language: str) -> bytes:
    """Texts are data to the typesetter, never its commands."""
    data = asdict(report) | {"language": language, "page": _("Page")}
    return typst.compile(
        TYPESET / template, root=TYPESET, format="pdf", pdf_standards=STANDARD,
        ignore_system_fonts=True, sys_inputs={"data": json.dumps(data)},
    )  # fmt: skip
