"""Approvals for programs: the register of authority, rules, delegations, budgets."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from samkop.core.money import amount_text
from samkop.core.period import day_of
from samkop.ordering.models import ApprovalAuthority, ApprovalDelegation, Budget, RuleSet
from samkop.ordering.policies import (
    may_delegate,
    may_delegate_for_others,
    may_see_orders,
    may_see_register,
)
from samkop.ordering.queries import (
    authority_of,
    budgets_of,
    delegations_of,
    register_of,
    rows_of,
    rule_set_of,
    rule_sets_of,
)
from samkop.ordering.usecases.approval_rules import NewRule, adopt_rules, draft_rules
from samkop.ordering.usecases.authority import end_authority, grant_authority
from samkop.ordering.usecases.budget import set_budget
from samkop.ordering.usecases.choices import colleague, own_cost_centre, own_group
from samkop.ordering.usecases.delegation import delegate_approvals, end_delegation
from samkop.ordering.usecases.projects import own_project
from samkop.ordering.usecases.rule_simulation import simulate_rules
from samkop.ordering.vocabulary import Outcome
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import current_unit, perform, reading, require

router = Router(tags=["Approvals"])
READ, WRITE = "approvals:read", "approvals:write"
LARGEST = 2**53  # cents; what a JSON number carries exactly
LONGEST_LIST = 1_000

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Code = Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")]
Email = Annotated[str, Field(max_length=254, pattern=r"^[^\x00]*$")]
Cents = Annotated[int, Field(ge=0, le=LARGEST, description="Cents, without VAT")]


class AuthorityIn(Schema):
    """Who may approve how much, from when until when; no cost centre: all of them."""

    approver: Email
    cost_centre: Code = ""
    limit_cents: Cents
    currency: str = Field(pattern="^[A-Z]{3}$")
    valid_from: date | None = None
    valid_until: date | None = None


class LastDay(Schema):
    """The last day on which it holds."""

    valid_until: date


class AuthorityOut(Schema):
    """A line of the register of authority."""

    id: int
    approver: str
    cost_centre: str | None
    limit: str
    currency: str
    valid_from: date
    valid_until: date | None


class ApprovalRuleIn(Schema):
    """One row; what is left out asks for nothing. ``amount_to_cents`` itself is not included."""

    outcome: Outcome
    role: str = Field(default="", max_length=20, pattern=r"^[^\x00]*$")
    amount_from_cents: Cents | None = None
    amount_to_cents: Cents | None = None
    cost_centre: Code = ""
    category: str = Field(default="", max_length=20, pattern=r"^[^\x00]*$")
    agreement_id: int | None = Field(default=None, ge=1, le=2**63 - 1)
    requester_role: str = Field(default="", max_length=20, pattern=r"^[^\x00]*$")
    requester_group: Code = Field(default="", description="The code of a group of people")
    outside_range: bool | None = None


class DraftIn(Schema):
    """A new version of the rules; the first that fits decides."""

    title: str = Field(min_length=1, max_length=120, pattern=r"^[^\x00]*$")
    rules: list[ApprovalRuleIn] = Field(max_length=200)


class FirstDay(Schema):
    """The day from which it holds."""

    valid_from: date


class ApprovalRuleOut(Schema):
    """A row of the rules."""

    position: int
    outcome: str
    role: str
    amount_from_cents: int | None
    amount_to_cents: int | None
    cost_centre: str | None
    category: str
    agreement_id: int | None
    requester_role: str
    requester_group: str | None
    outside_range: bool | None


class RuleSetOut(Schema):
    """A version of the rules; in force from ``valid_from`` until the next one's."""

    id: int
    version: int
    title: str
    currency: str
    state: str
    valid_from: date | None


class RuleSetWithRules(RuleSetOut):
    """A version with its rows."""

    rules: list[ApprovalRuleOut]


class SimulationOut(Schema):
    """What the draft would have done with the requisitions of the last 365 days."""

    requisitions: int
    moved: int
    current: dict[str, int]
    draft: dict[str, int]


class DelegationIn(Schema):
    """Who stands in; ``approver`` is who is away, empty for the token's person."""

    approver: Email = ""
    delegate: Email
    valid_from: date
    valid_until: date


class DelegationOut(Schema):
    """A delegation, both days included."""

    id: int
    approver: str
    delegate: str
    valid_from: date
    valid_until: date


class BudgetIn(Schema):
    """What a cost centre, or a project in it, may spend in a year."""

    cost_centre: Code
    project: Code = ""
    year: int = Field(ge=2000, le=2100)
    amount_cents: Cents
    currency: str = Field(pattern="^[A-Z]{3}$")


class BudgetOut(Schema):
    """A budget, and what has been committed of it."""

    id: int
    cost_centre: str
    project: str | None
    year: int
    amount: str
    committed: str
    currency: str


@router.get(
    "/authorities", response={200: list[AuthorityOut], **PROBLEMS}, operation_id="list_authorities"
)
@reads(READ)
def authorities(
    request: HttpRequest,
    on: Annotated[date | None, Query(description="In force that day; else all there were")] = None,
) -> list[AuthorityOut]:
    """The register of authority, at most 1,000 lines."""
    actor = caller(request)
    require(may_see_register(actor))
    rows = register_of(actor.own_party_id, on=on).order_by("id")[:LONGEST_LIST]
    return [_authority(row) for row in rows]


@router.post(
    "/authorities", response={201: AuthorityOut, **PROBLEMS}, operation_id="grant_authority"
)
@writes(WRITE)
def grant(request: HttpRequest, key: IdempotencyKey, body: AuthorityIn) -> Status[AuthorityOut]:
    """Enter somebody into the register; nobody enters himself."""
    actor = caller(request)
    with reading(actor):
        person_id = _person(actor, body.approver)
        centre = own_cost_centre(actor, code=body.cost_centre).pk if body.cost_centre else None
    made = perform(
        actor, grant_authority, key=key, person_id=person_id, cost_centre_id=centre,
        limit_cents=body.limit_cents, currency=body.currency, valid_from=body.valid_from,
        valid_until=body.valid_until,
    )  # fmt: skip
    with reading(actor):
        return Status(201, _authority(authority_of(actor.own_party_id, made.pk)))


@router.post(
    "/authorities/{authority_id}/end",
    response={200: AuthorityOut, **PROBLEMS},
    operation_id="end_authority",
)
@writes(WRITE)
def end(request: HttpRequest, authority_id: Id, key: IdempotencyKey, body: LastDay) -> AuthorityOut:
    """End a line of the register with a day."""
    actor = caller(request)
    perform(actor, end_authority, key=key, authority_id=authority_id, valid_until=body.valid_until)
    with reading(actor):
        return _authority(authority_of(actor.own_party_id, authority_id))


@router.get(
    "/approval-rules",
    response={200: list[RuleSetOut], **PROBLEMS},
    operation_id="list_approval_rules",
)
@reads(READ)
def rule_sets(request: HttpRequest) -> list[RuleSetOut]:
    """Every version of the organisation's rules, the newest first."""
    actor = caller(request)
    require(may_see_register(actor))
    return [RuleSetOut(**_set(one)) for one in rule_sets_of(actor.own_party_id)[:LONGEST_LIST]]


@router.get(
    "/approval-rules/{rule_set_id}",
    response={200: RuleSetWithRules, **PROBLEMS},
    operation_id="get_approval_rules",
)
@reads(READ)
def rule_set(request: HttpRequest, rule_set_id: Id) -> RuleSetWithRules:
    """A version with its rows."""
    actor = caller(request)
    require(may_see_register(actor))
    return _with_rules(rule_set_of(actor.own_party_id, rule_set_id))


@router.post(
    "/approval-rules",
    response={201: RuleSetWithRules, **PROBLEMS},
    operation_id="draft_approval_rules",
)
@writes(WRITE)
def draft(request: HttpRequest, key: IdempotencyKey, body: DraftIn) -> Status[RuleSetWithRules]:
    """Draft a new version; it holds only once it is simulated and adopted."""
    actor = caller(request)
    with reading(actor):
        rules = [_new_rule(actor, row) for row in body.rules]
    made = perform(actor, draft_rules, key=key, title=body.title, rules=rules)
    with reading(actor):
        return Status(201, _with_rules(made))


@router.post(
    "/approval-rules/{rule_set_id}/simulation",
    response={200: SimulationOut, **PROBLEMS},
    operation_id="simulate_approval_rules",
)
@writes(WRITE)
def simulate(request: HttpRequest, rule_set_id: Id, key: IdempotencyKey) -> SimulationOut:
    """Compare a draft with the rules in force, over last year's requisitions."""
    done = perform(caller(request), simulate_rules, key=key, rule_set_id=rule_set_id)
    return SimulationOut(
        requisitions=done.requisitions, moved=done.moved, **done.result["outcomes"]
    )


@router.post(
    "/approval-rules/{rule_set_id}/adoption",
    response={200: RuleSetWithRules, **PROBLEMS},
    operation_id="adopt_approval_rules",
)
@writes(WRITE)
def adopt(
    request: HttpRequest, rule_set_id: Id, key: IdempotencyKey, body: FirstDay
) -> RuleSetWithRules:
    """Put a simulated version in force from a day."""
    actor = caller(request)
    made = perform(actor, adopt_rules, key=key, rule_set_id=rule_set_id, valid_from=body.valid_from)
    with reading(actor):
        return _with_rules(made)


@router.get(
    "/delegations", response={200: list[DelegationOut], **PROBLEMS}, operation_id="list_delegations"
)
@reads(READ)
def delegations(request: HttpRequest) -> list[DelegationOut]:
    """Who stands in for whom, the latest first, at most 1,000."""
    actor = caller(request)
    require(may_delegate(actor) or may_delegate_for_others(actor))
    return [_delegation(row) for row in delegations_of(actor.own_party_id)[:LONGEST_LIST]]


@router.post(
    "/delegations", response={201: DelegationOut, **PROBLEMS}, operation_id="delegate_approvals"
)
@writes(WRITE)
def delegate(
    request: HttpRequest, key: IdempotencyKey, body: DelegationIn
) -> Status[DelegationOut]:
    """Name a delegate for some days."""
    actor = caller(request)
    with reading(actor):
        delegate_id = _person(actor, body.delegate)
        approver_id = _person(actor, body.approver) if body.approver else None
    made = perform(
        actor, delegate_approvals, key=key, delegate_id=delegate_id, approver_id=approver_id,
        valid_from=body.valid_from, valid_until=body.valid_until,
    )  # fmt: skip
    with reading(actor):
        return Status(201, _delegation(made))


@router.post(
    "/delegations/{delegation_id}/end",
    response={200: DelegationOut, **PROBLEMS},
    operation_id="end_delegation",
)
@writes(WRITE)
def finish(request: HttpRequest, delegation_id: Id, key: IdempotencyKey) -> DelegationOut:
    """End a delegation now."""
    actor = caller(request)
    made = perform(actor, end_delegation, key=key, delegation_id=delegation_id)
    with reading(actor):
        return _delegation(made)


@router.get("/budgets", response={200: list[BudgetOut], **PROBLEMS}, operation_id="list_budgets")
@reads(READ)
def budgets(
    request: HttpRequest, year: Annotated[int | None, Query(ge=2000, le=2100)] = None
) -> list[BudgetOut]:
    """The budgets of a year, this one if none is named, at most 1,000."""
    actor = caller(request)
    require(may_see_orders(actor))
    zone = Party.objects.get(id=actor.own_party_id).time_zone
    wanted = year or day_of(current_unit().now, zone).year
    return [_budget(row) for row in budgets_of(actor.own_party_id, wanted)[:LONGEST_LIST]]


@router.post("/budgets", response={200: BudgetOut, **PROBLEMS}, operation_id="set_budget")
@writes(WRITE)
def budget(request: HttpRequest, key: IdempotencyKey, body: BudgetIn) -> BudgetOut:
    """Set a budget; it never falls below what is committed."""
    actor = caller(request)
    with reading(actor):
        centre_id = own_cost_centre(actor, code=body.cost_centre).pk
        project_id = own_project(actor, code=body.project).pk if body.project else None
    made = perform(
        actor, set_budget, key=key, cost_centre_id=centre_id, project_id=project_id,
        year=body.year, amount_cents=body.amount_cents, currency=body.currency,
    )  # fmt: skip
    with reading(actor):
        return _budget(made)


def _person(actor: Actor, email: str) -> int:
    zone = Party.objects.get(id=actor.own_party_id).time_zone
    today = day_of(current_unit().now, zone)
    return colleague(actor, today, email=email.strip().lower()).pk


def _new_rule(actor: Actor, row: ApprovalRuleIn) -> NewRule:
    centre = own_cost_centre(actor, code=row.cost_centre).pk if row.cost_centre else None
    group = own_group(actor, code=row.requester_group).pk if row.requester_group else None
    return NewRule(
        outcome=row.outcome, role=row.role, amount_from_cents=row.amount_from_cents,
        amount_to_cents=row.amount_to_cents, cost_centre_id=centre, category=row.category,
        agreement_id=row.agreement_id, requester_role=row.requester_role,
        requester_group_id=group, outside_range=row.outside_range,
    )  # fmt: skip


def _authority(row: ApprovalAuthority) -> AuthorityOut:
    return AuthorityOut(
        id=row.pk, approver=row.person.email,
        cost_centre=row.cost_centre.code if row.cost_centre else None,
        limit=amount_text(row.limit_cents), currency=row.currency, valid_from=row.valid_from,
        valid_until=row.valid_until,
    )  # fmt: skip


def _set(one: RuleSet) -> dict[str, Any]:
    names = ("version", "title", "currency", "state", "valid_from")
    return {"id": one.pk, **{name: getattr(one, name) for name in names}}


def _with_rules(one: RuleSet) -> RuleSetWithRules:
    rules = [
        ApprovalRuleOut(
            position=row.position, outcome=row.outcome, role=row.role,
            amount_from_cents=row.amount_from_cents, amount_to_cents=row.amount_to_cents,
            cost_centre=row.cost_centre.code if row.cost_centre else None,
            category=row.category, agreement_id=row.agreement_id,
            requester_role=row.requester_role,
            requester_group=row.requester_group.code if row.requester_group else None,
            outside_range=row.outside_range,
        )
        for row in rows_of(one)
    ]  # fmt: skip
    return RuleSetWithRules(**_set(one), rules=rules)


def _delegation(row: ApprovalDelegation) -> DelegationOut:
    return DelegationOut(
        id=row.pk, approver=row.approver.email, delegate=row.delegate.email,
        valid_from=row.valid_from, valid_until=row.valid_until,
    )  # fmt: skip


def _budget(row: Budget) -> BudgetOut:
    return BudgetOut(
        id=row.pk, cost_centre=row.cost_centre.code,
        project=row.project.code if row.project else None, year=row.year,
        amount=amount_text(row.amount_cents), committed=amount_text(row.committed_cents),
        currency=row.currency,
    )  # fmt: skip
