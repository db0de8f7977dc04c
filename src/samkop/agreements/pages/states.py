"""Moving an agreement from state to state: each decision says beforehand what stops and stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.pages.decisions import NO_FORM, trail, without_form
from samkop.agreements.pages.forms import DecisionForm, InterimForm, JudgmentForm
from samkop.agreements.policies import may_run_agreement
from samkop.agreements.queries import agreement_of, buyers_of, orders_committed, review_of
from samkop.agreements.usecases.agreement import (
    annul,
    declare_exhausted,
    end,
    put_in_force,
    resume,
    suspend,
)
from samkop.agreements.usecases.review import record_judgment, start_interim
from samkop.agreements.vocabulary import State
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform

RECORDED = _("The decision is recorded.")


@dataclass(frozen=True)
class Decision:
    """A decision that can be taken on an agreement, and what it will do.

    ``before`` are the states in which it is offered; ``effects`` and ``stays`` are sentences;
    ``stops`` says that new orders end with it.
    """

    use_case: Callable[..., Any]
    before: frozenset[State]
    label: Promise
    effects: tuple[Promise, ...]
    stays: tuple[Promise, ...] = ()
    stops: bool = False
    form: type[DecisionForm] = DecisionForm
    done: Promise = RECORDED


NO_NEW_ORDERS = _("No new orders are placed, from this moment on.")
NO_APPROVALS = _("Requisitions that wait for approval cannot become orders.")
ORDERS_STAY = _("Orders placed before stay: they are delivered, received and paid as ordered.")
LEASES_STAY = _("Deliveries, leases and warranties may outlive the agreement.")
CANCEL = _("What is cancelled or not delivered is given back to the ceiling.")
RUNNING = frozenset({State.IN_FORCE, State.SUSPENDED, State.EXHAUSTED})
DRAFT = frozenset({State.IN_PREPARATION})

DECISIONS: Mapping[str, Decision] = {
    "put-in-force": Decision(
        put_in_force, DRAFT, _("Put in force"),
        (
            _("From its first day on, buyers that have joined and have a legal basis can order."),
            _("Terms, tiers and named buyers stand from now on as they were signed."),
        ),
    ),
    "interim": Decision(
        start_interim, DRAFT, _("Start as interim"),
        (
            _("Buyers can order while the review of the award runs."),
            _("With the judgment it comes into force, or nothing more is ordered from it."),
            _("After the last day of ordering, if one is set, the clock stops new orders."),
        ),
        (ORDERS_STAY,),
        form=InterimForm,
    ),
    "judgment": Decision(
        record_judgment, frozenset({State.INTERIM}), _("Record the judgment"),
        (
            _("The award stands: the agreement comes into force."),
            _("The award is annulled: no new orders are placed, and each refusal names the"
              " judgment."),
        ),
        (ORDERS_STAY, LEASES_STAY),
        form=JudgmentForm,
    ),
    "suspend": Decision(
        suspend, frozenset({State.IN_FORCE}), _("Suspend orders"),
        (NO_NEW_ORDERS, NO_APPROVALS, _("It can be resumed.")),
        (ORDERS_STAY, CANCEL),
        stops=True, done=_("No more orders are placed."),
    ),
    "resume": Decision(
        resume, frozenset({State.SUSPENDED}), _("Resume orders"),
        (_("Buyers that have joined and have a legal basis can order again."),),
        done=_("Orders can be placed again."),
    ),
    "exhausted": Decision(
        declare_exhausted, frozenset({State.IN_FORCE}), _("Declare exhausted"),
        (
            NO_NEW_ORDERS,
            _("Only a modification that raises the maximum value puts it in force again."),
        ),
        (ORDERS_STAY, LEASES_STAY),
        stops=True, done=_("No more orders are placed."),
    ),
    "end": Decision(
        end, RUNNING | {State.INTERIM}, _("End the agreement"),
        (NO_NEW_ORDERS, NO_APPROVALS, _("This cannot be undone.")),
        (ORDERS_STAY, LEASES_STAY, CANCEL),
        stops=True, done=_("No more orders are placed."),
    ),
    "annul": Decision(
        annul, RUNNING | {State.INTERIM} | DRAFT, _("Annul the agreement"),
        (NO_NEW_ORDERS, NO_APPROVALS, _("This cannot be undone.")),
        (ORDERS_STAY, LEASES_STAY, CANCEL),
        stops=True, done=_("No more orders are placed."),
    ),
}  # fmt: skip


def decisions_on(found: FrameworkAgreement) -> list[tuple[str, Promise]]:
    """Address and label of each decision that the agreement's state allows."""
    return [
        (reverse("agreement-decision", args=[found.pk, slug]), decision.label)
        for slug, decision in DECISIONS.items()
        if found.state in decision.before
    ]


@page()
def deciding(
    request: HttpRequest, actor: Actor, agreement_id: int, decision: str
) -> tuple[str, dict[str, Any]]:
    """The form of a decision, with what it stops and what stays."""
    return shown_decision(request, actor, agreement_id, decision)


def shown_decision(
    request: HttpRequest,
    actor: Actor,
    agreement_id: int,
    decision: str,
    refused: Refused | None = None,
) -> tuple[str, dict[str, Any]]:
    """The form, with how many buyers and orders it concerns; after a refusal as typed."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    found, chosen = agreement_of(agreement_id), _decision(decision)
    allow(may_run_agreement(actor, found))
    form = chosen.form(request.POST if refused else None)
    return "agreements/decision.html", {
        "agreement": found,
        "decision": chosen,
        "open": found.state in chosen.before,
        "form": with_refusal(form, refused),
        "review": review_of(agreement_id) if decision == "judgment" else None,
        "buyers": sum(one.joined for one in buyers_of(agreement_id)),
        "orders": orders_committed(agreement_id),
        "send": reverse("send-decision", args=[agreement_id, decision]),
        "trail": trail(found.number, agreement_id),
    }


@act(again=shown_decision)
def send_decision(request: HttpRequest, actor: Actor, agreement_id: int, decision: str) -> Answer:
    """Take the decision."""
    chosen = _decision(decision)
    values = checked(chosen.form(request.POST))
    perform(actor, chosen.use_case, agreement_id=agreement_id, **values)
    return Answer(to=reverse("agreement", args=[agreement_id]), message=chosen.done)


def _decision(slug: str) -> Decision:
    if slug not in DECISIONS:
        raise not_found()
    return DECISIONS[slug]
