"""Publishing market consultations, as far as the gate lets them through."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from samkop.core import ocds
from samkop.core.period import day_of
from samkop.opendata.documents.planning import planning_release, process_of_consultation
from samkop.opendata.models import Release
from samkop.opendata.policies import may_publish
from samkop.opendata.queries import newest_release, open_fields_of
from samkop.opendata.queries.planning import reported_at
from samkop.opendata.rules import same_content, tags_of_planning
from samkop.opendata.usecases.publishing import body_of, released
from samkop.opendata.vocabulary import ReleaseKind
from samkop.planning.queries import consultation_of
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import require


def publish_consultation(*, actor: Actor, now: datetime, consultation_id: int) -> Release | None:
    """Publish a market consultation as it is now; None where nothing may be, or is new.

    Raises Refused: ``not-found``, ``not-allowed``.
    """
    require(may_publish(actor))
    found = consultation_of(consultation_id)
    told = planning_release(
        found,
        reported_at(consultation_id),
        open_fields_of(found.owner, day_of(now, found.owner.time_zone)),
        process_of_consultation(found, settings.OCID_PREFIX),
    )
    known = body_of(newest_release(ReleaseKind.PLANNING, consultation_id))
    if told is None or same_content(known, ocds.release_json(told)):
        return None
    tags = tags_of_planning(known)
    return released(found.owner, ReleaseKind.PLANNING, consultation_id, told, tags, now)
