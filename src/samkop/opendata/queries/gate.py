"""Reads of the gate: what organisations have decided, and what is open by it."""

from __future__ import annotations

from datetime import date

from samkop.opendata.models import PublicationDecision
from samkop.opendata.rules import Decided, fields_open
from samkop.opendata.vocabulary import Field
from samkop.parties.models import Party


def decisions_of(owner_id: int) -> list[PublicationDecision]:
    """All decisions of an organisation, in the order in which they were taken."""
    return list(PublicationDecision.objects.filter(owner_id=owner_id).order_by("id"))


def open_fields_of(owner: Party, day: date) -> frozenset[Field]:
    """What of an organisation's things may be published on a day."""
    decided = [
        Decided(Field(row.field), row.published, row.decided_on) for row in decisions_of(owner.pk)
    ]
    return fields_open(decided, owner.country, day)


def publishers() -> list[Party]:
    """Every organisation that has decided on publication, by name."""
    rows = Party.objects.filter(id__in=PublicationDecision.objects.values("owner_id"))
    return sorted(rows, key=lambda party: party.name)
