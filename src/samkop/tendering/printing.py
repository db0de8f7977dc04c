"""The papers of a tender as PDF: the explanation of an award, the laboratory's examination, the
letters of a decision.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from django.utils.translation import gettext as _

from samkop.platform.typesetting import typeset
from samkop.tendering.award_letter import Letter
from samkop.tendering.award_report import Report
from samkop.tendering.certified_list import CertifiedPaper
from samkop.tendering.laboratory_report import LaboratoryReport
from samkop.tendering.masked_paper import MaskedPaper

TYPESET = Path(__file__).with_name("typeset")


def printed_award(report: Report, language: str) -> bytes:
    """The explanation on A4, in the language that is active, which is named here too."""
    return _printed("award.typ", report, language)


def printed_laboratory(report: LaboratoryReport, language: str) -> bytes:
    """The examination on A4, in the language that is active, which is named here too."""
    return _printed("laboratory.typ", report, language)


def printed_letter(letter: Letter, language: str) -> bytes:
    """The letter on A4, in the language that is active, which is named here too."""
    return _printed("letter.typ", letter, language)


def printed_certified_list(listed: CertifiedPaper, language: str) -> bytes:
    """The certified list on A4, in the language that is active, which is named here too."""
    return _printed("certified_list.typ", listed, language)


def printed_masked_copy(copy: MaskedPaper, language: str) -> bytes:
    """The masked copy on A4, in the language that is active, which is named here too."""
    return _printed("masked.typ", copy, language)


def _printed(
    template: str,
    report: Report | LaboratoryReport | Letter | CertifiedPaper | MaskedPaper,
    language: str,
) -> bytes:
    data = asdict(report) | {"language": language, "page": _("Page")}
    return typeset(TYPESET / template, data)
