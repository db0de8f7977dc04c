"""Minutes: written after the meeting, approved by the adjusters, fixed with their hash."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.governance.models import Minutes, MinutesApproval
from samkop.governance.queries.minutes import content_of, minutes_of, newest_minutes
from samkop.governance.rules.steering import canonical_sha256
from samkop.governance.usecases.meeting_steps import (
    held_meeting,
    party_ids_of,
    require_state,
    run_meeting,
    spread,
)
from samkop.governance.usecases.steering_groups import require_texts, written
from samkop.governance.vocabulary.steering import MeetingState, MotionState
from samkop.platform.actors import Actor
from samkop.platform.notifications import in_each_language
from samkop.platform.records import change, create, create_new
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require


def write_minutes(
    *, actor: Actor, now: datetime, meeting_id: int, register_number: str, remarks: str = ""
) -> Minutes:
    """Write the minutes of a closed meeting, or another version of them.

    Approvals belong to a version: another one is approved anew. Raises Refused ``not-found``,
    ``not-allowed``, ``meeting-in-another-state``, ``text-missing``.
    """
    meeting = run_meeting(actor, meeting_id, MeetingState.CLOSED)
    texts = require_texts(register_number=register_number)
    former = newest_minutes(meeting_id)
    content = content_of(meeting_id, written(remarks)) | texts
    if former:
        _keep_what_went_on(content, former.minutes.content)
    made = create(
        Minutes(
            meeting=meeting, group_id=meeting.group_id, region_id=meeting.region_id,
            version=former.minutes.version + 1 if former else 1, content=content,
            sha256=canonical_sha256(content), written_at=now, **texts,
        )
    )  # fmt: skip
    asked = meeting.adjusters.values_list("party_id", flat=True)
    spread(
        meeting.group, "minutes-to-approve", asked, "minutes", meeting.pk, number=meeting.number,
        name=in_each_language(lambda: meeting.group.name),
    )  # fmt: skip
    return made


def approve_minutes(
    *, actor: Actor, now: datetime, meeting_id: int, version: int
) -> MinutesApproval:
    """Approve the newest version, as one who was chosen to; with the last they are fixed.

    Raises Refused ``not-found``, ``not-allowed``, ``meeting-in-another-state``,
    ``minutes-replaced``, ``minutes-approved``.
    """
    meeting = held_meeting(meeting_id)
    newest = minutes_of(meeting_id)
    own = next(
        (one for one, _at in newest.adjusters
         if one.person_id == actor.person_id and one.party_id == actor.party_id),
        None,
    )  # fmt: skip
    require(own is not None)
    require_state(meeting, MeetingState.CLOSED)
    if newest.minutes.version != version:
        raise Refused(
            "minutes-replaced", _("There is a newer version of these minutes. Read that one first.")
        )
    made = MinutesApproval(
        minutes=newest.minutes, meeting=meeting, region_id=meeting.region_id, adjuster=own,
        party_id=actor.own_party_id, approved_at=now,
    )  # fmt: skip
    if not create_new(made):
        raise Refused("minutes-approved", _("You have approved this version already."))
    if minutes_of(meeting_id).is_approved:
        change(meeting, state=MeetingState.APPROVED)
        spread(
            meeting.group, "minutes-approved", party_ids_of(meeting.group, now), "minutes",
            meeting.pk, number=meeting.number, name=in_each_language(lambda: meeting.group.name),
        )  # fmt: skip
    return made


def _keep_what_went_on(content: dict[str, Any], former: dict[str, Any]) -> None:
    """Motions that were not decided, and stand on another agenda by now, stay as they stood."""
    before = {item["point"]: item["motions"] for item in former["items"]}
    for item in content["items"]:
        kept = {motion["id"] for motion in item["motions"]}
        item["motions"] += [
            one
            for one in before.get(item["point"], [])
            if one["state"] == MotionState.PROPOSED and one["id"] not in kept
        ]
