"""Telling suppliers what happens to a tender: all who may see it alike, so that nothing shows
who bids. No row says who is interested.
"""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from samkop.core.period import day_of
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.platform.actors import Actor
from samkop.platform.notifications import in_each_language, notify
from samkop.platform.outbox import tell
from samkop.platform.records import subject_of
from samkop.tendering.models import Tender
from samkop.tendering.policies import SELLS
from samkop.tendering.queries.tenders import tender_of

FACT = "tender-news"
# The page on which each kind of news stands.
PAGES = {
    "tender-answered": "tender-questions", "tender-corrected": "tender-questions",
    "tender-cancelled": "tender",
}  # fmt: skip


def spread_news(tender: Tender, kind: str) -> None:
    """Have the people told who sell for any supplier that may see the tender."""
    tell(FACT, tender_id=tender.pk, owner_id=tender.owner_id, kind=kind)


def tell_of_tender(*, actor: Actor, now: datetime, tender_id: int, kind: str) -> None:
    """Tell those who sell for the acting supplier. Raises Refused ``not-found``."""
    tender = tender_of(tender_id)
    party = party_of(actor.own_party_id)
    facts = {
        "number": tender.number, "owner": tender.owner.legal_name,
        "title": in_each_language(lambda: tender.title),
    }  # fmt: skip
    if tender.bids_until is not None:
        facts["until_on"] = day_of(tender.bids_until, tender.owner.time_zone).isoformat()
    notify(
        party_id=party.pk,
        person_ids=ids_with_any_role(party.pk, sorted(SELLS), day_of(now, party.time_zone)),
        kind=kind, subject=subject_of(tender), facts=facts,
        url=reverse(PAGES[kind], args=[tender.pk]),
    )  # fmt: skip
