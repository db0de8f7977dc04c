"""Meetings with suppliers: the buyer writes them down, the suppliers comment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.parties.models import Party
from samkop.planning.models import (
    ConsultationParticipant,
    MeetingComment,
    MeetingNote,
    MeetingSupplier,
)
from samkop.planning.queries import meeting_of
from samkop.planning.rules.consultations import written
from samkop.planning.usecases.consultation_steps import (
    join_consultation,
    require_state,
    require_texts,
    run_consultation,
    spread,
)
from samkop.planning.usecases.consultations import CONSULTED
from samkop.planning.vocabulary import ConsultationState
from samkop.platform.actors import Actor
from samkop.platform.records import create, create_new, create_under
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

RUNS = (ConsultationState.OPEN, ConsultationState.CLOSED)


def write_meeting_note(
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    supplier_ids: Collection[int],
    met_at: datetime,
    attended: str,
    told: str,
    said: str,
) -> MeetingNote:
    """Write down a meeting: who was there by role, what the buyer told, what was said.

    Each supplier has the consultation's days to comment. Raises Refused ``not-found``,
    ``not-allowed``, ``consultation-in-another-state``, ``text-missing``, ``supplier-unknown``,
    ``meeting-in-the-future``.
    """
    found = run_consultation(actor, consultation_id)
    require_state(found, now, *RUNS)
    texts = require_texts(attended=attended, told=told, said=said)
    if met_at > now:
        words = _("Write a meeting down after it was held.")
        raise Refused("meeting-in-the-future", words, status=422, fields={"met_at": words})
    suppliers = Party.objects.filter(id__in=supplier_ids, kind__in=CONSULTED)
    ids = sorted(suppliers.exclude(id=found.owner_id).values_list("id", flat=True))
    if not ids or len(ids) != len(set(supplier_ids)):
        raise Refused("supplier-unknown", _("Choose suppliers from the list."), status=422)
    whose = {"consultation": found, "owner_id": found.owner_id}
    until = now + timedelta(days=found.comment_days)
    note = create(
        MeetingNote(**whose, **texts, met_at=met_at, written_at=now, comments_until=until)
    )
    create_under([(note, [MeetingSupplier(note=note, supplier_id=each, **whose) for each in ids])])
    for each in ids:
        create_new(ConsultationParticipant(**whose, supplier_id=each, since=now))
    zone = found.owner.time_zone
    spread(
        found, "meeting-note-written", ids, "meeting-note", note.pk,
        met_on=day_of(met_at, zone).isoformat(), until_on=day_of(until, zone).isoformat(),
    )  # fmt: skip
    return note


def comment_on_meeting(
    *, actor: Actor, now: datetime, note_id: int, accepted: bool, text: str = ""
) -> MeetingComment:
    """Accept a note as it is, or say what is otherwise; once, within its days.

    Raises Refused ``not-found``, ``not-allowed``, ``consultation-in-another-state``,
    ``text-missing``, ``comment-too-late``, ``comment-given``.
    """
    note = meeting_of(note_id)
    found = join_consultation(actor, note.consultation_id, now)
    supplier_id = actor.own_party_id
    require(supplier_id in {one.supplier_id for one in note.suppliers.all()})
    if now > note.comments_until:
        raise Refused("comment-too-late", _("The time for comments on this note is over."))
    words = written(text) if accepted else require_texts(text=text)["text"]
    made = MeetingComment(
        note=note, owner_id=note.owner_id, supplier_id=supplier_id, accepted=accepted,
        text=words, commented_at=now,
    )  # fmt: skip
    if not create_new(made):
        raise Refused("comment-given", _("Your organisation has commented on this note already."))
    spread(found, "meeting-note-commented", [note.owner_id], "meeting-note", note.pk)
    return made
