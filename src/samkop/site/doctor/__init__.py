"""``samkop doctor``: what is wrong with an installation, and what to do about it."""

from samkop.site.doctor.examination import examine
from samkop.site.doctor.findings import Finding, Level
from samkop.site.doctor.report import report

__all__ = ["Finding", "Level", "examine", "report"]
