"""Rules of approval: versions, a draft's rows, its simulation, and putting it in force."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.ordering.models import Requisition, RuleSet, RuleSimulation
from samkop.ordering.pages.approval_forms import AdoptForm, DraftForm, RuleForm, new_rule
from samkop.ordering.pages.posted import number_of
from samkop.ordering.pages.rule_words import conditions_of, outcome_of
from samkop.ordering.policies import may_keep_rules, may_see_register
from samkop.ordering.queries import PAGE, rows_of, rule_set_of, rule_sets_of, set_in_force
from samkop.ordering.usecases.approval_rules import (
    add_rule,
    adopt_rules,
    draft_rules,
    move_rule,
    remove_rule,
)
from samkop.ordering.usecases.rule_simulation import TASK, start_simulation
from samkop.ordering.vocabulary import DONE, Outcome, RuleSetState
from samkop.parties.models import Person
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.models import JobRun
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
OPEN = (JobRun.State.WAITING, JobRun.State.RUNNING)


def _rules(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_see_register(actor))
    today = own_today()
    current = set_in_force(actor.own_party_id, today)
    form = DraftForm(request.POST if refused else None)
    return "ordering/rules.html", {
        "current": current,
        "rows": _shown(current),
        "sets": [(one, *standing(one, current, today)) for one in rule_sets_of(actor.own_party_id)],
        "form": with_refusal(form, refused) if may_keep_rules(actor) else None,
    }


rules = page()(_rules)


@act(again=_rules)
def draft(request: HttpRequest, actor: Actor) -> Answer:
    """Start a new version from the one in force."""
    made = perform(actor, draft_rules, title=checked(DraftForm(request.POST))["title"])
    return Answer(to=reverse("rule-set", args=[made.pk]), message=_("Drafted."))


def _rule_set(
    request: HttpRequest, actor: Actor, rule_set_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_register(actor))
    found = rule_set_of(actor.own_party_id, rule_set_id)
    today = own_today()
    tone, state = standing(found, set_in_force(found.party_id, today), today)
    simulation = found.simulations.filter(revision=found.revision).order_by("-id").first()
    may_change = may_keep_rules(actor) and found.state != RuleSetState.ADOPTED
    return "ordering/rule_set.html", {
        "set": found,
        "tone": tone,
        "state": state,
        "rows": _shown(found),
        "may_change": may_change,
        "run": _run(found),
        "simulation": simulation,
        "figures": _figures(simulation),
        "refused": refused,
        "rule_form": _rule_form(request, actor, refused) if may_change else None,
        "adopt_form": _adopt_form(request, today, refused)
        if may_change and found.state == RuleSetState.SIMULATED
        else None,
        "history": history_of(subject_of(found), DONE),
        "trail": [(_("Approval rules"), reverse("rules"))],
    }


rule_set = page()(_rule_set)


@act(again=_rule_set)
def rule_add(request: HttpRequest, actor: Actor, rule_set_id: int) -> Answer:
    """Add a row to a draft."""
    with reading(actor):
        values = checked(RuleForm(request.POST, party_id=actor.own_party_id))
    perform(actor, add_rule, rule_set_id=rule_set_id, rule=new_rule(values))
    return _back(rule_set_id, _("The rule is added."))


@act()
def rule_remove(
    request: HttpRequest, actor: Actor, rule_set_id: int, approval_rule_id: int
) -> Answer:
    """Take a row out of a draft."""
    perform(actor, remove_rule, rule_set_id=rule_set_id, rule_id=approval_rule_id)
    return _back(rule_set_id, _("The rule is removed."))


@act()
def rule_move(
    request: HttpRequest, actor: Actor, rule_set_id: int, approval_rule_id: int
) -> Answer:
    """Move a row of a draft up or down."""
    up = request.POST.get("direction") == "up"
    perform(actor, move_rule, rule_set_id=rule_set_id, rule_id=approval_rule_id, up=up)
    return _back(rule_set_id)


@act()
def simulate(request: HttpRequest, actor: Actor, rule_set_id: int) -> Answer:
    """Start the simulation of a draft."""
    perform(actor, start_simulation, rule_set_id=rule_set_id)
    return _back(rule_set_id)


@act(again=_rule_set)
def adopt(request: HttpRequest, actor: Actor, rule_set_id: int) -> Answer:
    """Put a simulated draft in force from a day."""
    perform(actor, adopt_rules, rule_set_id=rule_set_id, **checked(AdoptForm(request.POST)))
    return _back(rule_set_id, _("Adopted."))


@page()
def moved(request: HttpRequest, actor: Actor, rule_set_id: int) -> Shown:
    """The requisitions of the simulated year that would have gone elsewhere, fifty a page."""
    allow(may_see_register(actor))
    found = rule_set_of(actor.own_party_id, rule_set_id)
    simulation = found.simulations.order_by("-id").first()
    listed = simulation.result["moved"] if simulation else []
    first = number_of(request.GET.get("after", "")) or 0
    shown = listed[first : first + PAGE]
    requisitions = Requisition.objects.select_related("requester").in_bulk(
        [row["requisition"] for row in shown]
    )
    names = _names({pk for row in shown for pk in row["to_before"] + row["to_after"]})
    return "ordering/rules_moved.html", {
        "set": found,
        "simulation": simulation,
        "rows": [
            {
                "requisition": requisitions[row["requisition"]],
                "before": _whither(row["before"], row["to_before"], names),
                "after": _whither(row["after"], row["to_after"], names),
            }
            for row in shown
        ],
        "listed": len(listed),
        "following": first + PAGE if first + PAGE < len(listed) else None,
        "trail": [
            (_("Approval rules"), reverse("rules")),
            (str(found), reverse("rule-set", args=[found.pk])),
        ],
    }


def standing(found: RuleSet, current: RuleSet | None, today: date) -> tuple[str, str]:
    """Tone and words of a version on a day."""
    if found.valid_from is None:
        tone = "info" if found.state == RuleSetState.SIMULATED else "neutral"
        return tone, str(RuleSetState(found.state).label)
    if current is not None and found.pk == current.pk:
        return "good", _("In force")
    return ("info", _("Not begun")) if found.valid_from > today else ("neutral", _("Replaced"))


def _shown(found: RuleSet | None) -> list[dict[str, Any]]:
    rows = list(rows_of(found))
    return [
        {
            "rule": row,
            "conditions": conditions_of(row, found.currency if found else ""),
            "outcome": outcome_of(row.outcome, row.role),
            "first": row is rows[0],
            "last": row is rows[-1],
        }
        for row in rows
    ]


def _run(found: RuleSet) -> JobRun | None:
    """The simulation that is under way, or the last if it did not come to its end."""
    last = (
        JobRun.objects.filter(
            party_id=found.party_id, task=TASK, inputs__rule_set_id=found.pk,
            inputs__revision=found.revision,
        )
        .order_by("-id")
        .first()
    )  # fmt: skip
    return last if last and last.state != JobRun.State.DONE else None


def _figures(simulation: RuleSimulation | None) -> dict[str, Any]:
    if simulation is None:
        return {}
    outcomes, people = simulation.result["outcomes"], simulation.result["people"]
    ids = sorted({*people["current"], *people["draft"]}, key=int)
    names = _names({int(pk) for pk in ids})
    return {
        "outcomes": [
            (label, outcomes["current"].get(value, 0), outcomes["draft"].get(value, 0))
            for value, label in Outcome.choices
            if value in outcomes["current"] or value in outcomes["draft"]
        ],
        "people": sorted(
            (
                names.get(int(pk), _("Nobody in the register")),
                people["current"].get(pk, 0), people["draft"].get(pk, 0),
            )
            for pk in ids
        ),
    }  # fmt: skip


def _whither(outcome: str, people: list[int], names: dict[int, str]) -> str:
    """The people it would go to, or that nobody has to approve it."""
    if outcome == Outcome.NONE:
        return _("Ordered at once")
    return ", ".join(names.get(pk, _("Nobody in the register")) for pk in people)


def _names(ids: set[int]) -> dict[int, str]:
    return dict(Person.objects.filter(id__in=ids).values_list("id", "name"))


def _rule_form(request: HttpRequest, actor: Actor, refused: Refused | None) -> Any:
    sent = refused is not None and "outcome" in request.POST
    form = RuleForm(request.POST if sent else None, party_id=actor.own_party_id)
    return with_refusal(form, refused) if sent else form


def _adopt_form(request: HttpRequest, today: date, refused: Refused | None) -> Any:
    sent = refused is not None and "valid_from" in request.POST
    form = AdoptForm(request.POST if sent else None, initial={"valid_from": today})
    return with_refusal(form, refused) if sent else form


def _back(rule_set_id: int, message: str = "") -> Answer:
    return Answer(to=reverse("rule-set", args=[rule_set_id]), message=message)
