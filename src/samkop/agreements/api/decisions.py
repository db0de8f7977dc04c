"""Members' own decisions for programs: registrars' case systems record what was decided."""

from base64 import b64decode
from binascii import Error
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from samkop.agreements.models import Participation
from samkop.agreements.usecases.participation import decide_on_agreement
from samkop.agreements.usecases.project_rights import decide_on_project
from samkop.core.money import amount_text
from samkop.governance.models import DecisionEvent, MemberDecision, Project
from samkop.governance.policies import may_see_cooperation
from samkop.governance.queries import (
    decision_of,
    document_of,
    events_of,
    project_of,
    projects_of,
    regions_of,
)
from samkop.governance.queries.decisions import decisions_seen, standings_in
from samkop.governance.usecases.decision_events import NewEvent, record_decision_event
from samkop.governance.usecases.decisions import NewDecision, NewDocument
from samkop.governance.vocabulary import (
    Decider,
    DecisionEventKind,
    DecisionKind,
    DecisionState,
    Enforcement,
    ProjectKind,
    ProjectState,
)
from samkop.parties.queries import own_today
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform_then, require

router = Router(tags=["Decisions"])

READ, WRITE = "decisions:read", "decisions:write"
PAGE, LARGEST = 100, 2**63 - 1
Id = Annotated[int, Path(ge=1, le=LARGEST)]
Before = Annotated[int | None, Query(ge=1, le=LARGEST, description="Ids below this one")]
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2200, 12, 31))]
AMOUNT = "Without VAT, as a decimal string; null: no limit of its own"
FILE = "The file in base64, at most 10 MB"


class DecisionStandingOut(Schema):
    """How a member stands to a project; all null where it has decided nothing."""

    member_id: int
    member: str
    decision_id: int | None
    kind: DecisionKind | None
    state: DecisionState | None
    stopped_by: str | None = Field(description="Why it gives no right today; null where it does")


class JointProjectOut(Schema):
    """A joint project."""

    id: int
    region: str
    kind: ProjectKind
    title: str
    state: ProjectState
    decide_by: date
    prepared_by: str
    register_number: str
    motion_reference: str


class WholeJointProjectOut(JointProjectOut):
    """A project with what it means for a member, and how each stands."""

    meaning: str
    members: list[DecisionStandingOut]


class JointProjectPage(Schema):
    """Up to 100 projects, the newest first; ``next_before`` asks for the next page."""

    projects: list[JointProjectOut]
    next_before: int | None


class DecisionDocumentIn(Schema):
    """The document of a decision."""

    name: str = Field(min_length=1, max_length=120)
    content: str = Field(description=FILE, max_length=14_000_000)


class MemberDecisionIn(Schema):
    """What one's own organisation has decided."""

    kind: DecisionKind = DecisionKind.JOIN
    decider: Decider = Decider.ORGAN
    decided_by: str = Field(min_length=1, max_length=120, description="Organ, or official's title")
    delegation: str = Field("", max_length=120)
    decided_on: Day
    section: str = Field("", max_length=40)
    register_number: str = Field(min_length=1, max_length=60)
    reason: str = Field("", max_length=500)
    orders_from: Day | None = None
    orders_until: Day | None = None
    waits_until: Day | None = None
    amount_limit: Decimal | None = Field(
        None, ge=0, max_digits=14, decimal_places=2, description=AMOUNT
    )
    currency: str = Field("", pattern="^([A-Z]{3})?$")
    enforcement: Enforcement = Enforcement.AT_ONCE
    appeal_until: Day | None = None
    anew: bool = Field(False, description="On other terms, by who has joined already")
    document: DecisionDocumentIn | None = None


class DecisionEventIn(Schema):
    """What has happened to a decision."""

    kind: DecisionEventKind
    happened_on: Day
    court: str = Field("", max_length=120)
    case_number: str = Field("", max_length=60)
    register_number: str = Field("", max_length=60)
    note: str = Field("", max_length=2000)


class DecisionEventOut(DecisionEventIn):
    """The same, with the standing before and after."""

    from_state: DecisionState
    to_state: DecisionState
    at: datetime


class MemberDecisionOut(Schema):
    """A member's decision as it was taken, and its standing now."""

    id: int
    member_id: int
    member: str
    project_id: int | None
    agreement_id: int | None = Field(description="Where it is about an agreement of no project")
    replaces_id: int | None
    kind: DecisionKind
    decider: Decider
    decided_by: str
    delegation: str
    decided_on: date
    section: str
    register_number: str
    reason: str
    orders_from: date | None
    orders_until: date | None
    waits_until: date | None
    amount_limit: str | None = Field(description=AMOUNT)
    currency: str
    enforcement: Enforcement
    appeal_until: date | None
    state: DecisionState


class WholeMemberDecisionOut(MemberDecisionOut):
    """A decision with its document's hash and what has happened to it."""

    document_sha256: str | None
    events: list[DecisionEventOut]


class MemberDecisionPage(Schema):
    """Up to 100 decisions, the newest first; ``next_before`` asks for the next page."""

    decisions: list[MemberDecisionOut]
    next_before: int | None


@router.get(
    "/joint-projects", response={200: JointProjectPage, **PROBLEMS},
    operation_id="list_joint_projects",
)  # fmt: skip
@reads(READ)
def list_joint_projects(request: HttpRequest, before: Before = None) -> JointProjectPage:
    """The projects of one's region."""
    actor = caller(request)
    require(may_see_cooperation(actor))
    rows = projects_of([one.pk for one in regions_of(actor.own_party_id, own_today())])
    found = list((rows if before is None else rows.filter(id__lt=before))[: PAGE + 1])
    return JointProjectPage(
        projects=[JointProjectOut(**_project(one)) for one in found[:PAGE]],
        next_before=found[PAGE - 1].pk if len(found) > PAGE else None,
    )


@router.get(
    "/joint-projects/{joint_project_id}", response={200: WholeJointProjectOut, **PROBLEMS},
    operation_id="read_joint_project",
)  # fmt: skip
@reads(READ)
def read_joint_project(request: HttpRequest, joint_project_id: Id) -> WholeJointProjectOut:
    """One project, with how each member stands to it today."""
    require(may_see_cooperation(caller(request)))
    found = project_of(joint_project_id)
    members = [
        DecisionStandingOut(
            member_id=one.member.pk, member=one.member.legal_name,
            decision_id=one.decision.pk if one.decision else None,
            kind=DecisionKind(one.decision.kind) if one.decision else None,
            state=DecisionState(one.decision.state) if one.decision else None,
            stopped_by=one.code,
        )
        for one in standings_in(found, own_today())
    ]  # fmt: skip
    return WholeJointProjectOut(**_project(found), meaning=found.meaning, members=members)


@router.post(
    "/joint-projects/{joint_project_id}/decisions",
    response={201: WholeMemberDecisionOut, **PROBLEMS}, operation_id="decide_on_joint_project",
)  # fmt: skip
@writes(WRITE)
def decide_on_joint_project(
    request: HttpRequest, joint_project_id: Id, key: IdempotencyKey, body: MemberDecisionIn
) -> Status[WholeMemberDecisionOut]:
    """Record one's own organisation's decision; its right follows at once."""
    made = perform_then(
        caller(request), decide_on_project, _whole, key=key, project_id=joint_project_id,
        decided=_decided(body), document=_document(body),
    )  # fmt: skip
    return Status(201, made)


# Not /decisions: those that the purchasing body takes about the agreement itself have it.
@router.post(
    "/agreements/{agreement_id}/participation/decisions",
    response={201: WholeMemberDecisionOut, **PROBLEMS},
    operation_id="decide_about_participation",
)
@writes(WRITE)
def decide_about_agreement(
    request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: MemberDecisionIn
) -> Status[WholeMemberDecisionOut]:
    """The same about an agreement that names one's organisation."""
    made = perform_then(
        caller(request), decide_on_agreement, _of_participation, key=key,
        agreement_id=agreement_id, decided=_decided(body), document=_document(body),
    )  # fmt: skip
    return Status(201, made)


@router.get(
    "/decisions", response={200: MemberDecisionPage, **PROBLEMS}, operation_id="list_decisions"
)
@reads(READ)
def list_decisions(
    request: HttpRequest, before: Before = None, whose: Literal["mine", "all"] = "mine"
) -> MemberDecisionPage:
    """One's own decisions, or with ``whose=all`` all that one may see."""
    actor = caller(request)
    require(may_see_cooperation(actor))
    rows = decisions_seen(actor.own_party_id if whose == "mine" else None)
    found = list((rows if before is None else rows.filter(id__lt=before))[: PAGE + 1])
    return MemberDecisionPage(
        decisions=[MemberDecisionOut(**_fields(one)) for one in found[:PAGE]],
        next_before=found[PAGE - 1].pk if len(found) > PAGE else None,
    )


@router.get(
    "/decisions/{decision_id}", response={200: WholeMemberDecisionOut, **PROBLEMS},
    operation_id="read_decision",
)  # fmt: skip
@reads(READ)
def read_decision(request: HttpRequest, decision_id: Id) -> WholeMemberDecisionOut:
    """One decision with what has happened to it."""
    require(may_see_cooperation(caller(request)))
    return _whole(decision_of(decision_id))


@router.post(
    "/decisions/{decision_id}/events", response={201: WholeMemberDecisionOut, **PROBLEMS},
    operation_id="record_decision_event",
)  # fmt: skip
@writes(WRITE)
def record_event(
    request: HttpRequest, decision_id: Id, key: IdempotencyKey, body: DecisionEventIn
) -> Status[WholeMemberDecisionOut]:
    """Record an appeal, what a court orders, or that it is final: orders stop or go on at once."""
    made = perform_then(
        caller(request), record_decision_event, _of_event, key=key, decision_id=decision_id,
        event=NewEvent(**body.dict()),
    )  # fmt: skip
    return Status(201, made)


def _decided(body: MemberDecisionIn) -> NewDecision:
    given = body.dict(exclude={"document", "amount_limit"})
    cents = None if body.amount_limit is None else int(body.amount_limit.scaleb(2))
    return NewDecision(**{
        name: value.value if hasattr(value, "value") else value for name, value in given.items()
    }, amount_limit_cents=cents)  # fmt: skip


def _document(body: MemberDecisionIn) -> NewDocument | None:
    if body.document is None:
        return None
    try:
        content = b64decode(body.document.content, validate=True)
    except (Error, ValueError) as error:
        raise Refused(
            "document-unreadable", _("The document is not base64. Encode the file and send again."),
            status=422,
        ) from error  # fmt: skip
    return NewDocument(body.document.name, content)


def _project(found: Project) -> dict[str, Any]:
    return {
        "id": found.pk, "region": found.region.name, "kind": found.kind, "title": found.title,
        "state": found.state, "decide_by": found.decide_by,
        "prepared_by": found.prepared_by.legal_name, "register_number": found.register_number,
        "motion_reference": found.motion_reference,
    }  # fmt: skip


def _fields(found: MemberDecision) -> dict[str, Any]:
    same = (
        "project_id", "replaces_id", "kind", "decider", "decided_by", "delegation", "decided_on",
        "section", "register_number", "reason", "orders_from", "orders_until", "waits_until",
        "currency", "enforcement", "appeal_until", "state",
    )  # fmt: skip
    limit = found.amount_limit_cents
    return {
        **{name: getattr(found, name) for name in same},
        "id": found.pk, "member_id": found.party_id, "member": found.party.legal_name,
        "agreement_id": found.about_agreement,
        "amount_limit": None if limit is None else amount_text(limit),
    }  # fmt: skip


def _whole(found: MemberDecision) -> WholeMemberDecisionOut:
    filed = document_of(found.pk)
    events = [
        DecisionEventOut(
            **{name: getattr(one, name) for name in DecisionEventOut.model_fields}
        )
        for one in events_of(found.pk)
    ]  # fmt: skip
    return WholeMemberDecisionOut(
        **_fields(found), document_sha256=filed.sha256 if filed else None, events=events
    )


def _of_event(event: DecisionEvent) -> WholeMemberDecisionOut:
    return _whole(decision_of(event.decision_id))


def _of_participation(found: Participation) -> WholeMemberDecisionOut:
    return _whole(decision_of(found.decision_id))
