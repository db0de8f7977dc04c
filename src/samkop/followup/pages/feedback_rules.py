"""By which days an organisation asks its people."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.followup.pages.feedback_forms import RuleForm
from samkop.followup.policies.feedback import may_see_answers
from samkop.followup.queries.feedback import asking_of, rules_of
from samkop.followup.usecases.feedback_rules import decide_feedback_rule
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform


def _rules(
    request: HttpRequest, actor: Actor, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    allow(may_see_answers(actor))
    today = own_today()
    asking = asking_of(actor.own_party_id, today)
    initial = {**vars(asking), "valid_from": today}
    form = RuleForm(request.POST if refused else None, initial=initial)
    return "followup/feedback_rules.html", {
        "asking": asking, "decided": rules_of(actor.own_party_id),
        "form": with_refusal(form, refused),
        "trail": [(_("Feedback"), reverse("feedback"))],
    }  # fmt: skip


rules = page()(_rules)


@act(again=_rules)
def decide(request: HttpRequest, actor: Actor) -> Answer:
    """Decide anew, from a day on."""
    form = RuleForm(request.POST)
    said = checked(form)
    perform(actor, decide_feedback_rule, valid_from=said["valid_from"], asking=form.asking())
    return Answer(to=reverse("feedback-rules"), message=_("Decided."))
