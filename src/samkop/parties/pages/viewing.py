"""View as: an administrator begins and ends it; meanwhile nothing can be written."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from samkop.parties.pages.acting import VIEWING
from samkop.parties.pages.forms import ViewingForm, checked
from samkop.parties.pages.people import shown_person
from samkop.parties.usecases.viewing import end_viewing, start_viewing
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act
from samkop.platform.unit_of_work import perform


@act(again=shown_person)
def start(request: HttpRequest, actor: Actor, person_id: int) -> Answer:
    """See the pages as this person from now on."""
    reason = checked(ViewingForm(request.POST))["reason"]
    viewing = perform(actor, start_viewing, person_id=person_id, reason=reason)
    request.session[VIEWING] = viewing.pk
    return Answer(to="/")


@act()
def end(request: HttpRequest, actor: Actor) -> Answer:
    """See one's own pages again."""
    viewing_id = request.session.pop(VIEWING, None)
    if viewing_id is not None:
        perform(request.viewer, end_viewing, viewing_id=viewing_id)  # type: ignore[attr-defined]
    return Answer(to="/", message=_("You see your own pages again."))
