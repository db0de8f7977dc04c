"""A steering group's page: its seats, whom members have appointed, its rules."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samkop.governance.models import GroupRules
from samkop.governance.pages.steering_forms import (
    AppointForm,
    EstablishForm,
    LastDayOfAppointment,
    RulesForm,
)
from samkop.governance.pages.steering_parts import Sent, Shown, again
from samkop.governance.policies import (
    COOPERATES,
    may_appoint,
    may_lead,
    may_prepare,
    may_see_group,
)
from samkop.governance.queries.steering import (
    group_of,
    group_of_region,
    rules_on,
    seat_of,
    seats_shown,
)
from samkop.governance.usecases.appointments import LAST_RANK, appoint, end_appointment
from samkop.governance.usecases.steering_groups import adopt_rules, establish_group
from samkop.governance.vote_words import rule_words
from samkop.parties.models import Person, Region
from samkop.parties.pages.forms import checked
from samkop.parties.queries import ids_with_any_role, own_today
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform, reading


def _group(
    request: HttpRequest, actor: Actor, steering_group_id: int, refused: Refused | None = None
) -> Shown:
    again(refused)
    allow(may_see_group(actor))
    group = group_of(steering_group_id)
    today, sent = own_today(), Sent(request, refused)
    own = seat_of(group.pk, actor.own_party_id, today)
    appoints = own is not None and may_appoint(actor)
    leads = may_lead(actor, group)
    rules = rules_on(group.pk, today)
    return "governance/steering_group.html", {
        "group": group, "seats": seats_shown(group.pk, today), "own": own, "refused": refused,
        "appoints": appoints, "leads": leads, "today": today, "rules": rules,
        "rule_words": rule_words(rules), "trail": [(_("Cooperation"), reverse("cooperation"))],
        "coming": GroupRules.objects.filter(group=group, valid_from__gt=today).order_by(
            "valid_from"
        ),
        "appoint_form": sent.form(
            "appoint", AppointForm, people=_people(actor), ranks=_ranks()
        ) if appoints else None,
        "end_form": sent.form("end-appointment", LastDayOfAppointment) if appoints else None,
        "rules_form": sent.form("adopt-rules", RulesForm) if leads else None,
    }  # fmt: skip


steering_group = page()(_group)


@act(again=_group)
def appoint_holder(request: HttpRequest, actor: Actor, steering_group_id: int) -> Answer:
    """Record whom one's own organisation has appointed."""
    with reading(actor):
        form = AppointForm(request.POST, people=_people(actor), ranks=_ranks())
        said = checked(form)
    perform(
        actor, appoint, group_id=steering_group_id, decision=form.decision(),
        **{name: said[name] for name in ("person_id", "rank", "valid_from", "valid_until")},
    )  # fmt: skip
    return _to(steering_group_id, _("The appointment is recorded."))


@act()
def end(request: HttpRequest, actor: Actor, seat_holder_id: int) -> Answer:
    """Set the last day of an appointment."""
    said = checked(LastDayOfAppointment(request.POST))
    found = perform(actor, end_appointment, holder_id=seat_holder_id, **said)
    return _to(found.group_id, _("The appointment ends on that day."))


@act(again=_group)
def adopt(request: HttpRequest, actor: Actor, steering_group_id: int) -> Answer:
    """Record the rules that the group has adopted."""
    form = RulesForm(request.POST)
    checked(form)
    perform(
        actor, adopt_rules, group_id=steering_group_id, rules=form.rules(),
        decision=form.decision(),
    )  # fmt: skip
    return _to(steering_group_id, _("The rules are recorded."))


def _establishing(
    request: HttpRequest, actor: Actor, region_id: int, refused: Refused | None = None
) -> Shown:
    again(refused)
    allow(may_prepare(actor))
    region = Region.objects.filter(id=region_id, members__party_id=actor.own_party_id).first()
    if region is None:
        raise not_found()
    return "governance/establish_group.html", {
        "region": region, "existing": group_of_region(region_id),
        "form": Sent(request, refused).form("send-steering-group", EstablishForm),
        "trail": [(_("Cooperation"), reverse("cooperation"))],
    }  # fmt: skip


establishing = page()(_establishing)


@act(again=_establishing)
def establish(request: HttpRequest, actor: Actor, region_id: int) -> Answer:
    """Give the region its group."""
    form = EstablishForm(request.POST)
    checked(form)
    names: dict[str, Any] = form.names()
    made = perform(
        actor, establish_group, region_id=region_id, rules=form.rules(),
        decision=form.decision(), **names,
    )  # fmt: skip
    return _to(made.pk, _("The steering group is established. Each member appoints to its seat."))


def _people(actor: Actor) -> list[tuple[int, str]]:
    """Those of one's own who see the meetings."""
    ids = ids_with_any_role(actor.own_party_id, COOPERATES, own_today())
    return list(Person.objects.filter(id__in=ids).order_by("name", "id").values_list("id", "name"))


def _ranks() -> list[tuple[int, str]]:
    member = pgettext("steering group", "Member")
    deputies = ((n, _("Deputy %(number)s") % {"number": n}) for n in range(1, LAST_RANK + 1))
    return [(0, member), *deputies]


def _to(group_id: int, message: str) -> Answer:
    return Answer(to=reverse("steering-group", args=[group_id]), message=message)
