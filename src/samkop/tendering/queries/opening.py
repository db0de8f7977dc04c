"""Reads: what officers gave out, what was opened, and who the bidders are."""

from __future__ import annotations

from django.db.models import QuerySet

from samkop.parties.models import Party
from samkop.tendering.models import OfficerParts, Opening
from samkop.tendering.register_keys import pseudonym_of


def parts_given(tender_id: int) -> QuerySet[OfficerParts]:
    """What officers gave out of the tender's bids, the oldest first."""
    rows = OfficerParts.objects.filter(tender_id=tender_id, rehearsal=None)
    return rows.select_related("officer").order_by("id")


def opening_of(tender_id: int) -> Opening | None:
    """The opening with its officers, if there was one that who acts may see."""
    rows = Opening.objects.filter(tender_id=tender_id)
    return rows.select_related("first", "second").first()


def bidders_of(tender_id: int, pseudonyms: set[str]) -> dict[str, Party]:
    """The parties behind pseudonyms, found by making everybody's: only where bids are opened."""
    found = {}
    for party in Party.objects.all():
        pseudonym = pseudonym_of(tender_id, party.pk)
        if pseudonym in pseudonyms:
            found[pseudonym] = party
    return found
