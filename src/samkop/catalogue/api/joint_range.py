"""The joint range for programs: what stands in it, what is to change, what is proposed."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from samkop.catalogue.models import RangeChange, RangeItem, RangeProposal
from samkop.catalogue.policies import may_see_range
from samkop.catalogue.queries.range_proposals import (
    changes_ahead,
    proposal_of,
    proposals_seen,
    range_now,
    ranges_proposed_to,
)
from samkop.catalogue.queries.wishes import tallies_by_item
from samkop.catalogue.vocabulary import Category, ProposalState, RangeStep
from samkop.core.money import amount_text
from samkop.parties.queries import own_today, party_of
from samkop.platform.api import PROBLEMS, caller, reads
from samkop.platform.unit_of_work import require

router = Router(tags=["Joint range"])

READ = "range:read"
PAGE, LARGEST = 100, 2**63 - 1
AMOUNT = "without VAT, as a decimal string"
Id = Annotated[int, Path(ge=1, le=LARGEST)]
Before = Annotated[int | None, Query(ge=1, le=LARGEST, description="Ids below this one")]


class RangeEntryOut(Schema):
    """An item of the joint range, and how many people say what of it."""

    id: int
    item_id: int
    name: str
    seller_item_id: str
    category: Category
    kept_by: str
    valid_from: date
    valid_until: date | None = Field(description="Last day; none known where null")
    successor_id: int | None
    wishes: int
    complaints: int


class RangePage(Schema):
    """Up to 100 entries of the range, now and later; ``next_before`` asks for the next page."""

    items: list[RangeEntryOut]
    next_before: int | None


class RangeChangeOut(Schema):
    """What changes on a day: an item taken in, out or replaced, or a configuration."""

    proposal_id: int
    step: RangeStep
    effective_on: date
    sold_until: date | None
    item_id: int | None
    successor_id: int | None
    configuration_id: int | None
    title: str


class RangeChangesOut(Schema):
    """What of the ranges is to change, the soonest first; 100 at most."""

    changes: list[RangeChangeOut]


class RangeProposalOut(Schema):
    """A proposal for the joint range."""

    id: int
    step: RangeStep
    state: ProposalState
    title: str
    proposed_by: str
    wanted_from: date
    effective_on: date | None
    decided_on: date | None


class ProposalFiguresOut(Schema):
    """What was known when it was proposed."""

    at: datetime
    price: str | None = Field(description=f"Of what comes, {AMOUNT}")
    price_before: str | None = Field(description=f"Of what goes, {AMOUNT}")
    wishes: int
    complaints: int
    devices: int
    users: int
    variety_a_year: str = Field(description=f"For all members, {AMOUNT}; below 0 it saves")


class ProposalAssumptionOut(Schema):
    """What one model is assumed to cost a member a year, and how many members use it."""

    image: str = Field(description=AMOUNT)
    spares: str = Field(description=AMOUNT)
    knowledge: str = Field(description=AMOUNT)
    members: int


class WholeRangeProposalOut(RangeProposalOut):
    """A proposal with its reason, assumption, figures and decision."""

    reason: str
    currency: str
    item_id: int | None
    successor_id: int | None
    configuration_id: int | None
    sold_until: date | None
    assumption: ProposalAssumptionOut
    figures: ProposalFiguresOut | None = Field(description="None while it is a draft")
    decision_reason: str
    motion_id: int | None


class RangeProposalPage(Schema):
    """Up to 100 proposals, the newest first; ``next_before`` asks for the next page."""

    proposals: list[RangeProposalOut]
    next_before: int | None


@router.get("/range", response={200: RangePage, **PROBLEMS}, operation_id="list_range")
@reads(READ)
def list_range(request: HttpRequest, before: Before = None) -> RangePage:
    """The ranges from which one orders, or that one keeps."""
    bodies = _bodies(request)
    rows = range_now(bodies, own_today()).order_by("-id")
    found = list((rows if before is None else rows.filter(id__lt=before))[: PAGE + 1])
    said = tallies_by_item(bodies)
    following = found[PAGE - 1].pk if len(found) > PAGE else None
    return RangePage(items=[_entry(one, said) for one in found[:PAGE]], next_before=following)


@router.get(
    "/range/changes", response={200: RangeChangesOut, **PROBLEMS}, operation_id="list_range_changes"
)
@reads(READ)
def list_range_changes(request: HttpRequest) -> RangeChangesOut:
    """What is to change, with its day."""
    found = changes_ahead(_bodies(request), own_today())[:PAGE]
    return RangeChangesOut(changes=[_change(one) for one in found])


@router.get(
    "/range/proposals", response={200: RangeProposalPage, **PROBLEMS},
    operation_id="list_range_proposals",
)  # fmt: skip
@reads(READ)
def list_range_proposals(
    request: HttpRequest, before: Before = None, state: ProposalState | None = None
) -> RangeProposalPage:
    """What is proposed; drafts of one's own organisation alone."""
    actor = caller(request)
    require(may_see_range(actor))
    rows = proposals_seen(actor.own_party_id).order_by("-id")
    rows = rows if state is None else rows.filter(state=state)
    found = list((rows if before is None else rows.filter(id__lt=before))[: PAGE + 1])
    following = found[PAGE - 1].pk if len(found) > PAGE else None
    return RangeProposalPage(
        proposals=[RangeProposalOut(**_fields(one)) for one in found[:PAGE]], next_before=following
    )


@router.get(
    "/range/proposals/{range_proposal_id}", response={200: WholeRangeProposalOut, **PROBLEMS},
    operation_id="read_range_proposal",
)  # fmt: skip
@reads(READ)
def read_range_proposal(request: HttpRequest, range_proposal_id: Id) -> WholeRangeProposalOut:
    """One proposal with what it rests on."""
    require(may_see_range(caller(request)))
    found = proposal_of(range_proposal_id)
    decision = getattr(found, "decision", None)
    return WholeRangeProposalOut(
        **_fields(found), reason=found.reason, currency=found.currency, item_id=found.item_id,
        successor_id=found.successor_id, configuration_id=found.configuration_id,
        sold_until=found.sold_until, figures=_figures(found),
        assumption=ProposalAssumptionOut(
            image=amount_text(found.image_cents), spares=amount_text(found.spares_cents),
            knowledge=amount_text(found.knowledge_cents), members=found.members,
        ),
        decision_reason=decision.reason if decision else "", motion_id=found.motion_id,
    )  # fmt: skip


def _bodies(request: HttpRequest) -> list[int]:
    actor = caller(request)
    require(may_see_range(actor))
    keepers = ranges_proposed_to(party_of(actor.own_party_id), own_today())
    return sorted({one.body.pk for one in keepers})


def _entry(one: RangeItem, said: dict[int, Any]) -> RangeEntryOut:
    tally = said.get(one.item_id)
    return RangeEntryOut(
        id=one.pk, item_id=one.item_id, name=one.item.name,
        seller_item_id=one.item.seller_item_id, category=Category(one.item.category),
        kept_by=one.agreement.purchasing_body.legal_name, valid_from=one.valid_from,
        valid_until=one.valid_until, successor_id=one.item.replaced_by_id,
        wishes=tally.wishes if tally else 0, complaints=tally.complaints if tally else 0,
    )  # fmt: skip


def _change(one: RangeChange) -> RangeChangeOut:
    return RangeChangeOut(
        proposal_id=one.proposal_id, step=RangeStep(one.step), effective_on=one.effective_on,
        sold_until=one.sold_until, item_id=one.item_id, successor_id=one.successor_id,
        configuration_id=one.configuration_id, title=one.title,
    )  # fmt: skip


def _fields(one: RangeProposal) -> dict[str, Any]:
    change, decision = getattr(one, "change", None), getattr(one, "decision", None)
    return {
        "id": one.pk, "step": one.step, "state": one.state, "title": one.title,
        "proposed_by": one.proposed_by.legal_name, "wanted_from": one.wanted_from,
        "effective_on": change.effective_on if change else None,
        "decided_on": decision.decided_on if decision else None,
    }  # fmt: skip


def _figures(one: RangeProposal) -> ProposalFiguresOut | None:
    figures = getattr(one, "figures", None)
    if figures is None:
        return None
    price, before = figures.price_cents, figures.price_before_cents
    return ProposalFiguresOut(
        at=figures.at, price=None if price is None else amount_text(price),
        price_before=None if before is None else amount_text(before), wishes=figures.wishes,
        complaints=figures.complaints, devices=figures.devices, users=figures.users,
        variety_a_year=amount_text(figures.variety_cents),
    )  # fmt: skip
