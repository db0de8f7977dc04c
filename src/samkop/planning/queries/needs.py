"""Reads: needs of a buyer, those reported to a party, and to whom one reports."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from samkop.parties.models import Party
from samkop.parties.queries import valid_on
from samkop.planning.models import Need, NeedLine
from samkop.planning.vocabulary import NeedState
from samkop.platform.refusals import not_found


def need_of(need_id: int) -> Need:
    """The need with its parties, as far as who acts may see it. Raises Refused ``not-found``."""
    found = Need.objects.select_related("owner", "reported_to").filter(id=need_id).first()
    if found is None:
        raise not_found()
    return found


def lines_of(need_id: int) -> list[NeedLine]:
    """What a need asks for, by what and year."""
    return list(NeedLine.objects.filter(need_id=need_id).order_by("text", "unit", "year", "id"))


def needs_of(party_id: int) -> QuerySet[Need]:
    """The party's own needs."""
    return Need.objects.filter(owner_id=party_id).select_related("owner", "reported_to")


def needs_reported_to(party_id: int) -> QuerySet[Need]:
    """What others have reported to the party; withdrawn ones too."""
    rows = Need.objects.filter(reported_to_id=party_id).exclude(state=NeedState.DRAFT)
    return rows.exclude(owner_id=party_id).select_related("owner", "reported_to")


def receivers_of(party: Party, today: date) -> list[Party]:
    """To whom the party can report: the purchasing bodies of its regions, then itself.

    The region in which it has been longest comes first.
    """
    members = party.region_members.filter(valid_on(today)).select_related("region__purchasing_body")
    bodies = [one.region.purchasing_body for one in members.order_by("valid_from", "id")]
    return list(dict.fromkeys([*bodies, party]))
