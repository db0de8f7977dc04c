"""Meetings of a consultation: the buyer's notes, the suppliers' comments."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.parties.pages.forms import checked, with_refusal
from samkop.planning.pages.consultation_forms import CommentForm, MeetingForm
from samkop.planning.pages.consultation_list import shown_state
from samkop.planning.pages.consultations import (
    Shown,
    again,
    suppliers,
    to_consultation,
    trail,
)
from samkop.planning.policies import (
    may_run_consultation,
    may_see_answers,
    may_take_part,
)
from samkop.planning.queries import claims_in, consultation_of, meeting_of
from samkop.planning.usecases.meeting_notes import comment_on_meeting, write_meeting_note
from samkop.planning.vocabulary import ConsultationState
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform, reading


def _writing(
    request: HttpRequest, actor: Actor, consultation_id: int, refused: Refused | None = None
) -> Shown:
    again(refused)
    found = consultation_of(consultation_id)
    allow(may_run_consultation(actor, found))
    form = MeetingForm(request.POST if refused else None, suppliers=suppliers())
    return "planning/meeting_form.html", {
        "found": found, "form": with_refusal(form, refused), "trail": trail(found),
    }  # fmt: skip


writing = page()(_writing)


@act(again=_writing)
def write(request: HttpRequest, actor: Actor, consultation_id: int) -> Answer:
    """Write the meeting down; its suppliers are told."""
    with reading(actor):
        offered = suppliers()
    values = checked(MeetingForm(request.POST, suppliers=offered))
    values["supplier_ids"] = values.pop("suppliers")
    perform(actor, write_meeting_note, consultation_id=consultation_id, **values)
    return to_consultation(consultation_id, _("The note is kept, and its suppliers are told."))


def _note(
    request: HttpRequest, actor: Actor, meeting_note_id: int, refused: Refused | None = None
) -> Shown:
    again(refused)
    note = meeting_of(meeting_note_id)
    found = note.consultation
    allow(may_see_answers(actor, found))
    _tone, state = shown_state(found)
    goes_on = state in {ConsultationState.OPEN, ConsultationState.CLOSED}
    sells = may_take_part(actor, found)
    said = any(one.supplier_id == actor.party_id for one in note.comments.all())
    may_comment = (
        sells and goes_on and not said and current_unit().now <= note.comments_until
    )  # fmt: skip
    form = CommentForm(request.POST if refused else None, initial={"accepted": "yes"})
    return "planning/meeting_note.html", {
        "note": note, "found": found, "trail": trail(found), "own": note.owner_id == actor.party_id,
        "form": with_refusal(form, refused) if may_comment else None,
        "may_claim": sells and goes_on,
        "claims": [one for one in claims_in(found.pk) if one.note_id == note.pk],
    }  # fmt: skip


note = page()(_note)


@act(again=_note)
def comment(request: HttpRequest, actor: Actor, meeting_note_id: int) -> Answer:
    """Accept the note, or say what was otherwise."""
    values = checked(CommentForm(request.POST))
    perform(
        actor, comment_on_meeting, note_id=meeting_note_id, text=values["text"],
        accepted=values["accepted"] == "yes",
    )  # fmt: skip
    return Answer(
        to=reverse("meeting-note", args=[meeting_note_id]), message=_("Your comment is kept.")
    )
