"""What floors above hang into the award's page of a tender (the setting SAMKOP_TENDER_PARTS).

Agreements stand above tenders and may not be imported here; the site names the functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from samkop.platform.actors import Actor
from samkop.tendering.models import Tender


@dataclass(frozen=True)
class TenderPart:
    """A section of the page: a template that reads ``part``."""

    template: str
    part: Mapping[str, Any]


# None where there is nothing to show; called inside the open reading.
MakePart = Callable[[Actor, Tender], TenderPart | None]


def parts_of(actor: Actor, tender: Tender) -> list[TenderPart]:
    """What the floors above show of a tender to whoever looks."""
    makers: Sequence[MakePart] = import_string(settings.SAMKOP_TENDER_PARTS)
    return [part for make in makers if (part := make(actor, tender)) is not None]
