"""What stands at the head of a tender's papers, and the times in them: in the owner's zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from samkop.core.period import day_of
from samkop.platform.formatting import format_date
from samkop.tendering.models import Tender

SHORT = "SHORT_DATE_FORMAT"


def facts_of_paper(tender: Tender, made_at: datetime) -> tuple[tuple[str, str], ...]:
    """The tender, whose it is, its register number, and the owner's day on which it was made."""
    return (
        (_("Tender"), f"{tender.number} {tender.title}"),
        (_("Contracting authority"), f"{tender.owner.name} ({tender.owner.identifier})"),
        (_("Register number"), tender.register_number),
        (_("Day of the report"), format_date(day_of(made_at, tender.owner.time_zone), SHORT)),
    )


def zone_of(tender: Tender) -> ZoneInfo:
    """Where the owner is: what happens by the clock happens by its clock."""
    return ZoneInfo(tender.owner.time_zone)
