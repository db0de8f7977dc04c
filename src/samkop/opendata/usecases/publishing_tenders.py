"""Publishing tenders and their awards, as far as the gate lets them through."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from samkop.core import ocds
from samkop.core.period import day_of
from samkop.opendata.documents.tenders import (
    SENT,
    Decided,
    process_of_tender,
    tender_release,
)
from samkop.opendata.models import Release
from samkop.opendata.policies import may_publish
from samkop.opendata.queries import newest_release, open_fields_of
from samkop.opendata.queries.planning import processes_planned_in
from samkop.opendata.rules import same_content, tags_of_tender
from samkop.opendata.usecases.publishing import body_of, released
from samkop.opendata.vocabulary import ReleaseKind
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import require
from samkop.tendering.models import Tender
from samkop.tendering.queries import buyers_of, lots_of, tender_of
from samkop.tendering.queries.awards import (
    awarded_lots_of,
    decision_of,
    letters_of,
    standstill_of,
)
from samkop.tendering.vocabulary import TenderState


def publish_tender(*, actor: Actor, now: datetime, tender_id: int) -> Release | None:
    """Publish a tender as it is now; None where nothing of it may be, or nothing is new.

    Raises Refused: ``not-found``, ``not-allowed``.
    """
    require(may_publish(actor))
    tender = tender_of(tender_id)
    before = newest_release(ReleaseKind.TENDER, tender_id)
    if tender.state == TenderState.CANCELLED and before is None:
        return None
    known = body_of(before)
    told = tender_release(
        tender,
        lots_of(tender_id),
        _buyers(tender_id),
        decided_and_sent(tender),
        open_fields_of(tender.owner, day_of(now, tender.owner.time_zone)),
        process_of_tender(tender, settings.OCID_PREFIX),
        (known or {}).get("awards", []),
        processes_planned_in(tender.pre_study_id),
        settings.PUBLIC_ADDRESS + reverse("tender-documents", args=[tender_id]),
    )
    if told is None or same_content(known, after := ocds.release_json(told)):
        return None
    return released(
        tender.owner, ReleaseKind.TENDER, tender_id, told, tags_of_tender(known, after), now
    )


def decided_and_sent(tender: Tender) -> Decided | None:
    """The decision, once every bidder has been sent it; nothing is known to others before.

    How many bid is the number of the letters: no bid is read.
    """
    if tender.state not in SENT:
        return None
    decision = decision_of(tender.pk)
    if decision is None or standstill_of(decision.pk) is None:
        return None
    return Decided(
        decision.pk, decision.decided_on, awarded_lots_of(decision.pk), len(letters_of(decision.pk))
    )


def _buyers(tender_id: int) -> list[Party]:
    unique = {row.buyer_id: row.buyer for row in buyers_of(tender_id)}
    return sorted(unique.values(), key=lambda party: (party.legal_name, party.pk))
